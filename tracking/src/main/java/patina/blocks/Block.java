package patina.blocks;

import java.util.List;
import patina.geometry.Region;

/**
 * One block as a kernel sees it. All its arrays are used again for other blocks: a result that outlives {@code apply} must
 * not hold them.
 *
 * @param region the block's own voxels, without halo
 * @param patches one for each declared input, in the same order
 * @param outputs one for each declared output, over {@code region}, zeroed, to be filled
 * @param workspace for the kernel's own large arrays
 */
public record Block(Region region, List<Patch> patches, List<Patch> outputs, Workspace workspace) {
    public Patch patch(int input) {
        return patches.get(input);
    }

    public Patch output(int output) {
        return outputs.get(output);
    }
}
