package patina.series;

import java.io.Serializable;
import patina.geometry.Region;

/** A solid in a scan's voxels, which holds a voxel when it holds its centre. */
interface VoxelShape extends Serializable {
    /**
     * Writes {@code value} to the voxels inside.
     *
     * @param values of the region's voxels, x fastest
     */
    void draw(Region region, float[] values, float value);
}
