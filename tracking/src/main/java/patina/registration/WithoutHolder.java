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
 * A registered scan without its holder: what lies in the holder or its rim counts as not seen, for the holder need not move
 * with the specimen, and a surface that touches it does not show.
 *
 * @param registered the scan on the reference grid
 * @param places labels, 1 for the holder and its rim
 * @param gridToPlaces voxel coordinates of the reference grid to those of {@code places}
 * @param out where the rest goes
 */
public record WithoutHolder(Source registered, Source places, Affine gridToPlaces, Sink out)
        implements Kernel<Kernel.None> {
    /**
     * @param gridToScan voxel coordinates of the reference grid to those of the scan that shows the holder
     */
    public static WithoutHolder of(Source registered, Holder holder, Affine gridToScan, Sink out) {
        return new WithoutHolder(registered, holder.places(), gridToScan.then(holder.toPlaces()), out);
    }

    @Override
    public List<Input> inputs() {
        return List.of(new Input.Window(registered, 0), new Input.LabelsImage(places, gridToPlaces, 1));
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
        Patch holder = block.patch(1);
        Patch to = block.output(0);
        int n = region.voxels();
        System.arraycopy(from.values(), 0, to.values(), 0, n);
        System.arraycopy(from.valid(), 0, to.valid(), 0, n);
        if (holder.region().isEmpty()) {
            return None.NONE;
        }
        Affine m = gridToPlaces;
        int at = 0;
        for (long z = region.z(); z < region.endZ(); z++) {
            for (long y = region.y(); y < region.endY(); y++) {
                for (int i = 0; i < region.nx(); i++, at++) {
                    double x = (double) region.x() + i;
                    long px = Math.round(m.m00() * x + m.m01() * y + m.m02() * z + m.m03());
                    long py = Math.round(m.m10() * x + m.m11() * y + m.m12() * z + m.m13());
                    long pz = Math.round(m.m20() * x + m.m21() * y + m.m22() * z + m.m23());
                    Region h = holder.region();
                    if (px >= h.x()
                            && px < h.endX()
                            && py >= h.y()
                            && py < h.endY()
                            && pz >= h.z()
                            && pz < h.endZ()
                            && holder.labels()[holder.index(px, py, pz)] != 0) {
                        to.valid()[at] = 0;
                    }
                }
            }
        }
        return None.NONE;
    }
}
