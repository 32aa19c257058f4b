package patina.geometry;

import java.io.Serializable;

/**
 * A box of voxels small enough for one primitive array: first voxel (x, y, z), which may be negative, and size
 * (nx, ny, nz). Arrays over a region are x-fastest: the voxel at offset (i, j, k) is element (k * ny + j) * nx + i.
 */
public record Region(long x, long y, long z, int nx, int ny, int nz) implements Serializable {
    public Region {
        if (nx < 0
                || ny < 0
                || nz < 0
                || (long) nx * ny > Integer.MAX_VALUE
                || (long) nx * ny * nz > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException(
                    "A region of " + nx + " x " + ny + " x " + nz + " voxels fits no array.");
        }
    }

    /** The whole of a volume that fits one array. */
    public static Region whole(Extent extent) {
        return new Region(
                0, 0, 0, Math.toIntExact(extent.x()), Math.toIntExact(extent.y()), Math.toIntExact(extent.z()));
    }

    /** The number of voxels. */
    public int voxels() {
        return nx * ny * nz;
    }

    public boolean isEmpty() {
        return nx == 0 || ny == 0 || nz == 0;
    }

    /** One past the last voxel along x. */
    public long endX() {
        return x + nx;
    }

    /** One past the last voxel along y. */
    public long endY() {
        return y + ny;
    }

    /** One past the last voxel along z. */
    public long endZ() {
        return z + nz;
    }

    /** This region with {@code margin} more voxels on each of its six sides. */
    public Region grown(int margin) {
        return new Region(x - margin, y - margin, z - margin, nx + 2 * margin, ny + 2 * margin, nz + 2 * margin);
    }

    /** The part inside {@code extent}; empty when there is none. */
    public Region clippedTo(Extent extent) {
        return intersection(0, 0, 0, extent.x(), extent.y(), extent.z());
    }

    /** The part that both regions hold; empty when there is none. */
    public Region intersection(Region other) {
        return intersection(other.x, other.y, other.z, other.endX(), other.endY(), other.endZ());
    }

    private Region intersection(long fromX, long fromY, long fromZ, long toX, long toY, long toZ) {
        long ax = Math.max(x, fromX);
        long ay = Math.max(y, fromY);
        long az = Math.max(z, fromZ);
        long bx = Math.min(endX(), toX);
        long by = Math.min(endY(), toY);
        long bz = Math.min(endZ(), toZ);
        if (bx <= ax || by <= ay || bz <= az) {
            return new Region(ax, ay, az, 0, 0, 0);
        }
        return new Region(ax, ay, az, (int) (bx - ax), (int) (by - ay), (int) (bz - az));
    }

    /** Whether {@code other} lies wholly inside. */
    public boolean contains(Region other) {
        return other.x >= x
                && other.y >= y
                && other.z >= z
                && other.endX() <= endX()
                && other.endY() <= endY()
                && other.endZ() <= endZ();
    }
}
