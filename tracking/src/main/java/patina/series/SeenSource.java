package patina.series;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import patina.blocks.Source;
import patina.blocks.Volume;
import patina.geometry.Extent;
import patina.geometry.Region;

/**
 * A volume of which only what was seen is valid: not what lies outside the field of view, nor where the mask is 0.
 *
 * @param mask as large as the volume, 0 where nothing was seen; null when there is none
 */
public record SeenSource(Source voxels, @Nullable Source mask, FieldOfView view) implements Source {
    @Override
    public Volume open() throws IOException {
        Volume open = voxels.open();
        try {
            return new SeenVolume(open, mask == null ? null : mask.open(), view);
        } catch (IOException e) {
            open.close();
            throw e;
        }
    }

    private record SeenVolume(Volume voxels, @Nullable Volume mask, FieldOfView view) implements Volume {
        @Override
        public Extent extent() {
            return voxels.extent();
        }

        @Override
        public void read(Region region, float[] values, byte[] valid) throws IOException {
            voxels.read(region, values, valid);
            if (!view.isWhole(extent())) {
                view.hide(region, values, valid);
            }
            if (mask != null) {
                float[] seen = new float[region.voxels()];
                byte[] known = new byte[region.voxels()];
                mask.read(region, seen, known);
                for (int i = 0; i < seen.length; i++) {
                    if (seen[i] == 0 || known[i] == 0) {
                        values[i] = 0;
                        valid[i] = 0;
                    }
                }
            }
        }

        @Override
        public void read(Region region, int[] labels) throws IOException {
            voxels.read(region, labels);
        }

        @Override
        public void close() throws IOException {
            try (voxels) {
                if (mask != null) {
                    mask.close();
                }
            }
        }
    }
}
