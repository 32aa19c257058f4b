package patina.fields;

/**
 * A surface of triangles, in micrometres.
 *
 * @param points x y z of each point, one after the other
 * @param triangles three point numbers each, anticlockwise as seen from outside
 */
public record Mesh(float[] points, int[] triangles) {
    /** How many triangles. */
    public int size() {
        return triangles.length / 3;
    }

    /** The same elsewhere, by a displacement in micrometres. */
    public Mesh moved(double x, double y, double z) {
        float[] moved = points.clone();
        for (int p = 0; p < moved.length; p += 3) {
            moved[p] += (float) x;
            moved[p + 1] += (float) y;
            moved[p + 2] += (float) z;
        }
        return new Mesh(moved, triangles);
    }

    /** The sum of the triangles' areas, square micrometres. */
    public double areaUm2() {
        double[] n = new double[3];
        double sum = 0;
        for (int t = 0; t < size(); t++) {
            normal(t, n);
            sum += 0.5 * Math.sqrt(n[0] * n[0] + n[1] * n[1] + n[2] * n[2]);
        }
        return sum;
    }

    /** What a closed surface encloses by the divergence theorem, cubic micrometres; positive when it faces outwards. */
    public double volumeUm3() {
        double[] n = new double[3];
        double sum = 0;
        for (int t = 0; t < size(); t++) {
            normal(t, n);
            int p = 3 * triangles[3 * t];
            sum += (points[p] * n[0] + points[p + 1] * n[1] + points[p + 2] * n[2]) / 6;
        }
        return sum;
    }

    /** Twice the area times the outward normal of triangle {@code t}. */
    public void normal(int t, double[] into) {
        int a = 3 * triangles[3 * t];
        int b = 3 * triangles[3 * t + 1];
        int c = 3 * triangles[3 * t + 2];
        double ux = points[b] - points[a];
        double uy = points[b + 1] - points[a + 1];
        double uz = points[b + 2] - points[a + 2];
        double vx = points[c] - points[a];
        double vy = points[c + 1] - points[a + 1];
        double vz = points[c + 2] - points[a + 2];
        into[0] = uy * vz - uz * vy;
        into[1] = uz * vx - ux * vz;
        into[2] = ux * vy - uy * vx;
    }
}
