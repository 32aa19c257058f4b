package patina.registration;

/**
 * How scans are registered.
 *
 * @param model the family of maps
 * @param voxelScaleUncertainty relative standard uncertainty (k = 1) of a scan's voxel size, from the manifest; NaN when
 *     it gives none
 * @param scannerScaleDrift relative standard uncertainty of the scale between two scans that is assumed where the manifest gives
 *     none, unless the interior tells a scale beyond it; scanners drift by 0.1 to 0.4 % of volume while they warm up
 * @param interiorDepthVoxels how far under the surface, in voxels, a voxel must lie to tell the scale
 * @param stopVoxels a level is finished when the next step would move no corner of the specimen by more than this, in voxels
 * @param mostIterations the most steps on one level
 * @param qualityLimit the least quality, 0 to 1, with which a result is trusted
 * @param globalSearch whether all rotations and shifts are searched when the plain start fails
 */
public record RegistrationSettings(
        Model model,
        double voxelScaleUncertainty,
        double scannerScaleDrift,
        double interiorDepthVoxels,
        double stopVoxels,
        int mostIterations,
        double qualityLimit,
        boolean globalSearch) {
    public static RegistrationSettings defaults() {
        return new RegistrationSettings(Model.AUTO, Double.NaN, 5e-4, 5, 1e-3, 25, 0.7, true);
    }

    public RegistrationSettings withModel(Model other) {
        return new RegistrationSettings(
                other,
                voxelScaleUncertainty,
                scannerScaleDrift,
                interiorDepthVoxels,
                stopVoxels,
                mostIterations,
                qualityLimit,
                globalSearch);
    }

    /** @param uncertainty relative standard uncertainty of one scan's voxel size; NaN for none given */
    public RegistrationSettings withVoxelScaleUncertainty(double uncertainty) {
        return new RegistrationSettings(
                model,
                uncertainty,
                scannerScaleDrift,
                interiorDepthVoxels,
                stopVoxels,
                mostIterations,
                qualityLimit,
                globalSearch);
    }

    /**
     * @param limit the least quality with which a result is trusted
     * @param search whether all rotations and shifts are searched when the plain start fails
     */
    public RegistrationSettings withTrust(double limit, boolean search) {
        return new RegistrationSettings(
                model,
                voxelScaleUncertainty,
                scannerScaleDrift,
                interiorDepthVoxels,
                stopVoxels,
                mostIterations,
                limit,
                search);
    }
}
