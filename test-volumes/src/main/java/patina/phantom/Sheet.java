package patina.phantom;

/**
 * A thin crack: a flat sheet in the (u, v) plane of its frame with an elliptic opening along w.
 *
 * <p>u runs along the specimen's surface, v into the metal. The front is the ellipse (u/a)² + (v/c)² = 1, from u =
 * {@code from} on; the full opening is {@code opening} · √(1 - (u/a)² - (v/c)²), the profile of a loaded penny crack
 * (Sneddon 1946). Above the surface (v &lt; 0) it goes on straight for a little, so that the crack is open at its mouth.
 *
 * @param a length of the front from the origin along u
 * @param c depth of the front
 * @param opening the largest, at the origin
 * @param from where the crack begins along u: 0, or -a for a crack that runs both ways
 */
record Sheet(Frame frame, double a, double c, double opening, double from) implements Shape {
    private static final double ABOVE = 3;

    @Override
    public double bound(double x, double y, double z) {
        double u = frame.uOf(x, y, z);
        double v = frame.vOf(x, y, z);
        double du = Math.max(0, Math.max(from - u, u - a));
        double dv = Math.max(0, Math.max(-ABOVE - v, v - c));
        double dw = Math.max(0, Math.abs(frame.wOf(x, y, z)) - opening / 2);
        return Math.sqrt(du * du + dv * dv + dw * dw);
    }

    /** The length of the cube within the opening, over its edge: exact however thin the crack is against the cube. */
    @Override
    public double coverage(double x, double y, double z, double edge) {
        double u = frame.uOf(x, y, z);
        double v = frame.vOf(x, y, z);
        double half = openingAt(u, v) / 2;
        if (half == 0) {
            return 0;
        }
        double w = frame.wOf(x, y, z);
        double within = Math.min(w + edge / 2, half) - Math.max(w - edge / 2, -half);
        return Math.min(1, Math.max(0, within) / edge) * Shape.ramp(from - u, edge) * Shape.ramp(-ABOVE - v, edge);
    }

    /** The full opening at a place in the sheet's plane. */
    double openingAt(double u, double v) {
        double p = u / a;
        double q = Math.max(0, v) / c;
        double rest = 1 - p * p - q * q;
        return rest > 0 ? opening * Math.sqrt(rest) : 0;
    }
}
