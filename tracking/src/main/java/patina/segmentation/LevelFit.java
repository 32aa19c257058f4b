package patina.segmentation;

import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.NonPositiveDefiniteMatrixException;
import org.jspecify.annotations.Nullable;
import patina.blocks.Block;
import patina.blocks.GrainSums;
import patina.blocks.Input;
import patina.blocks.Kernel;
import patina.blocks.Patch;
import patina.blocks.Source;
import patina.geometry.Extent;
import patina.geometry.Region;

/**
 * Least-squares fit of the metal levels of two registered scans over the same sound interior voxels, and of their air
 * levels over the same voxels outside: inclusions and their like then cancel in the difference. Every second voxel along
 * each axis is used; those next to where metal is missing only if hardly any others are left, for the blurred wall of a pit is
 * darker than metal.
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

    /** By so much of metal minus air: noise alone is hardly as much, and what is between lies at a rim. */
    private static final double DARKER = 0.3;

    /**
     * What is known of a level beforehand, in voxels of metal: that it varies by some tenth of metal minus air across the view, where a
     * voxel tells it within three tenths, the texture about it being much the same. So it is not carried on from metal in few
     * places, or in a thin layer, to where there is none.
     */
    private static final double PRIOR = 9;

    /** In a cube of 64 voxels of metal, on the mean, as much of metal minus air is lost at most where nothing was. */
    private static final double LOST = 0.1;

    /** Metal away from what was lost tells its level if there is so much of it, of all. */
    private static final double CLEAR = 0.25;

    /** Sums over metal away from what was lost, the same over the rest of it, and those of air. */
    private static final int METAL = NORMAL + 2 * T + 1;

    private static final int AIR = 2 * METAL;
    private static final int WIDTH = AIR + 3;

    /** A line's sums: the powers of u from 0 to 4, then either grey times those from 0 to 2. */
    private static final int GREYS = 5;

    private static final int LINE = GREYS + 6;

    /** Levels of both scans. */
    record Fitted(Levels reference, Levels scan, long metalVoxels, long airVoxels) {}

    @Override
    public List<Input> inputs() {
        int halo = MarkedCubes.EDGE;
        return List.of(
                new Input.Window(reference, halo), new Input.Window(scan, halo), new Input.Window(distance, halo));
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
        // What is darker still than void is another thing: air around what the specimen is embedded in.
        float dark = (float) (air - DARKER * (metal - air));
        float high = (float) (air + 1.6 * (metal - air));
        float same = (float) (SAME * (metal - air));
        MarkedCubes lost = lost(r, s, d);
        return GrainSums.over(block.region(), extent, WIDTH, (grain, sums) -> {
            double[] t = new double[T];
            double[][] lines = new double[2][LINE];
            for (long z = grain.z(); z < grain.endZ(); z += 2) {
                double w = GreyLevel.scaled(z, extent.z());
                for (long y = grain.y(); y < grain.endY(); y += 2) {
                    double v = GreyLevel.scaled(y, extent.y());
                    int at = r.index(grain.x(), y, z);
                    Arrays.fill(lines[0], 0);
                    Arrays.fill(lines[1], 0);
                    for (int i = 0; i < grain.nx(); i += 2) {
                        if (r.valid()[at + i] == 0 || s.valid()[at + i] == 0 || d.valid()[at + i] == 0) {
                            continue;
                        }
                        float depth = d.values()[at + i];
                        float a = r.values()[at + i];
                        float b = s.values()[at + i];
                        if (depth >= deepUm && a > low && b > low && a < high && b < high && Math.abs(a - b) < same) {
                            double[] line = lines[lost == null || lost.isClear(grain.x() + i, y, z) ? 0 : 1];
                            addTo(line, GreyLevel.scaled(grain.x() + i, extent.x()), a, b);
                        } else if (depth <= -deepUm && a < mid && b < mid && a > dark && b > dark) {
                            sums[AIR]++;
                            sums[AIR + 1] += a;
                            sums[AIR + 2] += b;
                        }
                    }
                    for (int l = 0; l < 2; l++) {
                        if (lines[l][0] > 0) {
                            GreyLevel.terms(1, v, w, t);
                            addTo(sums, l * METAL, t, lines[l]);
                        }
                    }
                }
            }
        });
    }

    /** Where metal was lost or missing already, or null where none was. What lies nearer the surface may have become thinner all over. */
    private @Nullable MarkedCubes lost(Patch r, Patch s, Patch d) {
        Region region = r.region();
        MarkedCubes cubes = new MarkedCubes(region);
        double[] change = new double[cubes.count()];
        float depth = (float) (deepUm / 2);
        float mid = (float) ((air + metal) / 2);
        int at = 0;
        for (int k = 0; k < region.nz(); k++) {
            for (int j = 0; j < region.ny(); j++) {
                int row = cubes.row(j, k);
                for (int i = 0; i < region.nx(); i++, at++) {
                    if (d.values()[at] >= depth && (r.valid()[at] & s.valid()[at] & d.valid()[at]) != 0) {
                        float a = r.values()[at];
                        change[row + i / MarkedCubes.EDGE] += (a < mid ? metal : a) - s.values()[at];
                    }
                }
            }
        }
        double least = LOST * Math.pow(MarkedCubes.EDGE, 3) * (metal - air);
        boolean any = false;
        for (int cube = 0; cube < change.length; cube++) {
            if (change[cube] > least) {
                cubes.mark(cube);
                any = true;
            }
        }
        return any ? cubes : null;
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

    /** Adds a line's sums to those from {@code first} on; {@code t} are the terms there for u = 1. */
    private static void addTo(double[] sums, int first, double[] t, double[] line) {
        int[] power = GreyLevel.POWER_OF_U;
        int n = first;
        for (int p = 0; p < T; p++) {
            for (int q = 0; q <= p; q++) {
                sums[n++] += t[p] * t[q] * line[power[p] + power[q]];
            }
        }
        for (int p = 0; p < T; p++) {
            sums[n + p] += t[p] * line[GREYS + power[p]];
            sums[n + T + p] += t[p] * line[GREYS + 3 + power[p]];
        }
        sums[n + 2 * T] += line[0];
    }

    /** Solves for the levels; with too little metal or air in view the first estimates stand. */
    Fitted solve(double[] sums) {
        double clear = sums[METAL - 1];
        double beside = sums[2 * METAL - 1];
        if (clear < CLEAR * (clear + beside)) {
            sums = sums.clone();
            for (int i = 0; i < METAL; i++) {
                sums[i] += sums[METAL + i];
            }
        }
        long metalVoxels = (long) sums[METAL - 1];
        long airVoxels = (long) sums[AIR];
        double airReference = airVoxels >= 64 ? sums[AIR + 1] / airVoxels : air;
        double airScan = airVoxels >= 64 ? sums[AIR + 2] / airVoxels : air;
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
