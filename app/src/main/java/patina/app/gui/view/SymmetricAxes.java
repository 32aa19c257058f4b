package patina.app.gui.view;

import patina.geometry.Point;

/** The principal axes of a symmetric 3 x 3 matrix, by Jacobi's rotations. */
final class SymmetricAxes {
    private SymmetricAxes() {}

    /**
     * Unit vectors, that of the greatest eigenvalue first.
     *
     * @param c xx yy zz xy xz yz
     */
    static Point[] of(double[] c) {
        double[][] a = {{c[0], c[3], c[4]}, {c[3], c[1], c[5]}, {c[4], c[5], c[2]}};
        double[][] v = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
        for (int sweep = 0; sweep < 12; sweep++) {
            rotate(a, v, 0, 1);
            rotate(a, v, 0, 2);
            rotate(a, v, 1, 2);
        }
        Integer[] order = {0, 1, 2};
        java.util.Arrays.sort(order, (i, j) -> Double.compare(a[j][j], a[i][i]));
        Point[] axes = new Point[3];
        for (int i = 0; i < 3; i++) {
            int o = order[i];
            axes[i] = new Point(v[0][o], v[1][o], v[2][o]);
        }
        return axes;
    }

    private static void rotate(double[][] a, double[][] v, int p, int q) {
        if (Math.abs(a[p][q]) < 1e-300) {
            return;
        }
        double theta = 0.5 * Math.atan2(2 * a[p][q], a[p][p] - a[q][q]);
        double cos = Math.cos(theta);
        double sin = Math.sin(theta);
        for (int k = 0; k < 3; k++) {
            double kp = a[k][p];
            double kq = a[k][q];
            a[k][p] = cos * kp + sin * kq;
            a[k][q] = cos * kq - sin * kp;
        }
        for (int k = 0; k < 3; k++) {
            double pk = a[p][k];
            double qk = a[q][k];
            a[p][k] = cos * pk + sin * qk;
            a[q][k] = cos * qk - sin * pk;
            double kp = v[k][p];
            double kq = v[k][q];
            v[k][p] = cos * kp + sin * kq;
            v[k][q] = cos * kq - sin * kp;
        }
    }
}
