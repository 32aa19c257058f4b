package patina.segmentation;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class DamageFeatureTest {
    /** The edge of the box with a uniform density's variance. */
    private static double box(double variance) {
        return Math.sqrt(12 * variance);
    }

    @Test
    void aPitAndAScarAreNoNetworks() {
        double r = 15;
        double across = box(r * r / 5);
        double deep = box(r * r * (1.0 / 5 - 9.0 / 64));
        double halfBall = 2 * Math.PI / 3 * r * r * r;
        assertFalse(DamageFeature.isNetwork(new double[] {across, across, deep}, halfBall));
        // Half filled with something it still is none.
        assertFalse(DamageFeature.isNetwork(new double[] {across, across, deep}, 0.5 * halfBall));
        assertFalse(DamageFeature.isNetwork(new double[] {60, 40, 4}, 60 * 40 * 2.5), "a scar with its blur");
        // As a phantom's scar 1.6 voxels deep is seen through a blur of 0.7 voxel.
        assertFalse(DamageFeature.isNetwork(new double[] {20.8, 14.3, 4.4}, 506), "a scar shallower than its blur");
    }

    @Test
    void wallsOfAHoneycombAreOne() {
        // Cells 14 across with walls of 1: two walls' width to a cell's.
        double filled = 2.0 / 14;
        assertTrue(DamageFeature.isNetwork(new double[] {40, 38, 7}, filled * 40 * 38 * 7));
        // As a phantom's fissures 4 voxels deep at the most, 2 in the mean, are seen.
        assertTrue(DamageFeature.isNetwork(new double[] {21.1, 18.6, 3}, 185), "one that has begun");
        assertFalse(
                DamageFeature.isNetwork(new double[] {6, 5, 4}, filled * 120), "too small against the blur to be told");
    }
}
