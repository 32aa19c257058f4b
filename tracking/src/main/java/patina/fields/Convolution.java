package patina.fields;

import patina.geometry.Region;

/**
 * Convolves with short symmetric filters, one axis after the other, in single precision.
 *
 * <p>Rows are arrays of their own, and every loop runs over the same place of each: that is what the just-in-time compiler
 * turns into vector instructions. Shifts along x are copies.
 */
public final class Convolution {
    private Convolution() {}

    /**
     * Convolves along z, y and x.
     *
     * @param from values over {@code has}, x-fastest
     * @param wanted where results are wanted; with the taps' reach around it, it lies in {@code has}
     * @param tapsX along x, from the centre outwards; likewise along y and z
     * @param to gets the results over {@code wanted}, x-fastest
     */
    public static void symmetric(
            float[] from, Region has, Region wanted, float[] tapsX, float[] tapsY, float[] tapsZ, float[] to) {
        int reachX = tapsX.length - 1;
        int reachY = tapsY.length - 1;
        int reachZ = tapsZ.length - 1;
        int nx = wanted.nx() + 2 * reachX;
        int ny = wanted.ny() + 2 * reachY;
        int x0 = (int) (wanted.x() - reachX - has.x());
        int y0 = (int) (wanted.y() - reachY - has.y());
        int z0 = (int) (wanted.z() - reachZ - has.z());
        // The planes in reach, in turn; of each its rows.
        float[][][] planes = new float[2 * reachZ + 1][ny][nx];
        float[][] alongZ = new float[ny][nx];
        float[] alongY = new float[nx];
        float[][] shifted = new float[2 * reachX + 1][wanted.nx()];
        float[] row = new float[wanted.nx()];
        float[][] pick = new float[2 * Math.max(reachX, Math.max(reachY, reachZ)) + 1][];
        for (int k = -2 * reachZ; k < wanted.nz(); k++) {
            float[][] newest = planes[Math.floorMod(k + 2 * reachZ, planes.length)];
            for (int j = 0; j < ny; j++) {
                int at = ((z0 + k + 2 * reachZ) * has.ny() + y0 + j) * has.nx() + x0;
                System.arraycopy(from, at, newest[j], 0, nx);
            }
            if (k < 0) {
                continue;
            }
            for (int j = 0; j < ny; j++) {
                for (int t = 0; t < planes.length; t++) {
                    pick[t] = planes[(k + t) % planes.length][j];
                }
                combine(pick, tapsZ, alongZ[j], nx);
            }
            for (int j = 0; j < wanted.ny(); j++) {
                System.arraycopy(alongZ, j, pick, 0, 2 * reachY + 1);
                combine(pick, tapsY, alongY, nx);
                for (int t = 0; t < shifted.length; t++) {
                    System.arraycopy(alongY, t, shifted[t], 0, wanted.nx());
                }
                combine(shifted, tapsX, row, wanted.nx());
                System.arraycopy(row, 0, to, (k * wanted.ny() + j) * wanted.nx(), wanted.nx());
            }
        }
    }

    /** Of 2 r + 1 rows, the middle one times taps[0] and each two as far from it times their tap. */
    private static void combine(float[][] rows, float[] taps, float[] to, int n) {
        int reach = taps.length - 1;
        int t = 1;
        if (reach < 2) {
            scale(rows[reach], taps[0], to, n);
        } else {
            first(
                    rows[reach],
                    rows[reach - 1],
                    rows[reach + 1],
                    rows[reach - 2],
                    rows[reach + 2],
                    taps[0],
                    taps[1],
                    taps[2],
                    to,
                    n);
            t = 3;
        }
        for (; t + 1 < taps.length; t += 2) {
            add(
                    rows[reach - t],
                    rows[reach + t],
                    rows[reach - t - 1],
                    rows[reach + t + 1],
                    taps[t],
                    taps[t + 1],
                    to,
                    n);
        }
        if (t < taps.length) {
            add(rows[reach - t], rows[reach + t], taps[t], to, n);
        }
    }

    private static void scale(float[] a, float tap, float[] to, int n) {
        for (int i = 0; i < n; i++) {
            to[i] = tap * a[i];
        }
    }

    private static void first(
            float[] centre,
            float[] a,
            float[] b,
            float[] c,
            float[] d,
            float middle,
            float tap,
            float next,
            float[] to,
            int n) {
        for (int i = 0; i < n; i++) {
            to[i] = middle * centre[i] + (tap * (a[i] + b[i]) + next * (c[i] + d[i]));
        }
    }

    private static void add(float[] a, float[] b, float tap, float[] to, int n) {
        for (int i = 0; i < n; i++) {
            to[i] += tap * (a[i] + b[i]);
        }
    }

    private static void add(float[] a, float[] b, float[] c, float[] d, float tap, float next, float[] to, int n) {
        for (int i = 0; i < n; i++) {
            to[i] += tap * (a[i] + b[i]) + next * (c[i] + d[i]);
        }
    }
}
