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
 * The solid fraction that the reference scan would show had no damage been there: its own, but within 3 voxels of what
 * was missing already, and over and below a dent up to its rim, the blurred edge of the original surface.
 */
record Envelope(
        Source missing,
        Source fraction,
        Source distance,
        List<RebuiltSurface> dents,
        double voxelUm,
        double edgeSigma,
        Sink out)
        implements Kernel<Kernel.None> {
    private static final int REACH = 3;

    @Override
    public List<Input> inputs() {
        return List.of(new Input.Labels(missing, REACH), new Input.Window(fraction, 0), new Input.Window(distance, 0));
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
        Patch m = block.patch(0);
        Patch f = block.patch(1);
        Patch d = block.patch(2);
        Patch to = block.output(0);
        Region core = block.region();
        int n = core.voxels();
        System.arraycopy(f.values(), 0, to.values(), 0, n);
        System.arraycopy(f.valid(), 0, to.valid(), 0, n);
        Region wide = m.region();
        int nx = wide.nx();
        int plane = nx * wide.ny();
        for (int k = 0; k < wide.nz(); k++) {
            for (int j = 0; j < wide.ny(); j++) {
                for (int i = 0; i < nx; i++) {
                    if (m.labels()[k * plane + j * nx + i] != 0) {
                        fill(core, i - REACH, j - REACH, k - REACH, f, d, to);
                    }
                }
            }
        }
        for (RebuiltSurface dent : RebuiltSurface.near(dents, core)) {
            fill(core, dent, f, d, to);
        }
        return None.NONE;
    }

    private void fill(Region core, RebuiltSurface dent, Patch f, Patch d, Patch to) {
        int at = 0;
        for (long z = core.z(); z < core.endZ(); z++) {
            for (long y = core.y(); y < core.endY(); y++) {
                for (long x = core.x(); x < core.endX(); x++, at++) {
                    double deep = dent.depth(x, y, z);
                    if (deep >= -REACH && deep <= dent.bottom() + REACH && f.valid()[at] != 0) {
                        to.values()[at] = (float) EdgeProfile.fraction(d.values()[at] / voxelUm, edgeSigma);
                    }
                }
            }
        }
    }

    private void fill(Region core, int i, int j, int k, Patch f, Patch d, Patch to) {
        for (int z = Math.max(0, k - REACH); z <= Math.min(core.nz() - 1, k + REACH); z++) {
            for (int y = Math.max(0, j - REACH); y <= Math.min(core.ny() - 1, j + REACH); y++) {
                for (int x = Math.max(0, i - REACH); x <= Math.min(core.nx() - 1, i + REACH); x++) {
                    int r2 = (x - i) * (x - i) + (y - j) * (y - j) + (z - k) * (z - k);
                    int at = (z * core.ny() + y) * core.nx() + x;
                    if (r2 <= REACH * REACH + 1 && f.valid()[at] != 0) {
                        double edge = EdgeProfile.fraction(d.values()[at] / voxelUm, edgeSigma);
                        to.values()[at] = (float) edge;
                    }
                }
            }
        }
    }
}
