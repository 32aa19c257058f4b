package patina.segmentation;

import java.util.List;
import patina.blocks.Block;
import patina.blocks.Input;
import patina.blocks.Kernel;
import patina.blocks.Patch;
import patina.blocks.Source;
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
 * @param envelope solid fraction of the undamaged specimen
 * @param deepVoxels metal counts as sound from this depth on
 * @param low from which smoothed deficit on a voxel counts for the form of its place
 */
record PlaceLevels(
        Source components,
        int[] placeOf,
        int[] reach2,
        Source deficit,
        Source distance,
        Source envelope,
        double voxelUm,
        double deepVoxels,
        float low)
        implements Kernel<PlaceSums> {
    private static final int HALO = 2;
    private static final float SOUND = 0.5f;

    /** Variance of (1, 2, 1) / 4, and of a difference of neighbours in both factors. */
    private static final double TWIN = 0.5;

    private static final double DIFFERENCES = 1.0 / 6;

    /**
     * a^2 + b^2. The mouth of a place is the wall of the undamaged specimen, a third of a half ball's walls.
     *
     * @param undamaged standard deviation of an edge in {@code envelope}, in voxels
     * @param scan the same in the scan
     */
    static double spread(double undamaged, double scan) {
        return 2 * (undamaged * undamaged + 2 * scan * scan) / 3 + TWIN + DIFFERENCES;
    }

    @Override
    public List<Input> inputs() {
        return List.of(
                new Input.Labels(components, MetalLoss.REACH),
                new Input.Window(deficit, HALO),
                new Input.Window(distance, 0),
                new Input.Window(envelope, 0));
    }

    @Override
    public PlaceSums merge(PlaceSums earlier, PlaceSums later) {
        return earlier.merge(later);
    }

    @Override
    public PlaceSums apply(Block block) {
        PlaceSums sums = new PlaceSums();
        long[] sound = sums.row(0);
        Patch labels = block.patch(0);
        Region core = block.region();
        float[] owner = new float[core.voxels()];
        MetalLoss.claim(labels, core, placeOf, reach2, owner);
        Patch d = block.patch(1);
        Patch depth = block.patch(2);
        Patch whole = block.patch(3);
        float[] twin = twin(d);
        int at = 0;
        for (long z = core.z(); z < core.endZ(); z++) {
            for (long y = core.y(); y < core.endY(); y++) {
                int wide = d.index(core.x(), y, z);
                int label = labels.index(core.x(), y, z);
                for (int i = 0; i < core.nx(); i++, at++, wide++, label++) {
                    long x = core.x() + i;
                    double deep = depth.valid()[at] == 0 ? 0 : depth.values()[at] / voxelUm;
                    if (owner[at] != 0) {
                        if (deep >= -Zones.OUTSIDE && isSeen(d, wide)) {
                            long[] row = sums.row((int) owner[at]);
                            add(row, d, twin, wide);
                            if (Math.abs(deep) <= 0.5) {
                                row[PlaceSums.SURFACE]++;
                            }
                            if (twin[wide] > low) {
                                shape(row, x, y, z);
                            }
                        }
                    } else if (deep >= deepVoxels) {
                        if (((x | y | z) & 1) == 0 && Math.abs(d.values()[wide]) < SOUND && isSeen(d, wide)) {
                            add(sound, d, twin, wide);
                        }
                    } else if (labels.labels()[label] == 0 && depth.valid()[at] != 0 && d.valid()[wide] != 0) {
                        sums.addEdge(deep, whole.values()[at], whole.values()[at] - d.values()[wide]);
                    }
                }
            }
        }
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

    private static void add(long[] row, Patch deficit, float[] twin, int at) {
        int nx = deficit.region().nx();
        int plane = nx * deficit.region().ny();
        double d = deficit.values()[at];
        double s = twin[at];
        double wall = 6 * s
                - twin[at - 1]
                - twin[at + 1]
                - twin[at - nx]
                - twin[at + nx]
                - twin[at - plane]
                - twin[at + plane];
        row[PlaceSums.VOXELS]++;
        row[PlaceSums.DEFICIT] += Math.round(d / PlaceSums.STEP);
        row[PlaceSums.SQUARE] += Math.round(d * s / PlaceSums.STEP);
        row[PlaceSums.WALL] += Math.round(d * wall / PlaceSums.STEP);
        row[PlaceSums.WEIGHTS] += Math.round(s * s / PlaceSums.STEP);
        row[PlaceSums.WEIGHTS + 1] += Math.round(2 * s * wall / PlaceSums.STEP);
        row[PlaceSums.WEIGHTS + 2] += Math.round(wall * wall / PlaceSums.STEP);
    }

    private static void shape(long[] row, long x, long y, long z) {
        row[PlaceSums.LUMP]++;
        row[PlaceSums.FIRST] += x;
        row[PlaceSums.FIRST + 1] += y;
        row[PlaceSums.FIRST + 2] += z;
        row[PlaceSums.SECOND] += x * x;
        row[PlaceSums.SECOND + 1] += y * y;
        row[PlaceSums.SECOND + 2] += z * z;
        row[PlaceSums.SECOND + 3] += x * y;
        row[PlaceSums.SECOND + 4] += x * z;
        row[PlaceSums.SECOND + 5] += y * z;
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
}
