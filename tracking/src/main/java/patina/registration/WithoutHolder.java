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
import patina.geometry.Point;
import patina.geometry.Region;

/**
 * A registered scan, not valid where it shows its holder.
 *
 * @param registered the scan on the reference grid
 * @param zones the scan's; what is {@link Zones#OUT} is the holder
 * @param gridToScan voxel coordinates of the reference grid to those of the scan
 * @param out where the rest goes
 */
record WithoutHolder(Source registered, Zones zones, Affine gridToScan, Sink out) implements Kernel<Kernel.None> {
    @Override
    public List<Input> inputs() {
        return List.of(new Input.Window(registered, 0));
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
        Region region = block.region();
        Patch from = block.patch(0);
        Patch to = block.output(0);
        int n = region.voxels();
        System.arraycopy(from.values(), 0, to.values(), 0, n);
        System.arraycopy(from.valid(), 0, to.valid(), 0, n);
        int at = 0;
        for (long z = region.z(); z < region.endZ(); z++) {
            for (long y = region.y(); y < region.endY(); y++) {
                for (long x = region.x(); x < region.endX(); x++, at++) {
                    Point p = gridToScan.apply(x, y, z);
                    if (zones.isOut(Math.round(p.x()), Math.round(p.y()), Math.round(p.z()))) {
                        to.valid()[at] = 0;
                    }
                }
            }
        }
        return None.NONE;
    }
}
