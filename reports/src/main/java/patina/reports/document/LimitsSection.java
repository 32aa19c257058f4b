package patina.reports.document;

import java.util.ArrayList;
import java.util.List;
import patina.reports.document.Document.Column;
import patina.reports.document.Document.Part;
import patina.reports.document.Document.Points;
import patina.reports.document.Document.Section;
import patina.reports.document.Document.Table;
import patina.store.FeatureRow;
import patina.store.MovedRow;
import patina.store.ScanRow;
import patina.store.SummaryRow;
import patina.store.TransformRow;

/** What was not seen, what cannot be told apart, and which earlier numbers moved. */
final class LimitsSection {
    private static final int LISTED = 60;

    private LimitsSection() {}

    static Section of(Findings findings) {
        List<String> points = new ArrayList<>();
        for (SummaryRow row : findings.facts.summaries()) {
            if (row.seenFraction() < 0.995) {
                points.add("Scan " + row.scan() + " (" + findings.exposed(row.exposure()) + ") saw "
                        + Numbers.percent(row.seenFraction())
                        + " of the specimen. What lay outside its view is neither counted as lost nor as sound.");
            }
        }
        List<Integer> cut = findings.facts.features().stream()
                .filter(FeatureRow::cutByView)
                .map(FeatureRow::trackId)
                .distinct()
                .toList();
        if (!cut.isEmpty()) {
            points.add(Findings.names(cut) + (cut.size() == 1 ? " reaches" : " reach")
                    + " the edge of what was seen in at least one scan: volumes and depths there are lower bounds.");
        }
        for (TransformRow row : findings.facts.transforms()) {
            if (!row.note().isBlank()) {
                points.add("Registration of scan " + SpecimenSection.scan(row) + ": "
                        + SummarySection.sentence(row.note()));
            }
        }
        for (ScanRow scan : findings.facts.scans()) {
            if (scan.skip() != null) {
                points.add("Scan " + scan.scan() + " was left out: " + SummarySection.sentence(scan.skip()));
            }
        }
        points.addAll(findings.facts.limits());
        points.add(
                "Computed tomography sees attenuation, not substance: a void filled with a product as dense as the metal, and a"
                        + " crack closed to much less than a voxel, are not seen.");
        points.add(
                "Rings, beam hardening and scatter change grey values slowly over the specimen. They enter the uncertainty by the"
                        + " residual on intact metal, not one by one.");
        List<Part> parts = new ArrayList<>();
        parts.add(new Points(points));
        if (!findings.facts.moved().isEmpty()) {
            parts.add(moved(findings.facts.moved()));
        }
        return new Section("Limits, artefacts, and what was not seen", false, parts);
    }

    private static Table moved(List<MovedRow> moved) {
        List<List<String>> rows = new ArrayList<>();
        for (MovedRow row : moved.subList(0, Math.min(LISTED, moved.size()))) {
            rows.add(List.of(
                    Integer.toString(row.run()),
                    row.table(),
                    Integer.toString(row.scan()),
                    Integer.toString(row.id()),
                    row.column(),
                    Numbers.significant(row.before(), 5),
                    Numbers.significant(row.after(), 5),
                    Numbers.significant(row.uncertainty(), 2)));
        }
        return new Table(
                "Earlier numbers that moved when scans were added.",
                false,
                List.of(
                        Column.numbers("Run"),
                        Column.words("Table"),
                        Column.numbers("Scan"),
                        Column.numbers("Id"),
                        Column.words("Column"),
                        Column.numbers("Before"),
                        Column.numbers("After"),
                        Column.numbers("u")),
                rows,
                moved.size() > LISTED
                        ? List.of(Findings.counted(moved.size() - LISTED, "more number")
                                + " moved; the database lists them.")
                        : List.of("Column names carry the unit, as in the exported tables."));
    }
}
