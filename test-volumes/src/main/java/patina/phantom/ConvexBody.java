package patina.phantom;

import java.util.ArrayList;
import java.util.List;

/**
 * A convex body: what lies under all of some planes and, if round, within a cylinder about the z axis. Inside it,
 * {@link #depth} is the exact distance to the surface, and a thinned body is the same body with every surface moved in.
 *
 * @param radius of the cylinder; infinite for a body of planes only
 */
record ConvexBody(List<Plane> planes, double radius) implements Shape {
    /** The half space normal·p ≤ offset; the normal points out and has unit length. */
    record Plane(Vec normal, double offset) {
        static Plane of(double x, double y, double z, double offset) {
            return new Plane(new Vec(x, y, z).unit(), offset);
        }

        double distance(double x, double y, double z) {
            return normal.x() * x + normal.y() * y + normal.z() * z - offset;
        }
    }

    ConvexBody {
        planes = List.copyOf(planes);
    }

    static ConvexBody of(Plane... planes) {
        return new ConvexBody(List.of(planes), Double.POSITIVE_INFINITY);
    }

    /** A box with corners at these coordinates. */
    static ConvexBody box(Vec low, Vec high) {
        return of(
                Plane.of(1, 0, 0, high.x()),
                Plane.of(-1, 0, 0, -low.x()),
                Plane.of(0, 1, 0, high.y()),
                Plane.of(0, -1, 0, -low.y()),
                Plane.of(0, 0, 1, high.z()),
                Plane.of(0, 0, -1, -low.z()));
    }

    /** The body left when a layer of this thickness is gone everywhere. */
    ConvexBody inset(double thickness) {
        List<Plane> moved = new ArrayList<>();
        for (Plane plane : planes) {
            moved.add(new Plane(plane.normal(), plane.offset() - thickness));
        }
        return new ConvexBody(moved, radius - thickness);
    }

    /** How far below the surface a point lies; negative outside. */
    double depth(double x, double y, double z) {
        return -bound(x, y, z);
    }

    double depth(Vec p) {
        return depth(p.x(), p.y(), p.z());
    }

    @Override
    public double bound(double x, double y, double z) {
        double most = radius == Double.POSITIVE_INFINITY ? Double.NEGATIVE_INFINITY : Math.sqrt(x * x + y * y) - radius;
        for (int i = 0; i < planes.size(); i++) {
            most = Math.max(most, planes.get(i).distance(x, y, z));
        }
        return most;
    }

    @Override
    public double coverage(double x, double y, double z, double edge) {
        double share = radius == Double.POSITIVE_INFINITY ? 1 : Shape.ramp(Math.sqrt(x * x + y * y) - radius, edge);
        for (int i = 0; i < planes.size() && share > 0; i++) {
            share *= Shape.ramp(planes.get(i).distance(x, y, z), edge);
        }
        return share;
    }
}
