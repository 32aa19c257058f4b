package patina.registration;

import java.util.List;
import patina.blocks.Block;
import patina.blocks.Input;
import patina.blocks.Kernel;
import patina.blocks.Output;
import patina.blocks.Patch;
import patina.blocks.Sink;
import patina.blocks.Source;
import patina.geometry.Affine;
import patina.geometry.Region;

/**
 * Halves a volume along each axis: the mean of eight voxels where all eight are valid, not valid elsewhere. The grid is
 * that of the result.
 */
public record BinKernel(Source source, Sink sink) implements Kernel<Kernel.None> {
    private static final Affine TWICE = new Affine(2, 0, 0, 0.5, 0, 2, 0, 0.5, 0, 0, 2, 0.5);

    @Override
    public List<Input> inputs() {
        return List.of(new Input.Image(source, TWICE, 0));
    }

    @Override
    public List<Output> outputs() {
        return List.of(new Output.Values(sink));
    }

    @Override
    public None apply(Block block) {
        halve(block.patch(0), block.output(0));
        return None.NONE;
    }

    /** Fills a region of the halved volume, zeroed, with what a patch of the fine one shows of it. */
    static void halve(Patch fine, Patch coarse) {
        Region region = coarse.region();
        Region from = fine.region();
        float[] v = fine.values();
        byte[] ok = fine.valid();
        float[] values = coarse.values();
        byte[] valid = coarse.valid();
        int up = from.nx();
        int deep = from.nx() * from.ny();
        int shown = (int) Math.min(region.nx(), from.endX() / 2 - region.x());
        for (long z = region.z(); z < region.endZ(); z++) {
            for (long y = region.y(); y < region.endY(); y++) {
                if (2 * y + 1 >= from.endY() || 2 * z + 1 >= from.endZ()) {
                    continue;
                }
                int to = coarse.index(region.x(), y, z);
                int at = fine.index(2 * region.x(), 2 * y, 2 * z);
                for (int i = 0; i < shown; i++, to++, at += 2) {
                    int all = ok[at]
                            & ok[at + 1]
                            & ok[at + up]
                            & ok[at + up + 1]
                            & ok[at + deep]
                            & ok[at + deep + 1]
                            & ok[at + deep + up]
                            & ok[at + deep + up + 1];
                    if (all != 0) {
                        values[to] = 0.125f
                                * (v[at]
                                        + v[at + 1]
                                        + v[at + up]
                                        + v[at + up + 1]
                                        + v[at + deep]
                                        + v[at + deep + 1]
                                        + v[at + deep + up]
                                        + v[at + deep + up + 1]);
                        valid[to] = 1;
                    }
                }
            }
        }
    }

    @Override
    public None merge(None earlier, None later) {
        return None.NONE;
    }
}
