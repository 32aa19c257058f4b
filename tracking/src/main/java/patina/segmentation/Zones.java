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
import patina.blocks.Workspace;
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
        sums.row(0);
        Patch component = block.patch(0);
        int[] features = block.workspace().ints(component.region().voxels());
        boolean any = featuresOf(component, features);
        byte[] reached = any ? reached(features, component.region(), block.workspace()) : new byte[0];
        int wideX = component.region().nx();
        int widePlane = wideX * component.region().ny();
        int[] near = new int[NEAR.length];
        for (int i = 0; i < near.length; i++) {
            near[i] = NEAR[i][0] + NEAR[i][1] * wideX + NEAR[i][2] * widePlane;
        }
        Work work = new Work(block, features, near, sums);
        Region core = block.region();
        for (long z = core.z(); z < core.endZ(); z++) {
            for (long y = core.y(); y < core.endY(); y++) {
                if (any) {
                    line(work, reached, y, z);
                } else {
                    plainLine(work, y, z);
                }
            }
        }
        return sums;
    }

    /** A block's patches by name and what its voxels are added to. */
    private static final class Work {
        final Block block;
        final Patch component;
        final Patch missing;
        final Patch envelope;
        final Patch reference;
        final Patch depth;
        final int[] features;
        final int[] near;
        final ZoneSums sums;
        final long[] all;

        Work(Block block, int[] features, int[] near, ZoneSums sums) {
            this.block = block;
            this.component = block.patch(0);
            this.missing = block.patch(1);
            this.envelope = block.patch(2);
            this.reference = block.patch(3);
            this.depth = block.patch(4);
            this.features = features;
            this.near = near;
            this.sums = sums;
            this.all = sums.row(0);
        }

        int first(long y, long z) {
            return reference.index(block.region().x(), y, z);
        }
    }

    /** Feature labels of a patch's voxels, those of thin components below 0; whether there are any. */
    private boolean featuresOf(Patch component, int[] features) {
        boolean any = false;
        int n = component.region().voxels();
        int[] labels = component.labels();
        for (int i = 0; i < n; i++) {
            int c = labels[i];
            int feature = c == 0 ? 0 : featureOf[c];
            features[i] = feature == 0 || thick[c] ? feature : -feature;
            any |= feature != 0;
        }
        return any;
    }

    /** Marks the voxels that have a feature within the reach along each axis: a box around each. */
    private static byte[] reached(int[] features, Region region, Workspace workspace) {
        int n = region.voxels();
        byte[] a = workspace.bytes(n);
        byte[] b = workspace.bytes(n);
        for (int i = 0; i < n; i++) {
            a[i] = (byte) (features[i] == 0 ? 0 : 1);
        }
        widen(a, b, 1, n);
        widen(b, a, region.nx(), n);
        widen(a, b, region.nx() * region.ny(), n);
        return b;
    }

    /** Wraps around at the ends of lines, which only the halo notices. */
    private static void widen(byte[] from, byte[] to, int step, int n) {
        int rim = REACH * step;
        System.arraycopy(from, 0, to, 0, Math.min(rim, n));
        for (int i = rim; i < n - rim; i++) {
            to[i] = (byte) (from[i]
                    | from[i - step]
                    | from[i + step]
                    | from[i - 2 * step]
                    | from[i + 2 * step]
                    | from[i - 3 * step]
                    | from[i + 3 * step]);
        }
        int end = Math.max(rim, n - rim);
        System.arraycopy(from, end, to, end, n - end);
    }

    /** A line of a block without features: only the general loss. */
    private void plainLine(Work w, long y, long z) {
        Region core = w.block.region();
        int at = w.first(y, z);
        int narrow = w.missing.index(core.x(), y, z);
        byte[] seen = w.missing.valid();
        byte[] told = w.depth.valid();
        float[] depth = w.depth.values();
        float band = (float) (BAND * voxelUm);
        for (int i = 0; i < core.nx(); i++) {
            // No depth counts as on the surface.
            if (seen[narrow + i] != 0 && (told[at + i] == 0 || Math.abs(depth[at + i]) <= band)) {
                voxel(w, core.x() + i, y, z, at + i, narrow + i, 0, 0);
            }
        }
    }

    private void line(Work w, byte[] reached, long y, long z) {
        Region core = w.block.region();
        int at = w.first(y, z);
        int narrow = w.missing.index(core.x(), y, z);
        int wide = w.component.index(core.x(), y, z);
        int[] out = w.block.output(0).labels();
        byte[] seen = w.missing.valid();
        byte[] told = w.depth.valid();
        float[] depth = w.depth.values();
        float band = (float) (BAND * voxelUm);
        float outside = (float) (-OUTSIDE * voxelUm);
        for (int i = 0; i < core.nx(); i++) {
            int feature = w.features[wide + i];
            if (reached[wide + i] == 0) {
                if (seen[narrow + i] != 0 && (told[at + i] == 0 || Math.abs(depth[at + i]) <= band)) {
                    voxel(w, core.x() + i, y, z, at + i, narrow + i, 0, 0);
                }
                continue;
            }
            out[at + i] = Math.abs(feature);
            int owner = Math.abs(feature);
            if (owner == 0 && (seen[narrow + i] == 0 || told[at + i] == 0 || depth[at + i] >= outside)) {
                owner = nearest(w.features, wide + i, w.near);
            }
            if (seen[narrow + i] == 0) {
                if (owner != 0) {
                    w.sums.row(owner)[ZoneSums.UNSEEN]++;
                }
            } else {
                voxel(w, core.x() + i, y, z, at + i, narrow + i, feature, owner);
            }
        }
    }

    /** Adds one voxel that was seen to its feature's sums, or to those of the surface outside all zones. */
    private void voxel(Work w, long x, long y, long z, int at, int narrow, int feature, int owner) {
        double deep = w.depth.valid()[at] == 0 ? 0 : w.depth.values()[at] / voxelUm;
        double surface = 1 - Math.abs(deep);
        if (surface > 0) {
            w.all[ZoneSums.SURFACE] += Math.round(surface / ZoneSums.STEP);
        }
        if (owner == 0 && !(deep >= -BAND && deep <= BAND)) {
            return;
        }
        float[] d = w.missing.values();
        float[] e = w.envelope.values();
        int nx = w.missing.region().nx();
        int plane = nx * w.missing.region().ny();
        double lacking = d[narrow];
        double lost = lacking - (e[narrow] - w.reference.values()[at]);
        long deficitSteps = Math.round(lacking / ZoneSums.STEP);
        long lossSteps = Math.round(lost / ZoneSums.STEP);
        // Central differences of the registered fraction = envelope - deficit.
        long gx = gradient(d, e, narrow, 1);
        long gy = gradient(d, e, narrow, nx);
        long gz = gradient(d, e, narrow, plane);
        if (owner == 0) {
            add(w.all, deficitSteps, lossSteps, x, y, z, gx, gy, gz);
            return;
        }
        if (owners != null) {
            w.block.output(1).labels()[at] = owner;
        }
        long[] row = w.sums.row(owner);
        add(row, deficitSteps, lossSteps, x, y, z, gx, gy, gz);
        if (surface > 0) {
            row[ZoneSums.MOUTH] += Math.round(surface * lacking / ZoneSums.STEP);
            row[ZoneSums.SURFACE] += Math.round(surface / ZoneSums.STEP);
        }
        double below = 1 - Math.abs(deep - 1);
        if (below > 0) {
            row[ZoneSums.BELOW_MOUTH] += Math.round(below * lacking / ZoneSums.STEP);
        }
        if (feature != 0) {
            row[ZoneSums.CORE]++;
            row[ZoneSums.DEPTH_SUM] += Math.round(deep / ZoneSums.DEPTH_STEP);
            box(row, x, y, z);
            if (lacking >= 0.5 && (feature > 0 || !cracked[owner])) {
                row[ZoneSums.HALF]++;
                ZoneSums.deepest(row, Math.round(deep / ZoneSums.DEPTH_STEP), extent.index(x, y, z));
            }
        }
    }

    private static long gradient(float[] d, float[] e, int at, int step) {
        return Math.round(((e[at + step] - d[at + step]) - (e[at - step] - d[at - step])) / 2 / ZoneSums.STEP);
    }

    private static void add(long[] row, long deficit, long loss, long x, long y, long z, long gx, long gy, long gz) {
        row[ZoneSums.ZONE]++;
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
