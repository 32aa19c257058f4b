package patina.fields;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import patina.blocks.ArrayVolume;
import patina.blocks.Grid;
import patina.blocks.Runner;
import patina.geometry.Extent;
import patina.geometry.Region;

class GaussianTest {
    private static float[] smooth(ArrayVolume volume, double x, double y, double z, byte[] valid) throws IOException {
        Extent extent = volume.extent();
        ArrayVolume to = ArrayVolume.ofValues(extent);
        try (Runner runner = Runner.sequential()) {
            runner.run(new Gaussian(volume.source(), extent, x, y, z, to.sink()), new Grid(extent, 32, 32, 32));
        }
        float[] values = new float[(int) extent.voxels()];
        to.read(Region.whole(extent), values, valid);
        return values;
    }

    @Test
    void spreadsAPointIntoTheProductOfThreeGaussians() throws IOException {
        Extent extent = new Extent(61, 50, 45);
        float[] values = new float[(int) extent.voxels()];
        values[(int) extent.index(30, 25, 22)] = 1;
        float[] found = smooth(ArrayVolume.of(extent, values), 2, 1, 1.5, new byte[values.length]);
        double worst = 0;
        for (int i = 0; i < found.length; i++) {
            int x = i % 61 - 30;
            int y = i / 61 % 50 - 25;
            int z = i / 61 / 50 - 22;
            double expected = tap(x, 2) * tap(y, 1) * tap(z, 1.5);
            worst = Math.max(worst, Math.abs(expected - found[i]));
        }
        assertEquals(0, worst, 2e-9);
    }

    private static double tap(int at, double sigma) {
        int reach = (int) (4 * sigma + 0.5);
        double sum = 0;
        for (int t = -reach; t <= reach; t++) {
            sum += Math.exp(-0.5 * t * t / sigma / sigma);
        }
        return Math.abs(at) > reach ? 0 : Math.exp(-0.5 * at * at / sigma / sigma) / sum;
    }

    @Test
    void keepsAConstantAlsoWhereVoxelsAreMissing() throws IOException {
        Extent extent = new Extent(40, 40, 40);
        ArrayVolume some = Volumes.partlySeen(extent, 3);
        float[] values = new float[(int) extent.voxels()];
        byte[] valid = new byte[values.length];
        some.read(Region.whole(extent), values, valid);
        java.util.Arrays.fill(values, 7);
        byte[] found = new byte[values.length];
        float[] smooth = smooth(ArrayVolume.of(extent, values, valid), 1.5, 1.5, 1.5, found);
        for (int i = 0; i < smooth.length; i++) {
            assertEquals(valid[i], found[i]);
            assertEquals(valid[i] * 7, smooth[i], 1e-5);
        }
    }

    @Test
    void mirrorsAtTheEnds() throws IOException {
        Extent extent = new Extent(33, 4, 5);
        float[] values = new float[(int) extent.voxels()];
        for (int i = 0; i < values.length; i++) {
            values[i] = i % 33;
        }
        float[] found = smooth(ArrayVolume.of(extent, values), 1, 1, 1, new byte[values.length]);
        double expected = 0;
        for (int t = -4; t <= 4; t++) {
            int at = t < 0 ? -1 - t : t;
            expected += tap(t, 1) * at;
        }
        assertEquals(expected, found[0], 1e-6);
        assertEquals(32 - expected, found[32], 1e-5);
    }
}
