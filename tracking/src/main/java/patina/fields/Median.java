package patina.fields;

import java.util.Arrays;
import java.util.List;
import patina.blocks.Block;
import patina.blocks.Input;
import patina.blocks.Kernel;
import patina.blocks.Output;
import patina.blocks.Patch;
import patina.blocks.Sink;
import patina.blocks.Source;
import patina.geometry.Extent;
import patina.geometry.Region;

/**
 * The median of the 3 x 3 x 3 voxels around each voxel: takes out noise and keeps edges.
 *
 * <p>Beyond its ends the volume is mirrored. Voxels that were not seen are left out, and of an even number of values the
 * upper of the middle two is taken; a voxel that was not seen stays so, with value 0.
 *
 * <p>A network of minima and maxima without a branch, over whole rows. Triples along z are sorted once for the three rows
 * that use them and the nine values of a column once for the three columns. Of three sorted nines, taken rank by rank,
 * thirteen values can be the median of all: it is their seventh (compare Smith, Implementing median filters in XC4000E
 * FPGAs, 1996, for the plane).
 *
 * @param extent that of the source
 */
public record Median(Source source, Extent extent, Sink sink) implements Kernel<Kernel.None> {
    /** Voxels worked on at once, about: what keeps all intermediate rows in the second cache. */
    private static final int STRIP = 2048;

    @Override
    public List<Input> inputs() {
        return List.of(new Input.Window(source, 1));
    }

    @Override
    public List<Output> outputs() {
        return List.of(new Output.Values(sink));
    }

    @Override
    public None merge(None earlier, None later) {
        return None.NONE;
    }

    @Override
    public None apply(Block block) {
        Patch patch = block.patch(0);
        Region region = block.region();
        int px = patch.region().nx();
        int py = patch.region().ny();
        int[] keys = keys(patch.values(), patch.region().voxels());
        float[] out = block.output(0).values();
        int rows = Math.max(1, Math.min(region.ny(), STRIP / px));
        Strip strip = new Strip(px, rows);
        for (int k = 0; k < region.nz(); k++) {
            for (int j = 0; j < region.ny(); j += rows) {
                int these = Math.min(rows, region.ny() - j);
                strip.medians(keys, (k * py + j) * px, px * py, these);
                for (int r = 0; r < these; r++) {
                    greys(strip.found, r * px, out, (k * region.ny() + j + r) * region.nx(), region.nx());
                }
            }
        }
        byte[] valid = MirroredValidity.of(patch, extent);
        if (MirroredValidity.all(valid, patch.region().voxels())) {
            Arrays.fill(block.output(0).valid(), 0, region.voxels(), (byte) 1);
        } else {
            leaveOutUnseen(patch, valid, block);
        }
        return None.NONE;
    }

    /** Whole numbers in the same order as the greys. */
    private static int[] keys(float[] values, int n) {
        int[] keys = new int[n];
        for (int i = 0; i < n; i++) {
            int bits = Float.floatToRawIntBits(values[i]);
            keys[i] = bits ^ ((bits >> 31) & 0x7fffffff);
        }
        return keys;
    }

    private static void greys(int[] keys, int from, float[] values, int to, int n) {
        for (int i = 0; i < n; i++) {
            int key = keys[from + i];
            values[to + i] = Float.intBitsToFloat(key ^ ((key >> 31) & 0x7fffffff));
        }
    }

    private static void leaveOutUnseen(Patch patch, byte[] valid, Block block) {
        Region region = block.region();
        float[] values = patch.values();
        float[] out = block.output(0).values();
        int px = patch.region().nx();
        int pxy = px * patch.region().ny();
        float[] around = new float[27];
        int to = 0;
        for (int k = 0; k < region.nz(); k++) {
            for (int j = 0; j < region.ny(); j++) {
                int at = patch.index(region.x(), region.y() + j, region.z() + k);
                for (int i = 0; i < region.nx(); i++, at++, to++) {
                    if (valid[at] == 0) {
                        out[to] = 0;
                        continue;
                    }
                    block.output(0).valid()[to] = 1;
                    int n = 0;
                    for (int dz = -pxy; dz <= pxy; dz += pxy) {
                        for (int dy = -px; dy <= px; dy += px) {
                            for (int dx = -1; dx <= 1; dx++) {
                                if (valid[at + dz + dy + dx] != 0) {
                                    around[n++] = values[at + dz + dy + dx];
                                }
                            }
                        }
                    }
                    if (n < 27) {
                        Arrays.sort(around, 0, n);
                        out[to] = around[n / 2];
                    }
                }
            }
        }
    }

    /** Some rows of one plane, with all that lies between the keys and their medians. */
    private static final class Strip {
        private final int px;
        /** Triples along z, sorted: lowest, middle, highest; two more rows than the strip. */
        private final int[] z0;

        private final int[] z1;
        private final int[] z2;
        /** The nine of each column: three times three, then in full order. */
        private final int[][] nine = new int[9][];

        private final int[][] low = new int[4][];
        private final int[][] middle = new int[5][];
        private final int[][] high = new int[4][];
        final int[] found;

        Strip(int px, int rows) {
            this.px = px;
            z0 = new int[(rows + 2) * px];
            z1 = new int[(rows + 2) * px];
            z2 = new int[(rows + 2) * px];
            int n = rows * px;
            for (int[][] set : new int[][][] {nine, low, middle, high}) {
                for (int i = 0; i < set.length; i++) {
                    set[i] = new int[n];
                }
            }
            found = new int[n];
        }

        /** Leaves in {@code found}, px apart, the medians around (1, j + 1, k + 1) ... of the rows from {@code base} on. */
        void medians(int[] keys, int base, int plane, int rows) {
            sort3(keys, base, base + plane, base + 2 * plane, z0, z1, z2, (rows + 2) * px);
            int n = rows * px;
            sort3(z0, 0, px, 2 * px, nine[0], nine[1], nine[2], n);
            sort3(z1, 0, px, 2 * px, nine[3], nine[4], nine[5], n);
            sort3(z2, 0, px, 2 * px, nine[6], nine[7], nine[8], n);
            // Rows and columns of this 3 x 3 are sorted; seven more exchanges sort all nine.
            exchange(nine[1], nine[3], n);
            exchange(nine[5], nine[7], n);
            exchange(nine[2], nine[6], n);
            exchange(nine[3], nine[2], n);
            exchange(nine[5], nine[6], n);
            exchange(nine[2], nine[4], n);
            exchange(nine[4], nine[5], n);
            // In order: 0 1 3 2 4 5 6 7 8. Now rank by rank over three columns; only what can be the median is kept.
            n -= 2;
            highest(nine[0], high[0], n);
            highest(nine[1], high[1], n);
            middleHighest(nine[3], middle[0], high[2], n);
            middleHighest(nine[2], middle[1], high[3], n);
            middle(nine[4], middle[2], n);
            lowestMiddle(nine[5], low[0], middle[3], n);
            lowestMiddle(nine[6], low[1], middle[4], n);
            lowest(nine[7], low[2], n);
            lowest(nine[8], low[3], n);
            // Batcher's merge of two fours: d = low0 high0 ... in order, of which the second to the seventh are used.
            int[][] d = {low[0], low[1], low[2], low[3], high[0], high[1], high[2], high[3]};
            exchange(d[0], d[4], n);
            exchange(d[2], d[6], n);
            exchange(d[2], d[4], n);
            exchange(d[1], d[5], n);
            exchange(d[3], d[7], n);
            exchange(d[3], d[5], n);
            exchange(d[1], d[2], n);
            exchange(d[3], d[4], n);
            exchange(d[5], d[6], n);
            // The seventh of a sorted eight and a sorted five is the least of the greater ones of opposite ranks.
            leastOfThree(d[6], d[5], middle[0], d[4], middle[1], found, n);
            andLeast(d[3], middle[2], d[2], middle[3], d[1], middle[4], found, n);
        }

        private static void sort3(int[] from, int a, int b, int c, int[] first, int[] second, int[] third, int n) {
            for (int i = 0; i < n; i++) {
                int p = from[a + i];
                int q = from[b + i];
                int r = from[c + i];
                int least = Math.min(p, q);
                int most = Math.max(p, q);
                int rest = Math.min(most, r);
                third[i] = Math.max(most, r);
                first[i] = Math.min(least, rest);
                second[i] = Math.max(least, rest);
            }
        }

        private static void exchange(int[] a, int[] b, int n) {
            for (int i = 0; i < n; i++) {
                int p = a[i];
                int q = b[i];
                a[i] = Math.min(p, q);
                b[i] = Math.max(p, q);
            }
        }

        private static void highest(int[] from, int[] to, int n) {
            for (int i = 0; i < n; i++) {
                to[i] = Math.max(Math.max(from[i], from[i + 1]), from[i + 2]);
            }
        }

        private static void lowest(int[] from, int[] to, int n) {
            for (int i = 0; i < n; i++) {
                to[i] = Math.min(Math.min(from[i], from[i + 1]), from[i + 2]);
            }
        }

        private static void middle(int[] from, int[] to, int n) {
            for (int i = 0; i < n; i++) {
                int least = Math.min(from[i], from[i + 1]);
                int most = Math.max(from[i], from[i + 1]);
                to[i] = Math.max(least, Math.min(most, from[i + 2]));
            }
        }

        private static void middleHighest(int[] from, int[] second, int[] third, int n) {
            for (int i = 0; i < n; i++) {
                int least = Math.min(from[i], from[i + 1]);
                int most = Math.max(from[i], from[i + 1]);
                int r = from[i + 2];
                second[i] = Math.max(least, Math.min(most, r));
                third[i] = Math.max(most, r);
            }
        }

        private static void lowestMiddle(int[] from, int[] first, int[] second, int n) {
            for (int i = 0; i < n; i++) {
                int least = Math.min(from[i], from[i + 1]);
                int most = Math.max(from[i], from[i + 1]);
                int r = from[i + 2];
                first[i] = Math.min(least, r);
                second[i] = Math.max(least, Math.min(most, r));
            }
        }

        private static void leastOfThree(int[] a, int[] b, int[] b2, int[] c, int[] c2, int[] to, int n) {
            for (int i = 0; i < n; i++) {
                to[i] = Math.min(a[i], Math.min(Math.max(b[i], b2[i]), Math.max(c[i], c2[i])));
            }
        }

        private static void andLeast(int[] a, int[] a2, int[] b, int[] b2, int[] c, int[] c2, int[] to, int n) {
            for (int i = 0; i < n; i++) {
                int least = Math.min(Math.max(a[i], a2[i]), Math.max(b[i], b2[i]));
                to[i] = Math.min(to[i], Math.min(least, Math.max(c[i], c2[i])));
            }
        }
    }
}
