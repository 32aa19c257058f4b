package patina.blocks;

import java.io.Serializable;
import patina.geometry.Extent;
import patina.geometry.Region;

/**
 * A volume's extent cut into blocks. Edges are whole grains of 32 voxels, so that every grain lies in one block whatever
 * the block size.
 */
public record Grid(Extent extent, int blockX, int blockY, int blockZ) implements Serializable {
    /** The edge of a grain, in voxels. */
    public static final int GRAIN = 32;

    public Grid {
        if (blockX < 1 || blockY < 1 || blockZ < 1 || (blockX | blockY | blockZ) % GRAIN != 0) {
            throw new IllegalArgumentException("Block edges are whole multiples of " + GRAIN + " voxels, not " + blockX
                    + " x " + blockY + " x " + blockZ + ".");
        }
    }

    /** Blocks of the usual size, 128 x 64 x 64 voxels. */
    public static Grid of(Extent extent) {
        return new Grid(extent, 128, 64, 64);
    }

    public long blocks() {
        return across(extent.x(), blockX) * across(extent.y(), blockY) * across(extent.z(), blockZ);
    }

    /** Block number {@code index}, x-fastest; blocks at the far ends are smaller. */
    public Region block(long index) {
        long nx = across(extent.x(), blockX);
        long ny = across(extent.y(), blockY);
        long x = index % nx * blockX;
        long y = index / nx % ny * blockY;
        long z = index / nx / ny * blockZ;
        return new Region(x, y, z, (int) Math.min(blockX, extent.x() - x), (int) Math.min(blockY, extent.y() - y), (int)
                Math.min(blockZ, extent.z() - z));
    }

    private static long across(long length, int block) {
        return (length + block - 1) / block;
    }
}
