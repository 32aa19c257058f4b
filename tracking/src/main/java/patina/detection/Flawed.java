package patina.detection;

import java.io.IOException;
import java.util.List;
import patina.blocks.Source;
import patina.blocks.Volume;
import patina.geometry.Extent;
import patina.geometry.Region;

/**
 * A scan with flaws in it that were not there.
 *
 * @param contrast grey of metal less that of void
 */
record Flawed(Source scan, double contrast, List<Missing> places) implements Source {
    Flawed {
        places = List.copyOf(places);
    }

    @Override
    public Volume open() throws IOException {
        return new FlawedVolume(scan.open(), contrast, places);
    }

    private record FlawedVolume(Volume scan, double contrast, List<Missing> places) implements Volume {
        @Override
        public Extent extent() {
            return scan.extent();
        }

        @Override
        public void read(Region region, float[] values, byte[] valid) throws IOException {
            scan.read(region, values, valid);
            for (Missing place : places) {
                place.take(region, values, contrast);
            }
        }

        @Override
        public void close() throws IOException {
            scan.close();
        }
    }
}
