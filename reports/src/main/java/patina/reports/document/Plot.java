package patina.reports.document;

import java.util.List;

/**
 * A plot of values against exposure.
 *
 * @param xLabel with unit
 * @param yLabel with unit
 * @param fromX least exposure of the axis; equal plots of one report share it
 * @param toX greatest exposure of the axis
 * @param wide over the whole width of the page instead of half
 */
public record Plot(
        String title,
        String alternative,
        String xLabel,
        String yLabel,
        double fromX,
        double toX,
        boolean wide,
        List<Curve> curves)
        implements Graphic {
    public Plot {
        curves = List.copyOf(curves);
    }

    /** What a curve is for, from which its looks follow. */
    public enum Look {
        /** Measured values: line, markers, uncertainty bars. */
        MEASURED,
        /** Measured at other moments than the steps (repeats, states): markers and bars, no line. */
        SINGLE,
        /** One of many, kept in the background: a thin grey line. */
        BACKGROUND,
        /** A law fitted to values: a plain line. */
        FITTED,
        /** A limit to hold values against, or the edge of a band: a dashed line. */
        LIMIT
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
