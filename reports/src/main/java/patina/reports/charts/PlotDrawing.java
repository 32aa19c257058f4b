package patina.reports.charts;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.Paint;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jfree.chart.ChartRenderingInfo;
import org.jfree.chart.JFreeChart;
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

    private final Plot plot;

    PlotDrawing(Plot plot) {
        this.plot = plot;
    }

    @Override
    public void draw(Graphics2D g, double width, double height) {
        g.setFont(ReportFont.BOLD.awt(TITLE_SIZE));
        g.setPaint(Palette.INK);
        g.drawString(plot.title(), 2f, TITLE_SIZE + 1);
        int power = power();
        List<Curve> curves = scaled(Math.pow(10, -power));
        Renderer renderer = new Renderer(curves);
        NumberAxis x = axis(plot.xLabel());
        NumberAxis y = axis(null);
        if (plot.toX() > plot.fromX()) {
            double span = plot.toX() - plot.fromX();
            x.setRange(plot.fromX() - 0.02 * span, plot.toX() + 0.03 * span);
        }
        y.setAutoRangeIncludesZero(true);
        y.setUpperMargin(0.08);
        if (wholeNumbers(curves)) {
            y.setStandardTickUnits(NumberAxis.createIntegerTickUnits());
        }
        XYPlot area = new XYPlot(dataset(curves), x, y, renderer);
        area.setBackgroundPaint(Color.WHITE);
        area.setOutlineVisible(false);
        area.setDomainGridlinePaint(Palette.GRID);
        area.setRangeGridlinePaint(Palette.GRID);
        area.setDomainGridlineStroke(new BasicStroke(0.5f));
        area.setRangeGridlineStroke(new BasicStroke(0.5f));
        area.setRangeZeroBaselineVisible(false);
        area.setAxisOffset(RectangleInsets.ZERO_INSETS);
        area.setInsets(new RectangleInsets(2, LABEL_SIZE + 5, 0, namesWidth(g, curves)));
        JFreeChart chart = new JFreeChart(null, null, area, false);
        chart.setBackgroundPaint(Color.WHITE);
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
    }

    private static String withPower(String label, int power) {
        return label.replaceFirst("\\(", "(" + Numbers.powerOfTen(power) + "\u00a0");
    }

    /** The label of the upright axis, as text: JFreeChart turns rotated text into shapes, which no search finds. */
    private static void upright(Graphics2D g, String label, Rectangle2D area) {
        g.setFont(ReportFont.REGULAR.awt(LABEL_SIZE));
        g.setPaint(Palette.INK);
        double length = g.getFontMetrics().getStringBounds(label, g).getWidth();
        AffineTransform before = g.getTransform();
        g.translate(LABEL_SIZE + 1.5, area.getCenterY() + length / 2);
        g.rotate(-Math.PI / 2);
        g.drawString(label, 0f, 0f);
        g.setTransform(before);
    }

    private static LegendTitle legend(XYPlot area) {
        LegendTitle legend = new LegendTitle(area);
        legend.setItemFont(ReportFont.REGULAR.awt(TICK_SIZE));
        legend.setItemPaint(Palette.INK);
        legend.setFrame(BlockBorder.NONE);
        legend.setBackgroundPaint(Color.WHITE);
        legend.setPosition(RectangleEdge.BOTTOM);
        legend.setLegendItemGraphicAnchor(RectangleAnchor.CENTER);
        legend.setMargin(new RectangleInsets(1, 4, 0, 4));
        legend.setLegendItemGraphicPadding(new RectangleInsets(1, 4, 1, 3));
        return legend;
    }

    private static NumberAxis axis(@Nullable String label) {
        NumberAxis axis = new NumberAxis(label);
        axis.setLabelFont(ReportFont.REGULAR.awt(LABEL_SIZE));
        axis.setLabelPaint(Palette.INK);
        axis.setTickLabelFont(ReportFont.REGULAR.awt(TICK_SIZE));
        axis.setTickLabelPaint(Palette.INK);
        axis.setAxisLinePaint(Palette.AXIS);
        axis.setAxisLineStroke(new BasicStroke(0.7f));
        axis.setTickMarkPaint(Palette.AXIS);
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

    private List<Curve> scaled(double factor) {
        List<Curve> curves = new ArrayList<>();
        for (Curve curve : plot.curves()) {
            List<Sample> samples = new ArrayList<>();
            for (Sample sample : curve.samples()) {
                if (Double.isFinite(sample.x()) && Double.isFinite(sample.y())) {
                    samples.add(new Sample(sample.x(), sample.y() * factor, sample.u() * factor, sample.resolved()));
                }
            }
            samples.sort(Comparator.comparingDouble(Sample::x));
            curves.add(new Curve(curve.name(), curve.look(), curve.colour(), curve.labelled(), samples));
        }
        return curves;
    }

    private static boolean wholeNumbers(List<Curve> curves) {
        return curves.stream()
                .flatMap(curve -> curve.samples().stream())
                .allMatch(
                        sample -> Double.isNaN(sample.u()) && sample.y() == Math.rint(sample.y()) && sample.y() < 1000);
    }

    private static XYIntervalSeriesCollection dataset(List<Curve> curves) {
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
                series.add(sample.x(), sample.x(), sample.x(), sample.y(), sample.y() - u, sample.y() + u);
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
    private static void names(Graphics2D g, List<Curve> curves, ValueAxis x, ValueAxis y, Rectangle2D area) {
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
                g.setPaint(Palette.colour(curve.colour()));
                g.drawString(curve.name(), (float) (atX + 4), (float) (atY - 4));
            } else {
                names.add(new Name(curve, atX, atY));
            }
        }
        names.sort(Comparator.comparingDouble(Name::y));
        double[] spread = spread(names, area.getMinY() + 3, area.getMaxY());
        for (int i = 0; i < names.size(); i++) {
            Name name = names.get(i);
            g.setPaint(Palette.colour(name.curve().colour()));
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

        Renderer(List<Curve> curves) {
            this.curves = curves;
            boolean backgroundTold = false;
            for (int i = 0; i < curves.size(); i++) {
                Curve curve = curves.get(i);
                boolean marked = curve.look() == Look.MEASURED || curve.look() == Look.SINGLE;
                setSeriesShapesVisible(i, marked);
                setSeriesLinesVisible(i, curve.look() != Look.SINGLE);
                setSeriesPaint(i, paint(curve));
                setSeriesShape(i, Palette.marker(curve.colour(), MARKER));
                setSeriesStroke(i, stroke(curve.look()));
                boolean told = !curve.labelled() && !(curve.look() == Look.BACKGROUND && backgroundTold);
                backgroundTold |= curve.look() == Look.BACKGROUND;
                setSeriesVisibleInLegend(i, told);
            }
            setLegendLine(new Line2D.Double(-8, 0, 8, 0));
        }

        private static Color paint(Curve curve) {
            return switch (curve.look()) {
                case MEASURED, SINGLE, FITTED -> Palette.colour(curve.colour());
                case BACKGROUND -> Palette.BACKGROUND_LINE;
                case LIMIT -> Palette.LIMIT;
            };
        }

        private static BasicStroke stroke(Look look) {
            return switch (look) {
                case MEASURED, SINGLE, FITTED -> new BasicStroke(1.1f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
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
                g.setPaint(Color.WHITE);
            }
            g.fill(marker);
            g.setPaint(paint);
            g.draw(marker);
        }
    }
}
