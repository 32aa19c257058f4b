package patina.registration.local;

/**
 * How scans are registered locally.
 *
 * @param spacingVoxels distance of the points along each axis, in voxels of the fixed scan
 * @param radiusVoxels half edge of a subset: it has 2 radius + 1 voxels along each axis
 * @param blurVoxels standard deviation of the Gaussian both scans are smoothed with, in voxels of the fixed scan
 * @param leastWeight share of a subset's voxels that must be in use
 * @param leastCorrelation zero-mean normalised cross-correlation below which a point is flagged
 * @param worstVoxels standard uncertainty of a displacement from which on a point is dropped, in voxels
 * @param strainReach half edge of the window of points a strain is fitted in, in points
 * @param mostPasses the most Gauss-Newton steps at the scan's own voxels
 */
public record LocalSettings(
        int spacingVoxels,
        int radiusVoxels,
        double blurVoxels,
        double leastWeight,
        double leastCorrelation,
        double worstVoxels,
        int strainReach,
        int mostPasses) {
    public LocalSettings {
        if (spacingVoxels < 2 || spacingVoxels > 256) {
            throw new IllegalArgumentException("The points' spacing is 2 to 256 voxels, not " + spacingVoxels
                    + ". Change registration.localSpacing.");
        }
        if (radiusVoxels < 4 || radiusVoxels > 40) {
            throw new IllegalArgumentException("A subset's half edge is 4 to 40 voxels, not " + radiusVoxels
                    + ". Change registration.localRadius.");
        }
        if (!(blurVoxels >= 0 && blurVoxels <= 2)) {
            throw new IllegalArgumentException(
                    "The smoothing is 0 to 2 voxels, not " + blurVoxels + ". Change registration.localBlur.");
        }
        if (!(leastWeight > 0 && leastWeight <= 1)) {
            throw new IllegalArgumentException("The least share of a subset is above 0 and at most 1, not "
                    + leastWeight + ". Change registration.localLeastWeight.");
        }
        if (strainReach < 1 || strainReach > 10) {
            throw new IllegalArgumentException("The strain's window reaches 1 to 10 points, not " + strainReach
                    + ". Change registration.localStrainReach.");
        }
    }

    public static LocalSettings defaults() {
        return new LocalSettings(8, 12, 0.7, 0.5, 0.5, 0.5, 2, 8);
    }

    /** With other points and subsets. */
    public LocalSettings withSubsets(int spacing, int radius) {
        return new LocalSettings(
                spacing, radius, blurVoxels, leastWeight, leastCorrelation, worstVoxels, strainReach, mostPasses);
    }
}
