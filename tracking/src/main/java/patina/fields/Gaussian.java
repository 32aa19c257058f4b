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
        MirroredValidity.keep(patch, extent, out);
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
        int n = patch.region().voxels();
        Convolution.symmetric(patch.values(), patch.region(), wanted, x, y, z, to);
        int m = wanted.voxels();
        if (MirroredValidity.all(patch, extent)) {
            float one = ones(x, y, z);
            for (int i = 0; i < m; i++) {
                to[i] /= one;
            }
            return;
        }
        byte[] valid = MirroredValidity.of(patch, extent);
        float[] seen = new float[n];
        for (int i = 0; i < n; i++) {
            seen[i] = valid[i];
        }
        float[] weight = new float[m];
        Convolution.symmetric(seen, patch.region(), wanted, x, y, z, weight);
        for (int i = 0; i < m; i++) {
            to[i] = weight[i] > 0 ? to[i] / weight[i] : 0;
        }
    }

    /** The sampled Gaussian from its centre outwards, normalised to sum 1 over both sides. */
    public static float[] taps(double sigma) {
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

    /** What {@link Convolution#symmetric} gives for a volume of ones, to the last bit. */
    private static float ones(float[] x, float[] y, float[] z) {
        return one(one(one(1, z), y), x);
    }

    private static float one(float value, float[] taps) {
        float both = value + value;
        if (taps.length < 3) {
            float sum = taps[0] * value;
            return taps.length == 2 ? sum + taps[1] * both : sum;
        }
        float sum = taps[0] * value + (taps[1] * both + taps[2] * both);
        int t = 3;
        for (; t + 1 < taps.length; t += 2) {
            sum += taps[t] * both + taps[t + 1] * both;
        }
        return t < taps.length ? sum + taps[t] * both : sum;
    }
}
