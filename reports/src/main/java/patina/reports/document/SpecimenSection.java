package patina.reports.document;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import patina.geometry.VoxelSize;
import patina.reports.document.Document.Column;
import patina.reports.document.Document.Paragraph;
import patina.reports.document.Document.Part;
import patina.reports.document.Document.Section;
import patina.reports.document.Document.Table;
import patina.series.Specimen;
import patina.store.ScanRow;
import patina.store.TransformRow;

/** What was inspected: the specimen, its exposure, the scans and how they were taken. */
final class SpecimenSection {
    private SpecimenSection() {}

    static Section of(Findings findings) {
        List<Part> parts = new ArrayList<>();
        parts.add(new Paragraph(specimen(findings.facts.specimen())));
        parts.add(scans(findings));
        conditions(findings, parts);
        return new Section("Specimen, exposure and scans", false, parts);
    }

    private static String specimen(Specimen specimen) {
        List<String> known = new ArrayList<>();
        if (specimen.material() != null) {
            known.add("material " + specimen.material());
        }
        if (specimen.densityGPerCm3() != null) {
            known.add("density " + Numbers.asGiven(specimen.densityGPerCm3()) + "\u00a0g/cm³");
        }
        if (specimen.wallThicknessMm() != null) {
            known.add("wall thickness " + Numbers.asGiven(specimen.wallThicknessMm()) + "\u00a0mm");
        }
        if (specimen.normalLoadN() != null) {
            known.add("normal load " + Numbers.asGiven(specimen.normalLoadN()) + "\u00a0N");
        }
        if (specimen.loadAxis() != null) {
            known.add("load axis " + specimen.loadAxis());
        }
        String name =
                specimen.id() == null ? "The specimen has no name in the series file" : "Specimen " + specimen.id();
        return known.isEmpty()
                ? name + "; nothing else is stated of it."
                : name + ": " + String.join(", ", known) + ".";
    }

    private static Table scans(Findings findings) {
        List<List<String>> rows = new ArrayList<>();
        Set<String> reasons = new LinkedHashSet<>();
        for (ScanRow scan : findings.facts.scans()) {
            String role = scan.scan() == findings.facts.reference() ? "reference" : scan.role();
            if (scan.skip() != null) {
                role = "left out";
                reasons.add("Scan " + scan.scan() + " was left out: " + SummarySection.sentence(scan.skip()));
            }
            rows.add(List.of(
                    Integer.toString(scan.scan()),
                    Numbers.asGiven(scan.exposure()),
                    role,
                    scan.file(),
                    scan.extent().x() + "\u00a0×\u00a0" + scan.extent().y() + "\u00a0×\u00a0"
                            + scan.extent().z(),
                    voxel(scan.voxelSize()),
                    scan.type(),
                    ScanNotes.of(scan).getOrDefault("acquired", Numbers.NONE)));
        }
        return new Table(
                "The scans of the series.",
                false,
                List.of(
                        Column.numbers("Scan"),
                        Column.numbers(exposureHead(findings)),
                        Column.words("Role"),
                        Column.words("File"),
                        Column.numbers("Size (voxels)"),
                        Column.numbers("Voxel (µm)"),
                        Column.words("Type"),
                        Column.words("Acquired")),
                rows,
                List.copyOf(reasons));
    }

    /** The head of an exposure column. */
    static String exposureHead(Findings findings) {
        return "Exposure (" + findings.exposureUnit() + ")";
    }

    /** A scan by its number, or one of the stacks it was stitched from by where that lies along the scan's z. */
    static String scan(TransformRow row) {
        Double from = row.stackFromUm();
        Double to = row.stackToUm();
        return from == null || to == null
                ? Integer.toString(row.scan())
                : row.scan() + ", z " + Numbers.fixed(from, 0) + " to " + Numbers.fixed(to, 0) + "\u00a0µm";
    }

    static String voxel(VoxelSize size) {
        boolean cube = size.xUm() == size.yUm() && size.yUm() == size.zUm();
        return cube
                ? Numbers.size(size.xUm())
                : Numbers.size(size.xUm()) + "\u00a0×\u00a0" + Numbers.size(size.yUm()) + "\u00a0×\u00a0"
                        + Numbers.size(size.zUm());
    }

    /** What all scans share is told once; what differs, scan by scan. */
    private static void conditions(Findings findings, List<Part> parts) {
        Map<String, Map<String, List<Integer>>> byName = new LinkedHashMap<>();
        List<ScanRow> used = findings.facts.scans().stream()
                .filter(scan -> scan.skip() == null)
                .toList();
        for (ScanRow scan : used) {
            ScanNotes.of(scan).forEach((name, value) -> {
                if (!name.equals("acquired")) {
                    byName.computeIfAbsent(name, key -> new LinkedHashMap<>())
                            .computeIfAbsent(value, key -> new ArrayList<>())
                            .add(scan.scan());
                }
            });
        }
        if (byName.isEmpty()) {
            parts.add(new Paragraph(
                    "The series file and the scans' own headers say nothing of tube, detector, medium or load."));
            return;
        }
        List<List<String>> rows = new ArrayList<>();
        byName.forEach((name, values) -> values.forEach((value, scans) -> rows.add(List.of(
                name,
                value,
                scans.size() == used.size()
                        ? "all"
                        : Findings.joined(scans.stream().map(String::valueOf).toList())))));
        parts.add(new Table(
                "How the scans were taken, as the series file and the headers say.",
                false,
                List.of(Column.words("What"), Column.words("Value"), Column.words("Scans")),
                rows,
                List.of()));
    }
}
