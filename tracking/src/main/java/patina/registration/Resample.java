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
import patina.geometry.Extent;
import patina.geometry.Region;

/**
 * Reads a moving scan from the reference scan's grid by cubic B-spline interpolation, with its grey brought to the
 * reference's: (grey - offset) / gain.
 *
 * <p>What is valid is said at {@link SplineImage}.
 *
 * @param moving the scan to read
 * @param movingExtent its size
 * @param gridToMoving voxel coordinates of the reference grid to voxel coordinates of the moving scan
 * @param gain moving grey = gain * reference grey + offset
 * @param out where the registered scan goes
 */
public record Resample(Source moving, Extent movingExtent, Affine gridToMoving, double gain, double offset, Sink out)
        implements Kernel<Kernel.None> {
    @Override
    public List<Input> inputs() {
        return List.of(new Input.Image(moving, gridToMoving, SplineImage.MARGIN));
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
        Patch patch = block.patch(0);
        if (patch.region().isEmpty()) {
            return None.NONE;
        }
        Region region = gridToMoving.image(block.region(), SplineImage.MARGIN);
        SplineImage image = SplineImage.of(patch, region, movingExtent, new double[3], block.workspace());
        Region grid = block.region();
        SplineImage.Line line = new SplineImage.Line(grid.nx());
        Affine m = gridToMoving;
        Patch to = block.output(0);
        int at = 0;
        for (long z = grid.z(); z < grid.endZ(); z++) {
            for (long y = grid.y(); y < grid.endY(); y++, at += grid.nx()) {
                line.along(m, grid.x(), y, z);
                image.read(line, 1 / gain, -offset / gain, to.values(), to.valid(), at);
            }
        }
        return None.NONE;
    }
}
