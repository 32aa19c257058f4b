package patina.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import patina.geometry.ScanMap;

/**
 * Where one scan lies, from all of its rows: one, or one for each of the stacks that it was stitched from. What is one number of a
 * scan is that of its worst stack.
 *
 * @param stacks along the scan's z
 */
public record Placement(List<TransformRow> stacks) {
    public Placement {
        if (stacks.isEmpty()) {
            throw new IllegalArgumentException("A scan that lies somewhere has a row.");
        }
        stacks = List.copyOf(stacks);
    }

    /** All scans, by their position in series.json. */
    public static Map<Integer, Placement> of(Collection<TransformRow> rows) {
        Map<Integer, List<TransformRow>> byScan = new TreeMap<>();
        rows.forEach(row ->
                byScan.computeIfAbsent(row.scan(), scan -> new ArrayList<>()).add(row));
        Map<Integer, Placement> placements = new TreeMap<>();
        byScan.forEach((scan, own) -> placements.put(scan, new Placement(own)));
        return placements;
    }

    public int scan() {
        return stacks.get(0).scan();
    }

    public String file() {
        return stacks.get(0).file();
    }

    /** Specimen frame to the scan's frame. */
    public ScanMap map() {
        List<ScanMap.Stack> maps = new ArrayList<>();
        for (TransformRow row : stacks) {
            Double from = row.stackFromUm();
            Double to = row.stackToUm();
            maps.add(new ScanMap.Stack(
                    from == null ? Double.NEGATIVE_INFINITY : from,
                    to == null ? Double.POSITIVE_INFINITY : to,
                    row.transform()));
        }
        return new ScanMap(maps);
    }

    /** As users say it: rigid, or rigid in 2 stacks. */
    public String model() {
        String model = String.join(
                " and ", stacks.stream().map(TransformRow::model).distinct().toList());
        return stacks.size() == 1 ? model : model + " in " + stacks.size() + " stacks";
    }

    /** The least. */
    public double quality() {
        return stacks.stream().mapToDouble(TransformRow::quality).min().orElseThrow();
    }

    /** The largest rms standard uncertainty of a point, micrometres (k = 1). */
    public double treUUm() {
        return largest(TransformRow::treUUm);
    }

    /** The largest. */
    public double residual() {
        return largest(TransformRow::residual);
    }

    /** The largest. */
    public double trimmedFraction() {
        return largest(TransformRow::trimmedFraction);
    }

    /** The one farthest from 0. */
    public double scaleDrift() {
        double most = largest(row -> Math.abs(row.scaleDrift()));
        return stacks.stream()
                .mapToDouble(TransformRow::scaleDrift)
                .filter(drift -> Math.abs(drift) == most)
                .findFirst()
                .orElseThrow();
    }

    /** What the user should know, or empty. */
    public String note() {
        return String.join(
                " ",
                stacks.stream()
                        .map(TransformRow::note)
                        .filter(note -> !note.isEmpty())
                        .distinct()
                        .toList());
    }

    private double largest(ToDoubleFunction<TransformRow> of) {
        return stacks.stream().mapToDouble(of).max().orElseThrow();
    }
}
