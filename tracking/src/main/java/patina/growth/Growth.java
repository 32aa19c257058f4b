package patina.growth;

import org.jspecify.annotations.Nullable;

/**
 * How one quantity of one feature grows.
 *
 * @param law the law with the smallest corrected Akaike criterion; null when the growth is not resolved
 * @param parameters of the law: a | a, b | k, t0, n
 * @param rate at the last exposure, value unit per exposure unit
 * @param rateU its standard uncertainty (k = 1)
 * @param growthClass what may be said
 */
public record Growth(@Nullable GrowthLaw law, double[] parameters, double rate, double rateU, GrowthClass growthClass) {
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
}
