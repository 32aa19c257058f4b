package patina.registration;

import java.io.Serializable;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.SingularMatrixException;
import org.jspecify.annotations.Nullable;
import patina.blocks.GrainSums;

/**
 * How the moving scan's grey over the fixed one's varies through the specimen, as beam hardening (cupping) of one scan or the other
 * makes it: a factor, 1 plus a polynomial of second degree in the place. Left out of account it makes every edge seem to have moved
 * along its normal; where the view shows one side of the specimen that passes for a shift.
 *
 * @param c of x, y, z, xx, yy, zz, xy, yz, zx; places in radii from the specimen's centre
 */
record Shading(double[] c) implements Serializable {
    /** What is fitted: a constant, which the gain holds, and the nine. */
    static final int TERMS = 10;

    /** From this many voxels of the interior on. */
    private static final double LEAST_VOXELS = 2000;

    /** No scanner's grey varies by more; what does is no shading. */
    private static final double MOST = 0.2;

    /** The terms at a place. */
    static void fill(double[] terms, double x, double y, double z) {
        terms[0] = 1;
        terms[1] = x;
        terms[2] = y;
        terms[3] = z;
        terms[4] = x * x;
        terms[5] = y * y;
        terms[6] = z * z;
        terms[7] = x * y;
        terms[8] = y * z;
        terms[9] = z * x;
    }

    /** The factor at a place. */
    double at(double x, double y, double z) {
        return 1
                + x * (c[0] + c[3] * x + c[6] * y)
                + y * (c[1] + c[4] * y + c[7] * z)
                + z * (c[2] + c[5] * z + c[8] * x);
    }

    /** Solves what {@link ShadingKernel} summed; null where the interior tells too little. */
    static @Nullable Shading of(GrainSums sums, double gain) {
        double[] s = sums.total();
        if (s[ShadingKernel.COUNT] < LEAST_VOXELS) {
            return null;
        }
        Array2DRowRealMatrix a = new Array2DRowRealMatrix(TERMS, TERMS);
        double[] right = new double[TERMS];
        for (int i = 0; i < TERMS; i++) {
            right[i] = s[TERMS * TERMS + i];
            for (int j = 0; j < TERMS; j++) {
                a.setEntry(i, j, s[TERMS * i + j]);
            }
        }
        double[] fitted;
        try {
            fitted = new LUDecomposition(a)
                    .getSolver()
                    .solve(new ArrayRealVector(right))
                    .toArray();
        } catch (SingularMatrixException e) {
            // All in one plane.
            return null;
        }
        double[] c = new double[TERMS - 1];
        double most = 0;
        for (int i = 0; i < c.length; i++) {
            c[i] = fitted[i + 1] / (gain + fitted[0]);
            most = Math.max(most, Math.abs(c[i]));
        }
        return most < MOST ? new Shading(c) : null;
    }
}
