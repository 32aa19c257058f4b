package patina.segmentation;

import org.apache.commons.math3.special.Erf;

/** A flat edge between metal and void, blurred by a Gaussian and by the voxel itself. */
final class EdgeProfile {
    private EdgeProfile() {}

    /** Solid fraction at a signed depth below the edge; both in voxels. */
    static double fraction(double depth, double sigma) {
        return 0.5 * (1 + Erf.erf(depth / (Math.sqrt(2) * sigma)));
    }
}
