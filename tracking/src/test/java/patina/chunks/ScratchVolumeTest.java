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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import patina.blocks.Grid;
import patina.blocks.Sink;
import patina.blocks.Volume;
import patina.geometry.Extent;
import patina.geometry.Region;

class ScratchVolumeTest {
    private static final Extent EXTENT = new Extent(150, 77, 90);

    @TempDir
    Path folder;

    @Test
    void anyRegionReadsWhatBlocksWroteFromManyThreads() throws IOException {
        long seed = 20260105;
        System.out.println("seed " + seed);
        for (ScratchVolume.Type type :
                new ScratchVolume.Type[] {ScratchVolume.Type.UINT16, ScratchVolume.Type.FLOAT32}) {
            ScratchVolume volume = ScratchVolume.create(folder.resolve("deep/" + type), EXTENT, type);
            VoxelTruth.write(volume.sink(), Grid.of(EXTENT), type == ScratchVolume.Type.INT32);
            Random random = new Random(seed);
            try (Volume open = volume.source().open()) {
                VoxelTruth.check(open, Region.whole(EXTENT), type == ScratchVolume.Type.INT32);
                for (int i = 0; i < 200; i++) {
                    VoxelTruth.check(open, VoxelTruth.random(random, EXTENT), type == ScratchVolume.Type.INT32);
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
                    VoxelTruth.write(writer, half, true);
                }
            }
        }
        try (Volume open = volume.source().open()) {
            VoxelTruth.check(open, Region.whole(EXTENT), true);
        }
    }

    @Test
    void zerosTakeNoSpaceYetOverwriteWhatWasThere() throws IOException {
        for (ScratchVolume.Type type : new ScratchVolume.Type[] {ScratchVolume.Type.INT32, ScratchVolume.Type.UINT8}) {
            Extent extent = new Extent(64, 64, 64);
            Region left = new Region(0, 0, 0, 32, 64, 64);
            ScratchVolume volume = ScratchVolume.create(folder.resolve("zeros" + type), extent, type);
            int[] sevens = new int[left.voxels()];
            java.util.Arrays.fill(sevens, 7);
            int[] found = new int[(int) extent.voxels()];
            try (Sink.Writer writer = volume.sink().open()) {
                writer.write(Region.whole(extent), new int[(int) extent.voxels()]);
                writer.write(left, sevens);
            }
            try (Volume open = volume.source().open()) {
                open.read(Region.whole(extent), found);
            }
            assertEquals(
                    left.voxels() * 7L,
                    java.util.Arrays.stream(found).asLongStream().sum());
            // By the same writer and by another.
            for (int again = 0; again < 2; again++) {
                try (Sink.Writer writer = volume.sink().open()) {
                    writer.write(left, sevens);
                    if (again == 0) {
                        writer.write(left, new int[left.voxels()]);
                    }
                }
                if (again == 1) {
                    try (Sink.Writer writer = volume.sink().open()) {
                        writer.write(left, new int[left.voxels()]);
                    }
                }
                try (Volume open = volume.source().open()) {
                    open.read(Region.whole(extent), found);
                }
                assertEquals(0, java.util.Arrays.stream(found).asLongStream().sum());
            }
        }
    }

    @Test
    void smallLabelsAreKeptAndLargeOnesRefused() throws IOException {
        Extent row = new Extent(4, 1, 1);
        ScratchVolume volume = ScratchVolume.create(folder.resolve("small"), row, ScratchVolume.Type.UINT8);
        try (Sink.Writer writer = volume.sink().open()) {
            writer.write(Region.whole(row), new int[] {0, 1, 128, 255});
            assertThrows(IOException.class, () -> writer.write(Region.whole(row), new int[] {0, 1, 128, 256}));
        }
        int[] found = new int[4];
        try (Volume open = volume.source().open()) {
            open.read(Region.whole(row), found);
        }
        assertArrayEquals(new int[] {0, 1, 128, 255}, found);
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
