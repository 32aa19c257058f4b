package patina.app.cli;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import patina.app.session.Score;

/** A score as a table for people and as a tree for JSON. */
final class ScoreSheet {
    private ScoreSheet() {}

    static void print(Score score, PrintStream out) {
        out.println(
                "scan  registration (rms)          lost volume                                              change");
        out.println("        voxel        um       true um3   measured um3          u     error   within 2 u");
        for (Score.ScanScore scan : score.scans()) {
            Double percent = scan.lostErrorPercent();
            out.println(String.format(
                    Locale.ROOT,
                    "%4d %8.3f %9.3f %14.0f %14.0f %10.0f %9s   %-10s   %s",
                    scan.scan(),
                    scan.registrationVoxels(),
                    scan.registrationUm(),
                    scan.lostTrueUm3(),
                    scan.lostUm3(),
                    scan.lostUUm3(),
                    percent == null ? "" : String.format(Locale.ROOT, "%.2f %%", percent),
                    scan.lostCovered() ? "yes" : "no",
                    scan.resolved() ? "resolved" : "not resolved"));
        }
        out.println();
        out.println(String.format(
                Locale.ROOT,
                "features    %d true (one a scan): %d found and resolved, %d found but not resolved, %d below the detection limit, "
                        + "%d outside the view, %d missed; %d false",
                score.features().size(),
                score.count(Score.Found.RESOLVED),
                score.count(Score.Found.UNRESOLVED),
                score.count(Score.Found.BELOW_LIMIT),
                score.count(Score.Found.UNSEEN),
                score.count(Score.Found.MISSED),
                score.falseFeatures().size()));
        out.println(
                "kinds       " + score.kindsRight() + " right, " + score.kindsWrong() + " wrong" + wrongKinds(score));
        Score.Lineage lineage = score.lineage();
        out.println("merges      " + text(lineage.merges()));
        out.println("splits      " + text(lineage.splits()));
        out.println("branches    " + text(lineage.branches()));
        out.println("identity    " + lineage.switches() + " features lie in more than one track");
        Score.Graph graph = lineage.graph();
        out.println(String.format(
                Locale.ROOT,
                "lineage     TRA %.4f, LNK %.4f, DET %.4f (%d true nodes, %d edges; %d undivided, %d missed, %d false nodes;"
                        + " %d false, %d missed, %d wrong edges)",
                graph.tra(),
                graph.lnk(),
                graph.det(),
                graph.nodes(),
                graph.edges(),
                graph.undivided(),
                graph.missedNodes(),
                graph.falseNodes(),
                graph.falseEdges(),
                graph.missedEdges(),
                graph.wrongEdges()));
        out.println("no change   " + score.falseChanges() + " resolved changes where nothing was lost");
        out.println();
        if (!score.summaries().isEmpty()) {
            out.println("over all found features   n        rms          rms %    worst %   within 2 u");
        }
        for (Score.Summary summary : score.summaries()) {
            out.println(String.format(
                    Locale.ROOT,
                    "%-20s %6d %10.4g %-4s %8.2f %10.2f   %s",
                    summary.name(),
                    summary.n(),
                    summary.rms(),
                    summary.unit(),
                    summary.rmsPercent(),
                    summary.worstPercent(),
                    summary.stated() == 0 ? "no u stated" : summary.covered() + " of " + summary.stated()));
        }
    }

    private static String wrongKinds(Score score) {
        List<String> wrong = score.features().stream()
                .filter(f -> f.kindFound() != null && !f.kind().equals(f.kindFound()))
                .map(f -> f.id() + " a " + f.kind() + " called " + f.kindFound())
                .distinct()
                .toList();
        return wrong.isEmpty() ? "" : " (" + String.join("; ", wrong) + ")";
    }

    private static String text(Score.Events events) {
        return events.found() + " of " + events.truth() + " found, " + events.invented() + " invented";
    }

    static Map<String, Object> tree(Score score) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("registration_voxel_max", round(score.worstRegistrationVoxels()));
        List<Object> scans = new ArrayList<>();
        for (Score.ScanScore scan : score.scans()) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("scan", scan.scan());
            row.put("file", scan.file());
            row.put("registration_voxel", round(scan.registrationVoxels()));
            row.put("registration_um", round(scan.registrationUm()));
            row.put("tre_u_um", round(scan.treUUm()));
            row.put("scale_drift_error", round(scan.scaleDriftError()));
            row.put("lost_true_um3", round(scan.lostTrueUm3()));
            row.put("lost_um3", round(scan.lostUm3()));
            row.put("lost_u_um3", round(scan.lostUUm3()));
            row.put("lost_error_percent", round(scan.lostErrorPercent()));
            row.put("lost_covered", scan.lostCovered());
            row.put("resolved", scan.resolved());
            scans.add(row);
        }
        tree.put("scans", scans);
        Map<String, Object> counts = new LinkedHashMap<>();
        counts.put("true", score.features().size());
        counts.put("resolved", score.count(Score.Found.RESOLVED));
        counts.put("unresolved", score.count(Score.Found.UNRESOLVED));
        counts.put("below_limit", score.count(Score.Found.BELOW_LIMIT));
        counts.put("unseen", score.count(Score.Found.UNSEEN));
        counts.put("missed", score.count(Score.Found.MISSED));
        counts.put("false", score.falseFeatures().size());
        counts.put("kinds_right", score.kindsRight());
        counts.put("kinds_wrong", score.kindsWrong());
        tree.put("features", counts);
        Map<String, Object> quantities = new LinkedHashMap<>();
        for (Score.Summary summary : score.summaries()) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("n", summary.n());
            row.put("unit", summary.unit());
            row.put("rms", round(summary.rms()));
            row.put("rms_percent", round(summary.rmsPercent()));
            row.put("worst_percent", round(summary.worstPercent()));
            row.put("with_u", summary.stated());
            row.put("covered", summary.covered());
            quantities.put(summary.name(), row);
        }
        tree.put("quantities", quantities);
        Score.Lineage lineage = score.lineage();
        Map<String, Object> events = new LinkedHashMap<>();
        events.put("merges", events(lineage.merges()));
        events.put("splits", events(lineage.splits()));
        events.put("branches", events(lineage.branches()));
        events.put("switches", lineage.switches());
        events.put("tra", lineage.graph().tra());
        events.put("lnk", lineage.graph().lnk());
        events.put("det", lineage.graph().det());
        tree.put("lineage", events);
        tree.put("false_resolved_changes", score.falseChanges());
        List<Object> found = new ArrayList<>();
        for (Score.FeatureScore feature : score.features()) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("scan", feature.scan());
            row.put("id", feature.id());
            row.put("kind", feature.kind());
            row.put("found", feature.found().name().toLowerCase(Locale.ROOT));
            row.put("kind_found", feature.kindFound());
            row.put("track_id", feature.trackId() == 0 ? null : feature.trackId());
            for (Score.Quantity quantity : feature.quantities()) {
                Map<String, Object> values = new LinkedHashMap<>();
                values.put("true", round(quantity.truth()));
                values.put("measured", round(quantity.measured()));
                values.put("u", round(quantity.uncertainty()));
                row.put(quantity.name(), values);
            }
            found.add(row);
        }
        tree.put("each", found);
        return tree;
    }

    private static Map<String, Object> events(Score.Events events) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("true", events.truth());
        tree.put("found", events.found());
        tree.put("invented", events.invented());
        return tree;
    }

    /** Six significant digits are more than any error has. */
    private static @Nullable Double round(@Nullable Double value) {
        if (value == null || !Double.isFinite(value)) {
            return null;
        }
        return value == 0 ? Double.valueOf(0) : Double.valueOf(String.format(Locale.ROOT, "%.6g", value));
    }
}
