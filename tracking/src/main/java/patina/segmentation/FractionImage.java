package patina.segmentation;

import java.util.List;
import patina.blocks.Block;
import patina.blocks.Input;
import patina.blocks.Kernel;
import patina.blocks.Output;
import patina.blocks.Patch;
import patina.blocks.Sink;
import patina.blocks.Source;

/** Turns a registered scan's greys into solid fractions. */
record FractionImage(Source scan, Levels levels, Sink out) implements Kernel<Kernel.None> {
    @Override
    public List<Input> inputs() {
        return List.of(new Input.Window(scan, 0));
    }

    @Override
    public List<Output> outputs() {
        return List.of(new Output.Values(out));
    }

    @Override
    public None merge(None earlier, None later) {
        return None.NONE;
    }

    @Override
    public None apply(Block block) {
        Patch in = block.patch(0);
        Patch result = block.output(0);
        int nx = block.region().nx();
        double[] scratch = new double[nx];
        int at = 0;
        for (long z = block.region().z(); z < block.region().endZ(); z++) {
            for (long y = block.region().y(); y < block.region().endY(); y++, at += nx) {
                levels.fractions(in.values(), at, block.region().x(), nx, y, z, scratch, result.values(), at);
            }
        }
        System.arraycopy(in.valid(), 0, result.valid(), 0, block.region().voxels());
        return None.NONE;
    }
}
