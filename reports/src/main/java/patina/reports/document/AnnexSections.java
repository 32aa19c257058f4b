package patina.reports.document;

import java.util.ArrayList;
import java.util.List;
import patina.reports.document.Document.Column;
import patina.reports.document.Document.Section;
import patina.reports.document.Document.Table;
import patina.store.ScanRow;
import patina.store.TransformRow;

/** Records: files with checksums, transforms in full, settings. */
final class AnnexSections {
    private AnnexSections() {}

    static List<Section> of(Findings findings) {
        List<Section> sections = new ArrayList<>();
        sections.add(new Section("Annex A: files", true, List.of(files(findings))));
        if (!findings.facts.transforms().isEmpty()) {
            sections.add(new Section("Annex B: transforms", false, List.of(transforms(findings))));
        }
        if (!findings.facts.settings().isEmpty()) {
            sections.add(new Section("Annex C: settings", false, List.of(settings(findings))));
        }
        return sections;
    }

    private static Table files(Findings findings) {
        List<List<String>> rows = new ArrayList<>();
        for (ScanRow scan : findings.facts.scans()) {
            rows.add(List.of(
                    Integer.toString(scan.scan()),
                    scan.file(),
                    Numbers.count(scan.bytes()),
                    SpecimenSection.voxel(scan.voxelSize()),
                    scan.checksum()));
        }
        return new Table(
                "What was read.",
                true,
                List.of(
                        Column.numbers("Scan"),
                        Column.words("File"),
                        Column.numbers("Bytes"),
                        Column.numbers("Voxel (µm)"),
                        Column.words("SHA-256")),
                rows,
                List.of());
    }

    private static Table transforms(Findings findings) {
        List<List<String>> rows = new ArrayList<>();
        for (TransformRow row : findings.facts.transforms()) {
            double[] m = row.transform().toArray();
            for (int r = 0; r < 3; r++) {
                rows.add(List.of(
                        r == 0 ? SpecimenSection.scan(row) : "",
                        "xyz".substring(r, r + 1),
                        Numbers.fixed(m[4 * r], 7),
                        Numbers.fixed(m[4 * r + 1], 7),
                        Numbers.fixed(m[4 * r + 2], 7),
                        Numbers.fixed(m[4 * r + 3], 3)));
            }
        }
        return new Table(
                "From a point in the specimen frame to the scan's frame: matrix, then displacement.",
                true,
                List.of(
                        Column.numbers("Scan"),
                        Column.words("Gives"),
                        Column.numbers("times x"),
                        Column.numbers("times y"),
                        Column.numbers("times z"),
                        Column.numbers("plus (µm)")),
                rows,
                List.of("In both frames voxel (0, 0, 0) has its centre at the origin, and axes run x, y, z."));
    }

    private static Table settings(Findings findings) {
        List<List<String>> rows = new ArrayList<>();
        for (Setting setting : findings.facts.settings()) {
            rows.add(List.of(setting.name(), setting.value(), Numbers.unit(setting.unit())));
        }
        return new Table(
                "Every setting of the run.",
                true,
                List.of(Column.words("Setting"), Column.words("Value"), Column.words("Unit")),
                rows,
                List.of());
    }
}
