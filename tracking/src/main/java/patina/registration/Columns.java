package patina.registration;

/** Which parameters of the map a fit has, each as the displacement in micrometres it causes at the specimen's radius. */
enum Columns {
    /** Rotations about x, y, z; translations along x, y, z. */
    RIGID(6),
    /** The same and a scale, told by interior voxels alone. */
    SIMILARITY(7),
    /** The nine of a matrix, row by row, and three translations. */
    AFFINE(12);

    private final int map;

    Columns(int map) {
        this.map = map;
    }

    /** How many parameters the map has. */
    int map() {
        return map;
    }

    /** With gain and offset. */
    int all() {
        return map + 2;
    }

    /**
     * How much the grey at one place changes with each parameter of the map: gradient (gx, gy, gz) times what the
     * parameter moves at the place (dx, dy, dz), which is told in radii from the centre.
     */
    void fill(double[] row, double gx, double gy, double gz, double dx, double dy, double dz, double scale) {
        if (this == AFFINE) {
            row[0] = gx * dx;
            row[1] = gx * dy;
            row[2] = gx * dz;
            row[3] = gy * dx;
            row[4] = gy * dy;
            row[5] = gy * dz;
            row[6] = gz * dx;
            row[7] = gz * dy;
            row[8] = gz * dz;
            row[9] = gx;
            row[10] = gy;
            row[11] = gz;
            return;
        }
        row[0] = dy * gz - dz * gy;
        row[1] = dz * gx - dx * gz;
        row[2] = dx * gy - dy * gx;
        row[3] = gx;
        row[4] = gy;
        row[5] = gz;
        if (this == SIMILARITY) {
            row[6] = scale * (gx * dx + gy * dy + gz * dz);
        }
    }
}
