package patina.chunks;

import java.util.List;
import patina.blocks.Block;
import patina.blocks.Input;
import patina.blocks.Kernel;
import patina.blocks.Output;
import patina.blocks.Sink;
import patina.blocks.Source;

/** Copies a grey volume block by block. */
record Copy(Source from, Sink to) implements Kernel<Kernel.None> {
    @Override
    public List<Input> inputs() {
        return List.of(new Input.Window(from, 0));
    }

    @Override
    public List<Output> outputs() {
        return List.of(new Output.Values(to));
    }

    @Override
    public None apply(Block block) {
        int n = block.region().voxels();
        System.arraycopy(block.patch(0).values(), 0, block.output(0).values(), 0, n);
        System.arraycopy(block.patch(0).valid(), 0, block.output(0).valid(), 0, n);
        return None.NONE;
    }

    @Override
    public None merge(None earlier, None later) {
        return None.NONE;
    }
}
