package patina.registration;

import java.util.ArrayList;
import java.util.List;
import patina.geometry.Affine;
import patina.geometry.Extent;
import patina.geometry.Point;

/**
 * The specimen in broad strokes, in its scan's frame.
 *
 * @param radiusUm rms distance of its voxels from the centre
 * @param corners of the box around it
 * @param points some hundreds of places evenly taken from it
 * @param cut whether it reaches the view's border
 */
record Solid(Point centreUm, double radiusUm, List<Point> corners, List<Point> points, boolean cut) {
    private static final int POINTS = 500;

    static Solid of(MemoryVolume raw, Affine toUm, Grey grey, Zones zones) {
        Extent e = raw.extent();
        int nx = (int) e.x();
        int ny = (int) e.y();
        List<Integer> places = new ArrayList<>();
        boolean[] solid = solid(raw, grey, zones);
        long[] inLine = new long[solid.length / nx];
        long count = 0;
        for (int line = 0; line < inLine.length; line++) {
            int here = 0;
            for (int at = line * nx; at < (line + 1) * nx; at++) {
                here += solid[at] ? 1 : 0;
            }
            inLine[line] = here;
            count += here;
        }
        long stride = Math.max(1, count / POINTS);
        double[] sum = new double[3];
        int[] low = {Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE};
        int[] high = {0, 0, 0};
        long seen = 0;
        for (int line = 0; line < inLine.length; line++) {
            if (inLine[line] == 0) {
                continue;
            }
            int y = line % ny;
            int z = line / ny;
            sum[1] += (double) inLine[line] * y;
            sum[2] += (double) inLine[line] * z;
            low[1] = Math.min(low[1], y);
            low[2] = Math.min(low[2], z);
            high[1] = Math.max(high[1], y);
            high[2] = z;
            for (int x = 0; x < nx; x++) {
                int at = line * nx + x;
                if (solid[at]) {
                    sum[0] += x;
                    low[0] = Math.min(low[0], x);
                    high[0] = Math.max(high[0], x);
                    if (seen++ % stride == stride / 2) {
                        places.add(at);
                    }
                }
            }
        }
        if (count == 0) {
            low = new int[3];
            high = new int[] {nx - 1, ny - 1, (int) e.z() - 1};
            sum = new double[] {0.5 * high[0], 0.5 * high[1], 0.5 * high[2]};
            count = 1;
            places.add(0);
        }
        Point centre = toUm.apply(sum[0] / count, sum[1] / count, sum[2] / count);
        List<Point> points = new ArrayList<>();
        double squares = 0;
        for (int at : places) {
            Point p = toUm.apply(at % nx, at / nx % ny, at / nx / ny);
            points.add(p);
            Point d = p.minus(centre);
            squares += d.dot(d);
        }
        List<Point> corners = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            corners.add(toUm.apply(
                    (i & 1) == 0 ? low[0] : high[0], (i & 2) == 0 ? low[1] : high[1], (i & 4) == 0 ? low[2] : high[2]));
        }
        boolean cut = low[0] <= 1
                || low[1] <= 1
                || low[2] <= 1
                || high[0] >= nx - 2
                || high[1] >= ny - 2
                || high[2] >= e.z() - 2;
        double radius = Math.max(Math.sqrt(squares / points.size()), toUm.m00());
        return new Solid(centre, radius, List.copyOf(corners), List.copyOf(points), cut);
    }

    private static boolean[] solid(MemoryVolume raw, Grey grey, Zones zones) {
        float[] values = raw.values();
        byte[] valid = raw.valid();
        byte[] zone = zones.zone();
        double above = grey.showsAir() ? grey.threshold() : Double.NEGATIVE_INFINITY;
        boolean[] solid = new boolean[values.length];
        for (int i = 0; i < solid.length; i++) {
            solid[i] = values[i] > above && valid[i] != 0 && zone[i] != Zones.OUT;
        }
        return solid;
    }
}
