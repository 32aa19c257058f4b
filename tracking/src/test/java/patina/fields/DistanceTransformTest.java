package patina.fields;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import patina.blocks.ArrayVolume;
import patina.blocks.Progress;
import patina.blocks.Runner;
import patina.chunks.ScratchVolume;
import patina.geometry.Extent;
import patina.geometry.Region;
import patina.geometry.VoxelSize;

class DistanceTransformTest {
    @TempDir
    Path folder;

    private void agreesWithASearch(Extent extent, float[] values, float level, VoxelSize voxel) throws IOException {
        int n = values.length;
        int nx = (int) extent.x();
        int ny = (int) extent.y();
        int[] sites = IntStream.range(0, n).filter(i -> values[i] > level).toArray();
        ArrayVolume to = ArrayVolume.ofValues(extent);
        ArrayVolume xy = ArrayVolume.ofLabels(extent);
        ArrayVolume z = ArrayVolume.ofLabels(extent);
        Sites above = new Sites.Above(ArrayVolume.of(extent, values).source(), level);
        try (Runner runner = Runner.named("threads", 2)) {
            new DistanceTransform(above, extent, voxel, to.sink(), xy.sink(), z.sink())
                    .run(runner, folder, Progress.NONE);
        }
        float[] found = new float[n];
        byte[] valid = new byte[n];
        int[] offsets = new int[n];
        int[] offsetsZ = new int[n];
        to.read(Region.whole(extent), found, valid);
        xy.read(Region.whole(extent), offsets);
        z.read(Region.whole(extent), offsetsZ);
        for (int i = 0; i < n; i++) {
            double nearest = Double.POSITIVE_INFINITY;
            for (int s : sites) {
                nearest = Math.min(
                        nearest, length(i % nx - s % nx, i / nx % ny - s / nx % ny, i / nx / ny - s / nx / ny, voxel));
            }
            assertEquals(1, valid[i]);
            assertEquals(nearest, found[i], 1e-6 * nearest);
            int ox = DistanceTransform.offsetX(offsets[i]);
            int oy = DistanceTransform.offsetY(offsets[i]);
            assertEquals(nearest, length(ox, oy, offsetsZ[i], voxel), 1e-9 * nearest);
            int site = i + (offsetsZ[i] * ny + oy) * nx + ox;
            assertEquals(true, values[site] > level);
        }
        try (var left = Files.list(folder)) {
            assertEquals(0, left.count(), "scratch files left behind");
        }
    }

    private static double length(double x, double y, double z, VoxelSize voxel) {
        x *= voxel.xUm();
        y *= voxel.yUm();
        z *= voxel.zUm();
        return Math.sqrt(x * x + y * y + z * z);
    }

    @Test
    void agreesWithASearchForCubesAndForLongVoxels() throws IOException {
        Extent extent = new Extent(37, 21, 34);
        float[] values = Volumes.noise(extent, 31);
        agreesWithASearch(extent, values, 3.0f, VoxelSize.cube(5));
        agreesWithASearch(extent, values, 3.0f, new VoxelSize(2, 5, 11.3));
        agreesWithASearch(extent, values, 2f, new VoxelSize(7, 1, 3));
    }

    @Test
    void findsOneSiteFromAnywhere() throws IOException {
        Extent extent = new Extent(34, 40, 33);
        float[] values = new float[(int) extent.voxels()];
        values[(int) extent.index(30, 3, 17)] = 1;
        agreesWithASearch(extent, values, 0.5f, new VoxelSize(1, 2, 3));
    }

    @Test
    void nothingIsValidWithoutASite() throws IOException {
        Extent extent = new Extent(34, 20, 33);
        ArrayVolume to = ArrayVolume.ofValues(extent);
        Sites none = new Sites.Above(
                ArrayVolume.of(extent, new float[(int) extent.voxels()]).source(), 1);
        try (Runner runner = Runner.sequential()) {
            new DistanceTransform(none, extent, VoxelSize.cube(1), to.sink()).run(runner, folder, Progress.NONE);
        }
        float[] found = new float[(int) extent.voxels()];
        byte[] valid = new byte[found.length];
        to.read(Region.whole(extent), found, valid);
        assertArrayEquals(new byte[found.length], valid);
        assertArrayEquals(new float[found.length], found);
    }

    @Test
    void rowsThenColumnsGiveTheSameAsPlanesAtOnce() throws IOException {
        Extent extent = new Extent(70, 45, 40);
        Sites sites = new Sites.Above(
                ArrayVolume.of(extent, Volumes.noise(extent, 32)).source(), 3);
        DistanceTransform transform = new DistanceTransform(
                sites,
                extent,
                new VoxelSize(2, 3, 4),
                ArrayVolume.ofValues(extent).sink());
        ScratchVolume row = ScratchVolume.create(folder.resolve("row"), extent, ScratchVolume.Type.INT32);
        ArrayVolume split = ArrayVolume.ofLabels(extent);
        ArrayVolume once = ArrayVolume.ofLabels(extent);
        try (Runner runner = Runner.sequential()) {
            transform.splitPlanes(runner, row.source(), row.sink(), split.sink(), Progress.NONE);
            transform.run(runner, once.source(), once.sink(), Progress.NONE);
        }
        for (int k = 0; k < extent.z(); k++) {
            assertArrayEquals(once.labels(k), split.labels(k));
        }
    }

    @Test
    void aSphereOfVoxelsHasItsRadiusAtTheCentre() throws IOException {
        Extent extent = new Extent(41, 41, 41);
        float[] values = new float[(int) extent.voxels()];
        for (int i = 0; i < values.length; i++) {
            int x = i % 41 - 20;
            int y = i / 41 % 41 - 20;
            int z = i / 41 / 41 - 20;
            values[i] = x * x + y * y + z * z >= 225 ? 1 : 0;
        }
        ArrayVolume to = ArrayVolume.ofValues(extent);
        try (Runner runner = Runner.sequential()) {
            new DistanceTransform(
                            new Sites.Above(ArrayVolume.of(extent, values).source(), 0.5f),
                            extent,
                            VoxelSize.cube(4),
                            to.sink())
                    .run(runner, folder, Progress.NONE);
        }
        assertEquals(60f, to.values(20)[20 * 41 + 20]);
    }
}
