package patina.registration.local;

import java.io.Serializable;

/**
 * A crack as a set of small pieces of its sheet, and how far it displaces the metal about it; in voxels of the reference
 * grid.
 *
 * <p>In an elastic body, what opens on a plane by o(s') moves the metal at a place x on the one side of it along the normal by
 * half the integral of o(s') K(x - s'), and on the other as far the other way, with K = h / (2 pi R<sup>3</sup>) (1 - (1 - 3
 * h<sup>2</sup> / R<sup>2</sup>) / (2 (1 - nu))), R the distance and h the height over the plane: whatever the load, as long
 * as it is the same above and below (Sneddon, Proc. R. Soc. A 187:229, 1946, for any shape). A free surface is taken
 * for a mirror. So the displacement is a known {@link #share} of the mean opening, and about the front, where nothing has
 * opened, next to nothing.
 *
 * @param label of the crack
 * @param places middle of each piece: x, y, z
 * @param frames normal and two directions within the sheet of each piece: nine numbers
 * @param mirrored the piece's image behind the nearest surface: x, y, z
 * @param areas of the pieces, times their opening over the mean
 * @param centre of the sheet
 * @param factors what the metal is displaced by, see {@link #displacement}
 */
record OpenSheet(
        int label,
        double[] places,
        double[] frames,
        double[] mirrored,
        double[] areas,
        double[] centre,
        double[] factors)
        implements Serializable {
    /** Jump along the normal and two directions within the sheet; then a shift, then its nine derivatives, of all the metal. */
    static final int TERMS = 15;

    private static final double POISSON = 0.3;

    /** Lengths in which derivatives are told, in voxels. */
    static final double UNIT = 16;

    int pieces() {
        return areas.length;
    }

    OpenSheet with(double[] other) {
        return new OpenSheet(label, places, frames, mirrored, areas, centre, other);
    }

    /** The smallest box, along the grid, that holds the pieces' middles. */
    record Box(double[] low, double[] high) {
        /** Squared distance from a place to the box; 0 inside. */
        double distance2(double x, double y, double z) {
            double[] at = {x, y, z};
            double sum = 0;
            for (int i = 0; i < 3; i++) {
                double off = Math.max(0, Math.max(low[i] - at[i], at[i] - high[i]));
                sum += off * off;
            }
            return sum;
        }
    }

    Box box() {
        double[] low = {Double.MAX_VALUE, Double.MAX_VALUE, Double.MAX_VALUE};
        double[] high = {-Double.MAX_VALUE, -Double.MAX_VALUE, -Double.MAX_VALUE};
        for (int i = 0; i < places.length; i++) {
            low[i % 3] = Math.min(low[i % 3], places[i]);
            high[i % 3] = Math.max(high[i % 3], places[i]);
        }
        return new Box(low, high);
    }

    /** The piece that is nearest to a place. */
    int nearest(double x, double y, double z) {
        int best = 0;
        double least = Double.MAX_VALUE;
        for (int p = 0; p < areas.length; p++) {
            double d = distance2(places, p, x, y, z);
            if (d < least) {
                least = d;
                best = p;
            }
        }
        return best;
    }

    static double distance2(double[] points, int p, double x, double y, double z) {
        double dx = x - points[3 * p];
        double dy = y - points[3 * p + 1];
        double dz = z - points[3 * p + 2];
        return dx * dx + dy * dy + dz * dz;
    }

    double distance2(int piece, double x, double y, double z) {
        return distance2(places, piece, x, y, z);
    }

    /** By which share of the mean opening the metal at a place is displaced, positive above the sheet, negative below. */
    double share(int nearest, double x, double y, double z) {
        double sum = 0;
        for (int p = 0; p < areas.length; p++) {
            sum += areas[p] * (kernel(nearest, places, p, x, y, z) + kernel(nearest, mirrored, p, x, y, z));
        }
        return Math.max(-0.5, Math.min(0.5, 0.5 * sum));
    }

    private double kernel(int nearest, double[] points, int p, double x, double y, double z) {
        double dx = x - points[3 * p];
        double dy = y - points[3 * p + 1];
        double dz = z - points[3 * p + 2];
        int n = 9 * nearest;
        double h = frames[n] * dx + frames[n + 1] * dy + frames[n + 2] * dz;
        double r2 = dx * dx + dy * dy + dz * dz;
        return r2 == 0 ? 0 : h / (2 * Math.PI * r2 * Math.sqrt(r2)) * (1 - (1 - 3 * h * h / r2) / (2 * (1 - POISSON)));
    }

    /** What each factor displaces the metal at a place by, along x, y and z: three times {@link #TERMS} numbers. */
    void terms(double x, double y, double z, double[][] to) {
        int nearest = nearest(x, y, z);
        double share = share(nearest, x, y, z);
        double[] from = {x - centre[0], y - centre[1], z - centre[2]};
        for (int c = 0; c < 3; c++) {
            for (int d = 0; d < 3; d++) {
                to[c][d] = share * frames[9 * nearest + 3 * d + c];
                to[c][3 + d] = c == d ? 1 : 0;
                for (int e = 0; e < 3; e++) {
                    to[c][6 + 3 * d + e] = c == d ? from[e] / UNIT : 0;
                }
            }
        }
    }

    /** The displacement, along an axis, of what has the given terms. */
    double displacement(double[] terms) {
        double sum = 0;
        for (int a = 0; a < TERMS; a++) {
            sum += terms[a] * factors[a];
        }
        return sum;
    }
}
