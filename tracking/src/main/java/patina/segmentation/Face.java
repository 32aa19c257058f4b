package patina.segmentation;

import java.io.Serializable;
import patina.geometry.Point;

/** One face of a body of flat and round faces; lengths in micrometres, specimen frame. */
sealed interface Face extends Serializable {
    /** Signed distance of a place, positive on the metal's side. */
    double inside(double x, double y, double z);

    /** The direction into the metal at a place. */
    Point inward(Point at);

    /**
     * A plane.
     *
     * @param inward of length 1
     */
    record Flat(Point at, Point inward) implements Face {
        @Override
        public double inside(double x, double y, double z) {
            return (x - at.x()) * inward.x() + (y - at.y()) * inward.y() + (z - at.z()) * inward.z();
        }

        @Override
        public Point inward(Point p) {
            return inward;
        }
    }

    /**
     * A circular cylinder.
     *
     * @param at a place on the axis
     * @param axis of length 1
     * @param bore whether the metal lies outside
     */
    record Round(Point at, Point axis, double radiusUm, boolean bore) implements Face {
        @Override
        public double inside(double x, double y, double z) {
            double dx = x - at.x();
            double dy = y - at.y();
            double dz = z - at.z();
            double along = dx * axis.x() + dy * axis.y() + dz * axis.z();
            double from = Math.sqrt(Math.max(0, dx * dx + dy * dy + dz * dz - along * along));
            return bore ? from - radiusUm : radiusUm - from;
        }

        /**
         * The cylinder whose blurred edge this is: half-way between void and metal lies nearer to the axis, by half the
         * blur's variance over the radius to first order, for a rod as for a bore.
         */
        Round sharp(double sigmaUm) {
            return new Round(at, axis, radiusUm + sigmaUm * sigmaUm / (2 * radiusUm), bore);
        }

        @Override
        public Point inward(Point p) {
            Point d = p.minus(at);
            Point out = d.minus(axis.times(d.dot(axis))).unit();
            return bore ? out : out.times(-1);
        }
    }
}
