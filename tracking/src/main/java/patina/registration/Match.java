package patina.registration;

import java.io.Serializable;
import patina.blocks.GrainSums;

/**
 * What one look at two volumes under one map gives: the normal equations, cell by cell, and the residuals' histogram.
 *
 * <p>A grain's row of sums is: the n x n matrix A; for each of its eight 16-voxel cells the n scores; then {@link #SUMS}
 * plain sums; then what the interior alone has of A's m lines of the map, and of each cell's m scores of the map.
 */
record Match(Columns columns, GrainSums sums, long[] residuals) implements Serializable {
    static final int CELLS = 8;
    /** Voxels of the fixed scan that carry gradient and are in use. */
    static final int SELECTED = 0;
    /** Of those, the ones the moving scan saw. */
    static final int INSIDE = 1;
    /** Of those, the ones with weight 0. */
    static final int REJECTED = 2;

    static final int WEIGHT = 3;
    static final int WEIGHTED_SQUARES = 4;
    /** Gradient products over the surface: fixed . moving, moving . moving, fixed . fixed, and their count. */
    static final int SURFACE_CROSS = 5;
    /** Voxels with a weight above 0. */
    static final int KEPT = 9;
    /** Of 64 cells of 8 voxels: voxels inside, then voxels rejected. */
    static final int SMALL_CELLS = 10;
    /** Of each of the eight 16-voxel cells the same four as over the surface, over the interior. */
    static final int INTERIOR_CROSS = 10 + 128;

    /** Of the lower 16 planes, what A has of the three translations among themselves. */
    static final int LOWER = INTERIOR_CROSS + 4 * CELLS;

    /** Of the voxels with a weight, their gradient products weighted, and weighted by how their weighted residual answers. */
    static final int ANSWER = LOWER + 9;

    /**
     * Where a similarity is fitted, of the surface, which does not tell its scale: the score of a growth, how that answers a growth,
     * and of each of the eight 16-voxel cells how its rigid scores answer it.
     */
    static final int GROWTH = ANSWER + 2;

    /** Of {@link #INSIDE} and of {@link #REJECTED}, those of the interior. */
    static final int INTERIOR = GROWTH + 2 + 6 * CELLS;

    static final int SUMS = INTERIOR + 2;

    /** Residuals are counted in steps of this share of metal minus air. */
    static final double RESIDUAL_STEP = 1.0 / 8192;

    /** How many steps there are; the surface's residuals come first, then the interior's. */
    static final int HISTOGRAM = 8192;

    static int width(Columns columns) {
        return interiorScoresAt(columns) + CELLS * columns.map();
    }

    /** Where the interior's part of A begins. */
    static int interiorAt(Columns columns) {
        return sumsAt(columns) + SUMS;
    }

    /** Where the interior's part of the scores begins. */
    static int interiorScoresAt(Columns columns) {
        return interiorAt(columns) + columns.map() * columns.all();
    }

    static int sumsAt(Columns columns) {
        int n = columns.all();
        return n * n + CELLS * n;
    }

    /** Where A has translation {@code j} in the row of translation {@code i}. */
    static int translations(Columns columns, int i, int j) {
        return translation(columns, i) * columns.all() + translation(columns, j);
    }

    /** Which column a translation is. */
    static int translation(Columns columns, int i) {
        return (columns == Columns.AFFINE ? 9 : 3) + i;
    }

    /** The robust standard deviation of all residuals: 1.4826 times the median absolute residual. */
    double robustDeviation() {
        long[] both = new long[HISTOGRAM];
        for (int i = 0; i < HISTOGRAM; i++) {
            both[i] = residuals[i] + residuals[HISTOGRAM + i];
        }
        return robustDeviation(both, 0);
    }

    /** The same of the surface alone. */
    double surfaceDeviation() {
        return robustDeviation(residuals, 0);
    }

    /** The same of the interior alone. */
    double interiorDeviation() {
        return robustDeviation(residuals, HISTOGRAM);
    }

    private static double robustDeviation(long[] counts, int from) {
        long total = 0;
        for (int i = 0; i < HISTOGRAM; i++) {
            total += counts[from + i];
        }
        double below = 0;
        for (int i = 0; i < HISTOGRAM; i++) {
            long c = counts[from + i];
            if (c > 0 && below + c >= 0.5 * total) {
                return 1.4826 * RESIDUAL_STEP * (i + (0.5 * total - below) / c);
            }
            below += c;
        }
        return 1;
    }

    Match merge(Match later) {
        for (int i = 0; i < residuals.length; i++) {
            residuals[i] += later.residuals[i];
        }
        return new Match(columns, sums.merge(later.sums), residuals);
    }
}
