package patina.store;

/**
 * A place worth the electron microscope: a row of flags.csv. Centre and size of the box in the specimen frame.
 *
 * @param score 0 to 1, higher first
 * @param technique Ga FIB-SEM, Xe plasma FIB, fs-laser + plasma FIB
 * @param removalVolumeUm3 what must be removed to reach and open the box
 * @param hours typical machine time, from the removal rates in the settings
 * @param targetingUUm standard uncertainty of the target's place
 * @param reason one sentence
 */
public record FlagRow(
        int rank,
        int trackId,
        double score,
        String kind,
        double xUm,
        double yUm,
        double zUm,
        double sizeXUm,
        double sizeYUm,
        double sizeZUm,
        double depthBelowSurfaceUm,
        String technique,
        double removalVolumeUm3,
        double hours,
        double targetingUUm,
        String reason) {}
