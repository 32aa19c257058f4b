package patina.fields;

import java.util.Arrays;
import java.util.List;
import patina.blocks.Block;
import patina.blocks.Input;
import patina.blocks.Kernel;
import patina.blocks.Output;
import patina.blocks.Sink;
import patina.geometry.Region;

/**
 * Labels each block as {@link LabelKernel} did and writes the final numbers.
 *
 * @param blocks block numbers, ascending
 * @param starts for each of them, where its components begin in {@code numbers}
 * @param numbers the label of each block's each component
 */
record RelabelKernel(LabelKernel labels, long[] blocks, int[] starts, int[] numbers, Sink sink)
        implements Kernel<Kernel.None> {
    @Override
    public List<Input> inputs() {
        return labels.inputs();
    }

    @Override
    public List<Output> outputs() {
        return List.of(new Output.Labels(sink));
    }

    @Override
    public None apply(Block block) {
        Region region = block.region();
        int at = Arrays.binarySearch(blocks, labels.block(region));
        if (at < 0) {
            throw new IllegalArgumentException("Block " + region + " was not labelled before.");
        }
        int start = starts[at];
        byte[] classes = new byte[region.voxels()];
        Classifier classifier = labels.classifier();
        classifier.classify(block, classes, new float[classifier.weights()][region.voxels()]);
        Runs runs = Runs.of(classes, region.nx(), region.ny(), region.nz(), labels.connectivity());
        int[] out = block.output(0).labels();
        int rows = region.ny() * region.nz();
        for (int row = 0; row < rows; row++) {
            int base = row * region.nx();
            for (int r = runs.rows[row]; r < runs.rows[row + 1]; r++) {
                int label = numbers[start + runs.component[r]];
                for (int x = base + runs.from[r]; x < base + runs.to[r]; x++) {
                    out[x] = label;
                }
            }
        }
        return None.NONE;
    }

    @Override
    public None merge(None earlier, None later) {
        return None.NONE;
    }
}
