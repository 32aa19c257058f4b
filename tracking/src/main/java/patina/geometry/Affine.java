package patina.geometry;

import java.io.Serializable;

/**
 * An affine map of space, y = M x + t, as the 3 x 4 matrix [M | t], row by row. A scan's transform maps a point in the
 * specimen frame (micrometres, x y z) to that scan's frame.
 */
public record Affine(
        double m00,
        double m01,
        double m02,
        double m03,
        double m10,
        double m11,
        double m12,
        double m13,
        double m20,
        double m21,
        double m22,
        double m23)
        implements Serializable {
    public static final Affine IDENTITY = scaling(1, 1, 1);

    public static Affine scaling(double x, double y, double z) {
        return new Affine(x, 0, 0, 0, 0, y, 0, 0, 0, 0, z, 0);
    }

    public static Affine translation(double x, double y, double z) {
        return new Affine(1, 0, 0, x, 0, 1, 0, y, 0, 0, 1, z);
    }

    /** Twelve numbers, row by row. */
    public static Affine of(double[] m) {
        if (m.length != 12) {
            throw new IllegalArgumentException("A 3 x 4 matrix has 12 numbers, not " + m.length + ".");
        }
        return new Affine(m[0], m[1], m[2], m[3], m[4], m[5], m[6], m[7], m[8], m[9], m[10], m[11]);
    }

    /**
     * The rotation by the vector (rx, ry, rz): about its direction, right-handed, by its length in radians (Rodrigues).
     */
    public static Affine rotation(double rx, double ry, double rz) {
        double angle = Math.sqrt(rx * rx + ry * ry + rz * rz);
        double a;
        double b;
        if (angle < 1e-8) {
            a = 1 - angle * angle / 6;
            b = 0.5 - angle * angle / 24;
        } else {
            a = Math.sin(angle) / angle;
            b = (1 - Math.cos(angle)) / (angle * angle);
        }
        double c = Math.cos(angle);
        return new Affine(
                c + b * rx * rx,
                b * rx * ry - a * rz,
                b * rx * rz + a * ry,
                0,
                b * rx * ry + a * rz,
                c + b * ry * ry,
                b * ry * rz - a * rx,
                0,
                b * rx * rz - a * ry,
                b * ry * rz + a * rx,
                c + b * rz * rz,
                0);
    }

    /** This map done about {@code centre} in place of the origin. */
    public Affine about(Point centre) {
        return translation(-centre.x(), -centre.y(), -centre.z())
                .then(this)
                .then(translation(centre.x(), centre.y(), centre.z()));
    }

    /** First this map, then {@code next}. */
    public Affine then(Affine next) {
        return new Affine(
                next.m00 * m00 + next.m01 * m10 + next.m02 * m20,
                next.m00 * m01 + next.m01 * m11 + next.m02 * m21,
                next.m00 * m02 + next.m01 * m12 + next.m02 * m22,
                next.m00 * m03 + next.m01 * m13 + next.m02 * m23 + next.m03,
                next.m10 * m00 + next.m11 * m10 + next.m12 * m20,
                next.m10 * m01 + next.m11 * m11 + next.m12 * m21,
                next.m10 * m02 + next.m11 * m12 + next.m12 * m22,
                next.m10 * m03 + next.m11 * m13 + next.m12 * m23 + next.m13,
                next.m20 * m00 + next.m21 * m10 + next.m22 * m20,
                next.m20 * m01 + next.m21 * m11 + next.m22 * m21,
                next.m20 * m02 + next.m21 * m12 + next.m22 * m22,
                next.m20 * m03 + next.m21 * m13 + next.m22 * m23 + next.m23);
    }

    /** The determinant of M: by how much volumes grow. */
    public double determinant() {
        return m00 * (m11 * m22 - m12 * m21) - m01 * (m10 * m22 - m12 * m20) + m02 * (m10 * m21 - m11 * m20);
    }

    /** The map back. Throws ArithmeticException when M is singular. */
    public Affine inverse() {
        double d = determinant();
        if (d == 0 || !Double.isFinite(d)) {
            throw new ArithmeticException("The matrix is singular; it has no inverse.");
        }
        double i00 = (m11 * m22 - m12 * m21) / d;
        double i01 = (m02 * m21 - m01 * m22) / d;
        double i02 = (m01 * m12 - m02 * m11) / d;
        double i10 = (m12 * m20 - m10 * m22) / d;
        double i11 = (m00 * m22 - m02 * m20) / d;
        double i12 = (m02 * m10 - m00 * m12) / d;
        double i20 = (m10 * m21 - m11 * m20) / d;
        double i21 = (m01 * m20 - m00 * m21) / d;
        double i22 = (m00 * m11 - m01 * m10) / d;
        return new Affine(
                i00,
                i01,
                i02,
                -(i00 * m03 + i01 * m13 + i02 * m23),
                i10,
                i11,
                i12,
                -(i10 * m03 + i11 * m13 + i12 * m23),
                i20,
                i21,
                i22,
                -(i20 * m03 + i21 * m13 + i22 * m23));
    }

    public Point apply(Point p) {
        return apply(p.x(), p.y(), p.z());
    }

    public Point apply(double x, double y, double z) {
        return new Point(
                m00 * x + m01 * y + m02 * z + m03,
                m10 * x + m11 * y + m12 * z + m13,
                m20 * x + m21 * y + m22 * z + m23);
    }

    /** The smallest whole-voxel region that holds the images of all voxel centres of {@code region}, grown by margin. */
    public Region image(Region region, int margin) {
        double[] low = {Double.MAX_VALUE, Double.MAX_VALUE, Double.MAX_VALUE};
        double[] high = {-Double.MAX_VALUE, -Double.MAX_VALUE, -Double.MAX_VALUE};
        for (int corner = 0; corner < 8; corner++) {
            Point p = apply(
                    (corner & 1) == 0 ? region.x() : region.endX() - 1,
                    (corner & 2) == 0 ? region.y() : region.endY() - 1,
                    (corner & 4) == 0 ? region.z() : region.endZ() - 1);
            double[] c = {p.x(), p.y(), p.z()};
            for (int a = 0; a < 3; a++) {
                low[a] = Math.min(low[a], c[a]);
                high[a] = Math.max(high[a], c[a]);
            }
        }
        long[] from = new long[3];
        int[] size = new int[3];
        for (int a = 0; a < 3; a++) {
            from[a] = (long) Math.floor(low[a]) - margin;
            size[a] = Math.toIntExact((long) Math.ceil(high[a]) + margin + 1 - from[a]);
        }
        return new Region(from[0], from[1], from[2], size[0], size[1], size[2]);
    }

    /** The twelve numbers, row by row. */
    public double[] toArray() {
        return new double[] {m00, m01, m02, m03, m10, m11, m12, m13, m20, m21, m22, m23};
    }
}
