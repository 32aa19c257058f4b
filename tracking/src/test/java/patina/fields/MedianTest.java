package patina.fields;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import patina.blocks.ArrayVolume;
import patina.blocks.Grid;
import patina.blocks.Runner;
import patina.geometry.Extent;
import patina.geometry.Region;

class MedianTest {
    private static void agreesWithSorting(ArrayVolume volume) throws IOException {
        Extent extent = volume.extent();
        int n = (int) extent.voxels();
        float[] values = new float[n];
        byte[] valid = new byte[n];
        volume.read(Region.whole(extent), values, valid);
        ArrayVolume to = ArrayVolume.ofValues(extent);
        try (Runner runner = Runner.sequential()) {
            runner.run(new Median(volume.source(), extent, to.sink()), new Grid(extent, 32, 32, 32));
        }
        float[] found = new float[n];
        byte[] foundValid = new byte[n];
        to.read(Region.whole(extent), found, foundValid);
        for (int i = 0; i < n; i++) {
            int x = i % (int) extent.x();
            int y = i / (int) extent.x() % (int) extent.y();
            int z = i / (int) extent.x() / (int) extent.y();
            float[] around = new float[27];
            int m = 0;
            for (int d = 0; d < 27; d++) {
                int px = mirror(x + d % 3 - 1, extent.x());
                int py = mirror(y + d / 3 % 3 - 1, extent.y());
                int pz = mirror(z + d / 9 - 1, extent.z());
                int at = (int) extent.index(px, py, pz);
                if (valid[at] != 0) {
                    around[m++] = values[at];
                }
            }
            Arrays.sort(around, 0, m);
            assertEquals(valid[i], foundValid[i]);
            assertEquals(valid[i] == 0 ? 0 : around[m / 2], found[i], "voxel " + x + " " + y + " " + z);
        }
    }

    private static int mirror(int at, long n) {
        return at < 0 ? -1 - at : at < n ? at : (int) (2 * n - 1 - at);
    }

    @Test
    void agreesWithSortingTwentySevenValues() throws IOException {
        Extent extent = new Extent(45, 34, 39);
        agreesWithSorting(ArrayVolume.of(extent, Volumes.noise(extent, 21)));
    }

    @Test
    void agreesWithSortingWhereManyAreEqual() throws IOException {
        Extent extent = new Extent(40, 33, 20);
        float[] values = Volumes.noise(extent, 22);
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.round(values[i]);
        }
        agreesWithSorting(ArrayVolume.of(extent, values));
    }

    @Test
    void leavesOutWhatWasNotSeen() throws IOException {
        agreesWithSorting(Volumes.partlySeen(new Extent(37, 40, 33), 23));
    }
}
