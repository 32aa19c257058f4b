package patina.registration;

import java.util.Arrays;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.jspecify.annotations.Nullable;
import patina.geometry.Affine;
import patina.geometry.Extent;
import patina.geometry.Point;

/**
 * By how much a look sees a specimen's surface nearer to its middle than it was, by the side it faces.
 *
 * <p>Of every grain that holds one face, the translations' part of the normal equations tells along the face's normal how far it lies
 * off. Faces are gathered by the axis that their outward normal is nearest to.
 *
 * @param um by side, -x, +x, -y, +y, -z, +z: the mean recession, micrometres; NaN for a side that is hardly seen
 */
record Recession(double[] um) {
    /** A grain holds one face where what tells of its normal exceeds what tells of any other direction by this factor. */
    private static final double FLAT = 3;

    /** A side with less than this share of all faces has no say. */
    private static final double LEAST_SHARE = 0.04;

    /** Two sides that have receded alike differ by less than this share of their sum. */
    private static final double ALIKE = 0.4;

    static Recession of(Match match, Extent extent, Affine toUm, Point centreUm) {
        int n = match.columns().all();
        double[] off = new double[6];
        double[] weight = new double[6];
        match.sums().forEach(extent, (grain, row) -> {
            double[][] a = new double[3][3];
            double[] g = new double[3];
            for (int i = 0; i < 3; i++) {
                for (int j = 0; j < 3; j++) {
                    a[i][j] = 0.5
                            * (row[Match.translations(match.columns(), i, j)]
                                    + row[Match.translations(match.columns(), j, i)]);
                }
                for (int c = 0; c < Match.CELLS; c++) {
                    g[i] += row[n * n + c * n + Match.translation(match.columns(), i)];
                }
            }
            EigenDecomposition eigen = new EigenDecomposition(new Array2DRowRealMatrix(a, false));
            // Eigenvalues come largest first.
            double most = eigen.getRealEigenvalue(0);
            if (!(most > 0) || most < FLAT * eigen.getRealEigenvalue(1)) {
                return;
            }
            double[] v = eigen.getEigenvector(0).toArray();
            Point normal = new Point(v[0], v[1], v[2]);
            Point middle = toUm.apply(
                    grain.x() + 0.5 * (grain.nx() - 1),
                    grain.y() + 0.5 * (grain.ny() - 1),
                    grain.z() + 0.5 * (grain.nz() - 1));
            double outward = Math.signum(normal.dot(middle.minus(centreUm)));
            int axis = 0;
            for (int i = 1; i < 3; i++) {
                axis = Math.abs(v[i]) > Math.abs(v[axis]) ? i : axis;
            }
            int side = 2 * axis + (outward * v[axis] > 0 ? 1 : 0);
            // The step takes the fixed scan's face to where the moving one has it: inwards it has receded.
            off[side] += outward * normal.dot(new Point(g[0], g[1], g[2]));
            weight[side] += most;
        });
        double all = Arrays.stream(weight).sum();
        double[] um = new double[6];
        for (int s = 0; s < 6; s++) {
            um[s] = weight[s] > LEAST_SHARE * all ? off[s] / weight[s] : Double.NaN;
        }
        return new Recession(um);
    }

    /**
     * What both sides across each axis have receded by, if they have alike across every axis of which both are seen, and there are two
     * such axes: then what a shift would make of them is shared alike. Across an axis of which one side is seen it is the mean of
     * the others', for a shift would make anything of it.
     *
     * @param least what is nothing, micrometres
     * @return along x, y, z, micrometres; null where sides differ or too few are seen
     */
    double @Nullable [] balanced(double least) {
        double[] across = new double[3];
        double sum = 0;
        int pairs = 0;
        for (int axis = 0; axis < 3; axis++) {
            double low = um[2 * axis];
            double high = um[2 * axis + 1];
            across[axis] = 0.5 * (low + high);
            if (!Double.isNaN(across[axis])) {
                if (Math.abs(high - low) > Math.max(least, ALIKE * Math.abs(low + high))) {
                    return null;
                }
                sum += across[axis];
                pairs++;
            }
        }
        if (pairs < 2) {
            return null;
        }
        for (int axis = 0; axis < 3; axis++) {
            across[axis] = Double.isNaN(across[axis]) ? sum / pairs : across[axis];
        }
        return across;
    }
}
