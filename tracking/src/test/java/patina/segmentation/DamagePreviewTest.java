package patina.segmentation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class DamagePreviewTest {
    private static final int N = 48;

    /** Metal below z = 40, a ball of 7 voxels and one of 1.3 missing of it, and a corner that was not seen. */
    private static float[] fraction(boolean damaged, double noise, Random random) {
        float[] f = new float[N * N * N];
        for (int z = 0; z < N; z++) {
            for (int y = 0; y < N; y++) {
                for (int x = 0; x < N; x++) {
                    boolean metal = z < 40
                            && !(damaged
                                    && (Math.hypot(Math.hypot(x - 15, y - 15), z - 20) <= 7
                                            || Math.hypot(Math.hypot(x - 35, y - 35), z - 20) <= 1.3));
                    f[(z * N + y) * N + x] = (metal ? 1 : 0) + (float) (noise * random.nextGaussian());
                }
            }
        }
        f[0] = Float.NaN;
        return f;
    }

    @Test
    void findsWhatIsMissingAndDropsWhatIsSmall() {
        long seed = 20261129;
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        DamagePreview preview = DamagePreview.of(N, N, N, fraction(false, 0.04, random), fraction(true, 0.04, random));
        DamagePreview.Found usual = preview.found(0.25, 0.12, 100);
        assertEquals(1, usual.places());
        assertEquals(1, usual.dropped());
        for (int i = 0; i < usual.classes().length; i++) {
            double large = Math.hypot(Math.hypot(i % N - 15, i / N % N - 15), i / N / N - 20.0);
            double small = Math.hypot(Math.hypot(i % N - 35, i / N % N - 35), i / N / N - 20.0);
            if (large <= 7) {
                assertEquals(DamagePreview.FOUND, usual.classes()[i]);
            } else if (small <= 1) {
                assertEquals(DamagePreview.DROPPED, usual.classes()[i]);
            } else if (large > 10 && small > 5) {
                assertEquals(0, usual.classes()[i]);
            }
        }
        assertEquals(2, preview.found(0.25, 0.12, 5).places(), "the small one counts when it may");
        assertEquals(0, preview.found(2, 0.12, 5).places(), "more than all cannot be missing");
    }

    @Test
    void thresholdsStayAboveTheNoise() {
        long seed = 20261130;
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        DamagePreview preview = DamagePreview.of(N, N, N, fraction(false, 0.5, random), fraction(false, 0.5, random));
        DamagePreview.Found found = preview.found(0.01, 0.01, 1);
        assertEquals(0, found.places());
        // Two scans, smoothed by a Gaussian of 1 voxel: (2 sqrt(pi))^-1.5 of the noise of their difference.
        double smoothed = 0.5 * Math.sqrt(2) * Math.pow(2 * Math.sqrt(Math.PI), -1.5);
        assertTrue(Math.abs(found.seed() / (6 * smoothed) - 1) < 0.1, found.seed() + " of " + 6 * smoothed);
    }
}
