package patina.series;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import patina.blocks.Source;
import patina.blocks.Volume;
import patina.geometry.Extent;
import patina.geometry.Region;

/**
 * What every format must do. A format's test writes a volume in which voxel (x, y, z) is {@link #truth} by means of its
 * own, and inherits these.
 */
public abstract class SeriesFormatContract {
    protected static final Extent EXTENT = new Extent(37, 29, 11);

    @TempDir
    protected Path folder;

    /** Writes the volume and returns its address. */
    protected abstract Path write() throws IOException;

    protected abstract SeriesFormat format();

    protected abstract String type();

    protected Map<String, String> options() {
        return Map.of();
    }

    /** The file that holds the voxels, when it is another one. */
    protected Path voxels(Path path) {
        return path;
    }

    /** The grey value of a voxel, whole and from 0 to 250. */
    protected static int truth(long x, long y, long z) {
        return (int) ((x * 7 + y * 13 + z * 31 + x * y % 17) % 251);
    }

    private SeriesFormat.Header header() throws IOException {
        return format().read(write(), options());
    }

    @Test
    void knowsItsOwnFiles() throws IOException {
        SeriesFormat.Answer answer = format().probe(write());
        assertTrue(!(answer instanceof SeriesFormat.Answer.No), answer.toString());
    }

    @Test
    void saysNoToSomethingElse() throws IOException {
        Path text = Files.writeString(folder.resolve("notes.txt"), "nothing to see");
        assertInstanceOf(SeriesFormat.Answer.No.class, format().probe(text));
    }

    @Test
    void isFoundByTheServiceLoader() throws IOException {
        SeriesFormats.Found found = SeriesFormats.read(write(), options());
        assertEquals(format().name(), found.format());
    }

    @Test
    void tellsSizeAndType() throws IOException {
        SeriesFormat.Header header = header();
        assertEquals(EXTENT, header.extent());
        assertEquals(type(), header.type());
    }

    @Test
    void readsEveryVoxel() throws IOException {
        try (Volume volume = header().source().open()) {
            assertEquals(EXTENT, volume.extent());
            check(volume, Region.whole(EXTENT));
        }
    }

    @Test
    void anyRegionHoldsTheSameVoxels() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        try (Volume volume = header().source().open()) {
            for (int i = 0; i < 60; i++) {
                check(volume, region(random));
            }
        } catch (AssertionError e) {
            throw new AssertionError("seed " + seed, e);
        }
    }

    private static Region region(Random random) {
        int x = random.nextInt((int) EXTENT.x());
        int y = random.nextInt((int) EXTENT.y());
        int z = random.nextInt((int) EXTENT.z());
        return new Region(
                x,
                y,
                z,
                1 + random.nextInt((int) EXTENT.x() - x),
                1 + random.nextInt((int) EXTENT.y() - y),
                1 + random.nextInt((int) EXTENT.z() - z));
    }

    private static void check(Volume volume, Region region) throws IOException {
        // Longer than needed, and dirty, as runners may give them.
        float[] values = new float[region.voxels() + 5];
        byte[] valid = new byte[region.voxels() + 5];
        java.util.Arrays.fill(values, -7);
        java.util.Arrays.fill(valid, (byte) 9);
        volume.read(region, values, valid);
        int[] labels = new int[region.voxels()];
        volume.read(region, labels);
        int i = 0;
        for (long z = region.z(); z < region.endZ(); z++) {
            for (long y = region.y(); y < region.endY(); y++) {
                for (long x = region.x(); x < region.endX(); x++, i++) {
                    if (values[i] != truth(x, y, z) || valid[i] != 1 || labels[i] != truth(x, y, z)) {
                        throw new AssertionError("voxel " + x + " " + y + " " + z + " of " + region + " is " + values[i]
                                + " (valid " + valid[i] + ", label " + labels[i] + "), not " + truth(x, y, z));
                    }
                }
            }
        }
        assertEquals(-7, values[region.voxels()], "nothing is written beyond the region");
    }

    @Test
    void manyThreadsReadTheSame() throws Exception {
        var pool = Executors.newFixedThreadPool(4);
        try (Volume volume = header().source().open()) {
            List<Future<?>> futures = new ArrayList<>();
            for (int t = 0; t < 4; t++) {
                long seed = t;
                futures.add(pool.submit(() -> {
                    Random random = new Random(seed);
                    for (int i = 0; i < 30; i++) {
                        check(volume, region(random));
                    }
                    return null;
                }));
            }
            for (Future<?> future : futures) {
                future.get();
            }
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void theAddressTravels() throws Exception {
        Source source = header().source();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(source);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            Source arrived = (Source) in.readObject();
            assertEquals(source, arrived);
            try (Volume volume = arrived.open()) {
                check(volume, new Region(3, 4, 5, 6, 7, 2));
            }
        }
    }

    @Test
    void aFileCutShortAnywhereIsRefusedInOneSentence() throws IOException {
        Path path = write();
        assumeTrue(Files.isRegularFile(path));
        Path cut = voxels(path);
        byte[] whole = Files.readAllBytes(cut);
        for (double share : new double[] {0, 0.0003, 0.001, 0.01, 0.3, 0.6, 0.9, 0.999}) {
            byte[] part = java.util.Arrays.copyOf(whole, (int) (share * whole.length));
            Files.write(cut, part);
            IOException e = assertThrows(
                    IOException.class,
                    () -> {
                        try (Volume volume =
                                format().read(path, options()).source().open()) {
                            check(volume, Region.whole(EXTENT));
                        }
                    },
                    "cut to " + part.length + " of " + whole.length);
            assertTrue(e.getMessage().contains(cut.getFileName().toString()), e.getMessage());
            assertTrue(e.getMessage().endsWith("."), e.getMessage());
        }
    }

    @Test
    void twoReadsOfOneHeaderAreEqual() throws IOException {
        Path path = write();
        assertEquals(
                format().read(path, options()).source(),
                format().read(path, options()).source());
    }
}
