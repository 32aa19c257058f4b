package patina.meshes;

import patina.fields.Mesh;
import patina.geometry.Point;

/** Closed surfaces of triangles with truth from geometry. */
public final class Meshes {
    private static final int[][] SIDES = {
        {0, 2, 3, 1}, {4, 5, 7, 6}, {0, 1, 5, 4}, {2, 6, 7, 3}, {0, 4, 6, 2}, {1, 3, 7, 5}
    };

    private Meshes() {}

    /** A box by two corners; twelve triangles that face outwards. */
    public static Mesh box(Point low, Point high) {
        float[] points = new float[24];
        for (int c = 0; c < 8; c++) {
            points[3 * c] = (float) ((c & 1) == 0 ? low.x() : high.x());
            points[3 * c + 1] = (float) ((c & 2) == 0 ? low.y() : high.y());
            points[3 * c + 2] = (float) ((c & 4) == 0 ? low.z() : high.z());
        }
        int[] triangles = new int[36];
        for (int s = 0; s < 6; s++) {
            int[] q = SIDES[s];
            System.arraycopy(new int[] {q[0], q[1], q[2], q[0], q[2], q[3]}, 0, triangles, 6 * s, 6);
        }
        return new Mesh(points, triangles);
    }

    /** A ball by a grid of longitudes and latitudes; its points lie on the sphere. */
    static Mesh ball(Point centre, double radius, int around) {
        int rows = around / 2;
        float[] points = new float[3 * (2 + (rows - 1) * around)];
        put(points, 0, centre.plus(new Point(0, 0, radius)));
        put(points, 1, centre.plus(new Point(0, 0, -radius)));
        for (int j = 1; j < rows; j++) {
            double latitude = Math.PI * j / rows;
            for (int i = 0; i < around; i++) {
                double longitude = 2 * Math.PI * i / around;
                Point out = new Point(
                        Math.sin(latitude) * Math.cos(longitude),
                        Math.sin(latitude) * Math.sin(longitude),
                        Math.cos(latitude));
                put(points, ring(j, i, around), centre.plus(out.times(radius)));
            }
        }
        int[] triangles = new int[6 * around * (rows - 1)];
        int n = 0;
        for (int i = 0; i < around; i++) {
            n = add(triangles, n, 0, ring(1, i, around), ring(1, i + 1, around));
            n = add(triangles, n, 1, ring(rows - 1, i + 1, around), ring(rows - 1, i, around));
            for (int j = 1; j < rows - 1; j++) {
                n = add(triangles, n, ring(j, i, around), ring(j + 1, i, around), ring(j + 1, i + 1, around));
                n = add(triangles, n, ring(j, i, around), ring(j + 1, i + 1, around), ring(j, i + 1, around));
            }
        }
        return new Mesh(points, triangles);
    }

    private static int ring(int j, int i, int around) {
        return 2 + (j - 1) * around + i % around;
    }

    private static int add(int[] triangles, int n, int a, int b, int c) {
        triangles[n] = a;
        triangles[n + 1] = b;
        triangles[n + 2] = c;
        return n + 3;
    }

    private static void put(float[] points, int p, Point at) {
        points[3 * p] = (float) at.x();
        points[3 * p + 1] = (float) at.y();
        points[3 * p + 2] = (float) at.z();
    }

    /** Both, the second turned inside out: a body with a hollow. */
    static Mesh hollow(Mesh outer, Mesh hole) {
        float[] points = java.util.Arrays.copyOf(outer.points(), outer.points().length + hole.points().length);
        System.arraycopy(hole.points(), 0, points, outer.points().length, hole.points().length);
        int[] triangles =
                java.util.Arrays.copyOf(outer.triangles(), outer.triangles().length + hole.triangles().length);
        int shift = outer.points().length / 3;
        int at = outer.triangles().length;
        for (int t = 0; t < hole.triangles().length; t += 3) {
            triangles[at + t] = hole.triangles()[t] + shift;
            triangles[at + t + 1] = hole.triangles()[t + 2] + shift;
            triangles[at + t + 2] = hole.triangles()[t + 1] + shift;
        }
        return new Mesh(points, triangles);
    }
}
