package patina.segmentation;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import patina.blocks.Block;
import patina.blocks.Input;
import patina.blocks.Patch;
import patina.blocks.Source;
import patina.fields.Classifier;
import patina.geometry.Region;

/**
 * Which voxels may belong to damage, and of what make: thick (a ball of 3 voxels fits into what is missing), narrow (so thick,
 * but clear of where a ball of 7 voxels fits), thin, faint, or gained. Where there was never metal, farther outside the original surface than blur reaches, nothing is lost: a bubble in an
 * electrolyte is none. Voxels beyond {@code low} of the smoothed deficit are candidates; whether a component is damage is decided from
 * its peak. What is beyond {@code faint} only is damage where it is made like a sheet: a crack so thin that blur leaves
 * little of it.
 *
 * <p>Thick is the opening of the half-missing voxels by a ball of radius 1.73 voxels; of it narrow is what lies more than 1.5
 * voxels beside the opening by a ball of radius 3.32 voxels: beside a pit that is a crack several voxels wide. Around what is thick blur makes a rim, in which
 * the smoothed deficit falls off as the normal distribution does; a candidate within 3 voxels that shows no more than that
 * belongs to nothing of its own and gets no class, one that shows more is thin. So a crack is cut off at the wall of the
 * pit it leaves, and two pits stay two as long as a wall is between them. Weights: the deficit, the smoothed deficit,
 * whether a voxel lies at the original surface, its depth below it, whether the smoothed deficit is flat there, how much is
 * missing there, whether that is less than all, and the number of the filling that was allowed for.
 *
 * @param fillings numbers of fillings as {@link MetalLoss} wrote them, or null
 * @param sigma standard deviation of an edge in {@code smooth}, in voxels
 */
record DamageClasses(
        Source deficit,
        Source smooth,
        Source distance,
        @Nullable Source fillings,
        float low,
        float faint,
        float voxelUm,
        double sigma)
        implements Classifier {
    static final int THICK = 1;
    static final int THIN = 2;
    static final int GAINED = 3;
    static final int FAINT = 4;
    static final int NARROW = 5;
    static final int UNSEEN = -1;

    static final int WEIGHT_DEFICIT = 0;
    static final int WEIGHT_SMOOTH = 1;
    static final int WEIGHT_SURFACE = 2;
    static final int WEIGHT_DEPTH = 3;
    static final int WEIGHT_FLAT = 4;
    static final int WEIGHT_FLAT_DEFICIT = 5;
    static final int WEIGHT_FLAT_FILLED = 6;
    static final int WEIGHT_FILLING = 7;

    /** The smoothed deficit is flat where no neighbour's differs by more than this share of it. */
    private static final float FLAT = 0.05f;

    private static final float HALF = 0.5f;
    private static final int BALL = 1;
    private static final int BALL2 = 3;
    private static final double BALL_RADIUS = 1.73;
    /** The ball and the rim together. */
    private static final int REACH2 = 22;

    /** The wide ball, and the same with what lies beside it: a corner that it leaves out is not narrow. */
    private static final int WIDE_BALL = 3;

    private static final int WIDE_BALL2 = 11;
    private static final int WIDE_REACH2 = 23;
    /** The wall may lie this much farther out than the opening says: corners are cut, and walls are rough. */
    private static final double ROUGH = 0.5;
    /** How much more than a rim a thin place shows. */
    private static final double MORE = 0.12;

    private static final int HALO = WIDE_BALL + (int) Math.sqrt(WIDE_REACH2);

    /** Whether a component of a class ends at its wall. */
    static boolean isThick(int category) {
        return category == THICK || category == NARROW;
    }

    @Override
    public List<Input> inputs() {
        Input s = new Input.Window(smooth, HALO);
        Input d = new Input.Window(deficit, 0);
        Input depth = new Input.Window(distance, 0);
        return fillings == null ? List.of(s, d, depth) : List.of(s, d, depth, new Input.Window(fillings, 0));
    }

    @Override
    public int classes() {
        return 5;
    }

    @Override
    public int passive() {
        return 1;
    }

    @Override
    public int weights() {
        return fillings == null ? 7 : 8;
    }

    @Override
    public void classify(Block block, byte[] classes, float[][] weights) {
        Patch s = block.patch(0);
        Patch d = block.patch(1);
        Patch depth = block.patch(2);
        Region core = block.region();
        float outside = (float) (-Zones.OUTSIDE * voxelUm);
        boolean any = false;
        int at = 0;
        for (int k = 0; k < core.nz(); k++) {
            for (int j = 0; j < core.ny(); j++) {
                int row = s.index(core.x(), core.y() + j, core.z() + k);
                for (int i = 0; i < core.nx(); i++, at++) {
                    float v = s.values()[row + i];
                    float deep = depth.valid()[at] == 0 ? 0 : depth.values()[at];
                    if (s.valid()[row + i] == 0) {
                        classes[at] = UNSEEN;
                    } else if (v > faint && deep >= outside || v < -low) {
                        any = true;
                        classes[at] = (byte) (v > low ? THIN : v > 0 ? FAINT : GAINED);
                        weights[WEIGHT_DEFICIT][at] = d.values()[at];
                        weights[WEIGHT_SMOOTH][at] = Math.abs(v);
                        weights[WEIGHT_SURFACE][at] = Math.abs(deep) <= 1.5f * voxelUm ? 1 : 0;
                        weights[WEIGHT_DEPTH][at] = deep;
                        if (fillings != null) {
                            weights[WEIGHT_FILLING][at] = block.patch(3).values()[at];
                        }
                        boolean flat = v > low && flat(s, row + i, FLAT * v);
                        weights[WEIGHT_FLAT][at] = flat ? 1 : 0;
                        weights[WEIGHT_FLAT_DEFICIT][at] = flat ? v : 0;
                        weights[WEIGHT_FLAT_FILLED][at] = flat && v < Filling.FILLED ? 1 : 0;
                    }
                }
            }
        }
        if (any) {
            markThick(s, core, classes);
        }
    }

    /** Opening by a ball, then what is around it by how far it is off. */
    private void markThick(Patch s, Region core, byte[] classes) {
        Region grown = s.region();
        int nx = grown.nx();
        int plane = nx * grown.ny();
        byte[] half = new byte[grown.voxels()];
        for (int i = 0; i < half.length; i++) {
            half[i] = s.values()[i] > HALF ? s.valid()[i] : 0;
        }
        byte[] off = new byte[core.voxels()];
        byte[] offWide = new byte[core.voxels()];
        Arrays.fill(off, Byte.MAX_VALUE);
        Arrays.fill(offWide, Byte.MAX_VALUE);
        int[] ball = offsets(BALL, BALL2, nx, plane);
        int[] wide = offsets(WIDE_BALL, WIDE_BALL2, nx, plane);
        boolean fits = false;
        for (int k = BALL; k < grown.nz() - BALL; k++) {
            for (int j = BALL; j < grown.ny() - BALL; j++) {
                int row = k * plane + j * nx;
                for (int i = BALL; i < nx - BALL; i++) {
                    int p = row + i;
                    if (half[p] == 0 || !all(half, p, ball)) {
                        continue;
                    }
                    fits = true;
                    mark(grown, core, i, j, k, REACH2, off);
                    boolean within = Math.min(Math.min(i, j), k) >= WIDE_BALL
                            && Math.max(Math.max(i - nx, j - grown.ny()), k - grown.nz()) < -WIDE_BALL;
                    if (within && all(half, p, wide)) {
                        mark(grown, core, i, j, k, WIDE_REACH2, offWide);
                    }
                }
            }
        }
        if (fits) {
            part(s, core, off, offWide, classes);
        }
    }

    private void part(Patch s, Region core, byte[] off, byte[] offWide, byte[] classes) {
        float[] rim = new float[REACH2 + 1];
        for (int r2 = 0; r2 < rim.length; r2++) {
            double beyond = Math.sqrt(r2) - BALL_RADIUS - ROUGH;
            rim[r2] = (float) (EdgeProfile.fraction(-Math.max(0, beyond), sigma) + MORE);
        }
        int at = 0;
        for (int k = 0; k < core.nz(); k++) {
            for (int j = 0; j < core.ny(); j++) {
                int row = s.index(core.x(), core.y() + j, core.z() + k);
                for (int i = 0; i < core.nx(); i++, at++) {
                    if ((classes[at] == THIN || classes[at] == FAINT) && off[at] < rim.length) {
                        if (classes[at] == THIN && off[at] <= BALL2) {
                            classes[at] = (byte) (offWide[at] <= WIDE_REACH2 ? THICK : NARROW);
                        } else if (s.values()[row + i] <= rim[off[at]]) {
                            classes[at] = 0;
                        }
                    }
                }
            }
        }
    }

    private static boolean flat(Patch s, int at, float most) {
        int nx = s.region().nx();
        int plane = nx * s.region().ny();
        return near(s, at, 1, most) && near(s, at, nx, most) && near(s, at, plane, most);
    }

    private static boolean near(Patch s, int at, int step, float most) {
        float[] v = s.values();
        return s.valid()[at - step] != 0
                && s.valid()[at + step] != 0
                && Math.abs(v[at - step] - v[at]) <= most
                && Math.abs(v[at + step] - v[at]) <= most;
    }

    private static boolean all(byte[] mask, int at, int[] offsets) {
        for (int o : offsets) {
            if (mask[at + o] == 0) {
                return false;
            }
        }
        return true;
    }

    /** Notes the squared distance to the nearest place where a ball fits, up to {@code r2}. */
    private static void mark(Region grown, Region core, int i, int j, int k, int r2, byte[] off) {
        int radius = (int) Math.sqrt(r2);
        int cx = (int) (i + grown.x() - core.x());
        int cy = (int) (j + grown.y() - core.y());
        int cz = (int) (k + grown.z() - core.z());
        for (int dz = Math.max(-radius, -cz); dz <= Math.min(radius, core.nz() - 1 - cz); dz++) {
            for (int dy = Math.max(-radius, -cy); dy <= Math.min(radius, core.ny() - 1 - cy); dy++) {
                int rest = r2 - dz * dz - dy * dy;
                if (rest < 0) {
                    continue;
                }
                int reach = (int) Math.sqrt(rest);
                int row = ((cz + dz) * core.ny() + cy + dy) * core.nx();
                int across = dz * dz + dy * dy;
                for (int x = Math.max(0, cx - reach); x <= Math.min(core.nx() - 1, cx + reach); x++) {
                    int square = across + (x - cx) * (x - cx);
                    if (square < off[row + x]) {
                        off[row + x] = (byte) square;
                    }
                }
            }
        }
    }

    private static int[] offsets(int radius, int squared, int nx, int plane) {
        return java.util.stream.IntStream.rangeClosed(-radius, radius)
                .boxed()
                .flatMap(z -> java.util.stream.IntStream.rangeClosed(-radius, radius)
                        .boxed()
                        .flatMap(y -> java.util.stream.IntStream.rangeClosed(-radius, radius)
                                .filter(x -> x * x + y * y + z * z <= squared)
                                .mapToObj(x -> z * plane + y * nx + x)))
                .mapToInt(Integer::intValue)
                .toArray();
    }
}
