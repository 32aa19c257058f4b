package patina.growth;

import java.util.Arrays;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;
import org.apache.commons.math3.distribution.ChiSquaredDistribution;
import org.apache.commons.math3.distribution.FDistribution;

/**
 * A Gumbel or generalised extreme value distribution fitted by maximum likelihood, censored from below (Coles, An Introduction
 * to Statistical Modeling of Extreme Values, Springer 2001, ch. 3; for pits Laycock, Cottis and Scarf, J. Electrochem. Soc. 137,
 * 1990, 64).
 *
 * <p>Intervals are 95 % by profile likelihood; twice the drop of the log likelihood is held against the F distribution with
 * 1 and n - p degrees of freedom, n the number of values and p that of parameters, which is the chi2 distribution
 * for large n and does not fall short for small ones. The shape stays within -0.5, below which the likelihood is not regular
 * (Smith, Biometrika 72, 1985, 67), and 2.
 */
public final class ExtremeFit {
    private static final double LEAST_SHAPE = -0.5;
    private static final double MOST_SHAPE = 2;
    private static final int LEAST_VALUES = 5;

    private final Extremes data;
    private final ExtremeModel model;
    private final double location;
    private final double scale;
    private final double shape;
    private final double logLikelihood;

    private ExtremeFit(Extremes data, ExtremeModel model, double[] p) {
        this.data = data;
        this.model = model;
        this.location = p[0];
        this.scale = p[1];
        this.shape = p[2];
        this.logLikelihood = data.logLikelihood(p[0], p[1], p[2]);
    }

    /**
     * Fits a model.
     *
     * @throws IllegalArgumentException with one sentence when there are too few values, or all are equal
     */
    public static ExtremeFit of(Extremes data, ExtremeModel model) {
        int n = data.values().length;
        if (n < LEAST_VALUES) {
            throw new IllegalArgumentException("Extreme values need at least " + LEAST_VALUES
                    + " values that are not censored, but there are " + n + " of " + data.size()
                    + "; give more, or a lower limit.");
        }
        if (data.values()[n - 1] <= data.values()[0]) {
            throw new IllegalArgumentException(
                    "All " + n + " values are " + data.values()[0] + "; extreme values need some that differ.");
        }
        double[] gumbel = gumbel(data);
        return new ExtremeFit(data, model, model == ExtremeModel.GUMBEL ? gumbel : gev(data, gumbel));
    }

    /** The Gumbel distribution, unless the likelihood ratio test of shape 0 rejects it with 95 %: then the general one. */
    public static ExtremeFit chosen(Extremes data) {
        ExtremeFit gumbel = of(data, ExtremeModel.GUMBEL);
        ExtremeFit gev = of(data, ExtremeModel.GEV);
        return gev.gumbelChance(gumbel) < 0.05 ? gev : gumbel;
    }

    /** The chance of so large a gain of likelihood over the Gumbel distribution if that one held. */
    public double gumbelChance(ExtremeFit gumbel) {
        double gain = Math.max(0, 2 * (logLikelihood - gumbel.logLikelihood));
        return 1 - new ChiSquaredDistribution(1).cumulativeProbability(gain);
    }

    private static double[] gumbel(Extremes data) {
        double[] start = start(data);
        double[] p = Simplex.least(
                q -> -data.logLikelihood(q[0], Math.exp(q[1]), 0),
                new double[] {start[0], Math.log(start[1])},
                new double[] {0.3 * start[1], 0.2});
        return new double[] {p[0], Math.exp(p[1]), 0};
    }

    private static double[] gev(Extremes data, double[] gumbel) {
        double[] best = {gumbel[0], Math.log(gumbel[1]), 1e-6};
        double least = Double.POSITIVE_INFINITY;
        for (double shape : new double[] {-0.3, -0.05, 0.1, 0.4}) {
            double[] p = Simplex.least(
                    q -> cost(data, q[0], q[1], q[2]),
                    new double[] {gumbel[0], Math.log(gumbel[1]), shape},
                    new double[] {0.3 * gumbel[1], 0.2, 0.1});
            double cost = cost(data, p[0], p[1], p[2]);
            if (cost < least) {
                least = cost;
                best = p;
            }
        }
        return new double[] {best[0], Math.exp(best[1]), best[2]};
    }

    private static double cost(Extremes data, double location, double logScale, double shape) {
        return shape < LEAST_SHAPE || shape > MOST_SHAPE
                ? Double.POSITIVE_INFINITY
                : -data.logLikelihood(location, Math.exp(logScale), shape);
    }

    /** Moments: scale = s sqrt(6) / pi, location = mean - 0.5772 scale; of the uncensored ones. */
    private static double[] start(Extremes data) {
        double mean = Arrays.stream(data.values()).average().orElseThrow();
        double square = Arrays.stream(data.values())
                .map(x -> (x - mean) * (x - mean))
                .average()
                .orElseThrow();
        double scale = Math.sqrt(6 * square) / Math.PI;
        return new double[] {mean - 0.5772156649 * scale, scale};
    }

    public Extremes data() {
        return data;
    }

    public ExtremeModel model() {
        return model;
    }

    public double location() {
        return location;
    }

    public double scale() {
        return scale;
    }

    /** xi of the general distribution; 0 for Gumbel's. */
    public double shape() {
        return shape;
    }

    public double logLikelihood() {
        return logLikelihood;
    }

    /** The value that the largest of so many cells exceeds on average once: F = 1 - 1 / period. */
    public double returnLevel(double period) {
        return Extremes.quantile(returnT(period), location, scale, shape);
    }

    private static double returnT(double period) {
        if (!(period > 1)) {
            throw new IllegalArgumentException("A return period is a number of cells above 1, not " + period
                    + "; it is the area asked for over a cell's.");
        }
        return -Math.log1p(-1 / period);
    }

    /** The chance that the largest of so many cells reaches a wall: 1 - F(wall)^cells. */
    public double perforationChance(double wall, double cells) {
        return -Math.expm1(-cells * Extremes.t(wall, location, scale, shape));
    }

    public Interval locationInterval() {
        return interval(location, scale / 4, (x, logScale, xi) -> x);
    }

    public Interval scaleInterval() {
        Interval log = profile(
                Math.log(scale),
                0.2,
                logScale -> model == ExtremeModel.GUMBEL
                        ? least1(location, scale / 4, q -> cost(data, q, logScale, 0))
                        : least2(
                                new double[] {location, shape},
                                new double[] {scale / 4, 0.1},
                                q -> cost(data, q[0], logScale, q[1])));
        return new Interval(Math.exp(log.low()), Math.exp(log.high()));
    }

    /** Zero where the model is Gumbel's. */
    public Interval shapeInterval() {
        if (model == ExtremeModel.GUMBEL) {
            return new Interval(0, 0);
        }
        return profile(
                shape,
                0.1,
                xi -> xi < LEAST_SHAPE || xi > MOST_SHAPE
                        ? Double.POSITIVE_INFINITY
                        : least2(
                                new double[] {location, Math.log(scale)},
                                new double[] {scale / 4, 0.2},
                                q -> cost(data, q[0], q[1], xi)));
    }

    public Interval returnLevelInterval(double period) {
        double t = returnT(period);
        return interval(
                returnLevel(period),
                scale / 4,
                (level, logScale, xi) -> level - (Extremes.quantile(t, 0, Math.exp(logScale), xi)));
    }

    /** By the profile of log t at the wall, of which the chance is a rising function. */
    public Interval perforationInterval(double wall, double cells) {
        double t = Extremes.t(wall, location, scale, shape);
        Solved solved = (q, logScale, xi) -> wall - Extremes.quantile(Math.exp(q), 0, Math.exp(logScale), xi);
        if (t > 0 && !Double.isInfinite(t)) {
            Interval logT = interval(Math.log(t), 0.5, solved);
            return new Interval(chance(logT.low(), cells), chance(logT.high(), cells));
        }
        // The best fit ends before the wall; the interval reaches from 0 to the largest chance that is still likely.
        DoubleUnaryOperator cost = q -> leastCost(q, solved);
        double limit = -logLikelihood + drop() / 2;
        double certain = Math.log(30 / cells);
        for (double q = certain; q > certain - 60; q -= 0.5) {
            if (cost.applyAsDouble(q) <= limit) {
                return new Interval(0, q == certain ? 1 : chance(crossing(cost, limit, q, 0.5), cells));
            }
        }
        return new Interval(0, 0);
    }

    private static double chance(double logT, double cells) {
        return -Math.expm1(-cells * Math.exp(logT));
    }

    /** The location that makes a quantity what is wanted, at a scale and shape. */
    private interface Solved {
        double location(double quantity, double logScale, double shape);
    }

    private Interval interval(double best, double step, Solved solved) {
        return profile(best, step, x -> leastCost(x, solved));
    }

    /** The least cost at which a quantity is x. */
    private double leastCost(double x, Solved solved) {
        return model == ExtremeModel.GUMBEL
                ? least1(Math.log(scale), 0.2, q -> cost(data, solved.location(x, q, 0), q, 0))
                : least2(
                        new double[] {Math.log(scale), shape},
                        new double[] {0.2, 0.1},
                        q -> cost(data, solved.location(x, q[0], q[1]), q[0], q[1]));
    }

    private static double least1(double start, double step, DoubleUnaryOperator cost) {
        double[] at = Simplex.least(q -> cost.applyAsDouble(q[0]), new double[] {start}, new double[] {step});
        return cost.applyAsDouble(at[0]);
    }

    /** From the best of several starts: the fit's own may be where these values cannot be. */
    private static double least2(double[] start, double[] steps, ToDoubleFunction<double[]> cost) {
        double[] best = start;
        for (int i = -2; i <= 6; i += 2) {
            for (int j = -4; j <= 6; j += 2) {
                double[] other = {start[0] + i * steps[0], start[1] + j * steps[1]};
                if (cost.applyAsDouble(other) < cost.applyAsDouble(best)) {
                    best = other;
                }
            }
        }
        return cost.applyAsDouble(Simplex.least(cost, best, steps));
    }

    private Interval profile(double best, double step, DoubleUnaryOperator cost) {
        double limit = -logLikelihood + drop() / 2;
        return new Interval(crossing(cost, limit, best, -step), crossing(cost, limit, best, step));
    }

    private double drop() {
        int freedom = Math.max(1, data.size() - model.parameters());
        return new FDistribution(null, 1, freedom).inverseCumulativeProbability(0.95);
    }

    private static double crossing(DoubleUnaryOperator cost, double limit, double from, double step) {
        double inside = from;
        double outside = from + step;
        for (int i = 0; cost.applyAsDouble(outside) <= limit; i++) {
            if (i == 30) {
                return step > 0 ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
            }
            inside = outside;
            outside += step * Math.pow(1.5, i);
        }
        for (int i = 0; i < 40 && Math.abs(outside - inside) > 1e-6 * Math.abs(step); i++) {
            double middle = (inside + outside) / 2;
            if (cost.applyAsDouble(middle) <= limit) {
                inside = middle;
            } else {
                outside = middle;
            }
        }
        return (inside + outside) / 2;
    }

    /**
     * The 95 % interval of a quantity by parametric bootstrap: as many values are drawn from this fit, censored at the same
     * limit and fitted again; the interval runs between percentiles.
     *
     * @param resamples how many times
     * @param quantity of a fit
     */
    public Interval bootstrap(int resamples, long seed, ToDoubleFunction<ExtremeFit> quantity) {
        Random random = new Random(seed);
        double[] found = new double[resamples];
        int kept = 0;
        for (int i = 0; i < resamples; i++) {
            double[] drawn = new double[data.size()];
            for (int k = 0; k < drawn.length; k++) {
                drawn[k] = Extremes.quantile(-Math.log(1 - random.nextDouble()), location, scale, shape);
            }
            Extremes again = Extremes.censoredBelow(data.limit(), drawn);
            if (again.values().length >= LEAST_VALUES) {
                found[kept++] = quantity.applyAsDouble(of(again, model));
            }
        }
        if (kept < 40) {
            return Interval.UNKNOWN;
        }
        double[] sorted = Arrays.copyOf(found, kept);
        Arrays.sort(sorted);
        return new Interval(sorted[(int) Math.floor(0.025 * (kept - 1))], sorted[(int) Math.ceil(0.975 * (kept - 1))]);
    }
}
