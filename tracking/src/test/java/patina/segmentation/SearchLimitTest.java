package patina.segmentation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class SearchLimitTest {
    @Test
    void aSharpHalfBallNeedsTheVoxelsThatAreAskedFor() {
        // Hardly blurred, what is above the low threshold is the half ball itself.
        double radius = SearchLimit.halfBall(0.5, 0.25, 0.5, 200, 0);
        assertEquals(Math.cbrt(1.2 * 200 * 1.5 / Math.PI), radius, 0.4);
    }

    @Test
    void aSmallOneMustReachTheSeed() {
        // Small against the blur, a half ball is a Gaussian of its volume.
        double sigma = 3;
        double radius = SearchLimit.halfBall(sigma, 0.05, 0.01, 1, 0);
        double peak = 2 * Math.PI / 3 * Math.pow(radius, 3) / Math.pow(2 * Math.PI * sigma * sigma, 1.5);
        assertEquals(0.05, peak, 0.008);
    }

    @Test
    void moreNoiseHidesMore() {
        assertTrue(SearchLimit.halfBall(1.25, 0.25, 0.12, 1, 0.1) > SearchLimit.halfBall(1.25, 0.25, 0.12, 1, 0.01));
    }
}
