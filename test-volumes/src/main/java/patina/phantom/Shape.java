package patina.phantom;

/**
 * A solid given by implicit functions of position.
 *
 * <p>Positions and lengths are in voxels of the reference scan, in the body's frame (origin at the body's centre). Two
 * functions make a shape: {@link #bound}, by which whole blocks are told to be inside or outside, and
 * {@link #coverage}, which shares out what is on the edge. They agree: where |bound| exceeds half the diagonal of a
 * cube, the coverage of that cube is exactly 0 or 1. So what is computed for a voxel does not depend on how space was
 * divided on the way to it. Shapes are immutable and may be used by several threads.
 */
sealed interface Shape permits ConvexBody, Ellipsoid, Sheet, Dent, Union, Complement {

    /**
     * Negative inside, positive outside, never larger in magnitude than the distance to the surface. Zero where
     * nothing is known.
     */
    double bound(double x, double y, double z);

    /**
     * The share of a small cube that is inside. The cube's orientation does not matter: the share is a linear ramp
     * across the surface, as wide as the cube, which is exact for a cube square to the surface and right in sum over
     * neighbouring cubes for any other.
     *
     * @param edge of the cube
     */
    double coverage(double x, double y, double z, double edge);

    /** The share of a cube on the inner side of a surface at a signed distance (positive outside) of its centre. */
    static double ramp(double distance, double edge) {
        return Math.max(0, Math.min(1, 0.5 - distance / edge));
    }
}
