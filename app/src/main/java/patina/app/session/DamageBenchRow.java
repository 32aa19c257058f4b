package patina.app.session;

import java.util.List;

/**
 * What inspections found in one phantom of many seeds.
 *
 * @param series how many
 * @param wholes series in whose last scan every true feature that both scans see was found and called a change
 * @param quiet series without a false feature, and without a resolved change where nothing was lost
 * @param features true features, one a scan
 * @param resolved of these, found and called a change
 * @param unresolved found only
 * @param belowLimit not found, and smaller than the stated detection limit
 * @param missed not found
 * @param falseFeatures resolved features where truth has none
 * @param kindsRight found features of the right kind
 * @param kindsWrong and of a wrong one
 */
public record DamageBenchRow(
        String scene,
        int series,
        int wholes,
        int quiet,
        int features,
        int resolved,
        int unresolved,
        int belowLimit,
        int missed,
        int falseFeatures,
        int kindsRight,
        int kindsWrong,
        List<Errors> errors) {
    public DamageBenchRow {
        errors = List.copyOf(errors);
    }

    /**
     * Measured minus true.
     *
     * @param name lost (of whole scans), a feature's volume from 500 voxels on or from 60 to 500, depth, length, opening
     * @param unit voxel, or % of the true value
     * @param n values
     * @param worst the one farthest from 0
     */
    public record Errors(String name, String unit, int n, double mean, double standardDeviation, double worst) {}
}
