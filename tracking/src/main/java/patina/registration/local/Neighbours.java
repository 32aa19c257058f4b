package patina.registration.local;

import java.util.Arrays;
import patina.geometry.Extent;

/** What the points around a point say of it. */
final class Neighbours {
    private static final int FEWEST = 5;

    /** Normalised median test's limit and floor in voxels: Westerweel and Scarano, Exp. Fluids 39:1096, 2005. */
    private static final double LIMIT = 3;

    private static final double FLOOR_VOXELS = 0.1;

    private Neighbours() {}

    /** Known points whose displacement is not like that of the 26 around them. */
    static boolean[] outliers(Lattice lattice, float[][] values, boolean[] known) {
        Extent e = lattice.points();
        boolean[] result = new boolean[known.length];
        int[] near = new int[26];
        float[] sorted = new float[26];
        for (int p = 0; p < known.length; p++) {
            int n = known[p] ? around(e, p, known, near) : 0;
            if (n < FEWEST) {
                continue;
            }
            for (int c = 0; c < 3 && !result[p]; c++) {
                for (int i = 0; i < n; i++) {
                    sorted[i] = values[c][near[i]];
                }
                float median = median(sorted, n);
                for (int i = 0; i < n; i++) {
                    sorted[i] = Math.abs(values[c][near[i]] - median);
                }
                result[p] = Math.abs(values[c][p] - median) > LIMIT * (median(sorted, n) + FLOOR_VOXELS);
            }
        }
        return result;
    }

    private static float median(float[] v, int n) {
        Arrays.sort(v, 0, n);
        return v[n / 2];
    }

    private static int around(Extent e, int p, boolean[] known, int[] near) {
        int nx = (int) e.x();
        int ny = (int) e.y();
        int x = p % nx;
        int y = p / nx % ny;
        int z = p / nx / ny;
        int n = 0;
        for (int k = Math.max(0, z - 1); k <= Math.min(e.z() - 1, z + 1); k++) {
            for (int j = Math.max(0, y - 1); j <= Math.min(ny - 1, y + 1); j++) {
                for (int i = Math.max(0, x - 1); i <= Math.min(nx - 1, x + 1); i++) {
                    int q = (k * ny + j) * nx + i;
                    if (q != p && known[q]) {
                        near[n++] = q;
                    }
                }
            }
        }
        return n;
    }

    /** Gives every unknown point the mean of those known around it, from the known ones outwards; all stay when none is known. */
    static void fill(Lattice lattice, float[][] values, boolean[] known) {
        Extent e = lattice.points();
        int[] near = new int[26];
        boolean[] filled = known.clone();
        int left = 0;
        for (boolean k : known) {
            left += k ? 0 : 1;
        }
        boolean going = left < known.length;
        while (going && left > 0) {
            boolean[] next = filled.clone();
            int before = left;
            for (int p = 0; p < filled.length; p++) {
                int n = filled[p] ? 0 : around(e, p, filled, near);
                if (n == 0) {
                    continue;
                }
                for (float[] v : values) {
                    double sum = 0;
                    for (int i = 0; i < n; i++) {
                        sum += v[near[i]];
                    }
                    v[p] = (float) (sum / n);
                }
                next[p] = true;
                left--;
            }
            filled = next;
            going = left < before;
        }
    }
}
