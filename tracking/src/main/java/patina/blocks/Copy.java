package patina.blocks;

import java.util.List;

/** Copies grey values, with validity, block by block. */
public record Copy(Source from, Sink to) implements Kernel<Kernel.None> {
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
