package patina.segmentation;

import org.jspecify.annotations.Nullable;

/** Least squares of a height over a plane: h = c0 + c1 a + c2 b + c3 a2 + c4 b2 + c5 ab. */
final class Quadratic {
    private static final int TERMS = 6;
    /** A pivot this much smaller than its own term is none: the points lie on a line or another conic. */
    private static final double SINGULAR = 1e-10;

    /** The lower half of the normal matrix, row by row. */
    private final double[] normal = new double[TERMS * (TERMS + 1) / 2];

    private final double[] right = new double[TERMS];

    void add(double a, double b, double h) {
        double[] t = {1, a, b, a * a, b * b, a * b};
        int at = 0;
        for (int i = 0; i < TERMS; i++) {
            right[i] += t[i] * h;
            for (int j = 0; j <= i; j++) {
                normal[at++] += t[i] * t[j];
            }
        }
    }

    /** Adds all that another has. */
    void add(Quadratic other) {
        for (int i = 0; i < TERMS; i++) {
            right[i] += other.right[i];
        }
        for (int i = 0; i < normal.length; i++) {
            normal[i] += other.normal[i];
        }
    }

    /** The coefficients, by Cholesky's decomposition; null where the points tell none. */
    double @Nullable [] solve() {
        double[][] l = new double[TERMS][TERMS];
        double[] c = new double[TERMS];
        for (int i = 0; i < TERMS; i++) {
            int row = i * (i + 1) / 2;
            double rest = right[i];
            for (int j = 0; j <= i; j++) {
                double sum = normal[row + j];
                for (int k = 0; k < j; k++) {
                    sum -= l[i][k] * l[j][k];
                }
                if (j < i) {
                    l[i][j] = sum / l[j][j];
                    rest -= l[i][j] * c[j];
                } else if (sum > SINGULAR * normal[row + i]) {
                    l[i][i] = Math.sqrt(sum);
                } else {
                    return null;
                }
            }
            c[i] = rest / l[i][i];
        }
        for (int i = TERMS - 1; i >= 0; i--) {
            for (int k = i + 1; k < TERMS; k++) {
                c[i] -= l[k][i] * c[k];
            }
            c[i] /= l[i][i];
        }
        return c;
    }

    static double at(double[] c, double a, double b) {
        return c[0] + c[1] * a + c[2] * b + c[3] * a * a + c[4] * b * b + c[5] * a * b;
    }
}
