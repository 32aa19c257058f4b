package patina.segmentation;

import java.io.Serializable;

/**
 * Solid fractions near a flat surface by their signed distance to it, in bins of a quarter of a voxel; sums in steps of
 * 2^-14, so that they do not depend on the order. A face along the grid fills one bin a voxel, wherever in it: a bin stands
 * for the mean of its distances.
 */
final class EdgeCounts implements Serializable {
    private static final double BIN = 0.25;
    private static final int HALF = 12;
    private static final long LEAST = 20;
    /** As many bins as one face along the grid fills within the blur, or nearly. */
    private static final int LEAST_BINS = 5;

    private final long[] voxels = new long[2 * HALF + 1];
    private final long[] distances = new long[2 * HALF + 1];
    private final long[] sums = new long[2 * HALF + 1];

    void add(double distance, double fraction) {
        int bin = (int) Math.round(distance / BIN) + HALF;
        if (bin >= 0 && bin < voxels.length) {
            voxels[bin]++;
            distances[bin] += Math.round(distance / ZoneSums.STEP);
            sums[bin] += Math.round(fraction / ZoneSums.STEP);
        }
    }

    EdgeCounts merge(EdgeCounts later) {
        for (int i = 0; i < voxels.length; i++) {
            voxels[i] += later.voxels[i];
            distances[i] += later.distances[i];
            sums[i] += later.sums[i];
        }
        return this;
    }

    /** The standard deviation of the blur, in voxels, by least squares over the bins; {@code otherwise} with too few. */
    double sigma(double otherwise) {
        int bins = 0;
        for (long n : voxels) {
            bins += n >= LEAST ? 1 : 0;
        }
        if (bins < LEAST_BINS) {
            return otherwise;
        }
        double best = otherwise;
        double least = Double.MAX_VALUE;
        for (double sigma = 0.3; sigma <= 2.5; sigma += 0.01) {
            double squares = 0;
            for (int i = 0; i < voxels.length; i++) {
                if (voxels[i] >= LEAST) {
                    double mean = sums[i] * ZoneSums.STEP / voxels[i];
                    double distance = distances[i] * ZoneSums.STEP / voxels[i];
                    double gap = mean - EdgeProfile.fraction(distance, sigma);
                    squares += gap * gap;
                }
            }
            if (squares < least) {
                least = squares;
                best = sigma;
            }
        }
        return best;
    }
}
