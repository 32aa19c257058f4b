package patina.fields;

import java.util.List;
import patina.geometry.Point;

/**
 * One connected component, in voxels from the volume's first.
 *
 * @param number from 1, in order of the first voxel
 * @param category its class
 * @param first position of its first voxel in x-fastest order
 * @param voxels how many it has
 * @param low lowest x, y, z
 * @param high highest x, y, z; the bounding box holds both
 * @param centroid mean of its voxels' centres
 * @param moments central second moments xx, yy, zz, xy, xz, yz divided by the number of voxels: the covariance
 * @param contacts faces shared with voxels of another class; empty when they were not counted
 * @param weights one for each of the classifier's weights
 */
public record Component(
        int number,
        int category,
        long first,
        long voxels,
        Voxel low,
        Voxel high,
        Point centroid,
        Moments moments,
        List<Long> contacts,
        List<Weight> weights) {
    /** A voxel by its place. */
    public record Voxel(long x, long y, long z) {}

    /** A symmetric 3 x 3 matrix, voxels squared. */
    public record Moments(double xx, double yy, double zz, double xy, double xz, double yz) {
        /**
         * The inertia tensor of unit masses about the centroid, divided by their number: trace minus moment on the
         * diagonal, minus the moment beside it.
         */
        public Moments inertia() {
            return new Moments(yy + zz, xx + zz, xx + yy, -xy, -xz, -yz);
        }
    }

    /**
     * One weight over a component.
     *
     * @param sum of all voxels' weights
     * @param centre mean of the voxels' centres by weight; the centroid when the sum is 0
     * @param most largest weight
     * @param where position of the first voxel with the largest weight, in x-fastest order
     */
    public record Weight(double sum, Point centre, float most, long where) {}
}
