package patina.reports.charts;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.Paint;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jfree.chart.ChartRenderingInfo;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.LogarithmicAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.block.BlockBorder;
import org.jfree.chart.entity.EntityCollection;
import org.jfree.chart.plot.CrosshairState;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.title.LegendTitle;
import org.jfree.chart.ui.RectangleAnchor;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.data.Range;
import org.jfree.data.xy.IntervalXYDataset;
import org.jfree.data.xy.XYDataset;
import org.jfree.data.xy.XYIntervalSeries;
import org.jfree.data.xy.XYIntervalSeriesCollection;
import org.jspecify.annotations.Nullable;
import patina.reports.charts.Palette.Ink;
import patina.reports.document.Numbers;
import patina.reports.document.Plot;
import patina.reports.document.Plot.Curve;
import patina.reports.document.Plot.Look;
import patina.reports.document.Plot.Sample;

/** Draws a plot with JFreeChart: white ground, light grid, bars for uncertainties, names at the ends of the curves. */
final class PlotDrawing implements Figure.Drawing {
    private static final float TITLE_SIZE = 8.5f;
    private static final float LABEL_SIZE = 7.5f;
    private static final float TICK_SIZE = 7f;
    private static final double TITLE_HEIGHT = 14;
    private static final double MARKER = 4.6;
    private static final double CAP = 2.2;
    private static final double LINE_OF_NAMES = 8.6;
    private static final double LEAST_OF_LOG = 0.05;
    private static final int BAND_ALPHA = 40;
    private static final int STEPS_ALPHA = 110;

    private final Plot plot;
    private final Ink ink;

    PlotDrawing(Plot plot) {
        this(plot, Ink.PRINT);
    }

    PlotDrawing(Plot plot, Ink ink) {
        this.plot = plot;
        this.ink = ink;
    }

    @Override
    public void draw(Graphics2D g, double width, double height) {
        lay(g, width, height);
    }

    /**
     * Where things came to lie, in points.
     *
     * @param area of the values
     * @param factor by which values are multiplied before they are laid along the upright axis
     * @param curves as they were drawn: what has no place left out, in order of x, values times the factor
     * @param positions of their samples in the plot's own curves
     */
    record Laid(Rectangle2D area, ValueAxis x, ValueAxis y, double factor, List<Curve> curves, List<int[]> positions) {}

    /** Draws, and says where things came to lie. */
    Laid lay(Graphics2D g, double width, double height) {
        g.setFont(ReportFont.BOLD.awt(TITLE_SIZE));
        g.setPaint(ink.ink());
        g.drawString(plot.title(), 2f, TITLE_SIZE + 1);
        Plot.Axes axes = plot.axes();
        int power = axes.logY() ? 0 : power();
        double factor = Math.pow(10, -power);
        List<int[]> positions = new ArrayList<>();
        List<Curve> curves = scaled(factor, positions);
        Renderer renderer = new Renderer(curves, ink);
        NumberAxis x = axis(plot.xLabel(), axes.logX());
        NumberAxis y = axis(null, axes.logY());
        if (axes.isExact()) {
            x.setRange(plot.fromX(), plot.toX());
            y.setRange(axes.fromY() * factor, axes.toY() * factor);
        } else if (plot.toX() > plot.fromX() && !axes.logX()) {
            double span = plot.toX() - plot.fromX();
            x.setRange(plot.fromX() - 0.02 * span, plot.toX() + 0.03 * span);
        }
        y.setAutoRangeIncludesZero(!axes.logY());
        y.setUpperMargin(0.08);
        if (wholeNumbers(curves) && !axes.logY()) {
            y.setStandardTickUnits(NumberAxis.createIntegerTickUnits());
        }
        XYPlot area = new XYPlot(dataset(curves), x, y, renderer);
        area.setBackgroundPaint(ink.paper());
        area.setOutlineVisible(false);
        area.setDomainGridlinePaint(ink.grid());
        area.setRangeGridlinePaint(ink.grid());
        area.setDomainGridlineStroke(new BasicStroke(0.5f));
        area.setRangeGridlineStroke(new BasicStroke(0.5f));
        area.setRangeZeroBaselineVisible(false);
        area.setAxisOffset(RectangleInsets.ZERO_INSETS);
        area.setInsets(new RectangleInsets(2, LABEL_SIZE + 5, 0, namesWidth(g, curves)));
        JFreeChart chart = new JFreeChart(null, null, area, false);
        chart.setBackgroundPaint(ink.paper());
        chart.setPadding(new RectangleInsets(0, 0, 0, 7));
        if (needsLegend(curves)) {
            chart.addLegend(legend(area));
        }
        ChartRenderingInfo info = new ChartRenderingInfo();
        info.setEntityCollection(null);
        chart.draw(g, new Rectangle2D.Double(0, TITLE_HEIGHT, width, height - TITLE_HEIGHT), info);
        Rectangle2D data = info.getPlotInfo().getDataArea();
        upright(g, power == 0 ? plot.yLabel() : withPower(plot.yLabel(), power), data);
        names(g, curves, x, y, data);
        return new Laid(data, x, y, factor, curves, positions);
    }

    private static String withPower(String label, int power) {
        return label.replaceFirst("\\(", "(" + Numbers.powerOfTen(power) + "\u00a0");
    }

    /** The label of the upright axis, as text: JFreeChart turns rotated text into shapes, which no search finds. */
    private void upright(Graphics2D g, String label, Rectangle2D area) {
        g.setFont(ReportFont.REGULAR.awt(LABEL_SIZE));
        g.setPaint(ink.ink());
        double length = g.getFontMetrics().getStringBounds(label, g).getWidth();
        AffineTransform before = g.getTransform();
        g.translate(LABEL_SIZE + 1.5, area.getCenterY() + length / 2);
        g.rotate(-Math.PI / 2);
        g.drawString(label, 0f, 0f);
        g.setTransform(before);
    }

    private LegendTitle legend(XYPlot area) {
        LegendTitle legend = new LegendTitle(area);
        legend.setItemFont(ReportFont.REGULAR.awt(TICK_SIZE));
        legend.setItemPaint(ink.ink());
        legend.setFrame(BlockBorder.NONE);
        legend.setBackgroundPaint(ink.paper());
        legend.setPosition(RectangleEdge.BOTTOM);
        legend.setLegendItemGraphicAnchor(RectangleAnchor.CENTER);
        legend.setMargin(new RectangleInsets(1, 4, 0, 4));
        legend.setLegendItemGraphicPadding(new RectangleInsets(1, 4, 1, 3));
        return legend;
    }

    private NumberAxis axis(@Nullable String label, boolean logarithmic) {
        NumberAxis axis = logarithmic ? logarithmic(label) : new NumberAxis(label);
        axis.setLabelFont(ReportFont.REGULAR.awt(LABEL_SIZE));
        axis.setLabelPaint(ink.ink());
        axis.setTickLabelFont(ReportFont.REGULAR.awt(TICK_SIZE));
        axis.setTickLabelPaint(ink.ink());
        axis.setAxisLinePaint(ink.axis());
        axis.setAxisLineStroke(new BasicStroke(0.7f));
        axis.setTickMarkPaint(ink.axis());
        axis.setTickMarkStroke(new BasicStroke(0.7f));
        axis.setAutoRangeIncludesZero(false);
        axis.setLabelInsets(new RectangleInsets(1.5, 1.5, 1.5, 1.5));
        axis.setTickLabelInsets(new RectangleInsets(1, 2, 1, 2));
        DecimalFormatSymbols symbols = DecimalFormatSymbols.getInstance(Locale.ROOT);
        symbols.setGroupingSeparator('\u202f');
        symbols.setMinusSign('−');
        axis.setNumberFormatOverride(new DecimalFormat("#,##0.########", symbols));
        return axis;
    }

    private static NumberAxis logarithmic(@Nullable String label) {
        LogarithmicAxis axis = new LogarithmicAxis(label);
        axis.setStrictValuesFlag(false);
        return axis;
    }

    /** The power of ten that is taken out of the values, so that ticks stay short. */
    private int power() {
        double greatest = 0;
        for (Curve curve : plot.curves()) {
            for (Sample sample : curve.samples()) {
                greatest = Math.max(greatest, Math.abs(sample.y()));
            }
        }
        boolean ordinary = greatest == 0 || greatest >= 1e-3 && greatest < 1e5;
        return ordinary || !plot.yLabel().contains("(") ? 0 : 3 * (int) Math.floor(Math.log10(greatest) / 3);
    }

    /** @param positions takes for each curve the positions of its samples in the plot's */
    private List<Curve> scaled(double factor, List<int[]> positions) {
        List<Curve> curves = new ArrayList<>();
        for (Curve curve : plot.curves()) {
            int[] order = IntStream.range(0, curve.samples().size())
                    .filter(i -> hasPlace(curve.samples().get(i)))
                    .boxed()
                    .sorted(Comparator.comparingDouble(
                            i -> curve.samples().get(i).x()))
                    .mapToInt(Integer::intValue)
                    .toArray();
            List<Sample> samples = new ArrayList<>();
            for (int i : order) {
                Sample sample = curve.samples().get(i);
                samples.add(new Sample(sample.x(), sample.y() * factor, sample.u() * factor, sample.resolved()));
            }
            positions.add(order);
            curves.add(new Curve(curve.name(), curve.look(), curve.colour(), curve.labelled(), samples));
        }
        return curves;
    }

    private boolean hasPlace(Sample sample) {
        return Double.isFinite(sample.x())
                && Double.isFinite(sample.y())
                && (sample.x() > 0 || !plot.axes().logX())
                && (sample.y() > 0 || !plot.axes().logY());
    }

    private static boolean wholeNumbers(List<Curve> curves) {
        return curves.stream()
                .flatMap(curve -> curve.samples().stream())
                .allMatch(
                        sample -> Double.isNaN(sample.u()) && sample.y() == Math.rint(sample.y()) && sample.y() < 1000);
    }

    private XYIntervalSeriesCollection dataset(List<Curve> curves) {
        XYIntervalSeriesCollection dataset = new XYIntervalSeriesCollection();
        long others =
                curves.stream().filter(curve -> curve.look() == Look.BACKGROUND).count();
        for (Curve curve : curves) {
            String name = curve.look() == Look.BACKGROUND
                    ? Numbers.count(others) + (others == 1 ? " more track" : " more tracks")
                    : curve.name();
            XYIntervalSeries series = new XYIntervalSeries(name, false, true);
            for (Sample sample : curve.samples()) {
                double u = Double.isNaN(sample.u()) ? 0 : sample.u();
                double low = plot.axes().logY() ? Math.max(sample.y() - u, sample.y() * LEAST_OF_LOG) : sample.y() - u;
                series.add(sample.x(), sample.x(), sample.x(), sample.y(), low, sample.y() + u);
            }
            dataset.addSeries(series);
        }
        return dataset;
    }

    private static boolean needsLegend(List<Curve> curves) {
        long unnamed = curves.stream().filter(curve -> !curve.labelled()).count();
        return unnamed > 1 || curves.stream().anyMatch(curve -> curve.look() == Look.BACKGROUND);
    }

    private static double namesWidth(Graphics2D g, List<Curve> curves) {
        FontMetrics metrics = g.getFontMetrics(ReportFont.BOLD.awt(TICK_SIZE));
        double widest = 0;
        for (Curve curve : curves) {
            if (curve.labelled()) {
                widest = Math.max(widest, metrics.stringWidth(curve.name()) + 14);
            }
        }
        return widest;
    }

    /** Names stand right of the plot, spread where they would overlap; those of curves that end before, at their ends. */
    private void names(Graphics2D g, List<Curve> curves, ValueAxis x, ValueAxis y, Rectangle2D area) {
        double lastX = curves.stream()
                .flatMap(curve -> curve.samples().stream())
                .mapToDouble(Sample::x)
                .max()
                .orElse(0);
        g.setFont(ReportFont.BOLD.awt(TICK_SIZE));
        List<Name> names = new ArrayList<>();
        for (Curve curve : curves) {
            if (!curve.labelled() || curve.samples().isEmpty()) {
                continue;
            }
            Sample end = curve.samples().get(curve.samples().size() - 1);
            double atX = x.valueToJava2D(end.x(), area, RectangleEdge.BOTTOM);
            double atY = y.valueToJava2D(end.y(), area, RectangleEdge.LEFT);
            if (end.x() < lastX) {
                g.setPaint(Palette.colour(curve.colour(), ink));
                g.drawString(curve.name(), (float) (atX + 4), (float) (atY - 4));
            } else {
                names.add(new Name(curve, atX, atY));
            }
        }
        names.sort(Comparator.comparingDouble(Name::y));
        double[] spread = spread(names, area.getMinY() + 3, area.getMaxY());
        for (int i = 0; i < names.size(); i++) {
            Name name = names.get(i);
            g.setPaint(Palette.colour(name.curve().colour(), ink));
            g.setStroke(new BasicStroke(0.5f));
            g.draw(new Line2D.Double(name.x() + 3.5, name.y(), area.getMaxX() + 6, spread[i]));
            g.drawString(name.curve().name(), (float) (area.getMaxX() + 8), (float) (spread[i] + 2.6));
        }
    }

    private record Name(Curve curve, double x, double y) {}

    /** Places at least a line apart, near to where they want to be, within the area where that is possible. */
    private static double[] spread(List<Name> names, double top, double bottom) {
        double[] y = new double[names.size()];
        double least = top;
        for (int i = 0; i < y.length; i++) {
            y[i] = Math.max(least, names.get(i).y());
            least = y[i] + LINE_OF_NAMES;
        }
        double most = Math.max(bottom, top + (y.length - 1) * LINE_OF_NAMES);
        for (int i = y.length - 1; i >= 0; i--) {
            y[i] = Math.min(most, y[i]);
            most = y[i] - LINE_OF_NAMES;
        }
        return y;
    }

    /** Lines, uncertainty bars, and markers that are open where a value is not resolved. */
    private static final class Renderer extends XYLineAndShapeRenderer {
        private static final long serialVersionUID = 1L;

        private final transient List<Curve> curves;
        private final transient Ink ink;

        Renderer(List<Curve> curves, Ink ink) {
            this.curves = curves;
            this.ink = ink;
            boolean backgroundTold = false;
            for (int i = 0; i < curves.size(); i++) {
                Curve curve = curves.get(i);
                boolean marked = curve.look() == Look.MEASURED || curve.look() == Look.SINGLE;
                setSeriesShapesVisible(i, marked);
                setSeriesLinesVisible(i, curve.look() != Look.SINGLE && curve.look() != Look.STEPS);
                setSeriesPaint(i, paint(curve));
                setSeriesShape(i, Palette.marker(curve.colour(), MARKER));
                setSeriesStroke(i, stroke(curve.look()));
                boolean told = !curve.labelled()
                        && !curve.name().isEmpty()
                        && !(curve.look() == Look.BACKGROUND && backgroundTold);
                backgroundTold |= curve.look() == Look.BACKGROUND;
                setSeriesVisibleInLegend(i, told);
            }
            setLegendLine(new Line2D.Double(-8, 0, 8, 0));
        }

        private Color paint(Curve curve) {
            return switch (curve.look()) {
                case MEASURED, SINGLE, FIT, STEPS, LINE, RANGE -> Palette.colour(curve.colour(), ink);
                case BACKGROUND -> ink.background();
                case LIMIT -> ink.limit();
            };
        }

        private static BasicStroke stroke(Look look) {
            return switch (look) {
                case FIT, LINE -> new BasicStroke(0.8f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
                case MEASURED, SINGLE, STEPS, RANGE ->
                    new BasicStroke(1.1f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
                case BACKGROUND -> new BasicStroke(0.6f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
                case LIMIT ->
                    new BasicStroke(0.8f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, new float[] {3.5f, 2.5f}, 0);
            };
        }

        @Override
        public @Nullable Range findRangeBounds(XYDataset dataset) {
            return findRangeBounds(dataset, true);
        }

        @Override
        protected void drawSecondaryPass(
                Graphics2D g,
                XYPlot plot,
                XYDataset dataset,
                int pass,
                int series,
                int item,
                ValueAxis domainAxis,
                Rectangle2D area,
                ValueAxis rangeAxis,
                CrosshairState crosshair,
                @Nullable EntityCollection entities) {
            Curve of = curves.get(series);
            if (of.look() == Look.FIT || of.look() == Look.STEPS) {
                if (item == 0) {
                    fill(g, of, domainAxis, area, rangeAxis);
                }
                return;
            }
            if (of.look() == Look.RANGE) {
                end(g, of, item, domainAxis, area, rangeAxis);
                return;
            }
            if (!getItemShapeVisible(series, item)) {
                return;
            }
            Sample sample = curves.get(series).samples().get(item);
            IntervalXYDataset values = (IntervalXYDataset) dataset;
            double x = domainAxis.valueToJava2D(sample.x(), area, RectangleEdge.BOTTOM);
            double y = rangeAxis.valueToJava2D(sample.y(), area, RectangleEdge.LEFT);
            Paint paint = getItemPaint(series, item);
            g.setPaint(paint);
            g.setStroke(new BasicStroke(0.8f));
            if (sample.u() > 0) {
                double low = rangeAxis.valueToJava2D(values.getStartYValue(series, item), area, RectangleEdge.LEFT);
                double high = rangeAxis.valueToJava2D(values.getEndYValue(series, item), area, RectangleEdge.LEFT);
                g.draw(new Line2D.Double(x, low, x, high));
                g.draw(new Line2D.Double(x - CAP, low, x + CAP, low));
                g.draw(new Line2D.Double(x - CAP, high, x + CAP, high));
            }
            Shape marker = AffineTransform.getTranslateInstance(x, y)
                    .createTransformedShape(Palette.marker(curves.get(series).colour(), MARKER));
            if (!sample.resolved()) {
                g.setPaint(ink.paper());
            }
            g.fill(marker);
            g.setPaint(paint);
            g.draw(marker);
        }

        /** The bar at an end of an interval, or the mark at its value. */
        private void end(Graphics2D g, Curve of, int item, ValueAxis x, Rectangle2D area, ValueAxis y) {
            Sample s = of.samples().get(item);
            if (!s.resolved()) {
                return;
            }
            double atX = x.valueToJava2D(s.x(), area, RectangleEdge.BOTTOM);
            double atY = y.valueToJava2D(s.y(), area, RectangleEdge.LEFT);
            g.setPaint(Palette.colour(of.colour(), ink));
            if (item == 1) {
                g.fill(AffineTransform.getTranslateInstance(atX, atY)
                        .createTransformedShape(Palette.marker(of.colour(), MARKER)));
            } else {
                g.setStroke(new BasicStroke(1.1f));
                g.draw(new Line2D.Double(atX, atY - 1.6 * CAP, atX, atY + 1.6 * CAP));
            }
        }

        /** The band of a fit, or the steps of a count. */
        private void fill(Graphics2D g, Curve of, ValueAxis x, Rectangle2D area, ValueAxis y) {
            List<Sample> samples = of.samples();
            Path2D outline = new Path2D.Double();
            boolean begun = false;
            double ground =
                    Math.min(y.valueToJava2D(Math.max(0, y.getLowerBound()), area, RectangleEdge.LEFT), area.getMaxY());
            for (int i = 0; i < samples.size(); i++) {
                Sample s = samples.get(i);
                double at = x.valueToJava2D(s.x(), area, RectangleEdge.BOTTOM);
                if (of.look() == Look.STEPS) {
                    double next = i + 1 < samples.size()
                            ? x.valueToJava2D(samples.get(i + 1).x(), area, RectangleEdge.BOTTOM)
                            : at;
                    double top = y.valueToJava2D(s.y(), area, RectangleEdge.LEFT);
                    outline.append(
                            new Rectangle2D.Double(at, top, Math.max(0, next - at), Math.max(0, ground - top)), false);
                } else if (s.u() >= 0) {
                    double top = y.valueToJava2D(s.y() + s.u(), area, RectangleEdge.LEFT);
                    if (begun) {
                        outline.lineTo(at, top);
                    } else {
                        outline.moveTo(at, top);
                        begun = true;
                    }
                }
            }
            for (int i = samples.size() - 1; i >= 0 && of.look() == Look.FIT && begun; i--) {
                Sample s = samples.get(i);
                double low = s.y() - s.u();
                if (s.u() >= 0) {
                    boolean below = y instanceof LogarithmicAxis && low <= 0;
                    outline.lineTo(
                            x.valueToJava2D(s.x(), area, RectangleEdge.BOTTOM),
                            below ? area.getMaxY() : y.valueToJava2D(low, area, RectangleEdge.LEFT));
                }
            }
            Color colour = Palette.colour(of.colour(), ink);
            g.setPaint(new Color(
                    colour.getRed(),
                    colour.getGreen(),
                    colour.getBlue(),
                    of.look() == Look.FIT ? BAND_ALPHA : STEPS_ALPHA));
            g.fill(outline);
            if (of.look() == Look.STEPS) {
                g.setPaint(colour);
                g.setStroke(new BasicStroke(0.5f));
                g.draw(outline);
            }
        }
    }
}
