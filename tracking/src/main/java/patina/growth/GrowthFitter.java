package patina.growth;

import java.util.Arrays;
import org.apache.commons.math3.distribution.ChiSquaredDistribution;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.DiagonalMatrix;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;
import org.apache.commons.math3.linear.SingularMatrixException;
import org.jspecify.annotations.Nullable;

/**
 * Fits growth laws by generalised least squares with the full covariance of the values, and chooses by the corrected
 * Akaike criterion (Hurvich and Tsai, Biometrika 76, 1989, 297): AICc = chi2 + 2 p + 2 p (p + 1) / (n - p - 1).
 *
 * <p>Both variables may be in error: an exposure's uncertainty adds to the value's along the slope. The chosen law describes
 * the growth; the rate's interval does not trust the choice. It is the profile likelihood's under the power law with
 * incubation, of which the constant rate is a case, so that it covers the truth whichever of the two holds; that takes three
 * values. With two it may be constant or have slowed down, and its interval holds both. A misfit beyond what the stated uncertainties allow (99 % of chi2)
 * widens every interval. Holds no state.
 */
public final class GrowthFitter {
    private static final int LEAST_FOR_SHAPE = 3;
    private static final int LEAST_FOR_FORECAST = 4;
    private static final int LEAST_FOR_CHOICE = 5;
    private static final double MISFIT = 0.99;
    /** Growth slows down as much as t^(1/3), as of pits in aluminium (Godard, Can. J. Chem. Eng. 38, 1960, 167). */
    private static final double LEAST_EXPONENT = 1 / 3.0;
    /** How far ahead a limit is looked for, in spans of the series. */
    private static final double HORIZON = 100;

    private final double decisionK;
    private final boolean cycles;

    /** @param decisionK how many standard uncertainties a rate must exceed to be called growth */
    public GrowthFitter(double decisionK) {
        this(decisionK, false);
    }

    /** @param cycles whether the exposure counts load cycles, so that the Paris form is a candidate */
    public GrowthFitter(double decisionK, boolean cycles) {
        this.decisionK = decisionK;
        this.cycles = cycles;
    }

    /** One that is asked when limits are reached, and for no class. */
    public static GrowthFitter forecasts(boolean cycles) {
        return new GrowthFitter(Growth.K95, cycles);
    }

    private record Fit(GrowthLaw law, double[] parameters, RealMatrix covariance, double chi2) {
        double aicc(int n) {
            int p = law.parameters();
            double correction = n - p - 1 > 0 ? 2.0 * p * (p + 1) / (n - p - 1) : Double.POSITIVE_INFINITY;
            return chi2 + 2 * p + correction;
        }
    }

    /** All that is fitted to one evolution. */
    private record Fits(
            Fit arrested,
            Fit constant,
            @Nullable ShapeFit power,
            @Nullable ShapeFit paris) {}

    /** Fits one evolution. With fewer than two values nothing is resolved. */
    public Growth fit(Evolution e) {
        int n = e.size();
        if (n < 2 || e.last() <= e.first()) {
            return Growth.UNRESOLVED;
        }
        RealMatrix weight = weight(e);
        Fits fits = fits(e, weight);
        Fit best = best(e, weight, fits);
        double inflation = inflation(e, fits);
        double slope = fits.constant.parameters[1];
        double slopeU = Math.sqrt(fits.constant.covariance.getEntry(1, 1) * inflation);
        Interval rate = rateInterval(e, fits, slope, slopeU, inflation);
        GrowthClass growthClass = classify(e, slope, slopeU, rate);
        GrowthLaw law = growthClass == GrowthClass.UNRESOLVED
                ? null
                : growthClass == GrowthClass.ARRESTED ? GrowthLaw.ARRESTED : growing(best, fits.constant);
        Fit told = law == GrowthLaw.ARRESTED ? fits.arrested : law == best.law ? best : fits.constant;
        return new Growth(
                law,
                told.parameters,
                told.covariance.scalarMultiply(inflation).getData(),
                e.last(),
                rate.bounded() ? rate.centre() : slope,
                rate.bounded() ? rate.width() / 2 / Growth.K95 : Double.POSITIVE_INFINITY,
                rate,
                inflation,
                growthClass);
    }

    private static GrowthLaw growing(Fit best, Fit constant) {
        return best.law == GrowthLaw.ARRESTED ? constant.law : best.law;
    }

    private Fits fits(Evolution e, RealMatrix weight) {
        ShapeFit power = e.size() >= LEAST_FOR_SHAPE ? shape(Shape.POWER, e, weight) : null;
        ShapeFit paris = cycles && e.size() >= LEAST_FOR_SHAPE ? shape(Shape.PARIS, e, weight) : null;
        return new Fits(linear(e, weight, false), linear(e, weight, true), power, paris);
    }

    private static ShapeFit shape(Shape shape, Evolution e, RealMatrix weight) {
        double[] s = Arrays.stream(e.exposure()).map(t -> t - e.last()).toArray();
        return new ShapeFit(shape, s, e.value(), weight.getData());
    }

    private static Fit best(Evolution e, RealMatrix weight, Fits fits) {
        int n = e.size();
        Fit best = fits.constant.aicc(n) <= fits.arrested.aicc(n) ? fits.constant : fits.arrested;
        if (n < LEAST_FOR_CHOICE) {
            return best;
        }
        ShapeFit power = fits.power;
        if (power != null && power.q > 0 && power.p > 0) {
            double exponent = power.p / power.q;
            double[] p = {power.v * Math.pow(power.q, exponent), e.last() - 1 / power.q, exponent};
            Fit fit = described(GrowthLaw.POWER, p, e, weight, power.chi2);
            best = fit != null && fit.aicc(n) < best.aicc(n) ? fit : best;
        }
        ShapeFit paris = fits.paris;
        if (paris != null && paris.q > 0 && paris.v > 0) {
            double[] p = {paris.v, paris.q * Math.pow(paris.v, 1 - paris.p / 2), paris.p};
            Fit fit = described(GrowthLaw.PARIS, p, e, weight, paris.chi2);
            best = fit != null && fit.aicc(n) < best.aicc(n) ? fit : best;
        }
        return best;
    }

    /** Null where the parameters cannot be told apart. */
    private static @Nullable Fit described(GrowthLaw law, double[] p, Evolution e, RealMatrix weight, double chi2) {
        double[][] j = new double[e.size()][];
        for (int i = 0; i < j.length; i++) {
            j[i] = Growth.gradient(law, p, e.exposure()[i], e.last());
        }
        RealMatrix jacobian = new Array2DRowRealMatrix(j, false);
        try {
            RealMatrix covariance =
                    inverse(jacobian.transpose().multiply(weight).multiply(jacobian));
            return new Fit(law, p, covariance, chi2);
        } catch (SingularMatrixException singular) {
            return null;
        }
    }

    /** Of the most general law: chi2 over its degrees of freedom where that is beyond chance, else 1. */
    private static double inflation(Evolution e, Fits fits) {
        ShapeFit power = fits.power;
        ShapeFit paris = fits.paris;
        double chi2 = Math.min(
                power == null ? fits.constant.chi2 : power.chi2, paris == null ? Double.MAX_VALUE : paris.chi2);
        int freedom = e.size() - (power == null ? 2 : 3);
        if (freedom < 1 || chi2 <= new ChiSquaredDistribution(freedom).inverseCumulativeProbability(MISFIT)) {
            return 1;
        }
        return chi2 / freedom;
    }

    private static Interval rateInterval(Evolution e, Fits fits, double slope, double slopeU, double inflation) {
        ShapeFit power = fits.power;
        if (power == null) {
            return new Interval(slope * slowest(e) - Growth.K95 * slopeU, slope + Growth.K95 * slopeU);
        }
        Interval of = power.rateInterval(inflation, slopeU);
        ShapeFit paris = fits.paris;
        if (paris == null || paris.chi2 >= power.chi2) {
            return of;
        }
        return paris.rateInterval(inflation, slopeU);
    }

    /**
     * What the last rate is of the mean one where growth slows down as much as it may: under k (t - t0)^n, of a value that
     * grew by a factor r it is n (1 - r^(-1/n)) / (1 - 1/r).
     */
    private static double slowest(Evolution e) {
        double last = e.value()[e.size() - 1];
        double before = Math.max(0, e.value()[0]) / last;
        return last > 0 && before < 1 ? LEAST_EXPONENT * (1 - Math.pow(before, 1 / LEAST_EXPONENT)) / (1 - before) : 1;
    }

    private GrowthClass classify(Evolution e, double slope, double slopeU, Interval rate) {
        int n = e.size();
        if (n >= 4) {
            // The last two intervals against the mean rate before them.
            int cut = n - 3;
            double last = (e.value()[n - 1] - e.value()[cut]) / (e.exposure()[n - 1] - e.exposure()[cut]);
            double lastU = secantU(e, cut, n - 1);
            double before = cut == 0 ? 0 : (e.value()[cut] - e.value()[0]) / (e.exposure()[cut] - e.exposure()[0]);
            boolean grew = cut > 0 && before > decisionK * secantU(e, 0, cut);
            if (grew && last + 1.645 * lastU < 0.1 * before) {
                return GrowthClass.ARRESTED;
            }
        }
        // That it grew at all is told by the slope; that it still does, by the rate's interval.
        return slope > decisionK * slopeU && rate.low() > 0 && rate.bounded()
                ? GrowthClass.GROWING
                : GrowthClass.UNRESOLVED;
    }

    private static double secantU(Evolution e, int from, int to) {
        return Math.sqrt(e.covariance(to, to, 0) + e.covariance(from, from, 0) - 2 * e.covariance(to, from, 0))
                / (e.exposure()[to] - e.exposure()[from]);
    }

    /**
     * When the value reaches a limit, by the power law's profile likelihood; with fewer than four values by Fieller's theorem
     * (Suppl. J. R. Stat. Soc. 7, 1940, 1) for the constant rate: a shape told by three leaves most of the future open.
     */
    public TimeToLimit timeTo(Evolution e, double limit) {
        if (e.size() < 2 || e.last() <= e.first()) {
            return new TimeToLimit(limit, Double.POSITIVE_INFINITY, Interval.UNKNOWN);
        }
        RealMatrix weight = weight(e);
        Fits fits = fits(e, weight);
        double inflation = inflation(e, fits);
        ShapeFit power = fits.power;
        if (power == null || e.size() < LEAST_FOR_FORECAST) {
            return fieller(fits.constant, limit, inflation, e);
        }
        ShapeFit paris = fits.paris;
        ShapeFit shape = paris != null && paris.chi2 < power.chi2 ? paris : power;
        double horizon = HORIZON * (e.last() - e.first());
        double ahead = reach(shape, limit, horizon);
        Interval found = shape.reachInterval(limit, ahead, inflation, horizon);
        return new TimeToLimit(limit, e.last() + ahead, new Interval(e.last() + found.low(), e.last() + found.high()));
    }

    /** How far ahead a rising fit has the limit, by bisection; infinite beyond the horizon. */
    private static double reach(ShapeFit shape, double limit, double horizon) {
        if (shape.at(0) >= limit) {
            return 0;
        }
        if (!(shape.rate() > 0) || shape.at(horizon) < limit) {
            return Double.POSITIVE_INFINITY;
        }
        double low = 0;
        double high = horizon;
        for (int i = 0; i < 80; i++) {
            double middle = (low + high) / 2;
            if (shape.at(middle) < limit) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return (low + high) / 2;
    }

    /** The values t where (a + b t - limit)^2 is within 1.96^2 times its variance: a quadratic in t. */
    private static TimeToLimit fieller(Fit constant, double limit, double inflation, Evolution e) {
        double a = constant.parameters[0] - limit;
        double b = constant.parameters[1];
        double k2 = Growth.K95 * Growth.K95 * inflation;
        double square = b * b - k2 * constant.covariance.getEntry(1, 1);
        double linear = 2 * (a * b - k2 * constant.covariance.getEntry(0, 1));
        double none = a * a - k2 * constant.covariance.getEntry(0, 0);
        double root = linear * linear - 4 * square * none;
        double best = b > 0 ? -a / b : Double.POSITIVE_INFINITY;
        if (root < 0) {
            return new TimeToLimit(limit, best, Interval.UNKNOWN);
        }
        double one = (-linear - Math.sqrt(root)) / (2 * square);
        double other = (-linear + Math.sqrt(root)) / (2 * square);
        if (square > 0) {
            return new TimeToLimit(limit, best, new Interval(Math.min(one, other), Math.max(one, other)));
        }
        // The slope may be 0: all beyond the later root is within, and what is before the earlier one is the past.
        double from = Math.max(one, other);
        return new TimeToLimit(
                limit, best, from >= e.first() ? new Interval(from, Double.POSITIVE_INFINITY) : Interval.UNKNOWN);
    }

    private static RealMatrix weight(Evolution e) {
        double slope = 0;
        RealMatrix weight = inverseCovariance(e, slope);
        if (Arrays.stream(e.exposureU()).anyMatch(u -> u > 0)) {
            // The slope and the weights depend on each other; they settle in a few rounds.
            for (int i = 0; i < 5; i++) {
                slope = linear(e, weight, true).parameters[1];
                weight = inverseCovariance(e, slope);
            }
        }
        return weight;
    }

    private static RealMatrix inverseCovariance(Evolution e, double slope) {
        int n = e.size();
        double[][] c = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                c[i][j] = e.covariance(i, j, slope);
            }
        }
        return new CholeskyDecomposition(new Array2DRowRealMatrix(c, false), 1e-9, 0)
                .getSolver()
                .getInverse();
    }

    private static Fit linear(Evolution e, RealMatrix weight, boolean slope) {
        int n = e.size();
        double[][] design = new double[n][slope ? 2 : 1];
        for (int i = 0; i < n; i++) {
            design[i][0] = 1;
            if (slope) {
                design[i][1] = e.exposure()[i];
            }
        }
        RealMatrix x = new Array2DRowRealMatrix(design, false);
        RealVector y = new ArrayRealVector(e.value());
        RealMatrix covariance = inverse(x.transpose().multiply(weight).multiply(x));
        RealVector b = covariance.operate(x.transpose().multiply(weight).operate(y));
        RealVector r = y.subtract(x.operate(b));
        return new Fit(
                slope ? GrowthLaw.CONSTANT : GrowthLaw.ARRESTED,
                b.toArray(),
                covariance,
                r.dotProduct(weight.operate(r)));
    }

    /** The inverse of a normal matrix, whose parameters may be of any size: whether it is singular is asked of it with a unit diagonal. */
    private static RealMatrix inverse(RealMatrix normal) {
        double[] scale = new double[normal.getRowDimension()];
        for (int i = 0; i < scale.length; i++) {
            if (!(normal.getEntry(i, i) > 0)) {
                throw new SingularMatrixException();
            }
            scale[i] = 1 / Math.sqrt(normal.getEntry(i, i));
        }
        RealMatrix unit = new DiagonalMatrix(scale);
        RealMatrix inverse = new LUDecomposition(unit.multiply(normal).multiply(unit))
                .getSolver()
                .getInverse();
        return unit.multiply(inverse).multiply(unit);
    }
}
