package patina.fields;

import java.io.Serializable;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The rows of one block cut into runs of equal positive class, and the runs joined into components.
 *
 * <p>Runs come in x-fastest order of their first voxel and so do components. Union-find on runs with the lower number as
 * root and path halving: He, Chao, Suzuki, A run-based two-scan labeling algorithm, IEEE Trans. Image Process. 17 (2008).
 */
final class Runs implements Serializable {
    private static final long serialVersionUID = 1;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** First run of each row, and one past the last; rows are y-fastest. */
    final int[] rows;

    /** First voxel of a run along x, and one past the last, from the block's first voxel on. */
    int[] from;

    int[] to;
    transient byte[] category;

    /** The component of each run, from 0. */
    int[] component;

    int count;
    int components;

    private Runs(int rows) {
        this.rows = new int[rows + 1];
        int guess = rows * 2 + 16;
        from = new int[guess];
        to = new int[guess];
        category = new byte[guess];
        component = new int[0];
    }

    /** Lets go of spare room and of the categories. */
    void trim() {
        from = Arrays.copyOf(from, count);
        to = Arrays.copyOf(to, count);
        category = new byte[0];
    }

    /** Bytes taken when trimmed, about. */
    long bytes() {
        return 12L * count + 4L * rows.length;
    }

    /** @param classes x-fastest over nx x ny x nz voxels */
    static Runs of(byte[] classes, int nx, int ny, int nz, Connectivity connectivity) {
        Runs runs = new Runs(ny * nz);
        for (int row = 0; row < ny * nz; row++) {
            runs.cut(classes, row * nx, nx);
            runs.rows[row + 1] = runs.count;
        }
        runs.join(ny, nz, connectivity == Connectivity.CORNERS ? 1 : 0);
        return runs;
    }

    private void cut(byte[] classes, int base, int nx) {
        if (count + nx > from.length) {
            int length = Math.max(count + nx, from.length + from.length / 2);
            from = Arrays.copyOf(from, length);
            to = Arrays.copyOf(to, length);
            category = Arrays.copyOf(category, length);
        }
        int n = count;
        int current = 0;
        int x = 0;
        // Eight voxels at a time: where a voxel differs from the one before, its byte of 'change' is not 0.
        for (; x + 8 <= nx; x += 8) {
            long eight = (long) LONGS.get(classes, base + x);
            long change = eight ^ ((eight << 8) | (current & 0xff));
            while (change != 0) {
                int at = Long.numberOfTrailingZeros(change) & ~7;
                change &= ~(0xffL << at);
                int here = x + (at >> 3);
                if (current > 0) {
                    to[n++] = here;
                }
                current = (byte) (eight >>> at);
                if (current > 0) {
                    from[n] = here;
                    category[n] = (byte) current;
                }
            }
        }
        for (; x < nx; x++) {
            int next = classes[base + x];
            if (next != current) {
                if (current > 0) {
                    to[n++] = x;
                }
                current = next;
                if (current > 0) {
                    from[n] = x;
                    category[n] = (byte) current;
                }
            }
        }
        if (current > 0) {
            to[n++] = nx;
        }
        count = n;
    }

    private void join(int ny, int nz, int reach) {
        int[] parent = new int[count];
        for (int i = 0; i < count; i++) {
            parent[i] = i;
        }
        for (int k = 0; k < nz; k++) {
            for (int j = 0; j < ny; j++) {
                int row = k * ny + j;
                if (rows[row] == rows[row + 1]) {
                    continue;
                }
                if (j > 0) {
                    join(parent, row, row - 1, reach);
                }
                if (k > 0) {
                    join(parent, row, row - ny, reach);
                    if (reach > 0 && j > 0) {
                        join(parent, row, row - ny - 1, reach);
                    }
                    if (reach > 0 && j + 1 < ny) {
                        join(parent, row, row - ny + 1, reach);
                    }
                }
            }
        }
        int next = 0;
        for (int i = 0; i < count; i++) {
            // A parent comes before its children, so its component is known by now.
            parent[i] = parent[i] == i ? next++ : parent[parent[i]];
        }
        component = parent;
        components = next;
    }

    private void join(int[] parent, int row, int before, int reach) {
        int a = rows[row];
        int b = rows[before];
        int endA = rows[row + 1];
        int endB = rows[before + 1];
        while (a < endA && b < endB) {
            if (from[a] < to[b] + reach && from[b] < to[a] + reach && category[a] == category[b]) {
                unite(parent, a, b);
            }
            if (to[a] < to[b]) {
                a++;
            } else {
                // Both end here and another class follows at once: it touches this one's end across the corner.
                if (to[a] == to[b] && a + 1 < endA && from[a + 1] < to[b] + reach && category[a + 1] == category[b]) {
                    unite(parent, a + 1, b);
                }
                b++;
            }
        }
    }

    private static void unite(int[] parent, int a, int b) {
        if (parent[a] == parent[b]) {
            return;
        }
        int p = find(parent, a);
        int q = find(parent, b);
        if (p < q) {
            parent[q] = p;
        } else {
            parent[p] = q;
        }
    }

    /** The root of {@code a}, with path halving. */
    static int find(int[] parent, int a) {
        int at = a;
        while (parent[at] != at) {
            parent[at] = parent[parent[at]];
            at = parent[at];
        }
        return at;
    }
}
