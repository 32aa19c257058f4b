package patina.growth;

import java.util.function.DoubleUnaryOperator;

/**
 * Fits one {@link Shape} with known covariance, and tells the profile likelihood of what follows from it: chi2 of the best fit
 * in which a quantity has a given value, minimised over the shape's two numbers in their box by a grid and a compass search.
 */
final class ShapeFit {
    private static final int GRID = 28;
    /** Of the normal distribution, 97.5 %, squared: of chi2 with one degree of freedom, 95 %. */
    private static final double CHI2_95 = 3.841458820694124;

    private final Shape shape;
    private final double[] s;
    private final double[] y;
    private final double[][] weight;
    private final double[] low;
    private final double[] high;
    private final double[] gridP = new double[GRID * GRID];
    private final double[] gridQ = new double[GRID * GRID];
    private final Size[] grid = new Size[GRID * GRID];

    final double p;
    final double q;
    final double v;
    final double chi2;

    /** The best size of one shape, 1 / variance of it, and chi2 there. */
    private record Size(double v, double precision, double chi2) {}

    /** Chi2 as it depends on the shape's numbers and their best size. */
    private interface Objective {
        double of(double p, double q, Size size);
    }

    ShapeFit(Shape shape, double[] s, double[] y, double[][] weight) {
        this.shape = shape;
        this.s = s;
        this.y = y;
        this.weight = weight;
        double span = -s[0];
        low = shape.low(span);
        high = shape.high(span);
        for (int i = 0; i < GRID; i++) {
            for (int j = 0; j < GRID; j++) {
                int at = i * GRID + j;
                gridP[at] = low[0] + (high[0] - low[0]) * i / (GRID - 1);
                gridQ[at] = low[1] + (high[1] - low[1]) * j / (GRID - 1);
                grid[at] = size(gridP[at], gridQ[at]);
            }
        }
        double[] best = least((a, b, size) -> size.chi2);
        p = best[0];
        q = best[1];
        chi2 = best[2];
        v = size(p, q).v;
    }

    private Size size(double a, double b) {
        int n = s.length;
        double hwh = 0;
        double hwy = 0;
        double ywy = 0;
        double[] h = new double[n];
        for (int i = 0; i < n; i++) {
            h[i] = shape.at(s[i], a, b);
            if (!Double.isFinite(h[i])) {
                return new Size(0, 1, Double.MAX_VALUE);
            }
        }
        for (int i = 0; i < n; i++) {
            double wh = 0;
            double wy = 0;
            for (int j = 0; j < n; j++) {
                wh += weight[i][j] * h[j];
                wy += weight[i][j] * y[j];
            }
            hwh += h[i] * wh;
            hwy += h[i] * wy;
            ywy += y[i] * wy;
        }
        double v = hwy / hwh;
        return new Size(v, hwh, Math.max(0, ywy - v * hwy));
    }

    /** The place and value of the least: p, q, value. */
    private double[] least(Objective objective) {
        double best = Double.MAX_VALUE;
        int at = 0;
        for (int i = 0; i < grid.length; i++) {
            double value = objective.of(gridP[i], gridQ[i], grid[i]);
            if (value < best) {
                best = value;
                at = i;
            }
        }
        double a = gridP[at];
        double b = gridQ[at];
        double stepA = (high[0] - low[0]) / (GRID - 1);
        double stepB = (high[1] - low[1]) / (GRID - 1);
        int[][] ways = {{1, 0}, {-1, 0}, {0, 1}, {0, -1}, {1, 1}, {-1, -1}, {1, -1}, {-1, 1}};
        for (double scale = 0.5; scale > 2e-4; ) {
            boolean better = false;
            for (int[] way : ways) {
                double ta = Math.min(high[0], Math.max(low[0], a + way[0] * scale * stepA));
                double tb = Math.min(high[1], Math.max(low[1], b + way[1] * scale * stepB));
                double value = objective.of(ta, tb, size(ta, tb));
                if (value < best) {
                    best = value;
                    a = ta;
                    b = tb;
                    better = true;
                    break;
                }
            }
            if (!better) {
                scale /= 2;
            }
        }
        return new double[] {a, b, best};
    }

    /** Rate at the last exposure. */
    double rate() {
        return v * shape.rate(p, q);
    }

    double at(double ahead) {
        return v * shape.at(ahead, p, q);
    }

    /** The least chi2 with this rate at the last exposure. */
    private double chi2OfRate(double rate) {
        return least((a, b, size) -> {
            double relative = shape.rate(a, b);
            if (relative == 0) {
                return rate == 0 ? size.chi2 : Double.MAX_VALUE;
            }
            double off = rate / relative - size.v;
            return size.chi2 + off * off * size.precision;
        })[2];
    }

    /** The least chi2 with this value so far ahead of the last exposure. */
    private double chi2OfValue(double value, double ahead) {
        return least((a, b, size) -> {
            double h = shape.at(ahead, a, b);
            if (h == 0 || !Double.isFinite(h)) {
                return Double.MAX_VALUE;
            }
            double off = value / h - size.v;
            return size.chi2 + off * off * size.precision;
        })[2];
    }

    /**
     * The 95 % interval of the rate at the last exposure.
     *
     * @param inflation by which chi2 is larger than the stated uncertainties allow; 1 where it is not
     * @param step a rate to begin stepping with
     */
    Interval rateInterval(double inflation, double step) {
        double limit = chi2 + CHI2_95 * inflation;
        double best = rate();
        return new Interval(
                crossing(this::chi2OfRate, limit, best, -step), crossing(this::chi2OfRate, limit, best, step));
    }

    /** The 95 % interval of the value so far ahead of the last exposure. */
    Interval valueInterval(double ahead, double inflation, double step) {
        double limit = chi2 + CHI2_95 * inflation;
        double best = at(ahead);
        return new Interval(
                crossing(x -> chi2OfValue(x, ahead), limit, best, -step),
                crossing(x -> chi2OfValue(x, ahead), limit, best, step));
    }

    /**
     * The 95 % interval of how far ahead of the last exposure a value is reached; infinite where the value may never be.
     *
     * @param best where the best fit reaches it, or infinity
     */
    Interval reachInterval(double value, double best, double inflation, double horizon) {
        double limit = chi2 + CHI2_95 * inflation;
        DoubleUnaryOperator chi = ahead -> chi2OfValue(value, ahead);
        double start = Double.isFinite(best) ? Math.min(best, horizon) : horizon;
        if (chi.applyAsDouble(start) > limit) {
            // Not even at the horizon: if ever, beyond it.
            return new Interval(horizon, Double.POSITIVE_INFINITY);
        }
        double low = crossing(chi, limit, start, -Math.max(1e-3, start / 8));
        double high = chi.applyAsDouble(horizon) <= limit
                ? Double.POSITIVE_INFINITY
                : crossing(chi, limit, start, Math.max(1e-3, start / 8));
        return new Interval(low, high);
    }

    /** Where chi2 rises through the limit, going from the best value by growing steps, then by halving. */
    private static double crossing(DoubleUnaryOperator chi, double limit, double from, double step) {
        double inside = from;
        double outside = from + step;
        for (int i = 0; chi.applyAsDouble(outside) <= limit; i++) {
            if (i == 40) {
                return step > 0 ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
            }
            inside = outside;
            outside += step * Math.pow(1.6, i);
        }
        for (int i = 0; i < 30 && Math.abs(outside - inside) > 1e-5 * Math.abs(step); i++) {
            double middle = (inside + outside) / 2;
            if (chi.applyAsDouble(middle) <= limit) {
                inside = middle;
            } else {
                outside = middle;
            }
        }
        return (inside + outside) / 2;
    }
}
