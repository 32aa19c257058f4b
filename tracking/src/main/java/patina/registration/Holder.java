package patina.registration;

import patina.blocks.Source;
import patina.geometry.Affine;

/**
 * Where a scan shows a denser body than the specimen, a grip, with a rim about it.
 *
 * @param places labels on a grid that is {@code factor} times coarser than the scan's: 1 for the holder and its rim
 * @param factor edge of a place, in voxels of the scan
 */
public record Holder(Source places, int factor) {
    /** Voxel coordinates of the scan to those of {@link #places}. */
    Affine toPlaces() {
        double per = 1.0 / factor;
        double shift = 0.5 * (per - 1);
        return new Affine(per, 0, 0, shift, 0, per, 0, shift, 0, 0, per, shift);
    }
}
