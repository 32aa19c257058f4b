package patina.segmentation;

import java.io.Serializable;
import java.util.List;
import patina.blocks.Block;
import patina.blocks.Input;
import patina.blocks.Kernel;
import patina.blocks.Output;
import patina.blocks.Patch;
import patina.blocks.Sink;
import patina.blocks.Source;

/** The solid and all that the ball outside cannot touch: 1 inside the original surface, 0 outside. */
record ClosedSolid(Source solid, Source fromOuter, float radiusUm, Sink out) implements Kernel<ClosedSolid.Voxels> {
    /** How many voxels are solid, and how many more the ball cannot touch. */
    record Voxels(long solid, long filled) implements Serializable {}

    @Override
    public List<Input> inputs() {
        return List.of(new Input.Labels(solid, 0), new Input.Window(fromOuter, 0));
    }

    @Override
    public List<Output> outputs() {
        return List.of(new Output.Labels(out));
    }

    @Override
    public Voxels merge(Voxels earlier, Voxels later) {
        return new Voxels(earlier.solid + later.solid, earlier.filled + later.filled);
    }

    @Override
    public Voxels apply(Block block) {
        int[] s = block.patch(0).labels();
        Patch d = block.patch(1);
        int[] to = block.output(0).labels();
        long metal = 0;
        long filled = 0;
        for (int i = 0; i < block.region().voxels(); i++) {
            boolean enclosed = d.valid()[i] == 0 || d.values()[i] > radiusUm;
            to[i] = s[i] != 0 || enclosed ? 1 : 0;
            metal += s[i] != 0 ? 1 : 0;
            filled += s[i] == 0 && enclosed ? 1 : 0;
        }
        return new Voxels(metal, filled);
    }
}
