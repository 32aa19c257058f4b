package patina.registration.local;

import java.io.Serializable;
import patina.geometry.Region;

/**
 * Displacement and grey scale at the points of a lattice; between them it is interpolated linearly along each axis,
 * beyond them it stays as it is at the nearest.
 *
 * @param values five arrays over the lattice: displacement along x, y and z in voxels, gain and offset
 */
record Field(Lattice lattice, float[][] values) implements Serializable {
    static final int GAIN = 3;
    static final int OFFSET = 4;
    static final int ALL = 5;

    /** No displacement, gain 1, offset 0. */
    static Field still(Lattice lattice) {
        float[][] values = new float[ALL][lattice.count()];
        java.util.Arrays.fill(values[GAIN], 1);
        return new Field(lattice, values);
    }

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
        Row row = new Row(lattice, nx, -0.25, 0.5 * fine.spacing());
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

    /** A row of places along x of a lattice, and what the field is there. */
    static final class Row {
        final float[][] values;
        private final int n;
        private final int[] cell;
        private final float[] part;
        private final float[] line;

        private Row(Lattice lattice, int n, double from, double step) {
            this.n = n;
            values = new float[ALL][n];
            cell = new int[n];
            part = new float[n];
            int nx = (int) lattice.points().x();
            // One more than there are points, so that the last has a right neighbour.
            line = new float[nx + 1];
            for (int i = 0; i < n; i++) {
                double g = Math.max(0, Math.min(nx - 1, (from + i * step) / lattice.spacing()));
                cell[i] = (int) g;
                part[i] = (float) (g - cell[i]);
            }
        }

        /** The voxels of a region's rows. */
        static Row over(Lattice lattice, Region region) {
            return new Row(lattice, region.nx(), region.x(), 1);
        }
    }

    /** Reads a row at y, z in voxels. */
    void read(Row row, double y, double z) {
        int nx = (int) lattice.points().x();
        int ny = (int) lattice.points().y();
        int nz = (int) lattice.points().z();
        double gy = Math.max(0, Math.min(ny - 1, y / lattice.spacing()));
        double gz = Math.max(0, Math.min(nz - 1, z / lattice.spacing()));
        int j = (int) gy;
        int k = (int) gz;
        float fy = (float) (gy - j);
        float fz = (float) (gz - k);
        int a = (k * ny + j) * nx;
        int up = j + 1 < ny ? nx : 0;
        int deep = k + 1 < nz ? nx * ny : 0;
        float w00 = (1 - fy) * (1 - fz);
        float w10 = fy * (1 - fz);
        float w01 = (1 - fy) * fz;
        float w11 = fy * fz;
        float[] line = row.line;
        for (int c = 0; c < ALL; c++) {
            float[] v = values[c];
            for (int i = 0; i < nx; i++) {
                int b = a + i;
                line[i] = w00 * v[b] + w10 * v[b + up] + w01 * v[b + deep] + w11 * v[b + up + deep];
            }
            line[nx] = line[nx - 1];
            float[] to = row.values[c];
            for (int t = 0; t < row.n; t++) {
                float low = line[row.cell[t]];
                to[t] = low + row.part[t] * (line[row.cell[t] + 1] - low);
            }
        }
    }
}
