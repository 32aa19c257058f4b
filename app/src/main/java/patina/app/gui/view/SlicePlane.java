package patina.app.gui.view;

import patina.geometry.Affine;
import patina.geometry.Point;

/**
 * A plane of pixels in the specimen frame.
 *
 * @param origin centre of pixel (0, 0), micrometres
 * @param right from a pixel to the next in its row, micrometres
 * @param down from a pixel to the one below, micrometres
 */
record SlicePlane(Point origin, Point right, Point down) {
    /** How a plane lies: along two axes of the specimen frame, or askew. */
    enum Facing {
        XY("xy"),
        ZY("zy"),
        XZ("xz"),
        OBLIQUE("oblique");

        final String title;

        Facing(String title) {
            this.title = title;
        }

        /** The direction to the right of an axis plane. */
        Point right() {
            return this == ZY ? new Point(0, 0, 1) : new Point(1, 0, 0);
        }

        /** The direction downwards of an axis plane. */
        Point down() {
            return this == XZ ? new Point(0, 0, 1) : new Point(0, 1, 0);
        }
    }

    /**
     * The plane through a place, with that place {@code (x, y)} pixels from the upper left corner.
     *
     * @param right unit vector
     * @param down unit vector
     * @param pixelUm edge of a pixel
     */
    static SlicePlane through(Point place, Point right, Point down, double pixelUm, double x, double y) {
        Point r = right.times(pixelUm);
        Point d = down.times(pixelUm);
        return new SlicePlane(place.minus(r.times(x - 0.5)).minus(d.times(y - 0.5)), r, d);
    }

    /** The place of a point in pixels from the upper left corner; pixel (0, 0)'s centre is at (0.5, 0.5). */
    Point at(double x, double y) {
        return origin.plus(right.times(x - 0.5)).plus(down.times(y - 0.5));
    }

    /** Pixels from the left of the foot of a place on this plane. */
    double x(Point um) {
        return um.minus(origin).dot(right) / right.dot(right) + 0.5;
    }

    /** Pixels from the top of the foot of a place on this plane. */
    double y(Point um) {
        return um.minus(origin).dot(down) / down.dot(down) + 0.5;
    }

    /** Unit vector away from the viewer. */
    Point normal() {
        return right.cross(down).unit();
    }

    /** How far a place lies beyond the plane, micrometres. */
    double beyond(Point um) {
        return um.minus(origin).dot(normal());
    }

    double pixelUm() {
        return right.length();
    }

    /** The same plane with pixels {@code factor} times finer, its upper left corner in place. */
    SlicePlane finer(double factor) {
        Point corner = at(0, 0);
        Point r = right.times(1 / factor);
        Point d = down.times(1 / factor);
        return new SlicePlane(corner.plus(r.times(0.5)).plus(d.times(0.5)), r, d);
    }

    /** Pixel (i, j, 0) to what {@code map} makes of its place. */
    Affine then(Affine map) {
        return new Affine(
                        right.x(),
                        down.x(),
                        0,
                        origin.x(),
                        right.y(),
                        down.y(),
                        0,
                        origin.y(),
                        right.z(),
                        down.z(),
                        0,
                        origin.z())
                .then(map);
    }
}
