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
 * The signed distance with the rebuilt surface over places that were damaged already: a ball that closes a dent sinks into
 * it, so the distance is too small below and beside it.
 *
 * @param distance micrometres, positive inside
 */
record RebuiltDistance(Source distance, double voxelUm, List<RebuiltSurface> places, Sink out)
        implements Kernel<Kernel.None> {
    /** How far outside and inside the rebuilt surface the distance is set, in voxels. */
    private static final double OUTSIDE = 6;

    /** How far a ball may have sunk in, in voxels, and by how much beyond what is missing; more belongs to another face. */
    private static final double SUNK = 12;

    private static final double BELOW = 1.5;

    @Override
    public List<Input> inputs() {
        return List.of(new Input.Window(distance, 0));
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
        Patch from = block.patch(0);
        Patch to = block.output(0);
        List<RebuiltSurface> here = RebuiltSurface.near(places, block.region());
        int at = 0;
        for (long z = block.region().z(); z < block.region().endZ(); z++) {
            for (long y = block.region().y(); y < block.region().endY(); y++) {
                for (long x = block.region().x(); x < block.region().endX(); x++, at++) {
                    float plain = from.values()[at];
                    to.values()[at] = plain;
                    to.valid()[at] = from.valid()[at];
                    for (RebuiltSurface place : here) {
                        double deep = place.depth(x, y, z);
                        double more = deep - plain / voxelUm;
                        if (deep >= -OUTSIDE && more >= -1 && more <= Math.min(SUNK, place.bottom() + BELOW)) {
                            to.values()[at] = (float) (deep * voxelUm);
                            break;
                        }
                    }
                }
            }
        }
        return None.NONE;
    }
}
