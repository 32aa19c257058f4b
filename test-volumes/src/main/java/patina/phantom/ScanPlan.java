package patina.phantom;

/**
 * How one scan of a scene is taken.
 *
 * @param step which moment of the scene it sees
 * @param role as in series.json: step or repeat
 * @param width, height, slices of the view, voxels of this scan
 * @param voxel edge of its voxels, in voxels of the reference scan
 * @param crop where its view begins within the nominal one, in voxels of the reference scan
 * @param circle the radius, as a share of half the view's width, outside which a constant fills the slices; infinite
 *     for none
 * @param turnDegrees by how much the specimen has turned about its own axis, against what holds it
 * @param cleaned whether product has been taken out of the pits for this scan
 */
record ScanPlan(
        int step,
        String role,
        int width,
        int height,
        int slices,
        double voxel,
        Vec crop,
        double circle,
        double turnDegrees,
        boolean cleaned) {

    static ScanPlan of(int step, int size) {
        return new ScanPlan(step, "step", size, size, size, 1, new Vec(0, 0, 0), Double.POSITIVE_INFINITY, 0, false);
    }

    ScanPlan repeated() {
        return new ScanPlan(step, "repeat", width, height, slices, voxel, crop, circle, turnDegrees, cleaned);
    }

    ScanPlan sized(int newWidth, int newHeight, int newSlices) {
        return new ScanPlan(step, role, newWidth, newHeight, newSlices, voxel, crop, circle, turnDegrees, cleaned);
    }

    ScanPlan withVoxel(double edge) {
        return new ScanPlan(step, role, width, height, slices, edge, crop, circle, turnDegrees, cleaned);
    }

    ScanPlan cropped(Vec from) {
        return new ScanPlan(step, role, width, height, slices, voxel, from, circle, turnDegrees, cleaned);
    }

    ScanPlan inCircle(double share) {
        return new ScanPlan(step, role, width, height, slices, voxel, crop, share, turnDegrees, cleaned);
    }

    ScanPlan turned(double degrees) {
        return new ScanPlan(step, role, width, height, slices, voxel, crop, circle, degrees, cleaned);
    }

    ScanPlan afterCleaning() {
        return new ScanPlan(step, role, width, height, slices, voxel, crop, circle, turnDegrees, true);
    }

    /** The middle of the view, in voxel indices; along x and y the axis of the reconstruction. */
    Vec middle() {
        return new Vec((width - 1) / 2.0, (height - 1) / 2.0, (slices - 1) / 2.0);
    }

    /** Where slices {@code from} up to {@code to} have true grey values, in voxel indices from the {@link #middle}. */
    ConvexBody limits(int from, int to) {
        Vec low = new Vec(-width / 2.0, -height / 2.0, from - slices / 2.0);
        Vec high = new Vec(width / 2.0, height / 2.0, to - slices / 2.0);
        return new ConvexBody(ConvexBody.box(low, high).planes(), circleRadius());
    }

    /** In voxels of this scan. */
    double circleRadius() {
        return circle * Math.min(width, height) / 2.0;
    }
}
