package patina.registration.local;

import java.util.Arrays;
import patina.geometry.Extent;

/**
 * The parabola through the displacements around each point, from which it is told what an affine fit to a whole subset makes
 * of a displacement that bends.
 *
 * <p>An affine fit to a subset of half edge r takes a displacement u for about u + r (r + 1) / 6 times its Laplacian. The
 * parabola is fitted to the points within 2 r along each axis (the nearest such window that lies on the lattice): a wider one
 * sees less of what bends within a few subsets, a narrower one is as noisy as the subsets themselves. What a subset makes of
 * the field of all points' parabolas is found by the kernel, with the voxels that are in use.
 *
 * <p>A bend is corrected in so far as it stands out: from twice the noise on. The noise is that which the points' deviations
 * from the parabola would bring, be they the scans' noise or a displacement that is no parabola, as about a crack.
 *
 * @param field the parabola's displacement at every point, to be read as a curved field
 * @param told whether there were enough points for a parabola
 * @param deviation of the points around from the parabola, rms, along x, y, z, in voxels
 * @param noiseShare standard deviation of a correction over that
 */
record Trend(Field field, boolean[] told, float[][] deviation, double noiseShare) {
    private static final int TERMS = 10;

    /** Half edge of the window over that of a subset. */
    private static final int REACH = 2;

    /** A parabola wants at least this share of the points of its window. */
    private static final double LEAST_SHARE = 0.5;

    /** A correction is taken from so many standard deviations on. */
    private static final double SIGNIFICANT = 2;

    /**
     * @param field displacements, filled where not known
     * @param known which of them were found
     */
    static Trend of(Field field, boolean[] known, int radius) {
        Lattice lattice = field.lattice();
        int reach = Math.max(1, REACH * radius / lattice.spacing());
        float[][] values = field.values().clone();
        float[][] deviation = new float[3][known.length];
        for (int c = 0; c < 3; c++) {
            values[c] = values[c].clone();
        }
        boolean[] told = new boolean[known.length];
        Window window = new Window(field, known, reach);
        for (int p = 0; p < known.length; p++) {
            told[p] = window.fit(p);
            for (int c = 0; c < 3 && told[p]; c++) {
                values[c][p] = (float) window.value[c];
                deviation[c][p] = (float) window.deviation[c];
            }
        }
        Field curved = new Field(lattice, values, true);
        return new Trend(curved, told, deviation, noiseShare(curved, reach, radius));
    }

    /** How much of a correction, in voxels, is taken. */
    double share(int axis, int point, double correction) {
        double least = SIGNIFICANT * noiseShare * deviation[axis][point];
        return told[point] ? Math.max(0, 1 - least * least / (correction * correction)) : 0;
    }

    /**
     * A displacement's standard uncertainty, in voxels. Noise hides a part of the fixed scan's gradient from the moving one; by
     * so much the last look stays with the trend. What is not taken of a correction may be missing.
     *
     * @param own of the subset alone
     * @param signal share of the squared gradient that is not hidden
     * @param bend the correction
     * @param share of it that was taken
     */
    double uncertainty(int axis, int point, double own, double signal, double bend, double share) {
        if (!told[point]) {
            return own;
        }
        double off = deviation[axis][point];
        double taken = share * noiseShare * off;
        double left = (1 - share) * bend;
        return Math.sqrt(
                signal * signal * own * own + (1 - signal) * (1 - signal) * off * off + taken * taken + left * left);
    }

    /**
     * A correction is the parabola's value less its mean over the subset. Here the standard deviation of this over the rms
     * deviation from the parabola, where points are as noisy as each other and correlate by the share of their subsets that
     * they have in common, of a window of points all known. The parabola's value weighs the points by a constant and a square
     * along each axis, the mean over the subset smooths these weights, and all is a sum of products along the axes.
     */
    private static double noiseShare(Field curved, int reach, int radius) {
        int spacing = curved.lattice().spacing();
        int n = 2 * reach + 1;
        // Room for what the mean over the subset reaches beyond the window.
        double[] mean = curved.meanOver(radius);
        int pad = mean.length / 2;
        int size = n + 2 * pad;
        double middle = reach * (reach + 1) / 3.0;
        double[][] weights = new double[5][size];
        for (int i = 0; i < n; i++) {
            int d = i - reach;
            weights[0][pad + i] = 1;
            weights[1][pad + i] = d * d - middle;
            weights[4][pad + i] = d;
        }
        for (int i = 0; i < size; i++) {
            for (int t = 0; t < mean.length; t++) {
                int from = i + t - pad;
                if (from >= 0 && from < size) {
                    weights[2][i] += mean[t] * weights[0][from];
                    weights[3][i] += mean[t] * weights[1][from];
                }
            }
        }
        double[][] gram = new double[5][5];
        double[] squares = new double[5];
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < size; j++) {
                double common = Math.max(0, 1 - Math.abs(i - j) * spacing / (2.0 * radius + 1));
                for (int a = 0; a < 5; a++) {
                    for (int b = 0; b < 5; b++) {
                        gram[a][b] += weights[a][i] * weights[b][j] * common;
                    }
                }
            }
            for (int a = 0; a < 5; a++) {
                squares[a] += weights[a][i] * weights[a][i];
            }
        }
        double constant = 1.0 / (n * n * n);
        double square = -middle / (squares[1] * n * n);
        int[][] along = {{0, 0, 0}, {1, 0, 0}, {0, 1, 0}, {0, 0, 1}, {2, 2, 2}, {3, 2, 2}, {2, 3, 2}, {2, 2, 3}};
        double[] factor = {constant, square, square, square, -constant, -square, -square, -square};
        double variance = 0;
        for (int s = 0; s < along.length; s++) {
            for (int t = 0; t < along.length; t++) {
                double product = factor[s] * factor[t];
                for (int axis = 0; axis < 3; axis++) {
                    product *= gram[along[s][axis]][along[t][axis]];
                }
                variance += product;
            }
        }
        // What the ten terms take of the noise is not in the deviation.
        double a = gram[0][0] / squares[0];
        double b = gram[4][4] / squares[4];
        double d = gram[1][1] / squares[1];
        double taken = (a * a * a + 3 * a * a * (b + d) + 3 * a * b * b) / (n * n * n);
        return Math.sqrt(variance / (1 - taken));
    }

    /** The fit at one point after the other. */
    private static final class Window {
        final double[] value = new double[3];
        final double[] deviation = new double[3];

        private final Field field;
        private final boolean[] known;
        private final int reach;
        private final int[] points;
        private final int[] from = new int[3];
        private final int[] size = new int[3];
        private final double[] t = new double[TERMS];
        private final double[][] right = new double[3][TERMS];
        private final double[] squares = new double[3];
        private final double[][] normal = new double[TERMS][TERMS];
        /** Of a window of points all known. */
        private double @org.jspecify.annotations.Nullable [][] whole;

        Window(Field field, boolean[] known, int reach) {
            this.field = field;
            this.known = known;
            this.reach = reach;
            Extent e = field.lattice().points();
            points = new int[] {(int) e.x(), (int) e.y(), (int) e.z()};
            for (int a = 0; a < 3; a++) {
                size[a] = Math.min(points[a], 2 * reach + 1);
            }
        }

        boolean fit(int p) {
            int[] at = {p % points[0], p / points[0] % points[1], p / points[0] / points[1]};
            int n = 0;
            for (int a = 0; a < 3; a++) {
                from[a] = Math.max(0, Math.min(points[a] - size[a], at[a] - reach));
            }
            for (int k = from[2]; k < from[2] + size[2]; k++) {
                for (int j = from[1]; j < from[1] + size[1]; j++) {
                    int row = (k * points[1] + j) * points[0];
                    for (int i = from[0]; i < from[0] + size[0]; i++) {
                        n += known[row + i] ? 1 : 0;
                    }
                }
            }
            int all = size[0] * size[1] * size[2];
            if (n < Math.max(2 * TERMS, LEAST_SHARE * (2 * reach + 1) * (2 * reach + 1) * (2 * reach + 1))) {
                return false;
            }
            boolean full = n == all;
            sum(p, !full || whole == null);
            double @org.jspecify.annotations.Nullable [][] inverse =
                    full && whole != null ? whole : Cholesky.inverse(normal);
            if (inverse == null) {
                return false;
            }
            if (full) {
                whole = inverse;
            }
            terms(at[0], at[1], at[2]);
            for (int c = 0; c < 3; c++) {
                double sum = 0;
                double left = squares[c];
                for (int a = 0; a < TERMS; a++) {
                    double coefficient = 0;
                    for (int b = 0; b < TERMS; b++) {
                        coefficient += inverse[a][b] * right[c][b];
                    }
                    sum += coefficient * t[a];
                    left -= coefficient * right[c][a];
                }
                value[c] = field.values()[c][p] + sum;
                deviation[c] = Math.sqrt(Math.max(0, left) / (n - TERMS));
            }
            return true;
        }

        /** The sums over the window, displacements less the point's own. */
        private void sum(int p, boolean matrix) {
            Arrays.fill(squares, 0);
            for (int c = 0; c < 3; c++) {
                Arrays.fill(right[c], 0);
            }
            if (matrix) {
                for (double[] line : normal) {
                    Arrays.fill(line, 0);
                }
            }
            for (int k = from[2]; k < from[2] + size[2]; k++) {
                for (int j = from[1]; j < from[1] + size[1]; j++) {
                    for (int i = from[0]; i < from[0] + size[0]; i++) {
                        int q = (k * points[1] + j) * points[0] + i;
                        if (!known[q]) {
                            continue;
                        }
                        terms(i, j, k);
                        for (int c = 0; c < 3; c++) {
                            double v = field.values()[c][q] - field.values()[c][p];
                            squares[c] += v * v;
                            for (int a = 0; a < TERMS; a++) {
                                right[c][a] += v * t[a];
                            }
                        }
                        if (matrix) {
                            for (int a = 0; a < TERMS; a++) {
                                for (int b = 0; b <= a; b++) {
                                    normal[a][b] += t[a] * t[b];
                                }
                            }
                        }
                    }
                }
            }
        }

        private void terms(int i, int j, int k) {
            double x = (i - from[0] - 0.5 * (size[0] - 1)) / reach;
            double y = (j - from[1] - 0.5 * (size[1] - 1)) / reach;
            double z = (k - from[2] - 0.5 * (size[2] - 1)) / reach;
            t[0] = 1;
            t[1] = x;
            t[2] = y;
            t[3] = z;
            t[4] = x * x;
            t[5] = x * y;
            t[6] = x * z;
            t[7] = y * y;
            t[8] = y * z;
            t[9] = z * z;
        }
    }
}
