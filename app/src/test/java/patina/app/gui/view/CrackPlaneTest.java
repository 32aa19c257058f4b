package patina.app.gui.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import patina.blocks.ArrayVolume;
import patina.blocks.Progress;
import patina.blocks.Runner;
import patina.blocks.Sink;
import patina.chunks.OmeZarr;
import patina.geometry.Extent;
import patina.geometry.Point;
import patina.geometry.Region;
import patina.geometry.VoxelSize;
import patina.store.FeatureRow;
import patina.store.ScanRow;
import patina.store.Tables;
import patina.store.TrackRow;

/** A crack that opens a block of metal across x, as deep as 30 voxels and 40 long, by 0.6 voxel spread over three. */
class CrackPlaneTest {
    private static final Extent EXTENT = new Extent(64, 64, 64);
    private static final int CRACK = 3;

    @TempDir
    Path folder;

    private static boolean isCrack(int x, int y, int z) {
        return x >= 31 && x <= 33 && y >= 12 && y < 52 && z >= 4 && z < 34;
    }

    private VolumeStack stack() throws Exception {
        VoxelSize voxel = VoxelSize.cube(5);
        OmeZarr aligned = OmeZarr.create(folder.resolve("aligned"), EXTENT, voxel, OmeZarr.Type.UINT16, 1);
        OmeZarr labels = OmeZarr.create(folder.resolve("labels"), EXTENT, voxel, OmeZarr.Type.UINT32, 1);
        for (int scan = 0; scan < 2; scan++) {
            float[] values = new float[64 * 64 * 64];
            byte[] valid = new byte[values.length];
            int[] found = new int[values.length];
            for (int i = 0; i < values.length; i++) {
                int x = i % 64;
                int y = i / 64 % 64;
                int z = i / 64 / 64;
                valid[i] = 1;
                boolean cracked = scan == 1 && isCrack(x, y, z);
                // Metal below z = 4; of the crack 0.15, 0.3 and 0.15 of a voxel.
                values[i] = z < 4 ? 100 : 1100 - (cracked ? x == 32 ? 300 : 150 : 0);
                found[i] = cracked ? CRACK : 0;
            }
            try (Runner runner = Runner.sequential()) {
                aligned.copy(scan, ArrayVolume.of(EXTENT, values, valid).source(), -1, 1, runner, Progress.NONE);
            }
            try (Sink.Writer writer = labels.sink(scan).open()) {
                writer.write(Region.whole(EXTENT), found);
            }
            labels.commit(scan);
        }
        List<ScanRow> scans = List.of(
                new ScanRow(0, "a.tif", "step", 0, EXTENT, voxel, "uint16", 1, "", null, "{}"),
                new ScanRow(1, "b.tif", "step", 24, EXTENT, voxel, "uint16", 1, "", null, "{}"));
        FeatureRow feature =
                Stacks.feature(CRACK, "crack", new Point(160, 157.5, 92.5), new long[] {31, 12, 4, 3, 40, 30});
        TrackRow track = new TrackRow(
                CRACK, "crack", 1, 1, "nucleated", "present", List.of(), List.of(), null, 2.0, 0.1, "um/h", "growing");
        return VolumeStack.of(
                folder,
                new VolumeStack.Content(
                        "a crack",
                        "h",
                        0,
                        scans,
                        new Tables(List.of(), List.of(feature), List.of(track), List.of(), List.of(), List.of()),
                        Map.of()));
    }

    @Test
    void showsTheOpeningAndTheFrontInTheCracksPlane() throws Exception {
        try (VolumeStack stack = stack()) {
            CrackPlane plane = CrackPlane.of(stack, CRACK, 1, () -> false).orElseThrow();
            double area = 0;
            double sum = 0;
            for (float o : plane.openingUm()) {
                if (!Float.isNaN(o)) {
                    area += plane.pixelUm() * plane.pixelUm();
                    sum += o * plane.pixelUm() * plane.pixelUm();
                }
            }
            assertEquals(40 * 30 * 25, area, 0.06 * 40 * 30 * 25);
            assertEquals(0.6 * 5, sum / area, 0.1);
            assertEquals(0.6 * 5, plane.most(), 0.2);
            double front = plane.front(1).size() * plane.pixelUm();
            assertEquals(2 * (40 + 30) * 5, front, 0.06 * 2 * 70 * 5);
            assertEquals(null, plane.front(0));
            assertTrue(
                    CrackPlane.of(stack, CRACK, 1, () -> true).isEmpty(), "it is given up when something newer waits");
        }
    }
}
