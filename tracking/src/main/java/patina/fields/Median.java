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
    /** Voxels worked on at once, about: what keeps all intermediate rows close to the processor. */
    private static final int STRIP = 1024;

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
        float[] out = block.output(0).values();
        int rows = Math.max(1, Math.min(region.ny(), STRIP / px));
        Strip strip = new Strip(px, rows);
        for (int k = 0; k < region.nz(); k++) {
            for (int j = 0; j < region.ny(); j += rows) {
                int these = Math.min(rows, region.ny() - j);
                strip.medians(patch.values(), (k * py + j) * px, px * py, these);
                for (int r = 0; r < these; r++) {
                    System.arraycopy(strip.found, r * px, out, (k * region.ny() + j + r) * region.nx(), region.nx());
                }
            }
        }
        if (MirroredValidity.all(patch, extent)) {
            Arrays.fill(block.output(0).valid(), 0, region.voxels(), (byte) 1);
        } else {
            leaveOutUnseen(patch, MirroredValidity.of(patch, extent), block);
        }
        return None.NONE;
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

    /**
     * Some rows of one plane, with all that lies between the greys and their medians. Every loop runs over the same place
     * of arrays of their own, which is what the just-in-time compiler turns into vector instructions; shifts are copies.
     */
    private static final class Strip {
        private final int px;
        /** Of the triples along z the lowest, middle, highest; two more rows than the strip. */
        private final float[][] alongZ;

        /** The nine of each column: three times three, then in full order. */
        private final float[][] nine;

        private final float[] low7;
        private final float[] low8;
        private final float[][] kept;
        private final float[] next;
        private final float[] afterNext;
        final float[] found;

        Strip(int px, int rows) {
            this.px = px;
            int n = rows * px;
            alongZ = new float[3][n + 2 * px];
            nine = new float[9][n];
            low7 = new float[n];
            low8 = new float[n];
            kept = new float[11][n];
            next = new float[n];
            afterNext = new float[n];
            found = new float[n];
        }

        /** Leaves in {@code found}, px apart, the medians around (1, j + 1, k + 1) ... of the rows from {@code base} on. */
        void medians(float[] values, int base, int plane, int rows) {
            int n = rows * px;
            for (int k = 0; k < 3; k++) {
                System.arraycopy(values, base + k * plane, alongZ[k], 0, n + 2 * px);
            }
            sort3(alongZ[0], alongZ[1], alongZ[2], n + 2 * px);
            for (int rank = 0; rank < 3; rank++) {
                float[][] three = {nine[3 * rank], nine[3 * rank + 1], nine[3 * rank + 2]};
                for (int j = 0; j < 3; j++) {
                    System.arraycopy(alongZ[rank], j * px, three[j], 0, n);
                }
                sort3(three[0], three[1], three[2], n);
            }
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
            float[][] low = {kept[0], kept[1], low7, low8};
            float[][] middle = {kept[2], kept[3], kept[4], kept[5], kept[6]};
            float[][] high = {kept[7], kept[8], kept[9], kept[10]};
            shift(nine[0], n);
            highest(nine[0], next, afterNext, high[0], n);
            shift(nine[1], n);
            highest(nine[1], next, afterNext, high[1], n);
            shift(nine[3], n);
            middleHighest(nine[3], next, afterNext, middle[0], high[2], n);
            shift(nine[2], n);
            middleHighest(nine[2], next, afterNext, middle[1], high[3], n);
            shift(nine[4], n);
            middle(nine[4], next, afterNext, middle[2], n);
            shift(nine[5], n);
            lowestMiddle(nine[5], next, afterNext, low[0], middle[3], n);
            shift(nine[6], n);
            lowestMiddle(nine[6], next, afterNext, low[1], middle[4], n);
            shift(nine[7], n);
            lowest(nine[7], next, afterNext, low[2], n);
            shift(nine[8], n);
            lowest(nine[8], next, afterNext, low[3], n);
            // Batcher's merge of two fours, of which the second to the seventh are used.
            float[][] d = {low[0], low[1], low[2], low[3], high[0], high[1], high[2], high[3]};
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
            System.arraycopy(d[6], 0, found, 0, n);
            leastOfGreater(d[5], middle[0], found, n);
            leastOfGreater(d[4], middle[1], found, n);
            leastOfGreater(d[3], middle[2], found, n);
            leastOfGreater(d[2], middle[3], found, n);
            leastOfGreater(d[1], middle[4], found, n);
        }

        private void shift(float[] from, int n) {
            System.arraycopy(from, 1, next, 0, n);
            System.arraycopy(from, 2, afterNext, 0, n);
        }

        private static void sort3(float[] a, float[] b, float[] c, int n) {
            exchange(a, b, n);
            exchange(b, c, n);
            exchange(a, b, n);
        }

        private static void exchange(float[] a, float[] b, int n) {
            for (int i = 0; i < n; i++) {
                float p = a[i];
                float q = b[i];
                a[i] = Math.min(p, q);
                b[i] = Math.max(p, q);
            }
        }

        private static void highest(float[] a, float[] b, float[] c, float[] to, int n) {
            for (int i = 0; i < n; i++) {
                to[i] = Math.max(Math.max(a[i], b[i]), c[i]);
            }
        }

        private static void lowest(float[] a, float[] b, float[] c, float[] to, int n) {
            for (int i = 0; i < n; i++) {
                to[i] = Math.min(Math.min(a[i], b[i]), c[i]);
            }
        }

        private static void middle(float[] a, float[] b, float[] c, float[] to, int n) {
            for (int i = 0; i < n; i++) {
                float least = Math.min(a[i], b[i]);
                float most = Math.max(a[i], b[i]);
                to[i] = Math.max(least, Math.min(most, c[i]));
            }
        }

        private static void middleHighest(float[] a, float[] b, float[] c, float[] second, float[] third, int n) {
            middle(a, b, c, second, n);
            highest(a, b, c, third, n);
        }

        private static void lowestMiddle(float[] a, float[] b, float[] c, float[] first, float[] second, int n) {
            lowest(a, b, c, first, n);
            middle(a, b, c, second, n);
        }

        private static void leastOfGreater(float[] a, float[] b, float[] to, int n) {
            for (int i = 0; i < n; i++) {
                to[i] = Math.min(to[i], Math.max(a[i], b[i]));
            }
        }
    }
}
