package patina.phantom;

/** An ellipsoid about a frame's origin, with semi-axes a, b, c along u, v, w. */
record Ellipsoid(Frame frame, double a, double b, double c) implements Shape {

    static Ellipsoid sphere(Vec centre, double radius) {
        return new Ellipsoid(
                new Frame(centre, new Vec(1, 0, 0), new Vec(0, 1, 0), new Vec(0, 0, 1)), radius, radius, radius);
    }

    @Override
    public double bound(double x, double y, double z) {
        double p = frame.uOf(x, y, z) / a;
        double q = frame.vOf(x, y, z) / b;
        double r = frame.wOf(x, y, z) / c;
        return (Math.sqrt(p * p + q * q + r * r) - 1) * Math.min(a, Math.min(b, c));
    }

    /** With the distance to first order, k (k - 1) / |∇k²/2|, which never falls below {@link #bound} in magnitude. */
    @Override
    public double coverage(double x, double y, double z, double edge) {
        double p = frame.uOf(x, y, z) / a;
        double q = frame.vOf(x, y, z) / b;
        double r = frame.wOf(x, y, z) / c;
        double k = Math.sqrt(p * p + q * q + r * r);
        double gradient = Math.sqrt(p * p / (a * a) + q * q / (b * b) + r * r / (c * c));
        if (gradient == 0) {
            return Shape.ramp(-Math.min(a, Math.min(b, c)), edge);
        }
        return Shape.ramp(k * (k - 1) / gradient, edge);
    }
}
