package patina.registration;

import java.util.List;
import org.jspecify.annotations.Nullable;
import patina.geometry.Affine;
import patina.geometry.Point;

/**
 * Where a scan lies against another, and how well that is known.
 *
 * <p>The covariance is of the error e in the fixed frame, T = T_true after (x + e(x)), with e(x) = w x (x - c) + t + s (x -
 * c) about {@code centreUm}: rotations w in rad, translation t in micrometres, log scale s.
 *
 * @param transform a point of the fixed scan's frame to the moving scan's, micrometres
 * @param model what was fitted in the end
 * @param scaleDrift isotropic scale minus 1
 * @param covariance 7 x 7, row by row, in the order w, t, s
 * @param centreUm c, in the fixed frame
 * @param gain moving grey is about gain times fixed grey plus offset
 * @param offset in the moving scan's grey
 * @param residual weighted rms grey difference, as a share of metal minus air
 * @param trimmedFraction share of the voxels in use that were left out as changed, 0 to 1
 * @param treUUm rms over the specimen of {@link #uncertaintyUm}, micrometres (k = 1)
 * @param quality how much of the fixed scan's structure is found again in the moving one, 0 to 1
 * @param qualityLimit below this the result is not to be trusted
 * @param seam where the moving scan may have been stitched; null where nothing jumps
 * @param notes what the user should know, in sentences
 * @param iterations the fit's history, coarse to fine
 */
public record Registration(
        Affine transform,
        Model model,
        double scaleDrift,
        double[] covariance,
        Point centreUm,
        double gain,
        double offset,
        double residual,
        double trimmedFraction,
        double treUUm,
        double quality,
        double qualityLimit,
        @Nullable Seam seam,
        List<String> notes,
        List<Iteration> iterations) {
    /** A transform that is known without error, between scans of the same greys. */
    public static Registration known(Affine transform) {
        return new Registration(
                transform,
                Model.RIGID,
                0,
                new double[49],
                new Point(0, 0, 0),
                1,
                0,
                0,
                0,
                0,
                1,
                RegistrationSettings.defaults().qualityLimit(),
                null,
                List.of(),
                List.of());
    }

    /** Whether the quality reaches its limit. */
    public boolean trusted() {
        return quality >= qualityLimit;
    }

    /** The three-dimensional rms standard uncertainty of where {@code p} (fixed frame, micrometres) comes to lie. */
    public double uncertaintyUm(Point p) {
        double[] c = covarianceUm2(p);
        return Math.sqrt(c[0] + c[4] + c[8]);
    }

    /** The 3 x 3 covariance of the error at {@code p}, row by row, in square micrometres, along the fixed frame's axes. */
    public double[] covarianceUm2(Point p) {
        return covarianceUm2(covariance, centreUm, p);
    }

    static double[] covarianceUm2(double[] covariance, Point centreUm, Point p) {
        Point d = p.minus(centreUm);
        double[][] g = {
            {0, d.z(), -d.y(), 1, 0, 0, d.x()},
            {-d.z(), 0, d.x(), 0, 1, 0, d.y()},
            {d.y(), -d.x(), 0, 0, 0, 1, d.z()}
        };
        double[] result = new double[9];
        for (int a = 0; a < 3; a++) {
            for (int b = 0; b < 3; b++) {
                double sum = 0;
                for (int i = 0; i < 7; i++) {
                    for (int j = 0; j < 7; j++) {
                        sum += g[a][i] * covariance[7 * i + j] * g[b][j];
                    }
                }
                result[3 * a + b] = sum;
            }
        }
        return result;
    }

    /**
     * The same of which the user is told that it was stitched, and whose covariance knows it.
     *
     * @param offUm2 3 x 3 mean square of how far the map lies off the stacks' own, along the fixed frame's axes
     * @param rmsUm the same in length, over the specimen
     */
    Registration stitched(double[] offUm2, double rmsUm, String sentence) {
        double[] wider = covariance.clone();
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                wider[7 * (3 + i) + 3 + j] += offUm2[3 * i + j];
            }
        }
        return with(wider, Math.hypot(treUUm, rmsUm), quality, notes).withNote(sentence);
    }

    /** The same with one more sentence for the user. */
    public Registration withNote(String sentence) {
        List<String> more = new java.util.ArrayList<>(notes);
        more.add(sentence);
        return with(covariance, treUUm, quality, List.copyOf(more));
    }

    /** The same, not trusted, and why. */
    Registration doubted(String sentence) {
        return with(covariance, treUUm, Math.min(quality, DOUBTED * qualityLimit), notes)
                .withNote(sentence);
    }

    private static final double DOUBTED = 0.7;

    Registration withTreU(double um) {
        return with(covariance, um, quality, notes);
    }

    private Registration with(double[] newCovariance, double newTreUUm, double newQuality, List<String> newNotes) {
        return new Registration(
                transform,
                model,
                scaleDrift,
                newCovariance,
                centreUm,
                gain,
                offset,
                residual,
                trimmedFraction,
                newTreUUm,
                newQuality,
                qualityLimit,
                seam,
                newNotes,
                iterations);
    }
}
