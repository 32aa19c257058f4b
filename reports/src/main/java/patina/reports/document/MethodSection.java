package patina.reports.document;

import java.util.ArrayList;
import java.util.List;
import patina.reports.document.Document.Column;
import patina.reports.document.Document.Heading;
import patina.reports.document.Document.Paragraph;
import patina.reports.document.Document.Part;
import patina.reports.document.Document.Points;
import patina.reports.document.Document.Section;
import patina.reports.document.Document.Table;
import patina.store.SummaryRow;
import patina.store.TransformRow;

/** How it was measured: practice followed, registration, thresholds, what the uncertainties mean. */
final class MethodSection {
    private MethodSection() {}

    static Section of(Findings findings) {
        List<Part> parts = new ArrayList<>();
        if (!findings.facts.standards().isEmpty()) {
            parts.add(new Points(findings.facts.standards()));
        }
        if (!findings.facts.methods().isEmpty()) {
            parts.add(new Points(findings.facts.methods()));
        }
        if (!findings.facts.transforms().isEmpty()) {
            parts.add(registration(findings));
        }
        if (!findings.facts.summaries().isEmpty()) {
            parts.add(limits(findings));
        }
        parts.add(new Heading("What the uncertainties mean"));
        parts.add(new Paragraph(uncertainty(findings)));
        return new Section("How it was measured", false, parts);
    }

    private static Table registration(Findings findings) {
        List<List<String>> rows = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        notes.add(
                "TRE u: the standard uncertainty of a registered point, root mean square over the specimen. Residual: what"
                        + " remains of the grey difference, as a share of metal minus air. Left out: voxels taken as changed."
                        + " Quality: 1 at best.");
        for (TransformRow row : findings.facts.transforms()) {
            boolean reference = row.scan() == findings.facts.reference();
            rows.add(List.of(
                    SpecimenSection.scan(row),
                    Numbers.asGiven(findings.exposure(row.scan())),
                    row.model(),
                    reference ? Numbers.NONE : Numbers.significant(row.treUUm(), 2),
                    reference ? Numbers.NONE : Numbers.significant(100 * row.residual(), 2),
                    reference ? Numbers.NONE : Numbers.fixed(1e3 * row.scaleDrift(), 3),
                    reference ? Numbers.NONE : Numbers.significant(100 * row.trimmedFraction(), 2),
                    reference ? Numbers.NONE : Numbers.fixed(row.quality(), 2)));
            if (!row.note().isBlank()) {
                notes.add("Scan " + SpecimenSection.scan(row) + ": " + SummarySection.sentence(row.note()));
            }
        }
        return new Table(
                "Registration to the frame of scan " + findings.facts.reference() + ".",
                false,
                List.of(
                        Column.numbers("Scan"),
                        Column.numbers(SpecimenSection.exposureHead(findings)),
                        Column.words("Model"),
                        Column.numbers("TRE u (µm)"),
                        Column.numbers("Residual (%)"),
                        Column.numbers("Scale drift (10⁻³)"),
                        Column.numbers("Left out (%)"),
                        Column.numbers("Quality")),
                rows,
                notes);
    }

    private static Table limits(Findings findings) {
        List<SummaryRow> summaries = findings.facts.summaries();
        double greatest = 0;
        double area = 0;
        for (SummaryRow row : summaries) {
            greatest = Math.max(greatest, Math.max(row.decisionThresholdUm3(), row.detectionLimitUm3()));
            area = Math.max(area, row.examinedAreaUm2());
        }
        Scale volume = Scale.volume(greatest);
        Scale surface = Scale.area(area);
        List<List<String>> rows = new ArrayList<>();
        for (SummaryRow row : summaries) {
            boolean reference = row.scan() == findings.facts.reference();
            rows.add(List.of(
                    Integer.toString(row.scan()),
                    Numbers.asGiven(row.exposure()),
                    Numbers.percent(row.seenFraction()),
                    surface.significant(row.examinedAreaUm2()),
                    reference ? Numbers.NONE : volume.significant(row.decisionThresholdUm3()),
                    reference ? Numbers.NONE : volume.significant(row.detectionLimitUm3()),
                    reference ? Numbers.NONE : Numbers.significant(row.detectionLimitDepthUm(), 3)));
        }
        return new Table(
                "What was seen, and from where on a change counts.",
                false,
                List.of(
                        Column.numbers("Scan"),
                        Column.numbers(SpecimenSection.exposureHead(findings)),
                        Column.numbers("Specimen seen"),
                        Column.numbers("Examined surface (" + surface.unit() + ")"),
                        Column.numbers("Decision threshold (" + volume.unit() + ")"),
                        Column.numbers("Detection limit (" + volume.unit() + ")"),
                        Column.numbers("Detection limit, depth (µm)")),
                rows,
                List.of(
                        "A change above the decision threshold is called one, below it ‘not resolved’. A compact pit as large as"
                                + " the detection limit is found with 95\u00a0%. Examined surface: the part of the original surface seen"
                                + " in this scan and in the reference."));
    }

    private static String uncertainty(Findings findings) {
        String scale = findings.facts.voxelScaleUncertainty() > 0
                ? "The voxel size is taken with a relative standard uncertainty of "
                        + Numbers.significant(findings.facts.voxelScaleUncertainty(), 2) + "."
                : "No uncertainty of the voxel size was given, so the numbers are right only as far as it is.";
        return "Each value is followed by its standard uncertainty u (k\u00a0=\u00a01), in tables after ± and in plots as a bar. It holds"
                + " four terms: registration, place of the boundary, partial volume and voxel scale. For an expanded uncertainty"
                + " with about 95 % coverage take U = 2 u (k\u00a0=\u00a02), if errors are near to normal. All scans share the error of"
                + " the reference scan, so two late scans differ from each other by less than their bars suggest. "
                + scale;
    }
}
