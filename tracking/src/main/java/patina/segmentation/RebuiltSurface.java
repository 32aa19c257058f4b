package patina.segmentation;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import patina.geometry.Point;
import patina.geometry.Region;

/**
 * The original surface over one place that was damaged already: a quadratic height over the tangent plane, fitted by
 * trimmed least squares to the sound surface around (a plane, a cylinder and any smooth surface over so short a way). All
 * in voxels. How unsure its height over the middle is, tells what each of eight sectors around changes when it is left
 * out (the delete-a-group jackknife, Kott 2001): noise however it is correlated, and a form that is not quadratic.
 *
 * @param centre of what is missing
 * @param inward normal of the tangent plane
 * @param u first axis in it
 * @param v second axis in it
 * @param height inward, of 1, a, b, a2, b2, ab
 * @param heightU standard uncertainty of the height over the centre
 * @param bottom how deep below it what is missing reaches
 * @param footprint cells of the tangent plane over what is missing
 * @param reach how far from the centre these reach
 */
record RebuiltSurface(
        Point centre,
        Point inward,
        Point u,
        Point v,
        double[] height,
        double heightU,
        double bottom,
        HashSet<Long> footprint,
        double reach)
        implements Serializable {
    private static final int LEAST = 60;
    private static final double SAME_FACE = 0.85;
    private static final double TRIM = 0.6;
    /** The fit holds when it meets the sound surface as well as this. */
    private static final double GOOD = 0.3;

    private static final int MARGIN = 3;

    /** The sectors around a place. */
    static final int SECTORS = 8;

    /** What the way in which edges are read is off by at most places, in voxels. */
    private static final double LEAST_U = 0.05;

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
        Point u = aside(n);
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
                    .filter(p -> Math.abs(p[2] - Quadratic.at(h, p[0], p[1])) <= limit)
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
            double gap = p[2] - Quadratic.at(height, p[0], p[1]);
            squares += gap * gap;
        }
        if (Math.sqrt(squares / kept.size()) > GOOD) {
            return null;
        }
        return over(centre, n, kept, height, missing, MARGIN);
    }

    /**
     * The surface with a fitted height.
     *
     * @param points that it was fitted to: along u, v and inward from the centre
     * @param margin how far beside what is missing it counts
     */
    static RebuiltSurface over(
            Point centre, Point n, List<double[]> points, double[] height, Collection<Point> missing, int margin) {
        Point u = aside(n);
        Point v = n.cross(u);
        HashSet<Long> footprint = new HashSet<>();
        double bottom = 0;
        double reach = 0;
        for (Point p : missing) {
            Point d = p.minus(centre);
            long a = Math.round(d.dot(u));
            long b = Math.round(d.dot(v));
            bottom = Math.max(bottom, d.dot(n) - Quadratic.at(height, d.dot(u), d.dot(v)));
            // The far corner of the farthest cell.
            reach = Math.max(reach, Math.hypot(Math.abs(a) + margin + 0.5, Math.abs(b) + margin + 0.5));
            for (int i = -margin; i <= margin; i++) {
                for (int j = -margin; j <= margin; j++) {
                    footprint.add(cell(a + i, b + j));
                }
            }
        }
        return new RebuiltSurface(centre, n, u, v, height, heightU(points, height), bottom, footprint, reach);
    }

    /** Those of them whose footprint, however deep below or high above, a region may hold some of. */
    static List<RebuiltSurface> near(List<RebuiltSurface> places, Region region) {
        Point half = new Point(region.nx() / 2.0, region.ny() / 2.0, region.nz() / 2.0);
        Point middle = new Point(region.x() - 0.5, region.y() - 0.5, region.z() - 0.5).plus(half);
        return places.stream()
                .filter(p -> {
                    Point d = middle.minus(p.centre);
                    return Math.hypot(d.dot(p.u), d.dot(p.v)) <= p.reach + half.length();
                })
                .toList();
    }

    /** A direction across another. */
    static Point aside(Point n) {
        return (Math.abs(n.x()) < 0.7 ? new Point(1, 0, 0) : new Point(0, 1, 0))
                .cross(n)
                .unit();
    }

    /** Which of the sectors around the middle a place lies in. */
    static int sector(double a, double b) {
        int sector = (int) Math.floor((Math.atan2(b, a) + Math.PI) / (2 * Math.PI) * SECTORS);
        return Math.min(SECTORS - 1, sector);
    }

    /** What of a fit's height over the middle is unsure, from what its sectors say apart. */
    private static double heightU(List<double[]> points, double[] height) {
        Quadratic[] parts = new Quadratic[SECTORS];
        for (double[] p : points) {
            int sector = sector(p[0], p[1]);
            parts[sector] = parts[sector] == null ? new Quadratic() : parts[sector];
            parts[sector].add(p[0], p[1], p[2]);
        }
        double squares = 0;
        int groups = 0;
        for (int without = 0; without < SECTORS; without++) {
            Quadratic rest = new Quadratic();
            for (int i = 0; i < SECTORS; i++) {
                if (i != without && parts[i] != null) {
                    rest.add(parts[i]);
                }
            }
            double[] other = parts[without] == null ? null : rest.solve();
            if (other != null) {
                squares += (other[0] - height[0]) * (other[0] - height[0]);
                groups++;
            }
        }
        return Math.hypot(LEAST_U, groups == 0 ? 0 : Math.sqrt(squares * (groups - 1) / groups));
    }

    static double @Nullable [] solve(List<double[]> points) {
        Quadratic sums = new Quadratic();
        for (double[] p : points) {
            sums.add(p[0], p[1], p[2]);
        }
        return sums.solve();
    }

    /** Whether a voxel lies above or below the surface, however far. */
    boolean covers(long x, long y, long z) {
        return !Double.isNaN(depth(x, y, z));
    }

    private static long cell(long a, long b) {
        return (a << 32) | (b & 0xffffffffL);
    }

    /** Depth of a voxel below the surface; NaN where it lies beside the place. */
    double depth(long x, long y, long z) {
        Point d = new Point(x, y, z).minus(centre);
        double a = d.dot(u);
        double b = d.dot(v);
        if (a * a + b * b > reach * reach || !footprint.contains(cell(Math.round(a), Math.round(b)))) {
            return Double.NaN;
        }
        double slopeA = height[1] + 2 * height[3] * a + height[5] * b;
        double slopeB = height[2] + 2 * height[4] * b + height[5] * a;
        return (d.dot(inward) - Quadratic.at(height, a, b)) / Math.sqrt(1 + slopeA * slopeA + slopeB * slopeB);
    }
}
