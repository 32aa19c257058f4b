package patina.phantom;

/** An affine map of space, y = M x + t, as the 3 x 4 matrix [M | t]: three rows of four. */
record Affine(Vec row0, Vec row1, Vec row2, Vec shift) {
    static final Affine IDENTITY = scaling(1);

    static Affine scaling(double factor) {
        return new Affine(new Vec(factor, 0, 0), new Vec(0, factor, 0), new Vec(0, 0, factor), new Vec(0, 0, 0));
    }

    static Affine translation(Vec by) {
        return new Affine(new Vec(1, 0, 0), new Vec(0, 1, 0), new Vec(0, 0, 1), by);
    }

    /** The right-handed rotation by an angle about an axis of unit length through the origin (Rodrigues' formula). */
    static Affine rotation(Vec axis, double degrees) {
        double angle = Math.toRadians(degrees);
        double c = Math.cos(angle);
        double s = Math.sin(angle);
        double x = axis.x();
        double y = axis.y();
        double z = axis.z();
        return new Affine(
                new Vec(c + (1 - c) * x * x, (1 - c) * x * y - s * z, (1 - c) * x * z + s * y),
                new Vec((1 - c) * x * y + s * z, c + (1 - c) * y * y, (1 - c) * y * z - s * x),
                new Vec((1 - c) * x * z - s * y, (1 - c) * y * z + s * x, c + (1 - c) * z * z),
                new Vec(0, 0, 0));
    }

    /** This map done about {@code centre} in place of the origin. */
    Affine about(Vec centre) {
        return translation(centre.times(-1)).then(this).then(translation(centre));
    }

    /** First this map, then {@code next}. */
    Affine then(Affine next) {
        return new Affine(composed(next.row0), composed(next.row1), composed(next.row2), next.apply(shift));
    }

    private Vec composed(Vec row) {
        return row0.times(row.x()).plus(row1.times(row.y())).plus(row2.times(row.z()));
    }

    Vec apply(Vec p) {
        return turn(p).plus(shift);
    }

    /** The image of a direction: M alone. */
    Vec turn(Vec direction) {
        return new Vec(row0.dot(direction), row1.dot(direction), row2.dot(direction));
    }

    double determinant() {
        return row0.dot(row1.cross(row2));
    }

    /** By how much lengths grow, for a map that scales all directions alike. */
    double scale() {
        return Math.cbrt(determinant());
    }

    /** The map back. */
    Affine inverse() {
        double d = 1 / determinant();
        Vec c0 = row1.cross(row2).times(d);
        Vec c1 = row2.cross(row0).times(d);
        Vec c2 = row0.cross(row1).times(d);
        Affine linear = new Affine(
                new Vec(c0.x(), c1.x(), c2.x()),
                new Vec(c0.y(), c1.y(), c2.y()),
                new Vec(c0.z(), c1.z(), c2.z()),
                new Vec(0, 0, 0));
        return new Affine(
                linear.row0, linear.row1, linear.row2, linear.turn(shift).times(-1));
    }

    /** The three rows of four numbers. */
    double[][] rows() {
        return new double[][] {
            {row0.x(), row0.y(), row0.z(), shift.x()},
            {row1.x(), row1.y(), row1.z(), shift.y()},
            {row2.x(), row2.y(), row2.z(), shift.z()}
        };
    }
}
