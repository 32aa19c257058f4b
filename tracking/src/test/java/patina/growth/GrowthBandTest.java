package patina.growth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class GrowthBandTest {
    /** Least squares by hand: x = 0, 1, 2, 3, u = 0.1: var(a + b t) = u^2 (1/4 + (t - 1.5)^2 / 5). */
    @Test
    void theBandOfALineIsThatOfLeastSquares() {
        double[] t = {0, 1, 2, 3};
        double[] y = {0, 2.1, 3.9, 6.0};
        double[] u = {0.1, 0.1, 0.1, 0.1};
        Growth growth = new GrowthFitter(3).fit(new Evolution(t, y, u, 0));
        assertEquals(GrowthLaw.CONSTANT, growth.law());
        for (double at : new double[] {0, 1.5, 3, 10}) {
            assertEquals(0.1 * Math.sqrt(0.25 + (at - 1.5) * (at - 1.5) / 5), growth.uAt(at), 1e-9);
        }
        assertEquals(growth.rateU(), Math.sqrt(growth.covariance()[3]), 1e-12);
    }

    @Test
    void whatGrewAndStoppedIsDescribedByALevel() {
        double[] t = {0, 1, 2, 3, 4, 5, 6};
        double[] y = {0, 10, 20, 30, 30, 30, 30};
        double[] u = {0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1};
        Growth growth = new GrowthFitter(3).fit(new Evolution(t, y, u, 0));
        assertEquals(GrowthClass.ARRESTED, growth.growthClass());
        assertEquals(1, growth.parameters().length);
        assertTrue(growth.at(0) > 10 && growth.at(0) < 30, "a level between least and greatest: " + growth.at(0));
    }
}
