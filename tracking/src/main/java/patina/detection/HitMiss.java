package patina.detection;

import java.util.List;

/**
 * The probability of detection against size from hits and misses: logit P = b0 + b1 ln a (Berens, ASM Handbook 17, 1989;
 * MIL-HDBK-1823A, 2009), fitted by maximum likelihood with Firth's penalty (Biometrika 80:27, 1993), so that it also has an
 * answer where all larger than some size are found and all smaller are missed.
 *
 * @param b0 intercept; {@code b1} slope, above 0 where larger is found more often
 * @param n how many flaws
 * @param hits how many of them were found
 */
public record HitMiss(double b0, double b1, int n, int hits, List<Trial> trials) {
    /** Of chi-square with one degree of freedom, for a one-sided bound of 95 %. */
    private static final double ONE_SIDED = 2.705543;

    private static final int MOST_STEPS = 200;

    /** One flaw: its size, and whether it was found. */
    public record Trial(double size, boolean found) {}

    public HitMiss {
        trials = List.copyOf(trials);
    }

    /** Fits; sizes are above 0. */
    public static HitMiss fit(List<Trial> trials) {
        double[] x = new double[trials.size()];
        boolean[] y = new boolean[x.length];
        double mean = 0;
        int hits = 0;
        for (int i = 0; i < x.length; i++) {
            if (!(trials.get(i).size() > 0)) {
                throw new IllegalArgumentException(
                        "A flaw's size is above 0, not " + trials.get(i).size() + ".");
            }
            x[i] = Math.log(trials.get(i).size());
            y[i] = trials.get(i).found();
            mean += x[i] / x.length;
            hits += y[i] ? 1 : 0;
        }
        double[] b = {0, 1};
        double value = penalised(x, y, mean, b[0], b[1]);
        for (int step = 0; step < MOST_STEPS; step++) {
            double[] d = step(x, y, mean, b);
            double share = 1;
            double next = penalised(x, y, mean, b[0] + d[0], b[1] + d[1]);
            while (!(next >= value) && share > 1e-8) {
                share /= 2;
                next = penalised(x, y, mean, b[0] + share * d[0], b[1] + share * d[1]);
            }
            b[0] += share * d[0];
            b[1] += share * d[1];
            if (Math.abs(next - value) < 1e-12 && Math.hypot(d[0], d[1]) < 1e-8) {
                break;
            }
            value = next;
        }
        return new HitMiss(b[0] - b[1] * mean, b[1], x.length, hits, trials);
    }

    /** Newton's step of the penalised score, with sizes counted from their mean. */
    private static double[] step(double[] x, boolean[] y, double mean, double[] b) {
        double[] info = new double[3];
        for (double v : x) {
            double u = v - mean;
            double p = p(b[0] + b[1] * u);
            double w = p * (1 - p);
            info[0] += w;
            info[1] += w * u;
            info[2] += w * u * u;
        }
        double det = info[0] * info[2] - info[1] * info[1];
        double s0 = 0;
        double s1 = 0;
        for (int i = 0; i < x.length; i++) {
            double u = x[i] - mean;
            double p = p(b[0] + b[1] * u);
            double leverage = p * (1 - p) * (info[2] - 2 * info[1] * u + info[0] * u * u) / det;
            double residual = (y[i] ? 1 : 0) - p + leverage * (0.5 - p);
            s0 += residual;
            s1 += residual * u;
        }
        return new double[] {(info[2] * s0 - info[1] * s1) / det, (info[0] * s1 - info[1] * s0) / det};
    }

    private static double p(double logit) {
        return 1 / (1 + Math.exp(-logit));
    }

    /** Log likelihood and half the log determinant of the information. */
    private static double penalised(double[] x, boolean[] y, double mean, double b0, double b1) {
        double sum = 0;
        double[] info = new double[3];
        for (int i = 0; i < x.length; i++) {
            double u = x[i] - mean;
            double logit = b0 + b1 * u;
            double p = p(logit);
            sum -= Math.log1p(Math.exp(-Math.abs(logit))) + Math.max(0, y[i] ? -logit : logit);
            double w = p * (1 - p);
            info[0] += w;
            info[1] += w * u;
            info[2] += w * u * u;
        }
        return sum + 0.5 * Math.log(Math.max(1e-300, info[0] * info[2] - info[1] * info[1]));
    }

    /** The chance that a flaw of a size is found. */
    public double probability(double size) {
        return p(b0 + b1 * Math.log(size));
    }

    /** The size that is found with a chance of {@code p}; NaN where larger ones are not found more often. */
    public double size(double p) {
        return b1 > 0 ? Math.exp((Math.log(p / (1 - p)) - b0) / b1) : Double.NaN;
    }

    /** The size that is found with 90 %. */
    public double a90() {
        return size(0.9);
    }

    /**
     * The size of which it is 95 % sure that it is found with 90 %, by the likelihood ratio (Cheng and Iles; MIL-HDBK-1823A,
     * appendix G): the greatest that the data bear. Infinite where they bear any.
     */
    public double a9095() {
        double a90 = a90();
        if (Double.isNaN(a90)) {
            return Double.POSITIVE_INFINITY;
        }
        double[] x = trials.stream().mapToDouble(t -> Math.log(t.size())).toArray();
        boolean[] y = new boolean[n];
        double mean = 0;
        for (int i = 0; i < n; i++) {
            y[i] = trials.get(i).found();
            mean += x[i] / n;
        }
        double best = penalised(x, y, mean, b0 + b1 * mean, b1);
        double low = Math.log(a90);
        double high = low + 0.05;
        while (deviance(x, y, mean, best, high) < ONE_SIDED) {
            high = low + 2 * (high - low);
            if (high - Math.log(a90) > 6) {
                return Double.POSITIVE_INFINITY;
            }
        }
        for (int i = 0; i < 60; i++) {
            double middle = (low + high) / 2;
            if (deviance(x, y, mean, best, middle) < ONE_SIDED) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return Math.exp((low + high) / 2);
    }

    /** Twice what is lost of the likelihood when the size found with 90 % is held there. */
    private static double deviance(double[] x, boolean[] y, double mean, double best, double lnA90) {
        // The slope alone is free; golden section over its logarithm.
        double golden = (Math.sqrt(5) - 1) / 2;
        double from = Math.log(1e-3);
        double to = Math.log(1e3);
        double c = to - golden * (to - from);
        double d = from + golden * (to - from);
        double fc = held(x, y, mean, lnA90, c);
        double fd = held(x, y, mean, lnA90, d);
        for (int i = 0; i < 60; i++) {
            if (fc > fd) {
                to = d;
                d = c;
                fd = fc;
                c = to - golden * (to - from);
                fc = held(x, y, mean, lnA90, c);
            } else {
                from = c;
                c = d;
                fc = fd;
                d = from + golden * (to - from);
                fd = held(x, y, mean, lnA90, d);
            }
        }
        return 2 * (best - Math.max(fc, fd));
    }

    private static double held(double[] x, boolean[] y, double mean, double lnA90, double lnSlope) {
        double slope = Math.exp(lnSlope);
        return penalised(x, y, mean, Math.log(9) - slope * (lnA90 - mean), slope);
    }
}
