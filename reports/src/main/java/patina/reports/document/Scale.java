package patina.reports.document;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * The unit that a column or an axis is printed in.
 *
 * @param unit as printed
 * @param factor by which the stored value (micrometres and their powers) is multiplied
 */
record Scale(String unit, double factor) {
    static final Scale UM = new Scale("µm", 1);
    static final Scale MM2 = new Scale("mm²", 1e-6);
    static final Scale UM2 = new Scale("µm²", 1);

    /** Micrometres, or millimetres from 10 mm on. */
    static Scale length(double greatestUm) {
        return Math.abs(greatestUm) < 1e4 ? UM : new Scale("mm", 1e-3);
    }

    /** Square micrometres, or square millimetres from 1 mm² on. */
    static Scale area(double greatestUm2) {
        return Math.abs(greatestUm2) < 1e6 ? UM2 : MM2;
    }

    /** Cubic micrometres, or cubic millimetres from 0.01 mm³ on. */
    static Scale volume(double greatestUm3) {
        return Math.abs(greatestUm3) < 1e7 ? new Scale("µm³", 1) : new Scale("mm³", 1e-9);
    }

    static double greatest(Collection<Double> values) {
        double greatest = 0;
        for (double value : values) {
            if (Double.isFinite(value)) {
                greatest = Math.max(greatest, Math.abs(value));
            }
        }
        return greatest;
    }

    double of(double stored) {
        return stored * factor;
    }

    /** Value ± u in this unit, without the unit. */
    String measured(@Nullable Double value, @Nullable Double u) {
        return Numbers.measured(value == null ? null : of(value), u == null ? null : of(u));
    }

    /** Value ± u with the unit. */
    String written(@Nullable Double value, @Nullable Double u) {
        return Numbers.measured(value == null ? null : of(value), u == null ? null : of(u), unit);
    }

    /** To three significant digits, without the unit. */
    String significant(@Nullable Double value) {
        return Numbers.significant(value == null ? null : of(value), 3);
    }

    /** To three significant digits, with the unit. */
    String writtenSignificant(@Nullable Double value) {
        return Numbers.significant(value == null ? null : of(value), 3, unit);
    }
}
