package patina.segmentation;

import java.util.List;
import patina.blocks.Block;
import patina.blocks.Input;
import patina.blocks.Kernel;
import patina.blocks.Output;
import patina.blocks.Patch;
import patina.blocks.Sink;
import patina.blocks.Source;

/**
 * Signed distance to the boundary between two sets of voxels, micrometres, positive inside; the boundary lies half a
 * voxel from the nearest centres. Result: how many voxels lie inside.
 */
record SignedDistance(Source inside, Source toOutside, Source toInside, float halfUm, Sink out)
        implements Kernel<Long> {
    @Override
    public List<Input> inputs() {
        return List.of(new Input.Labels(inside, 0), new Input.Window(toOutside, 0), new Input.Window(toInside, 0));
    }

    @Override
    public List<Output> outputs() {
        return List.of(new Output.Values(out));
    }

    @Override
    public Long merge(Long earlier, Long later) {
        return earlier + later;
    }

    @Override
    public Long apply(Block block) {
        int[] in = block.patch(0).labels();
        Patch a = block.patch(1);
        Patch b = block.patch(2);
        Patch to = block.output(0);
        long n = 0;
        for (int i = 0; i < block.region().voxels(); i++) {
            if (in[i] != 0) {
                n++;
                to.values()[i] = a.valid()[i] == 0 ? Float.MAX_VALUE : a.values()[i] - halfUm;
            } else {
                to.values()[i] = b.valid()[i] == 0 ? -Float.MAX_VALUE : halfUm - b.values()[i];
            }
            to.valid()[i] = 1;
        }
        return n;
    }
}
