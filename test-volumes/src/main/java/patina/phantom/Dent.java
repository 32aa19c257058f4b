package patina.phantom;

/**
 * A shallow dent below a face: everything above the surface w = depth · (1 - ρᵐ), where ρ² = (u/a)² + (v/b)², and for
 * ρ &gt; 1 everything well above the face. With m = 2 it is a paraboloid, the scar of a ball worn into a plane; with a
 * large m a patch of even depth.
 *
 * <p>Volume under the face: π a b depth · m / (m + 2).
 *
 * @param frame on the face, w into the metal
 * @param a semi-axis of the outline along u
 * @param b semi-axis of the outline along v
 * @param depth at the middle
 * @param power m
 */
record Dent(Frame frame, double a, double b, double depth, double power) implements Shape {
    /** How far above the face the surface goes outside the outline, so that it leaves the face alone. */
    private static final double CLEARANCE = 2;

    @Override
    public double bound(double x, double y, double z) {
        return above(x, y, z) / Math.sqrt(1 + steepest() * steepest());
    }

    @Override
    public double coverage(double x, double y, double z, double edge) {
        double slope = 0;
        double rho = rho(x, y, z);
        if (profile(rho) > -CLEARANCE) {
            slope = depth * power * Math.pow(rho, power - 1) / Math.min(a, b);
        }
        // The slope along the steeper axis: the ramp's width only, never the place of the surface.
        return Shape.ramp(above(x, y, z) / Math.sqrt(1 + slope * slope), edge);
    }

    boolean isWithinOutline(Vec p) {
        return rho(p.x(), p.y(), p.z()) < 1;
    }

    private double above(double x, double y, double z) {
        return frame.wOf(x, y, z) - Math.max(-CLEARANCE, profile(rho(x, y, z)));
    }

    private double rho(double x, double y, double z) {
        double p = frame.uOf(x, y, z) / a;
        double q = frame.vOf(x, y, z) / b;
        return Math.sqrt(p * p + q * q);
    }

    private double profile(double rho) {
        return depth * (1 - Math.pow(rho, power));
    }

    /** The largest slope, reached where the surface meets the clearance. */
    private double steepest() {
        double rim = Math.pow(1 + CLEARANCE / depth, (power - 1) / power);
        return depth * power * rim / Math.min(a, b);
    }
}
