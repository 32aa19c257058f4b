package patina.series;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import patina.blocks.Cancelled;
import patina.blocks.Progress;
import patina.blocks.SideBySide;
import patina.blocks.Volume;
import patina.geometry.Extent;
import patina.geometry.Region;

/**
 * What is found out about a series' files before anything is computed: that each holds more than one value, and what its
 * bytes are.
 *
 * @param files one for each scan that is not skipped, in order
 * @param surfaceSha256 of the file of the original surface; empty when there is none
 */
public record Preflight(List<ScanFile> files, String surfaceSha256) {
    /**
     * The bytes of one scan.
     *
     * @param scan its index
     * @param sha256 of the file's bytes, in hexadecimal; where there are several (slices, a header and its data), of
     *     their names and bytes in order
     * @param bytes of all of them
     * @param othersSha256 of the names and bytes of its mask, labels and body, then what is cut out of it and hidden in it; empty when there is none
     */
    public record ScanFile(int scan, String sha256, long bytes, String othersSha256) {}

    private static final int BUFFER_BYTES = 1 << 20;

    /** One file's checksum is slower than a disk, many files at once are slower than one on a disk that turns. */
    private static final int READ_AT_ONCE = 2;

    /**
     * Looks at every scan that is not skipped. Reads each file once for its checksum; of the voxels as many as it takes
     * to find two different ones.
     *
     * @throws IOException one sentence, when a volume is constant or cannot be read
     */
    public static Preflight of(Series series, Progress progress) throws IOException {
        List<Scan> scans = series.used();
        for (Scan scan : scans) {
            refuseConstant(scan);
        }
        Work work = new Work(progress);
        for (Scan scan : scans) {
            work.total += bytes(files(scan));
        }
        List<SideBySide.Work<ScanFile>> files = new ArrayList<>();
        for (Scan scan : scans) {
            files.add(() -> scanFile(scan, work, progress));
        }
        List<Path> surface = surfaceFiles(series.surface());
        return new Preflight(
                SideBySide.all(files, READ_AT_ONCE), surface.isEmpty() ? "" : checksum(surface, new Work(progress)));
    }

    private static ScanFile scanFile(Scan scan, Work work, Progress progress) throws IOException {
        List<Path> own = files(scan);
        List<Path> others = others(scan);
        return new ScanFile(
                scan.index(),
                checksum(own, work),
                bytes(own),
                (others.isEmpty() ? "" : checksum(others, new Work(progress)))
                        + scan.notes().getOrDefault("cut", "")
                        + (scan.hidden().isEmpty() ? "" : scan.hidden()));
    }

    private static long bytes(List<Path> files) throws IOException {
        long bytes = 0;
        for (Path file : files) {
            bytes += Files.size(file);
        }
        return bytes;
    }

    /** How many bytes have been read of how many. */
    private static final class Work {
        final Progress progress;
        final AtomicLong done = new AtomicLong();
        long total;

        Work(Progress progress) {
            this.progress = progress;
        }
    }

    private static void refuseConstant(Scan scan) throws IOException {
        Extent extent = scan.extent();
        try (Volume volume = scan.source().open()) {
            int nx = (int) Math.min(extent.x(), 1 << 18);
            int rows = (int) Math.max(1, Math.min(extent.y(), (1 << 18) / nx));
            float[] values = new float[nx * rows];
            byte[] valid = new byte[values.length];
            boolean any = false;
            float first = 0;
            // Ends are often empty, so the middle comes first.
            for (long i = 0; i < extent.z(); i++) {
                long z = (i + extent.z() / 2) % extent.z();
                for (long y = 0; y < extent.y(); y += rows) {
                    for (long x = 0; x < extent.x(); x += nx) {
                        Region region = new Region(
                                x, y, z, (int) Math.min(nx, extent.x() - x), (int) Math.min(rows, extent.y() - y), 1);
                        volume.read(region, values, valid);
                        for (int v = 0; v < region.voxels(); v++) {
                            if (valid[v] != 0) {
                                if (any && values[v] != first) {
                                    return;
                                }
                                any = true;
                                first = values[v];
                            }
                        }
                    }
                }
            }
            throw new IOException("Scan " + scan.index() + " ('" + scan.path() + "') was to show a specimen, but "
                    + (any ? "all its voxels are " + number(first) : "none of its voxels is valid (NaN or masked)")
                    + ". Check how it was exported, or give it a \"skip\" in series.json.");
        }
    }

    private static String number(float value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Float.toString(value);
    }

    private static String checksum(List<Path> files, Work work) throws IOException {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256.", e);
        }
        byte[] buffer = new byte[BUFFER_BYTES];
        for (Path file : files) {
            if (files.size() > 1) {
                digest.update((file.getFileName() + "\n").getBytes(StandardCharsets.UTF_8));
            }
            try (InputStream in = Files.newInputStream(file)) {
                for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                    digest.update(buffer, 0, n);
                    long done = work.done.addAndGet(n);
                    if (work.progress.cancelled()) {
                        throw new Cancelled();
                    }
                    if (work.total > 0) {
                        work.progress.step(done, work.total);
                    }
                }
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static List<Path> files(Scan scan) throws IOException {
        return SeriesFormats.files(scan.notes().getOrDefault("format", ""), scan.path());
    }

    private static List<Path> surfaceFiles(Surface surface) throws IOException {
        if (surface instanceof Surface.Stl stl) {
            return List.of(stl.file());
        }
        return surface instanceof Surface.Mask mask ? SeriesFormats.files(mask.format(), mask.file()) : List.of();
    }

    private static List<Path> others(Scan scan) throws IOException {
        List<Path> others = new ArrayList<>();
        for (String key : List.of("mask", "labels", "body")) {
            String path = scan.notes().get(key);
            if (path != null && Files.isDirectory(Path.of(path))) {
                try (Stream<Path> all = Files.list(Path.of(path))) {
                    all.filter(Files::isRegularFile)
                            .sorted(NaturalOrder.OF_PATHS)
                            .forEach(others::add);
                }
            } else if (path != null) {
                others.add(Path.of(path));
            }
        }
        return others;
    }
}
