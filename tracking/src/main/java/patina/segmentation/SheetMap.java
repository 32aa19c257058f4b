package patina.segmentation;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.commons.math3.distribution.BetaDistribution;
import org.jspecify.annotations.Nullable;
import patina.blocks.Block;
import patina.blocks.Input;
import patina.blocks.Kernel;
import patina.blocks.Patch;
import patina.blocks.Source;
import patina.fields.Component;
import patina.geometry.Point;
import patina.geometry.Region;

/**
 * The opening, area and surface trace of cracks, however they bend and branch, from the grey deficit across the sheet, so
 * that openings well below a voxel are measured without a threshold.
 *
 * <p>About each voxel of a sheet's zone the sheet's middle and normal follow from the deficit's first and second moments; the
 * deficit summed across it, over the area of metal that was there (so that the specimen's surface cuts nothing off), is
 * the opening. A voxel that lacks d where the sheet is open by o stands for an area of d / o: summed over the zone that is
 * the sheet's area, and over a layer below the surface the length of its trace, with all branches. Towards its front
 * blur hides how far a crack goes: there its area follows from what is missing in all, which blur does not change, and
 * from the core, where it is widest open, see {@link Opened}. In the neck between a
 * crack and what it leaves, both lie over each other: there the sheet goes on straight, with the plane and the opening
 * it has at its nearest place outside, up to where the host's wall would be without it, as it is on either side.
 *
 * @param owners zone labels; minus a crack's label in its neck
 * @param envelope solid fraction of the undamaged specimen
 * @param least an opening, in voxels, below which there is no crack
 * @param sheets the labels that are sheets
 * @param hosts by label of a crack that leaves something, the radius of the half ball as large as that, in voxels
 */
record SheetMap(
        Source owners,
        Source deficit,
        Source envelope,
        Source distance,
        double voxelUm,
        double least,
        TreeSet<Integer> sheets,
        Map<Integer, Double> hosts)
        implements Kernel<SheetMap.Sums> {
    private static final double WEIGHT_SIGMA = 2;
    private static final int RADIUS = 5;
    /** Deficit this far on either side of the sheet's middle belongs to it, in voxels. */
    private static final double ACROSS = 2.5;
    /** How far aside an opening is averaged over, and its standard deviation, in voxels. */
    private static final double ASIDE = 2.5;

    private static final double ASIDE_SIGMA = 1;
    /** Less deficit, per voxel, tells no sheet. */
    private static final double LEAST_WEIGHT = 0.004;
    /** The layer of the trace, in voxels below the surface: less deep, blur thins what was there. */
    private static final double LAYER_TOP = 1;

    private static final double LAYER_BOTTOM = 3;

    /** So far beside a sheet its host's wall is looked at, in voxels. */
    private static final double ASIDE_WALL = 3;

    /** How far from a neck the sheet is clear of its host, in voxels. */
    private static final int OUTSIDE = 6;

    /** How far a neck's sheet is looked for beyond its nearest place outside, in voxels. */
    private static final int INWARDS = 3;

    private static final int BINS_PER_VOXEL = 4;
    private static final int OPENING_BINS_PER_VOXEL = 32;
    /** The front is so wide, in voxels: beyond it blur and averaging no longer change an opening by much. */
    private static final double FRONT = 3.4;

    /** But leaves at least this share of the sheet. */
    private static final double LEAST_CORE = 0.3;

    private static final double[] WEIGHTS = weights();
    private static final int[][] NEAR = Zones.near(OUTSIDE, OUTSIDE * OUTSIDE);

    /**
     * By label: area by depth in steps of 1/4 voxel; area, volume and their shares in the layer of the trace by opening in
     * steps of 1/32 voxel, -1 where there is none; the largest opening; and what of the necks is the crack's (volume, and
     * volume times x, y, z).
     */
    static final class Sums implements Serializable {
        final TreeMap<Integer, TreeMap<Integer, Long>> area = new TreeMap<>();
        final TreeMap<Integer, TreeMap<Integer, long[]>> open = new TreeMap<>();
        final TreeMap<Integer, Long> most = new TreeMap<>();
        final TreeMap<Integer, long[]> neck = new TreeMap<>();

        private Sums merge(Sums later) {
            later.area.forEach((label, bins) -> bins.forEach((bin, steps) -> add(label, bin, steps)));
            later.open.forEach((label, bins) -> bins.forEach((bin, sums) -> addOpen(label, bin, sums)));
            later.most.forEach((label, steps) -> most.merge(label, steps, Math::max));
            later.neck.forEach(this::addNeck);
            return this;
        }

        private void addOpen(int label, int bin, long[] steps) {
            plus(open.computeIfAbsent(label, l -> new TreeMap<>()).computeIfAbsent(bin, b -> new long[4]), steps);
        }

        private void addNeck(int label, long[] steps) {
            plus(neck.computeIfAbsent(label, l -> new long[4]), steps);
        }

        private static void plus(long[] sum, long[] steps) {
            for (int i = 0; i < sum.length; i++) {
                sum[i] = Math.addExact(sum[i], steps[i]);
            }
        }

        private void add(int label, int bin, long steps) {
            area.computeIfAbsent(label, l -> new TreeMap<>()).merge(bin, steps, Long::sum);
        }
    }

    @Override
    public List<Input> inputs() {
        int reach = hosts.isEmpty() ? RADIUS : RADIUS + OUTSIDE + INWARDS;
        return List.of(
                new Input.Labels(owners, reach),
                new Input.Window(deficit, reach),
                new Input.Window(envelope, reach),
                new Input.Window(distance, 0));
    }

    @Override
    public Sums merge(Sums earlier, Sums later) {
        return earlier.merge(later);
    }

    @Override
    public Sums apply(Block block) {
        Sums sums = new Sums();
        Patch owner = block.patch(0);
        Region core = block.region();
        if (!anySheet(owner, core)) {
            return sums;
        }
        Patch lacking = block.patch(1);
        Patch depth = block.patch(3);
        Nearby nearby = new Nearby(owner.region());
        int at = 0;
        for (long z = core.z(); z < core.endZ(); z++) {
            for (long y = core.y(); y < core.endY(); y++) {
                int wide = owner.index(core.x(), y, z);
                for (int i = 0; i < core.nx(); i++, at++) {
                    int label = Math.abs(owner.labels()[wide + i]);
                    if (label == 0 || !sheets.contains(label) || lacking.valid()[wide + i] == 0) {
                        continue;
                    }
                    double deep = depth.values()[at] / voxelUm;
                    if (owner.labels()[wide + i] > 0) {
                        voxel(block, wide + i, label, deep, sums);
                    } else {
                        neck(block, nearby, new long[] {core.x() + i, y, z}, wide + i, label, deep, sums);
                    }
                }
            }
        }
        return sums;
    }

    private void voxel(Block block, int at, int label, double deep, Sums sums) {
        Point[] sheet = middleAndNormal(block, at, label);
        double open = sheet == null ? 0 : opening(block, at, label, sheet);
        double lacks = block.patch(1).values()[at];
        boolean is = open >= least;
        if (is) {
            sums.most.merge(label, Math.round(open / ZoneSums.STEP), Math::max);
        }
        add(is ? lacks / open : 0, lacks, is ? open : -1, label, deep, sums);
    }

    /** A voxel of a neck stands for the more area the nearer it lies to the plane of the sheet outside. */
    private void neck(Block block, Nearby nearby, long[] place, int at, int label, double deep, Sums sums) {
        int nearest = nearby.of(block.patch(0).labels(), at, label);
        if (nearest < 0) {
            return;
        }
        // At its border only half of a sheet tells how it lies: more does further in, towards the middle of that half.
        Region region = block.patch(0).region();
        int[] from = NEAR[nearest].clone();
        int there = at + nearby.steps[nearest];
        Point[] sheet = middleAndNormal(block, there, label);
        for (int step = 0; step < INWARDS && sheet != null; step++) {
            int x = towards(sheet[0].x());
            int y = towards(sheet[0].y());
            int z = towards(sheet[0].z());
            from[0] += x;
            from[1] += y;
            from[2] += z;
            there += x + y * region.nx() + z * region.nx() * region.ny();
            sheet = middleAndNormal(block, there, label);
        }
        Double radius = hosts.get(label);
        if (sheet == null || radius == null) {
            return;
        }
        double open = opening(block, there, label, sheet);
        if (!(open >= least)) {
            return;
        }
        double off = (from[0] + sheet[0].x()) * sheet[1].x()
                + (from[1] + sheet[0].y()) * sheet[1].y()
                + (from[2] + sheet[0].z()) * sheet[1].z();
        double share = Math.max(0, 1 - Math.abs(off)) * block.patch(2).values()[at];
        if (share == 0) {
            return;
        }
        share *= beyondWall(block, at, new Point(from[0], from[1], from[2]), off, sheet[1], radius);
        add(share, share * open, open, label, deep, sums);
        long volume = Math.round(share * open / ZoneSums.STEP);
        sums.addNeck(label, new long[] {volume, volume * place[0], volume * place[1], volume * place[2]});
    }

    /**
     * How much of a place in the sheet's plane lies beyond the host's wall: as much as is metal on either side of the sheet,
     * further in by what a wall of the host's radius is curved on that way.
     *
     * @param out from the place towards the crack
     * @param off from the place to the sheet's plane, along its normal
     */
    private static double beyondWall(Block block, int at, Point out, double off, Point normal, double radius) {
        double along = out.dot(normal);
        Point within = out.minus(normal.times(along));
        double curved = within.length() > 0 ? ASIDE_WALL * ASIDE_WALL / (2 * radius) / within.length() : 0;
        Point middle = normal.times(off).minus(within.times(curved));
        double lacks = lacking(block, at, middle.plus(normal.times(ASIDE_WALL)))
                + lacking(block, at, middle.minus(normal.times(ASIDE_WALL)));
        return Math.max(0, 1 - lacks / 2);
    }

    /** What is missing at a place relative to a voxel, from the voxels about it; what was not seen counts as there. */
    private static double lacking(Block block, int at, Point place) {
        Patch lacking = block.patch(1);
        int nx = lacking.region().nx();
        int plane = nx * lacking.region().ny();
        int x = (int) Math.floor(place.x());
        int y = (int) Math.floor(place.y());
        int z = (int) Math.floor(place.z());
        double sum = 0;
        for (int corner = 0; corner < 8; corner++) {
            int i = x + (corner & 1);
            int j = y + (corner >> 1 & 1);
            int k = z + (corner >> 2);
            int p = at + i + j * nx + k * plane;
            double weight =
                    (1 - Math.abs(place.x() - i)) * (1 - Math.abs(place.y() - j)) * (1 - Math.abs(place.z() - k));
            sum += lacking.valid()[p] == 0 ? 0 : weight * lacking.values()[p];
        }
        return sum;
    }

    private static int towards(double middle) {
        return (int) Math.max(-1, Math.min(1, Math.round(middle)));
    }

    private static void add(double area, double volume, double open, int label, double deep, Sums sums) {
        long areaSteps = Math.round(area / ZoneSums.STEP);
        long volumeSteps = Math.round(volume / ZoneSums.STEP);
        double share = Math.max(0, Math.min(1, Math.min(deep - LAYER_TOP + 0.5, LAYER_BOTTOM + 0.5 - deep)));
        sums.addOpen(label, open < 0 ? -1 : (int) (open * OPENING_BINS_PER_VOXEL), new long[] {
            areaSteps, volumeSteps, Math.round(share * areaSteps), Math.round(share * volumeSteps)
        });
        if (open >= 0) {
            // A voxel's share lies as deep as the voxel is thick.
            int from = (int) Math.round((deep - 0.5) * BINS_PER_VOXEL);
            for (int bin = 0; bin < BINS_PER_VOXEL; bin++) {
                sums.add(label, from + bin, areaSteps / BINS_PER_VOXEL);
            }
        }
    }

    /** Offsets to a voxel's neighbourhood in a patch, nearest first. */
    private static final class Nearby {
        final int[] steps = new int[NEAR.length];

        Nearby(Region region) {
            for (int i = 0; i < steps.length; i++) {
                steps[i] = NEAR[i][0] + NEAR[i][1] * region.nx() + NEAR[i][2] * region.nx() * region.ny();
            }
        }

        /** Which of the offsets leads to the nearest voxel of a label; -1 where none does. */
        int of(int[] labels, int at, int label) {
            for (int i = 0; i < steps.length; i++) {
                if (labels[at + steps[i]] == label) {
                    return i;
                }
            }
            return -1;
        }
    }

    private boolean anySheet(Patch owner, Region core) {
        for (long z = core.z(); z < core.endZ(); z++) {
            for (long y = core.y(); y < core.endY(); y++) {
                int wide = owner.index(core.x(), y, z);
                for (int i = 0; i < core.nx(); i++) {
                    int label = Math.abs(owner.labels()[wide + i]);
                    if (label != 0 && sheets.contains(label)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    /** The opening of the sheet beside a voxel: the deficit across it, per area of metal that was there. */
    private double opening(Block block, int at, int label, Point[] middleAndNormal) {
        int[] owner = block.patch(0).labels();
        Patch lacking = block.patch(1);
        float[] metal = block.patch(2).values();
        int nx = block.patch(0).region().nx();
        int plane = nx * block.patch(0).region().ny();
        Point middle = middleAndNormal[0];
        Point normal = middleAndNormal[1];
        double sum = 0;
        double weights = 0;
        for (int c = -RADIUS; c <= RADIUS; c++) {
            for (int b = -RADIUS; b <= RADIUS; b++) {
                int row = at + b * nx + c * plane;
                for (int a = -RADIUS; a <= RADIUS; a++) {
                    int p = row + a;
                    double across = (a - middle.x()) * normal.x()
                            + (b - middle.y()) * normal.y()
                            + (c - middle.z()) * normal.z();
                    double along = a * normal.x() + b * normal.y() + c * normal.z();
                    double aside2 = a * a + b * b + c * c - along * along;
                    if (Math.abs(across) > ACROSS
                            || aside2 > ASIDE * ASIDE
                            || (owner[p] != 0 && owner[p] != label)
                            || lacking.valid()[p] == 0) {
                        continue;
                    }
                    double weight = Math.exp(-0.5 * aside2 / (ASIDE_SIGMA * ASIDE_SIGMA));
                    weights += weight * metal[p];
                    sum += owner[p] == label ? weight * lacking.values()[p] : 0;
                }
            }
        }
        return weights > 0 ? sum * 2 * ACROSS / weights : 0;
    }

    /** Where the sheet lies beside a voxel, relative to it, and its normal, by the deficit's moments around; null without. */
    private static Point @Nullable [] middleAndNormal(Block block, int at, int label) {
        int[] owner = block.patch(0).labels();
        Patch lacking = block.patch(1);
        int nx = block.patch(0).region().nx();
        int plane = nx * block.patch(0).region().ny();
        double[] m = new double[10];
        for (int c = -RADIUS; c <= RADIUS; c++) {
            for (int b = -RADIUS; b <= RADIUS; b++) {
                int row = at + b * nx + c * plane;
                double w = WEIGHTS[Math.abs(b)] * WEIGHTS[Math.abs(c)];
                for (int a = -RADIUS; a <= RADIUS; a++) {
                    int p = row + a;
                    if (owner[p] == label && lacking.valid()[p] != 0) {
                        double d = w * WEIGHTS[Math.abs(a)] * lacking.values()[p];
                        m[0] += d;
                        m[1] += d * a;
                        m[2] += d * b;
                        m[3] += d * c;
                        m[4] += d * a * a;
                        m[5] += d * b * b;
                        m[6] += d * c * c;
                        m[7] += d * a * b;
                        m[8] += d * a * c;
                        m[9] += d * b * c;
                    }
                }
            }
        }
        if (!(m[0] > LEAST_WEIGHT)) {
            return null;
        }
        double x = m[1] / m[0];
        double y = m[2] / m[0];
        double z = m[3] / m[0];
        Axes axes = Axes.of(new Component.Moments(
                m[4] / m[0] - x * x,
                m[5] / m[0] - y * y,
                m[6] / m[0] - z * z,
                m[7] / m[0] - x * y,
                m[8] / m[0] - x * z,
                m[9] / m[0] - y * z));
        return new Point[] {new Point(x, y, z), axes.normal()};
    }

    private static double[] weights() {
        double[] w = new double[RADIUS + 1];
        double total = 0;
        for (int i = 0; i <= RADIUS; i++) {
            w[i] = Math.exp(-0.5 * i * i / (WEIGHT_SIGMA * WEIGHT_SIGMA));
            total += (i == 0 ? 1 : 2) * w[i];
        }
        for (int i = 0; i <= RADIUS; i++) {
            w[i] /= total;
        }
        return w;
    }

    /**
     * Reads a crack's figures off its sums.
     *
     * @param deficit of the whole zone, in voxels
     */
    static DamageFeature.Sheet sheet(Sums sums, int label, Axes axes, double deficit) {
        TreeMap<Integer, long[]> open = sums.open.getOrDefault(label, new TreeMap<>());
        double blurred = blurred(open, 0);
        double radius = Math.sqrt(2 * Math.max(0, blurred) / Math.PI);
        double core = blurred * square(Math.max(0, radius - FRONT) / radius);
        Opened all = Opened.of(open, 0, Math.max(LEAST_CORE * blurred, core));
        double layer = LAYER_BOTTOM - LAYER_TOP;
        double line = blurred(open, 2);
        Opened trace = Opened.of(open, 2, Math.max(LEAST_CORE * line, line - 2 * FRONT * layer));
        double form = all.form();
        double area = all.area(form);
        return new DamageFeature.Sheet(
                axes.normal(),
                area,
                area > 0 ? deficit / area : 0,
                sums.most.getOrDefault(label, 0L) * ZoneSums.STEP,
                trace.length(form) / layer,
                axes.longest(),
                front(sums.area.getOrDefault(label, new TreeMap<>())) - spread(blurred, area));
    }

    private static double square(double x) {
        return x * x;
    }

    /** Area, or its share in the layer of the trace, as blur and averaging leave it: too large at the front. */
    private static double blurred(TreeMap<Integer, long[]> open, int at) {
        double area = 0;
        for (long[] bin : open.tailMap(0).values()) {
            area += bin[at] * ZoneSums.STEP;
        }
        return area;
    }

    /**
     * How a sheet is open. Its opening is taken to fall from the middle to the front as (1 - r<sup>2</sup>)<sup>p</sup>: p =
     * 1/2 is a loaded crack, elliptic and closing as the square root of the distance to its front (Sneddon 1946; Irwin
     * 1957), p = 0 a slot with walls one distance apart. With c the core's share of the area, x = 1 - c and v / V the
     * core's share of the volume, 1 - v / V = x<sup>p+1</sup>, and the opening b the core ends with obeys
     * b a / v = (p + 1) x<sup>p</sup> (1 - x) / (1 - x<sup>p+1</sup>).
     *
     * @param core its area a
     * @param ends the opening b it ends with
     * @param inside its volume v
     * @param volume V of all
     */
    private record Opened(double core, double ends, double inside, double volume) {
        private static final double ELLIPTIC = 0.5;
        private static final int HALVINGS = 40;

        /** @param at 0 for all of the sheet, 2 for the layer of its trace */
        static Opened of(TreeMap<Integer, long[]> open, int at, double wanted) {
            double core = 0;
            double inside = 0;
            double ends = 0;
            double volume = 0;
            for (Map.Entry<Integer, long[]> bin : open.descendingMap().entrySet()) {
                double area = bin.getValue()[at] * ZoneSums.STEP;
                double more = bin.getValue()[at + 1] * ZoneSums.STEP;
                volume += more;
                if (core < wanted && bin.getKey() >= 0) {
                    double share = core + area > wanted ? (wanted - core) / area : 1;
                    core += share * area;
                    inside += share * more;
                    ends = (bin.getKey() + 1 - share) / OPENING_BINS_PER_VOXEL;
                }
            }
            return new Opened(core, ends, inside, Math.max(inside, volume));
        }

        /** The exponent p, between a slot's and an ellipse's. */
        double form() {
            if (!(inside > 0)) {
                return ELLIPTIC;
            }
            double wanted = ends * core / inside;
            double low = 0;
            double high = ELLIPTIC;
            for (int i = 0; i < HALVINGS; i++) {
                double middle = (low + high) / 2;
                // It falls with p.
                if (likeness(middle) < wanted) {
                    high = middle;
                } else {
                    low = middle;
                }
            }
            return (low + high) / 2;
        }

        private double likeness(double p) {
            double rest = 1 - inside / volume;
            double x = Math.pow(rest, 1 / (p + 1));
            return rest >= 1 ? 1 : (p + 1) * Math.pow(x, p) * (1 - x) / (1 - rest);
        }

        double area(double p) {
            return inside > 0 ? core / (1 - Math.pow(1 - inside / volume, 1 / (p + 1))) : 0;
        }

        /**
         * The same along a line: the share of the volume within a share c of the length is that of (1 - t<sup>2</sup>)<sup>p</sup>,
         * which with t<sup>2</sup> as the variable is a beta distribution.
         */
        double length(double p) {
            if (!(inside > 0)) {
                return 0;
            }
            double squared = new BetaDistribution(0.5, p + 1).inverseCumulativeProbability(inside / volume);
            return core / Math.sqrt(squared);
        }
    }

    /** How far beyond its front blur and averaging spread a sheet: its area grows along the front of a half disc. */
    private static double spread(double blurred, double area) {
        return area > 0 ? (blurred - area) / Math.sqrt(2 * Math.PI * area) : 0;
    }

    /**
     * How deep the front lies, as blur and averaging leave it. About the deepest place of a rounded front the area below a depth grows as the height to
     * the power 3/2: two such areas tell where it begins.
     */
    private static double front(TreeMap<Integer, Long> bins) {
        double high = depthOf(bins, 12);
        double low = depthOf(bins, 3);
        return high > 0 ? low + (low - high) / (Math.pow(4, 2 / 3.0) - 1) : low;
    }

    /** The depth below which so much area lies, in voxels; 0 when there is less. */
    private static double depthOf(TreeMap<Integer, Long> bins, double area) {
        double deeper = 0;
        for (Map.Entry<Integer, Long> bin : bins.descendingMap().entrySet()) {
            double more = bin.getValue() * ZoneSums.STEP;
            if (deeper + more >= area) {
                return (bin.getKey() + 1 - (area - deeper) / more) / BINS_PER_VOXEL;
            }
            deeper += more;
        }
        return 0;
    }
}
