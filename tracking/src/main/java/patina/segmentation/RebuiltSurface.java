package patina.segmentation;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.DecompositionSolver;
import org.apache.commons.math3.linear.LUDecomposition;
import org.jspecify.annotations.Nullable;
import patina.geometry.Point;

/**
 * The original surface over one place that was damaged already: a quadratic height over the tangent plane, fitted by
 * trimmed least squares to the sound surface around (a plane, a cylinder and any smooth surface over so short a way). All
 * in voxels.
 *
 * @param centre of what is missing
 * @param inward normal of the tangent plane
 * @param u first axis in it
 * @param v second axis in it
 * @param height inward, of 1, a, b, a2, b2, ab
 * @param footprint cells of the tangent plane over what is missing
 */
record RebuiltSurface(Point centre, Point inward, Point u, Point v, double[] height, HashSet<Long> footprint)
        implements Serializable {
    private static final int LEAST = 60;
    private static final double SAME_FACE = 0.85;
    private static final double TRIM = 0.6;
    /** The fit holds when it meets the sound surface as well as this. */
    private static final double GOOD = 0.3;

    private static final int MARGIN = 3;

    static @Nullable RebuiltSurface fit(Collection<SurfacePoints.OnSurface> surface, Collection<Point> missing) {
        if (surface.size() < LEAST || missing.isEmpty()) {
            return null;
        }
        Point centre = Point.ORIGIN;
        for (Point p : missing) {
            centre = centre.plus(p);
        }
        centre = centre.times(1.0 / missing.size());
        Point inward = Point.ORIGIN;
        for (SurfacePoints.OnSurface s : surface) {
            inward = inward.plus(s.inward());
        }
        if (inward.length() < 0.5 * surface.size()) {
            return null;
        }
        Point n = inward.unit();
        Point u = (Math.abs(n.x()) < 0.7 ? new Point(1, 0, 0) : new Point(0, 1, 0))
                .cross(n)
                .unit();
        Point v = n.cross(u);
        List<double[]> points = new ArrayList<>();
        int[] quadrants = new int[4];
        for (SurfacePoints.OnSurface s : surface) {
            if (s.inward().dot(n) >= SAME_FACE) {
                Point d = s.at().minus(centre);
                double[] p = {d.dot(u), d.dot(v), d.dot(n)};
                points.add(p);
                quadrants[(p[0] > 0 ? 1 : 0) + (p[1] > 0 ? 2 : 0)]++;
            }
        }
        int sides = 0;
        for (int q : quadrants) {
            sides += q >= LEAST / 8 ? 1 : 0;
        }
        if (sides < 3) {
            return null;
        }
        double[] height = solve(points);
        List<double[]> kept = points;
        for (int pass = 0; pass < 4 && height != null; pass++) {
            double[] h = height;
            double limit = pass == 0 ? 3 * TRIM : TRIM;
            kept = points.stream()
                    .filter(p -> Math.abs(p[2] - at(h, p[0], p[1])) <= limit)
                    .toList();
            if (kept.size() < LEAST || kept.size() < points.size() / 2) {
                return null;
            }
            height = solve(kept);
        }
        if (height == null) {
            return null;
        }
        double squares = 0;
        for (double[] p : kept) {
            double gap = p[2] - at(height, p[0], p[1]);
            squares += gap * gap;
        }
        if (Math.sqrt(squares / kept.size()) > GOOD) {
            return null;
        }
        HashSet<Long> footprint = new HashSet<>();
        for (Point p : missing) {
            Point d = p.minus(centre);
            long a = Math.round(d.dot(u));
            long b = Math.round(d.dot(v));
            for (int i = -MARGIN; i <= MARGIN; i++) {
                for (int j = -MARGIN; j <= MARGIN; j++) {
                    footprint.add(cell(a + i, b + j));
                }
            }
        }
        return new RebuiltSurface(centre, n, u, v, height, footprint);
    }

    private static long cell(long a, long b) {
        return (a << 32) | (b & 0xffffffffL);
    }

    /** Depth of a voxel below the surface; NaN where it lies beside the place. */
    double depth(long x, long y, long z) {
        Point d = new Point(x, y, z).minus(centre);
        double a = d.dot(u);
        double b = d.dot(v);
        if (!footprint.contains(cell(Math.round(a), Math.round(b)))) {
            return Double.NaN;
        }
        double slopeA = height[1] + 2 * height[3] * a + height[5] * b;
        double slopeB = height[2] + 2 * height[4] * b + height[5] * a;
        return (d.dot(inward) - at(height, a, b)) / Math.sqrt(1 + slopeA * slopeA + slopeB * slopeB);
    }

    private static double at(double[] h, double a, double b) {
        return h[0] + h[1] * a + h[2] * b + h[3] * a * a + h[4] * b * b + h[5] * a * b;
    }

    private static double @Nullable [] solve(List<double[]> points) {
        double[][] normal = new double[6][6];
        double[] right = new double[6];
        for (double[] p : points) {
            double[] t = {1, p[0], p[1], p[0] * p[0], p[1] * p[1], p[0] * p[1]};
            for (int i = 0; i < 6; i++) {
                right[i] += t[i] * p[2];
                for (int j = 0; j < 6; j++) {
                    normal[i][j] += t[i] * t[j];
                }
            }
        }
        DecompositionSolver solver = new LUDecomposition(new Array2DRowRealMatrix(normal, false), 1e-9).getSolver();
        return solver.isNonSingular()
                ? solver.solve(new ArrayRealVector(right, false)).toArray()
                : null;
    }
}
