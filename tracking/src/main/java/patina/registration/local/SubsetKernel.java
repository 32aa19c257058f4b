package patina.registration.local;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import patina.blocks.Block;
import patina.blocks.Input;
import patina.blocks.Kernel;
import patina.blocks.Patch;
import patina.blocks.Source;
import patina.fields.Gaussian;
import patina.geometry.Affine;
import patina.geometry.Extent;
import patina.geometry.Region;
import patina.registration.SplineImage;

/**
 * One Gauss-Newton step of every subset whose point lies in the block.
 *
 * <p>With f the fixed scan, g the moving scan read at x + u(x) for the present field u, and a point's own displacement p(x)
 * affine about it, the step is the least-squares solution of grad f . (p - u) = f - (a g + b) over the subset, where a is the
 * ratio of the subsets' standard deviations and b is eliminated: the inverse compositional step of the zero-mean normalised
 * sum of squared differences. A voxel's part in each sum is a product of f, g, u and grad f at the voxel and powers of its
 * distance to the point, so all sums are taken along y, then z, then x, for all subsets at once and always over the same
 * voxels in the same order.
 *
 * @param fixed the fixed scan; the block's grid
 * @param gridToMoving voxels of the fixed scan to voxels of the moving one where nothing is displaced
 * @param mask what may be used of the fixed scan, above 0; or null for all
 * @param greys turns both scans' greys to shares of metal minus air
 * @param radius of the subsets
 * @param fixedBlur standard deviations along x, y, z of the smoothing, in voxels of the fixed scan
 * @param movingBlur the same in voxels of the moving scan
 * @param field the present displacement, in voxels of the fixed scan
 * @param leastWeight share of the subset that must be in use
 * @param solidFrom the share of metal minus air from which on a voxel is solid; voxels farther than 2 from any are void and
 *     left out; minus infinity for none
 * @param changedFrom the grey difference, as a share of metal minus air, above which a voxel is taken as changed
 * @param slack so much displacement, in voxels, that is not yet found does not make a voxel look changed
 * @param last whether this is the last look: uncertainties are worked out, and what the subsets make of the field itself
 */
record SubsetKernel(
        Source fixed,
        Extent extent,
        Source moving,
        Extent movingExtent,
        Affine gridToMoving,
        @Nullable Source mask,
        Greys greys,
        int radius,
        double[] fixedBlur,
        double[] movingBlur,
        Field field,
        double leastWeight,
        double solidFrom,
        double changedFrom,
        double slack,
        boolean last)
        implements Kernel<Rows> {
    /** share = (fixed grey - air) / contrast, and fixed grey = (moving grey - offset) / gain. */
    record Greys(double air, double contrast, double gain, double offset) implements java.io.Serializable {}

    private static final int STENCIL = 2;

    // The sums' channels: products of two gradients, of one, of none; from FIELD on only at the last look.
    private static final int PAIRS = 6;
    private static final int SINGLES = 9;
    private static final int GRADIENT = PAIRS;
    private static final int GRADIENT_FIXED = PAIRS + 3;
    private static final int GRADIENT_MOVING = PAIRS + 6;
    private static final int W = PAIRS + SINGLES;
    private static final int F = W + 1;
    private static final int Y = W + 2;
    private static final int G = W + 3;
    private static final int FF = W + 4;
    private static final int GG = W + 5;
    private static final int FG = W + 6;
    private static final int FIELD = W + 7;
    private static final int CROSS = FIELD + 3;
    private static final int MISFIT = FIELD + 4;
    private static final int ALL = FIELD + 5;

    /** Powers of y and z a channel is summed with, by the degree of its moments; along x come those up to the degree. */
    private static final int[][] POWERS_Y = {{0}, {0, 1, 0}, {0, 1, 0, 2, 1, 0}};

    private static final int[][] POWERS_Z = {{0}, {0, 0, 1}, {0, 0, 1, 0, 1, 2}};

    /** Which of the ten moments 1 x y z xx xy xz yy yz zz is the product of two of 1 x y z. */
    private static final int[][] MOMENT = {{0, 1, 2, 3}, {1, 4, 5, 6}, {2, 5, 7, 8}, {3, 6, 8, 9}};

    private static final int[][] PAIR = {{0, 1, 2}, {1, 3, 4}, {2, 4, 5}};

    private static int degree(int channel) {
        return channel < PAIRS ? 2 : channel < W || (channel >= FIELD && channel < CROSS) ? 1 : 0;
    }

    /** Where each channel's plane sums begin, and how many there are of all before it. */
    private static final int[] FIRST_SUM = firstSums();

    private static int[] firstSums() {
        int[] first = new int[ALL + 1];
        for (int c = 0; c < ALL; c++) {
            first[c + 1] = first[c] + POWERS_Y[degree(c)].length;
        }
        return first;
    }

    private int channels() {
        return last ? ALL : FIELD;
    }

    private int halo() {
        return radius
                + STENCIL
                + Math.max(
                        Gaussian.reach(fixedBlur[0]),
                        Math.max(Gaussian.reach(fixedBlur[1]), Gaussian.reach(fixedBlur[2])));
    }

    private int margin() {
        Affine m = gridToMoving;
        double norm = Math.max(
                Math.abs(m.m00()) + Math.abs(m.m01()) + Math.abs(m.m02()),
                Math.max(
                        Math.abs(m.m10()) + Math.abs(m.m11()) + Math.abs(m.m12()),
                        Math.abs(m.m20()) + Math.abs(m.m21()) + Math.abs(m.m22())));
        return (int) Math.ceil(norm * (radius + STENCIL + field.farthest())) + 1 + SplineImage.MARGIN;
    }

    @Override
    public List<Input> inputs() {
        List<Input> inputs = new ArrayList<>();
        inputs.add(new Input.Window(fixed, halo()));
        inputs.add(new Input.Image(moving, gridToMoving, margin()));
        if (mask != null) {
            inputs.add(new Input.Window(mask, radius));
        }
        return inputs;
    }

    @Override
    public Rows merge(Rows earlier, Rows later) {
        return earlier.merge(later);
    }

    @Override
    public Rows apply(Block block) {
        Lattice lattice = field.lattice();
        Region points = lattice.within(block.region());
        if (points.isEmpty() || block.patch(1).region().isEmpty()) {
            return new Rows();
        }
        int s = lattice.spacing();
        Region used = new Region(
                points.x() * s - radius,
                points.y() * s - radius,
                points.z() * s - radius,
                (points.nx() - 1) * s + 2 * radius + 1,
                (points.ny() - 1) * s + 2 * radius + 1,
                (points.nz() - 1) * s + 2 * radius + 1);
        Work work = new Work(this, block, points, used);
        work.load();
        for (int z = 0; z < used.nz(); z++) {
            work.plane(z);
        }
        return Rows.of(work.solve());
    }

    /** The arrays of one block. */
    private static final class Work {
        private final SubsetKernel kernel;
        private final Block block;
        private final Region points;
        private final Region used;
        private final Region wide;
        private final int radius;
        private final int spacing;
        private final float[] f;
        private final float[] g;
        private final byte[] use;
        private final float[][] planes;
        private final float[] row;
        /** For each z and y of the points, the plane sums, each a row along x. */
        private final float[] sums;
        /** Powers of the distance to the point, in radii. */
        private final float[][] power;

        /** The field along a row of the used region. */
        private final Field.Row present;

        private final int channels;
        /** Sums of all channels' planes, a point. */
        private final int planeSums;

        private final @Nullable NoiseLags lags;

        Work(SubsetKernel kernel, Block block, Region points, Region used) {
            this.kernel = kernel;
            this.block = block;
            this.points = points;
            this.used = used;
            wide = used.grown(STENCIL);
            radius = kernel.radius;
            spacing = kernel.field.lattice().spacing();
            f = block.workspace().floats(wide.voxels());
            g = block.workspace().floats(wide.voxels());
            use = new byte[wide.voxels()];
            present = Field.Row.over(kernel.field, used);
            channels = kernel.channels();
            planeSums = FIRST_SUM[channels];
            planes = new float[channels][];
            for (int c = 0; c < channels; c++) {
                planes[c] = block.workspace().floats(used.nx() * used.ny());
            }
            int n = points.ny() * points.nz() * planeSums * used.nx();
            sums = block.workspace().floats(n);
            Arrays.fill(sums, 0, n, 0);
            row = new float[3 * used.nx()];
            power = new float[3][2 * radius + 1];
            for (int d = -radius; d <= radius; d++) {
                power[0][d + radius] = 1;
                power[1][d + radius] = (float) d / radius;
                power[2][d + radius] = power[1][d + radius] * power[1][d + radius];
            }
            lags = kernel.last ? new NoiseLags(used) : null;
        }

        /** Smooths the fixed scan, reads the moving one where the field says, and tells what is in use. */
        void load() {
            Patch patch = block.patch(0);
            double[] blur = kernel.fixedBlur;
            Gaussian.smooth(patch, kernel.extent, wide, blur[0], blur[1], blur[2], f);
            float scale = (float) (1 / kernel.greys.contrast());
            float air = (float) kernel.greys.air();
            for (int i = 0; i < wide.voxels(); i++) {
                f[i] = (f[i] - air) * scale;
                g[i] = 0;
            }
            byte[] seen = new byte[wide.voxels()];
            read(seen);
            for (int k = 0; k < wide.nz(); k++) {
                for (int j = 0; j < wide.ny(); j++) {
                    int at = (k * wide.ny() + j) * wide.nx();
                    int from = patch.index(wide.x(), wide.y() + j, wide.z() + k);
                    for (int i = 0; i < wide.nx(); i++) {
                        seen[at + i] &= patch.valid()[from + i];
                    }
                }
            }
            byte[] solid = nearSolid();
            int up = wide.nx();
            int deep = wide.nx() * wide.ny();
            for (int k = 0; k < used.nz(); k++) {
                for (int j = 0; j < used.ny(); j++) {
                    int at = ((k + STENCIL) * wide.ny() + j + STENCIL) * wide.nx() + STENCIL;
                    for (int i = 0; i < used.nx(); i++, at++) {
                        use[at] = (byte) (solid[at]
                                & seen[at]
                                & seen[at - 1]
                                & seen[at + 1]
                                & seen[at - 2]
                                & seen[at + 2]
                                & seen[at - up]
                                & seen[at + up]
                                & seen[at - 2 * up]
                                & seen[at + 2 * up]
                                & seen[at - deep]
                                & seen[at + deep]
                                & seen[at - 2 * deep]
                                & seen[at + 2 * deep]);
                    }
                }
            }
            if (kernel.mask != null) {
                Patch mask = block.patch(2);
                for (int k = 0; k < used.nz(); k++) {
                    for (int j = 0; j < used.ny(); j++) {
                        int at = ((k + STENCIL) * wide.ny() + j + STENCIL) * wide.nx() + STENCIL;
                        int from = mask.index(used.x(), used.y() + j, used.z() + k);
                        for (int i = 0; i < used.nx(); i++) {
                            if (!(mask.values()[from + i] > 0)) {
                                use[at + i] = 0;
                            }
                        }
                    }
                }
            }
            if (Double.isFinite(kernel.changedFrom)) {
                leaveChanged();
            }
        }

        /** Reads the moving scan where the field says. */
        private void read(byte[] seen) {
            Affine m = kernel.gridToMoving;
            Region region = m.image(block.region(), kernel.margin());
            SplineImage image =
                    SplineImage.of(block.patch(1), region, kernel.movingExtent, kernel.movingBlur, block.workspace());
            double slope = 1 / (kernel.greys.gain() * kernel.greys.contrast());
            double shift = -kernel.greys.offset() * slope - kernel.greys.air() / kernel.greys.contrast();
            Field.Row displaced = Field.Row.over(kernel.field, wide);
            SplineImage.Line line = new SplineImage.Line(wide.nx());
            float[][] u = displaced.values;
            int at = 0;
            for (long z = wide.z(); z < wide.endZ(); z++) {
                for (long y = wide.y(); y < wide.endY(); y++, at += wide.nx()) {
                    kernel.field.readDisplacement(displaced, y, z);
                    line.along(m, wide.x(), y, z, u[0], u[1], u[2]);
                    image.read(line, slope, shift, g, seen, at);
                }
            }
        }

        /** 1 where some voxel within 2 along each axis is solid. */
        private byte[] nearSolid() {
            int n = wide.voxels();
            byte[] now = new byte[n];
            for (int i = 0; i < n; i++) {
                now[i] = (byte) (f[i] >= kernel.solidFrom ? 1 : 0);
            }
            return widened(now);
        }

        /** 1 where some voxel within 2 along each axis is 1; right but for the region's two outer voxels. */
        private byte[] widened(byte[] from) {
            int n = from.length;
            byte[] now = from;
            byte[] next = new byte[n];
            for (int step : new int[] {1, wide.nx(), wide.nx() * wide.ny()}) {
                // Rows run into each other at the ends, where nothing is read.
                for (int i = 2 * step; i < n - 2 * step; i++) {
                    next[i] = (byte) (now[i] | now[i - step] | now[i + step] | now[i - 2 * step] | now[i + 2 * step]);
                }
                byte[] swap = now;
                now = next;
                next = swap;
            }
            return now;
        }

        /** Adds plane z of the used region to all sums it belongs to. */
        void plane(int z) {
            products(z);
            int nx = used.nx();
            int reachTo = Math.min(points.nz() - 1, z / spacing);
            int reachFrom = Math.max(0, (z - 2 * radius + spacing - 1) / spacing);
            for (int j = 0; j < points.ny(); j++) {
                for (int c = 0; c < channels; c++) {
                    int degree = degree(c);
                    Arrays.fill(row, 0, (degree + 1) * nx, 0);
                    for (int d = 0; d <= 2 * radius; d++) {
                        add(planes[c], (j * spacing + d) * nx, row, nx, degree, power[1][d], power[2][d]);
                    }
                    for (int k = reachFrom; k <= reachTo; k++) {
                        int d = z - k * spacing;
                        int to = ((k * points.ny() + j) * planeSums + FIRST_SUM[c]) * nx;
                        int[] py = POWERS_Y[degree];
                        int[] pz = POWERS_Z[degree];
                        for (int q = 0; q < py.length; q++) {
                            addScaled(row, py[q] * nx, power[pz[q]][d], sums, to + q * nx, nx);
                        }
                    }
                }
            }
        }

        private static void add(float[] from, int at, float[] to, int n, int degree, float t, float tt) {
            for (int i = 0; i < n; i++) {
                to[i] += from[at + i];
            }
            if (degree > 0) {
                addScaled(from, at, t, to, n, n);
            }
            if (degree > 1) {
                addScaled(from, at, tt, to, 2 * n, n);
            }
        }

        private static void addScaled(float[] from, int at, float by, float[] to, int into, int n) {
            for (int i = 0; i < n; i++) {
                to[into + i] += by * from[at + i];
            }
        }

        /** The products of one plane; those of a voxel that is not in use are 0. */
        private void products(int z) {
            float[][] u = present.values;
            int nx = used.nx();
            for (int y = 0; y < used.ny(); y++) {
                int at = ((z + STENCIL) * wide.ny() + y + STENCIL) * wide.nx() + STENCIL;
                int to = y * nx;
                kernel.field.readDisplacement(present, (double) used.y() + y, (double) used.z() + z);
                for (int i = 0; i < nx; i++) {
                    planes[W][to + i] = use[at + i];
                }
                gradient(f, at, GRADIENT, to, nx);
                for (int c = 0; c < 3; c++) {
                    product(planes[GRADIENT + c], planes[W], planes[GRADIENT + c], to, nx);
                }
                if (lags != null) {
                    lastProducts(lags, u, at, y, z);
                }
                multiply(u, at, to, nx);
            }
            if (lags != null) {
                lags.endPlane();
            }
        }

        /** The derivatives of a row along x, y and z into three planes. */
        private void gradient(float[] v, int at, int planes, int to, int nx) {
            derivative(v, at, 1, this.planes[planes], to, nx);
            derivative(v, at, wide.nx(), this.planes[planes + 1], to, nx);
            derivative(v, at, wide.nx() * wide.ny(), this.planes[planes + 2], to, nx);
        }

        /** Fourth-order central difference. */
        private static void derivative(float[] v, int at, int step, float[] to, int into, int n) {
            int a = at - 2 * step;
            int b = at - step;
            int c = at + step;
            int d = at + 2 * step;
            for (int i = 0; i < n; i++) {
                to[into + i] = (8 * (v[c + i] - v[b + i]) - (v[d + i] - v[a + i])) * (1 / 12f);
            }
        }

        private float misfit(float[][] u, int at, int i) {
            return f[at + i] - u[Field.GAIN][i] * g[at + i] - u[Field.OFFSET][i];
        }

        /** Takes out of use what has changed, with what lies within 2 voxels of it. */
        private void leaveChanged() {
            float limit = (float) kernel.changedFrom;
            float slack = (float) kernel.slack;
            byte[] changed = new byte[wide.voxels()];
            int up = wide.nx();
            int deep = wide.nx() * wide.ny();
            for (int k = 0; k < used.nz(); k++) {
                for (int j = 0; j < used.ny(); j++) {
                    int at = ((k + STENCIL) * wide.ny() + j + STENCIL) * wide.nx() + STENCIL;
                    kernel.field.readGreys(present, (double) used.y() + j, (double) used.z() + k);
                    for (int i = 0; i < used.nx(); i++) {
                        int v = at + i;
                        float dx = f[v + 1] - f[v - 1];
                        float dy = f[v + up] - f[v - up];
                        float dz = f[v + deep] - f[v - deep];
                        float steep = 0.5f * (float) Math.sqrt(dx * dx + dy * dy + dz * dz);
                        if (use[v] != 0 && Math.abs(misfit(present.values, at, i)) > limit + slack * steep) {
                            changed[v] = 1;
                        }
                    }
                }
            }
            byte[] near = widened(changed);
            for (int v = 0; v < near.length; v++) {
                if (near[v] != 0) {
                    use[v] = 0;
                }
            }
        }

        /** What only the last look wants of a row. */
        private void lastProducts(NoiseLags noise, float[][] u, int at, int y, int z) {
            int nx = used.nx();
            int to = y * nx;
            kernel.field.readGreys(present, (double) used.y() + y, (double) used.z() + z);
            float[] px = planes[GRADIENT];
            float[] py = planes[GRADIENT + 1];
            float[] pz = planes[GRADIENT + 2];
            float[] hx = planes[FIELD];
            float[] hy = planes[FIELD + 1];
            float[] hz = planes[FIELD + 2];
            float[] cross = planes[CROSS];
            float[] misfit = planes[MISFIT];
            gradient(g, at, FIELD, to, nx);
            for (int i = 0; i < nx; i++) {
                int v = to + i;
                cross[v] = px[v] * hx[v] + py[v] * hy[v] + pz[v] * hz[v];
                misfit[v] = planes[W][v] * misfit(u, at, i);
            }
            noise.row(to, nx, misfit, px, py, pz);
            for (int i = 0; i < nx; i++) {
                int v = to + i;
                float along = px[v] * u[0][i] + py[v] * u[1][i] + pz[v] * u[2][i];
                hx[v] = px[v] * along;
                hy[v] = py[v] * along;
                hz[v] = pz[v] * along;
                misfit[v] *= misfit[v] * (px[v] * px[v] + py[v] * py[v] + pz[v] * pz[v]);
            }
        }

        private void multiply(float[][] u, int at, int to, int nx) {
            float[] ux = u[0];
            float[] uy = u[1];
            float[] uz = u[2];
            float[] px = planes[GRADIENT];
            float[] py = planes[GRADIENT + 1];
            float[] pz = planes[GRADIENT + 2];
            float[] w = planes[W];
            float[] fixed = planes[F];
            float[] moving = planes[G];
            float[] sum = planes[Y];
            for (int i = 0; i < nx; i++) {
                fixed[to + i] = w[to + i] * f[at + i];
                moving[to + i] = w[to + i] * g[at + i];
            }
            product(px, px, planes[0], to, nx);
            product(px, py, planes[1], to, nx);
            product(px, pz, planes[2], to, nx);
            product(py, py, planes[3], to, nx);
            product(py, pz, planes[4], to, nx);
            product(pz, pz, planes[5], to, nx);
            for (int i = 0; i < nx; i++) {
                sum[to + i] = fixed[to + i] + px[to + i] * ux[i] + py[to + i] * uy[i] + pz[to + i] * uz[i];
            }
            for (int c = 0; c < 3; c++) {
                product(planes[GRADIENT + c], sum, planes[GRADIENT_FIXED + c], to, nx);
                product(planes[GRADIENT + c], moving, planes[GRADIENT_MOVING + c], to, nx);
            }
            product(fixed, fixed, planes[FF], to, nx);
            product(moving, moving, planes[GG], to, nx);
            product(fixed, moving, planes[FG], to, nx);
        }

        private static void product(float[] a, float[] b, float[] to, int at, int n) {
            for (int i = at; i < at + n; i++) {
                to[i] = a[i] * b[i];
            }
        }

        /** The rows of all points that have enough in use. */
        double[] solve() {
            double[] rows = new double[points.voxels() * Rows.WIDTH];
            int filled = 0;
            Extent all = kernel.field.lattice().points();
            double[][] moments = new double[channels][10];
            for (int k = 0; k < points.nz(); k++) {
                for (int j = 0; j < points.ny(); j++) {
                    for (int i = 0; i < points.nx(); i++) {
                        sumAlongX(i, (k * points.ny() + j) * planeSums * used.nx(), moments);
                        double share = moments[W][0] / Math.pow(2.0 * radius + 1, 3);
                        if (share < kernel.leastWeight) {
                            continue;
                        }
                        int at = filled * Rows.WIDTH;
                        rows[at + Rows.POINT] = all.index(points.x() + i, points.y() + j, points.z() + k);
                        rows[at + Rows.WEIGHT] = share;
                        if (solve(moments, rows, at, i, j, k)) {
                            filled++;
                        }
                    }
                }
            }
            return Arrays.copyOf(rows, filled * Rows.WIDTH);
        }

        private void sumAlongX(int point, int from, double[][] moments) {
            int nx = used.nx();
            for (int c = 0; c < channels; c++) {
                int degree = degree(c);
                int[] py = POWERS_Y[degree];
                int[] pz = POWERS_Z[degree];
                int first = from + FIRST_SUM[c] * nx + point * spacing;
                for (int q = 0; q < py.length; q++, first += nx) {
                    double m0 = 0;
                    double m1 = 0;
                    double m2 = 0;
                    for (int d = 0; d <= 2 * radius; d++) {
                        double v = sums[first + d];
                        m0 += v;
                        m1 += v * power[1][d];
                        m2 += v * power[2][d];
                    }
                    int y = py[q];
                    int z = pz[q];
                    // The moment of y^py z^pz.
                    int base = y == 0 && z == 0 ? 0 : z == 0 ? (y == 1 ? 2 : 7) : y == 0 ? (z == 1 ? 3 : 9) : 8;
                    moments[c][base] = m0;
                    if (y + z < degree) {
                        moments[c][base == 0 ? 1 : base == 2 ? 5 : 6] = m1;
                    }
                    if (y + z + 1 < degree) {
                        moments[c][4] = m2;
                    }
                }
            }
        }

        private boolean solve(double[][] m, double[] rows, int at, int i, int j, int k) {
            double n = m[W][0];
            double meanF = m[F][0] / n;
            double meanG = m[G][0] / n;
            double varF = m[FF][0] / n - meanF * meanF;
            double varG = m[GG][0] / n - meanG * meanG;
            double both = m[FG][0] / n - meanF * meanG;
            if (!(varF > 1e-12 && varG > 1e-12)) {
                return false;
            }
            double gain = Math.sqrt(varF / varG);
            double[][] normal = new double[12][12];
            double[] right = new double[12];
            double meanY = (m[Y][0] - gain * m[G][0]) / n;
            double meanField = (m[Y][0] - m[F][0]) / n;
            double[] field = new double[12];
            for (int a = 0; a < 12; a++) {
                double one = m[GRADIENT + a / 4][a % 4];
                right[a] = m[GRADIENT_FIXED + a / 4][a % 4] - gain * m[GRADIENT_MOVING + a / 4][a % 4] - one * meanY;
                field[a] = lags == null ? 0 : m[FIELD + a / 4][a % 4] - one * meanField;
                for (int b = 0; b <= a; b++) {
                    normal[a][b] = m[PAIR[a / 4][b / 4]][MOMENT[a % 4][b % 4]] - one * m[GRADIENT + b / 4][b % 4] / n;
                }
            }
            double[][] inverse = Cholesky.inverse(normal);
            if (inverse == null) {
                return false;
            }
            for (int a = 0; a < 12; a++) {
                // Displacements first, then derivatives, which were fitted in radii.
                double fit = times(inverse[a], right);
                if (a % 4 == 0) {
                    rows[at + Rows.FIT + a / 4] = fit;
                    rows[at + Rows.FIELD + a / 4] = times(inverse[a], field);
                } else {
                    rows[at + Rows.FIT + 3 + 3 * (a / 4) + a % 4 - 1] = fit / radius;
                }
            }
            double correlation = both / Math.sqrt(varF * varG);
            rows[at + Rows.CORRELATION] = correlation;
            rows[at + Rows.GAIN] = gain;
            rows[at + Rows.OFFSET] = meanF - gain * meanG;
            rows[at + Rows.RESIDUAL] = Math.sqrt(Math.max(0, 2 * varF * (1 - correlation)));
            if (lags != null) {
                uncertainty(lags, m, gain, inverse, rows, at, i, j, k);
            }
            return true;
        }

        private static double times(double[] a, double[] b) {
            double sum = 0;
            for (int i = 0; i < a.length; i++) {
                sum += a[i] * b[i];
            }
            return sum;
        }

        /**
         * The displacement's covariance is that of the fit's right side, sum of misfit times gradient, between inverse normal
         * matrices: the misfit's variance, weighted as it enters, times the normal matrix, times by how much neighbouring
         * voxels' misfits are alike. The noise's own gradient is in the fixed scan's squared gradient, but not in the product
         * of both scans', and only the latter tells where the moving scan lies.
         */
        private void uncertainty(
                NoiseLags noise,
                double[][] m,
                double gain,
                double[][] inverse,
                double[] rows,
                int at,
                int i,
                int j,
                int k) {
            double squares = m[0][0] + m[3][0] + m[5][0];
            double signal = Math.min(1, gain * m[CROSS][0] / squares);
            double alike = noise.alike(
                    (points.x() + i) * spacing, (points.y() + j) * spacing, (points.z() + k) * spacing, radius);
            rows[at + Rows.SIGNAL] = signal;
            double variance = m[MISFIT][0] / squares * alike;
            for (int c = 0; c < 3; c++) {
                rows[at + Rows.UNCERTAINTY + c] = signal > LEAST_SIGNAL
                        ? Math.sqrt(variance * inverse[4 * c][4 * c]) / signal
                        : Double.POSITIVE_INFINITY;
            }
        }
    }

    /** Share of the fixed scan's squared gradient that the moving scan must show for a displacement to be told. */
    private static final double LEAST_SIGNAL = 0.02;
}
