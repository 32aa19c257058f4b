package patina.segmentation;

import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.NonPositiveDefiniteMatrixException;
import patina.blocks.Block;
import patina.blocks.GrainSums;
import patina.blocks.Input;
import patina.blocks.Kernel;
import patina.blocks.Patch;
import patina.blocks.Source;
import patina.geometry.Extent;

/**
 * Least-squares fit of the metal levels of two registered scans over the same sound interior voxels, and of their air
 * levels over the same voxels outside: inclusions and their like then cancel in the difference. Every second voxel along
 * each axis is used.
 *
 * @param reference registered reference scan
 * @param scan registered scan, grey brought to the reference's
 * @param distance signed distance to the original surface, micrometres, positive inside
 * @param deepUm metal counts from this depth on, and air from as far outside
 * @param air first estimate of the void's grey
 * @param metal first estimate of the metal's grey
 */
record LevelFit(Source reference, Source scan, Source distance, Extent extent, double deepUm, double air, double metal)
        implements Kernel<GrainSums> {
    private static final int T = GreyLevel.TERMS;
    private static final int NORMAL = T * (T + 1) / 2;
    /** What differs by more between the scans is no unchanged metal: product, or damage. */
    private static final double SAME = 0.25;

    /**
     * What is known of a level beforehand, in voxels of metal: that it varies by some tenth of metal minus air across the view, where a
     * voxel tells it within three tenths, the texture about it being much the same. So it is not carried on from metal in few
     * places, or in a thin layer, to where there is none.
     */
    private static final double PRIOR = 9;

    private static final int WIDTH = NORMAL + 2 * T + 4;

    /** A line's sums: the powers of u from 0 to 4, then either grey times those from 0 to 2. */
    private static final int GREYS = 5;

    private static final int LINE = GREYS + 6;

    /** Levels of both scans. */
    record Fitted(Levels reference, Levels scan, long metalVoxels, long airVoxels) {}

    @Override
    public List<Input> inputs() {
        return List.of(new Input.Window(reference, 0), new Input.Window(scan, 0), new Input.Window(distance, 0));
    }

    @Override
    public GrainSums merge(GrainSums earlier, GrainSums later) {
        return earlier.merge(later);
    }

    @Override
    public GrainSums apply(Block block) {
        Patch r = block.patch(0);
        Patch s = block.patch(1);
        Patch d = block.patch(2);
        float mid = (float) ((air + metal) / 2);
        float low = (float) (air + 0.65 * (metal - air));
        float high = (float) (air + 1.6 * (metal - air));
        float same = (float) (SAME * (metal - air));
        return GrainSums.over(block.region(), extent, WIDTH, (grain, sums) -> {
            double[] t = new double[T];
            double[] line = new double[LINE];
            for (long z = grain.z(); z < grain.endZ(); z += 2) {
                double w = GreyLevel.scaled(z, extent.z());
                for (long y = grain.y(); y < grain.endY(); y += 2) {
                    double v = GreyLevel.scaled(y, extent.y());
                    int at = r.index(grain.x(), y, z);
                    Arrays.fill(line, 0);
                    for (int i = 0; i < grain.nx(); i += 2) {
                        if (r.valid()[at + i] == 0 || s.valid()[at + i] == 0 || d.valid()[at + i] == 0) {
                            continue;
                        }
                        float depth = d.values()[at + i];
                        float a = r.values()[at + i];
                        float b = s.values()[at + i];
                        if (depth >= deepUm && a > low && b > low && a < high && b < high && Math.abs(a - b) < same) {
                            addTo(line, GreyLevel.scaled(grain.x() + i, extent.x()), a, b);
                        } else if (depth <= -deepUm && a < mid && b < mid) {
                            sums[WIDTH - 3]++;
                            sums[WIDTH - 2] += a;
                            sums[WIDTH - 1] += b;
                        }
                    }
                    if (line[0] > 0) {
                        GreyLevel.terms(1, v, w, t);
                        addTo(sums, t, line);
                    }
                }
            }
        });
    }

    /** Adds a voxel to its line's sums of the powers of u, and of these times either grey. */
    private static void addTo(double[] line, double u, double a, double b) {
        double u2 = u * u;
        line[0]++;
        line[1] += u;
        line[2] += u2;
        line[3] += u2 * u;
        line[4] += u2 * u2;
        line[GREYS] += a;
        line[GREYS + 1] += a * u;
        line[GREYS + 2] += a * u2;
        line[GREYS + 3] += b;
        line[GREYS + 4] += b * u;
        line[GREYS + 5] += b * u2;
    }

    /** Adds a line's sums; {@code t} are the terms there for u = 1. */
    private static void addTo(double[] sums, double[] t, double[] line) {
        int[] power = GreyLevel.POWER_OF_U;
        int n = 0;
        for (int p = 0; p < T; p++) {
            for (int q = 0; q <= p; q++) {
                sums[n++] += t[p] * t[q] * line[power[p] + power[q]];
            }
        }
        for (int p = 0; p < T; p++) {
            sums[NORMAL + p] += t[p] * line[GREYS + power[p]];
            sums[NORMAL + T + p] += t[p] * line[GREYS + 3 + power[p]];
        }
        sums[WIDTH - 4] += line[0];
    }

    /** Solves for the levels; with too little metal or air in view the first estimates stand. */
    Fitted solve(double[] sums) {
        long metalVoxels = (long) sums[WIDTH - 4];
        long airVoxels = (long) sums[WIDTH - 3];
        double airReference = airVoxels >= 64 ? sums[WIDTH - 2] / airVoxels : air;
        double airScan = airVoxels >= 64 ? sums[WIDTH - 1] / airVoxels : air;
        int terms = metalVoxels >= 2000 ? T : metalVoxels >= 64 ? 1 : 0;
        GreyLevel levelReference = GreyLevel.constant(metal, extent);
        GreyLevel levelScan = GreyLevel.constant(metal, extent);
        if (terms > 0) {
            double[] a = solve(sums, terms, NORMAL);
            double[] b = solve(sums, terms, NORMAL + T);
            levelReference = new GreyLevel(a, extent);
            levelScan = new GreyLevel(b, extent);
        }
        return new Fitted(
                new Levels(airReference, levelReference), new Levels(airScan, levelScan), metalVoxels, airVoxels);
    }

    private static double[] solve(double[] sums, int terms, int rhs) {
        double[][] normal = new double[terms][terms];
        double[] right = new double[terms];
        int n = 0;
        for (int p = 0; p < terms; p++) {
            for (int q = 0; q <= p; q++) {
                normal[p][q] = sums[n];
                normal[q][p] = sums[n++];
            }
            right[p] = sums[rhs + p];
        }
        normal[0][0] += 1e-9 * normal[0][0];
        for (int p = 1; p < terms; p++) {
            normal[p][p] += PRIOR;
        }
        double[] solution;
        try {
            solution = new CholeskyDecomposition(new Array2DRowRealMatrix(normal, false), 1e-9, 0)
                    .getSolver()
                    .solve(new ArrayRealVector(right, false))
                    .toArray();
        } catch (NonPositiveDefiniteMatrixException flat) {
            // A plate or a line of metal does not tell all ten terms: the mean level stands.
            solution = new double[] {sums[rhs] / sums[0]};
        }
        return Arrays.copyOf(solution, T);
    }
}
