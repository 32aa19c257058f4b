package patina.segmentation;

import patina.blocks.Patch;
import patina.fields.Gaussian;
import patina.geometry.Extent;
import patina.geometry.Region;

/**
 * A block of two scans in memory, and what {@link SegmentationSettings} would find in it: for trying settings out. It looks
 * for what {@link DamageFinder} looks for, a smoothed deficit that peaks above the seed and ends at the low threshold, and
 * both stay above the block's own noise; but it parts nothing, and knows only what was lost since the reference scan.
 */
public final class DamagePreview {
    /** Class of a voxel of a place that is found. */
    public static final byte FOUND = 1;

    /** Class of a candidate that is too small, or whose peak is too low. */
    public static final byte DROPPED = 2;

    /** Sound metal in the reference scan. */
    private static final float SOUND = 0.9f;

    /** Median absolute value of a normal deviate, in standard deviations. */
    private static final double MEDIAN = 0.6745;

    private final Region block;
    private final float[] deficit;
    private final byte[] seen;
    private final double noise;

    private DamagePreview(Region block, float[] deficit, byte[] seen, double noise) {
        this.block = block;
        this.deficit = deficit;
        this.seen = seen;
        this.noise = noise;
    }

    /**
     * What is found.
     *
     * @param classes of the block's voxels, x fastest: 0, {@link #FOUND} or {@link #DROPPED}
     * @param places how many are found
     * @param dropped how many are not
     * @param seed the least peak that was asked for, with the noise in mind
     * @param low the threshold at which places end, with the noise in mind
     */
    public record Found(byte[] classes, int places, int dropped, double seed, double low) {}

    /**
     * Smooths the deficit as the search does.
     *
     * @param reference solid fraction of the reference scan, x fastest; NaN where it was not seen
     * @param scan the same of the scan
     */
    public static DamagePreview of(int nx, int ny, int nz, float[] reference, float[] scan) {
        Region block = new Region(0, 0, 0, nx, ny, nz);
        int n = block.voxels();
        if (reference.length != n || scan.length != n) {
            throw new IllegalArgumentException("A block of " + n + " voxels was wanted, but there are "
                    + reference.length + " and " + scan.length + ".");
        }
        int reach = Gaussian.reach(Deficit.SIGMA);
        Region grown = block.grown(reach);
        float[] missing = new float[grown.voxels()];
        byte[] valid = new byte[missing.length];
        byte[] seen = new byte[n];
        for (int k = 0; k < nz; k++) {
            for (int j = 0; j < ny; j++) {
                int from = (k * ny + j) * nx;
                int to = ((k + reach) * grown.ny() + j + reach) * grown.nx() + reach;
                for (int i = 0; i < nx; i++) {
                    float d = reference[from + i] - scan[from + i];
                    if (!Float.isNaN(d)) {
                        missing[to + i] = d;
                        valid[to + i] = 1;
                        seen[from + i] = 1;
                    }
                }
            }
        }
        float[] smooth = new float[n];
        Gaussian.smooth(
                new Patch(grown, missing, valid, new int[0]),
                new Extent(nx, ny, nz),
                block,
                Deficit.SIGMA,
                Deficit.SIGMA,
                Deficit.SIGMA,
                smooth);
        return new DamagePreview(block, smooth, seen, noise(reference, smooth, seen));
    }

    /** From the median, which what is damaged does not move. */
    private static double noise(float[] reference, float[] smooth, byte[] seen) {
        float[] sound = new float[smooth.length];
        int n = 0;
        for (int i = 0; i < smooth.length; i++) {
            if (seen[i] != 0 && reference[i] > SOUND) {
                sound[n++] = Math.abs(smooth[i]);
            }
        }
        if (n == 0) {
            return 0;
        }
        float[] sorted = java.util.Arrays.copyOf(sound, n);
        java.util.Arrays.sort(sorted);
        return sorted[n / 2] / MEDIAN;
    }

    /** What these settings find: places that touch by face, edge or corner are one. */
    public Found found(double seed, double low, long leastVoxels) {
        double peak = Math.max(seed, 6 * noise);
        float end = (float) Math.max(low, 4 * noise);
        byte[] classes = new byte[deficit.length];
        int[] stack = new int[1024];
        int places = 0;
        int dropped = 0;
        for (int start = 0; start < deficit.length; start++) {
            if (seen[start] == 0 || classes[start] != 0 || !(deficit[start] > end)) {
                continue;
            }
            int size = 0;
            float most = 0;
            stack[size++] = start;
            classes[start] = DROPPED;
            for (int next = 0; next < size; next++) {
                int at = stack[next];
                most = Math.max(most, deficit[at]);
                int x = at % block.nx();
                int y = at / block.nx() % block.ny();
                int z = at / block.nx() / block.ny();
                for (int c = Math.max(0, z - 1); c <= Math.min(block.nz() - 1, z + 1); c++) {
                    for (int b = Math.max(0, y - 1); b <= Math.min(block.ny() - 1, y + 1); b++) {
                        for (int a = Math.max(0, x - 1); a <= Math.min(block.nx() - 1, x + 1); a++) {
                            int near = (c * block.ny() + b) * block.nx() + a;
                            if (classes[near] == 0 && seen[near] != 0 && deficit[near] > end) {
                                classes[near] = DROPPED;
                                if (size == stack.length) {
                                    stack = java.util.Arrays.copyOf(stack, 2 * size);
                                }
                                stack[size++] = near;
                            }
                        }
                    }
                }
            }
            if (most > peak && size >= leastVoxels) {
                places++;
                for (int i = 0; i < size; i++) {
                    classes[stack[i]] = FOUND;
                }
            } else {
                dropped++;
            }
        }
        return new Found(classes, places, dropped, peak, end);
    }
}
