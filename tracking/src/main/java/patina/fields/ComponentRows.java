package patina.fields;

import java.io.Serializable;
import java.util.Arrays;

/**
 * One row of exact sums a component, side by side in one array; rows of parts add up to the row of the whole.
 *
 * <p>A row: class; first voxel; voxels; lowest x, y, z; highest x, y, z; sums of x, y, z; 128-bit sums of xx, yy, zz, xy,
 * xz, yz; contacts; then for each weight the 128-bit sums of w, wx, wy, wz, the largest w as float bits, where it is.
 * Coordinates are voxels from the volume's first; first and where are positions in x-fastest order.
 */
final class ComponentRows implements Serializable {
    private static final long serialVersionUID = 1;

    static final int CATEGORY = 0;
    static final int FIRST = 1;
    static final int VOXELS = 2;
    static final int LOW = 3;
    static final int HIGH = 6;
    static final int SUM = 9;
    static final int SQUARE = 12;
    static final int CONTACTS = 24;
    static final int WEIGHT_MAX = 8;
    static final int WEIGHT_AT = 9;
    static final int WEIGHT_WIDTH = 10;

    /** How many contact counts: classes from -passive to classes, then the volume's border. */
    final int contacts;

    final int weights;
    final int width;
    int count;
    long[] cells;

    ComponentRows(int contacts, int weights, int count) {
        this.contacts = contacts;
        this.weights = weights;
        this.width = CONTACTS + contacts + weights * WEIGHT_WIDTH;
        this.count = count;
        this.cells = new long[Math.multiplyExact(count, width)];
        for (int i = 0; i < count; i++) {
            clear(i);
        }
    }

    private void clear(int component) {
        int at = component * width;
        cells[at + FIRST] = Long.MAX_VALUE;
        for (int a = 0; a < 3; a++) {
            cells[at + LOW + a] = Long.MAX_VALUE;
            cells[at + HIGH + a] = Long.MIN_VALUE;
        }
        for (int w = 0; w < weights; w++) {
            cells[weight(component, w) + WEIGHT_MAX] = Float.floatToRawIntBits(Float.NEGATIVE_INFINITY);
            cells[weight(component, w) + WEIGHT_AT] = Long.MAX_VALUE;
        }
    }

    int at(int component) {
        return component * width;
    }

    int weight(int component, int weight) {
        return component * width + CONTACTS + contacts + weight * WEIGHT_WIDTH;
    }

    /**
     * Adds the voxels (from ... to - 1, y, z), counted from the block's first voxel, so that sums fit in longs; {@link
     * #moveTo} makes them the volume's.
     */
    void addRun(int component, int category, long first, int from, int to, int y, int z) {
        long[] c = cells;
        int at = component * width;
        c[at + CATEGORY] = category;
        c[at + FIRST] = Math.min(c[at + FIRST], first);
        long n = (long) to - from;
        c[at + VOXELS] += n;
        c[at + LOW] = Math.min(c[at + LOW], from);
        c[at + LOW + 1] = Math.min(c[at + LOW + 1], y);
        c[at + LOW + 2] = Math.min(c[at + LOW + 2], z);
        c[at + HIGH] = Math.max(c[at + HIGH], to - 1);
        c[at + HIGH + 1] = Math.max(c[at + HIGH + 1], y);
        c[at + HIGH + 2] = Math.max(c[at + HIGH + 2], z);
        long x1 = (from + to - 1L) * n / 2;
        long y1 = n * y;
        long z1 = n * z;
        c[at + SUM] += x1;
        c[at + SUM + 1] += y1;
        c[at + SUM + 2] += z1;
        // Sum of squares from 'from' to 'to - 1'.
        c[at + SQUARE] += squares(to) - squares(from);
        c[at + SQUARE + 2] += y1 * y;
        c[at + SQUARE + 4] += z1 * z;
        c[at + SQUARE + 6] += x1 * y;
        c[at + SQUARE + 8] += x1 * z;
        c[at + SQUARE + 10] += y1 * z;
    }

    /** Counts the coordinates of every component's runs from the volume's first voxel, where the block's is (x, y, z). */
    void moveTo(long x, long y, long z) {
        long[] by = {x, y, z};
        int[][] pairs = {{0, 0}, {1, 1}, {2, 2}, {0, 1}, {0, 2}, {1, 2}};
        long[] c = cells;
        for (int i = 0; i < count; i++) {
            int at = i * width;
            long n = c[at + VOXELS];
            for (int s = 0; s < 6; s++) {
                int p = pairs[s][0];
                int q = pairs[s][1];
                int square = at + SQUARE + 2 * s;
                // Sum of (p + P)(q + Q).
                Wide.addProduct(c, square, by[p], c[at + SUM + q]);
                Wide.addProduct(c, square, by[q], c[at + SUM + p]);
                Wide.addProduct(c, square, Math.multiplyExact(n, by[p]), by[q]);
            }
            for (int a = 0; a < 3; a++) {
                c[at + SUM + a] = Math.addExact(c[at + SUM + a], Math.multiplyExact(n, by[a]));
                c[at + LOW + a] += by[a];
                c[at + HIGH + a] += by[a];
            }
        }
    }

    /** 0 + 1 + 4 + ... + (n - 1)². */
    private static long squares(long n) {
        return (n - 1) * n / 2 * (2 * n - 1) / 3;
    }

    /** Adds one weight of the voxels (from ... from + n - 1, y, z), whose values begin at {@code start}. */
    void addWeights(
            int component,
            int weight,
            float[] values,
            int start,
            int n,
            double perStep,
            long first,
            long from,
            long y,
            long z) {
        long sum = 0;
        long sumX = 0;
        float most = Float.NEGATIVE_INFINITY;
        int where = 0;
        for (int i = 0; i < n; i++) {
            float value = values[start + i];
            long steps = (long) Math.rint(value * perStep);
            sum += steps;
            sumX += steps * i;
            if (value > most) {
                most = value;
                where = i;
            }
        }
        long[] c = cells;
        int at = weight(component, weight);
        Wide.add(c, at, sum);
        Wide.add(c, at + 2, sumX);
        Wide.addProduct(c, at + 2, sum, from);
        Wide.addProduct(c, at + 4, sum, y);
        Wide.addProduct(c, at + 6, sum, z);
        addMost(at, Float.floatToRawIntBits(most), first + where);
    }

    private void addMost(int at, int bits, long where) {
        float most = Float.intBitsToFloat((int) cells[at + WEIGHT_MAX]);
        float other = Float.intBitsToFloat(bits);
        if (other > most || (other == most && where < cells[at + WEIGHT_AT])) {
            cells[at + WEIGHT_MAX] = bits;
            cells[at + WEIGHT_AT] = where;
        }
    }

    /** Adds row {@code from} of {@code others} to row {@code to}. */
    void add(int to, ComponentRows others, int from) {
        long[] c = cells;
        long[] o = others.cells;
        int a = to * width;
        int b = from * width;
        c[a + CATEGORY] = o[b + CATEGORY];
        c[a + FIRST] = Math.min(c[a + FIRST], o[b + FIRST]);
        c[a + VOXELS] = Math.addExact(c[a + VOXELS], o[b + VOXELS]);
        for (int i = 0; i < 3; i++) {
            c[a + LOW + i] = Math.min(c[a + LOW + i], o[b + LOW + i]);
            c[a + HIGH + i] = Math.max(c[a + HIGH + i], o[b + HIGH + i]);
            c[a + SUM + i] = Math.addExact(c[a + SUM + i], o[b + SUM + i]);
        }
        for (int i = SQUARE; i < CONTACTS; i += 2) {
            Wide.add(c, a + i, o[b + i], o[b + i + 1]);
        }
        for (int i = CONTACTS; i < CONTACTS + contacts; i++) {
            c[a + i] = Math.addExact(c[a + i], o[b + i]);
        }
        for (int w = 0; w < weights; w++) {
            int p = weight(to, w);
            int q = weight(from, w);
            for (int i = 0; i < WEIGHT_MAX; i += 2) {
                Wide.add(c, p + i, o[q + i], o[q + i + 1]);
            }
            addMost(p, (int) o[q + WEIGHT_MAX], o[q + WEIGHT_AT]);
        }
    }

    /** Puts the other rows behind these. */
    void append(ComponentRows others) {
        append(others, 0, others.count);
    }

    /** Puts one of the other rows behind these. */
    void append(ComponentRows others, int row) {
        append(others, row, 1);
    }

    private void append(ComponentRows others, int from, int more) {
        int needed = Math.multiplyExact(count + more, width);
        if (needed > cells.length) {
            cells = Arrays.copyOf(cells, (int)
                    Math.max(needed, Math.min(cells.length * 3L / 2, Integer.MAX_VALUE - 8)));
        }
        System.arraycopy(others.cells, from * width, cells, count * width, more * width);
        count += more;
    }
}
