package patina.segmentation;

import java.util.List;
import patina.blocks.Block;
import patina.blocks.Input;
import patina.blocks.Kernel;
import patina.blocks.Patch;
import patina.blocks.Source;

/** Counts the seen voxels' greys between {@code from} and {@code to}; what lies beyond goes to the end bins. */
public record GreyHistogram(Source source, double from, double to, int bins) implements Kernel<long[]> {
    @Override
    public List<Input> inputs() {
        return List.of(new Input.Window(source, 0));
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
        for (int i = 0; i < block.region().voxels(); i++) {
            if (patch.valid()[i] != 0) {
                int bin = (int) ((patch.values()[i] - from) * scale);
                counts[Math.max(0, Math.min(bins - 1, bin))]++;
            }
        }
        return counts;
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
