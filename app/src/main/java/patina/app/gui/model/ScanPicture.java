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
 * One registered scan at a glance: its middle slice, from the coarse end of its pyramid.
 *
 * @param width of the slice
 * @param height of the slice
 * @param grey of the slice, row by row, 0 to 255
 */
public record ScanPicture(int width, int height, byte[] grey) {
    private static final long MOST_PIXELS = 256;
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
        while (level < aligned.levels() - 1 && aligned.extent(level).x() > MOST_PIXELS) {
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
            Extent extent = volume.extent();
            Region whole = new Region(0, 0, extent.z() / 2, (int) extent.x(), (int) extent.y(), 1);
            float[] values = new float[whole.voxels()];
            byte[] valid = new byte[whole.voxels()];
            volume.read(whole, values, valid);
            return new Read(extent, values, valid);
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
        byte[] grey = new byte[plane];
        for (int i = 0; i < plane; i++) {
            double share = (read.values[i] - low) / (high - low);
            grey[i] = (byte) (read.valid[i] == 0 ? 0 : Math.round(255 * Math.max(0, Math.min(1, share))));
        }
        return new ScanPicture(nx, ny, grey);
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
