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
import patina.fields.Component;
import patina.geometry.Extent;
import patina.geometry.Point;
import patina.geometry.Region;

/**
 * Measures a feature's depth to a fraction of a voxel.
 *
 * <p>About the middle of the deepest region, on lines along the surface normal half a voxel apart, the bottom is where the
 * damaged solid fraction crosses one half and the top where the original one does; a plane is laid through the top, a
 * rounded surface ({@link Cap}) through the depths, and its apex is the depth. A blurred concave bottom crosses one half too
 * high: what is a sphere of radius r was one of R = r + sigma^2 / R, so that with k = 1 / r its mean curvature the bottom
 * lies (sqrt(1 + 4 sigma^2 k^2) - 1) / 2k deeper. What a crack that leaves the bottom opens is no bottom.
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
    /** Half the width of the map of lines, and how far they are apart. */
    private static final double MAP = 3.2;

    private static final double APART = 0.5;
    /** Half missing voxels this much less deep than the deepest still are the deepest region. */
    private static final double DEEPEST = 1.25;
    /** Neighbouring lines read the same voxels: the root of how many lines of a plane share their noise. */
    private static final double SHARED = 1.5 / APART;
    /** Reading between voxels averages noise, by the square root of (2/3)^3 in the mean. */
    private static final double READ = Math.pow(2 / 3.0, 1.5);
    /** What levels that change slowly move an edge by, in voxels. */
    private static final double EDGE = 0.02;
    /** Fewer lines tell no curvature, and fewer of these not two. */
    private static final int LEAST_LINES = 12;

    private static final int MANY_LINES = 40;
    /** The apex lies so near a line, in voxels; where a crack leaves the bottom, it may lie in the crack. */
    private static final double AMONG = 0.8;

    /** Lines that are less deep by so much, in voxels, may still lie in the deepest region: noise made them so. */
    private static final double MARGIN = 0.5;

    /** What carrying a bottom on adds to its uncertainty, in voxels for one voxel of depth: with its square, as forms part. */
    private static final double CARRIED = 0.1;

    /** Half the width of the map about a crack that leaves the bottom, in voxels. */
    private static final double WIDE_MAP = 6;

    /** Where so much is missing of a crack it tells how that lies. */
    private static final double TELLS = 0.2;

    /** And from so much of it on, in voxels. */
    private static final double LEAST_CRACK = 12;

    /** Beside a crack's wall its blur lowers the bottom over so many standard deviations of an edge. */
    private static final double BESIDE = 2;

    /** A crack is so many times longer and deeper than wide, or tells no plane. */
    private static final double FLAT = 2;

    /** What of a crack's length lies along the bottom, for that to tell how it runs there. */
    private static final double UPRIGHT = 0.5;

    /** How far off a surface is that only the distance volume tells, which goes from voxel to voxel, in voxels. */
    private static final double ROUGH = 0.3;

    /** Reading between voxels flattens what is curved, in the mean as a blur of this variance would. */
    private static final double READING = 1.0 / 6;
    /** Share of the curvature's correction that it may be wrong by. */
    private static final double CORRECTION = 0.15;

    private final Extent extent;
    private final double voxelUm;
    private final double edgeSigma;
    private final Volume envelope;
    private final Volume deficit;
    private final Volume distance;
    private final @Nullable Volume owners;
    private final boolean given;

    /**
     * A crack that leaves a feature, as its sheet has it.
     *
     * @param widest how far it is open at the most, in voxels
     */
    record Leaving(int label, Point middle, Point normal, double widest) {}

    /** A depth with its standard uncertainty, and where it is. */
    record Depth(double depth, double u, Point at) {}

    /** @param owners labels of the features' zones, below 0 in the necks of cracks; null when no crack leaves a feature */
    DepthProbe(ReferenceSolid reference, Source deficit, @Nullable Source owners) throws IOException {
        this.extent = reference.extent();
        this.voxelUm = reference.voxelSize().meanUm();
        this.edgeSigma = reference.edgeSigma();
        this.given = reference.given() != null;
        this.envelope = reference.envelope().open();
        this.deficit = deficit.open();
        this.distance = reference.distance().open();
        this.owners = owners == null ? null : owners.open();
    }

    /**
     * The depth about a voxel.
     *
     * @param at position of the deepest voxel at least half missing, x-fastest
     * @param roughVoxels depth of its centre from the distance volume
     * @param label of the feature
     * @param cracks those that leave it: they are none of its bottom, and where they open it is seen on either side of them
     * @param noise of one voxel's fraction in the scan that shows the bottom
     * @return null where the profiles do not cross one half as they should, or none of the bottom is seen beside cracks; the
     *     rough depth then stands
     */
    @Nullable
    Depth depth(long at, double roughVoxels, int label, List<Leaving> cracks, double noise) throws IOException {
        long x = at % extent.x();
        long y = at / extent.x() % extent.y();
        long z = at / extent.x() / extent.y();
        Box around = read(distance, x, y, z);
        Box lacking = read(deficit, x, y, z);
        Box damaged = read(envelope, x, y, z).less(lacking).edges();
        Own own = own(label, cracks, x, y, z);
        Point tip = deepest(around, lacking, own, x, y, z, roughVoxels);
        Point inward = inward(around, tip);
        if (inward == null) {
            return null;
        }
        double far = around.linear(tip) / voxelUm;
        Lines lines = Lines.of(tip, inward);
        Opening opening = own.opening(lacking, inward, edgeSigma);
        double map = opening == null ? MAP : WIDE_MAP;
        double within = cracks.isEmpty() ? AMONG : map;
        double margin = cracks.isEmpty() ? MARGIN : 0;
        List<double[]> bottoms = crossings(lines, damaged, map).stream()
                .filter(bottom -> own.at(lines.bottom(bottom)))
                .filter(bottom -> opening == null || opening.isBeside(lines.bottom(bottom)))
                .toList();
        @Nullable Top top = given ? null : top(lines, far);
        if (!given && top == null) {
            return null;
        }
        // From a surface that is known, each bottom's distance is the depth; the tops need not be looked for.
        List<double[]> depths = bottoms.stream()
                .map(b -> new double[] {
                    b[0],
                    b[1],
                    top == null ? around.linear(lines.bottom(b)) / voxelUm : top.below(b[0], b[1], far + b[2])
                })
                .toList();
        Depth depth = apex(deep(depths, margin), noise, top == null ? 0 : top.u(), within, lines);
        // What a crack leaves of a bottom may not show its deepest place.
        boolean shown = cracks.isEmpty() || opening != null || depth == null || depth.depth >= roughVoxels;
        return shown ? depth : null;
    }

    /**
     * How much deeper below the original surface a place lies than the distance volume says, which far from the surface is
     * rough; with its standard uncertainty.
     *
     * @return 0 and how rough the volume is where the surface is not seen above the place
     */
    double[] beyondDistance(Point place) throws IOException {
        if (given) {
            return new double[] {0, 0};
        }
        Box around = read(distance, Math.round(place.x()), Math.round(place.y()), Math.round(place.z()));
        Point inward = inward(around, place);
        if (inward != null) {
            double far = around.linear(place) / voxelUm;
            Top top = top(Lines.of(place, inward), far);
            if (top != null) {
                return new double[] {top.below(0, 0, far) - far, top.u()};
            }
        }
        return new double[] {0, ROUGH};
    }

    /** Where lines cross one half, as their distances aside and from their middle; those that do not are left out. */
    private static List<double[]> crossings(Lines lines, Box edges, double map) {
        List<double[]> found = new ArrayList<>();
        int most = (int) (map / APART);
        for (int i = -most; i <= most; i++) {
            for (int j = -most; j <= most; j++) {
                double a = i * APART;
                double b = j * APART;
                if (a * a + b * b > map * map) {
                    continue;
                }
                double at = crossing(lines.bottom(new double[] {a, b, 0}), lines.inward, edges);
                if (!Double.isNaN(at)) {
                    found.add(new double[] {a, b, at});
                }
            }
        }
        return found;
    }

    /** The original surface above a place; null where too few lines meet it. */
    private @Nullable Top top(Lines lines, double far) throws IOException {
        Point foot = lines.tip.minus(lines.inward.times(far));
        Box above = read(envelope, Math.round(foot.x()), Math.round(foot.y()), Math.round(foot.z()))
                .edges();
        List<double[]> tops = crossings(new Lines(foot, lines.inward, lines.side, lines.other), above, MAP);
        return tops.size() < LEAST_LINES ? null : new Top(tops, Surface.fit(tops, 3));
    }

    /**
     * The original surface as lines meet it.
     *
     * @param plane through it; null where the lines tell none
     */
    private record Top(List<double[]> lines, @Nullable Surface plane) {
        /** The shortest way to the plane, should the lines not stand upright on it, from so far along a line. */
        double below(double a, double b, double along) {
            return plane == null
                    ? along - median(lines)
                    : (along - plane.at(a, b)) / Math.sqrt(1 + square(plane.c[1]) + square(plane.c[2]));
        }

        double u() {
            return plane == null ? ROUGH : plane.spread / Math.sqrt(lines.size()) * SHARED;
        }
    }

    /** The middle of lines into the metal, their direction, and the directions in which they lie beside each other. */
    private record Lines(Point tip, Point inward, Point side, Point other) {
        static Lines of(Point tip, Point inward) {
            Point side = (Math.abs(inward.x()) < 0.7 ? new Point(1, 0, 0) : new Point(0, 1, 0))
                    .cross(inward)
                    .unit();
            return new Lines(tip, inward, side, inward.cross(side));
        }

        Point bottom(double[] at) {
            return tip.plus(side.times(at[0])).plus(other.times(at[1])).plus(inward.times(at[2]));
        }
    }

    /**
     * The lines that end in the deepest region.
     *
     * @param margin how much less deep they may be
     */
    private static List<double[]> deep(List<double[]> depths, double margin) {
        List<double[]> sorted = new ArrayList<>(depths);
        sorted.sort(Comparator.comparingDouble((double[] d) -> -d[2]));
        if (sorted.isEmpty()) {
            return sorted;
        }
        // A few may run into a crack or a rough place.
        double most = sorted.get(Math.min(8, sorted.size() / 4))[2];
        double least = least(most) - margin;
        return depths.stream().filter(d -> d[2] >= least && d[2] <= most + 1.5).toList();
    }

    /** What of a bottom counts as its deepest region. */
    private static double least(double most) {
        return Math.max(most - 1.5, 0.78 * most);
    }

    private @Nullable Depth apex(List<double[]> all, double noise, double topU, double within, Lines lines) {
        List<double[]> trusted = all;
        Cap fit = Cap.fit(trusted, within);
        // A crack that leaves the bottom, or a rough place, lies off the surface of the rest.
        for (int pass = 0; fit != null && pass < 4; pass++) {
            Cap cap = fit;
            double most = Math.max(0.35, 2.5 * medianGap(cap, trusted));
            double[] apex = cap.straight.apex(trusted, within);
            double least = least(cap.at(apex[0], apex[1]));
            // Where the region ends the surface tells, not a line: of noisy ones those that chance made deep would
            // count.
            List<double[]> rest = all.stream()
                    .filter(l -> cap.at(l[0], l[1]) >= least && Math.abs(l[2] - cap.at(l[0], l[1])) <= most)
                    .toList();
            if (rest.size() == trusted.size() || rest.size() < LEAST_LINES) {
                break;
            }
            trusted = rest;
            fit = Cap.fit(trusted, within);
        }
        if (fit == null) {
            return null;
        }
        // Noise over the slope of the edge where it is steepest.
        double lineU = noise * READ * Math.sqrt(2 * Math.PI) * edgeSigma;
        double[] best = fit.straight.apex(trusted, within);
        double k = Math.max(0, fit.straight.curvatures() / 2);
        double sigma2 = edgeSigma * edgeSigma + READING;
        double correction = Math.min(0.8, k * sigma2 * 2 / (1 + Math.sqrt(1 + 4 * sigma2 * k * k)));
        double fitU = Math.max(fit.straight.spread, lineU) * fit.straight.leverage(trusted, best[0], best[1], sigma2);
        // Where the deepest place lies in a crack, the form of the bottom beside it is carried on to there.
        double depth = fit.at(best[0], best[1]);
        double read = trusted.stream().mapToDouble(l -> l[2]).max().orElse(depth);
        double carriedU = CARRIED * square(Math.max(0, depth - read));
        double u = Math.sqrt(
                fitU * fitU + topU * topU + square(CORRECTION * correction) + EDGE * EDGE + carriedU * carriedU);
        Point at = lines.bottom(new double[] {best[0], best[1], 0});
        return new Depth(depth + correction, u, at);
    }

    /**
     * A rounded bottom over (a, b). A sphere of curvature k falls from its top by t where a^2 + b^2 = 2 t / k - t^2, so
     * that t - k t^2 / 2 is a quadratic form: with the depths straightened so, a quadratic surface follows spheres exactly and
     * others to a term higher than it would the depths themselves.
     *
     * @param top depth from which it falls
     * @param curvature k, mean of both directions; 0 where it is flat
     */
    private record Cap(Surface straight, double top, double curvature) {
        static @Nullable Cap fit(List<double[]> lines, double within) {
            Surface surface = surface(lines);
            Cap cap = surface == null ? null : new Cap(surface, 0, 0);
            for (int pass = 0; cap != null && pass < 4; pass++) {
                double[] apex = cap.straight.apex(lines, within);
                double k = Math.max(0, cap.straight.curvatures() / 2);
                double top = cap.at(apex[0], apex[1]);
                Surface next = surface(lines.stream()
                        .map(l -> new double[] {l[0], l[1], l[2] + bend(Math.max(0, top - l[2]), k)})
                        .toList());
                cap = next == null ? null : new Cap(next, top, k);
            }
            return cap;
        }

        private static @Nullable Surface surface(List<double[]> lines) {
            return lines.size() < LEAST_LINES ? null : Surface.fit(lines, lines.size() >= MANY_LINES ? 6 : 4);
        }

        /** By how much more a sphere falls than a paraboloid where it has fallen by t; beyond its equator it stays so. */
        private static double bend(double t, double k) {
            double within = k * t > 1 ? 1 / k : t;
            return k * within * within / 2;
        }

        double at(double a, double b) {
            double fall = top - straight.at(a, b);
            return fall <= 0 || curvature == 0
                    ? top - fall
                    : top - (1 - Math.sqrt(Math.max(0, 1 - 2 * curvature * fall))) / curvature;
        }
    }

    private static double medianGap(Cap cap, List<double[]> lines) {
        double[] gaps = lines.stream()
                .mapToDouble(l -> Math.abs(l[2] - cap.at(l[0], l[1])))
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
    private Point deepest(Box around, Box lacking, Own own, long x, long y, long z, double rough) {
        double sx = 0;
        double sy = 0;
        double sz = 0;
        int n = 0;
        int reach = 6;
        for (long k = z - reach; k <= z + reach; k++) {
            for (long j = y - reach; j <= y + reach; j++) {
                for (long i = x - reach; i <= x + reach; i++) {
                    double v = lacking.at(i, j, k);
                    if (v >= 0.5 && around.at(i, j, k) / voxelUm >= rough - DEEPEST && own.at(i, j, k)) {
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
    private static double crossing(Point centre, Point inward, Box edges) {
        double before = edges.linear(centre.plus(inward.times(START)));
        double step = before < 0 ? STEP : -STEP;
        for (double s = START + step; Math.abs(s) <= REACH; s += step) {
            double value = edges.linear(centre.plus(inward.times(s)));
            if (before < 0 != value < 0) {
                return s - step * value / (value - before);
            }
            if (Double.isNaN(value)) {
                return Double.NaN;
            }
            before = value;
        }
        return Double.NaN;
    }

    /** A box about a voxel; what lies outside the view or was not seen is NaN. */
    private Box read(Volume volume, long x, long y, long z) throws IOException {
        Region region = around(x, y, z);
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

    /** What of the surroundings of a voxel belongs to a feature that cracks leave, and what to them. */
    private Own own(int label, List<Leaving> cracks, long x, long y, long z) throws IOException {
        Region region = around(x, y, z).clippedTo(extent);
        if (owners == null || cracks.isEmpty()) {
            return new Own(region, new int[0], 0, List.of());
        }
        int[] labels = new int[region.voxels()];
        owners.read(region, labels);
        return new Own(region, labels, label, cracks);
    }

    /** @param label 0 where all is the feature's */
    private record Own(Region region, int[] labels, int label, List<Leaving> cracks) {
        boolean at(Point p) {
            return at(Math.round(p.x()), Math.round(p.y()), Math.round(p.z()));
        }

        boolean at(long x, long y, long z) {
            if (label == 0) {
                return true;
            }
            long i = x - region.x();
            long j = y - region.y();
            long k = z - region.z();
            return i >= 0
                    && j >= 0
                    && k >= 0
                    && i < region.nx()
                    && j < region.ny()
                    && k < region.nz()
                    && labels[(int) ((k * region.ny() + j) * region.nx() + i)] == label;
        }

        /**
         * Where a crack opens the bottom, as a slab about its plane here, or, where too little of it is here to tell one, about
         * that of all of it; null without a crack. What else lies about a crack makes it seem wider than its sheet is.
         */
        @Nullable
        Opening opening(Box lacking, Point inward, double edgeSigma) {
            Leaving widest = cracks.stream()
                    .max(Comparator.comparingDouble(Leaving::widest))
                    .orElse(null);
            if (widest == null) {
                return null;
            }
            Opening here = here(lacking, inward, widest.widest, edgeSigma);
            if (here != null || widest.normal.cross(inward).length() < UPRIGHT) {
                return here;
            }
            return new Opening(widest.middle, widest.normal, widest.widest / 2 + BESIDE * edgeSigma);
        }

        /** What the cracks lack about here; one that has hardly begun tells no plane, but how it lies along the bottom. */
        private @Nullable Opening here(Box lacking, Point inward, double widest, double edgeSigma) {
            WeightedMoments sums = new WeightedMoments();
            int at = 0;
            for (long z = region.z(); z < region.endZ(); z++) {
                for (long y = region.y(); y < region.endY(); y++) {
                    for (long x = region.x(); x < region.endX(); x++, at++) {
                        double lacks = lacking.at(x, y, z);
                        if (lacks >= TELLS && isCrack(Math.abs(labels[at]))) {
                            sums.add(lacks, x - region.x(), y - region.y(), z - region.z());
                        }
                    }
                }
            }
            if (sums.weight() < LEAST_CRACK) {
                return null;
            }
            Component.Moments moments = sums.central();
            Axes axes = Axes.of(moments);
            boolean isPlane = axes.middle() >= FLAT * axes.shortest();
            Point across = isPlane ? axes.normal() : axes.major().cross(inward);
            if (axes.longest() < FLAT * axes.shortest() || across.length() < UPRIGHT) {
                return null;
            }
            Point normal = across.unit();
            double spread = Math.sqrt(12 * Math.max(0, along(moments, normal) - edgeSigma * edgeSigma));
            Point middle = sums.middle().plus(new Point(region.x(), region.y(), region.z()));
            return new Opening(middle, normal, Math.min(spread, widest) / 2 + BESIDE * edgeSigma);
        }

        private boolean isCrack(int owner) {
            return cracks.stream().anyMatch(crack -> crack.label == owner);
        }

        private static double along(Component.Moments m, Point n) {
            return m.xx() * n.x() * n.x()
                    + m.yy() * n.y() * n.y()
                    + m.zz() * n.z() * n.z()
                    + 2 * (m.xy() * n.x() * n.y() + m.xz() * n.x() * n.z() + m.yz() * n.y() * n.z());
        }
    }

    /** A crack's plane and how far beside it the bottom is lowered by it, in voxels. */
    private record Opening(Point middle, Point normal, double reach) {
        boolean isBeside(Point place) {
            return Math.abs(place.minus(middle).dot(normal)) >= reach;
        }
    }

    private static Region around(long x, long y, long z) {
        return new Region(x - BOX, y - BOX, z - BOX, 2 * BOX + 1, 2 * BOX + 1, 2 * BOX + 1);
    }

    private record Box(Region region, float[] values) {
        Box less(Box other) {
            float[] rest = new float[values.length];
            for (int i = 0; i < rest.length; i++) {
                rest[i] = values[i] - other.values[i];
            }
            return new Box(region, rest);
        }

        /**
         * Solid fractions as places in a blurred edge, in standard deviations of the blur from its middle. Across a flat edge
         * these are as far apart as the voxels, so that where it is read to lie does not depend on where the voxels do.
         */
        Box edges() {
            float[] places = new float[values.length];
            for (int i = 0; i < places.length; i++) {
                places[i] = (float) RefinedDistance.quantile(values[i]);
            }
            return new Box(region, places);
        }

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

        /**
         * By how much noise of one line spreads to the surface at a place, less sigma2 times half its second derivatives,
         * which is what blur raised it by: the root of w' C w with the weights w = X (X'X)^-1 t. C is how alike the noise of
         * lines is that read between the same voxels: along each axis the correlation of a triangle with itself, which is a
         * cubic B-spline.
         */
        double leverage(List<double[]> lines, double a, double b, double sigma2) {
            double[] terms = terms(a, b, c.length);
            if (c.length == 4) {
                terms[3] -= 2 * sigma2;
            } else if (c.length == 6) {
                terms[3] -= sigma2;
                terms[4] -= sigma2;
            }
            RealVector spread = inverse.operate(new ArrayRealVector(terms, false));
            double[] weights = lines.stream()
                    .mapToDouble(l -> spread.dotProduct(new ArrayRealVector(terms(l[0], l[1], c.length), false)))
                    .toArray();
            double sum = 0;
            for (int i = 0; i < weights.length; i++) {
                for (int j = 0; j < weights.length; j++) {
                    double[] one = lines.get(i);
                    double[] other = lines.get(j);
                    sum += weights[i] * weights[j] * alike(one[0] - other[0]) * alike(one[1] - other[1]);
                }
            }
            return Math.sqrt(Math.max(0, sum));
        }

        private static double alike(double apart) {
            double d = Math.abs(apart);
            return d < 1 ? 1 - 1.5 * d * d + 0.75 * d * d * d : d < 2 ? square(2 - d) * (2 - d) / 4 : 0;
        }

        /** k1 + k2; positive for a hollow bottom. */
        double curvatures() {
            return c.length == 4 ? -4 * c[3] : -2 * (c[3] + c[4]);
        }

        /** The deepest place: the top of the surface when it lies {@code within} so much of a line, else the deepest line. */
        double[] apex(List<double[]> lines, double within) {
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
                if (nearest <= within) {
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
            if (owners != null) {
                owners.close();
            }
        }
    }
}
