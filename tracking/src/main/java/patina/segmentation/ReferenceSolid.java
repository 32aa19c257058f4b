package patina.segmentation;

import java.util.List;
import org.jspecify.annotations.Nullable;
import patina.blocks.Source;
import patina.geometry.Extent;
import patina.geometry.Point;
import patina.geometry.VoxelSize;

/**
 * The specimen as the reference scan shows it and as it was before any damage, on the reference grid.
 *
 * @param fraction solid fraction in the reference scan
 * @param envelope solid fraction before any damage
 * @param distance signed distance to the original surface, micrometres, positive inside
 * @param interior the same to the surface that the reference scan shows, by which sound metal is told: {@code distance}
 *     itself unless the user gave the original surface, below which there may be void
 * @param levels greys of void and of sound metal in the registered reference scan, by which {@code fraction} was told
 * @param airGrey grey of void in the registered reference scan
 * @param metalGrey grey of sound metal there
 * @param deepVoxels from which depth on metal counts as interior, in voxels
 * @param edgeSigma standard deviation of the surface's blur, in voxels
 * @param solidVoxels voxels inside the original surface
 * @param missingVoxels of them, how many the reference scan lacks already
 * @param ballVoxels radius of the ball that closed damage, in voxels: smaller in an open structure than the settings say
 * @param rebuilt the surface over damage that was there already, where the sound surface around tells it
 * @param given how the user's surface meets the scan, or null when the surface was found
 */
public record ReferenceSolid(
        Extent extent,
        VoxelSize voxelSize,
        Source fraction,
        Source envelope,
        Source distance,
        Source interior,
        Levels levels,
        double airGrey,
        double metalGrey,
        double deepVoxels,
        double edgeSigma,
        long solidVoxels,
        long missingVoxels,
        double ballVoxels,
        List<RebuiltSurface> rebuilt,
        @Nullable Given given) {
    /**
     * How a given surface meets the reference scan where that is sound, in voxels.
     *
     * @param offset by how much it lies farther out than the scan's surface: median; not corrected, for it may be loss
     * @param u its standard uncertainty: standard deviation about the offset, and a mask's stairs
     */
    public record Given(double offset, double u) {}

    /** The same as a scan more blurred by a variance, in voxels squared, would have shown it. */
    ReferenceSolid blurred(Source moreFraction, Source moreEnvelope, double variance) {
        return new ReferenceSolid(
                extent,
                voxelSize,
                moreFraction,
                moreEnvelope,
                distance,
                interior,
                levels,
                airGrey,
                metalGrey,
                deepVoxels,
                Math.sqrt(edgeSigma * edgeSigma + variance),
                solidVoxels,
                missingVoxels,
                ballVoxels,
                rebuilt,
                given);
    }

    /**
     * Standard uncertainty of the original surface above or below a place, beyond what a single place on it shows; all in
     * voxels.
     */
    double surfaceU(@Nullable Point place) {
        if (given != null) {
            return given.u();
        }
        if (place == null) {
            return 0;
        }
        double most = 0;
        for (RebuiltSurface over : rebuilt) {
            boolean below = over.covers(Math.round(place.x()), Math.round(place.y()), Math.round(place.z()));
            most = below ? Math.max(most, over.heightU()) : most;
        }
        return most;
    }
}
