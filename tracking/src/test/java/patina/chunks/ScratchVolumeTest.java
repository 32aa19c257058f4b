package patina.chunks;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import patina.blocks.Grid;
import patina.blocks.Sink;
import patina.blocks.Volume;
import patina.geometry.Extent;
import patina.geometry.Region;

/** Truth is a formula of the voxel's place, so that every region can be checked by itself. */
class ScratchVolumeTest {
    private static final Extent EXTENT = new Extent(150, 77, 90);

    @TempDir
    Path folder;

    private static float grey(long x, long y, long z) {
        return (float) (1 + (x * 31 + y * 17 + z * 7) % 60000);
    }

    private static boolean seen(long x, long y, long z) {
        return (x + 2 * y + 3 * z) % 5 != 0;
    }

    private static int label(long x, long y, long z) {
        return (int) (x + 1000 * y + 1000000 * z);
    }

    private interface Voxel {
        void at(int index, long x, long y, long z);
    }

    private static void each(Region r, Voxel voxel) {
        int index = 0;
        for (long z = r.z(); z < r.endZ(); z++) {
            for (long y = r.y(); y < r.endY(); y++) {
                for (long x = r.x(); x < r.endX(); x++) {
                    voxel.at(index++, x, y, z);
                }
            }
        }
    }

    private static void writeGreys(ScratchVolume volume, Grid grid) throws IOException {
        try (Sink.Writer writer = volume.sink().open()) {
            LongStream.range(0, grid.blocks()).parallel().forEach(b -> {
                Region r = grid.block(b);
                float[] values = new float[r.voxels()];
                byte[] valid = new byte[r.voxels()];
                each(r, (n, x, y, z) -> {
                    values[n] = grey(x, y, z);
                    valid[n] = (byte) (seen(x, y, z) ? 1 : 0);
                });
                try {
                    writer.write(r, values, valid);
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
        }
    }

    private static void checkGreys(Volume volume, Region r) throws IOException {
        float[] values = new float[r.voxels()];
        byte[] valid = new byte[r.voxels()];
        volume.read(r, values, valid);
        each(r, (n, x, y, z) -> {
            boolean seen = seen(x, y, z);
            if (valid[n] != (seen ? 1 : 0) || values[n] != (seen ? grey(x, y, z) : 0)) {
                throw new AssertionError("voxel " + x + ", " + y + ", " + z + ": " + values[n] + " " + valid[n]);
            }
        });
    }

    private static Region random(Random random, Extent e) {
        int nx = 1 + random.nextInt((int) e.x());
        int ny = 1 + random.nextInt((int) e.y());
        int nz = 1 + random.nextInt((int) e.z());
        return new Region(
                random.nextInt((int) e.x() - nx + 1),
                random.nextInt((int) e.y() - ny + 1),
                random.nextInt((int) e.z() - nz + 1),
                nx,
                ny,
                nz);
    }

    @Test
    void anyRegionReadsWhatBlocksWroteFromManyThreads() throws IOException {
        long seed = 20260105;
        System.out.println("seed " + seed);
        for (ScratchVolume.Type type :
                new ScratchVolume.Type[] {ScratchVolume.Type.UINT16, ScratchVolume.Type.FLOAT32}) {
            ScratchVolume volume = ScratchVolume.create(folder.resolve("deep/" + type), EXTENT, type);
            writeGreys(volume, Grid.of(EXTENT));
            Random random = new Random(seed);
            try (Volume open = volume.source().open()) {
                checkGreys(open, Region.whole(EXTENT));
                for (int i = 0; i < 200; i++) {
                    checkGreys(open, random(random, EXTENT));
                }
            }
        }
    }

    @Test
    void regionsThatCutBricksWriteOnlyTheirOwnVoxels() throws IOException {
        ScratchVolume volume = ScratchVolume.create(folder.resolve("labels"), EXTENT, ScratchVolume.Type.INT32);
        try (Sink.Writer writer = volume.sink().open()) {
            for (int part = 0; part < 3; part++) {
                Region r = new Region(part * 50, 0, 0, 50, 77, 90);
                for (Region half :
                        new Region[] {new Region(r.x(), 0, 0, 50, 40, 90), new Region(r.x(), 40, 0, 50, 37, 90)}) {
                    int[] labels = new int[half.voxels()];
                    each(half, (n, x, y, z) -> labels[n] = label(x, y, z));
                    writer.write(half, labels);
                }
            }
        }
        int[] expected = new int[(int) EXTENT.voxels()];
        each(Region.whole(EXTENT), (n, x, y, z) -> expected[n] = label(x, y, z));
        int[] found = new int[expected.length];
        try (Volume open = volume.source().open()) {
            open.read(Region.whole(EXTENT), found);
        }
        assertArrayEquals(expected, found);
    }

    @Test
    void whatWasNeverWrittenIsNotValid() throws IOException {
        for (ScratchVolume.Type type :
                new ScratchVolume.Type[] {ScratchVolume.Type.UINT16, ScratchVolume.Type.FLOAT32}) {
            ScratchVolume volume = ScratchVolume.create(folder.resolve("empty" + type), EXTENT, type);
            byte[] valid = new byte[8];
            java.util.Arrays.fill(valid, (byte) 1);
            try (Volume open = volume.source().open()) {
                open.read(new Region(3, 3, 3, 2, 2, 2), new float[8], valid);
            }
            assertArrayEquals(new byte[8], valid);
        }
    }

    @Test
    void greysKeepSlopeAndOffsetAndClampAtTheEnds() throws IOException {
        Extent row = new Extent(6, 1, 1);
        ScratchVolume volume = ScratchVolume.create(folder.resolve("row"), row, ScratchVolume.Type.UINT16, -0.25, 1e-4);
        float[] values = {0, 1, -1, 100, Float.NaN, 0.12344f};
        float[] found = new float[6];
        byte[] valid = new byte[6];
        try (Sink.Writer writer = volume.sink().open()) {
            writer.write(Region.whole(row), values, new byte[] {1, 1, 1, 1, 1, 1});
        }
        try (Volume open = volume.source().open()) {
            open.read(Region.whole(row), found, valid);
        }
        float lowest = (float) (-0.25 + 1e-4);
        float highest = (float) (-0.25 + 1e-4 * 65535);
        assertArrayEquals(new float[] {0, 1, lowest, highest, 0, 0.12344f}, found, 0.5e-4f + 1e-6f);
        assertArrayEquals(new byte[] {1, 1, 1, 1, 0, 1}, valid);
    }

    @Test
    void addressesAreValues() throws Exception {
        ScratchVolume volume = ScratchVolume.create(folder.resolve("v"), EXTENT, ScratchVolume.Type.FLOAT32);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(volume.source());
            out.writeObject(volume.sink());
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertEquals(volume.source(), in.readObject());
            assertEquals(volume.sink(), in.readObject());
        }
    }

    @Test
    void aMissingOrShortFileIsASentence() throws IOException {
        ScratchVolume volume = ScratchVolume.create(folder.resolve("v"), EXTENT, ScratchVolume.Type.FLOAT32);
        Files.write(folder.resolve("v"), new byte[100]);
        IOException cut = assertThrows(IOException.class, () -> volume.source().open());
        assertTrue(cut.getMessage().contains("holds 100"), cut.getMessage());
        volume.delete();
        IOException gone = assertThrows(IOException.class, () -> volume.source().open());
        assertTrue(gone.getMessage().contains("no such file"), gone.getMessage());
    }
}
