package patina.fields;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import patina.blocks.ArrayVolume;
import patina.blocks.Grid;
import patina.blocks.Runner;
import patina.geometry.Extent;
import patina.geometry.Region;
import patina.geometry.VoxelSize;

class LocalDistanceTest {
    @Test
    void agreesWithASearchOfAllSitesWithinTheRadius() throws IOException {
        Extent extent = new Extent(40, 33, 35);
        float[] values = Volumes.noise(extent, 5);
        VoxelSize voxel = new VoxelSize(5, 4, 7);
        double radius = 18;
        ArrayVolume to = ArrayVolume.ofValues(extent);
        try (Runner runner = Runner.sequential()) {
            runner.run(
                    new LocalDistance(
                            new Sites.Above(ArrayVolume.of(extent, values).source(), 2.9f), voxel, radius, to.sink()),
                    new Grid(extent, 32, 32, 32));
        }
        float[] found = new float[values.length];
        byte[] valid = new byte[values.length];
        to.read(Region.whole(extent), found, valid);
        int[] sites =
                IntStream.range(0, values.length).filter(i -> values[i] > 2.9f).toArray();
        for (int i = 0; i < values.length; i++) {
            double nearest = Double.MAX_VALUE;
            for (int s : sites) {
                double x = (i % 40 - s % 40) * 5;
                double y = (i / 40 % 33 - s / 40 % 33) * 4;
                double z = (i / 40 / 33 - s / 40 / 33) * 7;
                nearest = Math.min(nearest, Math.sqrt(x * x + y * y + z * z));
            }
            assertEquals(nearest <= radius ? 1 : 0, valid[i]);
            assertEquals(nearest <= radius ? nearest : 0, found[i], 1e-5);
        }
    }
}
