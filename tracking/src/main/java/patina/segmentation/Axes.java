package patina.segmentation;

import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import patina.fields.Component.Moments;
import patina.geometry.Point;

/**
 * Principal axes of a component.
 *
 * @param longest edge of the uniform box with the same moments along the first axis: sqrt(12 variance), in voxels
 * @param normal direction of the shortest axis, unit length
 */
record Axes(double longest, double middle, double shortest, Point major, Point normal) {
    /** Added to moments along each axis, so that what lies in a plane has an inverse. */
    private static final double TINY = 1e-6;

    static Axes of(Moments m) {
        EigenDecomposition eigen = new EigenDecomposition(matrix(m));
        double[] v = eigen.getRealEigenvalues();
        Integer[] order = {0, 1, 2};
        java.util.Arrays.sort(order, (a, b) -> Double.compare(v[b], v[a]));
        return new Axes(
                edge(v[order[0]]), edge(v[order[1]]), edge(v[order[2]]), axis(eigen, order[0]), axis(eigen, order[2]));
    }

    /**
     * The direction in which something is spread least against something else: the least eigenvalue of a v = l b v.
     *
     * @param a second central moments of the one
     * @param b the same of the other
     */
    static Point leastSpread(Moments a, Moments b) {
        CholeskyDecomposition root = new CholeskyDecomposition(
                matrix(b).add(MatrixUtils.createRealIdentityMatrix(3).scalarMultiply(TINY)));
        RealMatrix inverse = MatrixUtils.inverse(root.getL());
        EigenDecomposition eigen =
                new EigenDecomposition(inverse.multiply(matrix(a)).multiply(inverse.transpose()));
        double[] v = eigen.getRealEigenvalues();
        int least = v[0] < v[1] ? v[0] < v[2] ? 0 : 2 : v[1] < v[2] ? 1 : 2;
        return upright(inverse.transpose().operate(eigen.getEigenvector(least)).toArray());
    }

    private static RealMatrix matrix(Moments m) {
        return new Array2DRowRealMatrix(
                new double[][] {{m.xx(), m.xy(), m.xz()}, {m.xy(), m.yy(), m.yz()}, {m.xz(), m.yz(), m.zz()}}, false);
    }

    private static double edge(double variance) {
        return Math.sqrt(12 * Math.max(0, variance) + 1);
    }

    private static Point axis(EigenDecomposition eigen, int i) {
        return upright(eigen.getEigenvector(i).toArray());
    }

    private static Point upright(double[] d) {
        Point p = new Point(d[0], d[1], d[2]).unit();
        // One of the two directions, always the same.
        boolean flip = p.x() < 0 || (p.x() == 0 && (p.y() < 0 || (p.y() == 0 && p.z() < 0)));
        return flip ? p.times(-1) : p;
    }
}
