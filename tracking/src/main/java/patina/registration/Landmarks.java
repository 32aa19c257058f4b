package patina.registration;

import java.util.List;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.SingularValueDecomposition;
import patina.geometry.Affine;
import patina.geometry.Point;

/**
 * The rigid motion that brings places of one scan nearest to the same places of another, pointed out by hand, in the
 * least-squares sense: Arun, Huang and Blostein, IEEE PAMI 9(5), 1987, with Umeyama's sign (PAMI 13(4), 1991), so that it is
 * never a reflection.
 *
 * @param transform from the frame of {@code from} to that of {@code to}
 * @param residualsUm how far each pair is apart after it
 */
public record Landmarks(Affine transform, List<Double> residualsUm) {
    /** How many pairs there must be at least. */
    public static final int LEAST = 3;

    /** Places on a line leave the turn about it open: their spread across it, as a share of that along it. */
    private static final double LEAST_SPREAD = 0.02;

    public Landmarks {
        residualsUm = List.copyOf(residualsUm);
    }

    /**
     * Fits the motion.
     *
     * @param from places, micrometres; {@code to} the same places in the other frame, in the same order
     * @throws IllegalArgumentException one sentence, when there are fewer than three pairs or they lie on a line
     */
    public static Landmarks fit(List<Point> from, List<Point> to) {
        int n = from.size();
        if (n != to.size() || n < LEAST) {
            throw new IllegalArgumentException("At least " + LEAST + " places were wanted in both scans, but there are "
                    + n + " and " + to.size() + ". Point out the same places in both.");
        }
        Point middle = middle(from);
        Point other = middle(to);
        double[][] products = new double[3][3];
        double[][] spread = new double[3][3];
        for (int i = 0; i < n; i++) {
            double[] a = coordinates(from.get(i).minus(middle));
            double[] b = coordinates(to.get(i).minus(other));
            for (int r = 0; r < 3; r++) {
                for (int c = 0; c < 3; c++) {
                    products[r][c] += a[r] * b[c];
                    spread[r][c] += a[r] * a[c];
                }
            }
        }
        double[] axes = new SingularValueDecomposition(new Array2DRowRealMatrix(spread)).getSingularValues();
        if (!(Math.sqrt(axes[1]) > LEAST_SPREAD * Math.sqrt(axes[0]))) {
            throw new IllegalArgumentException("The places were wanted well apart, but they lie on a line, about which"
                    + " anything could turn. Point out one beside it.");
        }
        SingularValueDecomposition parts = new SingularValueDecomposition(new Array2DRowRealMatrix(products));
        RealMatrix u = parts.getU();
        RealMatrix v = parts.getV();
        RealMatrix sign = new Array2DRowRealMatrix(new double[][] {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}});
        Affine turn = turn(v.multiply(sign).multiply(u.transpose()));
        if (turn.determinant() < 0) {
            sign.setEntry(2, 2, -1);
            turn = turn(v.multiply(sign).multiply(u.transpose()));
        }
        Point shift = other.minus(turn.apply(middle));
        Affine transform = turn.then(Affine.translation(shift.x(), shift.y(), shift.z()));
        List<Double> residuals = new java.util.ArrayList<>();
        for (int i = 0; i < n; i++) {
            residuals.add(transform.apply(from.get(i)).minus(to.get(i)).length());
        }
        return new Landmarks(transform, residuals);
    }

    /** Root mean square of the residuals, micrometres. */
    public double rmsUm() {
        return Math.sqrt(residualsUm.stream().mapToDouble(r -> r * r).average().orElse(0));
    }

    private static Affine turn(RealMatrix m) {
        double[] twelve = new double[12];
        for (int r = 0; r < 3; r++) {
            for (int c = 0; c < 3; c++) {
                twelve[4 * r + c] = m.getEntry(r, c);
            }
        }
        return Affine.of(twelve);
    }

    private static double[] coordinates(Point p) {
        return new double[] {p.x(), p.y(), p.z()};
    }

    private static Point middle(List<Point> points) {
        Point sum = Point.ORIGIN;
        for (Point p : points) {
            sum = sum.plus(p);
        }
        return sum.times(1.0 / points.size());
    }
}
