package patina.registration.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import patina.blocks.ArrayVolume;
import patina.blocks.Progress;
import patina.blocks.Runner;
import patina.geometry.Extent;
import patina.phantom.Texture;

/**
 * A crack like a penny of radius 11 in the plane x = 24.4 of a texture of 48 voxels along each edge, which opens by 0.9 voxel in the
 * middle, 0.6 in the mean.
 */
class CrackJumpsTest {
    private static final int SIZE = 48;
    private static final double RADIUS = 11;
    private static final double PLANE = 24.4;
    private static final Extent EXTENT = new Extent(SIZE, SIZE, SIZE);
    private static final Map<Integer, Double> CRACK = Map.of(3, Math.PI * RADIUS * RADIUS);

    /** A share of half the opening in the middle, by Sneddon's closed form in oblate coordinates: h = t m, r2 = (1 + t2)(1 - m2). */
    private static double share(double r, double h) {
        double s = 1 - r * r - h * h;
        double root = Math.sqrt(s * s + 4 * h * h);
        double m2 = 0.5 * (s + root);
        double t = Math.sqrt(0.5 * (root - s));
        double angle = Math.atan2(1, t);
        return Math.sqrt(m2) * (1 - t * angle) + h / 1.4 * (angle - t / (m2 + t * t));
    }

    /** Sides that moved apart by an opening in the middle, each drawn for itself, over what moved with both. */
    private static float[] opened(Texture texture, double opening) {
        float[][] sides = new float[2][];
        for (int side = 0; side < 2; side++) {
            double sign = side == 0 ? -1 : 1;
            sides[side] = texture.values((x, y, z) -> {
                double h = Math.max(1e-6, sign * (x - PLANE)) / RADIUS;
                double r = Math.hypot(y - 24, z - 24) / RADIUS;
                double apart = opening == 0 ? 0 : 0.5 * opening * share(r, h);
                return new double[] {sign * apart + 0.002 * (x - 24), 0.1, -0.05};
            });
        }
        float[] both = new float[sides[0].length];
        for (int i = 0; i < both.length; i++) {
            both[i] = sides[i % SIZE < PLANE ? 0 : 1][i];
        }
        return both;
    }

    private static List<Jump> jumps(long seed, double opening, int threads) throws Exception {
        return jumps(seed, opening, threads, 5e8);
    }

    private static List<Jump> jumps(long seed, double opening, int threads, double mostWork) throws Exception {
        Texture texture = Texture.of(SIZE, seed);
        float[] still = texture.values((x, y, z) -> new double[] {0, 0, 0});
        double noise = 0.5 * Texture.deviation(still);
        int[] labels = new int[still.length];
        float[] depth = new float[still.length];
        java.util.Arrays.fill(depth, 1000);
        for (int i = 0; i < labels.length; i++) {
            double r = Math.hypot(i / SIZE % SIZE - 24, i / SIZE / SIZE - 24);
            labels[i] = Math.abs(i % SIZE - PLANE) < 1.5 && r < RADIUS ? 3 : 0;
        }
        try (Runner runner = Runner.named("threads", threads)) {
            return new CrackJumps(runner, LocalSettings.defaults(), mostWork)
                    .find(
                            ArrayVolume.of(EXTENT, Texture.noisy(still, noise, 2 * seed))
                                    .source(),
                            ArrayVolume.of(EXTENT, Texture.noisy(opened(texture, opening), noise, 2 * seed + 1))
                                    .source(),
                            ArrayVolume.of(EXTENT, labels).source(),
                            ArrayVolume.of(EXTENT, depth).source(),
                            EXTENT,
                            2,
                            CRACK,
                            0,
                            1,
                            Progress.NONE);
        }
    }

    @Test
    void theMeanOpeningIsFoundWithItsUncertainty() throws Exception {
        double squares = 0;
        double stated = 0;
        int seeds = 6;
        for (long seed = 41; seed < 41 + seeds; seed++) {
            Jump jump = jumps(seed, 0.9, 2).get(0);
            assertEquals(3, jump.label());
            assertTrue(jump.u() < 0.15, "seed " + seed + ": u " + jump.u());
            squares += Math.pow(jump.opening() - 0.6, 2);
            stated += Math.pow(jump.u(), 2);
        }
        // The ratio of six is known to 0.3.
        double ratio = Math.sqrt(stated / squares);
        assertTrue(ratio > 0.55 && ratio < 2, "stated / rms " + ratio + ", rms " + Math.sqrt(squares / seeds));
    }

    @Test
    void whatOnlyMovedAsAWholeHasNotOpened() throws Exception {
        Jump jump = jumps(51, 0, 2).get(0);
        assertEquals(0, jump.opening(), 3 * jump.u());
    }

    /** A third of the subsets tells by the root of three less. */
    @Test
    void ofALargeSheetSomeOfTheMetalIsEnough() throws Exception {
        Jump all = jumps(53, 0.9, 2).get(0);
        Jump some = jumps(53, 0.9, 2, 1.2e6).get(0);
        assertTrue(some.u() > 1.2 * all.u() && some.u() < 3 * all.u(), "u " + some.u() + " for " + all.u());
        assertEquals(0.6, some.opening(), 3 * some.u());
    }

    @Test
    void theBytesDoNotDependOnThreads() throws Exception {
        assertEquals(jumps(52, 0.9, 1), jumps(52, 0.9, 2));
    }

    @Test
    void withoutTextureNothingIsTold() throws Exception {
        float[] flat = new float[SIZE * SIZE * SIZE];
        int[] labels = new int[flat.length];
        float[] depth = new float[flat.length];
        java.util.Arrays.fill(flat, 1);
        java.util.Arrays.fill(depth, 1000);
        for (int i = 0; i < labels.length; i++) {
            labels[i] = i % SIZE == 24 && i / SIZE % SIZE > 14 && i / SIZE % SIZE < 34 ? 3 : 0;
        }
        try (Runner runner = Runner.named("threads", 2)) {
            List<Jump> jumps = new CrackJumps(runner, LocalSettings.defaults())
                    .find(
                            ArrayVolume.of(EXTENT, Texture.noisy(flat, 0.04, 1)).source(),
                            ArrayVolume.of(EXTENT, Texture.noisy(flat, 0.04, 2)).source(),
                            ArrayVolume.of(EXTENT, labels).source(),
                            ArrayVolume.of(EXTENT, depth).source(),
                            EXTENT,
                            2,
                            CRACK,
                            0,
                            1,
                            Progress.NONE);
            assertEquals(List.of(), jumps);
        }
    }
}
