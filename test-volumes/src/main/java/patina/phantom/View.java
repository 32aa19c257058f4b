package patina.phantom;

import java.util.List;

/**
 * What a scan sees of the body's frame: what any of its stacks sees.
 *
 * @param stacks one, where the scan was not stitched
 */
record View(List<Part> stacks) {
    /**
     * @param toVoxels from the body's frame to the scan's voxel indices, from the middle of the view
     * @param limits in voxel indices
     */
    record Part(Affine toVoxels, ConvexBody limits) {
        double bound(Vec p) {
            Vec q = toVoxels.apply(p);
            return limits.bound(q.x(), q.y(), q.z()) / toVoxels.scale();
        }
    }

    View {
        stacks = List.copyOf(stacks);
    }

    /** As {@link Shape#bound}, in the body's frame. */
    double bound(Vec p) {
        double least = Double.POSITIVE_INFINITY;
        for (Part part : stacks) {
            least = Math.min(least, part.bound(p));
        }
        return least;
    }
}
