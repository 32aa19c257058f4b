package patina.segmentation;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import org.apache.commons.math3.distribution.BetaDistribution;
import org.jspecify.annotations.Nullable;
import patina.blocks.Block;
import patina.blocks.Input;
import patina.blocks.Kernel;
import patina.blocks.Patch;
import patina.blocks.Source;
import patina.geometry.Point;
import patina.geometry.Region;

/**
 * The opening, area and surface trace of cracks, however they bend and branch, from the grey deficit across the sheet, so
 * that openings well below a voxel are measured without a threshold.
 *
 * <p>About each voxel of a sheet's zone the sheet's middle and normal follow from the deficit's first and second moments; the
 * deficit summed across it, over the area of metal that was there (so that the specimen's surface cuts nothing off), is
 * the opening. A voxel that lacks d where the sheet is open by o, both in the mean over its surroundings along the sheet (an
 * opening that falls off to all sides is lower in the mean, and with d alone the area came out larger), stands for an area of
 * d / o: summed over the zone that is the sheet's area, and over a layer below the surface the length of its trace, with all
 * branches, continued up to the surface as an elliptic front goes on there. Towards its front
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
    /** Deficit this far on either side of the sheet's middle belongs to it, in voxels: and as far beyond its walls. */
    private static final double ACROSS = 2.5;

    private static final double BEYOND_WALL = 1.6;

    /** Steps of the profile across a sheet, in voxels. */
    private static final double STEP_ACROSS = 0.5;

    private static final int STEPS_ACROSS = 2 * (int) (RADIUS / STEP_ACROSS);
    /** Two sheets are beside each other where the profile between them falls below this share of the lower one. */
    private static final double VALLEY = 0.75;

    /** And where that is at least this share of the higher one: what is less may be noise. */
    private static final double LOWER = 1 / 3.0;

    /** A step of the profile with less than this share of the mean weight tells nothing. */
    private static final double TOLD = 0.25;
    /** How far aside an opening is averaged over, and its standard deviation, in voxels. */
    private static final double ASIDE = 2.5;

    private static final double ASIDE_SIGMA = 1;
    /** Less deficit, per voxel, tells no sheet. */
    private static final double LEAST_WEIGHT = 0.004;
    /**
     * A layer in which a sheet's trace is read, from a voxel below the surface, for above blur thins what was there.
     *
     * @param at where its sums begin
     * @param bottom in voxels below the surface
     */
    private record Layer(int at, double bottom) {
        static final double TOP = 1;
        /** Of a shallow crack, whose front is near. */
        static final Layer THIN = new Layer(3, 3);
        /** Of a deep one: twice as much of it shows against the noise. */
        static final Layer THICK = new Layer(6, 5);

        /** The front's depth, in voxels, from which on the thick one tells something, and from which on it tells all. */
        private static final double FROM = 6;

        private static final double ALL = 10;

        /** How much of a voxel at a depth lies in the layer. */
        double holds(double deep) {
            return Math.max(0, Math.min(1, Math.min(deep - TOP + 0.5, bottom + 0.5 - deep)));
        }

        /** The share of the thick layer in what is told of a crack whose front lies so deep. */
        static double ofThick(double depth) {
            return Math.max(0, Math.min(1, (depth - FROM) / (ALL - FROM)));
        }
    }

    /** So far beside a sheet its host's wall is looked at, in voxels: farther beside a wide one. */
    private static final double ASIDE_WALL = 3;

    /** Share of a trace that the form of a crack makes of it, read in a thick layer. */
    private static final double THICK_FORM = 0.03;

    /** How far from a neck the sheet is clear of its host, in voxels. */
    private static final int OUTSIDE = 6;

    /** How far a neck's sheet is looked for beyond its nearest place outside, in voxels. */
    private static final int INWARDS = 3;

    /** Steps in which it is summed over, in voxels. */
    private static final double LAYER_STEP = 1 / 16.0;

    private static final int OPENING_BINS_PER_VOXEL = 32;
    private static final int OPEN_SUMS = 9;
    /** The front is so wide, in voxels: beyond it blur and averaging no longer change an opening by much. */
    private static final double FRONT = 3.4;

    /** But leaves at least this share of the sheet. */
    private static final double LEAST_CORE = 0.3;

    /** A crack is widest open over this area, in voxel faces, and this share of it. */
    private static final double WIDEST_AREA = 2;

    private static final double WIDEST_SHARE = 0.01;

    private static final double[] WEIGHTS = weights();
    private static final int[][] NEAR = Zones.near(OUTSIDE, OUTSIDE * OUTSIDE);

    /**
     * By label: what is missing, and of how many voxels, by depth in steps of 1/4 voxel; area, volume and how many voxels of
     * noise these hold, and the same in the layers of the trace, by opening in steps of 1/32 voxel, -1 where there is none; and
     * what of the necks is the crack's (volume, and volume times x, y, z).
     */
    static final class Sums implements Serializable {
        final TreeMap<Integer, TreeMap<Integer, long[]>> below = new TreeMap<>();
        final TreeMap<Integer, TreeMap<Integer, long[]>> open = new TreeMap<>();
        final TreeMap<Integer, long[]> neck = new TreeMap<>();

        private Sums merge(Sums later) {
            later.below.forEach((label, bins) -> bins.forEach((bin, steps) -> addBelow(label, bin, steps)));
            later.open.forEach((label, bins) -> bins.forEach((bin, sums) -> addOpen(label, bin, sums)));
            later.neck.forEach(this::addNeck);
            return this;
        }

        private void addOpen(int label, int bin, long[] steps) {
            plus(
                    open.computeIfAbsent(label, l -> new TreeMap<>()).computeIfAbsent(bin, b -> new long[OPEN_SUMS]),
                    steps);
        }

        private void addNeck(int label, long[] steps) {
            plus(neck.computeIfAbsent(label, l -> new long[4]), steps);
        }

        private static void plus(long[] sum, long[] steps) {
            for (int i = 0; i < sum.length; i++) {
                sum[i] = Math.addExact(sum[i], steps[i]);
            }
        }

        private void addBelow(int label, int bin, long[] steps) {
            plus(below.computeIfAbsent(label, l -> new TreeMap<>()).computeIfAbsent(bin, b -> new long[2]), steps);
        }
    }

    @Override
    public List<Input> inputs() {
        int reach = RADIUS + INWARDS + (hosts.isEmpty() ? 0 : OUTSIDE);
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
        Across across = sheet == null ? Across.NOTHING : across(block, at, label, sheet, INWARDS);
        boolean is = across.opening >= least;
        double area = is ? across.here * block.patch(2).values()[at] / across.opening : 0;
        add(area, block.patch(1).values()[at], 1, is ? across.opening : -1, label, deep, sums);
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
        double open = across(block, there, label, sheet, 0).opening;
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
        double aside = Math.max(ASIDE_WALL, open / 2 + BEYOND_WALL);
        share *= beyondWall(block, at, new Point(from[0], from[1], from[2]), off, sheet[1], radius, aside);
        add(share, share * open, share, open, label, deep, sums);
        long volume = Math.round(share * open / ZoneSums.STEP);
        sums.addNeck(label, new long[] {volume, volume * place[0], volume * place[1], volume * place[2]});
    }

    /**
     * How much of a place in the sheet's plane lies beyond the host's wall: as much as is metal on either side of the sheet,
     * further in by what a wall of the host's radius is curved on that way.
     *
     * @param out from the place towards the crack
     * @param off from the place to the sheet's plane, along its normal
     * @param aside so far beside the sheet the wall is looked at
     */
    private static double beyondWall(
            Block block, int at, Point out, double off, Point normal, double radius, double aside) {
        double along = out.dot(normal);
        Point within = out.minus(normal.times(along));
        double curved = within.length() > 0 ? aside * aside / (2 * radius) / within.length() : 0;
        Point middle = normal.times(off).minus(within.times(curved));
        double lacks = lacking(block, at, middle.plus(normal.times(aside)))
                + lacking(block, at, middle.minus(normal.times(aside)));
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

    private static void add(double area, double volume, double of, double open, int label, double deep, Sums sums) {
        long areaSteps = Math.round(area / ZoneSums.STEP);
        long volumeSteps = Math.round(volume / ZoneSums.STEP);
        double thin = Layer.THIN.holds(deep);
        double thick = Layer.THICK.holds(deep);
        double voxels = of / ZoneSums.STEP;
        sums.addOpen(label, open < 0 ? -1 : (int) (open * OPENING_BINS_PER_VOXEL), new long[] {
            areaSteps,
            volumeSteps,
            Math.round(voxels),
            Math.round(thin * areaSteps),
            Math.round(thin * volumeSteps),
            Math.round(thin * thin * voxels),
            Math.round(thick * areaSteps),
            Math.round(thick * volumeSteps),
            Math.round(thick * thick * voxels)
        });
        // A voxel's share lies as deep as the voxel is thick.
        int from = (int) Math.round((deep - 0.5) * SheetFront.BINS_PER_VOXEL);
        long[] part = {volumeSteps / SheetFront.BINS_PER_VOXEL, Math.round(voxels) / SheetFront.BINS_PER_VOXEL};
        for (int bin = 0; bin < SheetFront.BINS_PER_VOXEL; bin++) {
            sums.addBelow(label, from + bin, part);
        }
    }

    /**
     * What a layer holds of a sheet, in voxels of depth for one of trace on the surface: blur takes of it as of the metal
     * at the surface, and an elliptic front of depth c leaves (1 - z<sup>2</sup> / c<sup>2</sup>)<sup>p</sup> of its length at a depth z.
     *
     * @param bottom where the layer ends, in voxels below the surface
     * @param form p: 1/2, and 0 for a slot with walls one distance apart, which ends upright
     */
    static double layer(double bottom, double depth, double form, double sigma) {
        Layer layer = new Layer(0, bottom);
        double c = Math.max(bottom, depth);
        double sum = 0;
        for (double z = Layer.TOP - 0.5 + LAYER_STEP / 2; z < bottom + 0.5; z += LAYER_STEP) {
            double left = Math.pow(Math.max(0, 1 - square(z / c)), form);
            sum += layer.holds(z) * EdgeProfile.fraction(z, sigma) * left * LAYER_STEP;
        }
        return sum;
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

    /**
     * A sheet beside a voxel.
     *
     * @param opening in voxels
     * @param here what is missing where the voxel lies across the sheet, as a share of the metal that was there
     */
    private record Across(double opening, double here) {
        static final Across NOTHING = new Across(0, 0);
    }

    /**
     * The opening of the sheet beside a voxel: the deficit across it, per area of metal that was there. Where a branch
     * runs beside it that has a profile of its own, only what is on the voxel's side of the valley between them counts.
     *
     * @param most how far the box that is looked at may be moved towards the sheet's middle, in voxels
     */
    private Across across(Block block, int at, int label, Point[] middleAndNormal, int most) {
        int[] owner = block.patch(0).labels();
        Patch lacking = block.patch(1);
        float[] metal = block.patch(2).values();
        int nx = block.patch(0).region().nx();
        int plane = nx * block.patch(0).region().ny();
        Point middle = middleAndNormal[0];
        Point normal = middleAndNormal[1];
        int x = (int) Math.max(-most, Math.min(most, Math.round(middle.x())));
        int y = (int) Math.max(-most, Math.min(most, Math.round(middle.y())));
        int z = (int) Math.max(-most, Math.min(most, Math.round(middle.z())));
        double[] sums = new double[STEPS_ACROSS];
        double[] weights = new double[STEPS_ACROSS];
        for (int c = z - RADIUS; c <= z + RADIUS; c++) {
            for (int b = y - RADIUS; b <= y + RADIUS; b++) {
                int row = at + b * nx + c * plane;
                for (int a = x - RADIUS; a <= x + RADIUS; a++) {
                    int p = row + a;
                    double along = a * normal.x() + b * normal.y() + c * normal.z();
                    double aside2 = a * a + b * b + c * c - along * along;
                    if (aside2 > ASIDE * ASIDE || (owner[p] != 0 && owner[p] != label) || lacking.valid()[p] == 0) {
                        continue;
                    }
                    double across = (a - middle.x()) * normal.x()
                            + (b - middle.y()) * normal.y()
                            + (c - middle.z()) * normal.z();
                    int step = (int) Math.floor(across / STEP_ACROSS) + STEPS_ACROSS / 2;
                    if (step < 0 || step >= STEPS_ACROSS) {
                        continue;
                    }
                    double weight = Math.exp(-0.5 * aside2 / (ASIDE_SIGMA * ASIDE_SIGMA));
                    weights[step] += weight * metal[p];
                    sums[step] += owner[p] == label ? weight * lacking.values()[p] : 0;
                }
            }
        }
        double own = -middle.dot(normal) / STEP_ACROSS + STEPS_ACROSS / 2.0;
        Profile profile = new Profile(sums, weights);
        int step = (int) Math.floor(own);
        return new Across(profile.opening(own), step < 0 || step >= STEPS_ACROSS ? 0 : profile.at(step));
    }

    /**
     * What is missing across a sheet, by steps.
     *
     * @param sums weighted deficits
     * @param weights of the metal that was there
     */
    private record Profile(double[] sums, double[] weights, double total) {
        Profile(double[] sums, double[] weights) {
            this(sums, weights, Arrays.stream(weights).sum());
        }

        /** @param own where among the steps the voxel lies that asks */
        double opening(double own) {
            int from = 0;
            int to = sums.length;
            double centre = sums.length / 2.0;
            int valley = valley(from, to);
            while (valley >= 0) {
                if (own < valley + 0.5) {
                    to = valley;
                } else {
                    from = valley + 1;
                }
                centre = centre(from, to);
                valley = valley(from, to);
            }
            double open = opening(from, to, centre, ACROSS);
            return open / 2 + BEYOND_WALL > ACROSS ? opening(from, to, centre, open / 2 + BEYOND_WALL) : open;
        }

        /** What is missing at a step; 0 where it has too few voxels to tell, as where a sheet lies along the grid. */
        private double at(int step) {
            return isTold(step) ? sums[step] / weights[step] : 0;
        }

        private boolean isTold(int step) {
            return weights[step] > 0 && weights[step] * weights.length > TOLD * total;
        }

        private double centre(int from, int to) {
            double sum = 0;
            double first = 0;
            for (int step = from; step < to; step++) {
                sum += Math.max(0, at(step));
                first += Math.max(0, at(step)) * (step + 0.5);
            }
            return sum > 0 ? first / sum : (from + to) / 2.0;
        }

        /** The step that is deepest between two sheets; -1 where there are not two. */
        private int valley(int from, int to) {
            int best = -1;
            double most = 0;
            for (int step = from + 1; step < to - 1; step++) {
                double before = highest(from, step);
                double after = highest(step + 1, to);
                double lower = Math.min(before, after);
                if (isTold(step)
                        && at(step) < VALLEY * lower
                        && lower >= LOWER * Math.max(before, after)
                        && lower - at(step) > most) {
                    most = lower - at(step);
                    best = step;
                }
            }
            return best;
        }

        private double highest(int from, int to) {
            double highest = 0;
            for (int step = from; step < to; step++) {
                highest = Math.max(highest, at(step));
            }
            return highest;
        }

        /** Over whole voxels, so that a sheet along the grid is no more open for how its layers fall into the steps. */
        private double opening(int from, int to, double centre, double across) {
            int steps = (int) (Math.ceil(2 * across) / STEP_ACROSS);
            int first = (int) Math.round(centre - steps / 2.0);
            boolean cut = first < from || first + steps > to;
            double sum = 0;
            double weight = 0;
            for (int step = Math.max(from, first); step < Math.min(to, first + steps); step++) {
                sum += sums[step];
                weight += weights[step];
            }
            double width = steps * STEP_ACROSS;
            if (cut) {
                weight = total;
                width = weights.length * STEP_ACROSS;
            }
            return weight > 0 ? sum * width / weight : 0;
        }
    }

    /**
     * Where the sheet lies beside a voxel, relative to it, and its normal, by the deficit's moments around; null without.
     * The normal is the direction in which the deficit is spread least against the metal that was there: the specimen's
     * surface and other features cut off both alike.
     */
    private static Point @Nullable [] middleAndNormal(Block block, int at, int label) {
        int[] owner = block.patch(0).labels();
        Patch lacking = block.patch(1);
        float[] metal = block.patch(2).values();
        int nx = block.patch(0).region().nx();
        int plane = nx * block.patch(0).region().ny();
        WeightedMoments lacks = new WeightedMoments();
        WeightedMoments was = new WeightedMoments();
        for (int c = -RADIUS; c <= RADIUS; c++) {
            for (int b = -RADIUS; b <= RADIUS; b++) {
                int row = at + b * nx + c * plane;
                double w = WEIGHTS[Math.abs(b)] * WEIGHTS[Math.abs(c)];
                for (int a = -RADIUS; a <= RADIUS; a++) {
                    int p = row + a;
                    if ((owner[p] == label || owner[p] == 0) && lacking.valid()[p] != 0) {
                        double weight = w * WEIGHTS[Math.abs(a)];
                        was.add(weight * Math.max(0, metal[p]), a, b, c);
                        if (owner[p] == label) {
                            lacks.add(weight * lacking.values()[p], a, b, c);
                        }
                    }
                }
            }
        }
        if (!(lacks.weight() > LEAST_WEIGHT && was.weight() > LEAST_WEIGHT)) {
            return null;
        }
        return new Point[] {lacks.middle(), Axes.leastSpread(lacks.central(), was.central())};
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
     * @param alone whether it leaves no other feature, below whose bottom a thick layer of its trace would have more of it
     * @param deficit of the whole zone, in voxels
     * @param beyond how much deeper its bottom lies than the distance volume says, and that figure's uncertainty, in voxels
     */
    static DamageFeature.Sheet sheet(
            Sums sums,
            int label,
            boolean alone,
            Axes axes,
            double deficit,
            double[] beyond,
            double sigma,
            Noise noise) {
        TreeMap<Integer, long[]> open = sums.open.getOrDefault(label, new TreeMap<>());
        double blurred = blurred(open, 0);
        double radius = Math.sqrt(2 * Math.max(0, blurred) / Math.PI);
        double core = blurred * square(Math.max(0, radius - FRONT) / radius);
        Opened all = Opened.of(open, 0, Math.max(LEAST_CORE * blurred, core));
        double form = all.form();
        double area = all.area(form);
        SheetFront front = SheetFront.of(sums.below.getOrDefault(label, new TreeMap<>()), sigma, noise);
        double depth = front.depth() + beyond[0];
        // Of the thin layer the distance volume tells the depth as it is, of the thick one's bottom as of the front.
        Trace thin = trace(open, Layer.THIN, Layer.THIN.bottom, depth, form, sigma, noise);
        Trace thick = trace(open, Layer.THICK, Layer.THICK.bottom + beyond[0], depth, form, sigma, noise);
        double share = alone ? Layer.ofThick(depth) * thin.worseThan(THICK_FORM * thick.length) : 0;
        return new DamageFeature.Sheet(
                axes.normal(),
                area,
                area > 0 ? deficit / area : 0,
                area > 0 ? deficit / area * all.noiseU(noise, o -> o.volume / o.area(form)) : 0,
                widest(open, Math.max(WIDEST_AREA, WIDEST_SHARE * blurred)),
                (1 - share) * thin.length + share * thick.length,
                Math.hypot((1 - share) * thin.u + share * thick.u, share * THICK_FORM * thick.length),
                axes.longest(),
                depth,
                Math.hypot(front.u(), beyond[1]));
    }

    /** The length of a sheet's trace and its standard uncertainty from noise, in voxels. */
    private record Trace(double length, double u) {
        /** The share that something else has in the mean of both, whose error is another one. */
        double worseThan(double otherU) {
            return u == 0 ? 0 : u * u / (u * u + otherU * otherU);
        }
    }

    /** The opening that is exceeded over so large an area: of one voxel noise, or the foot of a branch, would be the largest. */
    private static double widest(TreeMap<Integer, long[]> open, double area) {
        double wider = 0;
        for (Map.Entry<Integer, long[]> bin :
                open.tailMap(0, true).descendingMap().entrySet()) {
            wider += bin.getValue()[0] * ZoneSums.STEP;
            if (wider >= area) {
                return (bin.getKey() + 0.5) / OPENING_BINS_PER_VOXEL;
            }
        }
        return 0;
    }

    /** @param bottom where the layer really ends, in voxels below the surface */
    private static Trace trace(
            TreeMap<Integer, long[]> open,
            Layer layer,
            double bottom,
            double depth,
            double form,
            double sigma,
            Noise noise) {
        double line = blurred(open, layer.at);
        Opened trace = Opened.of(open, layer.at, Math.max(LEAST_CORE * line, line - 2 * FRONT * (bottom - Layer.TOP)));
        double length = trace.length(form) / layer(bottom, depth, form, sigma);
        return new Trace(length, length * trace.noiseU(noise, o -> o.length(form)));
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
     * @param coreVoxels over how many voxels of noise that was summed
     * @param voxels the same of all
     */
    private record Opened(double core, double ends, double inside, double volume, double coreVoxels, double voxels) {
        private static final double ELLIPTIC = 0.5;
        private static final int HALVINGS = 40;
        /** Share of a volume by which it is changed to see what follows. */
        private static final double LITTLE = 1e-3;

        /** @param at 0 for all of the sheet, where a layer's sums begin for its trace there */
        static Opened of(TreeMap<Integer, long[]> open, int at, double wanted) {
            double core = 0;
            double inside = 0;
            double ends = 0;
            double volume = 0;
            double coreVoxels = 0;
            double voxels = 0;
            for (Map.Entry<Integer, long[]> bin : open.descendingMap().entrySet()) {
                double area = bin.getValue()[at] * ZoneSums.STEP;
                double more = bin.getValue()[at + 1] * ZoneSums.STEP;
                double noisy = bin.getValue()[at + 2] * ZoneSums.STEP;
                volume += more;
                voxels += noisy;
                if (core < wanted && bin.getKey() >= 0) {
                    double share = core + area > wanted ? (wanted - core) / area : 1;
                    core += share * area;
                    inside += share * more;
                    coreVoxels += share * noisy;
                    ends = (bin.getKey() + 1 - share) / OPENING_BINS_PER_VOXEL;
                }
            }
            return new Opened(core, ends, inside, Math.max(inside, volume), coreVoxels, voxels);
        }

        /** Relative standard uncertainty that noise makes of a figure, of the core's volume and of that of the rest. */
        double noiseU(Noise noise, ToDoubleFunction<Opened> figure) {
            double value = figure.applyAsDouble(this);
            if (!(inside > 0 && value > 0)) {
                return 0;
            }
            double more = LITTLE * volume;
            double byCore = figure.applyAsDouble(with(more, more)) / value - 1;
            double byRest = figure.applyAsDouble(with(0, more)) / value - 1;
            return Math.hypot(byCore * noise.ofSum(coreVoxels), byRest * noise.ofSum(voxels - coreVoxels)) / more;
        }

        private Opened with(double moreInside, double more) {
            double larger = Math.max(inside + moreInside, volume + more);
            return new Opened(core, ends, inside + moreInside, larger, coreVoxels, voxels);
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
}
