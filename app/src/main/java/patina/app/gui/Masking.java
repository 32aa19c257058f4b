package patina.app.gui;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import patina.app.gui.model.Findings;
import patina.app.gui.view.SliceViewer;
import patina.app.gui.view.StackScan;
import patina.app.gui.view.VolumeStack;
import patina.app.session.Session;
import patina.geometry.Point;
import patina.series.HiddenBox;
import patina.series.HiddenShape;
import patina.series.HiddenStroke;
import patina.store.ScanRow;

/**
 * What the user draws on slices to count as not seen: boxes, and strokes of a brush, which wait until they are kept. What
 * is kept stands in series.json.
 */
final class Masking implements SliceViewer.MaskHearer {
    private final Workbench window;
    private final Session session;
    private final Background background;
    private final List<HiddenStroke> painted = new ArrayList<>();
    private List<HiddenShape> kept = List.of();
    private @Nullable Path of;
    private @Nullable MasksDialog dialog;

    Masking(Workbench window, Session session, Background background) {
        this.window = window;
        this.session = session;
        this.background = background;
    }

    /** What the user made of a box that was drawn. */
    record Asked(Point from, Point to, boolean inAllScans) {}

    /** What is hidden in series.json, boxes and strokes, scan by scan. */
    List<HiddenShape> kept() {
        return kept;
    }

    /** Strokes that hide nothing yet. */
    List<HiddenStroke> painted() {
        return List.copyOf(painted);
    }

    /** Something was opened, or series.json was changed: what is hidden is read anew when next it is shown. */
    void forget() {
        painted.clear();
        kept = List.of();
        of = null;
    }

    /** Shows what is hidden on new slices; reads it where that was not done yet. */
    void refresh() {
        Path manifest = window.open().series();
        if (manifest != null && manifest.equals(of)) {
            show();
            return;
        }
        forget();
        of = manifest;
        show();
        if (manifest != null && Files.isRegularFile(manifest)) {
            background.run(() -> session.hidden(manifest), (List<HiddenShape> found) -> {
                if (manifest.equals(of)) {
                    kept = found;
                    show();
                }
            });
        }
    }

    private void show() {
        List<HiddenShape> all = new ArrayList<>(kept);
        all.addAll(painted);
        window.pictures().showHidden(all);
        MasksDialog open = dialog;
        if (open != null) {
            open.refresh();
        }
    }

    /** Lists what is hidden. */
    void list() {
        MasksDialog open = dialog;
        if (open == null) {
            open = new MasksDialog(window.frame(), this, window);
            dialog = open;
        }
        open.refresh();
        open.setVisible(true);
    }

    @Override
    public void boxDrawn(Point from, Point to) {
        Findings findings = window.findings();
        VolumeStack volumes = window.pictures().stack();
        Path manifest = manifest("draw the box again");
        if (findings == null || volumes == null || manifest == null) {
            return;
        }
        int scan = window.view().scan();
        Asked asked = Dialogs.askBox(window.frame(), from, to, findings.scanName(scan));
        if (asked == null) {
            return;
        }
        List<HiddenShape> boxes = new ArrayList<>();
        for (StackScan each : volumes.scans()) {
            HiddenBox box = asked.inAllScans() || each.index() == scan ? inScan(asked, each, findings) : null;
            if (box != null) {
                boxes.add(box);
            }
        }
        change(manifest, "A box is hidden", () -> session.hide(manifest, boxes));
    }

    @Override
    public void painted(double radiusUm, List<Point> path) {
        VolumeStack volumes = window.pictures().stack();
        StackScan scan =
                volumes == null ? null : volumes.scan(window.view().scan()).orElse(null);
        if (scan == null) {
            return;
        }
        painted.add(inScan(radiusUm, path, scan));
        show();
        window.tell(
                MessageBar.Tone.REMARK,
                HiddenShape.inWords(painted) + (painted.size() == 1 ? " is" : " are")
                        + " painted, and nothing is hidden by it yet.",
                "Keep …",
                this::keep);
    }

    /** Writes what was painted into series.json, for the scan it was painted on or for all. */
    void keep() {
        VolumeStack volumes = window.pictures().stack();
        Path manifest = manifest("keep it then");
        if (painted.isEmpty() || volumes == null || manifest == null) {
            return;
        }
        Boolean inAllScans = Dialogs.askScans(window.frame());
        if (inAllScans == null) {
            return;
        }
        List<HiddenStroke> strokes = new ArrayList<>();
        for (HiddenStroke stroke : painted) {
            StackScan on = volumes.scan(stroke.scan()).orElse(null);
            if (on == null) {
                continue;
            }
            for (StackScan each : volumes.scans()) {
                if (each.index() == stroke.scan()) {
                    strokes.add(stroke);
                } else if (inAllScans) {
                    List<Point> path =
                            stroke.pathUm().stream().map(on.toScan()::back).toList();
                    strokes.add(inScan(stroke.radiusUm(), path, each));
                }
            }
        }
        change(manifest, "What was painted is hidden", () -> {
            session.hide(manifest, strokes);
        });
    }

    /** Shows again what was hidden, and forgets what was only painted. */
    void remove(List<HiddenShape> shapes) {
        List<HiddenShape> inFile = new ArrayList<>();
        for (HiddenShape shape : shapes) {
            if (!(shape instanceof HiddenStroke stroke && painted.remove(stroke))) {
                inFile.add(shape);
            }
        }
        show();
        if (painted.isEmpty()) {
            window.hideMessage();
        }
        if (!inFile.isEmpty()) {
            Path manifest = manifest("remove it then");
            if (manifest != null) {
                change(manifest, "A place is shown again", () -> session.unhide(manifest, inFile));
            }
        }
    }

    private interface Change {
        void make() throws java.io.IOException;
    }

    private void change(Path manifest, String what, Change change) {
        background.run(
                () -> {
                    change.make();
                    return manifest;
                },
                (Path changed) -> {
                    forget();
                    window.note(what + " in '" + changed + "'.");
                    if (window.open().inspection() == null) {
                        window.open().open(changed);
                    } else {
                        refresh();
                        window.tell(
                                MessageBar.Tone.REMARK,
                                what + " in '" + changed + "'. To measure so this inspection must begin anew; its"
                                        + " corrections by hand would be lost.",
                                "Begin anew",
                                window.runs()::beginAnew);
                    }
                });
    }

    /** The series.json that is to be changed; null, with a sentence, when it cannot be now. */
    private @Nullable Path manifest(String then) {
        if (window.runs().isRunning()) {
            window.tell(MessageBar.Tone.REMARK, "Wait until the run has ended, then " + then + ".", null, null);
            return null;
        }
        Path manifest = window.open().series();
        if (manifest == null || !Files.isRegularFile(manifest)) {
            window.tell(
                    MessageBar.Tone.TROUBLE,
                    "The record does not say where this inspection's series.json is, and what is hidden is kept there."
                            + " Open the series.json, and draw on its scans.",
                    null,
                    null);
            return null;
        }
        return manifest;
    }

    private static HiddenStroke inScan(double radiusUm, List<Point> path, StackScan scan) {
        double scale = Math.cbrt(Math.abs(scan.toScan().at(path.get(0)).determinant()));
        return new HiddenStroke(
                scan.index(),
                radiusUm * scale,
                path.stream().map(scan.toScan()::apply).toList());
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
