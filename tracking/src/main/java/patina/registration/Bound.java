package patina.registration;

import java.io.IOException;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.SingularMatrixException;
import patina.blocks.Grid;
import patina.blocks.Progress;
import patina.blocks.Runner;
import patina.geometry.Affine;
import patina.geometry.Point;

/**
 * The Cramér-Rao bound: how well any unbiased estimator can know a map from two scans with white noise of the strength they
 * have, (sigma_f^2 gain^2 + sigma_m^2) (J^T J)^-1 over all voxels both saw, greys known and nothing changed.
 */
final class Bound {
    private static final int PARAMETERS = 7;

    private Bound() {}

    /**
     * @return the bound of the rms standard uncertainty over the specimen, micrometres (k = 1); infinite where a direction of the
     *     map is not told at all
     */
    static double um(Runner runner, Prepared fixed, Prepared moving, Registration found, Progress progress)
            throws IOException {
        double ownNoise = noise(runner, fixed, progress) / fixed.grey().contrast();
        double otherNoise = noise(runner, moving, progress) / moving.grey().contrast();
        double gain = found.gain() * fixed.grey().contrast() / moving.grey().contrast();
        Affine toUm = fixed.view().voxelSize().toMicrometres();
        double radius = fixed.solid().radiusUm();
        Point centre = fixed.solid().centreUm();
        InformationKernel kernel = new InformationKernel(
                fixed.view().source(),
                toUm.then(found.transform())
                        .then(moving.view().voxelSize().toMicrometres().inverse()),
                fixed.view().extent(),
                moving.view().extent(),
                toUm,
                fixed.zones(),
                moving.usesAll() ? null : moving.zones(),
                fixed.grey().contrast(),
                ownNoise,
                centre,
                radius);
        double[] sums =
                runner.run(kernel, Grid.of(fixed.view().extent()), progress).total();
        int n = found.model() == Model.RIGID ? PARAMETERS - 1 : PARAMETERS;
        RealMatrix information = new Array2DRowRealMatrix(n, n);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                information.setEntry(i, j, sums[PARAMETERS * i + j]);
            }
        }
        RealMatrix inverse;
        try {
            inverse = new LUDecomposition(information).getSolver().getInverse();
        } catch (SingularMatrixException e) {
            // Nothing tells some direction.
            return Double.POSITIVE_INFINITY;
        }
        double variance = ownNoise * ownNoise + otherNoise * otherNoise / (gain * gain);
        double[] covariance = new double[PARAMETERS * PARAMETERS];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                double unit = (i < 3 || i == 6 ? radius : 1) * (j < 3 || j == 6 ? radius : 1);
                covariance[PARAMETERS * i + j] = variance * inverse.getEntry(i, j) / unit;
            }
        }
        double squares = 0;
        for (Point p : fixed.solid().points()) {
            double[] c = Registration.covarianceUm2(covariance, centre, p);
            squares += c[0] + c[4] + c[8];
        }
        return squares >= 0 ? Math.sqrt(squares / fixed.solid().points().size()) : Double.POSITIVE_INFINITY;
    }

    /** The standard deviation of white noise in a scan, in its grey. */
    static double noise(Runner runner, Prepared scan, Progress progress) throws IOException {
        NoiseKernel kernel = new NoiseKernel(
                scan.view().source(), scan.zones(), 4 * scan.grey().contrast() / NoiseKernel.BINS);
        return kernel.deviation(runner.run(kernel, Grid.of(scan.view().extent()), progress));
    }
}
