package patina.segmentation;

import java.util.List;
import patina.blocks.Block;
import patina.blocks.GrainSums;
import patina.blocks.Input;
import patina.blocks.Kernel;
import patina.blocks.Output;
import patina.blocks.Patch;
import patina.blocks.Sink;
import patina.blocks.Source;
import patina.fields.Gaussian;
import patina.geometry.Extent;
import patina.geometry.Region;

/**
 * What is missing of the original solid in one scan, as a fraction of each voxel, with its noise.
 *
 * <p>Deficit = envelope - solid fraction of the scan, where the envelope is the reference scan's solid fraction, and 1
 * (blurred at the original surface) where damage was already there. Where nothing changed and nothing was missing it is
 * noise about 0. It is not clamped, so that sums over a zone are not biased by noise. Written beside it is the deficit
 * smoothed by a Gaussian of 1 voxel, in which change is looked for; both are valid where both scans are.
 *
 * <p>The result holds how much of the original solid was seen, and sums over sound interior voxels: the loss's variance, that of its smoothed twin, and the variance
 * of means over 4 x 4 x 4 and 16 x 16 x 16 voxels, from which the uncertainty of sums over zones follows with the noise's
 * correlation in it; and the same of what is missing there, which the scan alone tells.
 *
 * @param envelope solid fraction of the undamaged specimen, as the reference scan shows it
 * @param fraction solid fraction of the reference scan
 * @param scan registered scan
 * @param distance signed distance to the surface that the reference scan shows, micrometres, positive inside
 */
record Deficit(
        Source envelope,
        Source fraction,
        Source scan,
        Levels levels,
        Source distance,
        Extent extent,
        double deepUm,
        Sink deficit,
        Sink smooth)
        implements Kernel<GrainSums> {
    /** Radius of the smoothing filter, in voxels. */
    static final int RADIUS = MarkedCubes.EDGE;

    /** Standard deviation of the smoothing filter, in voxels. */
    static final double SIGMA = 1;

    private static final int N = 0;
    private static final int LOSS = 1;
    private static final int LOSS2 = 2;
    private static final int SMOOTH2 = 3;
    private static final int CELLS4 = 4;
    private static final int CELL4 = 5;
    private static final int CELLS16 = 6;
    private static final int CELL16 = 7;
    private static final int INSIDE = 8;
    private static final int SEEN = 9;
    /** What the scan alone shows as missing of sound metal, the product of that with the loss, and the squares of its means. */
    private static final int MISSING = 10;

    private static final int MISSING_LOSS = 11;
    private static final int MISSING4 = 12;
    private static final int MISSING16 = 13;
    private static final int SMOOTH_N = 14;
    private static final int WIDTH = 15;

    private static final long LARGE = 4_200_000;

    /** How far the loss of a sound voxel may be from 0 at most, and what it may lack: beyond, the voxel is damaged, or a pore's. */
    private static final float SOUND = 0.5f;

    /** From so few voxels with nothing missing about them smoothed noise is not told; it is no more than what is not smoothed. */
    private static final double LEAST_SMOOTH = 64;

    /** What the metal's level may be off by at a place where too little metal is in view to tell. */
    private static final double UNTOLD_LEVEL = 0.004;

    @Override
    public List<Input> inputs() {
        return List.of(
                new Input.Window(envelope, RADIUS),
                new Input.Window(scan, RADIUS),
                new Input.Window(fraction, 0),
                new Input.Window(distance, 0));
    }

    @Override
    public List<Output> outputs() {
        return List.of(new Output.Values(deficit), new Output.Values(smooth));
    }

    @Override
    public GrainSums merge(GrainSums earlier, GrainSums later) {
        return earlier.merge(later);
    }

    @Override
    public GrainSums apply(Block block) {
        Patch whole = block.patch(0);
        Patch grey = block.patch(1);
        Region grown = whole.region();
        Region core = block.region();
        float[] missing = new float[grown.voxels()];
        byte[] seen = new byte[grown.voxels()];
        double[] scratch = new double[grown.nx()];
        int at = 0;
        for (long z = grown.z(); z < grown.endZ(); z++) {
            for (long y = grown.y(); y < grown.endY(); y++, at += grown.nx()) {
                levels.fractions(grey.values(), at, grown.x(), grown.nx(), y, z, scratch, missing, at);
                for (int i = at; i < at + grown.nx(); i++) {
                    seen[i] = (byte) (whole.valid()[i] & grey.valid()[i]);
                    missing[i] = seen[i] == 0 ? 0 : whole.values()[i] - missing[i];
                }
            }
        }
        Patch out = block.output(0);
        Patch smoothed = block.output(1);
        for (int k = 0; k < core.nz(); k++) {
            for (int j = 0; j < core.ny(); j++) {
                int from = ((k + RADIUS) * grown.ny() + j + RADIUS) * grown.nx() + RADIUS;
                int to = (k * core.ny() + j) * core.nx();
                System.arraycopy(missing, from, out.values(), to, core.nx());
                System.arraycopy(seen, from, out.valid(), to, core.nx());
                System.arraycopy(seen, from, smoothed.valid(), to, core.nx());
            }
        }
        Patch all = new Patch(grown, missing, seen, new int[0]);
        Gaussian.smooth(all, extent, core, SIGMA, SIGMA, SIGMA, smoothed.values());
        return noise(block, out, smoothed, all);
    }

    /** Where anything is missing. */
    private static MarkedCubes holes(Patch all) {
        Region region = all.region();
        MarkedCubes holes = new MarkedCubes(region);
        int at = 0;
        for (int k = 0; k < region.nz(); k++) {
            for (int j = 0; j < region.ny(); j++) {
                int row = holes.row(j, k);
                for (int i = 0; i < region.nx(); i++, at++) {
                    if (all.values()[at] >= SOUND) {
                        holes.mark(row + i / MarkedCubes.EDGE);
                    }
                }
            }
        }
        return holes;
    }

    private GrainSums noise(Block block, Patch out, Patch smoothed, Patch all) {
        MarkedCubes holes = holes(all);
        Patch reference = block.patch(2);
        Patch depth = block.patch(3);
        Patch whole = block.patch(0);
        boolean large = extent.voxels() > LARGE;
        return GrainSums.over(block.region(), extent, WIDTH, (grain, sums) -> {
            countSeen(grain, depth, block.patch(1), sums);
            double[] cell16 = new double[8];
            double[] missing16 = new double[8];
            int[] count16 = new int[8];
            for (int cz = 0; cz < grain.nz(); cz += 4) {
                for (int cy = 0; cy < grain.ny(); cy += 4) {
                    for (int cx = 0; cx < grain.nx(); cx += 4) {
                        // Of a large volume every other cube of 16 voxels is plenty.
                        if (large && ((cx ^ cy ^ cz) & 16) != 0) {
                            continue;
                        }
                        double sum = 0;
                        double missing = 0;
                        int n = 0;
                        // What is missing nearby, smoothed, is no noise.
                        boolean whole4 = holes.isClear(grain.x() + cx, grain.y() + cy, grain.z() + cz);
                        for (int k = cz; k < Math.min(cz + 4, grain.nz()); k++) {
                            for (int j = cy; j < Math.min(cy + 4, grain.ny()); j++) {
                                int at = out.index(grain.x() + cx, grain.y() + j, grain.z() + k);
                                int wide = whole.index(grain.x() + cx, grain.y() + j, grain.z() + k);
                                for (int i = 0; i < Math.min(4, grain.nx() - cx); i++) {
                                    if (out.valid()[at + i] == 0 || !(depth.values()[at + i] >= deepUm)) {
                                        continue;
                                    }
                                    // Loss since the reference: without what was missing there already.
                                    float loss = out.values()[at + i]
                                            - (whole.values()[wide + i]
                                                    - reference.values()[at + i]);
                                    // The scan's own, whatever the reference scan showed of metal there.
                                    float lacking = 1 - (whole.values()[wide + i] - out.values()[at + i]);
                                    if (Math.abs(loss) < SOUND && lacking < SOUND) {
                                        n++;
                                        sum += loss;
                                        missing += lacking;
                                        sums[MISSING_LOSS] += (double) lacking * loss;
                                        sums[LOSS2] += (double) loss * loss;
                                        if (whole4) {
                                            sums[SMOOTH_N]++;
                                            sums[SMOOTH2] +=
                                                    (double) smoothed.values()[at + i] * smoothed.values()[at + i];
                                        }
                                    }
                                }
                            }
                        }
                        sums[N] += n;
                        sums[LOSS] += sum;
                        sums[MISSING] += missing;
                        if (n == 64) {
                            sums[CELLS4]++;
                            sums[CELL4] += sum / 64 * (sum / 64);
                            sums[MISSING4] += missing / 64 * (missing / 64);
                            int big = (cz / 16 * 2 + cy / 16) * 2 + cx / 16;
                            cell16[big] += sum / 64;
                            missing16[big] += missing / 64;
                            count16[big]++;
                        }
                    }
                }
            }
            for (int c = 0; c < 8; c++) {
                if (count16[c] == 64) {
                    sums[CELLS16]++;
                    sums[CELL16] += cell16[c] / 64 * (cell16[c] / 64);
                    sums[MISSING16] += missing16[c] / 64 * (missing16[c] / 64);
                }
            }
        });
    }

    private static void countSeen(Region grain, Patch depth, Patch grey, double[] sums) {
        int inside = 0;
        int seen = 0;
        for (long z = grain.z(); z < grain.endZ(); z++) {
            for (long y = grain.y(); y < grain.endY(); y++) {
                int at = depth.index(grain.x(), y, z);
                int wide = grey.index(grain.x(), y, z);
                for (int i = 0; i < grain.nx(); i++) {
                    int in = depth.values()[at + i] > 0 ? 1 : 0;
                    inside += in;
                    seen += in & grey.valid()[wide + i];
                }
            }
        }
        sums[INSIDE] += inside;
        sums[SEEN] += seen;
    }

    /** The share of the original solid that the scan saw. */
    static double seenFraction(double[] sums) {
        return sums[INSIDE] == 0 ? 0 : sums[SEEN] / sums[INSIDE];
    }

    /** Turns the sums into the noise of this pair of scans. */
    static Noise noise(double[] sums) {
        double n = Math.max(1, sums[N]);
        double mean = sums[LOSS] / n;
        double sigma = Math.sqrt(Math.max(1e-12, sums[LOSS2] / n - mean * mean));
        double smooth =
                sums[SMOOTH_N] < LEAST_SMOOTH ? sigma : Math.sqrt(Math.max(1e-12, sums[SMOOTH2] / sums[SMOOTH_N]));
        double cell4 = sums[CELLS4] > 8 ? Math.sqrt(sums[CELL4] / sums[CELLS4]) : sigma / 8;
        // What remains in means over 16^3 beyond the fine noise is a slow error of the levels.
        double slow = 0;
        double level = UNTOLD_LEVEL;
        if (sums[CELLS16] > 4) {
            slow = Math.sqrt(Math.max(0, sums[CELL16] / sums[CELLS16] - cell4 * cell4 / 64));
            level = Math.sqrt(
                    Math.max(0, sums[MISSING16] / sums[CELLS16] - sums[MISSING4] / Math.max(1, sums[CELLS4]) / 64));
        }
        // Of what is missing and of the loss only this scan's noise is in both: both scans show the same metal.
        double own = Math.sqrt(Math.max(0, sums[MISSING_LOSS] / n - mean * sums[MISSING] / n));
        return new Noise(sigma, smooth, cell4 * 8, slow, own, level);
    }
}
