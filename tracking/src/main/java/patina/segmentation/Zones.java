package patina.segmentation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import patina.blocks.Block;
import patina.blocks.Input;
import patina.blocks.Kernel;
import patina.blocks.Output;
import patina.blocks.Patch;
import patina.blocks.Sink;
import patina.blocks.Source;
import patina.geometry.Extent;
import patina.geometry.Region;

/**
 * Measures each feature over its zone, and the loss of the surface outside all zones, and writes the features' labels.
 *
 * <p>Sums run over the zone, not over the voxels beyond a threshold, because blur and partial volume spread what is
 * missing beyond them; the volume of a feature is then unbiased whatever the threshold. Where there was never metal nothing is missing:
 * what lies outside the original surface by more than the blur reaches is in no zone. A voxel of no feature belongs to
 * the nearest one within 3.6 voxels of a thick feature and 2.2 of others (the smaller label where two are equally near).
 *
 * @param components labels of the connected components
 * @param featureOf feature label of each component, 0 for none
 * @param thick whether a component ends at its wall
 * @param cracked whether a crack leaves a feature (by label): its thick parts then tell where it is deepest
 * @param gained whether a feature (by label) is gained material
 * @param deficit what is missing of the original solid
 * @param envelope solid fraction of the undamaged specimen
 * @param fraction solid fraction of the reference scan
 * @param distance signed distance to the original surface, micrometres, positive inside
 * @param labels where the features' labels go
 * @param owners where the zones' labels go, or null
 */
record Zones(
        Source components,
        int[] featureOf,
        boolean[] thick,
        boolean[] cracked,
        boolean[] gained,
        Source deficit,
        Source envelope,
        Source fraction,
        Source distance,
        Extent extent,
        double voxelUm,
        Sink labels,
        @Nullable Sink owners)
        implements Kernel<ZoneSums> {
    /** How far a zone reaches beyond its feature, in voxels. */
    static final int REACH = 3;

    /** The same from thick features, which end at their wall, and from others, which end where little is missing. */
    private static final int THICK2 = 13;

    private static final int THIN2 = 5;

    /** Half the width of the band along the original surface over which general loss is summed, in voxels. */
    static final double BAND = 3;

    /** How far outside the original surface zones reach, in voxels: beyond it a blurred edge shows no metal. */
    static final double OUTSIDE = 2.5;

    private static final int[][] NEAR = near();

    @Override
    public List<Input> inputs() {
        return List.of(
                new Input.Labels(components, REACH),
                new Input.Window(deficit, 1),
                new Input.Window(envelope, 1),
                new Input.Window(fraction, 0),
                new Input.Window(distance, 0));
    }

    @Override
    public List<Output> outputs() {
        return owners == null
                ? List.of(new Output.Labels(labels))
                : List.of(new Output.Labels(labels), new Output.Labels(owners));
    }

    @Override
    public ZoneSums merge(ZoneSums earlier, ZoneSums later) {
        return earlier.merge(later);
    }

    @Override
    public ZoneSums apply(Block block) {
        ZoneSums sums = new ZoneSums();
        Patch component = block.patch(0);
        Patch missing = block.patch(1);
        Patch envelopePatch = block.patch(2);
        Patch reference = block.patch(3);
        Patch depth = block.patch(4);
        int[] out = block.output(0).labels();
        int[] zone = owners == null ? new int[0] : block.output(1).labels();
        Region core = block.region();
        int[] features = new int[component.region().voxels()];
        boolean any = false;
        for (int i = 0; i < features.length; i++) {
            int c = component.labels()[i];
            if (c != 0 && featureOf[c] != 0) {
                // Thin ones below 0.
                features[i] = thick[c] ? featureOf[c] : -featureOf[c];
                any = true;
            }
        }
        int nx = missing.region().nx();
        int plane = nx * missing.region().ny();
        int wideX = component.region().nx();
        int widePlane = wideX * component.region().ny();
        int[] near = new int[NEAR.length];
        for (int i = 0; i < near.length; i++) {
            near[i] = NEAR[i][0] + NEAR[i][1] * wideX + NEAR[i][2] * widePlane;
        }
        long[] all = sums.row(0);
        float[] d = missing.values();
        float[] e = envelopePatch.values();
        int at = 0;
        for (long z = core.z(); z < core.endZ(); z++) {
            for (long y = core.y(); y < core.endY(); y++) {
                int narrow = missing.index(core.x(), y, z);
                int wide = component.index(core.x(), y, z);
                for (int i = 0; i < core.nx(); i++, at++, narrow++, wide++) {
                    long x = core.x() + i;
                    int label = Math.abs(features[wide]);
                    out[at] = label;
                    if (missing.valid()[narrow] == 0) {
                        if (any) {
                            int owner = label != 0 ? label : nearest(features, wide, near);
                            if (owner != 0) {
                                sums.row(owner)[ZoneSums.UNSEEN]++;
                            }
                        }
                        continue;
                    }
                    double deep = depth.valid()[at] == 0 ? 0 : depth.values()[at] / voxelUm;
                    boolean band = deep >= -BAND && deep <= BAND;
                    int owner = label;
                    if (any && owner == 0 && deep >= -OUTSIDE) {
                        owner = nearest(features, wide, near);
                    }
                    double surface = 1 - Math.abs(deep);
                    if (surface > 0) {
                        all[ZoneSums.SURFACE] += Math.round(surface / ZoneSums.STEP);
                    }
                    if (owner == 0 && !band) {
                        continue;
                    }
                    double lacking = d[narrow];
                    double lost = lacking - (e[narrow] - reference.values()[at]);
                    long deficitSteps = Math.round(lacking / ZoneSums.STEP);
                    long lossSteps = Math.round(lost / ZoneSums.STEP);
                    // Central differences of the registered fraction = envelope - deficit.
                    long gx = Math.round(
                            ((e[narrow + 1] - d[narrow + 1]) - (e[narrow - 1] - d[narrow - 1])) / 2 / ZoneSums.STEP);
                    long gy = Math.round(((e[narrow + nx] - d[narrow + nx]) - (e[narrow - nx] - d[narrow - nx]))
                            / 2
                            / ZoneSums.STEP);
                    long gz = Math.round(
                            ((e[narrow + plane] - d[narrow + plane]) - (e[narrow - plane] - d[narrow - plane]))
                                    / 2
                                    / ZoneSums.STEP);
                    if (owner == 0) {
                        add(all, 1, deficitSteps, lossSteps, x, y, z, gx, gy, gz);
                    }
                    if (zone.length > 0) {
                        zone[at] = owner;
                    }
                    if (owner != 0) {
                        long[] row = sums.row(owner);
                        add(row, 1, deficitSteps, lossSteps, x, y, z, gx, gy, gz);
                        if (surface > 0) {
                            row[ZoneSums.MOUTH] += Math.round(surface * lacking / ZoneSums.STEP);
                            row[ZoneSums.SURFACE] += Math.round(surface / ZoneSums.STEP);
                        }
                        double below = 1 - Math.abs(deep - 1);
                        if (below > 0) {
                            row[ZoneSums.BELOW_MOUTH] += Math.round(below * lacking / ZoneSums.STEP);
                        }
                        if (label != 0) {
                            row[ZoneSums.CORE]++;
                            row[ZoneSums.DEPTH_SUM] += Math.round(deep / ZoneSums.DEPTH_STEP);
                            box(row, x, y, z);
                            if (lacking >= 0.5 && (features[wide] > 0 || !cracked[label])) {
                                row[ZoneSums.HALF]++;
                                ZoneSums.deepest(row, Math.round(deep / ZoneSums.DEPTH_STEP), extent.index(x, y, z));
                            }
                        }
                    }
                }
            }
        }
        return sums;
    }

    private static void add(
            long[] row, long n, long deficit, long loss, long x, long y, long z, long gx, long gy, long gz) {
        row[ZoneSums.ZONE] += n;
        row[ZoneSums.DEFICIT] += deficit;
        row[ZoneSums.LOSS] += loss;
        row[ZoneSums.LOSS_X] += loss * x;
        row[ZoneSums.LOSS_X + 1] += loss * y;
        row[ZoneSums.LOSS_X + 2] += loss * z;
        row[ZoneSums.DEFICIT_X] += deficit * x;
        row[ZoneSums.DEFICIT_X + 1] += deficit * y;
        row[ZoneSums.DEFICIT_X + 2] += deficit * z;
        row[ZoneSums.FORCE] += gx;
        row[ZoneSums.FORCE + 1] += gy;
        row[ZoneSums.FORCE + 2] += gz;
        row[ZoneSums.TORQUE] += y * gz - z * gy;
        row[ZoneSums.TORQUE + 1] += z * gx - x * gz;
        row[ZoneSums.TORQUE + 2] += x * gy - y * gx;
        row[ZoneSums.STRETCH] += x * gx + y * gy + z * gz;
    }

    private static void box(long[] row, long x, long y, long z) {
        row[ZoneSums.LOW] = Math.min(row[ZoneSums.LOW], x);
        row[ZoneSums.LOW + 1] = Math.min(row[ZoneSums.LOW + 1], y);
        row[ZoneSums.LOW + 2] = Math.min(row[ZoneSums.LOW + 2], z);
        row[ZoneSums.HIGH] = Math.max(row[ZoneSums.HIGH], x);
        row[ZoneSums.HIGH + 1] = Math.max(row[ZoneSums.HIGH + 1], y);
        row[ZoneSums.HIGH + 2] = Math.max(row[ZoneSums.HIGH + 2], z);
    }

    private static int nearest(int[] features, int at, int[] near) {
        int best = 0;
        int distance = Integer.MAX_VALUE;
        for (int i = 0; i < near.length; i++) {
            int[] o = NEAR[i];
            if (o[3] > distance) {
                break;
            }
            int feature = features[at + near[i]];
            if (feature != 0 && o[3] <= (feature > 0 ? THICK2 : THIN2)) {
                int label = Math.abs(feature);
                if (best == 0 || label < best) {
                    best = label;
                    distance = o[3];
                }
            }
        }
        return best;
    }

    /** Offsets within the reach, nearest first: x, y, z, squared distance. */
    private static int[][] near() {
        List<int[]> offsets = new ArrayList<>();
        for (int z = -REACH; z <= REACH; z++) {
            for (int y = -REACH; y <= REACH; y++) {
                for (int x = -REACH; x <= REACH; x++) {
                    int r2 = x * x + y * y + z * z;
                    if (r2 > 0 && r2 <= THICK2) {
                        offsets.add(new int[] {x, y, z, r2});
                    }
                }
            }
        }
        offsets.sort(Comparator.comparingInt(o -> o[3]));
        return offsets.toArray(int[][]::new);
    }
}
