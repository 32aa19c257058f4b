package patina.app.gui.view;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import patina.app.gui.view.Compare.Mode;
import patina.geometry.Point;

/** What a viewer of slices can do by key and command finder. */
final class SliceActions {
    private final SliceViewer viewer;
    private final SliceSaving saving;
    private final ViewModel model;

    SliceActions(SliceViewer viewer, SliceSaving saving) {
        this.viewer = viewer;
        this.saving = saving;
        this.model = viewer.model();
    }

    /** All of them; what moves the crosshair or a slice does it on the slice in use. */
    List<ViewAction> all() {
        List<ViewAction> all = new ArrayList<>();
        all.add(new ViewAction("Fit view", "HOME", "Show the whole specimen.", viewer::fit));
        all.add(new ViewAction(
                "Zoom in", "PLUS", "Zoom in at the crosshair.", () -> viewer.zoom(0.8, model.crosshair())));
        all.add(new ViewAction(
                "Zoom out", "MINUS", "Zoom out at the crosshair.", () -> viewer.zoom(1.25, model.crosshair())));
        all.add(new ViewAction("Next scan", "PERIOD", "Go to the next scan.", () -> viewer.next(1, false)));
        all.add(new ViewAction("Previous scan", "COMMA", "Go to the scan before.", () -> viewer.next(-1, false)));
        all.add(new ViewAction("Play", "SPACE", "Play through the scans, or stop.", viewer::togglePlay));
        all.add(new ViewAction(
                "Automatic window", "A", "Show greys from the 0.5th to the 99.5th percentile.", viewer::autoWindow));
        all.add(new ViewAction(
                "Invert grey",
                "I",
                "Change between grey and inverted grey.",
                () -> model.setColours(model.colours() == ColourMap.GREY ? ColourMap.GREY_INVERTED : ColourMap.GREY)));
        all.add(new ViewAction(
                "Original surface",
                "O",
                "Show or hide the original surface.",
                () -> model.setOverlays(
                        model.overlays().withOriginalSurface(!model.overlays().originalSurface()))));
        all.add(new ViewAction(
                "Outlines",
                "L",
                "Show or hide the outlines of features.",
                () -> model.setOverlays(
                        model.overlays().withOutlines(!model.overlays().outlines()))));
        all.add(new ViewAction(
                "Follow-up boxes",
                "F",
                "Show or hide the places for follow-up.",
                () -> model.setOverlays(
                        model.overlays().withFollowUp(!model.overlays().followUp()))));
        all.add(new ViewAction(
                "Masks",
                "M",
                "Show or hide what is masked by hand.",
                () -> model.setOverlays(
                        model.overlays().withMasks(!model.overlays().masks()))));
        all.add(new ViewAction(
                "Larger brush", "CLOSE_BRACKET", "Paint masks with a larger ball.", () -> viewer.resizeBrush(1.25)));
        all.add(new ViewAction(
                "Smaller brush", "OPEN_BRACKET", "Paint masks with a smaller ball.", () -> viewer.resizeBrush(0.8)));
        all.add(new ViewAction(
                "Before or after registration",
                "R",
                "Show the scan as it lay before registration, or after.",
                () -> model.setCompare(
                        model.compare().withRegistered(!model.compare().registered()))));
        int key = 1;
        for (Mode mode : Mode.values()) {
            all.add(new ViewAction(
                    "Compare: " + mode,
                    String.valueOf(key),
                    "Look at " + (mode == Mode.SINGLE ? "one scan." : "two scans: " + mode + "."),
                    () -> model.setCompare(model.compare().withMode(mode))));
            key++;
        }
        int function = 5;
        for (SliceViewer.Tool each : viewer.tools()) {
            all.add(new ViewAction(
                    "Tool: " + each,
                    "shift F" + function,
                    "Use the left button for: " + each + ".",
                    () -> viewer.setTool(each)));
            function++;
        }
        all.add(new ViewAction("Forget measurements", "shift DELETE", "Remove all lines that were measured.", () -> {
            viewer.measurements().clear();
            viewer.panels().forEach(PlanePanel::forgetClicks);
        }));
        all.add(new ViewAction("Deselect", "ESCAPE", "Select no feature, and drop a line that was begun.", () -> {
            viewer.panels().forEach(PlanePanel::forgetClicks);
            model.clearTrack();
        }));
        all.add(new ViewAction(
                "One slice large",
                "X",
                "Show the slice in use alone, or all again.",
                () -> viewer.enlarge(viewer.focused())));
        all.addAll(saving.actions());
        move(all, "Crosshair left", "LEFT", p -> p.right().times(-1));
        move(all, "Crosshair right", "RIGHT", PlanePanel::right);
        move(all, "Crosshair up", "UP", p -> p.down().times(-1));
        move(all, "Crosshair down", "DOWN", PlanePanel::down);
        for (int sign = -1; sign <= 1; sign += 2) {
            int by = sign;
            String word = sign > 0 ? "Next slice" : "Previous slice";
            all.add(new ViewAction(
                    word, sign > 0 ? "PAGE_DOWN" : "PAGE_UP", word + ".", () -> viewer.step(viewer.focused(), by)));
            all.add(new ViewAction(
                    word + " by 10",
                    sign > 0 ? "shift PAGE_DOWN" : "shift PAGE_UP",
                    word + ", ten at once.",
                    () -> viewer.step(viewer.focused(), 10 * by)));
        }
        return all;
    }

    private void move(List<ViewAction> all, String name, String key, Function<PlanePanel, Point> way) {
        double voxel = viewer.stack().voxelSize().meanUm();
        all.add(new ViewAction(
                name,
                key,
                name + " by a voxel.",
                () -> viewer.moveTo(
                        model.crosshair().plus(way.apply(viewer.focused()).times(voxel)))));
        all.add(new ViewAction(
                name + " by 10",
                "shift " + key,
                name + " by ten voxels.",
                () -> viewer.moveTo(
                        model.crosshair().plus(way.apply(viewer.focused()).times(10 * voxel)))));
    }
}
