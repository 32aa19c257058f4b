package patina.segmentation;

import java.util.List;
import patina.blocks.Block;
import patina.blocks.Input;
import patina.blocks.Kernel;
import patina.blocks.Output;
import patina.blocks.Patch;
import patina.blocks.Sink;
import patina.blocks.Source;
import patina.geometry.Extent;

/**
 * Marks what a ball rolling outside the specimen can reach with its centre: voxels farther than its radius from the
 * solid, and void on the view's own faces, beyond which everything is taken as outside.
 */
record OuterVoid(Source distance, Source solid, Extent extent, float radiusUm, Sink out)
        implements Kernel<Kernel.None> {
    @Override
    public List<Input> inputs() {
        return List.of(new Input.Window(distance, 0), new Input.Labels(solid, 0));
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
        Patch d = block.patch(0);
        int[] s = block.patch(1).labels();
        int[] to = block.output(0).labels();
        int at = 0;
        for (long z = block.region().z(); z < block.region().endZ(); z++) {
            for (long y = block.region().y(); y < block.region().endY(); y++) {
                for (long x = block.region().x(); x < block.region().endX(); x++, at++) {
                    boolean face = x == 0
                            || y == 0
                            || z == 0
                            || x == extent.x() - 1
                            || y == extent.y() - 1
                            || z == extent.z() - 1;
                    boolean far = d.valid()[at] == 0 || d.values()[at] > radiusUm;
                    to[at] = s[at] == 0 && (far || face) ? 1 : 0;
                }
            }
        }
        return None.NONE;
    }
}
