package patina.geometry;

import java.io.Serializable;

/** A place or a displacement in space; the frame and unit are told by whoever gives it. */
public record Point(double x, double y, double z) implements Serializable {
    public static final Point ORIGIN = new Point(0, 0, 0);

    public Point plus(Point other) {
        return new Point(x + other.x, y + other.y, z + other.z);
    }

    public Point minus(Point other) {
        return new Point(x - other.x, y - other.y, z - other.z);
    }

    public Point times(double factor) {
        return new Point(x * factor, y * factor, z * factor);
    }

    public double dot(Point other) {
        return x * other.x + y * other.y + z * other.z;
    }

    public Point cross(Point other) {
        return new Point(y * other.z - z * other.y, z * other.x - x * other.z, x * other.y - y * other.x);
    }

    public double length() {
        return Math.sqrt(dot(this));
    }

    /** The same direction with length 1; the zero vector has none and stays as it is. */
    public Point unit() {
        double length = length();
        return length == 0 ? this : times(1 / length);
    }
}
