package patina.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One feature in one scan: a row of features.csv. Null means not applicable. Names with U are standard uncertainties
 * (k = 1); positions are in the specimen frame, micrometres.
 *
 * @param featureId unique in the inspection
 * @param kind pit, crack, wear, uniform, intergranular, pore, gain, unassigned
 * @param volumeUm3 lost since the reference scan
 * @param volumeTotalUm3 lost from the original surface; for a pore its whole volume
 * @param depthUm from the original surface along its normal
 * @param depthLocalUm from the receded surface around
 * @param resolved above the decision threshold against the reference scan
 * @param inside enclosed
 * @param cutByView touches space that was not seen: a lower bound
 * @param parentTrackId the pit a crack grew from
 * @param box first voxel and size, x y z, in the reference grid: six numbers
 * @param userLabels the user's own labels of it, ascending; empty when it was detected
 * @param productUm3 corrosion product, or another second phase, in place of the metal that it lost; null where it is empty
 * @param openingJumpUm by how much a crack's sides moved apart since the reference scan; null where displacements were not
 *     measured or do not tell it
 */
public record FeatureRow(
        int scan,
        double exposure,
        int trackId,
        int featureId,
        String kind,
        double xUm,
        double yUm,
        double zUm,
        double volumeUm3,
        double volumeUUm3,
        double volumeTotalUm3,
        @Nullable Double depthUm,
        @Nullable Double depthUUm,
        @Nullable Double depthLocalUm,
        @Nullable Double mouthAreaUm2,
        @Nullable Double areaUm2,
        @Nullable Double lengthUm,
        @Nullable Double lengthUUm,
        @Nullable Double widthUm,
        @Nullable Double openingMeanUm,
        @Nullable Double openingMeanUUm,
        @Nullable Double openingMaxUm,
        @Nullable Double remainingWallUm,
        boolean resolved,
        boolean inside,
        boolean cutByView,
        @Nullable Integer parentTrackId,
        long[] box,
        List<Integer> userLabels,
        @Nullable Double productUm3,
        @Nullable Double productUUm3,
        @Nullable Double openingJumpUm,
        @Nullable Double openingJumpUUm) {
    public FeatureRow {
        userLabels = List.copyOf(userLabels);
    }

    /** Whether it has a depth from the surface into the solid; a pore is below it, a gain on top. */
    public boolean goesIn() {
        return depthUm != null && !kind.equals("pore") && !kind.equals("gain");
    }

    /** Whether a crack's sides moved apart, or together, by twice the standard uncertainty or more. */
    public boolean hasJumped() {
        return openingJumpUm != null && openingJumpUUm != null && Math.abs(openingJumpUm) >= 2 * openingJumpUUm;
    }
}
