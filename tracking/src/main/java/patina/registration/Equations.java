package patina.registration;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.SingularMatrixException;
import org.apache.commons.math3.linear.SingularValueDecomposition;
import org.jspecify.annotations.Nullable;
import patina.geometry.Point;

/**
 * The normal equations of one look, solved: the error of the present parameters and the covariance it will be known
 * with.
 *
 * <p>The covariance is the sandwich A^-1 B A^-T with B the sum over cells of g g^T, g a cell's score (White,
 * Econometrica 48:817, 1980, clustered): cells are wider than the noise's correlation, so smoothing and interpolation are
 * taken into account without a model of them. What the surface as a whole is too large by, since the scale is told by the
 * interior alone, is the same in all cells: its part of their scores is taken out of each and counted once. Directions of the map
 * that the data do not constrain are left out of the step: they stay where they are.
 */
final class Equations {
    /** A direction known worse than this share of the specimen's radius is taken as not observable. */
    private final double loosest;

    private final Columns columns;
    private final int sumsAt;
    private final double[] total;
    private final RealMatrix a;
    private final double[] score;
    private final double[][] cells;
    private final double[][] grains;

    /** What is known already and stays as it is; null where there is no such direction. */
    private final @Nullable Held held;

    /**
     * Directions that a coarser level has told, and that a finer one cannot.
     *
     * @param directions orthonormal, of the six rigid parameters
     * @param covariance of the six, where they were told
     */
    record Held(List<double[]> directions, double[][] covariance) {}

    /** @param loosestUm standard uncertainty, in micrometres at the specimen's radius, beyond which a direction is free */
    Equations(Match match, double loosestUm, @Nullable Held held) {
        this(match, loosestUm, held, false);
    }

    /** What the interior alone says of the map, the surface's voxels left out; greys are told by both. */
    static Equations ofInterior(Match match, double loosestUm) {
        return new Equations(match, loosestUm, null, true);
    }

    private Equations(Match match, double loosestUm, @Nullable Held held, boolean interior) {
        this.loosest = loosestUm;
        this.held = held;
        this.columns = match.columns();
        this.sumsAt = Match.sumsAt(columns);
        this.total = match.sums().total();
        int n = columns.all();
        int m = columns.map();
        int products = interior ? Match.interiorAt(columns) : 0;
        a = new Array2DRowRealMatrix(n, n);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                a.setEntry(i, j, total[(i < m ? products : 0) + i * n + j]);
            }
        }
        score = new double[n];
        grains = match.sums().grains();
        cells = new double[grains.length * Match.CELLS][];
        grown = new double[n];
        double growth = !interior && total[sumsAt + Match.GROWTH + 1] > 0
                ? total[sumsAt + Match.GROWTH] / total[sumsAt + Match.GROWTH + 1]
                : 0;
        int used = 0;
        for (double[] grain : grains) {
            for (int c = 0; c < Match.CELLS; c++) {
                int scores = interior ? Match.interiorScoresAt(columns) + c * m : n * n + c * n;
                double[] g = new double[n];
                double squares = 0;
                for (int i = 0; i < n; i++) {
                    g[i] = grain[i < m ? scores + i : n * n + c * n + i];
                    squares += i < m || !interior ? g[i] * g[i] : 0;
                    score[i] += g[i];
                }
                if (squares > 0) {
                    for (int i = 0; i < 6; i++) {
                        double seen = growth * grain[sumsAt + Match.GROWTH + 2 + 6 * c + i];
                        g[i] -= seen;
                        grown[i] += seen;
                    }
                    cells[used++] = g;
                }
            }
        }
        cellCount = used;
    }

    private final int cellCount;

    /** What a growth of the whole surface makes of the scores: all cells share it. */
    private final double[] grown;

    /** How the scores answer to the scale where it is none of the columns. */
    private double @Nullable [] scaleColumn;

    /** The given ones' with the scale left out: it stays as it is. */
    private Equations(Equations similarity) {
        this.loosest = similarity.loosest;
        this.held = similarity.held;
        this.columns = Columns.RIGID;
        this.sumsAt = similarity.sumsAt;
        this.total = similarity.total;
        this.grains = similarity.grains;
        int[] kept = {0, 1, 2, 3, 4, 5, 7, 8};
        this.a = similarity.a.getSubMatrix(kept, kept);
        this.score = pick(similarity.score, kept);
        this.scaleColumn = pick(similarity.a.getColumn(6), kept);
        this.grown = pick(similarity.grown, kept);
        this.cellCount = similarity.cellCount;
        this.cells = new double[cellCount][];
        for (int c = 0; c < cellCount; c++) {
            cells[c] = pick(similarity.cells[c], kept);
        }
    }

    private static double[] pick(double[] all, int[] kept) {
        double[] some = new double[kept.length];
        for (int i = 0; i < kept.length; i++) {
            some[i] = all[kept[i]];
        }
        return some;
    }

    /** The map's error with some of the columns: all of them, or of a similarity the rigid ones. */
    Solution solve(Columns wanted) {
        return wanted == columns ? solve() : new Equations(this).solve();
    }

    double sum(int which) {
        return total[sumsAt + which];
    }

    /** Of every cell that has interior: its four {@link Match#INTERIOR_CROSS}. */
    List<double[]> interiorCells() {
        List<double[]> result = new ArrayList<>();
        for (double[] grain : grains) {
            for (int c = 0; c < Match.CELLS; c++) {
                int at = sumsAt + Match.INTERIOR_CROSS + 4 * c;
                if (grain[at + 3] > 0) {
                    result.add(Arrays.copyOfRange(grain, at, at + 4));
                }
            }
        }
        return result;
    }

    /** Pulls parameter {@code i} by a prior: {@code error} is the present value less the prior's. Where nothing is told it is no use. */
    void prior(int i, double error, double standardUncertainty, double noiseVariance) {
        if (!(noiseVariance > 0 && noiseVariance < Double.POSITIVE_INFINITY)) {
            return;
        }
        double weight = noiseVariance / (standardUncertainty * standardUncertainty);
        a.addToEntry(i, i, weight);
        score[i] += weight * error;
    }

    /** The map's present error, gain's and offset's after it; and what it is known with. */
    Solution solve() {
        int n = columns.all();
        int m = columns.map();
        // Gain and offset are eliminated first: they are always observable.
        RealMatrix mm = a.getSubMatrix(0, m - 1, 0, m - 1);
        RealMatrix mg = a.getSubMatrix(0, m - 1, m, n - 1);
        RealMatrix gm = a.getSubMatrix(m, n - 1, 0, m - 1);
        RealMatrix gg = a.getSubMatrix(m, n - 1, m, n - 1);
        RealMatrix ggInverse = inverse(gg);
        RealMatrix eliminate = mg.multiply(ggInverse);
        RealMatrix schur = mm.subtract(eliminate.multiply(gm));
        RealMatrix b = new Array2DRowRealMatrix(m, m);
        for (int c = 0; c < cellCount; c++) {
            addSquare(b, reduced(cells[c], eliminate, m, n));
        }
        addSquare(b, Arrays.copyOf(grown, m));
        double[] s = reduced(score, eliminate, m, n);
        // The scale's row is of other voxels than its column, so only the rigid part is near symmetric.
        int rigid = columns == Columns.AFFINE ? m : 6;
        RealMatrix block = schur.getSubMatrix(0, rigid - 1, 0, rigid - 1);
        RealMatrix symmetric = block.add(block.transpose()).scalarMultiply(0.5);
        List<double[]> free = held == null ? free(symmetric, b) : List.of();
        List<double[]> still = held == null ? free : held.directions();
        RealMatrix keep = MatrixUtils.createRealIdentityMatrix(m);
        for (double[] v : still) {
            for (int i = 0; i < rigid; i++) {
                for (int j = 0; j < rigid; j++) {
                    keep.addToEntry(i, j, -v[i] * v[j]);
                }
            }
        }
        RealMatrix solved;
        if (still.isEmpty()) {
            solved = inverse(schur);
        } else {
            RealMatrix projected = keep.multiply(schur).multiply(keep);
            for (double[] v : still) {
                for (int i = 0; i < rigid; i++) {
                    for (int j = 0; j < rigid; j++) {
                        projected.addToEntry(i, j, v[i] * v[j] * symmetric.getNorm());
                    }
                }
            }
            solved = keep.multiply(inverse(projected)).multiply(keep);
        }
        double[] map = solved.operate(s);
        double[] grey = new double[2];
        for (int i = 0; i < 2; i++) {
            for (int j = 0; j < 2; j++) {
                double right = score[m + j];
                for (int k = 0; k < m; k++) {
                    right -= gm.getEntry(j, k) * map[k];
                }
                grey[i] += ggInverse.getEntry(i, j) * right;
            }
        }
        // The step takes weights as they are; what is found answers to noise by how weighted residuals change with it
        // (M-estimates: Huber, Robust Statistics, 1981).
        RealMatrix covariance = solved.multiply(b).multiply(solved.transpose()).scalarMultiply(answer() * answer());
        if (held != null) {
            addKnown(covariance, held);
        }
        double[] follows = scaleColumn == null ? new double[m] : solved.operate(reduced(scaleColumn, eliminate, m, n));
        return new Solution(
                map,
                grey[0],
                grey[1],
                covariance.getData(),
                m == 7 ? covariance.getEntry(6, 6) / solved.getEntry(6, 6) : Double.NaN,
                follows,
                List.copyOf(free),
                weakestTurn(symmetric),
                cellCount);
    }

    /** The directions of the rigid parameters that the data tell too little of. */
    private List<double[]> free(RealMatrix symmetric, RealMatrix b) {
        int rigid = symmetric.getRowDimension();
        EigenDecomposition eigen = new EigenDecomposition(symmetric);
        List<double[]> free = new ArrayList<>();
        for (int e = 0; e < rigid; e++) {
            double[] v = eigen.getEigenvector(e).toArray();
            double lambda = eigen.getRealEigenvalue(e);
            double spread = 0;
            for (int i = 0; i < rigid; i++) {
                for (int j = 0; j < rigid; j++) {
                    spread += v[i] * b.getEntry(i, j) * v[j];
                }
            }
            if (!(lambda > 0) || Math.sqrt(spread) > loosest * lambda) {
                free.add(v);
            }
        }
        return free;
    }

    private static void addKnown(RealMatrix covariance, Held held) {
        int n = held.covariance().length;
        RealMatrix onto = new Array2DRowRealMatrix(n, n);
        for (double[] v : held.directions()) {
            addSquare(onto, v);
        }
        RealMatrix known =
                onto.multiply(new Array2DRowRealMatrix(held.covariance())).multiply(onto);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                covariance.addToEntry(i, j, known.getEntry(i, j));
            }
        }
    }

    /** By how much a weighted residual answers less to what moves it than its weight says. */
    private double answer() {
        double weighted = sum(Match.ANSWER);
        double answers = sum(Match.ANSWER + 1);
        return weighted > 0 ? weighted / Math.max(answers, weighted / MOST_ANSWER) : 1;
    }

    /** Far from the truth residuals are no noise, and some answer the other way. */
    private static final double MOST_ANSWER = 2;

    private static Point weakestTurn(RealMatrix rigid) {
        EigenDecomposition turns = new EigenDecomposition(rigid.getSubMatrix(0, 2, 0, 2));
        int weakest = 0;
        for (int e = 1; e < 3; e++) {
            if (turns.getRealEigenvalue(e) < turns.getRealEigenvalue(weakest)) {
                weakest = e;
            }
        }
        double[] v = turns.getEigenvector(weakest).toArray();
        return new Point(v[0], v[1], v[2]);
    }

    private static void addSquare(RealMatrix b, double[] g) {
        for (int i = 0; i < g.length; i++) {
            for (int j = 0; j < g.length; j++) {
                b.addToEntry(i, j, g[i] * g[j]);
            }
        }
    }

    private static double[] reduced(double[] g, RealMatrix eliminate, int m, int n) {
        double[] r = new double[m];
        for (int i = 0; i < m; i++) {
            r[i] = g[i];
            for (int j = m; j < n; j++) {
                r[i] -= eliminate.getEntry(i, j - m) * g[j];
            }
        }
        return r;
    }

    private static RealMatrix inverse(RealMatrix matrix) {
        try {
            return new LUDecomposition(matrix, 1e-300).getSolver().getInverse();
        } catch (SingularMatrixException e) {
            // A pseudo-inverse leaves what nothing constrains at zero.
            return new SingularValueDecomposition(matrix).getSolver().getInverse();
        }
    }

    /**
     * What one look tells.
     *
     * @param map present value less true value, of each parameter of the map, micrometres at the radius
     * @param gain the same of the gain; {@code offset} of the offset
     * @param covariance of {@code map}
     * @param scaleNoise the scale's variance by how it follows from its score: of a weight in the equations, what it weighs; NaN
     *     where it is no column
     * @param follows how far each parameter is drawn by a scale that is not fitted; zeros where it is
     * @param free directions of the map that nothing constrains
     * @param weakestTurn the direction about which a rotation changes least
     * @param cells how many cells the covariance rests on
     */
    record Solution(
            double[] map,
            double gain,
            double offset,
            double[][] covariance,
            double scaleNoise,
            double[] follows,
            List<double[]> free,
            Point weakestTurn,
            int cells) {}
}
