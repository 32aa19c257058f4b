package patina.registration.local;

import java.io.Serializable;
import patina.geometry.Extent;
import patina.geometry.Region;

/**
 * The points of a grid of voxels: point (i, j, k) is at voxel {@code spacing} (i, j, k). Arrays over a lattice are
 * x-fastest.
 *
 * @param grid the voxels
 * @param spacing in voxels
 */
record Lattice(Extent grid, int spacing) implements Serializable {
    /** How many points there are along each axis. */
    Extent points() {
        return new Extent(along(grid.x()), along(grid.y()), along(grid.z()));
    }

    private long along(long voxels) {
        return (voxels - 1) / spacing + 1;
    }

    int count() {
        return Math.toIntExact(points().voxels());
    }

    /** The points, in their own numbering, that lie in a region of voxels. */
    Region within(Region region) {
        long x = first(region.x());
        long y = first(region.y());
        long z = first(region.z());
        return new Region(x, y, z, (int) (first(region.endX()) - x), (int) (first(region.endY()) - y), (int)
                (first(region.endZ()) - z));
    }

    private long first(long from) {
        return (from + spacing - 1) / spacing;
    }
}
