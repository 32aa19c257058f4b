package patina.registration.local;

/** The inverse of a small symmetric positive definite matrix by Cholesky's decomposition. */
final class Cholesky {
    private Cholesky() {}

    /**
     * @param matrix n x n, of which the lower half is read
     * @return the inverse, n x n, or null when the matrix is not positive definite to 1e-10 of its diagonal
     */
    static double @org.jspecify.annotations.Nullable [][] inverse(double[][] matrix) {
        int n = matrix.length;
        double[][] l = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = matrix[i][j];
                for (int k = 0; k < j; k++) {
                    sum -= l[i][k] * l[j][k];
                }
                if (i == j) {
                    if (!(sum > 1e-10 * matrix[i][i])) {
                        return null;
                    }
                    l[i][i] = Math.sqrt(sum);
                } else {
                    l[i][j] = sum / l[j][j];
                }
            }
        }
        double[][] lower = new double[n][n];
        for (int j = 0; j < n; j++) {
            lower[j][j] = 1 / l[j][j];
            for (int i = j + 1; i < n; i++) {
                double sum = 0;
                for (int k = j; k < i; k++) {
                    sum -= l[i][k] * lower[k][j];
                }
                lower[i][j] = sum / l[i][i];
            }
        }
        double[][] inverse = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = 0;
                for (int k = i; k < n; k++) {
                    sum += lower[k][i] * lower[k][j];
                }
                inverse[i][j] = sum;
                inverse[j][i] = sum;
            }
        }
        return inverse;
    }
}
