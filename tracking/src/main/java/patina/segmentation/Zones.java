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
 * the nearest one within 3.6 voxels of a thick feature, more where blur is wide, and 2.2 of others (the smaller label where two are equally near).
 * Where a crack leaves a thick feature, the blurred wall reaches 2.2 voxels: what is further off, with the crack near, is
 * the crack's. Nearer, and where the thick feature widens into the crack's mouth, lie both over each other; such a neck counts here as
 * the host's, and its owner is minus the crack's label, so that {@link SheetMap} can continue the sheet through it.
 *
 * @param components labels of the connected components
 * @param featureOf feature label of each component, 0 for none
 * @param thick whether a component ends at its wall
 * @param attachedTo label of the feature a crack leaves, by the crack's label; 0 for none
 * @param patches where the surface outside all zones has receded, each a feature of its own
 * @param deficit what is missing of the original solid
 * @param envelope solid fraction of the undamaged specimen
 * @param fraction solid fraction of the reference scan
 * @param distance signed distance to the original surface, micrometres, positive inside
 * @param edgeSigma standard deviation of the surface's blur, in voxels
 * @param fillings numbers of the fillings by which the deficit was divided, as {@link MetalLoss} wrote them, or null
 * @param shows what one voxel of lost metal shows, by those numbers; 1 where nothing was divided
 * @param labels where the features' labels go
 * @param owners where the zones' labels go, necks below 0, or null
 */
record Zones(
        Source components,
        int[] featureOf,
        boolean[] thick,
        int[] attachedTo,
        SurfacePatches patches,
        Source deficit,
        Source envelope,
        Source fraction,
        Source distance,
        Extent extent,
        double voxelUm,
        double edgeSigma,
        @Nullable Source fillings,
        float[] shows,
        Sink labels,
        @Nullable Sink owners)
        implements Kernel<ZoneSums> {
    /** How near features are to each other when their zones meet, in voxels. */
    static final int REACH = 3;

    /**
     * How far a zone reaches, squared, from thick features, which end at their wall, and from others, which end where little is
     * missing; the first with edges that are no more blurred than {@link #SHARP}.
     */
    static final int THICK2 = 13;

    static final int THIN2 = 5;

    /** Half the width of the band along the original surface over which general loss is summed, in voxels. */
    static final double BAND = 3;

    /** Outside the original surface by as much, in voxels, there is no metal of a blurred edge left to lose. */
    private static final double VOID = 1.75;

    /** Down to this depth the metal below that band tells the grey level of the place. */
    private static final double BELOW = 8;

    /** A patch is labelled so many voxels to both sides of the original surface. */
    private static final double SKIN = 1.5;

    /** How far outside the original surface zones reach, in voxels: beyond it a blurred edge shows no metal, unless wider than this. */
    static final double OUTSIDE = 2.5;

    private static final double OUTSIDE_SIGMA = 0.9;

    /** How far into the metal a blurred wall shows, in voxels from the last voxel of a thick feature. */
    private static final double WALL = 2.23;

    /** From that voxel, the way through a neck to its crack is no longer. */
    static final int NECK_REACH = 4;

    /** So near a crack, in squared voxels, its host widens into its mouth, and is not deep of its own. */
    private static final int MOUTH2 = 6;

    /**
     * Standard deviation of blur, in voxels, from which on zones reach farther, by so much for each voxel of it: of a half ball of 6
     * voxels radius they then miss less than 0.2 %, whatever the blur.
     */
    private static final double SHARP = 0.75;

    private static final double WIDER = 3.5;

    /** No zone reaches farther. */
    private static final double FARTHEST = 6;

    private static final int[][] NEAR_NECK = near(NECK_REACH, NECK_REACH * NECK_REACH);

    /** How far zones reach from thick features, squared, through a blur. */
    private static int thick2(double edgeSigma) {
        double reach = Math.min(FARTHEST, Math.sqrt(THICK2) + WIDER * Math.max(0, edgeSigma - SHARP));
        return (int) (reach * reach + 1e-9);
    }

    /** The same along an axis. */
    private int reach() {
        return (int) Math.sqrt(thick2(edgeSigma));
    }

    /** The same with the patches that its sums told. */
    Zones with(SurfacePatches found) {
        return new Zones(
                components,
                featureOf,
                thick,
                attachedTo,
                found,
                deficit,
                envelope,
                fraction,
                distance,
                extent,
                voxelUm,
                edgeSigma,
                fillings,
                shows,
                labels,
                owners);
    }

    @Override
    public List<Input> inputs() {
        List<Input> inputs = new ArrayList<>(List.of(
                new Input.Labels(components, anyCracked() ? Math.max(reach(), NECK_REACH) : reach()),
                new Input.Window(deficit, 1),
                new Input.Window(envelope, 1),
                new Input.Window(fraction, 0),
                new Input.Window(distance, 1)));
        if (fillings != null) {
            inputs.add(new Input.Window(fillings, 0));
        }
        return inputs;
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
        if (!any && !anyNearSurface(block)) {
            return sums;
        }
        int[][] near = any ? near(reach(), thick2(edgeSigma)) : new int[0][];
        byte[] reached = any ? reached(features, component.region(), reach(), block.workspace()) : new byte[0];
        int wideX = component.region().nx();
        int widePlane = wideX * component.region().ny();
        Work work = new Work(
                block,
                fillings != null,
                features,
                near,
                steps(near, wideX, widePlane),
                steps(NEAR_NECK, wideX, widePlane),
                Grouping.cracked(attachedTo),
                sums);
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

    private boolean anyCracked() {
        for (int host : attachedTo) {
            if (host != 0) {
                return true;
            }
        }
        return false;
    }

    private static int[] steps(int[][] offsets, int nx, int plane) {
        int[] steps = new int[offsets.length];
        for (int i = 0; i < steps.length; i++) {
            steps[i] = offsets[i][0] + offsets[i][1] * nx + offsets[i][2] * plane;
        }
        return steps;
    }

    /** A block's patches by name and what its voxels are added to. */
    private static final class Work {
        final Block block;
        final Patch component;
        final Patch missing;
        final Patch envelope;
        final Patch reference;
        final Patch depth;
        final @Nullable Patch filling;
        final int[] features;
        /** Offsets from which features own a voxel, and the same as steps through {@link #component}. */
        final int[][] offsets;

        final int[] near;
        final int[] nearNeck;
        final boolean[] cracked;
        final ZoneSums sums;
        final long[] all;

        Work(
                Block block,
                boolean filled,
                int[] features,
                int[][] offsets,
                int[] near,
                int[] nearNeck,
                boolean[] cracked,
                ZoneSums sums) {
            this.block = block;
            this.component = block.patch(0);
            this.missing = block.patch(1);
            this.envelope = block.patch(2);
            this.reference = block.patch(3);
            this.depth = block.patch(4);
            this.filling = filled ? block.patch(5) : null;
            this.features = features;
            this.offsets = offsets;
            this.near = near;
            this.nearNeck = nearNeck;
            this.cracked = cracked;
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
    private static byte[] reached(int[] features, Region region, int reach, Workspace workspace) {
        int n = region.voxels();
        byte[] a = workspace.bytes(n);
        byte[] b = workspace.bytes(n);
        for (int i = 0; i < n; i++) {
            a[i] = (byte) (features[i] == 0 ? 0 : 1);
        }
        widen(a, b, reach, 1, n);
        widen(b, a, reach, region.nx(), n);
        widen(a, b, reach, region.nx() * region.ny(), n);
        return b;
    }

    /** Wraps around at the ends of lines, which only the halo notices. */
    private static void widen(byte[] from, byte[] to, int reach, int step, int n) {
        System.arraycopy(from, 0, to, 0, n);
        for (int k = 1; k <= reach; k++) {
            int off = k * step;
            for (int i = off; i < n - off; i++) {
                to[i] |= (byte) (from[i - off] | from[i + off]);
            }
        }
    }

    /** A line of a block without features: only the general loss. */
    private void plainLine(Work w, long y, long z) {
        Region core = w.block.region();
        int at = w.first(y, z);
        int narrow = w.missing.index(core.x(), y, z);
        byte[] seen = w.missing.valid();
        for (int i = 0; i < core.nx(); i++) {
            if (seen[narrow + i] != 0 && isNearSurface(w.depth, narrow + i)) {
                voxel(w, core.x() + i, y, z, at + i, narrow + i, 0, 0);
            }
        }
    }

    /** Whether a voxel is summed where no zone is: in the band, or in the metal below it. No depth counts as on the surface. */
    private boolean isNearSurface(Patch depth, int at) {
        float deep = depth.values()[at];
        return depth.valid()[at] == 0 || deep >= (float) (-BAND * voxelUm) && deep <= (float) (BELOW * voxelUm);
    }

    private boolean anyNearSurface(Block block) {
        Patch depth = block.patch(4);
        Region core = block.region();
        for (long z = core.z(); z < core.endZ(); z++) {
            for (long y = core.y(); y < core.endY(); y++) {
                int at = depth.index(core.x(), y, z);
                for (int i = 0; i < core.nx(); i++) {
                    if (isNearSurface(depth, at + i)) {
                        return true;
                    }
                }
            }
        }
        return false;
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
        float outside = (float) (-OUTSIDE * Math.max(1, edgeSigma / OUTSIDE_SIGMA) * voxelUm);
        for (int i = 0; i < core.nx(); i++) {
            int feature = w.features[wide + i];
            if (reached[wide + i] == 0) {
                if (seen[narrow + i] != 0 && isNearSurface(w.depth, narrow + i)) {
                    voxel(w, core.x() + i, y, z, at + i, narrow + i, 0, 0);
                }
                continue;
            }
            out[at + i] = Math.abs(feature);
            int owner = Math.abs(feature);
            if (owner == 0 && (seen[narrow + i] == 0 || told[narrow + i] == 0 || depth[narrow + i] >= outside)) {
                owner = nearest(w, wide + i);
            }
            int neck = 0;
            int host = owner != 0 && attachedTo[owner] != 0 ? attachedTo[owner] : w.cracked[owner] ? owner : 0;
            if (host != 0) {
                double off = feature == host ? 0 : offWall(host, w, wide + i);
                boolean wall = off < WALL;
                int most2 = wall ? (int) ((NECK_REACH - off) * (NECK_REACH - off)) : THICK2;
                int crack = owner == host || wall ? crackOf(host, w, wide + i, most2) : owner;
                neck = wall ? crack : 0;
                owner = wall || crack == 0 ? host : crack;
            }
            if (seen[narrow + i] == 0) {
                if (owner != 0) {
                    w.sums.row(owner)[ZoneSums.UNSEEN]++;
                }
            } else {
                voxel(w, core.x() + i, y, z, at + i, narrow + i, feature, owner);
                if (isDeep(w, feature, narrow + i) && (neck == 0 || crackOf(host, w, wide + i, MOUTH2) == 0)) {
                    long[] row = w.sums.row(Math.abs(feature));
                    row[ZoneSums.HALF]++;
                    ZoneSums.deepest(
                            row,
                            Math.round(deep(w, narrow + i) / ZoneSums.DEPTH_STEP),
                            extent.index(core.x() + i, y, z));
                }
                if (neck != 0 && owners != null) {
                    w.block.output(1).labels()[at + i] = -neck;
                }
            }
        }
    }

    /** The crack that leaves a feature and has the nearest part of its sheet here; 0 where there is none near. */
    private int crackOf(int host, Work w, int at, int most2) {
        int own = Math.abs(w.features[at]);
        if (own != 0 && attachedTo[own] == host) {
            return own;
        }
        for (int i = 0; i < w.nearNeck.length && NEAR_NECK[i][3] <= most2; i++) {
            int label = Math.abs(w.features[at + w.nearNeck[i]]);
            if (label != 0 && attachedTo[label] == host) {
                return label;
            }
        }
        return 0;
    }

    /** How far a thick part of a feature is off, in voxels; {@link #WALL} or more where none is near. */
    private static double offWall(int host, Work w, int at) {
        for (int i = 0; i < w.near.length && w.offsets[i][3] < WALL * WALL; i++) {
            if (w.features[at + w.near[i]] == host) {
                return Math.sqrt(w.offsets[i][3]);
            }
        }
        return WALL;
    }

    /** Adds one voxel that was seen to its feature's sums, or to those of the surface outside all zones. */
    private void voxel(Work w, long x, long y, long z, int at, int narrow, int feature, int owner) {
        double deep = deep(w, narrow);
        double surface = 1 - Math.abs(deep);
        if (surface > 0) {
            w.all[ZoneSums.SURFACE] += Math.round(surface / ZoneSums.STEP);
        }
        boolean rim = false;
        if (owner == 0) {
            if (!(deep >= -BAND && deep <= BAND)) {
                below(w, x, y, z, at, narrow, deep);
                return;
            }
            if (!patches.isEmpty()) {
                int patch = patches.labelOf(foot(w, x, y, z, narrow));
                owner = Math.abs(patch);
                rim = patch < 0;
                if (patch > 0 && Math.abs(deep) <= SKIN) {
                    feature = owner;
                    w.block.output(0).labels()[at] = owner;
                }
            }
        }
        float[] d = w.missing.values();
        float[] e = w.envelope.values();
        int nx = w.missing.region().nx();
        int plane = nx * w.missing.region().ny();
        double lacking = d[narrow];
        long deficitSteps = Math.round(lacking / ZoneSums.STEP);
        long lossSteps = lossSteps(w, at, narrow);
        // Central differences of the registered fraction = envelope - deficit, divided as the deficit was.
        double times =
                owner == 0 || w.filling == null ? 1 : 1 / shows[(int) w.filling.values()[at]];
        long gx = gradient(d, e, times, narrow, 1);
        long gy = gradient(d, e, times, narrow, nx);
        long gz = gradient(d, e, times, narrow, plane);
        if (owner == 0) {
            add(w.all, deficitSteps, lossSteps, x, y, z, gx, gy, gz);
            long cell = foot(w, x, y, z, narrow);
            w.sums.cells()
                    .addSurface(
                            cell,
                            lossSteps,
                            surface > 0 ? Math.round(surface / ZoneSums.STEP) : 0,
                            Math.round(e[narrow] / ZoneSums.STEP),
                            gx,
                            gy,
                            gz);
            if (deep <= -VOID) {
                w.sums.cells().addOutside(cell, lossSteps);
            }
            return;
        }
        if (owners != null) {
            w.block.output(1).labels()[at] = owner;
        }
        long[] row = w.sums.row(owner);
        add(row, deficitSteps, lossSteps, x, y, z, gx, gy, gz);
        if (surface > 0 && !rim) {
            row[ZoneSums.MOUTH] += Math.round(surface * lacking / ZoneSums.STEP);
            row[ZoneSums.SURFACE] += Math.round(surface / ZoneSums.STEP);
        }
        double below = 1 - Math.abs(deep - 1);
        if (below > 0) {
            row[ZoneSums.BELOW_MOUTH] += Math.round(below * lacking / ZoneSums.STEP);
        }
        if (feature != 0) {
            long[] core = w.sums.row(Math.abs(feature));
            core[ZoneSums.CORE]++;
            core[ZoneSums.DEPTH_SUM] += Math.round(deep / ZoneSums.DEPTH_STEP);
            box(core, x, y, z);
        }
    }

    /** What a voxel lost since the reference scan: what is missing, less what was missing then. */
    private static long lossSteps(Work w, int at, int narrow) {
        double missing = w.missing.values()[narrow];
        return Math.round((missing - (w.envelope.values()[narrow] - w.reference.values()[at])) / ZoneSums.STEP);
    }

    /** Adds a voxel of sound metal below the band. */
    private void below(Work w, long x, long y, long z, int at, int narrow, double deep) {
        if (deep > BAND && deep <= BELOW) {
            w.sums.cells().addBelow(foot(w, x, y, z, narrow), lossSteps(w, at, narrow));
        }
    }

    /** Whether a voxel of a feature is at least half missing and may be its deepest: a crack's are not its host's. */
    private static boolean isDeep(Work w, int feature, int narrow) {
        return w.missing.values()[narrow] >= 0.5 && (feature > 0 || feature < 0 && !w.cracked[-feature]);
    }

    private double deep(Work w, int narrow) {
        return w.depth.valid()[narrow] == 0 ? 0 : w.depth.values()[narrow] / voxelUm;
    }

    /** The cell in which the place on the surface lies that is nearest to a voxel: all of a place's band is then told there. */
    private long foot(Work w, long x, long y, long z, int narrow) {
        Patch depth = w.depth;
        int up = depth.region().nx();
        int plane = up * depth.region().ny();
        byte[] told = depth.valid();
        boolean all = (told[narrow]
                        & told[narrow - 1]
                        & told[narrow + 1]
                        & told[narrow - up]
                        & told[narrow + up]
                        & told[narrow - plane]
                        & told[narrow + plane])
                != 0;
        if (!all) {
            return SurfaceCells.key(x, y, z, extent);
        }
        float[] d = depth.values();
        double gx = d[narrow + 1] - d[narrow - 1];
        double gy = d[narrow + up] - d[narrow - up];
        double gz = d[narrow + plane] - d[narrow - plane];
        double length = Math.sqrt(gx * gx + gy * gy + gz * gz);
        double back = length == 0 ? 0 : deep(w, narrow) / length;
        return SurfaceCells.key(
                on(x - back * gx, extent.x()), on(y - back * gy, extent.y()), on(z - back * gz, extent.z()), extent);
    }

    private static long on(double at, long edge) {
        return Math.max(0, Math.min(edge - 1, Math.round(at)));
    }

    private static long gradient(float[] d, float[] e, double times, int at, int step) {
        return Math.round(
                ((times * e[at + step] - d[at + step]) - (times * e[at - step] - d[at - step])) / 2 / ZoneSums.STEP);
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

    private static int nearest(Work w, int at) {
        int best = 0;
        int distance = Integer.MAX_VALUE;
        for (int i = 0; i < w.near.length; i++) {
            int square = w.offsets[i][3];
            if (square > distance) {
                break;
            }
            int feature = w.features[at + w.near[i]];
            if (feature != 0 && (feature > 0 || square <= THIN2)) {
                int label = Math.abs(feature);
                if (best == 0 || label < best) {
                    best = label;
                    distance = square;
                }
            }
        }
        return best;
    }

    /** Offsets within a reach and a squared distance, nearest first: x, y, z, squared distance. */
    static int[][] near(int reach, int most2) {
        List<int[]> offsets = new ArrayList<>();
        for (int z = -reach; z <= reach; z++) {
            for (int y = -reach; y <= reach; y++) {
                for (int x = -reach; x <= reach; x++) {
                    int r2 = x * x + y * y + z * z;
                    if (r2 > 0 && r2 <= most2) {
                        offsets.add(new int[] {x, y, z, r2});
                    }
                }
            }
        }
        offsets.sort(Comparator.comparingInt(o -> o[3]));
        return offsets.toArray(int[][]::new);
    }
}
