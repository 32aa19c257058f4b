package patina.geometry;

import java.io.Serializable;

/** How many voxels a volume has along x, y and z. */
public record Extent(long x, long y, long z) implements Serializable {
    public Extent {
        if (x < 1 || y < 1 || z < 1) {
            throw new IllegalArgumentException(
                    "A volume has at least 1 voxel along each axis, not " + x + " x " + y + " x " + z + ".");
        }
    }

    /** The number of voxels, a long: volumes beyond 2^31 voxels are ordinary. */
    public long voxels() {
        return Math.multiplyExact(Math.multiplyExact(x, y), z);
    }

    /** The position of voxel (i, j, k) in x-fastest order. */
    public long index(long i, long j, long k) {
        return (k * y + j) * x + i;
    }

    /** Whether voxel (i, j, k) lies inside. */
    public boolean contains(long i, long j, long k) {
        return i >= 0 && i < x && j >= 0 && j < y && k >= 0 && k < z;
    }

    /** The extent after binning by {@code factor} along every axis; a rest shorter than the factor is a voxel too. */
    public Extent binned(int factor) {
        return new Extent((x + factor - 1) / factor, (y + factor - 1) / factor, (z + factor - 1) / factor);
    }

    @Override
    public String toString() {
        return x + " x " + y + " x " + z;
    }
}
