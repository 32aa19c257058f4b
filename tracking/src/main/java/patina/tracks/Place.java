package patina.tracks;

import patina.geometry.Point;

/**
 * Where a feature lies and how large it is.
 *
 * @param centre its centroid, in voxels of the reference grid
 * @param voxels its size
 */
public record Place(Point centre, long voxels) {
    /** The radius of a ball of this size, in voxels. */
    double radius() {
        return Math.cbrt(3.0 * Math.max(1, voxels) / (4 * Math.PI));
    }

    /** Between the centres, in voxels. */
    double distance(Place other) {
        Point gap = centre.minus(other.centre);
        return Math.sqrt(gap.x() * gap.x() + gap.y() * gap.y() + gap.z() * gap.z());
    }
}
