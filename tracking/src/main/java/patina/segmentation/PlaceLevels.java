package patina.segmentation;

import java.util.List;
import java.util.TreeMap;
import patina.blocks.Block;
import patina.blocks.Input;
import patina.blocks.Kernel;
import patina.blocks.Patch;
import patina.blocks.Source;
import patina.fields.Component.Moments;
import patina.geometry.Region;

/**
 * Sums that tell how much of the metal's grey is missing in places too small to have a flat middle.
 *
 * <p>In a place of volume V whose filling leaves the share s of the metal's grey missing, the deficit d is s inside, blurred.
 * At a flat wall a deficit blurred by a Gaussian of deviation a, times its twin S blurred by b, lacks as much of s^2 as (a^2
 * + b^2) times the product of their gradients has: both are s^2 sqrt((a^2 + b^2) / 2 pi) of the wall's area. Hence sum d S +
 * (a^2 + b^2) sum grad d grad S = s^2 V while sum d = s V, and their ratio is s wherever blur does not reach from wall to
 * wall. By parts, the gradients' product sums to that of -d times the Laplacian of S. The twin is the deficit smoothed by
 * (1, 2, 1) / 4 along each axis: less noise goes into the product, and little blur is added.
 *
 * <p>The same products over sound metal (row 0) tell what noise makes of them.
 *
 * @param components labels of connected components
 * @param placeOf number of each component's place, 0 for none
 * @param reach2 squared distance up to which what is missing around each component is its own, in voxels
 * @param deficit d
 * @param distance signed distance to the original surface, micrometres, positive inside
 * @param deepUm metal counts as sound from this depth on
 * @param outsideUm how far outside the original surface a place's blur reaches
 * @param low from which smoothed deficit on a voxel counts for the form of its place
 * @param spread a^2 + b^2, square voxels
 */
record PlaceLevels(
        Source components,
        int[] placeOf,
        int[] reach2,
        Source deficit,
        Source distance,
        double deepUm,
        double outsideUm,
        float low,
        double spread)
        implements Kernel<TreeMap<Integer, long[]>> {
    static final int VOXELS = 0;
    /** Sum of d. */
    static final int DEFICIT = 1;
    /** Sum of d S. */
    static final int SQUARE = 2;
    /** Sum of d W, where W = S - spread times its Laplacian. */
    static final int SHARP = 3;
    /** Sum of W^2. */
    static final int WEIGHTS = 4;

    /** Voxels beyond {@code low}, sums of their x, y, z, and of xx, yy, zz, xy, xz, yz. */
    static final int LUMP = 5;

    static final int FIRST = 6;
    static final int SECOND = 9;
    static final int WIDTH = 15;

    /** What sums with a deficit in them are counted in. */
    static final double STEP = 0x1p-20;

    private static final int HALO = 2;
    private static final float SOUND = 0.5f;

    /** Variance of (1, 2, 1) / 4, and of a difference of neighbours in both factors. */
    private static final double TWIN = 0.5;

    private static final double DIFFERENCES = 1.0 / 6;

    /** @param edgeSigma standard deviation of an edge in the deficit, in voxels */
    static double spread(double edgeSigma) {
        return 2 * edgeSigma * edgeSigma + TWIN + DIFFERENCES;
    }

    @Override
    public List<Input> inputs() {
        return List.of(
                new Input.Labels(components, MetalLoss.REACH),
                new Input.Window(deficit, HALO),
                new Input.Window(distance, 0));
    }

    @Override
    public TreeMap<Integer, long[]> merge(TreeMap<Integer, long[]> earlier, TreeMap<Integer, long[]> later) {
        later.forEach((place, more) -> {
            long[] row = earlier.computeIfAbsent(place, p -> new long[WIDTH]);
            for (int i = 0; i < WIDTH; i++) {
                row[i] = Math.addExact(row[i], more[i]);
            }
        });
        return earlier;
    }

    @Override
    public TreeMap<Integer, long[]> apply(Block block) {
        TreeMap<Integer, long[]> sums = new TreeMap<>();
        long[] sound = new long[WIDTH];
        Region core = block.region();
        float[] owner = new float[core.voxels()];
        MetalLoss.claim(block.patch(0), core, placeOf, reach2, owner);
        Patch d = block.patch(1);
        Patch depth = block.patch(2);
        float[] twin = twin(d);
        int at = 0;
        for (long z = core.z(); z < core.endZ(); z++) {
            for (long y = core.y(); y < core.endY(); y++) {
                int wide = d.index(core.x(), y, z);
                for (int i = 0; i < core.nx(); i++, at++, wide++) {
                    long x = core.x() + i;
                    float deep = depth.valid()[at] == 0 ? 0 : depth.values()[at];
                    if (owner[at] != 0) {
                        if (deep >= -outsideUm && isSeen(d, wide)) {
                            long[] row = sums.computeIfAbsent((int) owner[at], p -> new long[WIDTH]);
                            add(row, d, twin, wide);
                            if (twin[wide] > low) {
                                shape(row, x, y, z);
                            }
                        }
                    } else if (((x | y | z) & 1) == 0
                            && deep >= deepUm
                            && Math.abs(d.values()[wide]) < SOUND
                            && isSeen(d, wide)) {
                        add(sound, d, twin, wide);
                    }
                }
            }
        }
        sums.put(0, sound);
        return sums;
    }

    private static float[] twin(Patch deficit) {
        int nx = deficit.region().nx();
        int n = deficit.region().voxels();
        float[] a = new float[n];
        float[] b = new float[n];
        along(deficit.values(), a, 1, n);
        along(a, b, nx, n);
        along(b, a, nx * deficit.region().ny(), n);
        return a;
    }

    /** Wraps around at the ends of lines, which only the halo notices. */
    private static void along(float[] from, float[] to, int step, int n) {
        for (int i = step; i < n - step; i++) {
            to[i] = 0.25f * (from[i - step] + 2 * from[i] + from[i + step]);
        }
    }

    private void add(long[] row, Patch deficit, float[] twin, int at) {
        int nx = deficit.region().nx();
        int plane = nx * deficit.region().ny();
        double d = deficit.values()[at];
        double s = twin[at];
        double around = (double) twin[at - 1]
                + twin[at + 1]
                + twin[at - nx]
                + twin[at + nx]
                + twin[at - plane]
                + twin[at + plane];
        double w = s - spread * (around - 6 * s);
        row[VOXELS]++;
        row[DEFICIT] += Math.round(d / STEP);
        row[SQUARE] += Math.round(d * s / STEP);
        row[SHARP] += Math.round(d * w / STEP);
        row[WEIGHTS] += Math.round(w * w / STEP);
    }

    private static void shape(long[] row, long x, long y, long z) {
        row[LUMP]++;
        row[FIRST] += x;
        row[FIRST + 1] += y;
        row[FIRST + 2] += z;
        row[SECOND] += x * x;
        row[SECOND + 1] += y * y;
        row[SECOND + 2] += z * z;
        row[SECOND + 3] += x * y;
        row[SECOND + 4] += x * z;
        row[SECOND + 5] += y * z;
    }

    private static boolean isSeen(Patch patch, int at) {
        int nx = patch.region().nx();
        return patch.valid()[at] != 0
                && isSeen(patch, at, 1)
                && isSeen(patch, at, nx)
                && isSeen(patch, at, nx * patch.region().ny());
    }

    private static boolean isSeen(Patch patch, int at, int step) {
        byte[] seen = patch.valid();
        return (seen[at - 2 * step] & seen[at - step] & seen[at + step] & seen[at + 2 * step]) != 0;
    }

    /** Principal axes of a row's lump. */
    static Axes axes(long[] row) {
        double n = row[LUMP];
        double x = row[FIRST] / n;
        double y = row[FIRST + 1] / n;
        double z = row[FIRST + 2] / n;
        return Axes.of(new Moments(
                row[SECOND] / n - x * x,
                row[SECOND + 1] / n - y * y,
                row[SECOND + 2] / n - z * z,
                row[SECOND + 3] / n - x * y,
                row[SECOND + 4] / n - x * z,
                row[SECOND + 5] / n - y * z));
    }
}
