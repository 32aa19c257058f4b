package patina.segmentation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import patina.geometry.Extent;
import patina.geometry.Point;

/**
 * Dents in a specimen's skin: where it lies below the smooth surface that the skin around tells, whatever the dent's width.
 * A ball that rolls over a dent sinks into its mouth, and into a shallow one to its bottom; the skin around does not.
 *
 * <p>Below each cell of the skin a quadratic surface is laid through rings of it, and where the cell is deep, what is
 * connected with it and deep is the dent. The surface is fitted anew to the sound skin within some voxels of the dent,
 * all around. A dent counts when it ends on all sides but one, when the skin around is as smooth as its depth asks, and
 * when it is as deep and as large as blur leaves of no noise. So a groove, a step, a fillet and what is wide are the
 * specimen's shape. All in voxels.
 */
final class Dents {
    /** Inner and outer radii of the rings a dent is looked for with. */
    private static final double[][] RINGS = {{6, 14}, {10, 18}, {15, 23}};
    /** A cell is looked at when it lies so much below a ring. */
    private static final double LOOKED_AT = 0.6;

    /** Radius about a cell over which its face's normal is the mean. */
    private static final double MEAN = 14;
    /** Cosine of the angle by which a dent's wall leans at least, or its bottom lies so much below the mean. */
    private static final double STRAIGHT = Math.cos(0.08);

    private static final double LOW = 0.2;

    /** Cells lie on the same face where their normals differ by less than the arc cosine of this. */
    private static final double SAME_FACE = 0.75;
    /** Cosine of the angle from which a cell leans. */
    private static final double LEANS = 0.95;
    /** How far cells are apart at most that touch. */
    private static final double TOUCHING = 1.8 * SkinCells.EDGE;

    /** How far from a dent the skin is sound, and how far the surface is fitted to it. */
    private static final double CLEAR = 4;

    private static final double AROUND = 12;
    /** How far from its middle a dent may reach. */
    private static final double WIDEST = 16;
    /** How far below the ring what belongs to a dent lies at most. */
    private static final double DEEPEST = 14;

    /** Skin this far off the fitted surface is no sound skin. */
    private static final double TRIM = 0.6;
    /** So is what is off by so many times the roughness, but not by less than noise. */
    private static final double TRIM_ROUGHNESS = 2.5;

    private static final double LEAST_TRIM = 0.1;
    /** The fit holds when it meets the sound skin as well as this. */
    private static final double GOOD = 0.3;
    /** Fewer cells tell no surface, and fewer of them no sector. */
    private static final int LEAST = 24;

    private static final int LEAST_IN_SECTOR = 2;
    /** A sector is sound when so much of its skin is. */
    private static final double SOUND = 0.6;
    /** So many sectors may show no sound skin, when they lie beside each other. */
    private static final int UNSOUND_SECTORS = 4;

    /** A dent begins where it is deeper than this, and than so many times the roughness around. */
    private static final double DEEP = 0.25;

    private static final double DEEP_ROUGHNESS = 3.5;
    /** A dent is as deep as this at least, and as so many times the roughness. */
    private static final double LEAST_DEPTH = 1;

    private static final double LEAST_ROUGHNESS = 7;
    /** What is deeper may be no dent but the next face; a ball that rolls over it finds it. */
    private static final double MOST_DEPTH = 10;
    /** The surface over a dent is known this well, and no other face than the one it was looked for on. */
    private static final double MOST_U = 0.4;

    private static final double MOST_SLOPE = 0.3;

    /** And so much is missing there at least. */
    private static final double LEAST_MISSING = 10;
    /** Rounds of telling the dent and the skin around apart. */
    private static final int ROUNDS = 8;

    private static final int[] NONE = {};
    private static final int BIN = 8;
    /** Beside a dent cell half its edge and the width of the blur. */
    private static final int MARGIN = 5;

    private final Extent extent;
    private final int n;
    private final long[] keys;
    private final double[] x;
    private final double[] y;
    private final double[] z;
    /** The unit normal of the skin about a cell, into the metal. */
    private final double[][] inward;

    /** Faces of a cell, summed as vectors. */
    private final double[][] faces;

    /** The cells in cubes of {@link #BIN} voxels, x-fastest. */
    private final int[][] bins;

    private final int binsX;
    private final int binsY;
    private final int binsZ;

    private Dents(SkinCells.Found skin, Extent extent) {
        this.extent = extent;
        n = skin.all().size();
        keys = new long[n];
        x = new double[n];
        y = new double[n];
        z = new double[n];
        faces = new double[n][];
        inward = new double[n][];
        binsX = (int) (extent.x() / BIN) + 1;
        binsY = (int) (extent.y() / BIN) + 1;
        binsZ = (int) (extent.z() / BIN) + 1;
        bins = new int[binsX * binsY * binsZ][];
        int[] filled = new int[bins.length];
        int i = 0;
        for (Map.Entry<Long, long[]> e : skin.all().entrySet()) {
            long[] c = e.getValue();
            double scale = SkinCells.STEP / c[SkinCells.FACES];
            keys[i] = e.getKey();
            x[i] = c[SkinCells.PLACE] * scale;
            y[i] = c[SkinCells.PLACE + 1] * scale;
            z[i] = c[SkinCells.PLACE + 2] * scale;
            faces[i] = new double[] {c[SkinCells.INWARD], c[SkinCells.INWARD + 1], c[SkinCells.INWARD + 2]};
            int bin = bin(x[i], y[i], z[i]);
            int[] in = bins[bin] == null ? new int[BIN] : bins[bin];
            bins[bin] = filled[bin] < in.length ? in : Arrays.copyOf(in, 2 * in.length);
            bins[bin][filled[bin]++] = i;
            i++;
        }
        for (int bin = 0; bin < bins.length; bin++) {
            bins[bin] = bins[bin] == null ? NONE : Arrays.copyOf(bins[bin], filled[bin]);
        }
        for (i = 0; i < n; i++) {
            double[] sum = new double[3];
            for (int j : near(x[i], y[i], z[i], TOUCHING)) {
                add(sum, faces[j]);
            }
            inward[i] = unit(sum);
        }
    }

    /** All dents, deepest first. */
    static List<RebuiltSurface> of(SkinCells.Found skin, Extent extent) {
        return new Dents(skin, extent).find();
    }

    private record Start(int cell, int ring, double depth, double[] normal) {}

    private List<RebuiltSurface> find() {
        List<Start> starts = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            if (chosen(i)) {
                Start start = start(i);
                if (start != null) {
                    starts.add(start);
                }
            }
        }
        starts.sort(Comparator.comparingDouble((Start s) -> -s.depth).thenComparingInt(s -> s.cell));
        List<RebuiltSurface> found = new ArrayList<>();
        boolean[] done = new boolean[n];
        for (Start start : starts) {
            if (!done[start.cell]) {
                RebuiltSurface dent = dent(start, done);
                if (dent != null) {
                    found.add(dent);
                }
                for (int j : near(x[start.cell], y[start.cell], z[start.cell], TOUCHING)) {
                    done[j] = true;
                }
            }
        }
        return found;
    }

    /** Every other cell, as the black fields of a chess board: their neighbours are part of the same dents. */
    private boolean chosen(int i) {
        long nx = SkinCells.across(extent.x());
        long ny = SkinCells.across(extent.y());
        return (keys[i] % nx + keys[i] / nx % ny + keys[i] / nx / ny) % 2 == 0;
    }

    /** The ring below which a cell lies deepest; null where it lies below none. */
    private @Nullable Start start(int i) {
        double[] sum = new double[3];
        double[] middle = new double[3];
        int same = 0;
        for (int j : near(x[i], y[i], z[i], MEAN)) {
            if (dot(inward[j], inward[i]) > 0.5) {
                add(sum, faces[j]);
                add(middle, new double[] {x[j] - x[i], y[j] - y[i], z[j] - z[i]});
                same++;
            }
        }
        double[] normal = unit(sum);
        // Where all about is flat or round, no wall leans and nothing is low.
        if (dot(normal, inward[i]) > STRAIGHT && -dot(middle, normal) < LOW * same) {
            return null;
        }
        Point up = new Point(normal[0], normal[1], normal[2]);
        Point u = RebuiltSurface.aside(up);
        Point v = up.cross(u);
        Quadratic[] sums = new Quadratic[RINGS.length];
        int[] counts = new int[RINGS.length];
        for (int j : near(x[i], y[i], z[i], RINGS[RINGS.length - 1][1])) {
            if (!chosen(j) || dot(inward[j], normal) < SAME_FACE) {
                continue;
            }
            double dx = x[j] - x[i];
            double dy = y[j] - y[i];
            double dz = z[j] - z[i];
            double h = dx * up.x() + dy * up.y() + dz * up.z();
            double a = dx * u.x() + dy * u.y() + dz * u.z();
            double b = dx * v.x() + dy * v.y() + dz * v.z();
            double r = Math.sqrt(a * a + b * b);
            if (Math.abs(h) > DEEPEST) {
                continue;
            }
            // Wide rings have cells enough.
            int last = keys[j] % 2 == 0 ? RINGS.length : 1;
            for (int ring = 0; ring < last; ring++) {
                if (r >= RINGS[ring][0] && r <= RINGS[ring][1]) {
                    sums[ring] = sums[ring] == null ? new Quadratic() : sums[ring];
                    sums[ring].add(a, b, h);
                    counts[ring]++;
                }
            }
        }
        Start best = null;
        for (int ring = 0; ring < RINGS.length; ring++) {
            double[] height = counts[ring] < LEAST / 2 ? null : sums[ring].solve();
            if (height != null && -height[0] > (best == null ? LOOKED_AT : best.depth)) {
                best = new Start(i, ring, -height[0], normal);
            }
        }
        return best;
    }

    private static void add(double[] sum, double[] v) {
        for (int axis = 0; axis < 3; axis++) {
            sum[axis] += v[axis];
        }
    }

    /** Skin about a place in the frame of its tangent plane. */
    private final class Around {
        final Point base;
        final Point up;
        final Point u;
        final Point v;
        final int[] cells;
        final double[][] at;
        final boolean[] same;

        Around(Point base, Point up) {
            this.base = base;
            this.up = up;
            u = RebuiltSurface.aside(up);
            v = up.cross(u);
            int[] near = near(base.x(), base.y(), base.z(), WIDEST + AROUND + DEEPEST / 2);
            List<Integer> kept = new ArrayList<>();
            List<double[]> places = new ArrayList<>();
            for (int j : near) {
                Point d = new Point(x[j], y[j], z[j]).minus(base);
                double[] p = {d.dot(u), d.dot(v), d.dot(up)};
                // Steep walls belong to a dent; what faces the other way is the far side of a thin part.
                if (p[2] > -DEEPEST && p[2] < DEEPEST && facing(j) > -0.3) {
                    kept.add(j);
                    places.add(p);
                }
            }
            cells = kept.stream().mapToInt(k -> k).toArray();
            at = places.toArray(double[][]::new);
            same = new boolean[cells.length];
            for (int k = 0; k < cells.length; k++) {
                same[k] = facing(cells[k]) >= SAME_FACE;
            }
        }

        /** Whether a cell that leans has its metal towards the middle: a dent's wall has it outside, an edge has not. */
        boolean isBeyondAnEdge(int k, double[] middle) {
            Point in = new Point(inward[cells[k]][0], inward[cells[k]][1], inward[cells[k]][2]);
            double outwards = in.dot(u) * (at[k][0] - middle[0]) + in.dot(v) * (at[k][1] - middle[1]);
            return in.dot(up) < LEANS && outwards < 0;
        }

        private double facing(int j) {
            return inward[j][0] * up.x() + inward[j][1] * up.y() + inward[j][2] * up.z();
        }
    }

    /** What is told of the skin around a dent. */
    private record Ring(List<double[]> all, List<double[]> kept, double[] height, double rough) {
        /** A fit to what is sound of it; null where that is too little or not smooth. */
        static @Nullable Ring fit(List<double[]> all) {
            if (all.size() < LEAST) {
                return null;
            }
            List<double[]> kept = all;
            double[] height = RebuiltSurface.solve(all);
            double limit = 3 * TRIM;
            double rough = 0;
            for (int pass = 0; pass < 6 && height != null; pass++) {
                double[] h = height;
                double most = limit;
                kept = all.stream()
                        .filter(p -> Math.abs(p[2] - Quadratic.at(h, p[0], p[1])) <= most)
                        .toList();
                if (kept.size() < LEAST || kept.size() < all.size() / 2) {
                    return null;
                }
                height = RebuiltSurface.solve(kept);
                rough = height == null ? 0 : rough(kept, height);
                // The dent's rim is lower than the skin by little, and the surface is to meet the skin.
                limit = pass == 0 ? TRIM : Math.max(LEAST_TRIM, Math.min(TRIM, TRIM_ROUGHNESS * rough));
            }
            if (height == null) {
                return null;
            }
            // What is left of a rough skin by trimming is smooth; the middle of all of it is not.
            rough = Math.max(rough, middle(all, height));
            return rough > GOOD ? null : new Ring(all, kept, height, rough);
        }

        /** Of all of the skin, trimmed or not: 1.4826 times the median distance, a normal distribution's standard deviation. */
        private static double middle(List<double[]> points, double[] height) {
            double[] off = points.stream()
                    .mapToDouble(p -> Math.abs(p[2] - Quadratic.at(height, p[0], p[1])))
                    .sorted()
                    .toArray();
            return 1.4826 * off[off.length / 2];
        }

        private static double rough(List<double[]> points, double[] height) {
            double squares = 0;
            for (double[] p : points) {
                squares += square(p[2] - Quadratic.at(height, p[0], p[1]));
            }
            return Math.sqrt(squares / points.size());
        }

        double depth(double[] p) {
            return p[2] - Quadratic.at(height, p[0], p[1]);
        }

        /**
         * Whether the dent ends on all sides. At an edge sectors that lie beside each other may have too little sound skin to
         * fit a surface to, but not none: a notch is no dent.
         *
         * @param skin all around the dent and in it
         * @param a middle of the dent
         */
        boolean closes(Around skin, double a, double b) {
            int[] sound = new int[RebuiltSurface.SECTORS];
            int[] cells = new int[RebuiltSurface.SECTORS];
            boolean[] rim = new boolean[RebuiltSurface.SECTORS];
            for (double[] p : all) {
                int sector = RebuiltSurface.sector(p[0] - a, p[1] - b);
                cells[sector]++;
                sound[sector] += Math.abs(depth(p)) <= TRIM ? 1 : 0;
            }
            for (int k = 0; k < skin.cells.length; k++) {
                if (skin.same[k] && Math.abs(depth(skin.at[k])) <= DEEP) {
                    rim[RebuiltSurface.sector(skin.at[k][0] - a, skin.at[k][1] - b)] = true;
                }
            }
            boolean[] open = new boolean[cells.length];
            int unsound = 0;
            for (int s = 0; s < open.length; s++) {
                open[s] = sound[s] < LEAST_IN_SECTOR || sound[s] < SOUND * cells[s];
                unsound += open[s] ? 1 : 0;
                if (!rim[s]) {
                    return false;
                }
            }
            for (int s = 0; s < open.length / 2; s++) {
                if (open[s] && open[s + open.length / 2]) {
                    return false;
                }
            }
            return unsound <= UNSOUND_SECTORS;
        }
    }

    /** The dent about a cell, with whatever ring shows one: the best may lie over an edge, and the others in the dent. */
    private @Nullable RebuiltSurface dent(Start start, boolean[] done) {
        int i = start.cell;
        Around skin =
                new Around(new Point(x[i], y[i], z[i]), new Point(start.normal[0], start.normal[1], start.normal[2]));
        RebuiltSurface dent = dent(i, skin, RINGS[start.ring], done);
        for (int ring = 0; ring < RINGS.length && dent == null; ring++) {
            dent = ring == start.ring ? null : dent(i, skin, RINGS[ring], done);
        }
        return dent;
    }

    private @Nullable RebuiltSurface dent(int i, Around skin, double[] radii, boolean[] done) {
        List<double[]> all = new ArrayList<>();
        for (int k = 0; k < skin.cells.length; k++) {
            double r = Math.hypot(skin.at[k][0], skin.at[k][1]);
            if (skin.same[k] && r >= radii[0] && r <= radii[1]) {
                all.add(skin.at[k]);
            }
        }
        Ring ring = Ring.fit(all);
        List<Integer> dent = List.of();
        double[] middle = {0, 0};
        for (int round = 0; round < ROUNDS && ring != null; round++) {
            List<Integer> now = deep(skin, ring, middle, i);
            if (now.isEmpty()) {
                return null;
            }
            middle = middle(skin, now);
            for (int k : now) {
                if (Math.hypot(skin.at[k][0] - middle[0], skin.at[k][1] - middle[1]) > WIDEST) {
                    return null;
                }
            }
            if (now.equals(dent)) {
                break;
            }
            dent = now;
            ring = Ring.fit(around(skin, dent));
        }
        if (ring == null || !ring.closes(skin, middle[0], middle[1])) {
            return null;
        }
        double deepest = 0;
        double missing = 0;
        for (int k : dent) {
            double deep = ring.depth(skin.at[k]);
            double[] f = faces[skin.cells[k]];
            deepest = Math.max(deepest, deep);
            missing += deep * Math.max(0, f[0] * skin.up.x() + f[1] * skin.up.y() + f[2] * skin.up.z());
        }
        double least = Math.max(LEAST_DEPTH, LEAST_ROUGHNESS * ring.rough);
        if (deepest < least || deepest > MOST_DEPTH || missing < LEAST_MISSING) {
            return null;
        }
        RebuiltSurface over = rebuilt(skin, dent, ring, middle);
        double slope = Math.hypot(over.height()[1], over.height()[2]);
        if (over.heightU() > MOST_U || slope > MOST_SLOPE) {
            return null;
        }
        for (int k : dent) {
            done[skin.cells[k]] = true;
        }
        return over;
    }

    /** What is deep and connected with the deepest cell near a start. */
    private List<Integer> deep(Around skin, Ring ring, double[] middle, int startCell) {
        double limit = Math.max(DEEP, DEEP_ROUGHNESS * ring.rough);
        List<Integer> deep = new ArrayList<>();
        int first = -1;
        for (int k = 0; k < skin.cells.length; k++) {
            double depth = ring.depth(skin.at[k]);
            if (depth > limit && depth < DEEPEST && !skin.isBeyondAnEdge(k, middle)) {
                if (skin.cells[k] == startCell) {
                    first = deep.size();
                }
                deep.add(k);
            }
        }
        if (first < 0) {
            return List.of();
        }
        boolean[] seen = new boolean[deep.size()];
        int[] queue = new int[deep.size()];
        queue[0] = first;
        seen[first] = true;
        int filled = 1;
        for (int next = 0; next < filled; next++) {
            double[] p = skin.at[deep.get(queue[next])];
            for (int k = 0; k < seen.length; k++) {
                double[] q = skin.at[deep.get(k)];
                if (!seen[k] && square(p[0] - q[0]) + square(p[1] - q[1]) + square(p[2] - q[2]) <= square(TOUCHING)) {
                    seen[k] = true;
                    queue[filled++] = k;
                }
            }
        }
        List<Integer> connected = new ArrayList<>();
        for (int k = 0; k < seen.length; k++) {
            if (seen[k]) {
                connected.add(deep.get(k));
            }
        }
        return connected;
    }

    /** The skin around a dent, as far as it lies on the same face. */
    private List<double[]> around(Around skin, List<Integer> dent) {
        List<double[]> all = new ArrayList<>();
        for (int k = 0; k < skin.cells.length; k++) {
            double nearest = Double.MAX_VALUE;
            for (int d : dent) {
                nearest = Math.min(
                        nearest, square(skin.at[k][0] - skin.at[d][0]) + square(skin.at[k][1] - skin.at[d][1]));
            }
            if (skin.same[k] && nearest >= CLEAR * CLEAR && nearest <= AROUND * AROUND) {
                all.add(skin.at[k]);
            }
        }
        return all;
    }

    private RebuiltSurface rebuilt(Around skin, List<Integer> dent, Ring ring, double[] middle) {
        Point centre = skin.base.plus(skin.u.times(middle[0])).plus(skin.v.times(middle[1]));
        List<double[]> points = ring.kept.stream()
                .map(p -> new double[] {p[0] - middle[0], p[1] - middle[1], p[2]})
                .toList();
        double[] height = Objects.requireNonNull(RebuiltSurface.solve(points));
        List<Point> places = dent.stream()
                .map(k -> skin.cells[k])
                .map(j -> new Point(x[j], y[j], z[j]))
                .toList();
        return RebuiltSurface.over(centre, skin.up, points, height, places, MARGIN);
    }

    private static double[] middle(Around skin, List<Integer> dent) {
        double a = 0;
        double b = 0;
        for (int k : dent) {
            a += skin.at[k][0] / dent.size();
            b += skin.at[k][1] / dent.size();
        }
        return new double[] {a, b};
    }

    /** Cells within a radius of a place, always in the same order. */
    private int[] near(double px, double py, double pz, double radius) {
        int[] found = new int[256];
        int count = 0;
        for (int k = low(pz - radius); k <= high(pz + radius, binsZ); k++) {
            for (int j = low(py - radius); j <= high(py + radius, binsY); j++) {
                for (int i = low(px - radius); i <= high(px + radius, binsX); i++) {
                    for (int c : bins[(k * binsY + j) * binsX + i]) {
                        if (square(x[c] - px) + square(y[c] - py) + square(z[c] - pz) <= radius * radius) {
                            if (count == found.length) {
                                found = Arrays.copyOf(found, 2 * count);
                            }
                            found[count++] = c;
                        }
                    }
                }
            }
        }
        return Arrays.copyOf(found, count);
    }

    private static int low(double v) {
        return Math.max(0, (int) Math.floor(v / BIN));
    }

    private static int high(double v, int bins) {
        return Math.min(bins - 1, (int) Math.floor(v / BIN));
    }

    private int bin(double px, double py, double pz) {
        return ((int) (pz / BIN) * binsY + (int) (py / BIN)) * binsX + (int) (px / BIN);
    }

    private static double[] unit(double[] v) {
        double length = Math.sqrt(dot(v, v));
        return length == 0 ? v : new double[] {v[0] / length, v[1] / length, v[2] / length};
    }

    private static double dot(double[] a, double[] b) {
        return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
    }

    private static double square(double v) {
        return v * v;
    }
}
