package patina.growth;

import org.jspecify.annotations.Nullable;

/**
 * How one quantity of one feature grows.
 *
 * @param law the law with the smallest corrected Akaike criterion; null when the growth is not resolved
 * @param parameters of the law: a | a, b | k, t0, n
 * @param covariance of the parameters, row by row; empty when no law is resolved
 * @param rate at the last exposure, value unit per exposure unit
 * @param rateU its standard uncertainty (k = 1)
 * @param growthClass what may be said
 */
public record Growth(
        @Nullable GrowthLaw law,
        double[] parameters,
        double[] covariance,
        double rate,
        double rateU,
        GrowthClass growthClass) {
    /** The law's value at an exposure; NaN when no law is resolved. */
    public double at(double exposure) {
        if (law == null) {
            return Double.NaN;
        }
        return switch (law) {
            case ARRESTED -> parameters[0];
            case CONSTANT -> parameters[0] + parameters[1] * exposure;
            case POWER -> parameters[0] * Math.pow(Math.max(0, exposure - parameters[1]), parameters[2]);
        };
    }

    /** The standard uncertainty (k = 1) of the law's value at an exposure, from the fit; NaN when no law is resolved. */
    public double uAt(double exposure) {
        if (law == null) {
            return Double.NaN;
        }
        double[] g = switch (law) {
            case ARRESTED -> new double[] {1};
            case CONSTANT -> new double[] {1, exposure};
            case POWER -> {
                double t = Math.max(1e-12, exposure - parameters[1]);
                double tn = Math.pow(t, parameters[2]);
                yield new double[] {tn, -parameters[0] * parameters[2] * tn / t, parameters[0] * tn * Math.log(t)};
            }
        };
        double variance = 0;
        for (int i = 0; i < g.length; i++) {
            for (int j = 0; j < g.length; j++) {
                variance += g[i] * covariance[i * g.length + j] * g[j];
            }
        }
        return Math.sqrt(Math.max(0, variance));
    }
}
