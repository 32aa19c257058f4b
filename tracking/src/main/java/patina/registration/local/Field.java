package patina.registration.local;

import java.io.Serializable;
import patina.geometry.Region;

/**
 * Displacement and grey scale at the points of a lattice, and between them.
 *
 * <p>A plain field is linear along each axis between points and stays as it is at the nearest beyond them. A curved one has
 * Keys' cubic between them (IEEE Trans. ASSP 29:1153, 1981) and the parabola of the last three points from the last but one
 * on and as far as a spacing beyond: a parabola is read as it is.
 *
 * @param values five arrays over the lattice: displacement along x, y and z in voxels, gain and offset
 */
record Field(Lattice lattice, float[][] values, boolean curved) implements Serializable {
    static final int GAIN = 3;
    static final int OFFSET = 4;
    static final int ALL = 5;

    /** No displacement, gain 1, offset 0. */
    static Field still(Lattice lattice) {
        float[][] values = new float[ALL][lattice.count()];
        java.util.Arrays.fill(values[GAIN], 1);
        return new Field(lattice, values, false);
    }

    /** How far it displaces at most along an axis, in voxels. */
    double farthest() {
        return curved ? largest() + OVERSHOOT : largest();
    }

    /** A curved field goes no farther than this beyond the largest displacement of its points, in voxels. */
    private static final double OVERSHOOT = 1;

    /** The largest displacement along any axis, in voxels. */
    double largest() {
        double most = 0;
        for (int c = 0; c < GAIN; c++) {
            for (float v : values[c]) {
                most = Math.max(most, Math.abs(v));
            }
        }
        return most;
    }

    /** The same field on a lattice over voxels half as large. */
    Field finer(Lattice fine) {
        Field result = still(fine);
        int nx = (int) fine.points().x();
        Row row = new Row(this, nx, -0.25, 0.5 * fine.spacing());
        int at = 0;
        for (long k = 0; k < fine.points().z(); k++) {
            for (long j = 0; j < fine.points().y(); j++, at += nx) {
                read(row, 0.5 * j * fine.spacing() - 0.25, 0.5 * k * fine.spacing() - 0.25);
                for (int c = 0; c < ALL; c++) {
                    for (int i = 0; i < nx; i++) {
                        result.values[c][at + i] = (c < GAIN ? 2 : 1) * row.values[c][i];
                    }
                }
            }
        }
        return result;
    }

    /** A row of places along x of a field's lattice, and what the field is there. */
    static final class Row {
        final float[][] values;
        private final int n;
        private final int[] first;
        /** Of the two points that count, or four, from the first on. */
        private final float[][] weights;

        private final float[] line;
        private final float limit;

        private Row(Field field, int n, double from, double step) {
            this.n = n;
            limit = (float) field.farthest();
            values = new float[ALL][n];
            first = new int[n];
            weights = new float[4][n];
            int nx = (int) field.lattice.points().x();
            // Beyond the points there are more without weight.
            line = new float[nx + 3];
            float[] w = new float[4];
            for (int i = 0; i < n; i++) {
                first[i] = taps((from + i * step) / field.lattice.spacing(), nx, field.curved, w);
                for (int t = 0; t < 4; t++) {
                    weights[t][i] = w[t];
                }
            }
        }

        /** The voxels of a region's rows. */
        static Row over(Field field, Region region) {
            return new Row(field, region.nx(), region.x(), 1);
        }
    }

    /**
     * The weights of points at a place along an axis.
     *
     * @param place in points
     * @param n how many points there are
     * @param w gets four weights, of which those of points beyond the last are 0
     * @return the first of the four points
     */
    private static int taps(double place, int n, boolean curved, float[] w) {
        w[2] = 0;
        w[3] = 0;
        if (!curved || n < 4) {
            double g = Math.max(0, Math.min(n - 1, place));
            int cell = (int) g;
            w[1] = (float) (g - cell);
            w[0] = 1 - w[1];
            return cell;
        }
        double g = Math.max(-1, Math.min(n, place));
        int cell = (int) Math.max(0, Math.min(n - 2, Math.floor(g)));
        if (cell == 0 || cell == n - 2) {
            int begin = cell == 0 ? 0 : 1;
            double t = cell == 0 ? g : g - (n - 3);
            w[0] = 0;
            w[begin] = (float) (0.5 * (t - 1) * (t - 2));
            w[begin + 1] = (float) (t * (2 - t));
            w[begin + 2] = (float) (0.5 * t * (t - 1));
            return cell == 0 ? 0 : n - 4;
        }
        double f = g - cell;
        w[0] = (float) (f * (-0.5 + f * (1 - 0.5 * f)));
        w[1] = (float) (1 + f * f * (-2.5 + 1.5 * f));
        w[2] = (float) (f * (0.5 + f * (2 - 1.5 * f)));
        w[3] = (float) (f * f * (-0.5 + 0.5 * f));
        return cell - 1;
    }

    /** Weights of the points around a point in the mean along an axis over the voxels up to {@code radius} from it. */
    double[] meanOver(int radius) {
        int reach = radius / lattice.spacing() + 2;
        double[] mean = new double[2 * reach + 1];
        float[] w = new float[4];
        int n = mean.length + 4;
        for (int d = -radius; d <= radius; d++) {
            int first = taps(reach + 2 + (double) d / lattice.spacing(), n, curved, w) - 2;
            for (int t = 0; t < 4; t++) {
                if (w[t] != 0) {
                    mean[first + t] += w[t] / (2 * radius + 1);
                }
            }
        }
        return mean;
    }

    /** Reads a row of everything at y, z in voxels. */
    void read(Row row, double y, double z) {
        read(row, y, z, 0, ALL);
    }

    /** Reads a row of displacements at y, z in voxels. */
    void readDisplacement(Row row, double y, double z) {
        read(row, y, z, 0, GAIN);
    }

    /** Reads a row of gains and offsets at y, z in voxels. */
    void readGreys(Row row, double y, double z) {
        read(row, y, z, GAIN, ALL);
    }

    private void read(Row row, double y, double z, int from, int to) {
        int nx = (int) lattice.points().x();
        int ny = (int) lattice.points().y();
        float[] wy = new float[4];
        float[] wz = new float[4];
        int j = taps(y / lattice.spacing(), ny, curved, wy);
        int k = taps(z / lattice.spacing(), (int) lattice.points().z(), curved, wz);
        for (int c = from; c < to; c++) {
            java.util.Arrays.fill(row.line, 0);
            for (int b = 0; b < 4; b++) {
                for (int a = 0; a < 4; a++) {
                    float w = wy[a] * wz[b];
                    if (w != 0) {
                        addScaled(values[c], ((k + b) * ny + j + a) * nx, w, row.line, nx);
                    }
                }
            }
            along(row, row.values[c]);
            if (curved && c < GAIN) {
                bound(row.values[c], row.limit);
            }
        }
    }

    private static void addScaled(float[] from, int at, float by, float[] to, int n) {
        for (int i = 0; i < n; i++) {
            to[i] += by * from[at + i];
        }
    }

    private static void bound(float[] v, float limit) {
        for (int i = 0; i < v.length; i++) {
            v[i] = Math.max(-limit, Math.min(limit, v[i]));
        }
    }

    private void along(Row row, float[] to) {
        float[] line = row.line;
        float[] w0 = row.weights[0];
        float[] w1 = row.weights[1];
        float[] w2 = row.weights[2];
        float[] w3 = row.weights[3];
        if (!curved) {
            for (int t = 0; t < row.n; t++) {
                int a = row.first[t];
                to[t] = w0[t] * line[a] + w1[t] * line[a + 1];
            }
            return;
        }
        for (int t = 0; t < row.n; t++) {
            int a = row.first[t];
            to[t] = w0[t] * line[a] + w1[t] * line[a + 1] + w2[t] * line[a + 2] + w3[t] * line[a + 3];
        }
    }
}
