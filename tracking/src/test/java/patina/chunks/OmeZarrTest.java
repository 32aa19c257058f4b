package patina.chunks;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import patina.blocks.Grid;
import patina.blocks.Runner;
import patina.blocks.Sink;
import patina.blocks.Volume;
import patina.geometry.Extent;
import patina.geometry.Region;
import patina.geometry.VoxelSize;

class OmeZarrTest {
    private static final Extent EXTENT = new Extent(150, 77, 90);
    private static final VoxelSize SIZE = new VoxelSize(5, 5.5, 6);

    @TempDir
    Path folder;

    private OmeZarr create(OmeZarr.Type type, int levels) throws IOException {
        return OmeZarr.create(folder.resolve("volume"), EXTENT, SIZE, type, levels);
    }

    private static boolean labels(OmeZarr volume) {
        return volume.type() == OmeZarr.Type.UINT32;
    }

    private static void write(OmeZarr volume, int t, Grid grid) throws IOException {
        VoxelTruth.write(volume.sink(t), grid, labels(volume));
    }

    private static void check(OmeZarr volume, int t) throws IOException {
        try (Volume open = volume.source(t).open()) {
            VoxelTruth.check(open, Region.whole(volume.extent()), labels(volume));
        }
    }

    @Test
    void anyRegionReadsWhatBlocksOfAnySizeWroteFromManyThreads() throws IOException {
        long seed = 20260106;
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (OmeZarr.Type type : OmeZarr.Type.values()) {
            OmeZarr volume = OmeZarr.create(folder.resolve(type.name()), EXTENT, SIZE, type, 2);
            Grid[] grids = {Grid.of(EXTENT), new Grid(EXTENT, 32, 32, 32), new Grid(EXTENT, 96, 32, 64)};
            for (int t = 0; t < grids.length; t++) {
                write(volume, t, grids[t]);
                try (Runner runner = t == 1 ? Runner.named("threads", 2) : Runner.sequential()) {
                    volume.commit(t, runner);
                }
                check(volume, t);
                try (Volume open = volume.source(t).open()) {
                    for (int i = 0; i < 60; i++) {
                        VoxelTruth.check(open, VoxelTruth.random(random, EXTENT), labels(volume));
                    }
                }
            }
            assertEquals(List.of(0, 1, 2), volume.times());
            assertEquals(bytes(volume, 0), bytes(volume, 1));
            assertEquals(bytes(volume, 0), bytes(volume, 2));
        }
    }

    /** Names and checksums of all files of a time; the manifest among them holds those of the coarse level. */
    private static List<String> bytes(OmeZarr volume, int t) throws IOException {
        Path root = volume.committed(0, t);
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> {
                        try {
                            return root.relativize(file) + " " + Codec.checksum(Files.readAllBytes(file));
                        } catch (IOException e) {
                            throw new AssertionError(e);
                        }
                    })
                    .sorted()
                    .toList();
        }
    }

    @Test
    void severalThreadsReadOneVolumeAtOnce() throws IOException {
        OmeZarr volume = create(OmeZarr.Type.UINT16, 1);
        write(volume, 0, Grid.of(EXTENT));
        volume.commit(0);
        Grid grid = new Grid(EXTENT, 32, 32, 32);
        try (Volume open = volume.source(0).open()) {
            java.util.stream.LongStream.range(0, grid.blocks()).parallel().forEach(b -> {
                try {
                    VoxelTruth.check(open, grid.block(b).grown(3).clippedTo(EXTENT), false);
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
        }
    }

    @Test
    void aTimeIsNotThereUntilItIsCommitted() throws IOException {
        OmeZarr volume = create(OmeZarr.Type.UINT16, 1);
        write(volume, 3, Grid.of(EXTENT));
        assertFalse(volume.has(3));
        IOException e = assertThrows(IOException.class, () -> volume.source(3).open());
        assertTrue(e.getMessage().contains("Scan 3"), e.getMessage());
        volume.commit(3);
        assertTrue(volume.has(3));
        assertEquals(List.of(3), volume.times());
    }

    @Test
    void aTimeWrittenAgainReplacesTheFirst() throws IOException {
        OmeZarr volume = create(OmeZarr.Type.UINT16, 2);
        try (Sink.Writer writer = volume.sink(0).open()) {
            writer.write(new Region(0, 0, 0, 32, 32, 32), filled(32 * 32 * 32, 5), ones(32 * 32 * 32));
        }
        volume.commit(0);
        write(volume, 0, Grid.of(EXTENT));
        volume.commit(0);
        check(volume, 0);
        volume.remove(0);
        assertEquals(List.of(), volume.times());
        assertFalse(Files.exists(volume.committed(1, 0)));
    }

    private static float[] filled(int n, float value) {
        float[] values = new float[n];
        java.util.Arrays.fill(values, value);
        return values;
    }

    private static byte[] ones(int n) {
        byte[] valid = new byte[n];
        java.util.Arrays.fill(valid, (byte) 1);
        return valid;
    }

    @Test
    void writingMayStopAndGoOnInTheMiddleOfAChunk() throws IOException {
        OmeZarr volume = create(OmeZarr.Type.UINT32, 1);
        Grid grid = new Grid(EXTENT, 32, 32, 32);
        for (int part = 0; part < 2; part++) {
            try (Sink.Writer writer = volume.sink(0).open()) {
                for (long b = part; b < grid.blocks(); b += 2) {
                    VoxelTruth.write(writer, grid.block(b), true);
                }
            }
        }
        volume.commit(0);
        check(volume, 0);
    }

    @Test
    void moreIncompleteChunksThanFitInMemoryAreWrittenInBetween() throws IOException {
        long chunks =
                Math.max(16, Math.min(4096, Runtime.getRuntime().maxMemory() / 16 / (2 * ChunkLayout.VOXELS))) + 9;
        Extent rod = new Extent(64 * Math.min(chunks, 600), 3, 5);
        OmeZarr volume = OmeZarr.create(folder.resolve("rod"), rod, SIZE, OmeZarr.Type.UINT16, 1);
        try (Sink.Writer writer = volume.sink(0).open()) {
            for (int z = 0; z < 5; z++) {
                VoxelTruth.write(writer, new Region(0, 0, z, (int) rod.x(), 3, 1), false);
            }
        }
        volume.commit(0);
        check(volume, 0);
    }

    @Test
    void greysKeepSlopeAndOffsetOfTheirTime() throws IOException {
        OmeZarr volume = create(OmeZarr.Type.UINT16, 1);
        Region r = new Region(0, 0, 0, 4, 1, 1);
        float[] values = {-1, 0.5f, 9, 0.25f};
        try (Sink.Writer writer = volume.sink(1, -0.1, 2e-5).open()) {
            writer.write(r, values, new byte[] {1, 1, 1, 0});
        }
        volume.commit(1);
        float[] found = new float[4];
        byte[] valid = new byte[4];
        try (Volume open = OmeZarr.open(folder.resolve("volume")).source(1).open()) {
            open.read(r, found, valid);
        }
        assertArrayEquals(new float[] {-0.1f + 2e-5f, 0.5f, (float) (-0.1 + 65535 * 2e-5), 0}, found, 1.1e-5f);
        assertArrayEquals(new byte[] {1, 1, 1, 0}, valid);
        JsonNode greys = new ObjectMapper()
                .readTree(folder.resolve("volume/.zattrs").toFile())
                .path("patina")
                .path("greys");
        assertEquals(1, greys.path(0).path("t").asInt());
        assertEquals(2e-5, greys.path(0).path("slope").asDouble());
        assertEquals(-0.1, greys.path(0).path("offset").asDouble());
    }

    @Test
    void thePyramidHoldsMeansOfGreyAndKeepsThinLabels() throws IOException {
        Extent odd = new Extent(131, 65, 3);
        OmeZarr grey = OmeZarr.create(folder.resolve("grey"), odd, SIZE, OmeZarr.Type.FLOAT32, 3);
        OmeZarr labels = OmeZarr.create(folder.resolve("labels"), odd, SIZE, OmeZarr.Type.UINT32, 2);
        Region all = Region.whole(odd);
        float[] values = new float[all.voxels()];
        byte[] valid = ones(all.voxels());
        int[] crack = new int[all.voxels()];
        VoxelTruth.each(all, (n, x, y, z) -> {
            values[n] = x;
            valid[n] = (byte) (y < 33 ? 1 : 0);
            crack[n] = x == 51 ? 7 : x > 100 ? 2 : 0;
        });
        try (Sink.Writer writer = grey.sink(0).open()) {
            writer.write(all, values, valid);
        }
        try (Sink.Writer writer = labels.sink(0).open()) {
            writer.write(all, crack);
        }
        try (Runner runner = Runner.named("threads", 2)) {
            grey.commit(0, runner);
            labels.commit(0, runner);
        }
        Region half = Region.whole(new Extent(66, 33, 2));
        float[] means = new float[half.voxels()];
        byte[] seen = new byte[half.voxels()];
        int[] coarse = new int[half.voxels()];
        try (Volume g = grey.source(0, 1).open();
                Volume l = labels.source(0, 1).open()) {
            assertEquals(new Extent(66, 33, 2), g.extent());
            g.read(half, means, seen);
            l.read(half, coarse);
        }
        VoxelTruth.each(half, (n, x, y, z) -> {
            boolean valid1 = y < 17;
            assertEquals(valid1 ? (x == 65 ? 130 : 2 * x + 0.5f) : 0, means[n]);
            assertEquals(valid1 ? 1 : 0, seen[n]);
            assertEquals(x == 25 ? 7 : x >= 50 ? 2 : 0, coarse[n]);
        });
        try (Volume g = grey.source(0, 2).open()) {
            assertEquals(new Extent(33, 17, 1), g.extent());
            float[] value = new float[1];
            g.read(new Region(3, 0, 0, 1, 1, 1), value, new byte[1]);
            assertEquals(13.5f, value[0]);
        }
    }

    @Test
    void aDamagedChunkIsASentence() throws IOException {
        OmeZarr volume = create(OmeZarr.Type.UINT16, 1);
        write(volume, 0, Grid.of(EXTENT));
        volume.commit(0);
        Path chunk = volume.committed(0, 0).resolve("1/0/2");
        byte[] bytes = Files.readAllBytes(chunk);
        byte[] changed = bytes.clone();
        changed[changed.length / 2] ^= 1;
        Files.write(chunk, changed);
        assertTrue(failure(volume).contains("1/0/2' of scan 0 is damaged: its CRC-32C is"), failure(volume));
        Files.write(chunk, java.util.Arrays.copyOf(bytes, bytes.length - 9));
        assertTrue(failure(volume).contains("bytes in place of " + bytes.length), failure(volume));
        Files.delete(chunk);
        assertTrue(failure(volume).contains("it is missing"), failure(volume));
        Files.write(chunk, bytes);
        check(volume, 0);
        Files.writeString(volume.committed(0, 0).resolve(OmeZarr.MANIFEST), "patina-chunks 1\n");
        assertTrue(failure(volume).contains("list of chunks"), failure(volume));
    }

    private static String failure(OmeZarr volume) {
        return assertThrows(IOException.class, () -> check(volume, 0)).getMessage();
    }

    @Test
    void aProcessKilledWhileWritingLeavesNothingOfThatTime() throws Exception {
        OmeZarr volume = create(OmeZarr.Type.UINT16, 2);
        write(volume, 0, Grid.of(EXTENT));
        volume.commit(0);
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Killed.class.getName(),
                        folder.resolve("volume").toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        int line = child.getInputStream().read();
        assertEquals('w', line);
        child.destroyForcibly();
        assertTrue(child.waitFor(20, TimeUnit.SECONDS));
        assertTrue(Files.isDirectory(volume.staged(0, 1)));
        OmeZarr again = create(OmeZarr.Type.UINT16, 2);
        assertFalse(Files.exists(volume.staged(0, 1)));
        assertEquals(List.of(0), again.times());
        check(again, 0);
        write(again, 1, Grid.of(EXTENT));
        again.commit(1);
        check(again, 1);
    }

    @Test
    void aChunkThatAKillCutToNothingIsNotTakenUp() throws IOException {
        OmeZarr volume = create(OmeZarr.Type.UINT16, 1);
        Region part = new Region(0, 0, 0, 40, 64, 64);
        try (Sink.Writer writer = volume.sink(0).open()) {
            VoxelTruth.write(writer, part, false);
        }
        // As the disk looks when the file was made and not one byte had come.
        Files.write(volume.staged(0, 0).resolve(volume.layout(0).name(0)), new byte[0]);
        OmeZarr again = OmeZarr.resume(folder.resolve("volume"));
        assertEquals(volume, again);
        assertFalse(Files.exists(volume.staged(0, 0)));
        write(again, 0, new Grid(EXTENT, 32, 32, 32));
        again.commit(0);
        check(again, 0);
    }

    /** Writes time 1 again and again, until it is killed. */
    static final class Killed {
        public static void main(String[] args) throws IOException {
            OmeZarr volume = OmeZarr.open(Path.of(args[0]));
            try (Sink.Writer writer = volume.sink(1).open()) {
                VoxelTruth.write(writer, new Region(0, 0, 0, 64, 64, 64), false);
                System.out.print('w');
                System.out.flush();
                while (true) {
                    VoxelTruth.write(writer, new Region(0, 0, 0, 64, 64, 64), false);
                }
            }
        }
    }

    @Test
    void aKillBetweenTheRenamesOfTheLevelsLeavesNothingOfThatTime() throws IOException {
        OmeZarr volume = create(OmeZarr.Type.UINT16, 2);
        write(volume, 0, Grid.of(EXTENT));
        volume.commit(0);
        // As the disk looks after the coarse level was renamed and before level 0 was.
        Files.move(volume.committed(0, 0), volume.staged(0, 0));
        assertEquals(List.of(), volume.times());
        create(OmeZarr.Type.UINT16, 2);
        assertFalse(Files.exists(volume.committed(1, 0)));
        assertFalse(Files.exists(volume.staged(0, 0)));
    }

    @Test
    void anotherKindOfVolumeInTheFolderIsRefused() throws IOException {
        create(OmeZarr.Type.UINT16, 1);
        IOException e = assertThrows(IOException.class, () -> create(OmeZarr.Type.UINT32, 1));
        assertTrue(e.getMessage().contains("UINT32") && e.getMessage().contains("UINT16"), e.getMessage());
    }

    @Test
    void metadataSayAxesScaleAndCodecAsTheStandardsWant() throws IOException {
        OmeZarr volume = create(OmeZarr.Type.UINT16, 2);
        write(volume, 4, Grid.of(EXTENT));
        volume.commit(4);
        ObjectMapper json = new ObjectMapper();
        JsonNode array = json.readTree(folder.resolve("volume/0/.zarray").toFile());
        assertEquals("[5,90,77,150]", array.path("shape").toString());
        assertEquals("[1,64,64,64]", array.path("chunks").toString());
        assertEquals("{\"id\":\"zstd\",\"level\":1}", array.path("compressor").toString());
        assertEquals("/", array.path("dimension_separator").asText());
        JsonNode scales = json.readTree(folder.resolve("volume/.zattrs").toFile())
                .path("multiscales")
                .path(0);
        assertEquals("0.4", scales.path("version").asText());
        assertEquals("micrometer", scales.path("axes").path(3).path("unit").asText());
        JsonNode coarse = scales.path("datasets").path(1).path("coordinateTransformations");
        assertEquals("[1.0,12.0,11.0,10.0]", coarse.path(0).path("scale").toString());
        assertEquals("[0.0,3.0,2.75,2.5]", coarse.path(1).path("translation").toString());
    }

    @Test
    void addressesAreValues() throws Exception {
        OmeZarr volume = create(OmeZarr.Type.UINT16, 1);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(volume.source(2));
            out.writeObject(volume.sink(2, 1, 2));
        }
        OmeZarr opened = OmeZarr.open(folder.resolve("volume"));
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertEquals(opened.source(2), in.readObject());
            assertEquals(opened.sink(2, 1, 2), in.readObject());
        }
    }
}
