package patina.reports.document;

import java.util.List;

/**
 * A plot of values against exposure, or against another value.
 *
 * @param xLabel with unit
 * @param yLabel with unit
 * @param fromX least exposure of the axis; equal plots of one report share it
 * @param toX greatest exposure of the axis
 * @param wide over the whole width of the page instead of half
 * @param axes how values lie along the axes
 */
public record Plot(
        String title,
        String alternative,
        String xLabel,
        String yLabel,
        double fromX,
        double toX,
        boolean wide,
        List<Curve> curves,
        Axes axes)
        implements Graphic {
    public Plot {
        curves = List.copyOf(curves);
    }

    /** A plot with linear axes, the upright one from nought. */
    public Plot(
            String title,
            String alternative,
            String xLabel,
            String yLabel,
            double fromX,
            double toX,
            boolean wide,
            List<Curve> curves) {
        this(title, alternative, xLabel, yLabel, fromX, toX, wide, curves, Axes.LINEAR);
    }

    /**
     * How values lie along the axes. On a logarithmic axis there is only room for values above nought.
     *
     * @param fromY least value shown; NaN to take it from the curves. When it is given, both axes are just as long as asked
     * @param toY greatest value shown
     */
    public record Axes(boolean logX, boolean logY, double fromY, double toY) {
        /** Linear, as long as the curves need. */
        public static final Axes LINEAR = new Axes(false, false, Double.NaN, Double.NaN);

        /** Whether the axes are just as long as asked. */
        public boolean isExact() {
            return Double.isFinite(fromY) && Double.isFinite(toY);
        }
    }

    /** What a curve is for, from which its looks follow. */
    public enum Look {
        /** Measured values: line, markers, uncertainty bars. */
        MEASURED,
        /** Measured at other moments than the steps (repeats, states): markers and bars, no line. */
        SINGLE,
        /** One of many, kept in the background: a thin grey line. */
        BACKGROUND,
        /** A limit to hold values against: a dashed line. */
        LIMIT,
        /** A fitted law: a thin line of the curve's colour, and a band of one standard uncertainty to either side. */
        FIT,
        /** How many there are from one value to the next: steps, filled. */
        STEPS,
        /** One quantity over a fine raster, such as a share over greys: a line without markers. */
        LINE,
        /**
         * An interval along the lying axis: its low end, the value, its high end. A line with a mark at the value and a bar at
         * each end that is resolved; one that is not is where the plot ends, not the interval.
         */
        RANGE
    }

    /**
     * One curve.
     *
     * @param name in the legend; for a labelled curve the label at its end
     * @param colour number in the palette, 0 and up; limits and backgrounds have their own grey
     * @param labelled named at its last point rather than in the legend
     */
    public record Curve(String name, Look look, int colour, boolean labelled, List<Sample> samples) {
        public Curve {
            samples = List.copyOf(samples);
        }
    }

    /**
     * One value.
     *
     * @param u standard uncertainty, NaN when there is none
     * @param resolved drawn full; drawn open when not
     */
    public record Sample(double x, double y, double u, boolean resolved) {}
}
