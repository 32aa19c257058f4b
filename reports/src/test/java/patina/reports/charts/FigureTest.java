package patina.reports.charts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import patina.reports.document.Plot;
import patina.reports.document.Plot.Curve;
import patina.reports.document.Plot.Look;
import patina.reports.document.Plot.Sample;
import patina.reports.document.Slice;
import patina.reports.document.SlicePicture;
import patina.reports.document.SlicePicture.Outline;

class FigureTest {
    private static Plot plot(String yLabel, double factor) {
        return new Plot(
                "Depth",
                "Depth grows.",
                "Exposure time (h)",
                yLabel,
                0,
                48,
                false,
                List.of(
                        new Curve(
                                "T1",
                                Look.MEASURED,
                                0,
                                true,
                                List.of(
                                        new Sample(0, 10 * factor, factor, false),
                                        new Sample(24, 20 * factor, 2 * factor, true),
                                        new Sample(48, 40 * factor, 3 * factor, true))),
                        new Curve(
                                "limit",
                                Look.LIMIT,
                                0,
                                false,
                                List.of(
                                        new Sample(0, 5 * factor, Double.NaN, true),
                                        new Sample(48, 5 * factor, Double.NaN, true))),
                        new Curve(
                                "T2",
                                Look.BACKGROUND,
                                0,
                                false,
                                List.of(
                                        new Sample(0, factor, Double.NaN, true),
                                        new Sample(48, 2 * factor, Double.NaN, true)))));
    }

    private static Slice slice() {
        byte[] grey = new byte[40 * 30];
        java.util.Arrays.fill(grey, (byte) 90);
        return new Slice(
                "Scan 1, 24 h",
                "A slice.",
                new SlicePicture(
                        40, 30, grey, 5, "x", "z", List.of(new Outline(7, new double[] {10, 20, 20, 10}, new double[] {
                            10, 10, 20, 20
                        }))),
                Map.of(7, 1));
    }

    @Test
    void anIntervalThatGoesOnBeyondThePlotHasNoBarAtThatEnd() {
        int closed = rangeLines(true);
        assertEquals(closed - 1, rangeLines(false), "one bar less");
    }

    /** How many lines are drawn where an interval from 10 to 40 h with its value at 20 h is. */
    private static int rangeLines(boolean ends) {
        Plot plot = new Plot(
                "Depth",
                "Depth grows.",
                "Exposure time (h)",
                "Depth (µm)",
                0,
                48,
                false,
                List.of(new Curve(
                        "",
                        Look.RANGE,
                        0,
                        false,
                        List.of(
                                new Sample(10, 20, Double.NaN, true),
                                new Sample(20, 20, Double.NaN, true),
                                new Sample(40, 20, Double.NaN, ends)))));
        String svg = Figure.of(plot, Figure.HALF_WIDTH).svg("a");
        return (int) Pattern.compile("<path|<line|<rect|<ellipse")
                .matcher(svg)
                .results()
                .count();
    }

    @Test
    void plotsAreVectorsWithTextThatCanBeFound() {
        String svg = Figure.of(plot("Depth (µm)", 1), Figure.HALF_WIDTH).svg("a");
        assertFalse(svg.contains("<image"), "no raster in a plot");
        assertFalse(svg.contains("http"), "no namespace");
        for (String text : List.of("Depth", "Depth (µm)", "Exposure time (h)", "T1", "limit", "1 more track")) {
            assertTrue(svg.contains(">" + text + "</text>"), text);
        }
        assertTrue(svg.contains("aria-label=\"Depth grows.\""));
        assertTrue(Pattern.compile("id=\"a-clipPath1\"").matcher(svg).find(), "ids carry the prefix");
    }

    @Test
    void smallNumbersTakeTheirPowerOfTenIntoTheLabel() {
        String svg = Figure.of(plot("Specific wear rate (mm³/(N m))", 1e-6), Figure.HALF_WIDTH)
                .svg("a");
        assertTrue(svg.contains(">Specific wear rate (10⁻⁶\u00a0mm³/(N m))</text>"), svg);
    }

    @Test
    void slicesHoldOneImageWithOutlinesAndNames() {
        Figure figure = Figure.of(slice(), 200);
        String svg = figure.svg("s");
        assertEquals(2, svg.split("<image").length, "one image");
        assertTrue(svg.contains("href=\"data:image/png;base64,"));
        assertTrue(svg.contains(">T7</text>"));
        assertTrue(svg.contains(">50\u00a0µm</text>"), "60 um is 0.3 of the width; the bar is 50 um");
        assertEquals(200 * 30 / 40.0 + 28, figure.height(), 1e-9);
    }

    @Test
    void drawsOnAScreenToo() {
        BufferedImage screen = new BufferedImage(400, 300, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = screen.createGraphics();
        g.setPaint(Color.WHITE);
        g.fillRect(0, 0, 400, 300);
        Figure.of(slice(), 200).draw(g, 0, 0, 2);
        g.dispose();
        // The slice's own grey, inside the outline's square: pixel (15, 15) at 5 points a pixel, twice as large.
        assertEquals(90, screen.getRGB(155, 28 + 155) & 255, 3);
    }

    @Test
    void equalFiguresGiveEqualText() {
        assertEquals(
                Figure.of(plot("Depth (µm)", 1), 248).svg("a"),
                Figure.of(plot("Depth (µm)", 1), 248).svg("a"));
    }
}
