package patina.series;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import patina.blocks.Volume;
import patina.geometry.Extent;
import patina.geometry.Region;

/**
 * What a scan saw: a box, and inside it a circle about an axis along z (the reconstruction circle), both in voxels. Outside
 * lies constant fill.
 *
 * <p>Fill is told from air that was merely clipped to the same value by two facts. A reconstruction circle is a circle: the
 * inner border of the fill lies on one circle to within a voxel, centred in the slice and about as large as it. And fill
 * is cut sharply: just inside its border the grey is what it is a few voxels deeper, while a specimen's edge is blurred.
 * Whatever does not show both stays seen.
 *
 * @param fromX first seen voxel; {@code toX} is one past the last; likewise y and z
 * @param centreX of the circle, voxel coordinates
 * @param radius of the circle, in voxels; infinite when there is none
 * @param fill the constant value outside; 0 when all was seen
 */
public record FieldOfView(
        long fromX,
        long fromY,
        long fromZ,
        long toX,
        long toY,
        long toZ,
        double centreX,
        double centreY,
        double radius,
        float fill)
        implements Serializable {

    /** How many slices are looked at. */
    private static final int SLICES = 9;

    /** A sharp border keeps at least this share of the contrast that is found a few voxels deeper. */
    private static final double SHARP = 0.7;

    /** All of the volume was seen. */
    public static FieldOfView whole(Extent extent) {
        return new FieldOfView(0, 0, 0, extent.x(), extent.y(), extent.z(), 0, 0, Double.POSITIVE_INFINITY, 0);
    }

    public boolean isWhole(Extent extent) {
        return equals(whole(extent));
    }

    public boolean hasCircle() {
        return radius < Double.POSITIVE_INFINITY;
    }

    /** As a sentence for the record. */
    public String sentence() {
        return String.format(
                Locale.ROOT,
                "Outside%s the box from voxel (%d, %d, %d) to (%d, %d, %d) there is fill of %s, taken as not seen.",
                hasCircle()
                        ? String.format(
                                Locale.ROOT,
                                " the circle of radius %.1f about (%.1f, %.1f) and",
                                radius,
                                centreX,
                                centreY)
                        : "",
                fromX,
                fromY,
                fromZ,
                toX - 1,
                toY - 1,
                toZ - 1,
                Float.toString(fill));
    }

    /** Takes away what of {@code region} was not seen: value 0, not valid. */
    void hide(Region region, float[] values, byte[] valid) {
        for (int k = 0; k < region.nz(); k++) {
            boolean slice = region.z() + k >= fromZ && region.z() + k < toZ;
            for (int j = 0; j < region.ny(); j++) {
                long y = region.y() + j;
                int row = (k * region.ny() + j) * region.nx();
                long from = fromX;
                long to = toX;
                if (!slice || y < fromY || y >= toY) {
                    to = from;
                } else if (hasCircle()) {
                    double half = Math.sqrt(radius * radius - (y - centreY) * (y - centreY));
                    // NaN beyond the circle: no voxel.
                    from = half >= 0 ? Math.max(from, (long) Math.ceil(centreX - half)) : to;
                    to = half >= 0 ? Math.min(to, (long) Math.floor(centreX + half) + 1) : from;
                }
                int a = (int) Math.max(0, Math.min(region.nx(), from - region.x()));
                int b = (int) Math.max(a, Math.min(region.nx(), to - region.x()));
                clear(values, valid, row, row + a);
                clear(values, valid, row + b, row + region.nx());
            }
        }
    }

    private static void clear(float[] values, byte[] valid, int from, int to) {
        for (int i = from; i < to; i++) {
            values[i] = 0;
            valid[i] = 0;
        }
    }

    /** Looks for fill in a handful of slices. NaN needs no looking for: it is never valid. */
    static FieldOfView detect(Volume volume) throws IOException {
        return new Detection(volume).run();
    }

    /** One look at one volume. */
    private static final class Detection {
        private final Volume volume;
        private final Extent extent;
        private final int nx;
        private final int ny;
        private long fromZ;
        private long toZ;
        private float fill;
        /** Pixels that differ from the fill in any slice looked at. */
        private final BitSet other = new BitSet();

        private int fromX;
        private int fromY;
        private int toX;
        private int toY;
        private double @Nullable [] circle;

        Detection(Volume volume) {
            this.volume = volume;
            this.extent = volume.extent();
            this.nx = (int) Math.min(extent.x(), Integer.MAX_VALUE);
            this.ny = (int) Math.min(extent.y(), Integer.MAX_VALUE);
        }

        FieldOfView run() throws IOException {
            FieldOfView whole = whole(extent);
            if (extent.x() * extent.y() > 1 << 28 || Math.min(nx, ny) < 16) {
                return whole;
            }
            while (fromZ < extent.z() && isConstant(fromZ)) {
                fromZ++;
            }
            toZ = extent.z();
            while (toZ > fromZ && isConstant(toZ - 1)) {
                toZ--;
            }
            if (fromZ == toZ) {
                return whole;
            }
            TreeSet<Long> slices = new TreeSet<>();
            for (int i = 0; i < SLICES; i++) {
                slices.add(fromZ + (toZ - fromZ) * (2 * i + 1) / (2 * SLICES));
            }
            Float corner = corner(slices);
            if (corner == null) {
                // Whole slices of fill may still end the volume.
                corner = value(0, 0, fromZ > 0 ? 0 : extent.z() - 1);
                if (corner == null || fromZ == 0 && toZ == extent.z()) {
                    return whole;
                }
            }
            fill = corner;
            for (long z : slices) {
                eachRow(z, (y, values, valid) -> {
                    for (int x = 0; x < nx; x++) {
                        if (values[x] != fill || valid[x] == 0) {
                            other.set(y * nx + x);
                        }
                    }
                });
            }
            trim();
            if (toX - fromX < 16 || toY - fromY < 16) {
                return whole;
            }
            double[] found = fitCircle();
            Profile profile = new Profile(found);
            int step = Math.max(1, slices.size() / 3);
            int i = 0;
            for (long z : slices) {
                if (i++ % step == 0) {
                    eachRow(z, profile);
                }
            }
            circle = found != null && profile.ringIsSharp() ? found : null;
            int seenFromX = side(fromX, fromX > 0, 1, true, profile.columns, profile.columnCounts) ? fromX : 0;
            int seenToX = side(toX - 1, toX < nx, -1, true, profile.columns, profile.columnCounts) ? toX : nx;
            int seenFromY = side(fromY, fromY > 0, 1, false, profile.rows, profile.rowCounts) ? fromY : 0;
            int seenToY = side(toY - 1, toY < ny, -1, false, profile.rows, profile.rowCounts) ? toY : ny;
            long seenFromZ = fromZ > 0 && end(fromZ, 1) ? fromZ : 0;
            long seenToZ = toZ < extent.z() && end(toZ - 1, -1) ? toZ : extent.z();
            if (circle == null) {
                FieldOfView box = new FieldOfView(
                        seenFromX,
                        seenFromY,
                        seenFromZ,
                        seenToX,
                        seenToY,
                        seenToZ,
                        0,
                        0,
                        Double.POSITIVE_INFINITY,
                        fill);
                return new FieldOfView(
                                        seenFromX,
                                        seenFromY,
                                        seenFromZ,
                                        seenToX,
                                        seenToY,
                                        seenToZ,
                                        0,
                                        0,
                                        Double.POSITIVE_INFINITY,
                                        0)
                                .equals(whole)
                        ? whole
                        : box;
            }
            // One voxel less: pixels on the border itself may be part fill.
            return new FieldOfView(
                    seenFromX,
                    seenFromY,
                    seenFromZ,
                    seenToX,
                    seenToY,
                    seenToZ,
                    circle[0],
                    circle[1],
                    circle[2] - 1,
                    fill);
        }

        /** Hears one row of a slice. */
        private interface RowListener {
            void row(int y, float[] values, byte[] valid);
        }

        private void eachRow(long z, RowListener listener) throws IOException {
            int most = Math.max(1, (1 << 20) / nx);
            float[] values = new float[Math.min(ny, most) * nx];
            byte[] valid = new byte[values.length];
            float[] row = new float[nx];
            byte[] rowValid = new byte[nx];
            for (int y = 0; y < ny; y += most) {
                int rows = Math.min(most, ny - y);
                volume.read(new Region(0, y, z, nx, rows, 1), values, valid);
                for (int r = 0; r < rows; r++) {
                    System.arraycopy(values, r * nx, row, 0, nx);
                    System.arraycopy(valid, r * nx, rowValid, 0, nx);
                    listener.row(y + r, row, rowValid);
                }
            }
        }

        private boolean isConstant(long z) throws IOException {
            int most = Math.max(1, Math.min(ny, (1 << 16) / nx));
            float[] values = new float[most * nx];
            byte[] valid = new byte[values.length];
            float first = 0;
            byte firstValid = 0;
            for (int y = 0; y < ny; y += most) {
                int rows = Math.min(most, ny - y);
                volume.read(new Region(0, y, z, nx, rows, 1), values, valid);
                if (y == 0) {
                    first = values[0];
                    firstValid = valid[0];
                }
                for (int i = 0; i < rows * nx; i++) {
                    if (values[i] != first || valid[i] != firstValid) {
                        return false;
                    }
                }
            }
            return true;
        }

        private @Nullable Float value(int x, int y, long z) throws IOException {
            float[] value = new float[1];
            byte[] valid = new byte[1];
            volume.read(new Region(x, y, z, 1, 1, 1), value, valid);
            return valid[0] == 0 ? null : value[0];
        }

        /** The value that most corners have in every slice looked at; null when no corner is constant. */
        private @Nullable Float corner(Set<Long> slices) throws IOException {
            List<Float> constant = new ArrayList<>();
            for (int c = 0; c < 4; c++) {
                int x = (c & 1) == 0 ? 0 : nx - 1;
                int y = (c & 2) == 0 ? 0 : ny - 1;
                Float first = value(x, y, slices.iterator().next());
                boolean same = first != null;
                for (long z : slices) {
                    same = same && first != null && first.equals(value(x, y, z));
                }
                if (same && first != null) {
                    constant.add(first);
                }
            }
            Float best = null;
            int most = 0;
            for (Float candidate : constant) {
                int n = (int) constant.stream().filter(candidate::equals).count();
                if (n > most) {
                    most = n;
                    best = candidate;
                }
            }
            return best;
        }

        private void trim() {
            fromX = nx;
            fromY = ny;
            for (int y = 0; y < ny; y++) {
                int first = other.nextSetBit(y * nx);
                if (first >= 0 && first < (y + 1) * nx) {
                    fromY = Math.min(fromY, y);
                    toY = y + 1;
                    fromX = Math.min(fromX, first - y * nx);
                    toX = Math.max(toX, other.previousSetBit((y + 1) * nx - 1) - y * nx + 1);
                }
            }
        }

        /** Centre x, centre y and radius of the fill's inner border; null unless that is one circle. */
        private double @Nullable [] fitCircle() {
            int wide = toX - fromX;
            int high = toY - fromY;
            if (wide < 0.6 * nx || high < 0.6 * ny) {
                return null;
            }
            List<double[]> border = border();
            if (border.size() < Math.max(16, (wide + high) / 20)) {
                return null;
            }
            double[] fit = leastSquares(border);
            if (fit == null) {
                return null;
            }
            double[] first = fit;
            List<double[]> near = border.stream()
                    .filter(p -> Math.abs(Math.hypot(p[0] - first[0], p[1] - first[1]) - first[2]) < 3)
                    .toList();
            fit = near.size() >= 16 ? leastSquares(near) : null;
            if (fit == null) {
                return null;
            }
            int within = 0;
            int[] quadrants = new int[4];
            for (double[] p : border) {
                double dx = p[0] - fit[0];
                double dy = p[1] - fit[1];
                if (Math.abs(Math.hypot(dx, dy) - fit[2]) <= 1.5) {
                    within++;
                    quadrants[(dx > 0 ? 1 : 0) + (dy > 0 ? 2 : 0)]++;
                }
            }
            int arcs = 0;
            for (int n : quadrants) {
                arcs += n >= 4 ? 1 : 0;
            }
            boolean centred = Math.abs(fit[0] - (fromX + toX - 1) / 2.0) <= 0.1 * wide
                    && Math.abs(fit[1] - (fromY + toY - 1) / 2.0) <= 0.1 * high;
            boolean large = fit[2] >= 0.45 * Math.min(wide, high);
            return within >= 0.95 * border.size() && arcs >= 3 && centred && large && isEmptyOutside(fit) ? fit : null;
        }

        /** Where rows and columns first leave the fill, but for the straight sides of the box. */
        private List<double[]> border() {
            List<double[]> border = new ArrayList<>();
            for (int y = fromY; y < toY; y++) {
                int first = other.nextSetBit(y * nx);
                if (first < 0 || first >= (y + 1) * nx) {
                    continue;
                }
                add(border, first - y * nx - 0.5, y);
                add(border, other.previousSetBit((y + 1) * nx - 1) - y * nx + 0.5, y);
            }
            for (int x = fromX; x < toX; x++) {
                int top = fromY;
                while (top < toY && !other.get(top * nx + x)) {
                    top++;
                }
                if (top == toY) {
                    continue;
                }
                int bottom = toY - 1;
                while (!other.get(bottom * nx + x)) {
                    bottom--;
                }
                add(border, x, top - 0.5);
                add(border, x, bottom + 0.5);
            }
            return border;
        }

        private void add(List<double[]> border, double x, double y) {
            if (x > fromX + 1.5 && x < toX - 2.5 && y > fromY + 1.5 && y < toY - 2.5) {
                border.add(new double[] {x, y});
            }
        }

        /** Circle through points by Kasa's linear least squares: x^2 + y^2 = a x + b y + c. */
        private static double @Nullable [] leastSquares(List<double[]> points) {
            double mx = points.stream().mapToDouble(p -> p[0]).average().orElse(0);
            double my = points.stream().mapToDouble(p -> p[1]).average().orElse(0);
            double uu = 0;
            double uv = 0;
            double vv = 0;
            double ru = 0;
            double rv = 0;
            double rr = 0;
            for (double[] p : points) {
                double u = p[0] - mx;
                double v = p[1] - my;
                double r = u * u + v * v;
                uu += u * u;
                uv += u * v;
                vv += v * v;
                ru += r * u;
                rv += r * v;
                rr += r;
            }
            double d = uu * vv - uv * uv;
            if (!(d > 1e-9 * uu * vv)) {
                return null;
            }
            double a = (ru * vv - rv * uv) / d / 2;
            double b = (rv * uu - ru * uv) / d / 2;
            return new double[] {mx + a, my + b, Math.sqrt(rr / points.size() + a * a + b * b)};
        }

        private boolean isEmptyOutside(double[] fit) {
            long outside = 0;
            long notFill = 0;
            for (int y = 0; y < ny; y++) {
                for (int x = 0; x < nx; x++) {
                    if (Math.hypot(x - fit[0], y - fit[1]) > fit[2] + 1.5) {
                        outside++;
                        notFill += other.get(y * nx + x) ? 1 : 0;
                    }
                }
            }
            return outside > 0 && notFill <= outside / 1000;
        }

        /** Mean contrast to the fill along rows, along columns and in two rings inside the circle. */
        private final class Profile implements RowListener {
            final double @Nullable [] fit;
            final double[] columns = new double[nx];
            final double[] rows = new double[ny];
            final long[] columnCounts = new long[nx];
            final long[] rowCounts = new long[ny];
            double outer;
            double inner;
            long outerCount;
            long innerCount;
            long outerOther;

            Profile(double @Nullable [] fit) {
                this.fit = fit;
            }

            @Override
            public void row(int y, float[] values, byte[] valid) {
                if (y < fromY || y >= toY) {
                    return;
                }
                for (int x = fromX; x < toX; x++) {
                    double contrast = valid[x] == 0 ? 0 : Math.abs(values[x] - fill);
                    double depth = fit == null ? 99 : fit[2] - Math.hypot(x - fit[0], y - fit[1]);
                    if (depth >= 0) {
                        columns[x] += contrast;
                        columnCounts[x]++;
                        rows[y] += contrast;
                        rowCounts[y]++;
                    }
                    if (depth >= 1 && depth < 2.5) {
                        outer += contrast;
                        outerCount++;
                        outerOther += other.get(y * nx + x) ? 1 : 0;
                    } else if (depth >= 5 && depth < 9) {
                        inner += contrast;
                        innerCount++;
                    }
                }
            }

            boolean ringIsSharp() {
                return outerCount > 0
                        && innerCount > 0
                        && outerOther >= 0.9 * outerCount
                        && outer / outerCount >= SHARP * inner / innerCount;
            }
        }

        /** Whether the fill up to {@code first} ends as fill does: at once, over the whole side or as a sharp cut. */
        private boolean side(int first, boolean filled, int inward, boolean column, double[] sums, long[] counts) {
            if (!filled) {
                return false;
            }
            int last = column ? toX - 1 : toY - 1;
            int low = column ? fromX : fromY;
            if (first + 8 * inward < low || first + 8 * inward > last) {
                return false;
            }
            double near = mean(sums, counts, first, first + inward);
            double deep = mean(sums, counts, first + 5 * inward, first + 8 * inward);
            BitSet nearest = line(first, column);
            BitSet next = line(first + 3 * inward, column);
            int from = column ? fromY : fromX;
            int to = column ? toY : toX;
            long all = 0;
            for (int i = from; i < to; i++) {
                double x = column ? first : i;
                double y = column ? i : first;
                if (circle == null || Math.hypot(x - circle[0], y - circle[1]) <= circle[2] - 1) {
                    all++;
                }
            }
            return isCut(near, deep, nearest, next, all);
        }

        private BitSet line(int at, boolean column) {
            BitSet line = new BitSet();
            for (int i = column ? fromY : fromX; i < (column ? toY : toX); i++) {
                line.set(i, other.get(column ? i * nx + at : at * nx + i));
            }
            return line;
        }

        private static double mean(double[] sums, long[] counts, int a, int b) {
            double sum = 0;
            long count = 0;
            for (int i = Math.min(a, b); i <= Math.max(a, b); i++) {
                sum += sums[i];
                count += counts[i];
            }
            return count == 0 ? 0 : sum / count;
        }

        private boolean isCut(double near, double deep, BitSet nearest, BitSet next, long all) {
            long here = nearest.cardinality();
            if (all > 0 && here >= 0.9 * all) {
                return near >= SHARP * deep;
            }
            // A specimen cut by the view, in air clipped to the fill's value: the cut goes on unchanged.
            BitSet changed = (BitSet) nearest.clone();
            changed.xor(next);
            return fill == 0
                    && all > 0
                    && here >= 0.05 * all
                    && changed.cardinality() <= 0.05 * here
                    && near >= 0.95 * deep;
        }

        /** As {@link #side}, for whole slices of fill at an end. */
        private boolean end(long first, int inward) throws IOException {
            if (first + 8L * inward < fromZ || first + 8L * inward >= toZ) {
                return false;
            }
            BitSet nearest = new BitSet();
            BitSet next = new BitSet();
            double[] sums = new double[2];
            long[] all = new long[1];
            for (int plane = 0; plane < 2; plane++) {
                eachRow(first + (long) plane * inward, inside((x, y, contrast, differs) -> {
                    sums[0] += contrast / 2;
                    if (differs) {
                        nearest.set(y * nx + x);
                    }
                }));
            }
            eachRow(first + 3L * inward, inside((x, y, contrast, differs) -> {
                all[0]++;
                if (differs) {
                    next.set(y * nx + x);
                }
            }));
            for (int plane = 5; plane < 9; plane++) {
                eachRow(first + (long) plane * inward, inside((x, y, contrast, differs) -> sums[1] += contrast / 4));
            }
            return isCut(sums[0], sums[1], nearest, next, all[0]);
        }

        private interface PixelListener {
            void pixel(int x, int y, double contrast, boolean differs);
        }

        private RowListener inside(PixelListener listener) {
            return (y, values, valid) -> {
                if (y < fromY || y >= toY) {
                    return;
                }
                for (int x = fromX; x < toX; x++) {
                    if (circle == null || Math.hypot(x - circle[0], y - circle[1]) <= circle[2] - 1) {
                        double contrast = valid[x] == 0 ? 0 : Math.abs(values[x] - fill);
                        listener.pixel(x, y, contrast, contrast > 0);
                    }
                }
            };
        }
    }
}
