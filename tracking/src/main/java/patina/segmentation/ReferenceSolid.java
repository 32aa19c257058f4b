package patina.segmentation;

import patina.blocks.Source;
import patina.geometry.Extent;
import patina.geometry.VoxelSize;

/**
 * The specimen as the reference scan shows it and as it was before any damage, on the reference grid.
 *
 * @param fraction solid fraction in the reference scan
 * @param envelope solid fraction before any damage
 * @param distance signed distance to the original surface, micrometres, positive inside
 * @param levels greys of void and of sound metal in the registered reference scan, by which {@code fraction} was told
 * @param airGrey grey of void in the registered reference scan
 * @param metalGrey grey of sound metal there
 * @param edgeSigma standard deviation of the surface's blur, in voxels
 * @param solidVoxels voxels inside the original surface
 * @param missingVoxels of them, how many the reference scan lacks already
 */
public record ReferenceSolid(
        Extent extent,
        VoxelSize voxelSize,
        Source fraction,
        Source envelope,
        Source distance,
        Levels levels,
        double airGrey,
        double metalGrey,
        double edgeSigma,
        long solidVoxels,
        long missingVoxels) {}
