package patina.registration;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;
import org.apache.commons.math3.linear.SingularMatrixException;
import org.jspecify.annotations.Nullable;
import patina.geometry.Extent;
import patina.geometry.Point;

/**
 * A place along z at which what registration left over jumps, as where two scans were stitched: below it the scan lies
 * otherwise than above it, and one map cannot say both.
 *
 * <p>Each slab of 16 voxels tells the shift it would still like to make, with the uncertainty that what this leaves of its parts'
 * scores gives (the sandwich of {@link Equations}). A line along z is what a map's own error looks like; a step is told where a line with
 * a step explains the shifts much better.
 *
 * <p>What differs too much carries no weight in a robust fit, so a large step is told, but as smaller than it is.
 *
 * @param z scan voxels of the fixed scan below the step
 * @param stepUm how far the part above lies from where the part below says, micrometres
 * @param uUm standard uncertainty (k = 1) of each component
 * @param chiSquare how much better a step explains what is left over
 */
record StepAlongZ(double z, Point stepUm, Point uUm, double chiSquare) {
    /** Smaller steps, in voxels, harm nothing. */
    private static final double LEAST_VOXELS = 0.1;

    /** Chi-square of three components and a sought place from which on it is worth a closer look; few maps show as much by chance. */
    private static final double SUSPECT_CHI_SQUARE = 12;

    /** And from which on it is no chance. */
    private static final double SURE_CHI_SQUARE = 40;

    /** Whether it is no chance. */
    boolean isSure() {
        return chiSquare >= SURE_CHI_SQUARE;
    }

    private static final int SLAB = 16;
    private static final int LAYER = 8;
    private static final int LEAST_VOXELS_OF_SLAB = 1000;
    private static final int LEAST_SLABS = 5;
    private static final int LEAST_HALVES = 4;

    /**
     * Half a grain of a slab.
     *
     * @param a how its score answers a shift, 3 x 3, row by row
     * @param g its score
     */
    private record Half(double[] a, double[] g) {}

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
        double most = SUSPECT_CHI_SQUARE;
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
                best = new StepAlongZ(z, found, new Point(u[0], u[1], u[2]), chi);
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
        double[] voxels = new double[count];
        List<List<Half>> halves = new ArrayList<>();
        for (int s = 0; s < count; s++) {
            halves.add(new ArrayList<>());
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
                double[] a = new double[9];
                for (int i = 0; i < 9; i++) {
                    double lower = row[sums + Match.LOWER + i];
                    a[i] = half == 0 ? lower : row[Match.translations(match.columns(), i / 3, i % 3)] - lower;
                }
                double[] g = new double[3];
                for (int cell = 4 * half; cell < 4 * half + 4; cell++) {
                    for (int i = 0; i < 3; i++) {
                        g[i] += row[n * n + cell * n + first + i];
                    }
                }
                if (g[0] != 0 || g[1] != 0 || g[2] != 0) {
                    halves.get(slab).add(new Half(a, g));
                }
            }
        });
        List<Slab> slabs = new ArrayList<>();
        for (int s = 0; s < count; s++) {
            if (voxels[s] >= LEAST_VOXELS_OF_SLAB && halves.get(s).size() >= LEAST_HALVES) {
                Slab slab = slab(s, halves.get(s));
                if (slab != null) {
                    slabs.add(slab);
                }
            }
        }
        return slabs.toArray(Slab[]::new);
    }

    private static @Nullable Slab slab(int s, List<Half> halves) {
        RealMatrix a = new Array2DRowRealMatrix(3, 3);
        RealVector g = new ArrayRealVector(3);
        for (Half half : halves) {
            a = a.add(matrix(half));
            g = g.add(new ArrayRealVector(half.g()));
        }
        RealMatrix inverse;
        RealVector shift;
        // What the slab would like is no noise, and each part says it in its own way. What is left of a part is told
        // by the others (jackknife): a part that has the slab to itself would leave nothing.
        RealMatrix spread = new Array2DRowRealMatrix(3, 3);
        try {
            inverse = new LUDecomposition(a).getSolver().getInverse();
            shift = inverse.operate(g);
            RealMatrix one = MatrixUtils.createRealIdentityMatrix(3);
            for (Half half : halves) {
                RealVector left =
                        new ArrayRealVector(half.g()).subtract(matrix(half).operate(shift));
                RealMatrix others = one.subtract(matrix(half).multiply(inverse));
                RealVector alone = new LUDecomposition(others).getSolver().solve(left);
                spread = spread.add(alone.outerProduct(alone));
            }
        } catch (SingularMatrixException e) {
            return null;
        }
        RealMatrix variance = inverse.multiply(spread).multiply(inverse.transpose());
        double[] own = new double[3];
        for (int c = 0; c < 3; c++) {
            own[c] = variance.getEntry(c, c);
            if (!(own[c] > 0)) {
                return null;
            }
        }
        return new Slab(SLAB * (s + 0.5), shift.toArray(), own);
    }

    private static RealMatrix matrix(Half half) {
        double[] a = half.a();
        return new Array2DRowRealMatrix(new double[][] {{a[0], a[1], a[2]}, {a[3], a[4], a[5]}, {a[6], a[7], a[8]}});
    }
}
