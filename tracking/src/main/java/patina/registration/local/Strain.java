package patina.registration.local;

import java.util.Arrays;
import patina.geometry.Extent;

/**
 * Green-Lagrange strain, E = (F'F - 1) / 2 with F = 1 + grad u, from a linear polynomial fitted to the displacements of the
 * good points in a window, with its uncertainty.
 *
 * <p>Subsets that overlap share their noise: the displacements of two points correlate by the share of the subset they have
 * in common.
 */
final class Strain {
    private static final int FEWEST = 8;

    private final Lattice lattice;
    private final double[] voxelUm;
    private final LocalSettings settings;

    Strain(Lattice lattice, double[] voxelUm, LocalSettings settings) {
        this.lattice = lattice;
        this.voxelUm = voxelUm;
        this.settings = settings;
    }

    /**
     * @param u displacement, micrometres, three arrays over the lattice; {@code uncertainty} likewise
     * @param strain xx, yy, zz, xy, xz, yz; NaN where too few points are good
     */
    void fit(float[][] u, float[][] uncertainty, byte[] state, float[][] strain, float[][] strainUncertainty) {
        int reach = settings.strainReach();
        int most = (2 * reach + 1) * (2 * reach + 1) * (2 * reach + 1);
        int[] near = new int[most];
        double[][] at = new double[most][4];
        for (int p = 0; p < state.length; p++) {
            int n = state[p] == LocalField.GOOD ? gather(p, state, near, at) : 0;
            double @org.jspecify.annotations.Nullable [][] inverse =
                    n < FEWEST ? null : Cholesky.inverse(normal(at, n));
            if (inverse == null) {
                for (int c = 0; c < 6; c++) {
                    strain[c][p] = Float.NaN;
                    strainUncertainty[c][p] = Float.NaN;
                }
                continue;
            }
            fit(p, n, near, at, inverse, u, uncertainty, strain, strainUncertainty);
        }
    }

    /** Places in points of the spacing; at[.][0] is 1. */
    private int gather(int p, byte[] state, int[] near, double[][] at) {
        Extent e = lattice.points();
        int nx = (int) e.x();
        int ny = (int) e.y();
        int x = p % nx;
        int y = p / nx % ny;
        int z = p / nx / ny;
        int reach = settings.strainReach();
        int n = 0;
        for (int k = Math.max(0, z - reach); k <= Math.min(e.z() - 1, z + reach); k++) {
            for (int j = Math.max(0, y - reach); j <= Math.min(ny - 1, y + reach); j++) {
                for (int i = Math.max(0, x - reach); i <= Math.min(nx - 1, x + reach); i++) {
                    int q = (k * ny + j) * nx + i;
                    if (state[q] == LocalField.GOOD) {
                        near[n] = q;
                        at[n][0] = 1;
                        at[n][1] = i - x;
                        at[n][2] = j - y;
                        at[n][3] = k - z;
                        n++;
                    }
                }
            }
        }
        return n;
    }

    private static double[][] normal(double[][] at, int n) {
        double[][] normal = new double[4][4];
        for (int i = 0; i < n; i++) {
            for (int a = 0; a < 4; a++) {
                for (int b = 0; b <= a; b++) {
                    normal[a][b] += at[i][a] * at[i][b];
                }
            }
        }
        return normal;
    }

    private void fit(
            int p,
            int n,
            int[] near,
            double[][] at,
            double[][] inverse,
            float[][] u,
            float[][] uncertainty,
            float[][] strain,
            float[][] strainUncertainty) {
        // Weights of each point's displacement in the derivative along each axis, per micrometre.
        double[][] weight = new double[3][n];
        for (int a = 0; a < 3; a++) {
            for (int i = 0; i < n; i++) {
                double sum = 0;
                for (int b = 0; b < 4; b++) {
                    sum += inverse[a + 1][b] * at[i][b];
                }
                weight[a][i] = sum / (lattice.spacing() * voxelUm[a]);
            }
        }
        double[][] g = new double[3][3];
        for (int c = 0; c < 3; c++) {
            for (int a = 0; a < 3; a++) {
                for (int i = 0; i < n; i++) {
                    g[c][a] += weight[a][i] * u[c][near[i]];
                }
            }
        }
        double[][] variance = variances(n, at, weight, near, uncertainty);
        for (int e = 0; e < 6; e++) {
            int a = AXES[e][0];
            int b = AXES[e][1];
            double value = 0.5 * (g[a][b] + g[b][a]);
            for (int c = 0; c < 3; c++) {
                value += 0.5 * g[c][a] * g[c][b];
            }
            strain[e][p] = (float) value;
            double v = a == b ? variance[a][a] : 0.25 * (variance[a][b] + variance[b][a]);
            strainUncertainty[e][p] = (float) Math.sqrt(Math.max(0, v));
        }
    }

    /** Which derivative of which displacement each component is of. */
    private static final int[][] AXES = {{0, 0}, {1, 1}, {2, 2}, {0, 1}, {0, 2}, {1, 2}};

    /** Of the derivative of displacement c along axis a: the points' overlap is a product along the axes, taken one by one. */
    private double[][] variances(int n, double[][] at, double[][] weight, int[] near, float[][] uncertainty) {
        int reach = settings.strainReach();
        int edge = 2 * reach + 1;
        double[][] result = new double[3][3];
        double[] own = new double[edge * edge * edge];
        double[] shared = new double[own.length];
        double[] before = new double[own.length];
        for (int c = 0; c < 3; c++) {
            for (int a = 0; a < 3; a++) {
                Arrays.fill(own, 0);
                for (int i = 0; i < n; i++) {
                    int cell =
                            (((int) at[i][3] + reach) * edge + (int) at[i][2] + reach) * edge + (int) at[i][1] + reach;
                    own[cell] = weight[a][i] * uncertainty[c][near[i]];
                }
                System.arraycopy(own, 0, shared, 0, own.length);
                for (int step = 1; step < own.length; step *= edge) {
                    System.arraycopy(shared, 0, before, 0, own.length);
                    share(before, shared, step, edge);
                }
                for (int i = 0; i < own.length; i++) {
                    result[c][a] += own[i] * shared[i];
                }
            }
        }
        return result;
    }

    /** Adds to each cell what its neighbours along an axis have in common with it. */
    private void share(double[] from, double[] to, int step, int edge) {
        double subset = 2.0 * settings.radiusVoxels() + 1;
        for (int d = 1; d < edge; d++) {
            double overlap = 1 - d * lattice.spacing() / subset;
            if (overlap <= 0) {
                return;
            }
            for (int i = 0; i < from.length; i++) {
                if (i / step % edge + d < edge) {
                    to[i] += overlap * from[i + d * step];
                    to[i + d * step] += overlap * from[i];
                }
            }
        }
    }
}
