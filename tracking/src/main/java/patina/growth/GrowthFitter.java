package patina.growth;

import java.util.Arrays;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;
import org.apache.commons.math3.linear.SingularMatrixException;
import org.jspecify.annotations.Nullable;

/**
 * Fits growth laws by generalised least squares with the full covariance of the values, and chooses by the corrected
 * Akaike criterion (Hurvich and Tsai 1989): AICc = chi2 + 2 p + 2 p (p + 1) / (n - p - 1).
 *
 * <p>Two values give a constant rate and no choice. The power law is linearised about its parameters (Gauss-Newton with
 * step halving) and needs five values. The exposure is taken as exact.
 */
public final class GrowthFitter {
    private static final int STEPS = 60;

    private final double decisionK;

    /** @param decisionK how many standard uncertainties a rate must exceed to be called growth */
    public GrowthFitter(double decisionK) {
        this.decisionK = decisionK;
    }

    /** Fits one evolution. With fewer than two values nothing is resolved. */
    public Growth fit(Evolution evolution) {
        int n = evolution.size();
        if (n < 2 || evolution.exposure()[n - 1] <= evolution.exposure()[0]) {
            return new Growth(null, new double[0], new double[0], Double.NaN, Double.NaN, GrowthClass.UNRESOLVED);
        }
        RealMatrix weight = inverseCovariance(evolution);
        Fit constant = linear(evolution, weight, true);
        Fit arrested = linear(evolution, weight, false);
        Fit best = constant.aicc(n) <= arrested.aicc(n) ? constant : arrested;
        Fit power = n >= 5 ? power(evolution, weight) : null;
        if (power != null && power.aicc(n) < best.aicc(n)) {
            best = power;
        }
        // A constant that wins over a slope is only 'not growing' when the slope is small, not merely unsure.
        double rate = best.law == GrowthLaw.ARRESTED ? constant.rate : best.rate;
        double rateU = best.law == GrowthLaw.ARRESTED ? constant.rateU : best.rateU;
        GrowthClass growthClass = classify(evolution, rate, rateU, best.law);
        boolean told = growthClass != GrowthClass.UNRESOLVED;
        Fit law = growthClass == GrowthClass.ARRESTED ? arrested : best;
        return new Growth(
                told ? law.law : null,
                told ? law.parameters : new double[0],
                told ? law.covariance : new double[0],
                rate,
                rateU,
                growthClass);
    }

    private GrowthClass classify(Evolution e, double rate, double rateU, GrowthLaw law) {
        int n = e.size();
        double span = e.exposure()[n - 1] - e.exposure()[0];
        if (n >= 4) {
            // The last two intervals against the mean rate before them.
            int cut = n - 3;
            double last = (e.value()[n - 1] - e.value()[cut]) / (e.exposure()[n - 1] - e.exposure()[cut]);
            double lastU = Math.sqrt(e.covariance(n - 1, n - 1) + e.covariance(cut, cut) - 2 * e.covariance(n - 1, cut))
                    / (e.exposure()[n - 1] - e.exposure()[cut]);
            double before = (e.value()[cut] - e.value()[0]) / Math.max(1e-300, e.exposure()[cut] - e.exposure()[0]);
            double beforeU = Math.sqrt(e.covariance(cut, cut) + e.covariance(0, 0) - 2 * e.covariance(cut, 0))
                    / Math.max(1e-300, e.exposure()[cut] - e.exposure()[0]);
            boolean grew = before > decisionK * beforeU;
            if (grew && last + 1.645 * lastU < 0.1 * before) {
                return GrowthClass.ARRESTED;
            }
        }
        if (law != GrowthLaw.ARRESTED && span > 0 && rate > decisionK * rateU) {
            return GrowthClass.GROWING;
        }
        return GrowthClass.UNRESOLVED;
    }

    private static RealMatrix inverseCovariance(Evolution e) {
        int n = e.size();
        double[][] c = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                c[i][j] = e.covariance(i, j);
            }
        }
        return new CholeskyDecomposition(new Array2DRowRealMatrix(c, false), 1e-9, 0)
                .getSolver()
                .getInverse();
    }

    private record Fit(
            GrowthLaw law, double[] parameters, double[] covariance, double chi2, double rate, double rateU) {
        double aicc(int n) {
            int p = law.parameters();
            double correction = n - p - 1 > 0 ? 2.0 * p * (p + 1) / (n - p - 1) : 0;
            return chi2 + 2 * p + correction;
        }
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
        RealMatrix covariance = new LUDecomposition(
                        x.transpose().multiply(weight).multiply(x))
                .getSolver()
                .getInverse();
        RealVector b = covariance.operate(x.transpose().multiply(weight).operate(y));
        RealVector r = y.subtract(x.operate(b));
        return new Fit(
                slope ? GrowthLaw.CONSTANT : GrowthLaw.ARRESTED,
                b.toArray(),
                rows(covariance),
                r.dotProduct(weight.operate(r)),
                slope ? b.getEntry(1) : 0,
                slope ? Math.sqrt(covariance.getEntry(1, 1)) : 0);
    }

    /** Null when the fit does not settle on a power between 0.1 and 3. */
    private static @Nullable Fit power(Evolution e, RealMatrix weight) {
        int n = e.size();
        double last = e.exposure()[n - 1];
        double first = e.exposure()[0];
        double step = (last - first) / n;
        Fit best = null;
        for (double start : new double[] {0.35, 0.6, 1, 1.6}) {
            double[] p = {e.value()[n - 1] / Math.pow(last - first + step, start), first - step, start};
            Fit fit = gaussNewton(e, weight, p, first);
            if (fit != null && (best == null || fit.chi2 < best.chi2)) {
                best = fit;
            }
        }
        return best;
    }

    private static @Nullable Fit gaussNewton(Evolution e, RealMatrix weight, double[] start, double first) {
        int n = e.size();
        double[] p = start;
        double chi2 = chi2(e, weight, p);
        RealMatrix covariance = null;
        for (int iteration = 0; iteration < STEPS; iteration++) {
            double[][] j = new double[n][3];
            double[] r = new double[n];
            for (int i = 0; i < n; i++) {
                double t = Math.max(1e-12, e.exposure()[i] - p[1]);
                double tn = Math.pow(t, p[2]);
                j[i][0] = tn;
                j[i][1] = -p[0] * p[2] * tn / t;
                j[i][2] = p[0] * tn * Math.log(t);
                r[i] = e.value()[i] - p[0] * tn;
            }
            RealMatrix jm = new Array2DRowRealMatrix(j, false);
            RealMatrix normal = jm.transpose().multiply(weight).multiply(jm);
            try {
                covariance = new LUDecomposition(normal).getSolver().getInverse();
            } catch (SingularMatrixException singular) {
                return null;
            }
            double[] delta = covariance
                    .operate(jm.transpose().multiply(weight).operate(new ArrayRealVector(r)))
                    .toArray();
            double scale = 1;
            boolean better = false;
            for (int half = 0; half < 20 && !better; half++, scale /= 2) {
                double[] q = {p[0] + scale * delta[0], Math.min(p[1] + scale * delta[1], first), p[2] + scale * delta[2]
                };
                double c = chi2(e, weight, q);
                if (c < chi2) {
                    better = true;
                    boolean settled = chi2 - c < 1e-9 * (1 + chi2);
                    p = q;
                    chi2 = c;
                    if (settled) {
                        iteration = STEPS;
                    }
                }
            }
            if (!better) {
                break;
            }
        }
        if (covariance == null || !Double.isFinite(chi2) || p[2] < 0.1 || p[2] > 3 || p[0] <= 0) {
            return null;
        }
        double t = e.exposure()[n - 1] - p[1];
        if (!(t > 0)) {
            return null;
        }
        double rate = p[0] * p[2] * Math.pow(t, p[2] - 1);
        double[] g = {rate / p[0], -rate * (p[2] - 1) / t, rate * (1 / p[2] + Math.log(t))};
        double variance = new ArrayRealVector(g).dotProduct(covariance.operate(new ArrayRealVector(g)));
        return new Fit(
                GrowthLaw.POWER, Arrays.copyOf(p, 3), rows(covariance), chi2, rate, Math.sqrt(Math.max(0, variance)));
    }

    /** A matrix row by row. */
    private static double[] rows(RealMatrix matrix) {
        return Arrays.stream(matrix.getData()).flatMapToDouble(Arrays::stream).toArray();
    }

    private static double chi2(Evolution e, RealMatrix weight, double[] p) {
        double[] r = new double[e.size()];
        for (int i = 0; i < r.length; i++) {
            r[i] = e.value()[i] - p[0] * Math.pow(Math.max(0, e.exposure()[i] - p[1]), p[2]);
        }
        RealVector v = new ArrayRealVector(r);
        double c = v.dotProduct(weight.operate(v));
        return Double.isFinite(c) ? c : Double.MAX_VALUE;
    }
}
