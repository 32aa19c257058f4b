package patina.app.gui.model;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import patina.blocks.Volume;
import patina.chunks.OmeZarr;
import patina.geometry.Extent;
import patina.geometry.Region;

/**
 * One registered scan at a glance: its middle slice and its greys, from the coarse end of its pyramid.
 *
 * @param width of the slice
 * @param height of the slice
 * @param grey of the slice, row by row, 0 to 255
 * @param histogram shares of the seen voxels in {@link #BINS} equal bins from {@code low} to {@code high}
 */
public record ScanPicture(int width, int height, byte[] grey, double[] histogram, double low, double high) {
    /** How many bins histograms have. */
    public static final int BINS = 96;

    private static final long MOST_VOXELS = 4_000_000;
    private static final double CLIPPED = 0.002;

    /** All registered scans of an inspection that are there, with common grey limits; empty where there are none. */
    public static Map<Integer, ScanPicture> of(Path inspection) throws IOException {
        Map<Integer, ScanPicture> pictures = new TreeMap<>();
        Path folder = inspection.resolve("aligned");
        if (!OmeZarr.exists(folder)) {
            return pictures;
        }
        OmeZarr aligned = OmeZarr.open(folder);
        int level = 0;
        while (level < aligned.levels() - 1 && aligned.extent(level).voxels() > MOST_VOXELS) {
            level++;
        }
        double[] limits = null;
        for (int scan : aligned.times()) {
            Read read = read(aligned, scan, level);
            if (limits == null) {
                limits = limits(read);
            }
            pictures.put(scan, picture(read, limits[0], limits[1]));
        }
        return pictures;
    }

    private record Read(Extent extent, float[] values, byte[] valid) {}

    private static Read read(OmeZarr aligned, int scan, int level) throws IOException {
        try (Volume volume = aligned.source(scan, level).open()) {
            Region whole = Region.whole(volume.extent());
            float[] values = new float[whole.voxels()];
            byte[] valid = new byte[whole.voxels()];
            volume.read(whole, values, valid);
            return new Read(volume.extent(), values, valid);
        }
    }

    private static double[] limits(Read read) {
        float[] seen = new float[read.values.length];
        int n = 0;
        for (int i = 0; i < read.values.length; i++) {
            if (read.valid[i] != 0) {
                seen[n++] = read.values[i];
            }
        }
        if (n == 0) {
            return new double[] {0, 1};
        }
        java.util.Arrays.sort(seen, 0, n);
        double low = seen[(int) (CLIPPED * (n - 1))];
        double high = seen[(int) ((1 - CLIPPED) * (n - 1))];
        double margin = 0.05 * Math.max(high - low, 1e-6);
        return new double[] {low - margin, high + margin};
    }

    private static ScanPicture picture(Read read, double low, double high) {
        int nx = (int) read.extent.x();
        int ny = (int) read.extent.y();
        int plane = nx * ny;
        int first = (int) (read.extent.z() / 2) * plane;
        byte[] grey = new byte[plane];
        for (int i = 0; i < plane; i++) {
            double share = (read.values[first + i] - low) / (high - low);
            grey[i] = (byte) (read.valid[first + i] == 0 ? 0 : Math.round(255 * Math.max(0, Math.min(1, share))));
        }
        double[] histogram = new double[BINS];
        long seen = 0;
        for (int i = 0; i < read.values.length; i++) {
            if (read.valid[i] != 0) {
                int bin = (int) Math.floor(BINS * (read.values[i] - low) / (high - low));
                histogram[Math.max(0, Math.min(BINS - 1, bin))]++;
                seen++;
            }
        }
        for (int i = 0; i < BINS && seen > 0; i++) {
            histogram[i] /= seen;
        }
        return new ScanPicture(nx, ny, grey, histogram, low, high);
    }

    /** The slice, no wider and no higher than that many pixels, as 0xRRGGBB row by row; null for an empty one. */
    public int @Nullable [] pixels() {
        if (width * height == 0) {
            return null;
        }
        int[] rgb = new int[grey.length];
        for (int i = 0; i < rgb.length; i++) {
            int g = grey[i] & 0xff;
            rgb[i] = g << 16 | g << 8 | g;
        }
        return rgb;
    }
}
