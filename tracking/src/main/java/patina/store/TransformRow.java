package patina.store;

import patina.geometry.Affine;

/**
 * Where one scan lies: a row of transforms.csv.
 *
 * @param scan 0-based position in series.json
 * @param transform specimen frame to the scan's frame, micrometres
 * @param model rigid, similarity, affine, given, or identity for the reference scan
 * @param scaleDrift isotropic scale minus 1
 * @param treUUm rms standard uncertainty of a point in the specimen, micrometres (k = 1)
 * @param residual rms grey difference after registration, as a share of metal minus air
 * @param trimmedFraction share of the voxels that were left out as changed, 0 to 1
 * @param quality a figure between 0 and 1 with its limit in {@code note}; below it the registration is not trusted
 * @param covariance of the six or seven parameters (three rotations in rad, three translations in um about the body's
 *     centre, log scale), row by row
 * @param centreXUm the body's centre in the specimen frame, about which the rotations are taken
 * @param note what the user should know (axis not observable, scale not separable ...), or empty
 */
public record TransformRow(
        int scan,
        String file,
        String role,
        Affine transform,
        String model,
        double scaleDrift,
        double treUUm,
        double residual,
        double trimmedFraction,
        double quality,
        double[] covariance,
        double centreXUm,
        double centreYUm,
        double centreZUm,
        String note) {}
