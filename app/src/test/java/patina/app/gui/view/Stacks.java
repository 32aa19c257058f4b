package patina.app.gui.view;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import patina.blocks.ArrayVolume;
import patina.blocks.Progress;
import patina.blocks.Runner;
import patina.blocks.Sink;
import patina.chunks.OmeZarr;
import patina.geometry.Affine;
import patina.geometry.Extent;
import patina.geometry.Point;
import patina.geometry.Region;
import patina.geometry.VoxelSize;
import patina.store.FeatureRow;
import patina.store.ScanRow;
import patina.store.Tables;
import patina.store.TrackRow;
import patina.store.TransformRow;

/**
 * A small inspection with known pictures: two scans of 80 x 72 x 66 voxels of 5 um. Grey is 1000 + 10 x + 20 y + 30 z in a
 * ball of radius 150 um about (200, 180, 160) um and 100 without; the corner below (8, 8, 8) was not seen. In scan 1 a
 * smaller ball of radius 40 um about (200, 180, 40) um is void and labelled 5.
 *
 * <pre>
 *      .---.
 *    /   5   \     z
 *   |         |    |
 *    \       /     v
 *      '---'
 * </pre>
 */
final class Stacks {
    static final Extent EXTENT = new Extent(80, 72, 66);
    static final VoxelSize VOXEL = VoxelSize.cube(5);
    static final int TRACK = 5;

    private Stacks() {}

    static float grey(int scan, int x, int y, int z) {
        boolean metal = distance(x, y, z, 160) < 150 && !(scan == 1 && isMissing(x, y, z));
        return metal ? 1000 + 10 * x + 20 * y + 30 * z : 100;
    }

    static boolean isMissing(int x, int y, int z) {
        return distance(x, y, z, 40) < 40;
    }

    private static double distance(int x, int y, int z, double middleZ) {
        return Math.sqrt(Math.pow(5 * x - 200, 2) + Math.pow(5 * y - 180, 2) + Math.pow(5 * z - middleZ, 2));
    }

    static VolumeStack inspection(Path folder) throws IOException {
        OmeZarr aligned = OmeZarr.create(folder.resolve("aligned"), EXTENT, VOXEL, OmeZarr.Type.UINT16, 2);
        OmeZarr labels = OmeZarr.create(folder.resolve("labels"), EXTENT, VOXEL, OmeZarr.Type.UINT32, 2);
        for (int scan = 0; scan < 2; scan++) {
            float[] values = new float[(int) EXTENT.voxels()];
            byte[] valid = new byte[values.length];
            int[] found = new int[values.length];
            for (int i = 0; i < values.length; i++) {
                int x = i % 80;
                int y = i / 80 % 72;
                int z = i / 80 / 72;
                values[i] = grey(scan, x, y, z);
                valid[i] = (byte) (x < 8 && y < 8 && z < 8 ? 0 : 1);
                found[i] = scan == 1 && isMissing(x, y, z) ? TRACK : 0;
            }
            try (Runner runner = Runner.sequential()) {
                aligned.copy(scan, ArrayVolume.of(EXTENT, values, valid).source(), -1, 1, runner, Progress.NONE);
            }
            try (Sink.Writer writer = labels.sink(scan).open()) {
                writer.write(Region.whole(EXTENT), found);
            }
            labels.commit(scan);
        }
        return VolumeStack.of(folder, content());
    }

    private static VolumeStack.Content content() {
        List<ScanRow> scans = new ArrayList<>();
        List<TransformRow> transforms = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            scans.add(
                    new ScanRow(i, "scan_" + i + ".tif", "step", 24.0 * i, EXTENT, VOXEL, "uint16", 1, "", null, "{}"));
            transforms.add(new TransformRow(
                    i,
                    "scan_" + i + ".tif",
                    "step",
                    i == 0 ? Affine.IDENTITY : Affine.translation(20, 0, 0),
                    "rigid",
                    0,
                    0.1,
                    0.01,
                    0,
                    1,
                    new double[49],
                    0,
                    0,
                    0,
                    ""));
        }
        FeatureRow feature = feature(TRACK, "pit", new Point(200, 180, 45), new long[] {32, 28, 0, 17, 17, 17});
        TrackRow track = new TrackRow(
                TRACK, "pit", 1, 1, "nucleated", "present", List.of(), List.of(), null, 2.0, 0.1, "um/h", "growing");
        return new VolumeStack.Content(
                "two balls",
                "h",
                0,
                scans,
                new Tables(transforms, List.of(feature), List.of(track), List.of(), List.of(), List.of()),
                Map.of());
    }

    /**
     * A feature of scan 1, of which only kind and place matter.
     *
     * @param box first voxel, then how many along each axis
     */
    static FeatureRow feature(int track, String kind, Point um, long[] box) {
        return new FeatureRow(
                1, 24, track, 1, kind, um.x(), um.y(), um.z(), 1000.0, 10.0, 1000.0, 60.0, 1.0, 60.0, 100.0, 200.0,
                null, null, null, null, null, null, null, true, false, true, null, box, List.of(), null, null, null,
                null);
    }

    /** A series of one raw scan with the same greys as scan 0. */
    static Path series(Path folder) throws IOException {
        byte[] bytes = new byte[(int) EXTENT.voxels() * 2];
        for (int i = 0; i < bytes.length / 2; i++) {
            int grey = (int) grey(0, i % 80, i / 80 % 72, i / 80 / 72);
            bytes[2 * i] = (byte) grey;
            bytes[2 * i + 1] = (byte) (grey >> 8);
        }
        Files.write(folder.resolve("scan.raw"), bytes);
        Path json = folder.resolve("series.json");
        Files.writeString(json, """
                {"name": "ball", "voxelSize": {"value": [5, 5, 5], "unit": "um"}, "scans": [{"file": "scan.raw", "exposure": 0,
                 "raw": {"dimensions": [80, 72, 66], "type": "uint16", "byteOrder": "little", "offset": 0}}]}
                """);
        return json;
    }
}
