package patina.registration;

import java.util.Arrays;

/**
 * The greys of air and metal in one scan: the medians of the two classes that Otsu's threshold (IEEE Trans. Syst. Man
 * Cybern. 9:62, 1979) makes of a coarse volume.
 *
 * @param showsAir whether there are two classes at all; without (interior tomography) air and metal are the 1st and 99th
 *     percentile, for scale only
 */
record Grey(double air, double metal, boolean showsAir) {
    private static final int BINS = 1024;

    /** The class medians must lie this many times the classes' pooled spread apart. */
    private static final double LEAST_SEPARATION = 5;

    double contrast() {
        return metal - air;
    }

    double threshold() {
        return 0.5 * (air + metal);
    }

    static Grey of(MemoryVolume volume) {
        int stride = stride(volume);
        float[] v = new float[volume.values().length / stride + 1];
        int n = 0;
        for (int i = 0; i < volume.values().length; i += stride) {
            if (volume.valid()[i] != 0) {
                v[n++] = volume.values()[i];
            }
        }
        if (n == 0) {
            return new Grey(0, 1, false);
        }
        Arrays.sort(v, 0, n);
        double low = v[n / 1000];
        double high = v[n - 1 - n / 1000];
        if (!(high > low)) {
            return new Grey(low, low + 1, false);
        }
        double split = otsu(v, n, low, high);
        int first = 0;
        while (first < n && v[first] <= split) {
            first++;
        }
        if (first == 0 || first == n) {
            return new Grey(low, high, false);
        }
        double air = v[first / 2];
        double metal = v[first + (n - first) / 2];
        double spreadAir = 0.74 * (v[(int) (0.75 * first)] - v[(int) (0.25 * first)]);
        double spreadMetal = 0.74 * (v[first + (int) (0.75 * (n - first))] - v[first + (int) (0.25 * (n - first))]);
        double pooled = Math.sqrt(0.5 * (spreadAir * spreadAir + spreadMetal * spreadMetal));
        if (metal - air >= LEAST_SEPARATION * pooled) {
            return new Grey(air, metal, true);
        }
        // Two metals, a specimen and its grip, spread wide together: the more frequent one tells.
        int half = (n - first) / 2;
        int from = narrowest(v, first, n, half);
        double one = v[from + half / 2];
        double spreadOne = (v[from + half] - v[from]) / 1.35;
        if (one - air >= LEAST_SEPARATION * Math.sqrt(0.5 * (spreadAir * spreadAir + spreadOne * spreadOne))) {
            return new Grey(air, one, true);
        }
        return new Grey(v[n / 100], v[n - 1 - n / 100], false);
    }

    /** Where the narrowest run of {@code half} steps begins among sorted values: the half about the mode. */
    private static int narrowest(float[] v, int first, int end, int half) {
        int best = first;
        for (int i = first; i + half < end; i++) {
            if (v[i + half] - v[i] < v[best + half] - v[best]) {
                best = i;
            }
        }
        return best;
    }

    /**
     * The grey from which on something denser than the specimen begins (a grip), or infinity. It is told by a gap between
     * two kinds of metal; that it is one body and no scatter of inclusions is for {@link Zones} to see.
     */
    static double denseFrom(MemoryVolume volume, Grey grey) {
        if (!grey.showsAir()) {
            return Double.POSITIVE_INFINITY;
        }
        float[] all = volume.values();
        int stride = stride(volume);
        float[] v = new float[all.length / stride + 1];
        int n = 0;
        int nx = (int) volume.extent().x();
        int deep = nx * (int) volume.extent().y();
        double least = grey.threshold();
        // Voxels beside air are partly air: not another kind of metal.
        for (int i = deep; i < all.length - deep; i += stride) {
            if (volume.valid()[i] != 0
                    && all[i] > least
                    && all[i - 1] > least
                    && all[i + 1] > least
                    && all[i - nx] > least
                    && all[i + nx] > least
                    && all[i - deep] > least
                    && all[i + deep] > least) {
                v[n++] = all[i];
            }
        }
        if (n < 100) {
            return Double.POSITIVE_INFINITY;
        }
        Arrays.sort(v, 0, n);
        double split = otsu(v, n, v[0], v[n - 1]);
        int first = 0;
        while (first < n && v[first] <= split) {
            first++;
        }
        int above = n - first;
        if (first < n / 10 || above < n / 50) {
            return Double.POSITIVE_INFINITY;
        }
        double low = v[first / 2];
        double high = v[first + above / 2];
        double spreadLow = 0.74 * (v[(int) (0.75 * first)] - v[(int) (0.25 * first)]);
        double spreadHigh = 0.74 * (v[first + (int) (0.75 * above)] - v[first + (int) (0.25 * above)]);
        double pooled = Math.sqrt(0.5 * (spreadLow * spreadLow + spreadHigh * spreadHigh));
        boolean apart = high - low > LEAST_SEPARATION * pooled && high - low > 0.2 * grey.contrast();
        return apart ? 0.5 * (low + high) : Double.POSITIVE_INFINITY;
    }

    /** The same greys with the metal's told by what is not denser than {@code dense}. */
    Grey without(MemoryVolume volume, double dense) {
        int stride = stride(volume);
        float[] v = new float[volume.values().length / stride + 1];
        int n = 0;
        double least = air + 0.5 * (dense - air) * 0.5;
        for (int i = 0; i < volume.values().length; i += stride) {
            if (volume.valid()[i] != 0 && volume.values()[i] > least && volume.values()[i] < dense) {
                v[n++] = volume.values()[i];
            }
        }
        if (n == 0) {
            return this;
        }
        Arrays.sort(v, 0, n);
        return new Grey(air, v[n / 2], true);
    }

    /** Some sixty thousand voxels tell medians and quantiles well enough; an odd step meets every column. */
    private static int stride(MemoryVolume volume) {
        return volume.values().length >> 16 | 1;
    }

    private static double otsu(float[] sorted, int n, double low, double high) {
        long[] counts = new long[BINS];
        for (int i = 0; i < n; i++) {
            int bin = (int) ((sorted[i] - low) / (high - low) * (BINS - 1) + 0.5);
            counts[Math.max(0, Math.min(BINS - 1, bin))]++;
        }
        double sum = 0;
        for (int b = 0; b < BINS; b++) {
            sum += (double) b * counts[b];
        }
        double below = 0;
        double sumBelow = 0;
        double best = -1;
        double split = 0;
        for (int b = 0; b < BINS - 1; b++) {
            below += counts[b];
            sumBelow += (double) b * counts[b];
            double above = n - below;
            if (below == 0 || above == 0) {
                continue;
            }
            double d = sumBelow / below - (sum - sumBelow) / above;
            double between = below * above * d * d;
            if (between > best) {
                best = between;
                split = b + 0.5;
            }
        }
        return low + split / (BINS - 1) * (high - low);
    }
}
