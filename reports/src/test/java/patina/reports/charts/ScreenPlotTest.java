package patina.reports.charts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import patina.reports.charts.ScreenPlot.Hit;
import patina.reports.document.Plot;
import patina.reports.document.Plot.Axes;
import patina.reports.document.Plot.Curve;
import patina.reports.document.Plot.Look;
import patina.reports.document.Plot.Sample;

class ScreenPlotTest {
    private static final int WIDTH = 700;
    private static final int HEIGHT = 300;

    /** Volumes of a million, so that a power of ten is taken out; one sample without a place, and out of order. */
    private static Plot plot(Axes axes) {
        return new Plot(
                "Volume",
                "Volume grows.",
                "Exposure (h)",
                "Volume (µm³)",
                0,
                48,
                true,
                List.of(
                        new Curve(
                                "law",
                                Look.FIT,
                                0,
                                false,
                                List.of(new Sample(0, 1e5, 1e5, true), new Sample(48, 4e6, 1e5, true))),
                        new Curve(
                                "T1",
                                Look.MEASURED,
                                0,
                                true,
                                List.of(
                                        new Sample(48, 4e6, 2e5, true),
                                        new Sample(0, Double.NaN, 1, true),
                                        new Sample(24, 2e6, 1e5, false)))),
                axes);
    }

    private static ScreenPlot drawn(Plot plot, boolean dark) {
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = image.createGraphics();
        ScreenPlot drawn = ScreenPlot.draw(g, plot, WIDTH, HEIGHT, 1.5, dark, List.of(new Hit(1, 2)));
        g.dispose();
        return drawn;
    }

    @ParameterizedTest
    @CsvSource({"false,false", "true,false", "false,true", "true,true"})
    void aSampleIsFoundWhereItsValuesLie(boolean logX, boolean logY) {
        ScreenPlot drawn = drawn(plot(new Axes(logX, logY, Double.NaN, Double.NaN)), logX);
        double[] at = drawn.place(new Hit(1, 2));
        assertNotNull(at);
        assertEquals(24, drawn.valueX(at[0]), 1e-6);
        assertEquals(2e6, drawn.valueY(at[1]), 1);
        assertEquals(Optional.of(new Hit(1, 2)), drawn.near(at[0] + 3, at[1] - 2, 8));
        assertTrue(drawn.near(at[0] + 30, at[1] - 30, 8).isEmpty());
    }

    @Test
    void zoomingShowsThePartBetweenTwoPlaces() {
        ScreenPlot all = drawn(plot(Axes.LINEAR), false);
        var area = all.area();
        Plot part = all.between(
                area.getX(), area.getY(), area.getX() + area.getWidth() / 2, area.getY() + area.getHeight() / 2);
        double[] x = all.rangeX();
        ScreenPlot zoomed = drawn(part, false);
        assertEquals(x[0], zoomed.rangeX()[0], 1e-9);
        assertEquals((x[0] + x[1]) / 2, zoomed.rangeX()[1], 0.02);
        double[] y = all.rangeY();
        assertEquals((y[0] + y[1]) / 2, zoomed.rangeY()[0], 0.01 * y[1]);
    }
}
