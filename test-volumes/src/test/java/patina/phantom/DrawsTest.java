package patina.phantom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class DrawsTest {
    /** From tables of the standard normal distribution. */
    @Test
    void quantilesAreThoseOfTheNormalDistribution() {
        assertEquals(0, Draws.quantile(0.5), 1e-15);
        assertEquals(0.6744897501960817, Draws.quantile(0.75), 1e-14);
        assertEquals(1.959963984540054, Draws.quantile(0.975), 1e-14);
        assertEquals(-2.3263478740408408, Draws.quantile(0.01), 1e-14);
        assertEquals(-4.753424308822899, Draws.quantile(1e-6), 1e-12);
        assertEquals(-7.034483825301132, Draws.quantile(1e-12), 1e-11);
    }

    @Test
    void normalNumbersHaveTheMomentsOfTheNormalDistributionAndNoCorrelation() {
        long key = Draws.key(3, "noise");
        int count = 400_000;
        double[] moments = new double[5];
        double product = 0;
        for (int i = 0; i < count; i++) {
            double value = Draws.normal(key, i);
            for (int p = 1; p <= 4; p++) {
                moments[p] += Math.pow(value, p) / count;
            }
            product += value * Draws.normal(key, i + 1) / count;
        }
        double error = 5 / Math.sqrt(count);
        assertEquals(0, moments[1], error);
        assertEquals(1, moments[2], error * Math.sqrt(2));
        assertEquals(0, moments[3], error * Math.sqrt(15));
        assertEquals(3, moments[4], error * Math.sqrt(96));
        assertEquals(0, product, error);
    }

    @Test
    void directionsFavourNoAxis() {
        Draws draws = new Draws(5, "directions");
        Vec sum = new Vec(0, 0, 0);
        for (int i = 0; i < 20_000; i++) {
            Vec direction = draws.direction();
            assertEquals(1, direction.length(), 1e-12);
            sum = sum.plus(direction.times(1 / 20_000.0));
        }
        assertTrue(sum.length() < 0.02, "mean " + sum);
    }
}
