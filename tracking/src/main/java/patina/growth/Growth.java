package patina.growth;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How one quantity of one feature grows.
 *
 * @param law the law with the smallest corrected Akaike criterion; null when the growth is not resolved
 * @param parameters of the law: a | a, b | k, t0, n | a at the last exposure, C, m
 * @param covariance of the parameters, linearised; parameters x parameters
 * @param lastExposure where the rate is taken
 * @param rate at the last exposure, value unit per exposure unit: the middle of its interval
 * @param rateU its standard uncertainty (k = 1): half the interval's width over 1.96
 * @param rateInterval 95 %, by the profile likelihood of the power law, of which the constant rate is a case; with fewer than
 *     four values of the constant rate alone
 * @param inflation chi2 over its degrees of freedom where that is beyond what the stated uncertainties allow (99 %), else 1; all
 *     intervals are wider by its root
 * @param growthClass what may be said
 */
public record Growth(
        @Nullable GrowthLaw law,
        double[] parameters,
        double[][] covariance,
        double lastExposure,
        double rate,
        double rateU,
        Interval rateInterval,
        double inflation,
        GrowthClass growthClass) {
    /** Of the normal distribution, 97.5 %. */
    static final double K95 = 1.959963984540054;

    static final Growth UNRESOLVED = new Growth(
            null,
            new double[0],
            new double[0][0],
            Double.NaN,
            Double.NaN,
            Double.NaN,
            Interval.UNKNOWN,
            1,
            GrowthClass.UNRESOLVED);

    /** Nothing is known of it. */
    public static Growth unresolved() {
        return UNRESOLVED;
    }

    /** The law's value at an exposure; NaN when no law is resolved. */
    public double at(double exposure) {
        return law == null ? Double.NaN : value(law, parameters, exposure, lastExposure);
    }

    /** The standard uncertainty (k = 1) of the law's value at an exposure, linearised; NaN when no law is resolved. */
    public double uAt(double exposure) {
        return law == null ? Double.NaN : confidence(exposure).width() / 2 / K95;
    }

    /** The 95 % confidence band of the law at an exposure, linearised about its parameters. */
    public Interval confidence(double exposure) {
        return band(exposure, 0);
    }

    /** Where 95 % of new measurements of this standard uncertainty lie at an exposure. */
    public Interval prediction(double exposure, double measurementU) {
        return band(exposure, measurementU);
    }

    private Interval band(double exposure, double measurementU) {
        GrowthLaw known = law;
        if (known == null) {
            return Interval.UNKNOWN;
        }
        double centre = at(exposure);
        double[] g = gradient(known, parameters, exposure, lastExposure);
        double variance = measurementU * measurementU;
        for (int i = 0; i < g.length; i++) {
            for (int j = 0; j < g.length; j++) {
                variance += g[i] * covariance[i][j] * g[j];
            }
        }
        double half = K95 * Math.sqrt(Math.max(0, variance));
        return new Interval(centre - half, centre + half);
    }

    static double value(GrowthLaw law, double[] p, double exposure, double lastExposure) {
        return switch (law) {
            case ARRESTED -> p[0];
            case CONSTANT -> p[0] + p[1] * exposure;
            case POWER -> exposure <= p[1] ? 0 : p[0] * Math.pow(exposure - p[1], p[2]);
            case PARIS -> p[0] * Shape.PARIS.at(exposure - lastExposure, p[2], p[1] * Math.pow(p[0], p[2] / 2 - 1));
        };
    }

    /** By central differences of a millionth of each parameter's own size. */
    static double[] gradient(GrowthLaw law, double[] p, double exposure, double lastExposure) {
        double[] g = new double[p.length];
        for (int i = 0; i < p.length; i++) {
            double step = 1e-6 * Math.max(Math.abs(p[i]), 1e-6);
            double[] up = Arrays.copyOf(p, p.length);
            double[] down = Arrays.copyOf(p, p.length);
            up[i] += step;
            down[i] -= step;
            g[i] = (value(law, up, exposure, lastExposure) - value(law, down, exposure, lastExposure)) / (2 * step);
        }
        return g;
    }
}
