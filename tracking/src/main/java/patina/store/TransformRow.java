package patina.store;

import org.jspecify.annotations.Nullable;
import patina.geometry.Affine;

/**
 * Where one scan lies, or one of the stacks that it was stitched from: a row of transforms.csv. {@link Placement} joins the rows
 * of a scan.
 *
 * @param scan 0-based position in series.json
 * @param stack 0-based, along the scan's z; 0 for a scan of one piece
 * @param stackFromUm where the stack begins along the scan's own z, micrometres; null for a scan of one piece
 * @param stackToUm where it ends
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
        int stack,
        @Nullable Double stackFromUm,
        @Nullable Double stackToUm,
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
        String note) {
    /** The row of a scan of one piece. */
    public TransformRow(
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
            String note) {
        this(
                scan,
                0,
                null,
                null,
                file,
                role,
                transform,
                model,
                scaleDrift,
                treUUm,
                residual,
                trimmedFraction,
                quality,
                covariance,
                centreXUm,
                centreYUm,
                centreZUm,
                note);
    }
}
