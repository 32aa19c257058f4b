package patina.store;

import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A kind of row declared once, from which writing, reading, exporting and comparing follow.
 *
 * @param name in the database
 * @param file name of the exported file, without ending
 * @param columns in the order of the exported file
 * @param order what a reading is sorted by
 * @param reader makes a row of its cells
 * @param key what a row is about, for comparing: scan (-1 when none) and id
 */
record Table<R>(
        String name, String file, List<Column<R>> columns, String order, Reader<R> reader, Function<R, Key> key) {
    /**
     * One column.
     *
     * @param value an Integer, Long, Double, Boolean, String, List of Integer, long[] or double[], or null
     * @param uncertainty the column with this one's standard uncertainty, or null
     */
    record Column<R>(String name, Value<R> value, @Nullable String uncertainty) {
        Column(String name, Value<R> value) {
            this(name, value, null);
        }
    }

    /** What a row has in a column. */
    interface Value<R> {
        @Nullable
        Object of(R row);
    }

    /** What a row is about. */
    record Key(int scan, int id) {}

    /** Makes a row of its cells. */
    interface Reader<R> {
        R read(Cells cells) throws SQLException;
    }

    String select() {
        return "SELECT " + columns.stream().map(Column::name).collect(Collectors.joining(", ")) + " FROM " + name
                + " ORDER BY " + order;
    }

    String insert() {
        return "INSERT INTO " + name + " (stage, stage_scan, "
                + columns.stream().map(Column::name).collect(Collectors.joining(", ")) + ") VALUES (?, ?"
                + ", ?".repeat(columns.size()) + ")";
    }
}
