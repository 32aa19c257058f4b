package patina.registration;

import java.util.List;
import patina.blocks.Block;
import patina.blocks.Input;
import patina.blocks.Kernel;
import patina.blocks.Patch;
import patina.blocks.Source;
import patina.geometry.Region;

/**
 * Counts how strong the second difference along all three axes is, which leaves nothing of what is smooth over three
 * voxels and of white noise 216 times its variance (Immerkaer, Comput. Vis. Image Underst. 64:300, 1996, in three
 * dimensions). Only the interior counts, where there is one: air may be clipped.
 *
 * <p>The result has {@link #BINS} counts of its size, in {@code step} each, for the interior, then for the rest.
 *
 * @param step grey in a bin
 */
record NoiseKernel(Source source, Zones zones, double step) implements Kernel<long[]> {
    static final int BINS = 4096;

    /** Fewer interior voxels tell nothing. */
    private static final long LEAST = 2000;

    /** The filter's gain for white noise. */
    private static final double GAIN = Math.sqrt(216);

    @Override
    public List<Input> inputs() {
        return List.of(new Input.Window(source, 1));
    }

    @Override
    public long[] apply(Block block) {
        long[] counts = new long[2 * BINS];
        Patch patch = block.patch(0);
        Region all = patch.region();
        Region r = block.region();
        float[] v = patch.values();
        byte[] ok = patch.valid();
        int up = all.nx();
        int deep = all.nx() * all.ny();
        for (long z = Math.max(r.z(), all.z() + 1); z < Math.min(r.endZ(), all.endZ() - 1); z++) {
            for (long y = Math.max(r.y(), all.y() + 1); y < Math.min(r.endY(), all.endY() - 1); y++) {
                for (long x = Math.max(r.x(), all.x() + 1); x < Math.min(r.endX(), all.endX() - 1); x++) {
                    byte zone = zones.at(x, y, z);
                    int at = patch.index(x, y, z);
                    if (zone == Zones.OUT || !allValid(ok, at, up, deep)) {
                        continue;
                    }
                    double second = plane(v, at - deep, up) - 2 * plane(v, at, up) + plane(v, at + deep, up);
                    int bin = (int) Math.min(BINS - 1, Math.abs(second) / step);
                    counts[bin + (zone == Zones.INTERIOR ? 0 : BINS)]++;
                }
            }
        }
        return counts;
    }

    private static boolean allValid(byte[] ok, int at, int up, int deep) {
        int valid = 1;
        for (int k = -deep; k <= deep; k += deep) {
            for (int j = -up; j <= up; j += up) {
                valid &= ok[at + k + j - 1] & ok[at + k + j] & ok[at + k + j + 1];
            }
        }
        return valid != 0;
    }

    private static double plane(float[] v, int at, int up) {
        return line(v, at - up) - 2 * line(v, at) + line(v, at + up);
    }

    private static double line(float[] v, int at) {
        return v[at - 1] - 2.0 * v[at] + v[at + 1];
    }

    @Override
    public long[] merge(long[] earlier, long[] later) {
        for (int i = 0; i < earlier.length; i++) {
            earlier[i] += later[i];
        }
        return earlier;
    }

    /** The noise's standard deviation, in grey: from the median, which what structure there is hardly moves. */
    double deviation(long[] counts) {
        long interior = 0;
        for (int i = 0; i < BINS; i++) {
            interior += counts[i];
        }
        int from = interior >= LEAST ? 0 : BINS;
        long total = 0;
        for (int i = 0; i < BINS; i++) {
            total += counts[from + i];
        }
        double below = 0;
        for (int i = 0; i < BINS; i++) {
            long c = counts[from + i];
            if (c > 0 && below + c >= 0.5 * total) {
                return 1.4826 * step * (i + (0.5 * total - below) / c) / GAIN;
            }
            below += c;
        }
        return Double.NaN;
    }
}
