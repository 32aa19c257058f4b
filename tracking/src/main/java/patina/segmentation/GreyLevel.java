package patina.segmentation;

import java.io.Serializable;
import patina.geometry.Extent;

/**
 * A grey level that varies slowly over a volume, as beam hardening makes it: a quadratic in the voxel coordinates, scaled
 * to -1 ... 1 across the extent. Terms: 1, u, v, w, u2, v2, w2, uv, uw, vw.
 */
public record GreyLevel(double[] coefficients, Extent extent) implements Serializable {
    static final int TERMS = 10;

    /** The power of u in each term. */
    static final int[] POWER_OF_U = {0, 1, 0, 0, 2, 0, 0, 1, 1, 0};

    static GreyLevel constant(double level, Extent extent) {
        double[] c = new double[TERMS];
        c[0] = level;
        return new GreyLevel(c, extent);
    }

    /** This level changed as {@code to} differs from {@code from}. */
    GreyLevel changed(GreyLevel from, GreyLevel to) {
        double[] c = coefficients.clone();
        for (int i = 0; i < TERMS; i++) {
            c[i] += to.coefficients[i] - from.coefficients[i];
        }
        return new GreyLevel(c, extent);
    }

    static double scaled(long coordinate, long length) {
        return length < 2 ? 0 : 2.0 * coordinate / (length - 1) - 1;
    }

    static void terms(double u, double v, double w, double[] into) {
        into[0] = 1;
        into[1] = u;
        into[2] = v;
        into[3] = w;
        into[4] = u * u;
        into[5] = v * v;
        into[6] = w * w;
        into[7] = u * v;
        into[8] = u * w;
        into[9] = v * w;
    }

    /** Fills {@code row} with the level at x0 ... x0 + n - 1 of the row (y, z). */
    void row(long x0, int n, long y, long z, double[] row) {
        double v = scaled(y, extent.y());
        double w = scaled(z, extent.z());
        double[] c = coefficients;
        double a0 = c[0] + c[2] * v + c[3] * w + c[5] * v * v + c[6] * w * w + c[9] * v * w;
        double a1 = c[1] + c[7] * v + c[8] * w;
        double a2 = c[4];
        // As scaled(), without a division a voxel.
        double step = extent.x() < 2 ? 0 : 2.0 / (extent.x() - 1);
        double from = extent.x() < 2 ? 0 : -1;
        double first = x0;
        for (int i = 0; i < n; i++) {
            row[i] = i;
        }
        for (int i = 0; i < n; i++) {
            double u = step * (first + row[i]) + from;
            row[i] = a0 + u * (a1 + u * a2);
        }
    }
}
