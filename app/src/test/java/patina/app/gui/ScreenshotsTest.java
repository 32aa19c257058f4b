package patina.app.gui;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.swing.JButton;
import javax.swing.JComboBox;
import javax.swing.JDialog;
import javax.swing.JTextField;
import javax.swing.SwingUtilities;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import patina.app.gui.model.Command;
import patina.app.gui.model.Findings;
import patina.app.gui.model.Line;
import patina.app.gui.model.PlotMaker;
import patina.app.gui.model.State;
import patina.app.gui.view.SliceViewer;
import patina.app.session.EngineSession;
import patina.app.session.PhantomRequest;
import patina.app.session.RunRequest;
import patina.app.session.Session;
import patina.app.session.Stage;
import patina.app.session.Watch;
import patina.geometry.Point;

/**
 * Pictures of every panel in both themes, kept in target/screenshots for people to look at. {@code -Dpatina.inspection=DIR}
 * takes another inspection than a small phantom's, {@code -Dpatina.window=1280x800} another size of the window; scaling is
 * that of the run (flatlaf.uiScale).
 */
@Tag("display")
@EnabledIf(value = "patina.app.gui.Screen#isThere", disabledReason = Screen.MISSING)
class ScreenshotsTest {
    @TempDir
    Path folder;

    @Test
    void keepsPicturesOfEveryPanelInBothThemes() throws Exception {
        Session session = new EngineSession();
        String given = System.getProperty("patina.inspection", "");
        Path inspection = Path.of(given);
        if (given.isEmpty()) {
            Path series = session.phantom(
                    new PhantomRequest("all-at-once", folder.resolve("series"), 64, 4, 7L, null), Watch.NONE);
            inspection = folder.resolve("inspection");
            session.run(new RunRequest(series, inspection, null, Stage.FLAG, 0, false), Watch.NONE);
        }
        String scale = System.getProperty("flatlaf.uiScale", "1");
        String size = System.getProperty("patina.window", "");
        for (boolean dark : new boolean[] {false, true}) {
            pictures(
                    session,
                    inspection,
                    dark,
                    (dark ? "dark" : "light") + "-" + scale + "x-" + (size.isEmpty() ? "" : size + "-"));
        }
    }

    private void pictures(Session session, Path inspection, boolean dark, String prefix) throws Exception {
        State state = new State(folder.resolve("state.json"));
        state.put("dark", dark);
        String size = System.getProperty("patina.window", "");
        if (!size.isEmpty()) {
            state.put("window", "0,0," + size.replace('x', ','));
        }
        CountDownLatch closed = new CountDownLatch(1);
        Screen screen = new Screen();
        Workbench window = Screen.ask(() -> {
            Theme.install(state);
            Workbench w = new Workbench(session, state, closed::countDown);
            w.show(null);
            return w;
        });
        screen.settle();
        Screen.picture(window.frame(), prefix + "start");
        SwingUtilities.invokeAndWait(() -> window.open().open(inspection));
        Screen.await(
                "the inspection is open",
                () -> window.findings() != null && window.pictures().stack() != null);
        Findings findings = Objects.requireNonNull(window.findings());
        int track = findings.snapshot().tables().flags().isEmpty()
                ? findings.tracks().get(0).trackId()
                : findings.snapshot().tables().flags().get(0).trackId();
        Screen.picture(window.frame(), prefix + "overview");
        SwingUtilities.invokeAndWait(() -> window.select(track, Line.NONE));
        for (Command tab : new Command[] {
            Command.SHOW_FEATURES,
            Command.SHOW_TRACKS,
            Command.SHOW_FLAGS,
            Command.SHOW_PLOTS,
            Command.SHOW_FILMSTRIP,
            Command.SHOW_QUALITY,
            Command.SHOW_MOVED,
            Command.SHOW_LOG
        }) {
            SwingUtilities.invokeAndWait(() -> window.perform(tab));
            screen.settle();
            Thread.sleep(700);
            Screen.picture(window.frame(), prefix + tab.name().toLowerCase(java.util.Locale.ROOT));
        }
        findings.tracks().stream()
                .filter(t -> t.kind().equals("crack"))
                .findFirst()
                .ifPresent(crack -> onEvents(() -> {
                    window.select(crack.trackId(), Line.NONE);
                    window.perform(Command.SHOW_FILMSTRIP);
                }));
        screen.settle();
        Thread.sleep(1500);
        Screen.picture(window.frame(), prefix + "crack");
        drawing(window, screen, prefix);
        onEvents(() -> window.select(track, Line.NONE));
        plots(window, screen, prefix);
        SwingUtilities.invokeAndWait(() -> {
            window.tellTrouble(
                    new java.io.IOException("'scan_07.tif' should be a TIFF of 512 x 512 x 400 voxels, but ends"
                            + " after page 311. Copy it again from where it was made, then run again."));
            window.perform(Command.SOLID);
        });
        screen.settle();
        Thread.sleep(1500);
        Screen.picture(window.frame(), prefix + "solid-and-message");
        for (Command asking : new Command[] {Command.FIND_COMMAND, Command.HELP, Command.CHANGE_KIND, Command.NOTE}) {
            SwingUtilities.invokeLater(() -> window.perform(asking));
            screen.settle();
            Thread.sleep(300);
            JDialog dialog = Screen.ask(ScreenshotsTest::dialog);
            Screen.picture(dialog, prefix + asking.name().toLowerCase(java.util.Locale.ROOT));
            SwingUtilities.invokeAndWait(dialog::dispose);
        }
        SwingUtilities.invokeLater(() -> window.open()
                .importScans(List.of(
                        inspection.resolveSibling("series").resolve("scan_00.tif"),
                        inspection.resolveSibling("series").resolve("scan_01.tif"))));
        Screen.await("the import asks", () -> dialog() != null);
        screen.settle();
        JDialog dialog = Screen.ask(ScreenshotsTest::dialog);
        Screen.picture(dialog, prefix + "import");
        SwingUtilities.invokeAndWait(dialog::dispose);
        SwingUtilities.invokeAndWait(window::closeAtOnce);
        assertTrue(closed.await(20, TimeUnit.SECONDS));
        SwingUtilities.invokeAndWait(screen.watchdog()::remove);
    }

    /** A brush stroke and its list, what other settings would find, and landmarks. */
    private static void drawing(Workbench window, Screen screen, String prefix) throws Exception {
        Point middle =
                Objects.requireNonNull(window.pictures().stack()).sizeUm().times(0.5);
        double voxel = window.pictures().stack().voxelSize().meanUm();
        SliceViewer slices = Screen.ask(() -> Screen.part(window.frame(), SliceViewer.class));
        onEvents(() -> {
            window.perform(Command.SLICES);
            window.view().setCrosshair(middle);
            slices.setTool(SliceViewer.Tool.BRUSH);
            window.masking()
                    .painted(
                            5 * voxel,
                            List.of(
                                    middle.plus(new Point(-12 * voxel, -9 * voxel, 0)),
                                    middle.plus(new Point(2 * voxel, -12 * voxel, 0)),
                                    middle.plus(new Point(14 * voxel, -2 * voxel, 0))));
            window.perform(Command.MASKS);
        });
        screen.settle();
        Thread.sleep(700);
        Screen.picture(window.frame(), prefix + "brush");
        JDialog masks = Screen.ask(ScreenshotsTest::dialog);
        Screen.picture(masks, prefix + "masks");
        onEvents(() -> {
            masks.dispose();
            window.masking().remove(List.copyOf(window.masking().painted()));
            slices.setTool(SliceViewer.Tool.NAVIGATE);
            window.perform(Command.SETTINGS);
        });
        screen.settle();
        Thread.sleep(1500);
        Screen.picture(window.frame(), prefix + "preview");
        JDialog settings = Screen.ask(ScreenshotsTest::dialog);
        Screen.picture(settings, prefix + "settings");
        onEvents(settings::dispose);
        onEvents(() -> window.view().setScan(2));
        SwingUtilities.invokeLater(() -> window.perform(Command.LANDMARKS));
        Screen.await("landmarks are asked for", () -> dialog() != null);
        screen.settle();
        Thread.sleep(1500);
        JDialog landmarks = Screen.ask(ScreenshotsTest::dialog);
        for (String side : new String[] {"reference", "scan", "reference"}) {
            JButton mark = Screen.named(landmarks, "landmarks-mark-" + side, JButton.class);
            onEvents(mark::doClick);
        }
        screen.settle();
        Screen.picture(landmarks, prefix + "landmarks");
        onEvents(landmarks::dispose);
    }

    private static void onEvents(Runnable work) {
        try {
            SwingUtilities.invokeAndWait(work);
        } catch (InterruptedException | java.lang.reflect.InvocationTargetException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A forecast of the selected track, and extreme-value paper. */
    private static void plots(Workbench window, Screen screen, String prefix) throws Exception {
        JComboBox<?> choice = Screen.named(window.frame(), "plot-choice", JComboBox.class);
        JComboBox<?> subject = Screen.named(window.frame(), "plot-subject", JComboBox.class);
        JTextField threshold = Screen.named(window.frame(), "plot-threshold", JTextField.class);
        SwingUtilities.invokeAndWait(() -> {
            window.perform(Command.SHOW_PLOTS);
            // The theme before left the paper.
            subject.setSelectedIndex(0);
            choice.setSelectedItem(PlotMaker.Choice.SELECTED);
            threshold.setText("35");
        });
        screen.settle();
        Thread.sleep(500);
        Screen.picture(window.frame(), prefix + "forecast");
        SwingUtilities.invokeAndWait(() -> subject.setSelectedItem(PlotMaker.Subject.EXTREMES));
        screen.settle();
        Thread.sleep(1500);
        Screen.picture(window.frame(), prefix + "extreme-values");
    }

    private static JDialog dialog() {
        for (java.awt.Window w : java.awt.Window.getWindows()) {
            if (w instanceof JDialog dialog && dialog.isShowing()) {
                return dialog;
            }
        }
        return null;
    }
}
