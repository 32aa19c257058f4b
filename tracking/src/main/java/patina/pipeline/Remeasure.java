package patina.pipeline;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import patina.blocks.Runner;
import patina.chunks.OmeZarr;
import patina.store.Inspection;
import patina.store.RunRow;
import patina.store.StageRow;

/**
 * Makes an inspection's tables anew from what was found and linked, with the edits now in force. Needs neither the series
 * nor its scans; a later run finds these tables finished.
 */
public final class Remeasure {
    private static final String BASE = "base";

    private Remeasure() {}

    /**
     * @param inspection open for writing, its job finished
     * @param threads blocks at once; 0 for as many as the machine has processors
     * @return whether anything had to be made anew
     */
    public static boolean of(Inspection inspection, int threads) throws IOException {
        String base = base(inspection);
        String key = key(base, inspection);
        if (inspection.finished(Stage.FLAG.key(), Inspection.SERIES, key)) {
            return false;
        }
        List<RunRow> runs = inspection.runs();
        Settings settings = Settings.parse(runs.get(runs.size() - 1).settings());
        OmeZarr labels = OmeZarr.open(inspection.folder().resolve("labels"));
        try (Runner runner = Runner.named("threads", threads)) {
            Results results = new Results(SeriesFacts.of(inspection), settings, inspection, runner, labels);
            results.measure(key, base);
            results.flag(key);
        }
        inspection.export(inspection.folder().resolve("exports"));
        return true;
    }

    /** The key of results that follow from {@code base} and the edits in force. */
    static String key(String base, Inspection inspection) throws IOException {
        String edits = Review.inForce(inspection.edits());
        return edits.isEmpty() ? base : Key.of(base, edits);
    }

    /** The key that the tables would have without edits. */
    private static String base(Inspection inspection) throws IOException {
        StageRow measured = inspection.stages().stream()
                .filter(s -> s.stage().equals(Stage.MEASURE.key()) && s.scan() == Inspection.SERIES)
                .findFirst()
                .orElseThrow(() -> new IOException("'" + inspection.folder()
                        + "' is not measured yet, so nothing can be corrected in it. Finish its run first."));
        return inspection.document(Stage.MEASURE.key(), Inspection.SERIES, BASE).orElse(measured.key());
    }

    static void keepBase(Inspection.Write write, String base) {
        write.document(BASE, base);
    }

    /**
     * How edits renamed tracks, scan by scan: from the id in the volumes of labels to that of the tables, 0 for a rejected
     * one. Empty where nothing differs.
     */
    public static Map<Integer, Map<Integer, Integer>> renamed(Inspection inspection) throws IOException {
        List<Integer> linked = inspection.stages().stream()
                .filter(s -> s.stage().equals(Stage.TRACK.key()))
                .map(StageRow::scan)
                .sorted()
                .toList();
        return Review.renamed(inspection, linked);
    }
}
