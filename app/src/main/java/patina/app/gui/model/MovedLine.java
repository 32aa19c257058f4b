package patina.app.gui.model;

import java.util.List;
import org.jspecify.annotations.Nullable;
import patina.store.MovedRow;

/** An earlier number that moved when a scan was added. */
public record MovedLine(MovedRow moved) implements Line {
    @Override
    public int trackId() {
        return moved.table().equals("features") || moved.table().equals("tracks") ? moved.id() : NONE;
    }

    @Override
    public int scan() {
        return moved.scan();
    }

    /** All of them, the last run's first. */
    public static List<MovedLine> of(Findings findings) {
        return findings.snapshot().moved().stream()
                .sorted((a, b) -> Integer.compare(b.run(), a.run()))
                .map(MovedLine::new)
                .toList();
    }

    private @Nullable Double known(double value) {
        return Double.isNaN(value) ? null : Double.valueOf(value);
    }

    public static List<Column<MovedLine>> columns() {
        return new Columns<MovedLine>()
                .add("run", "Run", "", "In which it moved.", l -> l.moved.run())
                .add("table", "Table", "", "Where the number stands.", l -> l.moved.table())
                .add("scan", "Scan", "", "Of the number.", l -> l.moved.scan() < 0 ? null : l.moved.scan())
                .add("id", "Track", "", "Of the number.", l -> l.moved.id() < 0 ? null : l.moved.id())
                .add("column", "Number", "", "Its column, with its unit.", l -> l.moved.column())
                .add("before", "Before", "", "In the column's unit.", l -> l.known(l.moved.before()))
                .add(
                        "after",
                        "After",
                        "",
                        "In the column's unit.",
                        l -> l.known(l.moved.after()),
                        l -> l.moved.uncertainty())
                .add("change", "Change", "", "After less before.", l -> l.known(l.moved.after() - l.moved.before()))
                .add(
                        "in_u",
                        "Change / u",
                        "",
                        "In standard uncertainties.",
                        l -> l.moved.uncertainty() > 0
                                ? l.known((l.moved.after() - l.moved.before()) / l.moved.uncertainty())
                                : null)
                .list();
    }
}
