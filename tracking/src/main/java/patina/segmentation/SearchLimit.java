package patina.segmentation;

import java.util.Arrays;
import patina.blocks.Patch;
import patina.fields.Gaussian;
import patina.geometry.Extent;
import patina.geometry.Region;

/**
 * The smallest half ball at the surface that the search sees: of which enough voxels of the smoothed deficit lie above the low
 * threshold, and whose peak reaches the seed, noise against it. By rendering half balls on a fine grid.
 */
final class SearchLimit {
    /** Grid step, in voxels. */
    private static final double STEP = 0.5;

    private static final double LEAST = 0.4;
    private static final double MOST = 14;

    /** How many more voxels than asked for there must be, so that 95 % have them wherever they lie between voxels. */
    private static final double SPARE = 1.2;

    /** One-sided 95 % of a normal deviate. */
    private static final double SURE = 1.645;

    private SearchLimit() {}

    /**
     * Its radius, in voxels.
     *
     * @param sigma standard deviation of the smoothed deficit's blur, the scan's own in it
     * @param noise standard deviation of the smoothed deficit
     */
    static double halfBall(double sigma, double seed, double low, long leastVoxels, double noise) {
        double small = LEAST;
        double large = MOST;
        for (int i = 0; i < 14; i++) {
            double middle = (small + large) / 2;
            if (isSeen(middle, sigma, seed + SURE * noise, low, SPARE * leastVoxels)) {
                large = middle;
            } else {
                small = middle;
            }
        }
        return large;
    }

    private static boolean isSeen(double radius, double sigma, double peak, double low, double voxels) {
        double fine = sigma / STEP;
        int n = (int) Math.ceil((radius + 3 * sigma) / STEP);
        Region wanted = new Region(0, 0, 0, 2 * n + 1, 2 * n + 1, 2 * n + 1);
        Region wide = wanted.grown(Gaussian.reach(fine));
        float[] ball = new float[wide.voxels()];
        int at = 0;
        for (long z = wide.z(); z < wide.endZ(); z++) {
            for (long y = wide.y(); y < wide.endY(); y++) {
                for (long x = wide.x(); x < wide.endX(); x++, at++) {
                    double square = STEP * STEP * ((x - n) * (x - n) + (y - n) * (y - n) + (z - n) * (double) (z - n));
                    // The surface goes through the middle plane, which is half metal.
                    ball[at] = square > radius * radius || z < n ? 0 : z == n ? 0.5f : 1;
                }
            }
        }
        byte[] all = new byte[ball.length];
        Arrays.fill(all, (byte) 1);
        float[] smooth = new float[wanted.voxels()];
        Gaussian.smooth(
                new Patch(wide, ball, all, new int[0]),
                new Extent(wanted.nx(), wanted.ny(), wanted.nz()),
                wanted,
                fine,
                fine,
                fine,
                smooth);
        double above = 0;
        float most = 0;
        for (float v : smooth) {
            most = Math.max(most, v);
            above += v > low ? STEP * STEP * STEP : 0;
        }
        return most >= peak && above >= voxels;
    }
}
