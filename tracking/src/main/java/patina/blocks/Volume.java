package patina.blocks;

import java.io.Closeable;
import java.io.IOException;
import patina.geometry.Extent;
import patina.geometry.Region;

/** A volume that is read a region at a time, never as a whole. Reads may come from many threads at once. */
public interface Volume extends Closeable {
    Extent extent();

    /**
     * Reads grey values.
     *
     * @param region inside the extent
     * @param values at least {@code region.voxels()} long, x-fastest; where a voxel is not valid its value is 0
     * @param valid as long; 1 where the voxel was seen, 0 where it was not (NaN, masked, outside the field of view)
     */
    void read(Region region, float[] values, byte[] valid) throws IOException;

    /** Reads labels: whole numbers that a float would round. Volumes of grey values refuse. */
    default void read(Region region, int[] labels) throws IOException {
        throw new IOException(
                "A volume of labels was wanted, but " + getClass().getSimpleName() + " holds grey values.");
    }

    @Override
    default void close() throws IOException {}
}
