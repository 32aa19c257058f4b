package patina.registration;

import java.io.Serializable;

/** How many voxels have which squared gradient, in eighths of a power of two; exact to merge. */
final class GradientHistogram implements Serializable {
    private static final int SHIFT = 20;

    private final long[] counts = new long[1 << (31 - SHIFT)];

    void add(float squared) {
        counts[Float.floatToRawIntBits(squared) >>> SHIFT]++;
    }

    GradientHistogram merge(GradientHistogram later) {
        for (int i = 0; i < counts.length; i++) {
            counts[i] += later.counts[i];
        }
        return this;
    }

    long total() {
        long total = 0;
        for (long c : counts) {
            total += c;
        }
        return total;
    }

    /** The value below which the given share of the voxels lies. */
    double quantile(double share) {
        double wanted = share * total();
        double below = 0;
        for (int i = 0; i < counts.length; i++) {
            if (below + counts[i] >= wanted && counts[i] > 0) {
                double low = Float.intBitsToFloat(i << SHIFT);
                double high = Float.intBitsToFloat((i + 1) << SHIFT);
                return low + (high - low) * (wanted - below) / counts[i];
            }
            below += counts[i];
        }
        return 0;
    }
}
