package patina.registration;

import java.util.Arrays;
import patina.blocks.Patch;
import patina.blocks.Workspace;
import patina.fields.Convolution;
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
        Padded padded = pad(patch, region, extent, workspace);
        Region inner = region.grown(-TAPS);
        float[] coefficients = workspace.floats(inner.voxels());
        Convolution.symmetric(padded.values, region, inner, taps(blur[0]), taps(blur[1]), taps(blur[2]), coefficients);
        return new SplineImage(coefficients, eroded(padded.valid, region, inner, workspace), inner, extent);
    }

    private record Padded(float[] values, byte[] valid) {}

    /** The wanted region with mirrored values beyond the volume's ends. */
    private static Padded pad(Patch patch, Region region, Extent extent, Workspace workspace) {
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
        float[] values = workspace.floats(region.voxels());
        byte[] valid = workspace.bytes(region.voxels());
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

    /** Over {@code inner}: a voxel stays valid when the whole box of {@link #SEEN} around it is. */
    private static byte[] eroded(byte[] valid, Region all, Region inner, Workspace workspace) {
        byte[] rows = valid;
        if (!everyOne(valid, all.voxels())) {
            rows = workspace.bytes(all.voxels());
            byte[] other = workspace.bytes(all.voxels());
            narrow(valid, rows, 1, all.voxels());
            narrow(rows, other, all.nx(), all.voxels());
            narrow(other, rows, all.nx() * all.ny(), all.voxels());
        }
        byte[] kept = workspace.bytes(inner.voxels());
        int to = 0;
        for (int k = TAPS; k < all.nz() - TAPS; k++) {
            for (int j = TAPS; j < all.ny() - TAPS; j++, to += inner.nx()) {
                System.arraycopy(rows, (k * all.ny() + j) * all.nx() + TAPS, kept, to, inner.nx());
            }
        }
        return kept;
    }

    private static boolean everyOne(byte[] valid, int n) {
        for (int i = 0; i < n; i++) {
            if (valid[i] == 0) {
                return false;
            }
        }
        return true;
    }

    /** Wraps around at the ends of lines, which only what lies beyond {@code inner} notices. */
    private static void narrow(byte[] from, byte[] to, int step, int n) {
        for (int i = SEEN * step; i < n - SEEN * step; i++) {
            to[i] = (byte) (from[i]
                    & from[i - step]
                    & from[i + step]
                    & from[i - 2 * step]
                    & from[i + 2 * step]
                    & from[i - 3 * step]
                    & from[i + 3 * step]);
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
