package patina.app.gui.model;

import java.util.List;
import org.jspecify.annotations.Nullable;
import patina.reports.document.Numbers;
import patina.store.Placement;
import patina.store.ScanRow;
import patina.store.SummaryRow;

/** How far one scan is to be trusted. */
public record QualityLine(
        ScanRow row,
        @Nullable Placement placement,
        @Nullable SummaryRow summary,
        List<String> warnings) implements Line {
    @Override
    public int trackId() {
        return NONE;
    }

    @Override
    public int scan() {
        return row.scan();
    }

    /** All scans, in order. */
    public static List<QualityLine> of(Findings findings) {
        return findings.scans().stream()
                .map(s -> new QualityLine(
                        s, findings.placement(s.scan()), findings.summary(s.scan()), ScanStatus.warnings(findings, s)))
                .toList();
    }

    /** @param exposureUnit of the series */
    public static List<Column<QualityLine>> columns(String exposureUnit) {
        return new Columns<QualityLine>()
                .add("scan", "Scan", "", "Position in the series.", l -> l.row.scan())
                .given("exposure", "Exposure", exposureUnit, "Of the scan.", l -> l.row.exposure())
                .add("model", "Registered", "", "By which map.", l -> l.placement == null ? null : l.placement.model())
                .add(
                        "quality",
                        "Quality",
                        "",
                        "Of the registration, 0 to 1.",
                        l -> l.placement == null ? null : l.placement.quality())
                .add(
                        "tre_u_um",
                        "Place u",
                        "µm",
                        "Standard uncertainty of a point.",
                        l -> l.placement == null ? null : l.placement.treUUm())
                .add(
                        "residual",
                        "Residual",
                        "",
                        "Rms grey difference after registration, as a share of metal minus air.",
                        l -> l.placement == null ? null : l.placement.residual())
                .add(
                        "scale_drift",
                        "Scale drift",
                        "ppm",
                        "Of the voxel against the reference.",
                        l -> l.placement == null ? null : 1e6 * l.placement.scaleDrift())
                .add(
                        "seen",
                        "Seen",
                        "",
                        "Share of the specimen.",
                        l -> l.summary == null ? null : Numbers.percent(l.summary.seenFraction()))
                .add(
                        "detection_limit_depth_um",
                        "Found from",
                        "µm",
                        "Depth of a pit found with 95 %.",
                        l -> l.summary == null ? null : l.summary.detectionLimitDepthUm())
                .add("note", "Flags", "", "What should be known, and why.", l -> String.join(" ", l.warnings))
                .hidden()
                .add("file", "File", "", "As series.json names it.", l -> l.row.file())
                .add("role", "Role", "", "What the scan is for.", l -> l.row.role())
                .add(
                        "trimmed",
                        "Left out",
                        "",
                        "Share of voxels left out as changed.",
                        l -> l.placement == null ? null : l.placement.trimmedFraction())
                .add(
                        "decision_um3",
                        "Decided from",
                        "µm³",
                        "Volume that may be called a change.",
                        l -> l.summary == null ? null : l.summary.decisionThresholdUm3())
                .add("voxel_um", "Voxel", "µm", "Edge.", l -> l.row.voxelSize().meanUm())
                .add("type", "Samples", "", "As stored.", l -> l.row.type())
                .list();
    }
}
