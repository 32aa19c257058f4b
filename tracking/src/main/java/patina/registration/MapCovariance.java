package patina.registration;

import java.util.Locale;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;

/**
 * The covariance of a map's parameters, from that of the normal equations: what the sandwich misses, the floor of interpolation,
 * what is known of the scale beforehand, and directions that nothing tells.
 */
final class MapCovariance {
    private MapCovariance() {}

    /** Small cells split what is correlated, so the sandwich is a little too small. */
    private static final double CELL_EDGES = 1.2;

    /** Relative standard uncertainty of the scale that a look at a level gives; infinite where no texture tells it. */
    static double scaleUncertainty(Fit fit, Level level, Equations.Solution solution) {
        double variance = widened(solution)[6][6];
        return variance > 0 && !Double.isNaN(fit.quality(level).interior())
                ? Math.sqrt(variance) / fit.radiusUm()
                : Double.POSITIVE_INFINITY;
    }

    /** The sandwich with what it misses: correlation across cells, and few cells. */
    private static double[][] widened(Equations.Solution solution) {
        double few = solution.cells() > 8 ? solution.cells() / (solution.cells() - 7.0) : 8;
        double[][] result = new double[7][7];
        int columns = Math.min(7, solution.covariance().length);
        for (int i = 0; i < columns; i++) {
            for (int j = 0; j < columns; j++) {
                result[i][j] = CELL_EDGES * few * solution.covariance()[i][j];
            }
        }
        return result;
    }

    /** How far a step leads, d^T C^-1 d, by what a look knows the six rigid parameters with; others of the step do not count. */
    static double distance(double[] step, Equations.Solution by) {
        RealMatrix c = new Array2DRowRealMatrix(widened(by)).getSubMatrix(0, 5, 0, 5);
        RealVector d = new ArrayRealVector(step, 0, 6);
        return d.dotProduct(new LUDecomposition(c).getSolver().solve(d));
    }

    /**
     * The covariance of the map's seven parameters.
     *
     * @param scaleUncertainty relative standard uncertainty of the scale
     * @param radius the specimen's, micrometres
     * @param floor standard uncertainty of every parameter at the least, micrometres at the radius
     */
    static double[] of(Equations.Solution last, Model model, double scaleUncertainty, double radius, double floor) {
        double[] result = new double[49];
        double[][] wide = widened(last);
        double scaleUm = scaleUncertainty * radius;
        boolean drawn = last.covariance().length == 6;
        if (drawn) {
            drawnBy(wide, last.follows(), scaleUm);
        }
        if (model == Model.SIMILARITY) {
            scaleKnown(wide, scaleUm);
        }
        for (int i = 0; i < 7; i++) {
            for (int j = 0; j < 7; j++) {
                double c = wide[i][j] + (i == j ? floor * floor : 0);
                if (i == 6 || j == 6) {
                    c = i == j ? scaleUm * scaleUm : drawn || model == Model.SIMILARITY ? c : 0;
                }
                double unit = (i < 3 || i == 6 ? radius : 1) * (j < 3 || j == 6 ? radius : 1);
                result[7 * i + j] = c / unit;
            }
        }
        for (double[] free : last.free()) {
            for (int i = 0; i < 6; i++) {
                for (int j = 0; j < 6; j++) {
                    double unit = (i < 3 ? radius : 1) * (j < 3 ? radius : 1);
                    result[7 * i + j] += free[i] * free[j] * radius * radius / unit;
                }
            }
        }
        return result;
    }

    /** What a scale known within {@code u}, in micrometres at the radius, and not fitted does to the parameters that were. */
    private static void drawnBy(double[][] covariance, double[] follows, double u) {
        for (int i = 0; i < 6; i++) {
            for (int j = 0; j < 6; j++) {
                covariance[i][j] += follows[i] * follows[j] * u * u;
            }
            covariance[i][6] = -follows[i] * u * u;
            covariance[6][i] = covariance[i][6];
        }
    }

    /** Lets a covariance know that the scale is known within {@code u}, in micrometres at the radius (conditioning). */
    private static void scaleKnown(double[][] covariance, double u) {
        double before = covariance[6][6];
        if (!(before > 0 && before < Double.POSITIVE_INFINITY)) {
            return;
        }
        double kept = Math.min(1, u * u / before);
        double[] with = new double[7];
        for (int i = 0; i < 7; i++) {
            with[i] = covariance[i][6];
        }
        for (int i = 0; i < 7; i++) {
            for (int j = 0; j < 7; j++) {
                covariance[i][j] -= (1 - kept) * with[i] * with[j] / before;
            }
        }
    }

    /** Either part may be off by the step: it is larger than it is told, and the map may lie with one part. */
    static void widen(double[] covariance, StepAlongZ step) {
        double[] off = {step.stepUm().x(), step.stepUm().y(), step.stepUm().z()};
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                covariance[7 * (3 + i) + 3 + j] += off[i] * off[j];
            }
        }
    }

    static String notObservable(double[] free) {
        return "The " + named(free)
                + " is not observable: the specimen looks the same from all sides; it was left as it was at the start.";
    }

    static String toldCoarsely(double[] held) {
        return "The " + named(held)
                + " is told by places alone that have changed: the specimen looks the same from all sides otherwise.";
    }

    private static String named(double[] direction) {
        double turn = Math.hypot(Math.hypot(direction[0], direction[1]), direction[2]);
        double shift = Math.hypot(Math.hypot(direction[3], direction[4]), direction[5]);
        int at = turn >= shift ? 0 : 3;
        double length = Math.max(turn, shift);
        return String.format(
                Locale.ROOT,
                "%s (%.2f, %.2f, %.2f)",
                at == 0 ? "rotation about the axis" : "shift along the direction",
                direction[at] / length,
                direction[at + 1] / length,
                direction[at + 2] / length);
    }
}
