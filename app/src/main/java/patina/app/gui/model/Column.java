package patina.app.gui.model;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import patina.reports.document.Numbers;

/**
 * One column of a table in the window: what it is called, what it means, and what a row has in it.
 *
 * @param key as filters and the exported table name it
 * @param title above the column, without unit
 * @param unit as printed; empty when it has none
 * @param help one sentence
 * @param value a Number, a Boolean, a String, or null where it does not apply
 * @param u the value's standard uncertainty in the same unit, or null
 * @param asGiven whether numbers are written as they were given rather than to the digits that were measured
 * @param shown whether it is to be seen unless the user chooses otherwise
 */
public record Column<R>(
        String key,
        String title,
        String unit,
        String help,
        Function<R, @Nullable Object> value,
        Function<R, @Nullable Double> u,
        boolean asGiven,
        boolean shown) {
    /** The title with the unit in brackets. */
    public String header() {
        return unit.isEmpty() ? title : title + " (" + unit + ")";
    }

    /** What is compared when rows are sorted or filtered: a Double, a Boolean, a String, or null. */
    public @Nullable Object comparable(R row) {
        Object cell = value.apply(row);
        return cell instanceof Number number ? Double.valueOf(number.doubleValue()) : cell;
    }

    /** The cell as it is read: a number with its uncertainty, a dash where nothing applies. */
    public String text(R row) {
        Object cell = value.apply(row);
        if (cell == null) {
            return Numbers.NONE;
        }
        if (cell instanceof Boolean truth) {
            return truth ? "yes" : "no";
        }
        if (cell instanceof Integer || cell instanceof Long) {
            return Long.toString(((Number) cell).longValue());
        }
        if (cell instanceof Number number) {
            return asGiven
                    ? Numbers.asGiven(number.doubleValue())
                    : Numbers.measured(number.doubleValue(), u.apply(row));
        }
        return cell.toString();
    }

    /** The cell as a spreadsheet takes it: full precision, a decimal point, empty where nothing applies. */
    public String plain(R row) {
        Object cell = value.apply(row);
        return cell == null ? "" : cell.toString().replace('\t', ' ').replace('\n', ' ');
    }
}
