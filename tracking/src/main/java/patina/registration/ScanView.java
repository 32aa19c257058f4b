package patina.registration;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import patina.blocks.Source;
import patina.blocks.Volume;
import patina.geometry.Extent;
import patina.geometry.Region;
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

    /**
     * The same to be laid upon another scan: where that one's mask says what the specimen is, a denser body in this one may be
     * the specimen itself, and no grip is looked for.
     */
    public ScanView beside(ScanView fixed) {
        return body == null && fixed.body() != null
                ? new ScanView(source, extent, voxelSize, new Everywhere(extent))
                : this;
    }

    /** The mask of all that is in view. */
    private record Everywhere(Extent extent) implements Source, Volume {
        @Override
        public Volume open() {
            return this;
        }

        @Override
        public void read(Region region, float[] values, byte[] valid) {
            Arrays.fill(values, 0, region.voxels(), 1);
            Arrays.fill(valid, 0, region.voxels(), (byte) 1);
        }
    }
}
