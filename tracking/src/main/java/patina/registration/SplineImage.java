package patina.registration;

import java.util.Arrays;
import patina.blocks.Patch;
import patina.blocks.Workspace;
import patina.fields.Gaussian;
import patina.geometry.Affine;
import patina.geometry.Extent;
import patina.geometry.Region;

/**
 * A part of a scan as cubic B-spline coefficients, to be read at any places, a line of places at a time.
 *
 * <p>The coefficients come from a prefilter of fixed length (the recursive filter's impulse response cut below 1e-5), so a
 * value does not depend on where the part begins (Unser, IEEE Signal Process. Mag. 16(6), 1999). A place is valid where all
 * voxels within 3 of it were seen; beyond the volume's ends values are mirrored and nothing is valid. One thread's.
 */
public final class SplineImage {
    /** How many voxels around the places to be read are needed. */
    public static final int MARGIN = 11;

    private static final double POLE = Math.sqrt(3) - 2;
    private static final int TAPS = 8;
    private static final int SEEN = 3;

    private final float[] coefficients;
    private final byte[] valid;
    private final Region region;
    private final Extent extent;

    private SplineImage(float[] coefficients, byte[] valid, Region region, Extent extent) {
        this.coefficients = coefficients;
        this.valid = valid;
        this.region = region;
        this.extent = extent;
    }

    /**
     * Turns samples into coefficients; the patch's arrays are used up.
     *
     * @param patch what of {@code region} lies in the volume; not empty
     * @param region all places to be read with {@link #MARGIN} around them
     * @param extent of the volume
     * @param blur standard deviations of a Gaussian along x, y and z that the values are smoothed with, in voxels
     */
    public static SplineImage of(Patch patch, Region region, Extent extent, double[] blur, Workspace workspace) {
        Padded padded = pad(patch, region, extent);
        prefilter(padded.values, region, blur, workspace);
        erode(padded.valid, region);
        return new SplineImage(padded.values, padded.valid, region, extent);
    }

    private record Padded(float[] values, byte[] valid) {}

    /** The wanted region with mirrored values beyond the volume's ends. */
    private static Padded pad(Patch patch, Region region, Extent extent) {
        if (patch.region().equals(region)) {
            return new Padded(patch.values(), patch.valid());
        }
        int[] fromX = mirror(
                region.x(),
                region.nx(),
                extent.x(),
                patch.region().x(),
                patch.region().nx());
        int[] fromY = mirror(
                region.y(),
                region.ny(),
                extent.y(),
                patch.region().y(),
                patch.region().ny());
        int[] fromZ = mirror(
                region.z(),
                region.nz(),
                extent.z(),
                patch.region().z(),
                patch.region().nz());
        float[] values = new float[region.voxels()];
        byte[] valid = new byte[region.voxels()];
        int to = 0;
        for (int k = 0; k < region.nz(); k++) {
            for (int j = 0; j < region.ny(); j++) {
                int row = (fromZ[k] * patch.region().ny() + fromY[j])
                        * patch.region().nx();
                for (int i = 0; i < region.nx(); i++, to++) {
                    int from = row + fromX[i];
                    values[to] = patch.values()[from];
                    // At the volume's own ends the mirrored values stand in for the filter, so they count as seen;
                    // whether a voxel lies inside is tested where it is read.
                    valid[to] = patch.valid()[from];
                }
            }
        }
        return new Padded(values, valid);
    }

    private static int[] mirror(long from, int n, long length, long patchFrom, int patchN) {
        int[] offsets = new int[n];
        long period = 2 * length;
        for (int i = 0; i < n; i++) {
            long c = Math.floorMod(from + i, period);
            c = c < length ? c : period - 1 - c;
            offsets[i] = (int) Math.max(0, Math.min(patchN - 1, c - patchFrom));
        }
        return offsets;
    }

    /** Turns samples into B-spline coefficients, in place; right at least {@link #TAPS} voxels from the region's ends. */
    private static void prefilter(float[] v, Region r, double[] blur, Workspace workspace) {
        int nx = r.nx();
        int ny = r.ny();
        int nz = r.nz();
        int plane = nx * ny;
        float[] line = workspace.floats(Math.max(nx, Math.max(plane, nx * nz)));
        float[] taps = taps(blur[0]);
        for (int at = 0; at < plane * nz; at += nx) {
            System.arraycopy(v, at, line, 0, nx);
            filter(line, TAPS, 1, v, at + TAPS, nx - 2 * TAPS, taps);
        }
        int inner = nx - 2 * TAPS;
        taps = taps(blur[1]);
        for (int k = 0; k < nz; k++) {
            System.arraycopy(v, k * plane, line, 0, plane);
            for (int j = TAPS; j < ny - TAPS; j++) {
                filter(line, j * nx + TAPS, nx, v, k * plane + j * nx + TAPS, inner, taps);
            }
        }
        taps = taps(blur[2]);
        for (int j = TAPS; j < ny - TAPS; j++) {
            for (int k = 0; k < nz; k++) {
                System.arraycopy(v, k * plane + j * nx, line, k * nx, nx);
            }
            for (int k = TAPS; k < nz - TAPS; k++) {
                filter(line, k * nx + TAPS, nx, v, k * plane + j * nx + TAPS, inner, taps);
            }
        }
    }

    /** The spline's prefilter, from its centre outwards, convolved with the smoothing. */
    private static float[] taps(double blur) {
        double[] spline = new double[3 * TAPS + 1];
        for (int i = 0; i < spline.length; i++) {
            spline[i] = -6 * POLE / (1 - POLE * POLE) * Math.pow(POLE, i);
        }
        float[] gauss = Gaussian.taps(blur);
        float[] taps = new float[TAPS + 1];
        for (int i = 0; i <= TAPS; i++) {
            double sum = gauss[0] * spline[i];
            for (int t = 1; t < gauss.length; t++) {
                sum += gauss[t] * (spline[Math.abs(i - t)] + spline[i + t]);
            }
            taps[i] = (float) sum;
        }
        return taps;
    }

    /** A run of filtered values; {@code step} leads from one voxel to the next along the filter. */
    private static void filter(float[] from, int centre, int step, float[] to, int at, int n, float[] taps) {
        float t0 = taps[0];
        float t1 = taps[1];
        float t2 = taps[2];
        float t3 = taps[3];
        float t4 = taps[4];
        float t5 = taps[5];
        float t6 = taps[6];
        float t7 = taps[7];
        float t8 = taps[8];
        int b8 = centre - 8 * step;
        int b7 = b8 + step;
        int b6 = b7 + step;
        int b5 = b6 + step;
        int b4 = b5 + step;
        int b3 = b4 + step;
        int b2 = b3 + step;
        int b1 = b2 + step;
        int a1 = centre + step;
        int a2 = a1 + step;
        int a3 = a2 + step;
        int a4 = a3 + step;
        int a5 = a4 + step;
        int a6 = a5 + step;
        int a7 = a6 + step;
        int a8 = a7 + step;
        for (int i = 0; i < n; i++) {
            to[at + i] = t0 * from[centre + i]
                    + t1 * (from[b1 + i] + from[a1 + i])
                    + t2 * (from[b2 + i] + from[a2 + i])
                    + t3 * (from[b3 + i] + from[a3 + i])
                    + t4 * (from[b4 + i] + from[a4 + i])
                    + t5 * (from[b5 + i] + from[a5 + i])
                    + t6 * (from[b6 + i] + from[a6 + i])
                    + t7 * (from[b7 + i] + from[a7 + i])
                    + t8 * (from[b8 + i] + from[a8 + i]);
        }
    }

    /** A voxel stays valid when the whole box of {@link #SEEN} around it is. */
    private static void erode(byte[] valid, Region r) {
        int n = r.voxels();
        boolean all = true;
        for (int i = 0; i < n && all; i++) {
            all = valid[i] != 0;
        }
        if (all) {
            return;
        }
        int[] strides = {1, r.nx(), r.nx() * r.ny()};
        int[] sizes = {r.nx(), r.ny(), r.nz()};
        byte[] source = new byte[n];
        for (int axis = 0; axis < 3; axis++) {
            System.arraycopy(valid, 0, source, 0, n);
            int stride = strides[axis];
            int size = sizes[axis];
            for (int at = 0; at < n; at++) {
                if (source[at] == 0) {
                    int c = at / stride % size;
                    int from = Math.max(0, c - SEEN) - c;
                    int to = Math.min(size - 1, c + SEEN) - c;
                    for (int d = from; d <= to; d++) {
                        valid[at + d * stride] = 0;
                    }
                }
            }
        }
    }

    /** Where the voxels of one line are read from, and the spline's weights there. */
    public static final class Line {
        final int n;
        final double[] whole;
        final double[] x;
        final double[] y;
        final double[] z;
        final double[] floorX;
        final double[] floorY;
        final double[] floorZ;
        final float[] part;
        final float[][] wx;
        final float[][] wy;
        final float[][] wz;
        final float[] sum;

        /** A line of {@code n} places. */
        public Line(int n) {
            this.n = n;
            whole = new double[n];
            for (int i = 0; i < n; i++) {
                whole[i] = i;
            }
            x = new double[n];
            y = new double[n];
            z = new double[n];
            floorX = new double[n];
            floorY = new double[n];
            floorZ = new double[n];
            part = new float[n];
            wx = new float[4][n];
            wy = new float[4][n];
            wz = new float[4][n];
            sum = new float[n];
        }

        /** Places the line at the images of voxels (from + i, y, z) of a grid. */
        public void along(Affine gridToSource, long from, long y, long z) {
            Affine m = gridToSource;
            axis(m.m00(), from, m.m01() * y + m.m02() * z + m.m03(), x, floorX, wx);
            axis(m.m10(), from, m.m11() * y + m.m12() * z + m.m13(), this.y, floorY, wy);
            axis(m.m20(), from, m.m21() * y + m.m22() * z + m.m23(), this.z, floorZ, wz);
        }

        /** Places the line at the images of voxels (from + i, y, z) displaced by (ux, uy, uz)[i] voxels of the grid. */
        public void along(Affine gridToSource, long from, long y, long z, float[] ux, float[] uy, float[] uz) {
            Affine m = gridToSource;
            for (int i = 0; i < n; i++) {
                double px = from + whole[i] + ux[i];
                double py = y + uy[i];
                double pz = z + uz[i];
                x[i] = m.m00() * px + m.m01() * py + m.m02() * pz + m.m03();
                this.y[i] = m.m10() * px + m.m11() * py + m.m12() * pz + m.m13();
                this.z[i] = m.m20() * px + m.m21() * py + m.m22() * pz + m.m23();
            }
            split(x, floorX, wx);
            split(this.y, floorY, wy);
            split(this.z, floorZ, wz);
        }

        private void axis(double slope, double from, double base, double[] at, double[] floor, float[][] w) {
            for (int i = 0; i < n; i++) {
                at[i] = slope * (from + whole[i]) + base;
            }
            split(at, floor, w);
        }

        private void split(double[] at, double[] floor, float[][] w) {
            for (int i = 0; i < n; i++) {
                floor[i] = Math.floor(at[i]);
            }
            for (int i = 0; i < n; i++) {
                part[i] = (float) (at[i] - floor[i]);
            }
            weights(part, w[0], w[1], w[2], w[3], n);
        }

        private static void weights(float[] part, float[] w0, float[] w1, float[] w2, float[] w3, int n) {
            for (int i = 0; i < n; i++) {
                float f = part[i];
                float g = 1 - f;
                float a = g * g * g * (1 / 6f);
                float d = f * f * f * (1 / 6f);
                float b = 2 / 3f - f * f * (1 - f * 0.5f);
                w0[i] = a;
                w1[i] = b;
                w2[i] = 1 - a - b - d;
                w3[i] = d;
            }
        }

        /** How many voxels from {@code first} on are read from voxels that follow each other along the moving scan's x. */
        int run(int first) {
            int end = first + 1;
            while (end < n
                    && floorX[end] == floorX[first] + (end - first)
                    && floorY[end] == floorY[first]
                    && floorZ[end] == floorZ[first]) {
                end++;
            }
            return end - first;
        }
    }

    /**
     * Reads the line's places, all of which lie in the region without its margin or outside the volume.
     *
     * @param to gets the values at {@code from} and after, times scale plus shift, where they are valid
     * @param ok gets 1 where valid; elsewhere both arrays are left as they are
     */
    public void read(Line line, double scale, double shift, float[] to, byte[] ok, int from) {
        int nx = region.nx();
        int plane = nx * region.ny();
        int length;
        for (int first = 0; first < line.n; first += length) {
            length = line.run(first);
            int at = ((int) (line.floorZ[first] - region.z()) * region.ny() + (int) (line.floorY[first] - region.y()))
                            * nx
                    + (int) (line.floorX[first] - region.x());
            if (!anyValid(valid, at, length)) {
                continue;
            }
            for (int k = 0; k < 4; k++) {
                plane(line, k, first, length, coefficients, at - 1 - nx + (k - 1) * plane, nx);
            }
            for (int i = 0; i < length; i++) {
                if (valid[at + i] != 0 && inside(line, first + i)) {
                    to[from + first + i] = (float) (line.sum[first + i] * scale + shift);
                    ok[from + first + i] = 1;
                }
            }
        }
    }

    private static boolean anyValid(byte[] valid, int at, int n) {
        for (int i = 0; i < n; i++) {
            if (valid[at + i] != 0) {
                return true;
            }
        }
        return false;
    }

    private boolean inside(Line line, int i) {
        return line.x[i] >= 0
                && line.y[i] >= 0
                && line.z[i] >= 0
                && line.x[i] <= extent.x() - 1
                && line.y[i] <= extent.y() - 1
                && line.z[i] <= extent.z() - 1;
    }

    /** What the spline's plane {@code k} adds to a run of voxels; {@code at} is the plane's first coefficient. */
    private static void plane(Line line, int k, int first, int n, float[] c, int at, int nx) {
        float[] x0 = line.wx[0];
        float[] x1 = line.wx[1];
        float[] x2 = line.wx[2];
        float[] x3 = line.wx[3];
        float[] y0 = line.wy[0];
        float[] y1 = line.wy[1];
        float[] y2 = line.wy[2];
        float[] y3 = line.wy[3];
        float[] wz = line.wz[k];
        float[] sum = line.sum;
        int b = at + nx;
        int d = b + nx;
        int e = d + nx;
        if (k == 0) {
            Arrays.fill(sum, first, first + n, 0);
        }
        for (int i = 0; i < n; i++) {
            int j = first + i;
            float r0 = x0[j] * c[at + i] + x1[j] * c[at + i + 1] + x2[j] * c[at + i + 2] + x3[j] * c[at + i + 3];
            float r1 = x0[j] * c[b + i] + x1[j] * c[b + i + 1] + x2[j] * c[b + i + 2] + x3[j] * c[b + i + 3];
            float r2 = x0[j] * c[d + i] + x1[j] * c[d + i + 1] + x2[j] * c[d + i + 2] + x3[j] * c[d + i + 3];
            float r3 = x0[j] * c[e + i] + x1[j] * c[e + i + 1] + x2[j] * c[e + i + 2] + x3[j] * c[e + i + 3];
            sum[j] += wz[j] * (y0[j] * r0 + y1[j] * r1 + y2[j] * r2 + y3[j] * r3);
        }
    }
}
