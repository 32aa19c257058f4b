package patina.segmentation;

import java.util.Arrays;
import java.util.List;
import patina.blocks.Block;
import patina.blocks.Input;
import patina.blocks.Kernel;
import patina.blocks.Output;
import patina.blocks.Sink;
import patina.blocks.Source;

/**
 * Numbers labels from 1 in their order.
 *
 * @param ids all labels that occur, ascending, without 0
 */
record NumberLabels(Source labels, int[] ids, Sink out) implements Kernel<Kernel.None> {
    @Override
    public List<Input> inputs() {
        return List.of(new Input.Labels(labels, 0));
    }

    @Override
    public List<Output> outputs() {
        return List.of(new Output.Labels(out));
    }

    @Override
    public None merge(None earlier, None later) {
        return None.NONE;
    }

    @Override
    public None apply(Block block) {
        int[] from = block.patch(0).labels();
        int[] to = block.output(0).labels();
        for (int i = 0; i < block.region().voxels(); i++) {
            to[i] = from[i] == 0 ? 0 : Arrays.binarySearch(ids, from[i]) + 1;
        }
        return None.NONE;
    }
}
