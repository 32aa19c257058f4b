package patina.segmentation;

/**
 * The smallest half ball at the surface that the search sees: of which enough voxels of the smoothed deficit lie above the low
 * threshold, and whose peak reaches the seed, noise against it. By rendering half balls on a fine grid.
 */
final class SearchLimit {
    /** Grid step, in voxels. */
    private static final double STEP = 0.5;

    private static final double LEAST = 0.4;
    private static final double MOST = 14;

    /** How many more voxels than asked for there must be, so that 95 % have them wherever they lie between voxels. */
    private static final double SPARE = 1.2;

    /** One-sided 95 % of a normal deviate. */
    private static final double SURE = 1.645;

    private SearchLimit() {}

    /**
     * Its radius, in voxels.
     *
     * @param sigma standard deviation of the smoothed deficit's blur, the scan's own in it
     * @param noise standard deviation of the smoothed deficit
     */
    static double halfBall(double sigma, double seed, double low, long leastVoxels, double noise) {
        double small = LEAST;
        double large = MOST;
        for (int i = 0; i < 14; i++) {
            double middle = (small + large) / 2;
            if (isSeen(middle, sigma, seed + SURE * noise, low, SPARE * leastVoxels)) {
                large = middle;
            } else {
                small = middle;
            }
        }
        return large;
    }

    private static boolean isSeen(double radius, double sigma, double peak, double low, double voxels) {
        int n = (int) Math.ceil((radius + 3 * sigma) / STEP);
        int edge = 2 * n + 1;
        float[] f = new float[edge * edge * edge];
        for (int k = -n; k <= n; k++) {
            for (int j = -n; j <= n; j++) {
                for (int i = -n; i <= n; i++) {
                    double square = STEP * STEP * (i * i + j * j + k * k);
                    // The surface goes through the middle plane, which is half metal.
                    float share = k > 0 ? 1 : k == 0 ? 0.5f : 0;
                    f[((k + n) * edge + j + n) * edge + i + n] = square <= radius * radius ? share : 0;
                }
            }
        }
        blur(f, edge, sigma / STEP);
        double above = 0;
        float most = 0;
        for (float v : f) {
            most = Math.max(most, v);
            above += v > low ? STEP * STEP * STEP : 0;
        }
        return most >= peak && above >= voxels;
    }

    private static void blur(float[] f, int edge, double sigma) {
        int reach = (int) Math.ceil(3.5 * sigma);
        double[] taps = new double[reach + 1];
        double sum = 0;
        for (int t = 0; t <= reach; t++) {
            taps[t] = Math.exp(-0.5 * t * t / (sigma * sigma));
            sum += t == 0 ? taps[t] : 2 * taps[t];
        }
        double[] line = new double[edge];
        int[] steps = {1, edge, edge * edge};
        for (int step : steps) {
            for (int at = 0; at < f.length; at++) {
                if (at / step % edge != 0) {
                    continue;
                }
                for (int i = 0; i < edge; i++) {
                    line[i] = f[at + i * step];
                }
                for (int i = 0; i < edge; i++) {
                    double value = taps[0] * line[i];
                    for (int t = 1; t <= reach; t++) {
                        value += taps[t] * ((i >= t ? line[i - t] : 0) + (i + t < edge ? line[i + t] : 0));
                    }
                    f[at + i * step] = (float) (value / sum);
                }
            }
        }
    }
}
