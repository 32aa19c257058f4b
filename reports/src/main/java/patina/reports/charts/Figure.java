package patina.reports.charts;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import patina.reports.document.Graphic;
import patina.reports.document.Plot;
import patina.reports.document.Slice;

/**
 * A plot or a slice picture that can be drawn anywhere: on a screen's graphics, on a page of print, or as SVG text. Its
 * unit is the typographic point (1/72 inch); y runs down. Immutable; may be drawn from several threads, each on its own
 * graphics.
 */
public final class Figure {
    /** The width of a printed page's text. */
    public static final double PAGE_WIDTH = 504;

    /** The width of each of two figures side by side. */
    public static final double HALF_WIDTH = 248;

    private static final double HALF_HEIGHT = 168;
    private static final double WIDE_HEIGHT = 200;

    private final Drawing drawing;
    private final double width;
    private final double height;
    private final String alternative;

    /** Draws itself, in points. */
    interface Drawing {
        void draw(Graphics2D g, double width, double height);
    }

    private Figure(Drawing drawing, double width, double height, String alternative) {
        this.drawing = drawing;
        this.width = width;
        this.height = height;
        this.alternative = alternative;
    }

    /** The figure of a graphic, {@code width} points wide and as high as it looks well. */
    public static Figure of(Graphic graphic, double width) {
        if (graphic instanceof Plot plot) {
            double height = plot.wide() ? WIDE_HEIGHT : HALF_HEIGHT;
            return new Figure(new PlotDrawing(plot), width, height, graphic.alternative());
        }
        SliceDrawing drawing = new SliceDrawing((Slice) graphic);
        return new Figure(drawing, width, drawing.height(width), graphic.alternative());
    }

    /** The figure of a plot of any size in points, for a file of its own. */
    public static Figure of(Plot plot, double width, double height) {
        return new Figure(new PlotDrawing(plot), width, height, plot.alternative());
    }

    public double width() {
        return width;
    }

    public double height() {
        return height;
    }

    /** What is to be seen, in words. */
    public String alternative() {
        return alternative;
    }

    /** Draws with the upper left corner at (x, y), {@code scale} units of {@code g} to the point. */
    public void draw(Graphics2D g, double x, double y, double scale) {
        AffineTransform before = g.getTransform();
        g.translate(x, y);
        g.scale(scale, scale);
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        g.setRenderingHint(RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
        drawing.draw(g, width, height);
        g.setTransform(before);
    }

    /** As a whole SVG file. */
    public String svgFile() {
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                + svg("f").replaceFirst(
                                "<svg ",
                                "<svg xmlns=\"http://www.w3.org/2000/svg\" font-family=\"" + ReportFont.FAMILY
                                        + ", sans-serif\" width=\"" + width + "pt\" height=\"" + height + "pt\" ");
    }

    /**
     * As an SVG element for a web page: no namespace declarations, no addresses, ids begin with {@code idPrefix}.
     */
    public String svg(String idPrefix) {
        return SvgGraphics.write(this, idPrefix);
    }
}
