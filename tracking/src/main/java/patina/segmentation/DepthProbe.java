package patina.segmentation;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.DecompositionSolver;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;
import org.jspecify.annotations.Nullable;
import patina.blocks.Source;
import patina.blocks.Volume;
import patina.geometry.Extent;
import patina.geometry.Point;
import patina.geometry.Region;

/**
 * Measures a feature's depth to a fraction of a voxel.
 *
 * <p>About the middle of the deepest region, on lines along the surface normal one voxel apart, the bottom is where the
 * damaged solid fraction crosses one half and the top where the original one does; a plane is laid through the top, a
 * quadratic surface through the depths, and its apex is the depth. A blurred concave bottom crosses one half too high by
 * sigma^2 (k1 + k2) / 2, which is added: to first order what blur does to a sphere, dr = -sigma^2 / r.
 * Below a surface that the user gave, the distance of a bottom from it is its depth; the surface's own uncertainty is not in
 * the result. Lengths in voxels.
 */
final class DepthProbe implements Closeable {
    /** Half the edge of the boxes that are read. */
    private static final int BOX = 10;
    /** How far from the rough place a crossing is looked for. */
    private static final double REACH = 5;

    private static final double STEP = 0.25;
    private static final double START = -1.5;
    /** Half the width of the map of lines. */
    private static final int MAP = 3;
    /** Half missing voxels this much less deep than the deepest still are the deepest region. */
    private static final double DEEPEST = 1.25;
    /** Neighbouring lines read the same voxels: their noise counts for so many times fewer lines. */
    private static final double SHARED = 1.6;
    /** Trilinear reading blurs by this variance in the mean. */
    private static final double READING = 1.0 / 6;
    /** Share of the curvature's correction that it may be wrong by. */
    private static final double CORRECTION = 0.35;

    private final Extent extent;
    private final double voxelUm;
    private final double edgeSigma;
    private final Volume envelope;
    private final Volume deficit;
    private final Volume distance;
    private final boolean given;

    /** A depth with its standard uncertainty, and where it is. */
    record Depth(double depth, double u, Point at) {}

    DepthProbe(ReferenceSolid reference, Source deficit) throws IOException {
        this.extent = reference.extent();
        this.voxelUm = reference.voxelSize().meanUm();
        this.edgeSigma = reference.edgeSigma();
        this.given = reference.given() != null;
        this.envelope = reference.envelope().open();
        this.deficit = deficit.open();
        this.distance = reference.distance().open();
    }

    /**
     * The depth about a voxel.
     *
     * @param at position of the deepest voxel at least half missing, x-fastest
     * @param roughVoxels depth of its centre from the distance volume
     * @param most what is deeper is a crack below the feature
     * @param noise of one voxel's fraction
     * @return null where the profiles do not cross one half as they should; the rough depth then stands
     */
    @Nullable
    Depth depth(long at, double roughVoxels, double most, double noise) throws IOException {
        long x = at % extent.x();
        long y = at / extent.x() % extent.y();
        long z = at / extent.x() / extent.y();
        Box around = read(distance, x, y, z);
        Box lacking = read(deficit, x, y, z);
        Box whole = read(envelope, x, y, z);
        Point tip = deepest(around, lacking, x, y, z, roughVoxels);
        Point inward = inward(around, tip);
        if (inward == null) {
            return null;
        }
        double far = around.linear(tip) / voxelUm;
        Point foot = tip.minus(inward.times(far));
        Box above = read(envelope, Math.round(foot.x()), Math.round(foot.y()), Math.round(foot.z()));
        Point side = (Math.abs(inward.x()) < 0.7 ? new Point(1, 0, 0) : new Point(0, 1, 0))
                .cross(inward)
                .unit();
        Point other = inward.cross(side);
        List<double[]> bottoms = new ArrayList<>();
        List<double[]> tops = new ArrayList<>();
        for (int a = -MAP; a <= MAP; a++) {
            for (int b = -MAP; b <= MAP; b++) {
                if (a * a + b * b > MAP * MAP + 1) {
                    continue;
                }
                Point way = side.times(a).plus(other.times(b));
                double bottom = crossing(tip.plus(way), inward, whole, lacking);
                double top = crossing(foot.plus(way), inward, above, null);
                if (!Double.isNaN(top) && !given) {
                    tops.add(new double[] {a, b, top});
                }
                if (!Double.isNaN(bottom)) {
                    bottoms.add(new double[] {a, b, bottom});
                }
            }
        }
        if (given) {
            return belowGiven(bottoms, around, most, noise, new Lines(tip, inward, side, other));
        }
        if (tops.size() < 8 || bottoms.size() < 3) {
            return null;
        }
        Surface plane = Surface.fit(tops, 3);
        double upright = plane == null ? 1 : 1 / Math.sqrt(1 + square(plane.c[1]) + square(plane.c[2]));
        List<double[]> depths = new ArrayList<>();
        for (double[] b : bottoms) {
            // The shortest way to the plane, should the lines not stand upright on it.
            double along = far + b[2] - (plane == null ? median(tops) : plane.at(b[0], b[1]));
            if (along * upright <= most) {
                depths.add(new double[] {b[0], b[1], along * upright});
            }
        }
        if (depths.size() < 3) {
            return null;
        }
        double topU = plane == null ? 0.3 : plane.spread / Math.sqrt(tops.size()) * SHARED;
        return apex(deep(depths), noise, topU, tip, side, other);
    }

    /** The middle of lines into the metal, their direction, and the directions in which they lie beside each other. */
    private record Lines(Point tip, Point inward, Point side, Point other) {
        Point bottom(double[] at) {
            return tip.plus(side.times(at[0])).plus(other.times(at[1])).plus(inward.times(at[2]));
        }
    }

    /** From a surface that is known, each bottom's distance is the depth; the tops need not be looked for. */
    private @Nullable Depth belowGiven(List<double[]> bottoms, Box around, double most, double noise, Lines lines) {
        List<double[]> depths = new ArrayList<>();
        for (double[] b : bottoms) {
            double depth = around.linear(lines.bottom(b)) / voxelUm;
            if (depth <= most) {
                depths.add(new double[] {b[0], b[1], depth});
            }
        }
        return depths.size() < 3 ? null : apex(deep(depths), noise, 0, lines.tip, lines.side, lines.other);
    }

    /** The lines that end in the deepest region. */
    private static List<double[]> deep(List<double[]> depths) {
        List<double[]> sorted = new ArrayList<>(depths);
        sorted.sort(Comparator.comparingDouble((double[] d) -> -d[2]));
        double most = sorted.get(Math.min(2, sorted.size() - 1))[2];
        double least = Math.max(most - 1.5, 0.78 * most);
        return depths.stream().filter(d -> d[2] >= least && d[2] <= most + 1.5).toList();
    }

    private @Nullable Depth apex(List<double[]> lines, double noise, double topU, Point tip, Point side, Point other) {
        if (lines.isEmpty()) {
            return null;
        }
        List<double[]> trusted = lines;
        Surface fit = fit(trusted);
        // A crack that leaves the bottom, or a rough place, lies off the surface of the rest.
        for (int pass = 0; fit != null && pass < 4; pass++) {
            Surface surface = fit;
            double most = Math.max(0.35, 2.5 * medianGap(surface, trusted));
            List<double[]> rest = lines.stream()
                    .filter(l -> Math.abs(l[2] - surface.at(l[0], l[1])) <= most)
                    .toList();
            if (rest.size() == trusted.size() || rest.size() < 7) {
                break;
            }
            trusted = rest;
            fit = fit(trusted);
        }
        // Noise over the slope of the edge where it is steepest.
        double lineU = noise * Math.sqrt(2 * Math.PI) * edgeSigma * 0.7;
        if (fit == null) {
            double mean = lines.stream().mapToDouble(d -> d[2]).average().orElseThrow();
            return new Depth(mean, Math.hypot(0.25, lineU), tip);
        }
        double[] best = fit.apex(trusted);
        double sigma2 = edgeSigma * edgeSigma + READING;
        double correction = Math.max(0, Math.min(0.8, sigma2 * fit.curvatures() / 2));
        double fitU = Math.max(fit.spread, lineU) * fit.leverage(best[0], best[1]) * SHARED;
        double u = Math.sqrt(fitU * fitU + topU * topU + square(CORRECTION * correction) + 0.04 * 0.04);
        Point at = tip.plus(side.times(best[0])).plus(other.times(best[1]));
        return new Depth(fit.at(best[0], best[1]) + correction, u, at);
    }

    private static @Nullable Surface fit(List<double[]> lines) {
        return lines.size() >= 14 ? Surface.fit(lines, 6) : lines.size() >= 7 ? Surface.fit(lines, 4) : null;
    }

    private static double medianGap(Surface surface, List<double[]> lines) {
        double[] gaps = lines.stream()
                .mapToDouble(l -> Math.abs(l[2] - surface.at(l[0], l[1])))
                .sorted()
                .toArray();
        return gaps[gaps.length / 2] * 1.4826;
    }

    private static double square(double v) {
        return v * v;
    }

    private static double median(List<double[]> lines) {
        double[] v = lines.stream().mapToDouble(d -> d[2]).sorted().toArray();
        return v[v.length / 2];
    }

    /** The middle of the half missing voxels about as deep as the deepest. */
    private Point deepest(Box around, Box lacking, long x, long y, long z, double rough) {
        double sx = 0;
        double sy = 0;
        double sz = 0;
        int n = 0;
        int reach = 6;
        for (long k = z - reach; k <= z + reach; k++) {
            for (long j = y - reach; j <= y + reach; j++) {
                for (long i = x - reach; i <= x + reach; i++) {
                    double v = lacking.at(i, j, k);
                    if (v >= 0.5 && around.at(i, j, k) / voxelUm >= rough - DEEPEST) {
                        sx += i;
                        sy += j;
                        sz += k;
                        n++;
                    }
                }
            }
        }
        return n == 0 ? new Point(x, y, z) : new Point(sx / n, sy / n, sz / n);
    }

    /** Direction into the metal: the gradient of the distance; null where it has none. */
    private @Nullable Point inward(Box box, Point tip) {
        long x = Math.round(tip.x());
        long y = Math.round(tip.y());
        long z = Math.round(tip.z());
        double gx = 0;
        double gy = 0;
        double gz = 0;
        for (int a = -1; a <= 1; a++) {
            for (int b = -1; b <= 1; b++) {
                gx += box.at(x + 2, y + a, z + b) - box.at(x - 2, y + a, z + b);
                gy += box.at(x + a, y + 2, z + b) - box.at(x + a, y - 2, z + b);
                gz += box.at(x + a, y + b, z + 2) - box.at(x + a, y + b, z - 2);
            }
        }
        Point g = new Point(gx, gy, gz);
        return g.length() >= 0.2 * 36 * voxelUm ? g.unit() : null;
    }

    /**
     * Where, along {@code inward} from {@code centre}, the solid fraction crosses one half, in voxels; positive is deeper;
     * NaN where it does not. Searched from a little outside the centre: inwards from void, outwards from metal, so that a
     * crack below a bottom is not taken for it.
     */
    private static double crossing(Point centre, Point inward, Box whole, @Nullable Box lacking) {
        double before = fraction(centre.plus(inward.times(START)), whole, lacking);
        double step = before < 0.5 ? STEP : -STEP;
        for (double s = START + step; Math.abs(s) <= REACH; s += step) {
            double value = fraction(centre.plus(inward.times(s)), whole, lacking);
            if (before < 0.5 != value < 0.5) {
                return s - step * (value - 0.5) / (value - before);
            }
            if (Double.isNaN(value)) {
                return Double.NaN;
            }
            before = value;
        }
        return Double.NaN;
    }

    private static double fraction(Point p, Box whole, @Nullable Box lacking) {
        return whole.linear(p) - (lacking == null ? 0 : lacking.linear(p));
    }

    /** A box about a voxel; what lies outside the view or was not seen is NaN. */
    private Box read(Volume volume, long x, long y, long z) throws IOException {
        Region region = new Region(x - BOX, y - BOX, z - BOX, 2 * BOX + 1, 2 * BOX + 1, 2 * BOX + 1);
        Region inside = region.clippedTo(extent);
        float[] all = new float[region.voxels()];
        Arrays.fill(all, Float.NaN);
        if (!inside.isEmpty()) {
            float[] values = new float[inside.voxels()];
            byte[] valid = new byte[inside.voxels()];
            volume.read(inside, values, valid);
            int from = 0;
            for (long k = inside.z(); k < inside.endZ(); k++) {
                for (long j = inside.y(); j < inside.endY(); j++) {
                    int to = (int)
                            (((k - region.z()) * region.ny() + j - region.y()) * region.nx() + inside.x() - region.x());
                    for (int i = 0; i < inside.nx(); i++, from++, to++) {
                        all[to] = valid[from] == 0 ? Float.NaN : values[from];
                    }
                }
            }
        }
        return new Box(region, all);
    }

    private record Box(Region region, float[] values) {
        double at(long x, long y, long z) {
            long i = x - region.x();
            long j = y - region.y();
            long k = z - region.z();
            if (i < 0 || j < 0 || k < 0 || i >= region.nx() || j >= region.ny() || k >= region.nz()) {
                return Double.NaN;
            }
            return values[(int) ((k * region.ny() + j) * region.nx() + i)];
        }

        double linear(Point p) {
            long x = (long) Math.floor(p.x());
            long y = (long) Math.floor(p.y());
            long z = (long) Math.floor(p.z());
            double fx = p.x() - x;
            double fy = p.y() - y;
            double fz = p.z() - z;
            double sum = 0;
            for (int c = 0; c < 8; c++) {
                int i = c & 1;
                int j = c >> 1 & 1;
                int k = c >> 2;
                double w = (i == 0 ? 1 - fx : fx) * (j == 0 ? 1 - fy : fy) * (k == 0 ? 1 - fz : fz);
                if (w > 0) {
                    sum += w * at(x + i, y + j, z + k);
                }
            }
            return sum;
        }
    }

    /**
     * A least-squares surface over (a, b): a plane (3 terms: 1, a, b), with a^2 + b^2 (4), or with a^2, b^2, ab (6).
     *
     * @param spread standard deviation of the residuals
     */
    private record Surface(double[] c, RealMatrix inverse, double spread) {
        static @Nullable Surface fit(List<double[]> points, int terms) {
            double[][] normal = new double[terms][terms];
            double[] right = new double[terms];
            for (double[] p : points) {
                double[] t = terms(p[0], p[1], terms);
                for (int i = 0; i < terms; i++) {
                    right[i] += t[i] * p[2];
                    for (int j = 0; j < terms; j++) {
                        normal[i][j] += t[i] * t[j];
                    }
                }
            }
            DecompositionSolver solver = new LUDecomposition(new Array2DRowRealMatrix(normal, false), 1e-6).getSolver();
            if (!solver.isNonSingular()) {
                return null;
            }
            RealMatrix inverse = solver.getInverse();
            RealVector solution = inverse.operate(new ArrayRealVector(right, false));
            Surface exact = new Surface(solution.toArray(), inverse, 0);
            double squares = 0;
            for (double[] p : points) {
                squares += square(p[2] - exact.at(p[0], p[1]));
            }
            return new Surface(exact.c, inverse, Math.sqrt(squares / Math.max(1, points.size() - terms)));
        }

        private static double[] terms(double a, double b, int terms) {
            return switch (terms) {
                case 3 -> new double[] {1, a, b};
                case 4 -> new double[] {1, a, b, a * a + b * b};
                default -> new double[] {1, a, b, a * a, b * b, a * b};
            };
        }

        double at(double a, double b) {
            double[] t = terms(a, b, c.length);
            double sum = 0;
            for (int i = 0; i < t.length; i++) {
                sum += c[i] * t[i];
            }
            return sum;
        }

        /** Square root of t (X'X)^-1 t: by how much noise of one line spreads to the surface at a place. */
        double leverage(double a, double b) {
            RealVector t = new ArrayRealVector(terms(a, b, c.length), false);
            return Math.sqrt(Math.max(0, t.dotProduct(inverse.operate(t))));
        }

        /** k1 + k2; positive for a hollow bottom. */
        double curvatures() {
            return c.length == 4 ? -4 * c[3] : -2 * (c[3] + c[4]);
        }

        /** The deepest place: the top of the surface when it lies among the lines, else the deepest of them. */
        double[] apex(List<double[]> lines) {
            double saa = c[3];
            double sbb = c.length == 4 ? c[3] : c[4];
            double sab = c.length == 4 ? 0 : c[5];
            double det = 4 * saa * sbb - sab * sab;
            if (saa < 0 && det > 0) {
                double a = (-2 * sbb * c[1] + sab * c[2]) / det;
                double b = (-2 * saa * c[2] + sab * c[1]) / det;
                double nearest = lines.stream()
                        .mapToDouble(l -> Math.hypot(l[0] - a, l[1] - b))
                        .min()
                        .orElse(9);
                if (nearest <= 0.8) {
                    return new double[] {a, b};
                }
            }
            double[] best = lines.get(0);
            for (double[] l : lines) {
                if (at(l[0], l[1]) > at(best[0], best[1])) {
                    best = l;
                }
            }
            return new double[] {best[0], best[1]};
        }
    }

    @Override
    public void close() throws IOException {
        try (envelope;
                deficit;
                distance) {
            // All three are closed.
        }
    }
}
