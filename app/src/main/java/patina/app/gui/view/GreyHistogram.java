package patina.app.gui.view;

import java.io.IOException;
import patina.geometry.Extent;

/**
 * How often each grey occurs in a scan, where it was seen, counted at the finest level of at most 160³ voxels.
 *
 * @param low grey at the lower edge of the first bin
 * @param step width of a bin
 * @param counts voxels in each bin
 */
record GreyHistogram(double low, double step, long[] counts) {
    private static final long MOST = 4_200_000;
    private static final int BINS = 256;

    static GreyHistogram of(BrickVolume volume) throws IOException {
        int number = 0;
        while (number < volume.levels() - 1 && volume.level(number).extent.voxels() > MOST) {
            number++;
        }
        BrickVolume.Level level = volume.level(number);
        long[] stored = new long[65536];
        for (int z = 0; z < level.up; z++) {
            for (int y = 0; y < level.along; y++) {
                for (int x = 0; x < level.across; x++) {
                    if (level.get(x, y, z) instanceof short[] brick) {
                        count(brick, level.extent, x, y, z, stored);
                    }
                }
            }
        }
        return binned(stored, level.offset(), level.slope());
    }

    private static void count(short[] brick, Extent extent, int bx, int by, int bz, long[] stored) {
        int edge = BrickCache.EDGE;
        int nx = (int) Math.min(edge, extent.x() - (long) bx * edge);
        int ny = (int) Math.min(edge, extent.y() - (long) by * edge);
        int nz = (int) Math.min(edge, extent.z() - (long) bz * edge);
        for (int k = 0; k < nz; k++) {
            for (int j = 0; j < ny; j++) {
                int row = (k * edge + j) * edge;
                for (int i = 0; i < nx; i++) {
                    stored[brick[row + i] & 0xffff]++;
                }
            }
        }
        stored[0] = 0;
    }

    private static GreyHistogram binned(long[] stored, double offset, double slope) {
        int from = 1;
        int to = 65535;
        while (from < to && stored[from] == 0) {
            from++;
        }
        while (to > from && stored[to] == 0) {
            to--;
        }
        int width = Math.max(1, (to - from + BINS) / BINS);
        long[] counts = new long[BINS];
        for (int s = from; s <= to; s++) {
            counts[(s - from) / width] += stored[s];
        }
        return new GreyHistogram(offset + slope * (from - 0.5), slope * width, counts);
    }

    /** The grey below which a share of what was seen lies. */
    double quantile(double share) {
        long all = 0;
        for (long c : counts) {
            all += c;
        }
        double wanted = share * all;
        double sum = 0;
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] > 0 && sum + counts[i] >= wanted) {
                return low + step * (i + (wanted - sum) / counts[i]);
            }
            sum += counts[i];
        }
        return low + step * counts.length;
    }

    /** From the 0.5th to the 99.5th percentile, with a margin of 5 %. */
    GreyWindow robust() {
        double a = quantile(0.005);
        double b = quantile(0.995);
        double margin = Math.max(step, 0.05 * (b - a));
        return new GreyWindow(a - margin, b + margin);
    }

    /** The grey that parts dark from bright best (Otsu, IEEE Trans. SMC 9(1), 1979). */
    double middle() {
        Means means = means();
        return 0.5 * (means.dark() + means.bright());
    }

    /** The mean greys of what is dark and of what is bright. */
    record Means(double dark, double bright) {}

    /** The means of the two classes that {@link #middle} parts. */
    Means means() {
        double all = 0;
        double total = 0;
        for (int i = 0; i < counts.length; i++) {
            all += counts[i];
            total += (double) counts[i] * i;
        }
        double best = -1;
        int at = counts.length / 2;
        double below = 0;
        double sum = 0;
        for (int i = 0; i < counts.length - 1; i++) {
            below += counts[i];
            sum += (double) counts[i] * i;
            double above = all - below;
            if (below > 0 && above > 0) {
                double apart = sum / below - (total - sum) / above;
                double between = below * above * apart * apart;
                if (between > best) {
                    best = between;
                    at = i;
                }
            }
        }
        return new Means(low + step * (0.5 + mean(0, at + 1)), low + step * (0.5 + mean(at + 1, counts.length)));
    }

    private double mean(int from, int to) {
        double n = 0;
        double sum = 0;
        for (int i = from; i < to; i++) {
            n += counts[i];
            sum += (double) counts[i] * i;
        }
        return n == 0 ? 0.5 * (from + to) : sum / n;
    }
}
