package patina.app.gui.view;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;
import patina.geometry.Point;

class MeasurementTest {
    @Test
    void aDistanceIsStraight() {
        Measurement.Distance d = new Measurement.Distance(new Point(0, 0, 0), new Point(30, 40, 120));
        assertEquals(130, d.um(), 1e-12);
        assertEquals("130.0 ± 2.0 µm", d.words(5).replace('\u00a0', ' '));
    }

    @Test
    void anAngleIsThatAtItsCorner() {
        assertEquals(90, new Measurement.Angle(new Point(10, 0, 0), Point.ORIGIN, new Point(0, 0, 7)).degrees(), 1e-9);
        assertEquals(
                45, new Measurement.Angle(new Point(11, 5, 0), new Point(1, 5, 0), new Point(4, 8, 0)).degrees(), 1e-9);
    }

    /** Places moved by the reading's uncertainty in the plane scatter the angle as it says. */
    @Test
    void anAnglesUncertaintyIsItsScatter() {
        Random random = new Random(11);
        double u = 5 / Math.sqrt(12);
        Point a = new Point(80, 0, 0);
        Point c = new Point(0, 0, 0);
        Point b = new Point(30, 60, 0);
        double sum = 0;
        double squares = 0;
        int n = 4000;
        for (int i = 0; i < n; i++) {
            double degrees =
                    new Measurement.Angle(moved(a, u, random), moved(c, u, random), moved(b, u, random)).degrees();
            sum += degrees;
            squares += degrees * degrees;
        }
        double scatter = Math.sqrt(squares / n - sum / n * sum / n);
        assertEquals(scatter, new Measurement.Angle(a, c, b).degreesU(5), 0.08 * scatter, "seed 11");
    }

    private static Point moved(Point p, double u, Random random) {
        return p.plus(new Point(u * random.nextGaussian(), u * random.nextGaussian(), 0));
    }

    @Test
    void scaleBarsAreRound() {
        assertEquals(200, Ink.round(480));
        assertEquals(0.5, Ink.round(0.99));
        assertEquals(1000, Ink.round(1999));
        assertEquals("2\u00a0mm", Ink.length(2000));
        assertEquals("500\u00a0µm", Ink.length(500));
    }
}
