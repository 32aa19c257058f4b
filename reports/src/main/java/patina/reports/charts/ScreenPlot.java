package patina.reports.charts;

import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Rectangle2D;
import java.util.List;
import java.util.Optional;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.ui.RectangleEdge;
import org.jspecify.annotations.Nullable;
import patina.reports.charts.Palette.Ink;
import patina.reports.document.Plot;
import patina.reports.document.Plot.Curve;
import patina.reports.document.Plot.Look;
import patina.reports.document.Plot.Sample;

/**
 * A plot as it was drawn on a screen: it knows which sample lies where, and which value belongs to a place. Places are in
 * the graphics' units from the plot's upper left corner; values are the plot's own. Immutable.
 */
public final class ScreenPlot {
    private static final double RING = 9;

    private final PlotDrawing.Laid laid;
    private final double scale;
    private final Plot plot;

    private ScreenPlot(Plot plot, PlotDrawing.Laid laid, double scale) {
        this.plot = plot;
        this.laid = laid;
        this.scale = scale;
    }

    /** A sample of a curve, by their positions in the plot. */
    public record Hit(int curve, int sample) {}

    /**
     * Draws a plot in the same figure that is printed, on light or dark ground.
     *
     * @param width of the whole plot, in the graphics' units
     * @param scale units to the typographic point
     * @param marked samples that get a ring
     */
    public static ScreenPlot draw(
            Graphics2D g, Plot plot, double width, double height, double scale, boolean dark, List<Hit> marked) {
        AffineTransform before = g.getTransform();
        g.scale(scale, scale);
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        Ink ink = dark ? Ink.DARK : Ink.PRINT;
        g.setPaint(ink.paper());
        g.fill(new Rectangle2D.Double(0, 0, width / scale, height / scale));
        ScreenPlot drawn =
                new ScreenPlot(plot, new PlotDrawing(plot, ink).lay(g, width / scale, height / scale), scale);
        g.setStroke(new BasicStroke(1.2f));
        for (Hit hit : marked) {
            double[] at = drawn.place(hit);
            if (at != null && drawn.laid.area().contains(at[0] / scale, at[1] / scale)) {
                g.setPaint(Palette.colour(plot.curves().get(hit.curve()).colour(), ink));
                g.draw(new Ellipse2D.Double(at[0] / scale - RING / 2, at[1] / scale - RING / 2, RING, RING));
            }
        }
        g.setTransform(before);
        return drawn;
    }

    /** Where the values lie. */
    public Rectangle2D area() {
        Rectangle2D a = laid.area();
        return new Rectangle2D.Double(a.getX() * scale, a.getY() * scale, a.getWidth() * scale, a.getHeight() * scale);
    }

    /** The place of a sample, x and y, or null when it has none in this plot. */
    public double @Nullable [] place(Hit hit) {
        int[] positions = laid.positions().get(hit.curve());
        for (int i = 0; i < positions.length; i++) {
            if (positions[i] == hit.sample()) {
                return place(laid.curves().get(hit.curve()).samples().get(i));
            }
        }
        return null;
    }

    private double[] place(Sample sample) {
        return new double[] {
            laid.x().valueToJava2D(sample.x(), laid.area(), RectangleEdge.BOTTOM) * scale,
            laid.y().valueToJava2D(sample.y(), laid.area(), RectangleEdge.LEFT) * scale
        };
    }

    /** The measured sample nearest to a place, when there is one within that distance. */
    public Optional<Hit> near(double x, double y, double within) {
        Hit best = null;
        double least = within;
        for (int c = 0; c < laid.curves().size(); c++) {
            Curve curve = laid.curves().get(c);
            boolean measured =
                    curve.look() == Look.MEASURED || curve.look() == Look.SINGLE || curve.look() == Look.BACKGROUND;
            for (int i = 0; measured && i < curve.samples().size(); i++) {
                double[] at = place(curve.samples().get(i));
                double distance = Math.hypot(at[0] - x, at[1] - y);
                if (distance <= least) {
                    least = distance;
                    best = new Hit(c, laid.positions().get(c)[i]);
                }
            }
        }
        return Optional.ofNullable(best);
    }

    /** The value along the lying axis at a place. */
    public double valueX(double x) {
        return laid.x().java2DToValue(x / scale, laid.area(), RectangleEdge.BOTTOM);
    }

    /** The value along the upright axis at a place. */
    public double valueY(double y) {
        return laid.y().java2DToValue(y / scale, laid.area(), RectangleEdge.LEFT) / laid.factor();
    }

    /**
     * The plot with axes that show the part between two places: for zooming in, or out with places beyond the area.
     *
     * @param x0 left
     * @param y0 top
     * @param x1 right
     * @param y1 bottom
     */
    public Plot between(double x0, double y0, double x1, double y1) {
        Plot.Axes axes = plot.axes();
        return new Plot(
                plot.title(),
                plot.alternative(),
                plot.xLabel(),
                plot.yLabel(),
                valueX(x0),
                valueX(x1),
                plot.wide(),
                plot.curves(),
                new Plot.Axes(axes.logX(), axes.logY(), valueY(y1), valueY(y0)));
    }

    /** Least and greatest value along the lying axis. */
    public double[] rangeX() {
        return range(laid.x(), 1);
    }

    /** Least and greatest value along the upright axis. */
    public double[] rangeY() {
        return range(laid.y(), laid.factor());
    }

    private static double[] range(ValueAxis axis, double factor) {
        return new double[] {axis.getLowerBound() / factor, axis.getUpperBound() / factor};
    }
}
