package patina.phantom;

/**
 * What a scan sees of the body's frame.
 *
 * @param toVoxels from the body's frame to the scan's voxel indices
 * @param limits in voxel indices
 */
record View(Affine toVoxels, ConvexBody limits) {
    /** As {@link Shape#bound}, in the body's frame. */
    double bound(Vec p) {
        Vec q = toVoxels.apply(p);
        return limits.bound(q.x(), q.y(), q.z()) / toVoxels.scale();
    }
}
