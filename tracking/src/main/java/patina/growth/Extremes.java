package patina.growth;

import java.util.Arrays;
import java.util.stream.DoubleStream;

/**
 * Largest values, one a cell of equal area, some of which are only known to be below a limit.
 *
 * @param values those at or above the limit, sorted
 * @param limit below which a value is censored; negative infinity where nothing is
 * @param censored how many are below the limit
 */
public record Extremes(double[] values, double limit, int censored) {
    public Extremes {
        values = DoubleStream.of(values).sorted().toArray();
    }

    /** All values as they are. */
    public static Extremes of(double[] values) {
        return new Extremes(values, Double.NEGATIVE_INFINITY, 0);
    }

    /** What lies below the limit is counted and its value forgotten. */
    public static Extremes censoredBelow(double limit, double[] values) {
        double[] above = Arrays.stream(values).filter(v -> v >= limit).toArray();
        return new Extremes(above, limit, values.length - above.length);
    }

    /** With the censored ones. */
    public int size() {
        return values.length + censored;
    }

    /** The distribution function at (location, scale, shape); its double exponential's inner part: F = exp(-t). */
    static double t(double x, double location, double scale, double shape) {
        double z = (x - location) / scale;
        if (Math.abs(shape) < 1e-9) {
            return Math.exp(-z);
        }
        double base = 1 + shape * z;
        return base <= 0 ? (shape > 0 ? Double.POSITIVE_INFINITY : 0) : Math.pow(base, -1 / shape);
    }

    /** The x with F = exp(-t). */
    static double quantile(double t, double location, double scale, double shape) {
        return Math.abs(shape) < 1e-9
                ? location - scale * Math.log(t)
                : location + scale * (Math.pow(t, -shape) - 1) / shape;
    }

    /** Log likelihood; negative infinity where a value cannot be. */
    double logLikelihood(double location, double scale, double shape) {
        if (!(scale > 0)) {
            return Double.NEGATIVE_INFINITY;
        }
        double sum = censored == 0 ? 0 : -censored * t(limit, location, scale, shape);
        double logScale = Math.log(scale);
        for (double x : values) {
            double z = (x - location) / scale;
            double logT;
            if (Math.abs(shape) < 1e-9) {
                logT = -z;
            } else {
                double base = 1 + shape * z;
                if (base <= 0) {
                    return Double.NEGATIVE_INFINITY;
                }
                logT = -Math.log(base) / shape;
            }
            sum += -logScale + (1 + shape) * logT - Math.exp(logT);
        }
        return sum;
    }
}
