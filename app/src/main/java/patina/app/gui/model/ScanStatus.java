package patina.app.gui.model;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import patina.pipeline.Stage;
import patina.reports.document.Numbers;
import patina.store.Placement;
import patina.store.ScanRow;
import patina.store.SummaryRow;

/**
 * Where one scan stands: what is done of it, and what about it should be known.
 *
 * @param finished by stage
 * @param warnings one sentence each
 */
public record ScanStatus(
        int scan, String title, String file, List<Boolean> finished, List<String> warnings, boolean left) {
    /** All scans, in order. */
    public static List<ScanStatus> of(Findings findings) {
        List<ScanStatus> all = new ArrayList<>();
        for (ScanRow scan : findings.scans()) {
            List<Boolean> finished = new ArrayList<>();
            for (Stage stage : Stage.values()) {
                finished.add(findings.isFinished(stage, scan.scan()));
            }
            all.add(new ScanStatus(
                    scan.scan(),
                    findings.exposed(scan.exposure()) + (scan.role().equals("step") ? "" : " · " + scan.role()),
                    scan.file(),
                    List.copyOf(finished),
                    warnings(findings, scan),
                    scan.skip() != null));
        }
        return all;
    }

    static List<String> warnings(Findings findings, ScanRow scan) {
        List<String> warnings = new ArrayList<>();
        String skip = scan.skip();
        if (skip != null) {
            warnings.add("Left out: " + skip);
        }
        Placement placement = findings.placement(scan.scan());
        if (placement != null && scan.scan() != findings.snapshot().series().reference()) {
            if (placement.quality() < 0.5) {
                warnings.add("Registration is unsure: its quality is " + Numbers.fixed(placement.quality(), 2)
                        + ", and at least 0.50 is wanted.");
            }
            if (!placement.note().isEmpty()) {
                warnings.add(placement.note());
            }
        }
        SummaryRow summary = findings.summary(scan.scan());
        if (summary != null && summary.seenFraction() < 0.98) {
            warnings.add("Only " + Numbers.percent(summary.seenFraction()) + " of the specimen was seen.");
        }
        return List.copyOf(warnings);
    }

    /** What stage this scan waits for, or null when all is done. */
    public @Nullable Stage next() {
        for (Stage stage : Stage.values()) {
            if (!finished.get(stage.ordinal())) {
                return stage;
            }
        }
        return null;
    }
}
