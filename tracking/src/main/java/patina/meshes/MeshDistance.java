package patina.meshes;

import java.io.Serializable;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import patina.fields.Mesh;
import patina.geometry.Affine;
import patina.geometry.Point;

/**
 * The signed distance to a closed surface of triangles, exact at every place: the nearest triangle is found in a tree of
 * boxes, and the side by the normal of the nearest face, edge or point (Bærentzen and Aanæs, Signed distance computation
 * using the angle weighted pseudonormal, 2005). Points of equal coordinates are one. Safe for many threads, each with a
 * {@link #probe()} of its own.
 */
public final class MeshDistance implements Serializable {
    private static final long serialVersionUID = 1;
    private static final int LEAF = 4;
    private static final int BOX = 6;

    /** Coordinates of each point. */
    private final double[] points;
    /** Three points each, in the order of the tree's leaves. */
    private final int[] triangles;
    /** For each triangle the outward normals of its face, edges ab, bc, ca and points a, b, c. */
    private final float[] normals;
    /** Boxes of the tree's nodes: lowest x, y, z, highest x, y, z. */
    private double[] boxes = new double[BOX * 16];
    /** Of a leaf its first triangle, of another node minus its first child; children lie side by side. */
    private int[] first = new int[16];
    /** Triangles of a leaf; 0 for other nodes. */
    private int[] count = new int[16];

    private int nodes;
    private final long openEdges;

    private static final int NORMALS = 7;

    private MeshDistance(double[] points, int[] all) {
        this.points = points;
        Map<Long, Integer> edges = new HashMap<>();
        for (int t = 0; t < all.length; t += 3) {
            for (int e = 0; e < 3; e++) {
                int a = all[t + e];
                int b = all[t + (e + 1) % 3];
                edges.merge(edge(a, b), a < b ? 1 : -1, Integer::sum);
            }
        }
        this.openEdges = edges.values().stream().filter(n -> n != 0).count();
        int[] kept = new int[all.length];
        int n = 0;
        for (int t = 0; t < all.length; t += 3) {
            if (normal(all, t).length() > 0) {
                System.arraycopy(all, t, kept, n, 3);
                n += 3;
            }
        }
        kept = Arrays.copyOf(kept, n);
        int[] order = new int[n / 3];
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
        }
        if (order.length > 0) {
            build(kept, order);
        }
        triangles = new int[n];
        for (int i = 0; i < order.length; i++) {
            System.arraycopy(kept, 3 * order[i], triangles, 3 * i, 3);
        }
        normals = normals();
    }

    /**
     * Of a mesh, mapped by {@code map} to where distances are asked for. It is turned inside out when it encloses a negative
     * volume.
     */
    public static MeshDistance of(Mesh mesh, Affine map) {
        HashMap<Point, Integer> known = new HashMap<>();
        float[] from = mesh.points();
        int[] number = new int[from.length / 3];
        double[] points = new double[from.length];
        for (int p = 0; p < number.length; p++) {
            // Adding 0 makes one of the two zeros.
            Point at = new Point(from[3 * p] + 0f, from[3 * p + 1] + 0f, from[3 * p + 2] + 0f);
            Integer before = known.putIfAbsent(at, known.size());
            number[p] = before == null ? known.size() - 1 : before;
            if (before == null) {
                Point mapped = map.apply(at);
                points[3 * number[p]] = mapped.x();
                points[3 * number[p] + 1] = mapped.y();
                points[3 * number[p] + 2] = mapped.z();
            }
        }
        int[] triangles = new int[mesh.triangles().length];
        int n = 0;
        for (int t = 0; t < triangles.length; t += 3) {
            int a = number[mesh.triangles()[t]];
            int b = number[mesh.triangles()[t + 1]];
            int c = number[mesh.triangles()[t + 2]];
            if (a != b && b != c && c != a) {
                triangles[n++] = a;
                triangles[n++] = b;
                triangles[n++] = c;
            }
        }
        triangles = Arrays.copyOf(triangles, n);
        points = Arrays.copyOf(points, 3 * known.size());
        if (volume(points, triangles) < 0) {
            for (int t = 0; t < n; t += 3) {
                int b = triangles[t + 1];
                triangles[t + 1] = triangles[t + 2];
                triangles[t + 2] = b;
            }
        }
        return new MeshDistance(points, triangles);
    }

    private static double volume(double[] points, int[] triangles) {
        double sum = 0;
        for (int t = 0; t < triangles.length; t += 3) {
            Point a = point(points, triangles[t]);
            sum += a.dot(point(points, triangles[t + 1]).cross(point(points, triangles[t + 2])));
        }
        return sum / 6;
    }

    /** How many edges do not have one triangle on either side, both facing the same way. A closed surface has none. */
    public long openEdges() {
        return openEdges;
    }

    /** How many triangles have an area. */
    public int triangles() {
        return triangles.length / 3;
    }

    /** Lowest corner of the box around all; the origin when there is nothing. */
    public Point low() {
        return nodes == 0 ? Point.ORIGIN : new Point(boxes[0], boxes[1], boxes[2]);
    }

    /** Highest corner. */
    public Point high() {
        return nodes == 0 ? Point.ORIGIN : new Point(boxes[3], boxes[4], boxes[5]);
    }

    private static long edge(int a, int b) {
        return (long) Math.min(a, b) << 32 | Math.max(a, b);
    }

    private static Point point(double[] points, int p) {
        return new Point(points[3 * p], points[3 * p + 1], points[3 * p + 2]);
    }

    /** Twice the area times the outward normal of the triangle that begins at {@code t}. */
    private Point normal(int[] of, int t) {
        Point a = point(points, of[t]);
        return point(points, of[t + 1]).minus(a).cross(point(points, of[t + 2]).minus(a));
    }

    private float[] normals() {
        Map<Long, Point> edges = new HashMap<>();
        Point[] corners = new Point[points.length / 3];
        Arrays.fill(corners, Point.ORIGIN);
        for (int t = 0; t < triangles.length; t += 3) {
            Point n = normal(triangles, t).unit();
            for (int e = 0; e < 3; e++) {
                int a = triangles[t + e];
                int b = triangles[t + (e + 1) % 3];
                int c = triangles[t + (e + 2) % 3];
                edges.merge(edge(a, b), n, Point::plus);
                Point u = point(points, b).minus(point(points, a)).unit();
                Point v = point(points, c).minus(point(points, a)).unit();
                corners[a] = corners[a].plus(n.times(Math.acos(Math.max(-1, Math.min(1, u.dot(v))))));
            }
        }
        float[] all = new float[triangles.length * NORMALS];
        for (int t = 0; t < triangles.length; t += 3) {
            int at = t * NORMALS;
            put(all, at, normal(triangles, t));
            for (int e = 0; e < 3; e++) {
                int a = triangles[t + e];
                int b = triangles[t + (e + 1) % 3];
                put(all, at + 3 + 3 * e, edges.getOrDefault(edge(a, b), Point.ORIGIN));
                put(all, at + 12 + 3 * e, corners[a]);
            }
        }
        return all;
    }

    private static void put(float[] all, int at, Point n) {
        Point unit = n.unit();
        all[at] = (float) unit.x();
        all[at + 1] = (float) unit.y();
        all[at + 2] = (float) unit.z();
    }

    // Tree

    private void build(int[] of, int[] order) {
        nodes = 1;
        int[] from = new int[64];
        int[] to = new int[64];
        int[] node = new int[64];
        int waiting = 1;
        to[0] = order.length;
        while (waiting > 0) {
            waiting--;
            int lo = from[waiting];
            int hi = to[waiting];
            int at = node[waiting];
            double[] box = box(of, order, lo, hi);
            System.arraycopy(box, 0, boxes, at * BOX, BOX);
            if (hi - lo <= LEAF) {
                first[at] = lo;
                count[at] = hi - lo;
                continue;
            }
            int mid = part(of, order, lo, hi);
            grow(nodes + 2);
            first[at] = -nodes;
            if (waiting + 2 > from.length) {
                from = Arrays.copyOf(from, 2 * from.length);
                to = Arrays.copyOf(to, from.length);
                node = Arrays.copyOf(node, from.length);
            }
            from[waiting] = lo;
            to[waiting] = mid;
            node[waiting++] = nodes;
            from[waiting] = mid;
            to[waiting] = hi;
            node[waiting++] = nodes + 1;
            nodes += 2;
        }
    }

    private void grow(int wanted) {
        if (wanted > first.length) {
            int size = Math.max(wanted, 2 * first.length);
            first = Arrays.copyOf(first, size);
            count = Arrays.copyOf(count, size);
            boxes = Arrays.copyOf(boxes, size * BOX);
        }
    }

    private double[] box(int[] of, int[] order, int lo, int hi) {
        double[] box = {
            Double.MAX_VALUE,
            Double.MAX_VALUE,
            Double.MAX_VALUE,
            -Double.MAX_VALUE,
            -Double.MAX_VALUE,
            -Double.MAX_VALUE
        };
        for (int i = lo; i < hi; i++) {
            for (int c = 0; c < 3; c++) {
                int p = 3 * of[3 * order[i] + c];
                for (int a = 0; a < 3; a++) {
                    box[a] = Math.min(box[a], points[p + a]);
                    box[a + 3] = Math.max(box[a + 3], points[p + a]);
                }
            }
        }
        return box;
    }

    /** Parts triangles at the middle of the longest way between their centres; in halves where that parts nothing. */
    private int part(int[] of, int[] order, int lo, int hi) {
        double[] least = {Double.MAX_VALUE, Double.MAX_VALUE, Double.MAX_VALUE};
        double[] most = {-Double.MAX_VALUE, -Double.MAX_VALUE, -Double.MAX_VALUE};
        for (int i = lo; i < hi; i++) {
            for (int a = 0; a < 3; a++) {
                double c = centre(of, order[i], a);
                least[a] = Math.min(least[a], c);
                most[a] = Math.max(most[a], c);
            }
        }
        int axis = 0;
        for (int a = 1; a < 3; a++) {
            if (most[a] - least[a] > most[axis] - least[axis]) {
                axis = a;
            }
        }
        double middle = (least[axis] + most[axis]) / 2;
        int mid = lo;
        for (int i = lo; i < hi; i++) {
            if (centre(of, order[i], axis) < middle) {
                int t = order[i];
                order[i] = order[mid];
                order[mid++] = t;
            }
        }
        return mid == lo || mid == hi ? (lo + hi) >>> 1 : mid;
    }

    private double centre(int[] of, int t, int axis) {
        return (points[3 * of[3 * t] + axis] + points[3 * of[3 * t + 1] + axis] + points[3 * of[3 * t + 2] + axis]) / 3;
    }

    /** Asks for distances; for one thread. */
    public Probe probe() {
        return new Probe();
    }

    /** Finds the nearest triangle, beginning with the last one found: for places that follow each other. */
    public final class Probe {
        private int[] stack = new int[128];
        private int nearest;
        private double square;
        private int feature;
        private double dx;
        private double dy;
        private double dz;

        private Probe() {}

        /** The distance of a place, positive inside; minus infinity when there is no triangle. */
        public double inside(double x, double y, double z) {
            if (nodes == 0) {
                return Double.NEGATIVE_INFINITY;
            }
            square = Double.MAX_VALUE;
            look(nearest, x, y, z);
            int top = 0;
            stack[top++] = 0;
            while (top > 0) {
                int node = stack[--top];
                // Rounding must not decide which of two triangles as near is looked at: the answer is that of all.
                if (away(node, x, y, z) > square * (1 + 1e-9)) {
                    continue;
                }
                if (count[node] > 0) {
                    for (int t = first[node]; t < first[node] + count[node]; t++) {
                        look(t, x, y, z);
                    }
                    continue;
                }
                if (top + 2 > stack.length) {
                    stack = Arrays.copyOf(stack, 2 * stack.length);
                }
                int child = -first[node];
                boolean other = away(child + 1, x, y, z) < away(child, x, y, z);
                stack[top++] = other ? child : child + 1;
                stack[top++] = other ? child + 1 : child;
            }
            int n = 3 * (nearest * NORMALS + feature);
            double out = dx * normals[n] + dy * normals[n + 1] + dz * normals[n + 2];
            return out > 0 ? -Math.sqrt(square) : Math.sqrt(square);
        }

        private double away(int node, double x, double y, double z) {
            int b = node * BOX;
            double ax = Math.max(0, Math.max(boxes[b] - x, x - boxes[b + 3]));
            double ay = Math.max(0, Math.max(boxes[b + 1] - y, y - boxes[b + 4]));
            double az = Math.max(0, Math.max(boxes[b + 2] - z, z - boxes[b + 5]));
            return ax * ax + ay * ay + az * az;
        }

        /** The nearest place on a triangle by the regions of its plane (Ericson, Real-Time Collision Detection, 5.1.5). */
        private void look(int t, double x, double y, double z) {
            int a = 3 * triangles[3 * t];
            int b = 3 * triangles[3 * t + 1];
            int c = 3 * triangles[3 * t + 2];
            double px = x - points[a];
            double py = y - points[a + 1];
            double pz = z - points[a + 2];
            double ux = points[b] - points[a];
            double uy = points[b + 1] - points[a + 1];
            double uz = points[b + 2] - points[a + 2];
            double vx = points[c] - points[a];
            double vy = points[c + 1] - points[a + 1];
            double vz = points[c + 2] - points[a + 2];
            double uu = ux * ux + uy * uy + uz * uz;
            double uv = ux * vx + uy * vy + uz * vz;
            double vv = vx * vx + vy * vy + vz * vz;
            double d1 = ux * px + uy * py + uz * pz;
            double d2 = vx * px + vy * py + vz * pz;
            double d3 = d1 - uu;
            double d4 = d2 - uv;
            double d5 = d1 - uv;
            double d6 = d2 - vv;
            double va = d3 * d6 - d5 * d4;
            double vb = d5 * d2 - d1 * d6;
            double vc = d1 * d4 - d3 * d2;
            double s;
            double r;
            int found;
            if (d1 <= 0 && d2 <= 0) {
                s = 0;
                r = 0;
                found = 4;
            } else if (d3 >= 0 && d4 <= d3) {
                s = 1;
                r = 0;
                found = 5;
            } else if (d6 >= 0 && d5 <= d6) {
                s = 0;
                r = 1;
                found = 6;
            } else if (vc <= 0 && d1 >= 0 && d3 <= 0) {
                s = d1 / (d1 - d3);
                r = 0;
                found = 1;
            } else if (vb <= 0 && d2 >= 0 && d6 <= 0) {
                s = 0;
                r = d2 / (d2 - d6);
                found = 3;
            } else if (va <= 0 && d4 - d3 >= 0 && d5 - d6 >= 0) {
                r = (d4 - d3) / (d4 - d3 + (d5 - d6));
                s = 1 - r;
                found = 2;
            } else {
                double sum = va + vb + vc;
                s = vb / sum;
                r = vc / sum;
                found = 0;
            }
            double ox = px - s * ux - r * vx;
            double oy = py - s * uy - r * vy;
            double oz = pz - s * uz - r * vz;
            double d = ox * ox + oy * oy + oz * oz;
            if (d < square || d == square && t < nearest) {
                square = d;
                nearest = t;
                feature = found;
                dx = ox;
                dy = oy;
                dz = oz;
            }
        }
    }
}
