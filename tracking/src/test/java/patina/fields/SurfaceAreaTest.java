package patina.fields;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import patina.blocks.ArrayVolume;
import patina.blocks.Grid;
import patina.blocks.Runner;
import patina.geometry.Extent;
import patina.geometry.VoxelSize;

class SurfaceAreaTest {
    private static double area(ArrayVolume volume, VoxelSize voxel, float level) throws IOException {
        try (Runner runner = Runner.sequential()) {
            return runner.run(
                            new SurfaceArea(volume.source(), volume.extent(), voxel, level),
                            new Grid(volume.extent(), 32, 32, 32))
                    .total()[0];
        }
    }

    private static float[] distanceFrom(Extent extent, double cx, double cy, double cz, VoxelSize voxel) {
        float[] values = new float[(int) extent.voxels()];
        int nx = (int) extent.x();
        int ny = (int) extent.y();
        for (int i = 0; i < values.length; i++) {
            double x = (i % nx - cx) * voxel.xUm();
            double y = (i / nx % ny - cy) * voxel.yUm();
            double z = (i / nx / ny - cz) * voxel.zUm();
            values[i] = (float) Math.sqrt(x * x + y * y + z * z);
        }
        return values;
    }

    @Test
    void aSphereHasItsAreaWithinATenthOfAPercent() throws IOException {
        Extent extent = new Extent(70, 66, 68);
        float[] values = distanceFrom(extent, 34.3, 32.7, 33.1, VoxelSize.cube(5));
        double expected = 4 * Math.PI * 125 * 125;
        assertEquals(expected, area(ArrayVolume.of(extent, values), VoxelSize.cube(5), 125), 1e-3 * expected);
    }

    @Test
    void aSphereOfLongVoxelsHasItToo() throws IOException {
        VoxelSize voxel = new VoxelSize(1, 1.2, 1.7);
        Extent extent = new Extent(70, 60, 45);
        float[] values = distanceFrom(extent, 34.3, 29.7, 21.1, voxel);
        double expected = 4 * Math.PI * 30 * 30;
        assertEquals(expected, area(ArrayVolume.of(extent, values), voxel, 30), 1.5e-3 * expected);
    }

    @Test
    void aPlaneIsExactAndUnseenCubesAreLeftOut() throws IOException {
        Extent extent = new Extent(40, 40, 40);
        float[] values = new float[(int) extent.voxels()];
        byte[] valid = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            valid[i] = (byte) (i % 40 < 10 ? 0 : 1);
            values[i] = valid[i] * (i / 40 / 40 + 0.5f * (i % 40));
        }
        // z = 25.3 - x / 2 over x = 10 ... 39, y = 0 ... 39
        double expected = 29 * 39 * Math.sqrt(1.25);
        assertEquals(expected, area(ArrayVolume.of(extent, values, valid), VoxelSize.cube(1), 25.3f), 1e-3);
    }

    @Test
    void insideAndOutsideMayChangePlaces() throws IOException {
        Extent extent = new Extent(40, 37, 35);
        float[] values = Volumes.noise(extent, 41);
        float[] turned = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            turned[i] = -values[i];
        }
        double area = area(ArrayVolume.of(extent, values), VoxelSize.cube(1), 0.3f);
        assertEquals(area, area(ArrayVolume.of(extent, turned), VoxelSize.cube(1), -0.3f), 1e-2 * area);
    }

    @Test
    void everyPatternOfInsideCornersClosesItsPolygons() {
        CubeTable table = new CubeTable();
        for (int inside = 0; inside < 256; inside++) {
            int cut = 0;
            for (int[] edge : CubeTable.EDGES) {
                cut += (inside >> edge[0] & 1) != (inside >> edge[1] & 1) ? 1 : 0;
            }
            int ambiguous = table.ambiguousFaces(inside);
            for (int joined = 0; joined < 64; joined++) {
                if ((joined & ~ambiguous) != 0) {
                    continue;
                }
                byte[] polygons = table.polygons(inside, (byte) joined);
                int vertices = 0;
                for (int p = 0; p < polygons.length; p += polygons[p] + 1) {
                    assertEquals(true, polygons[p] >= 3, "inside " + inside);
                    vertices += polygons[p];
                }
                assertEquals(cut, vertices, "inside " + inside);
            }
        }
    }
}
