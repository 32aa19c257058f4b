package patina.app.session;

/**
 * How near a local registration came to its field. Lengths are voxels; told of the points whose subsets lie wholly inside.
 *
 * @param field its name
 * @param points how many of them were found
 * @param lost how many were not, or flagged
 * @param outliers how many of those found are off by more than {@link #OUTLIER} standard uncertainties along an axis
 * @param rms error, all three axes
 * @param worstRms along the axis where it is largest
 * @param bound the Cramér-Rao bound of {@code rms}
 * @param stated rms standard uncertainty
 * @param covered share of the errors along an axis that are within 1.96 standard uncertainties
 * @param rimCovered the same of the points whose subsets reach out of the volume
 * @param pointsPerSecond all points that were found over the time from the two scans to the field
 */
public record DisplacementTrial(
        String field,
        long seed,
        int points,
        int lost,
        int outliers,
        double rms,
        double worstRms,
        double bound,
        double stated,
        double covered,
        double rimCovered,
        double pointsPerSecond) {
    /** One in three million normal errors is farther off. */
    public static final double OUTLIER = 5;
}
