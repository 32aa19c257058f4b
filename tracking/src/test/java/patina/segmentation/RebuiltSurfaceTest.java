package patina.segmentation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import patina.geometry.Point;

class RebuiltSurfaceTest {
    private static final long SEED = 20261202;

    @Test
    void aQuadraticIsFoundFromItsOwnPoints() {
        double[] truth = {3, -0.2, 0.1, 0.02, -0.01, 0.005};
        List<double[]> points = new ArrayList<>();
        for (int a = -9; a <= 9; a += 3) {
            for (int b = -8; b <= 8; b += 4) {
                points.add(new double[] {a, b, Quadratic.at(truth, a, b)});
            }
        }
        assertArrayEquals(truth, RebuiltSurface.solve(points), 1e-9);
        // On a line only three terms can be told.
        points.removeIf(p -> p[1] != 0);
        assertNull(RebuiltSurface.solve(points));
    }

    /**
     * The uncertainty that each fit states is how far fits lie from the truth, on rings whose noise is alike nearby; a
     * jackknife errs on the safe side (Efron and Stein 1981).
     */
    @Test
    void theHeightIsAsUnsureAsItSays() {
        System.out.println("seed " + SEED);
        Random random = new Random(SEED);
        double squares = 0;
        double stated = 0;
        int trials = 400;
        for (int trial = 0; trial < trials; trial++) {
            List<double[]> points = new ArrayList<>();
            double[] shared = random.doubles(24, -1, 1).toArray();
            for (int i = 0; i < 96; i++) {
                double angle = 2 * Math.PI * (i + 0.5) / 96;
                double r = 7 + 2 * (i % 4);
                double noise = 0.3 * shared[i / 4] + 0.1 * random.nextGaussian();
                points.add(new double[] {r * Math.cos(angle), r * Math.sin(angle), noise});
            }
            double[] height = RebuiltSurface.solve(points);
            assertNotNull(height);
            RebuiltSurface fit = RebuiltSurface.over(
                    Point.ORIGIN, new Point(0, 0, 1), points, height, List.of(new Point(0, 0, 2)), 1);
            squares += height[0] * height[0];
            stated += fit.heightU() * fit.heightU();
            assertEquals(2 - height[0], fit.depth(0, 0, 2), 0.05);
        }
        assertEquals(1.3, Math.sqrt(stated / squares), 0.3);
    }
}
