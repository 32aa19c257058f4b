package patina.fields;

import java.util.List;
import patina.blocks.Block;
import patina.blocks.Input;
import patina.blocks.Kernel;
import patina.blocks.Output;
import patina.blocks.Patch;
import patina.blocks.Sink;
import patina.blocks.Source;
import patina.geometry.Extent;
import patina.geometry.Region;

/**
 * Smooths with a sampled Gaussian, one axis after the other, in single precision; the taps reach to 4 sigma.
 *
 * <p>What was not seen has no weight: normalised convolution, Knutsson and Westin, CVPR 1993. Beyond its ends the volume
 * is mirrored (d c b a | a b c d | d c b a), validity too. A voxel that was not seen stays so, with value 0.
 *
 * @param extent that of the source
 * @param sigmaX standard deviation in voxels, 0 or more; likewise along y and z
 */
public record Gaussian(Source source, Extent extent, double sigmaX, double sigmaY, double sigmaZ, Sink sink)
        implements Kernel<Kernel.None> {
    public Gaussian {
        if (!(sigmaX >= 0 && sigmaY >= 0 && sigmaZ >= 0 && Math.max(Math.max(sigmaX, sigmaY), sigmaZ) <= 64)) {
            throw new IllegalArgumentException(
                    "A Gaussian's sigma is 0 to 64 voxels, not " + sigmaX + " x " + sigmaY + " x " + sigmaZ + ".");
        }
    }

    /** The same sigma along every axis. */
    public static Gaussian of(Source source, Extent extent, double sigma, Sink sink) {
        return new Gaussian(source, extent, sigma, sigma, sigma, sink);
    }

    @Override
    public List<Input> inputs() {
        int halo = Math.max(Math.max(reach(sigmaX), reach(sigmaY)), reach(sigmaZ));
        return List.of(new Input.Window(source, halo));
    }

    @Override
    public List<Output> outputs() {
        return List.of(new Output.Values(sink));
    }

    @Override
    public None apply(Block block) {
        Patch patch = block.patch(0);
        Patch out = block.output(0);
        smooth(patch, extent, block.region(), sigmaX, sigmaY, sigmaZ, out.values());
        Region region = block.region();
        for (int k = 0, to = 0; k < region.nz(); k++) {
            for (int j = 0; j < region.ny(); j++, to += region.nx()) {
                System.arraycopy(
                        patch.valid(),
                        patch.index(region.x(), region.y() + j, region.z() + k),
                        out.valid(),
                        to,
                        region.nx());
            }
        }
        for (int i = 0; i < region.voxels(); i++) {
            if (out.valid()[i] == 0) {
                out.values()[i] = 0;
            }
        }
        return None.NONE;
    }

    @Override
    public None merge(None earlier, None later) {
        return None.NONE;
    }

    /** How far the taps of {@code sigma} reach, in voxels. */
    public static int reach(double sigma) {
        return (int) (4 * sigma + 0.5);
    }

    /**
     * The smoothed values over {@code wanted}, which must lie in the patch with the taps' reach around it; where nothing
     * was seen in reach, 0.
     */
    public static void smooth(
            Patch patch, Extent extent, Region wanted, double sigmaX, double sigmaY, double sigmaZ, float[] to) {
        float[] x = taps(sigmaX);
        float[] y = taps(sigmaY);
        float[] z = taps(sigmaZ);
        byte[] valid = MirroredValidity.of(patch, extent);
        int n = patch.region().voxels();
        convolve(patch.values(), patch.region(), wanted, x, y, z, to);
        int m = wanted.voxels();
        if (MirroredValidity.all(valid, n)) {
            float one = ones(x, y, z);
            for (int i = 0; i < m; i++) {
                to[i] /= one;
            }
            return;
        }
        float[] seen = new float[n];
        for (int i = 0; i < n; i++) {
            seen[i] = valid[i];
        }
        float[] weight = new float[m];
        convolve(seen, patch.region(), wanted, x, y, z, weight);
        for (int i = 0; i < m; i++) {
            to[i] = weight[i] > 0 ? to[i] / weight[i] : 0;
        }
    }

    /** The sampled Gaussian from its centre outwards, normalised to sum 1 over both sides. */
    static float[] taps(double sigma) {
        int reach = reach(sigma);
        double[] exact = new double[reach + 1];
        double sum = 0;
        for (int t = 0; t <= reach; t++) {
            exact[t] = t == 0 ? 1 : StrictMath.exp(-0.5 * t * t / (sigma * sigma));
            sum += t == 0 ? exact[t] : 2 * exact[t];
        }
        float[] taps = new float[reach + 1];
        for (int t = 0; t <= reach; t++) {
            taps[t] = (float) (exact[t] / sum);
        }
        return taps;
    }

    /** What {@link #convolve} gives for a volume of ones, to the last bit. */
    private static float ones(float[] x, float[] y, float[] z) {
        return one(one(one(1, z), y), x);
    }

    private static float one(float value, float[] taps) {
        float sum = taps[0] * value;
        for (int t = 1; t < taps.length; t++) {
            sum += taps[t] * (value + value);
        }
        return sum;
    }

    private static void convolve(
            float[] from, Region has, Region wanted, float[] tapsX, float[] tapsY, float[] tapsZ, float[] to) {
        int reachX = tapsX.length - 1;
        int reachY = tapsY.length - 1;
        int nx = wanted.nx() + 2 * reachX;
        int ny = wanted.ny() + 2 * reachY;
        int hx = has.nx();
        int hy = has.ny();
        int x0 = (int) (wanted.x() - reachX - has.x());
        int y0 = (int) (wanted.y() - reachY - has.y());
        int z0 = (int) (wanted.z() - has.z());
        // One plane of the result at a time: along z into 'plane', along y row by row into 'row', along x to its place.
        float[] plane = new float[nx * ny];
        float[] row = new float[nx];
        for (int k = 0; k < wanted.nz(); k++) {
            for (int j = 0; j < ny; j++) {
                filter(from, ((z0 + k) * hy + y0 + j) * hx + x0, hx * hy, tapsZ, plane, j * nx, nx);
            }
            for (int j = 0; j < wanted.ny(); j++) {
                filter(plane, (j + reachY) * nx, nx, tapsY, row, 0, nx);
                filter(row, reachX, 1, tapsX, to, (k * wanted.ny() + j) * wanted.nx(), wanted.nx());
            }
        }
    }

    /** to[at + i] = taps[0] from[base + i] + sum over t of taps[t] (from[base + i - t step] + from[base + i + t step]). */
    private static void filter(float[] from, int base, int step, float[] taps, float[] to, int at, int n) {
        float centre = taps[0];
        for (int i = 0; i < n; i++) {
            to[at + i] = centre * from[base + i];
        }
        for (int t = 1; t < taps.length; t++) {
            float tap = taps[t];
            int low = base - t * step;
            int high = base + t * step;
            for (int i = 0; i < n; i++) {
                to[at + i] += tap * (from[low + i] + from[high + i]);
            }
        }
    }
}
