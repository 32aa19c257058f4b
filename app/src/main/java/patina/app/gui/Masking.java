package patina.app.gui;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import patina.app.gui.model.Findings;
import patina.app.gui.view.StackScan;
import patina.app.gui.view.VolumeStack;
import patina.app.session.Session;
import patina.geometry.Point;
import patina.series.HiddenBox;
import patina.store.ScanRow;

/** Boxes drawn on a slice, in which nothing counts as seen: they go into series.json. */
final class Masking {
    private final Workbench window;
    private final Session session;
    private final Background background;

    Masking(Workbench window, Session session, Background background) {
        this.window = window;
        this.session = session;
        this.background = background;
    }

    /** What the user made of a box that was drawn. */
    record Asked(Point from, Point to, boolean inAllScans) {}

    /** A box was drawn, in the specimen frame, micrometres. */
    void drawn(Point from, Point to) {
        Findings findings = window.findings();
        VolumeStack volumes = window.volumes();
        Path manifest = window.open().series();
        if (findings == null || volumes == null) {
            return;
        }
        if (window.runs().isRunning()) {
            window.tell(MessageBar.Tone.REMARK, "Wait until the run has ended, then draw the box again.", null, null);
            return;
        }
        if (manifest == null || !Files.isRegularFile(manifest)) {
            window.tell(
                    MessageBar.Tone.TROUBLE,
                    "The record does not say where this inspection's series.json is, and a box is kept there. Open the"
                            + " series.json, and draw the box on its scans.",
                    null,
                    null);
            return;
        }
        int scan = window.view().scan();
        Asked asked = Dialogs.askBox(window.frame(), from, to, findings.scanName(scan));
        if (asked == null) {
            return;
        }
        List<HiddenBox> boxes = new ArrayList<>();
        for (StackScan each : volumes.scans()) {
            HiddenBox box = asked.inAllScans() || each.index() == scan ? inScan(asked, each, findings) : null;
            if (box != null) {
                boxes.add(box);
            }
        }
        background.run(
                () -> {
                    session.hide(manifest, boxes);
                    return manifest;
                },
                this::hidden);
    }

    private void hidden(Path manifest) {
        if (window.open().inspection() == null) {
            window.open().open(manifest);
            window.note("Hid a box in '" + manifest + "'.");
        } else {
            window.tell(
                    MessageBar.Tone.REMARK,
                    "The box is kept in '" + manifest
                            + "'. To leave out what lies in it this inspection must begin anew; its"
                            + " corrections by hand would be lost.",
                    "Begin anew",
                    window.runs()::beginAnew);
        }
    }

    /** The least box in the scan's own frame that holds the drawn one; null where it lies beside the scan. */
    private static @Nullable HiddenBox inScan(Asked asked, StackScan scan, Findings findings) {
        ScanRow row = findings.scan(scan.index());
        if (row == null) {
            return null;
        }
        double[] low = {Double.MAX_VALUE, Double.MAX_VALUE, Double.MAX_VALUE};
        double[] high = {-Double.MAX_VALUE, -Double.MAX_VALUE, -Double.MAX_VALUE};
        for (int corner = 0; corner < 8; corner++) {
            Point at = scan.toScan()
                    .apply(new Point(
                            (corner & 1) == 0 ? asked.from().x() : asked.to().x(),
                            (corner & 2) == 0 ? asked.from().y() : asked.to().y(),
                            (corner & 4) == 0 ? asked.from().z() : asked.to().z()));
            double[] p = {at.x(), at.y(), at.z()};
            for (int a = 0; a < 3; a++) {
                low[a] = Math.min(low[a], p[a]);
                high[a] = Math.max(high[a], p[a]);
            }
        }
        // A voxel is a box about its centre.
        double[] edge = {
            row.voxelSize().xUm(), row.voxelSize().yUm(), row.voxelSize().zUm()
        };
        long[] voxels = {row.extent().x(), row.extent().y(), row.extent().z()};
        for (int a = 0; a < 3; a++) {
            low[a] = Math.max(0, low[a]);
            high[a] = Math.min(voxels[a] * edge[a], high[a] + edge[a] / 2);
            if (Math.round(low[a] / edge[a]) >= Math.min(voxels[a], Math.round(high[a] / edge[a]))) {
                return null;
            }
        }
        return new HiddenBox(scan.index(), new Point(low[0], low[1], low[2]), new Point(high[0], high[1], high[2]));
    }
}
