package patina.registration.local;

import java.util.Arrays;
import patina.geometry.Region;

/**
 * How the misfit, and the fixed scan's gradient, at voxels some way apart go together, subset by subset.
 *
 * <p>The variance of a sum of misfit times gradient is that of uncorrelated misfits times the sum over all lags of the
 * misfit's autocorrelation times the gradient's. Both are taken as products of those along the axes. Fed row by row, plane by
 * plane; sums belong to cells of a fixed grid, so they do not depend on the region's place. One thread's.
 */
final class NoiseLags {
    /** The farthest lag, in voxels; smoothed noise goes no farther. */
    private static final int FAR = 4;

    /** Edge of the cells, in voxels. */
    private static final int CELL = 4;

    /** Lag 0, then lags 1 to {@link #FAR} along x, y, z. */
    private static final int LAGS = 1 + 3 * FAR;

    /** Less than this of the uncorrelated variance is an accident. */
    private static final double LEAST_ALIKE = 0.1;

    private final Region used;
    private final int plane;
    /** Misfit and gradient of the latest planes; plane z is at z % length. */
    private final float[][][] latest;

    private final Region grid;
    private final double[][] misfits;
    private final double[][] gradients;
    private final float[] product;
    private int z;

    NoiseLags(Region used) {
        this.used = used;
        plane = used.nx() * used.ny();
        latest = new float[FAR + 1][4][plane];
        long x = Math.floorDiv(used.x(), CELL);
        long y = Math.floorDiv(used.y(), CELL);
        long z = Math.floorDiv(used.z(), CELL);
        grid = new Region(
                x,
                y,
                z,
                (int) (Math.floorDiv(used.endX() - 1, CELL) - x) + 1,
                (int) (Math.floorDiv(used.endY() - 1, CELL) - y) + 1,
                (int) (Math.floorDiv(used.endZ() - 1, CELL) - z) + 1);
        misfits = new double[LAGS][grid.voxels()];
        gradients = new double[LAGS][grid.voxels()];
        product = new float[used.nx()];
    }

    /** Takes a row of the present plane, {@code n} voxels of each array from {@code at} on. */
    void row(int at, int n, float[] misfit, float[] gx, float[] gy, float[] gz) {
        float[][] now = latest[z % latest.length];
        System.arraycopy(misfit, at, now[0], at, n);
        System.arraycopy(gx, at, now[1], at, n);
        System.arraycopy(gy, at, now[2], at, n);
        System.arraycopy(gz, at, now[3], at, n);
    }

    /** Goes on to the next plane; the pairs that reach up to the present one are summed. */
    void endPlane() {
        if (z >= FAR) {
            int low = z - FAR;
            float[][] here = latest[low % latest.length];
            for (int y = 0; y + FAR < used.ny(); y++) {
                int from = y * used.nx();
                int line = (int) ((Math.floorDiv(used.z() + low, CELL) - grid.z()) * grid.ny()
                                + (Math.floorDiv(used.y() + y, CELL) - grid.y()))
                        * grid.nx();
                pairs(here, here, from, from, 0, line);
                for (int d = 1; d <= FAR; d++) {
                    pairs(here, here, from, from + d, d, line);
                    pairs(here, here, from, from + d * used.nx(), FAR + d, line);
                    pairs(here, latest[(low + d) % latest.length], from, from, 2 * FAR + d, line);
                }
            }
        }
        z++;
    }

    private void pairs(float[][] here, float[][] there, int from, int to, int lag, int line) {
        int n = used.nx() - FAR;
        for (int i = 0; i < n; i++) {
            product[i] = here[0][from + i] * there[0][to + i];
        }
        addToCells(misfits[lag], line, n);
        for (int i = 0; i < n; i++) {
            product[i] = here[1][from + i] * there[1][to + i]
                    + here[2][from + i] * there[2][to + i]
                    + here[3][from + i] * there[3][to + i];
        }
        addToCells(gradients[lag], line, n);
    }

    /** Rows begin anywhere in a cell and are added in order, so a cell's sum is the same wherever the region begins. */
    private void addToCells(double[] sums, int line, int n) {
        int inCell = Math.floorMod(used.x(), CELL);
        int cell = line;
        int i = 0;
        while (i < n) {
            int end = Math.min(n, i + CELL - inCell);
            double sum = 0;
            for (; i < end; i++) {
                sum += product[i];
            }
            sums[cell++] += sum;
            inCell = 0;
        }
    }

    /**
     * The variance of a subset's sum of misfit times gradient over what it would be were the misfits uncorrelated.
     *
     * @param x its centre, in voxels, as y and z are
     */
    double alike(long x, long y, long z, int radius) {
        double[] e = new double[LAGS];
        double[] g = new double[LAGS];
        int row = (int) (first(x, radius) - grid.x());
        int n = (int) (last(x, radius) - first(x, radius)) + 1;
        for (long cz = first(z, radius); cz <= last(z, radius); cz++) {
            for (long cy = first(y, radius); cy <= last(y, radius); cy++) {
                int at = (int) ((cz - grid.z()) * grid.ny() + cy - grid.y()) * grid.nx() + row;
                for (int lag = 0; lag < LAGS; lag++) {
                    for (int i = at; i < at + n; i++) {
                        e[lag] += misfits[lag][i];
                        g[lag] += gradients[lag][i];
                    }
                }
            }
        }
        if (!(e[0] > 0 && g[0] > 0)) {
            return 1;
        }
        double[] sums = new double[3];
        Arrays.fill(sums, 1);
        for (int axis = 0; axis < 3; axis++) {
            for (int lag = 1 + axis * FAR; lag <= (axis + 1) * FAR; lag++) {
                sums[axis] += 2 * e[lag] / e[0] * g[lag] / g[0];
            }
        }
        return Math.max(LEAST_ALIKE, sums[0] * sums[1] * sums[2]);
    }

    private static long first(long centre, int radius) {
        return -Math.floorDiv(-(centre - radius), CELL);
    }

    /** The last cell whose voxels' pairs all lie in the subset. */
    private static long last(long centre, int radius) {
        return Math.floorDiv(centre + radius + 1 - FAR, CELL) - 1;
    }
}
