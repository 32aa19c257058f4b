package patina.phantom;

/** A right-handed orthonormal frame: an origin and three axes u, v, w. On a face, w points into the metal. */
record Frame(Vec origin, Vec u, Vec v, Vec w) {
    /** The frame at a point of a plane with the given inward normal, u as near to {@code along} as it can be. */
    static Frame at(Vec origin, Vec inward, Vec along) {
        Vec w = inward.unit();
        Vec u = along.plus(w.times(-along.dot(w))).unit();
        return new Frame(origin, u, w.cross(u), w);
    }

    Vec point(double a, double b, double c) {
        return origin.plus(u.times(a)).plus(v.times(b)).plus(w.times(c));
    }

    Frame movedBy(double a, double b, double c) {
        return new Frame(point(a, b, c), u, v, w);
    }

    /** Turned about w, from u towards v. */
    Frame turned(double degrees) {
        double c = Math.cos(Math.toRadians(degrees));
        double s = Math.sin(Math.toRadians(degrees));
        return new Frame(origin, u.times(c).plus(v.times(s)), v.times(c).plus(u.times(-s)), w);
    }

    double uOf(double x, double y, double z) {
        return (x - origin.x()) * u.x() + (y - origin.y()) * u.y() + (z - origin.z()) * u.z();
    }

    double vOf(double x, double y, double z) {
        return (x - origin.x()) * v.x() + (y - origin.y()) * v.y() + (z - origin.z()) * v.z();
    }

    double wOf(double x, double y, double z) {
        return (x - origin.x()) * w.x() + (y - origin.y()) * w.y() + (z - origin.z()) * w.z();
    }
}
