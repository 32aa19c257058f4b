package patina.detection;

import patina.geometry.Point;

/**
 * A flaw of known size, in voxels.
 *
 * @param mouth on the surface
 * @param inward unit normal into the metal
 * @param along unit tangent; a crack runs along it
 * @param depth below the surface
 */
public record Flaw(FlawShape shape, Point mouth, Point inward, Point along, double depth) {
    /** Beyond the surface a flaw ends here: what lies there is void. */
    private static final double ABOVE = 3;

    private static final double HALF_OPENING = 0.5;

    /** Whether a place lies in it; only metal can be missing. */
    boolean contains(double x, double y, double z) {
        double dx = x - mouth.x();
        double dy = y - mouth.y();
        double dz = z - mouth.z();
        double down = dx * inward.x() + dy * inward.y() + dz * inward.z();
        if (down < -ABOVE || down > depth) {
            return false;
        }
        double t = Math.max(0, down) / depth;
        double run = dx * along.x() + dy * along.y() + dz * along.z();
        double square = dx * dx + dy * dy + dz * dz - down * down;
        if (shape == FlawShape.CRACK) {
            double across = Math.max(0, square - run * run);
            return across <= HALF_OPENING * HALF_OPENING && t * t + run * run / (depth * depth) <= 1;
        }
        double r = shape.reach(depth);
        return t * t + square / (r * r) <= 1;
    }

    /** The middle of what is missing. */
    public Point middle() {
        return mouth.plus(inward.times(0.4 * depth));
    }
}
