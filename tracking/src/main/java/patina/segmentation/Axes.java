package patina.segmentation;

import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import patina.fields.Component.Moments;
import patina.geometry.Point;

/**
 * Principal axes of a component.
 *
 * @param longest edge of the uniform box with the same moments along the first axis: sqrt(12 variance), in voxels
 * @param normal direction of the shortest axis, unit length
 */
record Axes(double longest, double middle, double shortest, Point major, Point normal) {
    static Axes of(Moments m) {
        EigenDecomposition eigen = new EigenDecomposition(new Array2DRowRealMatrix(
                new double[][] {{m.xx(), m.xy(), m.xz()}, {m.xy(), m.yy(), m.yz()}, {m.xz(), m.yz(), m.zz()}}, false));
        double[] v = eigen.getRealEigenvalues();
        Integer[] order = {0, 1, 2};
        java.util.Arrays.sort(order, (a, b) -> Double.compare(v[b], v[a]));
        return new Axes(
                edge(v[order[0]]), edge(v[order[1]]), edge(v[order[2]]), axis(eigen, order[0]), axis(eigen, order[2]));
    }

    private static double edge(double variance) {
        return Math.sqrt(12 * Math.max(0, variance) + 1);
    }

    private static Point axis(EigenDecomposition eigen, int i) {
        double[] d = eigen.getEigenvector(i).toArray();
        Point p = new Point(d[0], d[1], d[2]).unit();
        // One of the two directions, always the same.
        boolean flip = p.x() < 0 || (p.x() == 0 && (p.y() < 0 || (p.y() == 0 && p.z() < 0)));
        return flip ? p.times(-1) : p;
    }
}
