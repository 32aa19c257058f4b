package patina.segmentation;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
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
 * the sheet's area, and over a layer below the surface the length of its trace, with all branches.
 *
 * @param owners zone labels
 * @param envelope solid fraction of the undamaged specimen
 * @param least an opening, in voxels, below which there is no crack
 * @param sheets the labels that are sheets
 */
record SheetMap(
        Source owners,
        Source deficit,
        Source envelope,
        Source distance,
        double voxelUm,
        double least,
        TreeSet<Integer> sheets)
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

    private static final int BINS_PER_VOXEL = 4;
    private static final double[] WEIGHTS = weights();

    /** By label: area by depth in steps of 1/4 voxel, the trace's length, and the largest opening. */
    static final class Sums implements Serializable {
        final TreeMap<Integer, TreeMap<Integer, Long>> area = new TreeMap<>();
        final TreeMap<Integer, Long> trace = new TreeMap<>();
        final TreeMap<Integer, Long> most = new TreeMap<>();

        private Sums merge(Sums later) {
            later.area.forEach((label, bins) -> bins.forEach((bin, steps) -> add(label, bin, steps)));
            later.trace.forEach((label, steps) -> trace.merge(label, steps, Long::sum));
            later.most.forEach((label, steps) -> most.merge(label, steps, Math::max));
            return this;
        }

        private void add(int label, int bin, long steps) {
            area.computeIfAbsent(label, l -> new TreeMap<>()).merge(bin, steps, Long::sum);
        }
    }

    @Override
    public List<Input> inputs() {
        return List.of(
                new Input.Labels(owners, RADIUS),
                new Input.Window(deficit, RADIUS),
                new Input.Window(envelope, RADIUS),
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
        Patch lacking = block.patch(1);
        Patch depth = block.patch(3);
        Region core = block.region();
        if (!anySheet(owner, core)) {
            return sums;
        }
        int at = 0;
        for (long z = core.z(); z < core.endZ(); z++) {
            for (long y = core.y(); y < core.endY(); y++) {
                int wide = owner.index(core.x(), y, z);
                for (int i = 0; i < core.nx(); i++, at++) {
                    int label = owner.labels()[wide + i];
                    if (label == 0 || !sheets.contains(label) || lacking.valid()[wide + i] == 0) {
                        continue;
                    }
                    Point[] sheet = middleAndNormal(block, wide + i, label);
                    double open = sheet == null ? 0 : opening(block, wide + i, label, sheet);
                    double deep = depth.values()[at] / voxelUm;
                    if (!(open >= least) || !(deep >= 0)) {
                        continue;
                    }
                    long steps = Math.round(lacking.values()[wide + i] / open / ZoneSums.STEP);
                    sums.add(label, (int) Math.floor(deep * BINS_PER_VOXEL), steps);
                    sums.most.merge(label, Math.round(open / ZoneSums.STEP), Math::max);
                    double share = Math.min(1, Math.min(deep - LAYER_TOP + 0.5, LAYER_BOTTOM + 0.5 - deep));
                    if (share > 0) {
                        sums.trace.merge(label, Math.round(share * steps / (LAYER_BOTTOM - LAYER_TOP)), Long::sum);
                    }
                }
            }
        }
        return sums;
    }

    private boolean anySheet(Patch owner, Region core) {
        for (long z = core.z(); z < core.endZ(); z++) {
            for (long y = core.y(); y < core.endY(); y++) {
                int wide = owner.index(core.x(), y, z);
                for (int i = 0; i < core.nx(); i++) {
                    int label = owner.labels()[wide + i];
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
        TreeMap<Integer, Long> bins = sums.area.getOrDefault(label, new TreeMap<>());
        double area = 0;
        for (long steps : bins.values()) {
            area += steps * ZoneSums.STEP;
        }
        area = Math.max(0, area);
        return new DamageFeature.Sheet(
                axes.normal(),
                area,
                area > 0 ? deficit / area : 0,
                sums.most.getOrDefault(label, 0L) * ZoneSums.STEP,
                Math.max(0, sums.trace.getOrDefault(label, 0L) * ZoneSums.STEP),
                axes.longest(),
                front(bins));
    }

    /**
     * How deep the front lies. About the deepest place of a rounded front the area below a depth grows as the height to
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
