package patina.store;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What growth changed: compares the tables before and after a run.
 *
 * <p>Rows are paired by scan and track. A number moved when it differs by more than rounding (1 part in 10^9); NaN stands
 * for a number that is missing on one side. A row of an earlier scan that came or went is listed as column
 * {@code present}, 0 or 1. New scans and new tracks are no moves, nor is a track that goes on. The uncertainty is the later one's, else the earlier
 * one's, else 0 where the column has none.
 */
public final class Moved {
    private static final double ROUNDING = 1e-9;

    private Moved() {}

    /** Every earlier number that moved, table by table. */
    public static List<MovedRow> between(int run, Tables before, Tables after) {
        List<MovedRow> moved = new ArrayList<>();
        moved.addAll(between(run, Schema.TRANSFORMS, before.transforms(), after.transforms()));
        moved.addAll(between(run, Schema.FEATURES, before.features(), after.features()));
        moved.addAll(between(run, Schema.TRACKS, before.tracks(), after.tracks()));
        moved.addAll(between(run, Schema.MEMBER_VOLUMES, before.memberVolumes(), after.memberVolumes()));
        moved.addAll(between(run, Schema.SUMMARY, before.summary(), after.summary()));
        return List.copyOf(moved);
    }

    private static <R> List<MovedRow> between(int run, Table<R> table, List<R> before, List<R> after) {
        Map<Table.Key, Deque<R>> later = new LinkedHashMap<>();
        for (R row : after) {
            later.computeIfAbsent(table.key().apply(row), k -> new ArrayDeque<>())
                    .add(row);
        }
        Set<Integer> earlierScans = new HashSet<>();
        List<MovedRow> moved = new ArrayList<>();
        for (R row : before) {
            Table.Key key = table.key().apply(row);
            earlierScans.add(key.scan());
            Deque<R> candidates = later.get(key);
            if (candidates == null || candidates.isEmpty()) {
                moved.add(presence(run, table, key, 1, 0));
            } else {
                compare(run, table, key, row, candidates.remove(), moved);
            }
        }
        later.forEach((key, rows) -> {
            for (int i = 0; i < rows.size() && key.scan() >= 0 && earlierScans.contains(key.scan()); i++) {
                moved.add(presence(run, table, key, 0, 1));
            }
        });
        return moved;
    }

    private static MovedRow presence(int run, Table<?> table, Table.Key key, double before, double after) {
        return new MovedRow(run, table.file(), key.scan(), key.id(), "present", before, after, 0);
    }

    private static <R> void compare(int run, Table<R> table, Table.Key key, R before, R after, List<MovedRow> moved) {
        Map<String, Double> uncertainties = new HashMap<>();
        for (Table.Column<R> column : table.columns()) {
            double u = number(column.value().of(after));
            uncertainties.put(
                    column.name(), Double.isNaN(u) ? number(column.value().of(before)) : u);
        }
        for (Table.Column<R> column : table.columns()) {
            if (column.name().endsWith("_id") || column.name().equals("last_scan")) {
                continue;
            }
            double from = number(column.value().of(before));
            double to = number(column.value().of(after));
            boolean same = Double.isNaN(from)
                    ? Double.isNaN(to)
                    : from == to || Math.abs(from - to) <= ROUNDING * Math.max(Math.abs(from), Math.abs(to));
            if (!same) {
                double u = column.uncertainty() == null ? 0 : uncertainties.getOrDefault(column.uncertainty(), 0.0);
                moved.add(new MovedRow(
                        run, table.file(), key.scan(), key.id(), column.name(), from, to, Double.isNaN(u) ? 0 : u));
            }
        }
    }

    /** The number in a cell; NaN when it is empty or no number. */
    private static double number(@Nullable Object cell) {
        if (cell instanceof Number number) {
            return number.doubleValue();
        }
        return cell instanceof Boolean truth ? (truth ? 1 : 0) : Double.NaN;
    }
}
