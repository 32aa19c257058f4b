package patina.registration;

import org.jspecify.annotations.Nullable;
import patina.blocks.Source;
import patina.geometry.Extent;
import patina.geometry.VoxelSize;

/**
 * A scan as registration sees it.
 *
 * @param source grey values with validity
 * @param extent in voxels
 * @param voxelSize in micrometres
 * @param body a mask of the specimen over the same voxels, 1 inside, when several things are in view; else null
 */
public record ScanView(
        Source source,
        Extent extent,
        VoxelSize voxelSize,
        @Nullable Source body) {
    public ScanView(Source source, Extent extent, VoxelSize voxelSize) {
        this(source, extent, voxelSize, null);
    }
}
