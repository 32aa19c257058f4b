package patina.app.session;

import org.jspecify.annotations.Nullable;

/**
 * How near one registration came to its truth. Lengths are voxels of the fixed scan; NaN where none was found.
 *
 * @param name the phantom or volume
 * @param rms error over the specimen
 * @param cornersRms error over the eight corners of the box around it
 * @param cornersWorst the largest of the eight
 * @param stated the standard uncertainty over the specimen, rms, all three axes together
 * @param cornersStated the same over the corners
 * @param bound the Cramér-Rao bound of {@code stated}
 * @param cornersCovered how many of the eight 95 % regions hold the truth
 * @param scaleError fitted less true scale
 * @param refusal why nothing was found, or null
 */
public record PairTrial(
        String name,
        long seed,
        double rms,
        double cornersRms,
        double cornersWorst,
        double stated,
        double cornersStated,
        double bound,
        int cornersCovered,
        double scaleError,
        double quality,
        boolean trusted,
        @Nullable String refusal) {
    /** Farther from the truth than this, in voxels over the corners, a start was not found. */
    public static final double FOUND_VOXELS = 0.5;

    /** A pair of which no registration was found. */
    static PairTrial refused(String name, long seed, String why) {
        double nan = Double.NaN;
        return new PairTrial(name, seed, nan, nan, nan, nan, nan, nan, 0, nan, 0, false, why);
    }

    /** Found and trusted. */
    public boolean right() {
        return trusted && cornersRms <= FOUND_VOXELS;
    }

    /** Trusted, and yet not found. */
    public boolean silentlyWrong() {
        return trusted && !right();
    }
}
