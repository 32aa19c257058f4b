package patina.segmentation;

import java.util.List;
import patina.blocks.Block;
import patina.blocks.Input;
import patina.blocks.Kernel;
import patina.blocks.Output;
import patina.blocks.Patch;
import patina.blocks.Sink;
import patina.geometry.VoxelSize;

/** The signed distance to a given surface at each voxel of the reference grid, micrometres, positive inside. */
record GivenDistance(ExactSurface surface, VoxelSize voxel, Sink out) implements Kernel<Kernel.None> {
    @Override
    public List<Input> inputs() {
        return List.of();
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
        ExactSurface.Probe probe = surface.probe();
        Patch to = block.output(0);
        int at = 0;
        for (long z = block.region().z(); z < block.region().endZ(); z++) {
            for (long y = block.region().y(); y < block.region().endY(); y++) {
                for (long x = block.region().x(); x < block.region().endX(); x++, at++) {
                    to.values()[at] = (float) probe.inside(x * voxel.xUm(), y * voxel.yUm(), z * voxel.zUm());
                    to.valid()[at] = 1;
                }
            }
        }
        return None.NONE;
    }
}
