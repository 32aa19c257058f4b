package patina.segmentation;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was found in one scan.
 *
 * @param scan its index
 * @param noise of the loss against the reference scan
 * @param seed threshold that was used for peaks
 * @param low threshold that was used for extents
 * @param features by label; label 1 is element 0
 * @param general what was lost along the original surface outside all features
 * @param gained gained material, in voxels
 * @param surface examined original surface, in voxel faces
 * @param seenFraction share of the original solid that was seen
 * @param leastFound radius of the smallest half ball at the surface that the search sees with 95 %, in voxels; 0 in
 *     inspections from before it was told
 * @param edgeSigma standard deviation of an edge in the undamaged specimen, in voxels
 * @param moreBlur by how much the scan's edges are more blurred than the reference scan's, as a variance in voxels squared,
 *     negative where they are less: both were compared at the coarser one's blur; 0 where both are alike
 * @param placeU how far the surface may be off at a place after what all of it tells of the map's error was taken off the
 *     features, in voxels (standard uncertainty); null where nothing was taken off
 * @param userLabels the user's own label of label 1, 2 ...; empty when features were detected
 */
public record Damage(
        int scan,
        Noise noise,
        double seed,
        double low,
        List<DamageFeature> features,
        General general,
        double gained,
        double surface,
        double seenFraction,
        double leastFound,
        double edgeSigma,
        double moreBlur,
        @Nullable Double placeU,
        List<Integer> userLabels) {
    public Damage {
        // Inspections made before there were the user's labels do not say.
        userLabels = userLabels == null ? List.of() : userLabels;
    }

    /** The same without some of the features. */
    public Damage with(List<DamageFeature> others) {
        return with(others, moreBlur);
    }

    /** The same of a scan of another blur than the reference scan's. */
    Damage ofBlur(double more) {
        return with(features, more);
    }

    private Damage with(List<DamageFeature> others, double more) {
        return new Damage(
                scan,
                noise,
                seed,
                low,
                others,
                general,
                gained,
                surface,
                seenFraction,
                leastFound,
                edgeSigma,
                more,
                placeU,
                userLabels);
    }

    /** What the user called a feature; none when it was detected. */
    public List<Integer> userLabelOf(DamageFeature feature) {
        return userLabels.isEmpty() ? List.of() : List.of(userLabels.get(feature.label() - 1));
    }

    /**
     * The loss of a band along the surface.
     *
     * @param loss in voxels
     * @param voxels that it was summed over
     * @param force how it answers a shift; see {@link DamageFeature}
     * @param stacks the answers of what lies in each stack of a stitched scan; empty for a scan of one piece
     */
    public record General(
            double loss, long voxels, double[] force, double[] torque, double stretch, List<Answer> stacks) {
        /** How a loss answers a shift, a rotation about the grid's origin and a growth of the scan; see {@link DamageFeature}. */
        public record Answer(double[] force, double[] torque, double stretch) {}

        public General {
            // Inspections made before scans had stacks do not say.
            stacks = stacks == null ? List.of() : stacks;
        }
    }
}
