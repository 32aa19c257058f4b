package patina.segmentation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The front of ellipsoidal openings whose sections are a formula, blurred and noisy. */
class SheetFrontTest {
    private static final Noise NONE = new Noise(0, 0, 0, 0, 0, 0);
    private static final int BINS = SheetFront.BINS_PER_VOXEL;

    /**
     * What is missing of a crack below each depth.
     *
     * @param c depth of the front
     * @param most the section at the surface, in square voxels
     * @param host depth of a feature that takes what lies above it
     */
    private static TreeMap<Integer, long[]> below(
            double c, double most, double sigma, double host, double noise, int voxels, Random random) {
        TreeMap<Integer, long[]> bins = new TreeMap<>();
        for (int bin = (int) (host * BINS); bin < (c + 3) * BINS; bin++) {
            double z = (bin + 0.5) / BINS;
            double section = 0;
            double weights = 0;
            for (double t = -4; t <= 4; t += 0.05) {
                double w = Math.exp(-0.5 * t * t);
                double at = z + sigma * t;
                section += w * most * Math.max(0, 1 - at * at / (c * c));
                weights += w;
            }
            double missing =
                    section / weights / BINS + noise * Math.sqrt((double) voxels / BINS) * random.nextGaussian();
            bins.put(bin, new long[] {
                Math.round(missing / ZoneSums.STEP), Math.round((double) voxels / BINS / ZoneSums.STEP)
            });
        }
        return bins;
    }

    @Test
    void isFoundWhateverTheOpeningTheBlurAndWhatTheCrackLeaves() {
        Random random = new Random(1);
        for (double c : new double[] {12, 17.3, 40}) {
            for (double sigma : new double[] {0.5, 0.8, 1.1}) {
                for (double most : new double[] {3, 50}) {
                    for (double host : new double[] {0, 0.4 * c}) {
                        double depth = SheetFront.of(below(c, most, sigma, host, 0, 100, random), sigma, NONE)
                                .depth();
                        assertEquals(c, depth, 0.25, "front " + c + ", blur " + sigma);
                    }
                }
            }
        }
    }

    @Test
    void isAsUnsureAsNoiseMakesIt() {
        long seed = 20260731;
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        double noise = 0.05;
        double sum = 0;
        double squares = 0;
        double stated = 0;
        int n = 400;
        for (int i = 0; i < n; i++) {
            SheetFront front = SheetFront.of(
                    below(12, 25, 0.8, 0, noise, 120, random), 0.8, new Noise(noise, noise, noise, 0, 0, 0));
            sum += front.depth() - 12;
            squares += (front.depth() - 12) * (front.depth() - 12);
            stated += front.u() / n;
        }
        double sd = Math.sqrt(squares / n - sum / n * sum / n);
        assertTrue(Math.abs(sum / n) < 0.1, "mean error " + sum / n);
        assertEquals(1, stated / sd, 0.25, "stated " + stated + ", actual " + sd);
    }

    @Test
    void ofNothingIsAtTheSurface() {
        assertEquals(0, SheetFront.of(new TreeMap<>(), 0.8, NONE).depth());
    }
}
