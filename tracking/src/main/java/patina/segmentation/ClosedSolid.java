package patina.segmentation;

import java.util.List;
import patina.blocks.Block;
import patina.blocks.Input;
import patina.blocks.Kernel;
import patina.blocks.Output;
import patina.blocks.Patch;
import patina.blocks.Sink;
import patina.blocks.Source;

/** The solid and all that the ball outside cannot touch: 1 inside the original surface, 0 outside. */
record ClosedSolid(Source solid, Source fromOuter, float radiusUm, Sink out) implements Kernel<Kernel.None> {
    @Override
    public List<Input> inputs() {
        return List.of(new Input.Labels(solid, 0), new Input.Window(fromOuter, 0));
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
        int[] s = block.patch(0).labels();
        Patch d = block.patch(1);
        int[] to = block.output(0).labels();
        for (int i = 0; i < block.region().voxels(); i++) {
            boolean enclosed = d.valid()[i] == 0 || d.values()[i] > radiusUm;
            to[i] = s[i] != 0 || enclosed ? 1 : 0;
        }
        return None.NONE;
    }
}
