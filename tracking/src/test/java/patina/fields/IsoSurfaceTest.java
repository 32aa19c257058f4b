package patina.fields;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import patina.blocks.ArrayVolume;
import patina.blocks.Grid;
import patina.blocks.Runner;
import patina.geometry.Extent;
import patina.geometry.Region;
import patina.geometry.VoxelSize;

class IsoSurfaceTest {
    private static final VoxelSize VOXEL = new VoxelSize(4, 5, 6);

    /** Radius less distance from (120, 130, 140) um: positive inside. */
    private static ArrayVolume sphere(double radiusUm) {
        Extent extent = new Extent(61, 53, 47);
        float[] values = new float[(int) extent.voxels()];
        for (int i = 0; i < values.length; i++) {
            double x = i % 61 * 4.0 - 120;
            double y = i / 61 % 53 * 5.0 - 130;
            double z = i / 61 / 53 * 6.0 - 140;
            values[i] = (float) (radiusUm - Math.sqrt(x * x + y * y + z * z));
        }
        return ArrayVolume.of(extent, values);
    }

    @Test
    void aSphereHasItsAreaAndVolume() throws IOException {
        Mesh mesh = IsoSurface.of(sphere(100), VOXEL, 0, 0, 0, 0);
        assertEquals(4 * Math.PI * 1e4, mesh.areaUm2(), 0.002 * 4 * Math.PI * 1e4);
        assertEquals(4 / 3.0 * Math.PI * 1e6, mesh.volumeUm3(), 0.002 * 4 / 3.0 * Math.PI * 1e6);
    }

    @Test
    void hasTheAreaThatIsMeasured() throws IOException {
        ArrayVolume volume = sphere(90);
        double measured;
        try (Runner runner = Runner.sequential()) {
            measured = runner.run(
                            new SurfaceArea(volume.source(), volume.extent(), VOXEL, 0),
                            new Grid(volume.extent(), 32, 32, 32))
                    .total()[0];
        }
        assertEquals(measured, IsoSurface.of(volume, VOXEL, 0, 0, 0, 0).areaUm2(), 1e-5 * measured);
    }

    @Test
    void isClosedWhereTheVolumeEnds() throws IOException {
        Mesh whole = IsoSurface.of(ArrayVolume.of(new Extent(5, 4, 3), filled(60)), VOXEL, 10, 20, 30, 0);
        assertEquals(16 * 15 * 12.0, whole.volumeUm3(), 1e-3);
        assertClosed(whole);
        Mesh cut = IsoSurface.of(sphere(138), VOXEL, 0, 0, 0, 0);
        assertClosed(cut);
    }

    private static float[] filled(int n) {
        float[] ones = new float[n];
        java.util.Arrays.fill(ones, 1);
        return ones;
    }

    /** Every edge is passed once each way. */
    private static void assertClosed(Mesh mesh) {
        Map<Long, Integer> edges = new HashMap<>();
        int[] t = mesh.triangles();
        for (int i = 0; i < t.length; i += 3) {
            for (int e = 0; e < 3; e++) {
                long a = t[i + e];
                long b = t[i + (e + 1) % 3];
                edges.merge(Math.min(a, b) << 32 | Math.max(a, b), a < b ? 1 : -1, Integer::sum);
            }
        }
        assertTrue(edges.values().stream().allMatch(n -> n == 0), "an edge is open");
    }

    @Test
    void aLabelledBoxIsOfItsSize() throws IOException {
        Region region = new Region(10, 20, 30, 12, 10, 8);
        int[] labels = new int[region.voxels()];
        java.util.Arrays.fill(labels, 7);
        labels[0] = 3;
        Mesh mesh = IsoSurface.of(labels, region, 7, VoxelSize.cube(5));
        assertClosed(mesh);
        double box = 12 * 10 * 8 * 125.0;
        assertEquals(box, mesh.volumeUm3(), 0.15 * box);
        float least = Float.MAX_VALUE;
        for (int i = 0; i < mesh.points().length; i += 3) {
            least = Math.min(least, mesh.points()[i]);
        }
        assertEquals((10 - 0.5) * 5, least, 2.6);
    }

    @Test
    void aSheetOneVoxelThickIsKept() throws IOException {
        Region region = new Region(0, 0, 0, 16, 16, 5);
        int[] labels = new int[region.voxels()];
        for (int i = 0; i < 256; i++) {
            labels[2 * 256 + i] = 1;
        }
        Mesh mesh = IsoSurface.of(labels, region, 1, VoxelSize.cube(1));
        assertTrue(mesh.areaUm2() > 2 * 150, "area " + mesh.areaUm2());
        assertClosed(mesh);
    }
}
