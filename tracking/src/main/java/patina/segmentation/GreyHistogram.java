package patina.segmentation;

import java.util.List;
import org.jspecify.annotations.Nullable;
import patina.blocks.Block;
import patina.blocks.Input;
import patina.blocks.Kernel;
import patina.blocks.Patch;
import patina.blocks.Source;
import patina.geometry.Region;

/**
 * Counts the seen voxels' greys between {@code from} and {@code to}; what lies beyond goes to the end bins.
 *
 * @param body a mask: only what lies in it or within {@link #RIM} voxels of it is counted, so that what it is surrounded by is
 *     told with it, however closely it was drawn; null to count all
 */
public record GreyHistogram(Source source, @Nullable Source body, double from, double to, int bins)
        implements Kernel<long[]> {
    private static final int RIM = 4;

    public GreyHistogram(Source source, double from, double to, int bins) {
        this(source, null, from, to, bins);
    }

    @Override
    public List<Input> inputs() {
        return body == null
                ? List.of(new Input.Window(source, 0))
                : List.of(new Input.Window(source, 0), new Input.Window(body, RIM));
    }

    @Override
    public long[] merge(long[] earlier, long[] later) {
        for (int i = 0; i < earlier.length; i++) {
            earlier[i] += later[i];
        }
        return earlier;
    }

    @Override
    public long[] apply(Block block) {
        long[] counts = new long[bins];
        Patch patch = block.patch(0);
        double scale = bins / (to - from);
        boolean @Nullable [] counted = body == null ? null : near(block.patch(1), block.region());
        for (int i = 0; i < block.region().voxels(); i++) {
            if (patch.valid()[i] != 0 && (counted == null || counted[i])) {
                int bin = (int) ((patch.values()[i] - from) * scale);
                counts[Math.max(0, Math.min(bins - 1, bin))]++;
            }
        }
        return counts;
    }

    /** Which voxels of a core have one of the mask in the cube of {@link #RIM} voxels about them, by a summed-volume table. */
    private static boolean[] near(Patch mask, Region core) {
        Region wide = mask.region();
        int nx = wide.nx() + 1;
        int plane = nx * (wide.ny() + 1);
        int[] before = new int[plane * (wide.nz() + 1)];
        int from = 0;
        for (int z = 1; z <= wide.nz(); z++) {
            for (int y = 1; y <= wide.ny(); y++) {
                int row = 0;
                for (int x = 1; x <= wide.nx(); x++, from++) {
                    int at = z * plane + y * nx + x;
                    row += mask.valid()[from] != 0 && mask.values()[from] > 0.5f ? 1 : 0;
                    before[at] = row + before[at - nx] + before[at - plane] - before[at - plane - nx];
                }
            }
        }
        boolean[] near = new boolean[core.voxels()];
        int edge = 2 * RIM + 1;
        int up = edge * nx;
        int back = edge * plane;
        int at = 0;
        for (int z = 0; z < core.nz(); z++) {
            for (int y = 0; y < core.ny(); y++) {
                int low = z * plane + y * nx;
                for (int x = 0; x < core.nx(); x++, at++, low++) {
                    int front = before[low + up + edge] - before[low + up] - before[low + edge] + before[low];
                    int far = low + back;
                    near[at] = before[far + up + edge] - before[far + up] - before[far + edge] + before[far] > front;
                }
            }
        }
        return near;
    }

    /** The grey in the middle of a bin. */
    public double centre(int bin) {
        return from + (bin + 0.5) * (to - from) / bins;
    }

    /** Smallest and largest grey seen. */
    public record Range(Source source) implements Kernel<float[]> {
        @Override
        public List<Input> inputs() {
            return List.of(new Input.Window(source, 0));
        }

        @Override
        public float[] merge(float[] earlier, float[] later) {
            return new float[] {Math.min(earlier[0], later[0]), Math.max(earlier[1], later[1])};
        }

        @Override
        public float[] apply(Block block) {
            float low = Float.POSITIVE_INFINITY;
            float high = Float.NEGATIVE_INFINITY;
            Patch patch = block.patch(0);
            for (int i = 0; i < block.region().voxels(); i++) {
                if (patch.valid()[i] != 0) {
                    low = Math.min(low, patch.values()[i]);
                    high = Math.max(high, patch.values()[i]);
                }
            }
            return new float[] {low, high};
        }
    }

    /**
     * Void and metal: the medians of the two classes that Otsu's threshold makes (IEEE Trans. Syst. Man Cybern. 9, 62,
     * 1979), each over the class's inner part so that edges weigh little.
     */
    public double[] twoLevels(long[] counts) {
        double total = 0;
        double sum = 0;
        for (int i = 0; i < bins; i++) {
            total += counts[i];
            sum += (double) counts[i] * i;
        }
        double below = 0;
        double belowSum = 0;
        double best = -1;
        int firstBest = 0;
        int lastBest = 0;
        for (int i = 0; i < bins - 1; i++) {
            below += counts[i];
            belowSum += (double) counts[i] * i;
            double above = total - below;
            if (below == 0 || above == 0) {
                continue;
            }
            double d = belowSum / below - (sum - belowSum) / above;
            double between = below * above * d * d;
            if (between > best) {
                best = between;
                firstBest = i;
                lastBest = i;
            } else if (between == best) {
                lastBest = i;
            }
        }
        int cut = (firstBest + lastBest) / 2;
        return new double[] {median(counts, 0, cut + 1), median(counts, cut + 1, bins)};
    }

    private double median(long[] counts, int first, int end) {
        long total = 0;
        for (int i = first; i < end; i++) {
            total += counts[i];
        }
        long sum = 0;
        for (int i = first; i < end; i++) {
            sum += counts[i];
            if (2 * sum >= total) {
                return centre(i);
            }
        }
        return centre(end - 1);
    }
}
