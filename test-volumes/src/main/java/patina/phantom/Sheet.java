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

    /** Poisson's ratio of what gives way. */
    private static final double POISSON = 0.3;

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

    /**
     * How far the crack's opening pushed the metal at a place aside, along w: that of a pressed penny crack in an elastic body
     * (Sneddon, Proc. R. Soc. A 187:229, 1946), its lengths scaled by the front's.
     *
     * @param now where the metal is, which tells the side
     * @param before where it was
     */
    Vec displacement(Vec now, Vec before) {
        double side = Math.signum(frame.wOf(now.x(), now.y(), now.z()));
        double p = frame.uOf(before.x(), before.y(), before.z()) / a;
        double q = Math.max(0, frame.vOf(before.x(), before.y(), before.z())) / c;
        double h = Math.max(0, side * frame.wOf(before.x(), before.y(), before.z())) / Math.sqrt(a * c);
        // Oblate coordinates: p² + q² = (1 + t²)(1 - m²), h = t m.
        double s = 1 - p * p - q * q - h * h;
        double root = Math.sqrt(s * s + 4 * h * h);
        double m2 = (s + root) / 2;
        double t2 = (root - s) / 2;
        double t = Math.sqrt(t2);
        double angle = Math.atan2(1, t);
        double falls = m2 + t2 > 0 ? angle - t / (m2 + t2) : 0;
        double share = Math.sqrt(m2) * (1 - t * angle) + h / (2 * (1 - POISSON)) * falls;
        return frame.w().times(side * opening / 2 * share);
    }
}
