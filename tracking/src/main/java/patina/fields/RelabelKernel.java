package patina.fields;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;
import patina.blocks.Block;
import patina.blocks.Input;
import patina.blocks.Kernel;
import patina.blocks.Output;
import patina.blocks.Sink;
import patina.geometry.Region;

/**
 * Writes the final numbers of what {@link LabelKernel} found, from the runs it kept or else by labelling each block again.
 *
 * @param runs those of each block by block number; null where they were not kept
 * @param blocks block numbers, ascending
 * @param starts for each of them, where its components begin in {@code numbers}
 * @param numbers the label of each block's each component
 */
record RelabelKernel(
        LabelKernel labels, @Nullable HashMap<Long, Runs> runs, long[] blocks, int[] starts, int[] numbers, Sink sink)
        implements Kernel<Kernel.None> {
    @Override
    public List<Input> inputs() {
        return runs != null ? List.of() : labels.inputs();
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
        Runs found = runs(block);
        int[] out = block.output(0).labels();
        int rows = region.ny() * region.nz();
        for (int row = 0; row < rows; row++) {
            int base = row * region.nx();
            for (int r = found.rows[row]; r < found.rows[row + 1]; r++) {
                int label = numbers[start + found.component[r]];
                for (int x = base + found.from[r]; x < base + found.to[r]; x++) {
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

    private Runs runs(Block block) {
        Region region = block.region();
        if (runs != null) {
            return java.util.Objects.requireNonNull(runs.get(labels.block(region)));
        }
        byte[] classes = block.workspace().bytes(region.voxels());
        Arrays.fill(classes, 0, region.voxels(), (byte) 0);
        Classifier classifier = labels.classifier();
        classifier.classify(block, classes, new float[classifier.weights()][region.voxels()]);
        return Runs.of(classes, region.nx(), region.ny(), region.nz(), labels.connectivity());
    }
}
