package patina.app.gui.model;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Collects a table's columns, in order. */
final class Columns<R> {
    private final List<Column<R>> columns = new ArrayList<>();
    private boolean shown = true;

    /** Columns from here on are seen only when the user chooses them. */
    Columns<R> hidden() {
        shown = false;
        return this;
    }

    Columns<R> add(String key, String title, String unit, String help, Function<R, @Nullable Object> value) {
        return add(key, title, unit, help, value, row -> null);
    }

    Columns<R> add(
            String key,
            String title,
            String unit,
            String help,
            Function<R, @Nullable Object> value,
            Function<R, @Nullable Double> u) {
        columns.add(new Column<>(key, title, unit, help, value, u, false, shown));
        return this;
    }

    /** A number that was not measured, but given. */
    Columns<R> given(String key, String title, String unit, String help, Function<R, @Nullable Object> value) {
        columns.add(new Column<>(key, title, unit, help, value, row -> null, true, shown));
        return this;
    }

    List<Column<R>> list() {
        return List.copyOf(columns);
    }
}
