package patina.blocks;

import patina.geometry.Region;

/**
 * A region of a volume in memory. Arrays are x-fastest over {@code region}; {@code labels} is empty for grey volumes,
 * {@code values} and {@code valid} are empty for labels. Arrays may be longer than the region.
 */
public record Patch(Region region, float[] values, byte[] valid, int[] labels) {
    /** The position of voxel (x, y, z), given in the volume's coordinates, in the arrays. */
    public int index(long x, long y, long z) {
        return (int) (((z - region.z()) * region.ny() + (y - region.y())) * region.nx() + (x - region.x()));
    }
}
