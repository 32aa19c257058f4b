package patina.registration;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.SingularMatrixException;
import org.jspecify.annotations.Nullable;
import patina.geometry.Extent;
import patina.geometry.Point;

/**
 * A place along z at which what registration left over jumps, as where two scans were stitched: below it the scan lies
 * otherwise than above it, and one map cannot say both.
 *
 * <p>Each slab of 16 voxels tells the shift it would still like to make, with the uncertainty that its cells' scores give
 * (the sandwich of {@link Equations}). A line along z is what a map's own error looks like; a step is told where a line with
 * a step explains the shifts much better.
 *
 * <p>What differs too much carries no weight in a robust fit, so a large step is told, but as smaller than it is.
 *
 * @param z scan voxels of the fixed scan below the step
 * @param stepUm how far the part above lies from where the part below says, micrometres
 * @param uUm standard uncertainty (k = 1) of each component
 */
record StepAlongZ(double z, Point stepUm, Point uUm) {
    /** Smaller steps, in voxels, harm nothing. */
    private static final double LEAST_VOXELS = 0.1;

    /** Chi-square of three components and a sought place from which on it is no chance. */
    private static final double LEAST_CHI_SQUARE = 40;

    private static final int SLAB = 16;
    private static final int LAYER = 8;
    private static final int LEAST_VOXELS_OF_SLAB = 1000;
    private static final int LEAST_SLABS = 5;
    private static final int LEAST_CELLS = 6;

    /** What one slab would like: shift and variance of each component. */
    private record Slab(double middle, double[] shift, double[] variance) {}

    /**
     * Looks for the step.
     *
     * @param match the last look at the finest level, at which one voxel is one of the scan
     * @return null where there is none
     */
    static @Nullable StepAlongZ of(Match match, Extent extent, double voxelUm) {
        Slab[] slabs = slabs(match, extent);
        if (slabs.length < LEAST_SLABS) {
            return null;
        }
        double from = slabs[1].middle();
        double to = slabs[slabs.length - 2].middle();
        @Nullable StepAlongZ best = null;
        double most = LEAST_CHI_SQUARE;
        for (double z = from; z <= to; z += LAYER / 2.0) {
            double[] step = new double[3];
            double[] u = new double[3];
            double chi = 0;
            for (int c = 0; c < 3; c++) {
                double[] fitted = step(slabs, c, z);
                step[c] = fitted[0];
                u[c] = fitted[1];
                chi += fitted[0] * fitted[0] / (fitted[1] * fitted[1]);
            }
            Point found = new Point(step[0], step[1], step[2]);
            if (chi > most && found.length() > LEAST_VOXELS * voxelUm) {
                most = chi;
                best = new StepAlongZ(z, found, new Point(u[0], u[1], u[2]));
            }
        }
        return best;
    }

    /** The weighted fit of a line and a step at {@code z}: the step and its uncertainty, which grows with the misfit. */
    private static double[] step(Slab[] slabs, int component, double z) {
        double[][] normal = new double[3][3];
        double[] right = new double[3];
        for (Slab slab : slabs) {
            double[] row = row(slab, z);
            double weight = 1 / slab.variance()[component];
            for (int i = 0; i < 3; i++) {
                right[i] += weight * row[i] * slab.shift()[component];
                for (int j = 0; j < 3; j++) {
                    normal[i][j] += weight * row[i] * row[j];
                }
            }
        }
        RealMatrix inverse;
        try {
            inverse = new LUDecomposition(new Array2DRowRealMatrix(normal))
                    .getSolver()
                    .getInverse();
        } catch (SingularMatrixException e) {
            // All slabs lie on one side.
            return new double[] {0, 1};
        }
        double[] fit = inverse.operate(right);
        double misfit = 0;
        for (Slab slab : slabs) {
            double[] row = row(slab, z);
            double off = slab.shift()[component] - row[0] * fit[0] - row[1] * fit[1] - row[2] * fit[2];
            misfit += off * off / slab.variance()[component];
        }
        double wider = Math.max(1, misfit / (slabs.length - 3));
        return new double[] {fit[2], Math.sqrt(wider * inverse.getEntry(2, 2))};
    }

    /** 1, z, and how much of the slab lies above the step. */
    private static double[] row(Slab slab, double z) {
        double above = Math.max(0, Math.min(1, (slab.middle() + SLAB / 2.0 - z) / SLAB));
        return new double[] {1, (slab.middle() - z) / 100, above};
    }

    private static Slab[] slabs(Match match, Extent extent) {
        int n = match.columns().all();
        int first = match.columns() == Columns.AFFINE ? 9 : 3;
        int sums = Match.sumsAt(match.columns());
        int count = (int) ((extent.z() + SLAB - 1) / SLAB);
        double[][] a = new double[count][9];
        double[] voxels = new double[count];
        List<List<double[]>> scores = new ArrayList<>();
        for (int s = 0; s < count; s++) {
            scores.add(new ArrayList<>());
        }
        match.sums().forEach(extent, (grain, row) -> {
            for (int half = 0; half < 2; half++) {
                int slab = (int) (grain.z() / SLAB) + half;
                if (slab >= count) {
                    continue;
                }
                for (int cell = 32 * half; cell < 32 * half + 32; cell++) {
                    voxels[slab] += row[sums + Match.SMALL_CELLS + cell];
                }
                for (int i = 0; i < 9; i++) {
                    double lower = row[sums + Match.LOWER + i];
                    a[slab][i] += half == 0 ? lower : row[Match.translations(match.columns(), i / 3, i % 3)] - lower;
                }
                for (int cell = 4 * half; cell < 4 * half + 4; cell++) {
                    int at = n * n + cell * n + first;
                    if (row[at] != 0 || row[at + 1] != 0 || row[at + 2] != 0) {
                        scores.get(slab).add(new double[] {row[at], row[at + 1], row[at + 2]});
                    }
                }
            }
        });
        List<Slab> slabs = new ArrayList<>();
        for (int s = 0; s < count; s++) {
            if (voxels[s] >= LEAST_VOXELS_OF_SLAB && scores.get(s).size() >= LEAST_CELLS) {
                Slab slab = slab(s, a[s], scores.get(s));
                if (slab != null) {
                    slabs.add(slab);
                }
            }
        }
        return slabs.toArray(Slab[]::new);
    }

    private static @Nullable Slab slab(int s, double[] a, List<double[]> scores) {
        RealMatrix inverse;
        try {
            inverse = new LUDecomposition(new Array2DRowRealMatrix(
                            new double[][] {{a[0], a[1], a[2]}, {a[3], a[4], a[5]}, {a[6], a[7], a[8]}}))
                    .getSolver()
                    .getInverse();
        } catch (SingularMatrixException e) {
            return null;
        }
        double[] sum = new double[3];
        for (double[] g : scores) {
            for (int i = 0; i < 3; i++) {
                sum[i] += g[i];
            }
        }
        // About their mean, since what the slab would like is no noise.
        int cells = scores.size();
        double[][] spread = new double[3][3];
        for (double[] g : scores) {
            for (int i = 0; i < 3; i++) {
                for (int j = 0; j < 3; j++) {
                    spread[i][j] += (g[i] - sum[i] / cells) * (g[j] - sum[j] / cells) * cells / (cells - 1.0);
                }
            }
        }
        RealMatrix variance = inverse.multiply(new Array2DRowRealMatrix(spread)).multiply(inverse.transpose());
        double[] own = new double[3];
        for (int c = 0; c < 3; c++) {
            own[c] = variance.getEntry(c, c);
            if (!(own[c] > 0)) {
                return null;
            }
        }
        return new Slab(SLAB * (s + 0.5), inverse.operate(sum), own);
    }
}
