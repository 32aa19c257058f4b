package patina.segmentation;

import java.util.List;

/**
 * What was found in one scan.
 *
 * @param scan its index
 * @param noise of the loss against the reference scan
 * @param seed threshold that was used for peaks
 * @param low threshold that was used for extents
 * @param features by label; label 1 is element 0
 * @param loss metal lost since the reference along the whole original surface and in all features, in voxels
 * @param gained gained material, in voxels
 * @param zoneVoxels voxels that {@code loss} was summed over
 * @param surface examined original surface, in voxel faces
 * @param force how {@code loss} answers a shift; see {@link DamageFeature}
 * @param seenFraction share of the original solid that was seen
 */
public record Damage(
        int scan,
        Noise noise,
        double seed,
        double low,
        List<DamageFeature> features,
        double loss,
        double gained,
        long zoneVoxels,
        double surface,
        double[] force,
        double[] torque,
        double stretch,
        double seenFraction) {}
