package patina.segmentation;

import java.util.List;
import patina.blocks.Block;
import patina.blocks.Input;
import patina.blocks.Kernel;
import patina.blocks.Output;
import patina.blocks.Patch;
import patina.blocks.Sink;
import patina.blocks.Source;
import patina.geometry.Region;

/**
 * A volume blurred by a small variance, however small: each pass along each axis takes half of its variance from either
 * neighbour, which a sampled Gaussian narrower than a voxel does not give. In place of what was not seen stands the voxel itself.
 *
 * @param variance along each axis, in voxels squared
 */
record MoreBlurred(Source from, double variance, Sink out) implements Kernel<Kernel.None> {
    /** A pass of more would weigh the neighbours more than the voxel. */
    private static final double MOST = 0.4;

    private int passes() {
        return Math.max(1, (int) Math.ceil(variance / MOST));
    }

    @Override
    public List<Input> inputs() {
        return List.of(new Input.Window(from, passes()));
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
        Region wide = in.region();
        float[] now = in.values();
        float[] next = new float[wide.voxels()];
        float side = (float) (variance / passes() / 2);
        for (int pass = 0; pass < passes(); pass++) {
            for (int step : new int[] {1, wide.nx(), wide.nx() * wide.ny()}) {
                along(now, in.valid(), wide.voxels(), step, side, next);
                float[] swap = now;
                now = next;
                next = swap;
            }
        }
        Patch result = block.output(0);
        Region core = block.region();
        int at = 0;
        for (long z = core.z(); z < core.endZ(); z++) {
            for (long y = core.y(); y < core.endY(); y++, at += core.nx()) {
                int row = in.index(core.x(), y, z);
                System.arraycopy(now, row, result.values(), at, core.nx());
                System.arraycopy(in.valid(), row, result.valid(), at, core.nx());
            }
        }
        return None.NONE;
    }

    /** Lines run into each other at their ends, which only the halo notices: it is as wide as there are passes. */
    private static void along(float[] from, byte[] valid, int n, int step, float side, float[] to) {
        for (int i = 0; i < n; i++) {
            float here = from[i];
            float before = i >= step && valid[i - step] != 0 ? from[i - step] : here;
            float after = i + step < n && valid[i + step] != 0 ? from[i + step] : here;
            to[i] = here + side * (before - here + (after - here));
        }
    }
}
