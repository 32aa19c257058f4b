package patina.segmentation;

import java.util.List;
import org.apache.commons.math3.special.Erf;
import patina.blocks.Block;
import patina.blocks.Input;
import patina.blocks.Kernel;
import patina.blocks.Output;
import patina.blocks.Patch;
import patina.blocks.Sink;
import patina.blocks.Source;
import patina.fields.Gaussian;
import patina.geometry.Extent;
import patina.geometry.Region;
import patina.geometry.VoxelSize;

/**
 * Brings the signed distance near the original surface to a fraction of a voxel.
 *
 * <p>From a voxel within {@link #NEAR} voxels of the surface the foot on it is found along the normal (gradient of the
 * distance over 5 voxels); there the solid fraction, smoothed by a Gaussian of 1 voxel, tells how far the surface is off,
 * because a flat blurred edge is a normal distribution. Farther voxels, and those near damage that was there already,
 * keep the distance as it was; the correction fades over the last voxel. Near edges and corners the normal is none, and
 * the distance stays.
 *
 * <p>The result counts, over flat surface, voxels and their solid fraction by distance, from which the blur follows.
 *
 * @param distance signed distance, micrometres, positive inside
 * @param fraction solid fraction of the reference scan
 * @param missing labels of damage that was there already
 */
record RefinedDistance(
        Source distance, Source fraction, Source missing, Extent extent, VoxelSize voxel, double edgeSigma, Sink out)
        implements Kernel<EdgeCounts> {
    /** How far from the surface the distance is refined, in voxels. */
    static final double NEAR = 4;

    static final double SMOOTHING = 1;
    private static final int REACH = 6;
    private static final int HALO = REACH + 4;
    private static final int AROUND_MISSING = 4;
    /** Beyond it, what looks like an edge is none. */
    private static final double MOST = 1;
    /** Least length of the mean gradient, which is 1 over a flat surface. */
    private static final double NORMAL = 0.7;

    private static final double FLAT = 0.96;

    @Override
    public List<Input> inputs() {
        return List.of(
                new Input.Window(distance, 2),
                new Input.Window(fraction, HALO),
                new Input.Labels(missing, AROUND_MISSING));
    }

    @Override
    public List<Output> outputs() {
        return List.of(new Output.Values(out));
    }

    @Override
    public EdgeCounts merge(EdgeCounts earlier, EdgeCounts later) {
        return earlier.merge(later);
    }

    @Override
    public EdgeCounts apply(Block block) {
        Patch d = block.patch(0);
        Patch to = block.output(0);
        Region core = block.region();
        EdgeCounts counts = new EdgeCounts();
        double mean = voxel.meanUm();
        float near = (float) (NEAR * mean);
        float[] smooth = new float[0];
        Region wide = core.grown(REACH);
        double sigma = Math.hypot(edgeSigma, SMOOTHING);
        double[] n = new double[3];
        int at = 0;
        for (long z = core.z(); z < core.endZ(); z++) {
            for (long y = core.y(); y < core.endY(); y++) {
                int from = d.index(core.x(), y, z);
                for (int i = 0; i < core.nx(); i++, at++, from++) {
                    float plain = d.values()[from];
                    to.values()[at] = plain;
                    to.valid()[at] = d.valid()[from];
                    if (!(Math.abs(plain) <= near)) {
                        continue;
                    }
                    long x = core.x() + i;
                    double length = normal(d, from, n);
                    if (length < NORMAL || nearMissing(block.patch(2), x, y, z)) {
                        continue;
                    }
                    Patch f = block.patch(1);
                    if (smooth.length == 0) {
                        smooth = new float[wide.voxels()];
                        Gaussian.smooth(f, extent, wide, SMOOTHING, SMOOTHING, SMOOTHING, smooth);
                    }
                    double first = depthAt(smooth, wide, f, x, y, z, plain, n, sigma);
                    double second = depthAt(smooth, wide, f, x, y, z, plain + first * mean, n, sigma);
                    double off = first + second;
                    if (!(Math.abs(off) <= MOST)) {
                        continue;
                    }
                    double fade = Math.min(1, NEAR - Math.abs(plain) / mean);
                    double refined = plain + fade * off * mean;
                    to.values()[at] = (float) refined;
                    if (length > FLAT && fade == 1) {
                        counts.add(refined / mean, f.values()[f.index(x, y, z)]);
                    }
                }
            }
        }
        return counts;
    }

    /** Unit normal into the metal; returns the length of the mean gradient. */
    private double normal(Patch d, int at, double[] n) {
        int nx = d.region().nx();
        int plane = nx * d.region().ny();
        float[] v = d.values();
        double gx = 0;
        double gy = 0;
        double gz = 0;
        for (int a = -1; a <= 1; a++) {
            for (int b = -1; b <= 1; b++) {
                gx += v[at + 2 + a * nx + b * plane] - v[at - 2 + a * nx + b * plane];
                gy += v[at + a + 2 * nx + b * plane] - v[at + a - 2 * nx + b * plane];
                gz += v[at + a + b * nx + 2 * plane] - v[at + a + b * nx - 2 * plane];
            }
        }
        gx /= 36 * voxel.xUm();
        gy /= 36 * voxel.yUm();
        gz /= 36 * voxel.zUm();
        double length = Math.sqrt(gx * gx + gy * gy + gz * gz);
        n[0] = gx / length;
        n[1] = gy / length;
        n[2] = gz / length;
        return length;
    }

    /** Depth in voxels of the place {@code um} before (x, y, z) along the normal, by the smoothed fraction there. */
    private double depthAt(
            float[] smooth, Region wide, Patch f, long x, long y, long z, double um, double[] n, double sigma) {
        double px = x - um * n[0] / voxel.xUm();
        double py = y - um * n[1] / voxel.yUm();
        double pz = z - um * n[2] / voxel.zUm();
        int ix = (int) Math.floor(px);
        int iy = (int) Math.floor(py);
        int iz = (int) Math.floor(pz);
        int cx = (int) (ix - wide.x());
        int cy = (int) (iy - wide.y());
        int cz = (int) (iz - wide.z());
        if (cx < 0 || cy < 0 || cz < 0 || cx > wide.nx() - 2 || cy > wide.ny() - 2 || cz > wide.nz() - 2) {
            return Double.NaN;
        }
        double fx = px - ix;
        double fy = py - iy;
        double fz = pz - iz;
        double sum = 0;
        for (int c = 0; c < 8; c++) {
            int i = c & 1;
            int j = c >> 1 & 1;
            int k = c >> 2;
            if (f.valid()[f.index(ix + i, iy + j, iz + k)] == 0) {
                return Double.NaN;
            }
            double w = (i == 0 ? 1 - fx : fx) * (j == 0 ? 1 - fy : fy) * (k == 0 ? 1 - fz : fz);
            sum += w * smooth[((cz + k) * wide.ny() + cy + j) * wide.nx() + cx + i];
        }
        return sigma * quantile(sum);
    }

    /** Quantiles of the standard normal distribution for shares 0.02 to 0.98, evenly apart. */
    private static final double[] QUANTILES = quantiles();

    private static final double LEAST_SHARE = 0.02;

    private static double[] quantiles() {
        double[] q = new double[4097];
        for (int i = 0; i < q.length; i++) {
            double share = LEAST_SHARE + (1 - 2 * LEAST_SHARE) * i / (q.length - 1);
            q[i] = Math.sqrt(2) * Erf.erfInv(2 * share - 1);
        }
        return q;
    }

    /** The quantile, interpolated to 1e-6; shares nearer to 0 or 1 count as 0.02 or 0.98. */
    static double quantile(double share) {
        double g = Math.max(LEAST_SHARE, Math.min(1 - LEAST_SHARE, share));
        double at = (g - LEAST_SHARE) / (1 - 2 * LEAST_SHARE) * (QUANTILES.length - 1);
        int i = Math.min((int) at, QUANTILES.length - 2);
        return QUANTILES[i] + (at - i) * (QUANTILES[i + 1] - QUANTILES[i]);
    }

    private static boolean nearMissing(Patch m, long x, long y, long z) {
        // The corners and faces of a cube around: components of missing metal are larger than the gaps between.
        for (int c = -AROUND_MISSING; c <= AROUND_MISSING; c += 2) {
            for (int b = -AROUND_MISSING; b <= AROUND_MISSING; b += 2) {
                int at = m.index(x - AROUND_MISSING, y + b, z + c);
                for (int a = 0; a <= 2 * AROUND_MISSING; a += 2) {
                    if (m.labels()[at + a] != 0) {
                        return true;
                    }
                }
            }
        }
        return false;
    }
}
