package patina.app.gui;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Component;
import java.awt.Container;
import java.awt.Graphics2D;
import java.awt.event.KeyEvent;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.swing.JButton;
import javax.swing.JComboBox;
import javax.swing.JDialog;
import javax.swing.JFileChooser;
import javax.swing.JFrame;
import javax.swing.JLabel;
import javax.swing.JTabbedPane;
import javax.swing.JTable;
import javax.swing.JTextArea;
import javax.swing.JTextField;
import javax.swing.SwingUtilities;
import javax.swing.UIManager;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import patina.app.gui.model.Command;
import patina.app.gui.model.Findings;
import patina.app.gui.model.Line;
import patina.app.gui.model.PlotMaker;
import patina.app.gui.model.State;
import patina.app.gui.view.Compare;
import patina.app.gui.view.SliceViewer;
import patina.app.gui.view.VolumeStack;
import patina.app.session.EngineSession;
import patina.app.session.ImportRequest;
import patina.app.session.PhantomRequest;
import patina.app.session.RunRequest;
import patina.app.session.Session;
import patina.app.session.Stage;
import patina.app.session.Watch;
import patina.blocks.Volume;
import patina.geometry.Affine;
import patina.geometry.Extent;
import patina.geometry.Point;
import patina.geometry.Region;
import patina.geometry.VoxelSize;
import patina.growth.GrowthClass;
import patina.growth.TrackGrowth;
import patina.series.HiddenStroke;
import patina.series.Scan;
import patina.series.SeriesFiles;
import patina.store.FeatureRow;
import patina.store.ScanRow;

/** Walks through the whole window as a user does, with mouse and keys. */
@Tag("display")
@EnabledIf(value = "patina.app.gui.Screen#isThere", disabledReason = Screen.MISSING)
class WindowTest {
    /** No event may hold the event thread longer; asked where nothing is met for the first time. */
    private static final double MOST_MS = 100;

    @TempDir
    static Path folder;

    private static Session session;
    private static Path series;
    private static Path inspection;

    private Screen screen;
    private Workbench window;
    private CountDownLatch closed;

    @BeforeAll
    static void makeAnInspection() throws Exception {
        session = new EngineSession();
        series = session.phantom(
                new PhantomRequest("growing-pits", folder.resolve("series"), 64, 4, 7L, null), Watch.NONE);
        inspection = folder.resolve("inspection");
        session.run(new RunRequest(series, inspection, null, Stage.FLAG, 0, false), Watch.NONE);
    }

    private void open(Path what) throws Exception {
        screen = new Screen();
        closed = new CountDownLatch(1);
        State state = new State(folder.resolve("desktop.json"));
        SwingUtilities.invokeAndWait(() -> {
            Theme.install(state);
            window = new Workbench(session, state, closed::countDown);
            window.show(what);
        });
    }

    private void openInspection() throws Exception {
        open(inspection);
        Screen.await(
                "the inspection is open",
                () -> window.findings() != null && window.pictures().stack() != null,
                () -> window.message());
        screen.settle();
    }

    @AfterEach
    void close() throws Exception {
        if (window != null) {
            SwingUtilities.invokeAndWait(window::closeAtOnce);
            assertTrue(closed.await(20, TimeUnit.SECONDS), "the window did not close");
            SwingUtilities.invokeAndWait(screen.watchdog()::remove);
            Files.deleteIfExists(folder.resolve("desktop.json"));
        }
    }

    private JFrame frame() {
        return window.frame();
    }

    /** Opens a series of the first two scans, of which nothing was made yet. */
    private Path openTwoScans(String name) throws Exception {
        Path scans = Objects.requireNonNull(series.getParent());
        Path two = folder.resolve(name).resolve("series.json");
        session.importSeries(new ImportRequest(
                List.of(scans.resolve("scan_00.tif"), scans.resolve("scan_01.tif")),
                two,
                List.of(5.0),
                List.of(0.0, 24.0),
                "h",
                "time",
                name));
        open(two);
        Screen.await(
                "the series can be looked at",
                () -> window.pictures().stack() != null
                        && window.pictures().stack().isPrepared());
        return two;
    }

    private Findings findings() {
        return Objects.requireNonNull(window.findings());
    }

    @Test
    void selectsEverywhereEditsUndoesAndReports() throws Exception {
        openInspection();
        Point before = Screen.ask(() -> window.view().crosshair());
        screen.keys(KeyEvent.VK_ALT, KeyEvent.VK_2);
        JTable tracks = Screen.named(frame(), "table-tracks", JTable.class);
        Screen.await("the table shows tracks", () -> tracks.isShowing() && tracks.getRowCount() > 1);
        int count = Screen.ask(tracks::getRowCount);

        // A click in the table selects the track in model, inspector and crosshair.
        screen.click(tracks, 30, tracks.getRowHeight() / 2);
        Screen.await("a track is selected", () -> window.view().track().isPresent());
        int track = Screen.ask(() -> window.view().track().getAsInt());
        FeatureRow last =
                Objects.requireNonNull(findings().feature(track, window.view().scan()));
        Point place = Screen.ask(() -> window.view().crosshair());
        assertNotEquals(before, place);
        assertEquals(last.xUm(), place.x(), 1e-9);
        assertEquals(last.zUm(), place.z(), 1e-9);
        assertTrue(
                Screen.named(frame(), "inspector-title", JLabel.class).getText().endsWith(" T" + track));

        // A click on a point of the plot selects its track and scan.
        screen.keys(KeyEvent.VK_ALT, KeyEvent.VK_4);
        PlotPanel plots = (PlotPanel) Screen.ask(
                () -> Screen.named0(frame(), "tabs", JTabbedPane.class).getSelectedComponent());
        int other = findings().tracks().stream()
                .mapToInt(t -> t.trackId())
                .filter(id -> id != track && findings().history(id).size() > 1)
                .findFirst()
                .orElseThrow();
        int scan = findings().history(other).get(1).scan();
        double[] at = Objects.requireNonNull(Screen.ask(() -> plots.place(other, scan)));
        screen.click(Screen.named(frame(), "plot", PlotCanvas.class), (int) at[0], (int) at[1]);
        Screen.await(
                "the point's track is selected",
                () -> window.view().track().orElse(-1) == other && window.view().scan() == scan);

        // Rejecting takes it from the tables and its volume from what was lost; undoing brings both back.
        double lost = findings().summary(scan).lostUm3();
        screen.keys(KeyEvent.VK_CONTROL, KeyEvent.VK_DELETE);
        Screen.await("the track is gone", () -> findings().track(other) == null);
        assertTrue(findings().summary(scan).lostUm3() < lost);
        assertEquals(count - 1, Screen.ask(tracks::getRowCount));
        screen.keys(KeyEvent.VK_CONTROL, KeyEvent.VK_Z);
        Screen.await("the track is back", () -> findings().track(other) != null);
        assertEquals(lost, findings().summary(scan).lostUm3());
        assertTrue(findings().snapshot().edits().get(0).undone());

        // The report is written, and the window says where.
        Files.deleteIfExists(inspection.resolve("report.html"));
        screen.keys(KeyEvent.VK_CONTROL, KeyEvent.VK_R);
        JTextArea said = Screen.named(frame(), "message-text", JTextArea.class);
        Screen.await("the report is told", () -> said.getText().contains("report.html"));
        assertTrue(Files.isRegularFile(inspection.resolve("report.html")));
    }

    @Test
    void holdsTheEventThreadNeverLong() throws Exception {
        openInspection();
        walk();
        // What other programs of the machine take is not ours: the best of three walks counts.
        double least = Double.MAX_VALUE;
        for (int i = 0; i < 3 && least >= MOST_MS; i++) {
            screen.watchdog().forget();
            walk();
            least = Math.min(least, screen.watchdog().longestMs());
        }
        double longest = least;
        assertTrue(
                longest < MOST_MS,
                () -> longest + " ms with " + screen.watchdog().longest());
    }

    /** Through all tabs, scans and tracks. */
    private void walk() throws Exception {
        for (Command tab : EnumSet.range(Command.SHOW_FEATURES, Command.SHOW_LOG)) {
            SwingUtilities.invokeAndWait(() -> window.perform(tab));
            screen.settle();
        }
        SwingUtilities.invokeAndWait(() -> window.perform(Command.SHOW_TRACKS));
        for (int track : findings().tracks().stream().mapToInt(t -> t.trackId()).toArray()) {
            SwingUtilities.invokeAndWait(() -> window.select(track, Line.NONE));
            screen.settle();
        }
        for (int scan = 0; scan < findings().scans().size(); scan++) {
            int at = scan;
            SwingUtilities.invokeAndWait(() -> window.view().setScan(at));
            screen.settle();
        }
    }

    @Test
    void findsCommandsByAFewLetters() throws Exception {
        openInspection();
        assertFalse(Theme.isDark());
        screen.click(Screen.named(frame(), "scans", javax.swing.JList.class), 60, 300);
        screen.keys(KeyEvent.VK_CONTROL, KeyEvent.VK_SHIFT, KeyEvent.VK_P);
        screen.type("dark");
        screen.keys(KeyEvent.VK_ENTER);
        Screen.await("the theme is dark", Theme::isDark);
    }

    @Test
    void whatIsOpenFollowsTheTheme() throws Exception {
        openInspection();
        Component slice = Screen.named(frame(), "slice-xy", Component.class);
        for (int i = 0; i < 3; i++) {
            Screen.await(
                    "slices lie on the theme's background",
                    () -> corner(slice)
                            == (UIManager.getColor("Panel.background").getRGB() & 0xffffff),
                    () -> Integer.toHexString(corner(slice)));
            assertEquals(
                    Theme.quiet(),
                    Screen.ask(() -> Objects.requireNonNull(labelled(frame(), "Exposure"))
                            .getForeground()));
            SwingUtilities.invokeAndWait(() -> window.perform(Command.THEME));
        }
    }

    /** The colour that is painted beside a slice, at the bottom. */
    private static int corner(Component slice) {
        BufferedImage image = new BufferedImage(slice.getWidth(), slice.getHeight(), BufferedImage.TYPE_INT_RGB);
        Graphics2D g = image.createGraphics();
        slice.paint(g);
        g.dispose();
        return image.getRGB(3, slice.getHeight() - 4) & 0xffffff;
    }

    /** The label that says something. */
    private static @Nullable JLabel labelled(Container in, String text) {
        for (Component c : in.getComponents()) {
            if (c instanceof JLabel label && text.equals(label.getText()) && label.isShowing()) {
                return label;
            }
            if (c instanceof Container inner) {
                JLabel found = labelled(inner, text);
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }

    @Test
    void theCommandFinderFindsWhatTheViewCanDo() throws Exception {
        openInspection();
        screen.keys(KeyEvent.VK_CONTROL, KeyEvent.VK_SHIFT, KeyEvent.VK_P);
        screen.type("checkerboard");
        screen.keys(KeyEvent.VK_ENTER);
        Screen.await("scans are compared", () -> window.view().compare().mode() == Compare.Mode.CHECKERBOARD);
    }

    @Test
    void theQualityPageTellsOfTheScanThatIsChosen() throws Exception {
        openInspection();
        screen.keys(KeyEvent.VK_ALT, KeyEvent.VK_6);
        JTable table = Screen.named(frame(), "table-quality", JTable.class);
        JTextArea words = Screen.named(frame(), "quality-words", JTextArea.class);
        Screen.await("the page is shown", words::isShowing);
        for (int scan : new int[] {2, 0}) {
            screen.click(table, 30, table.getRowHeight() * scan + table.getRowHeight() / 2);
            String title = Screen.ask(() -> window.pictures().stack().title(scan));
            Screen.await("scan " + scan + " is told of", () -> words.getText().startsWith(title), words::getText);
            Screen.await(
                    "what was not seen is told", () -> words.getText().contains("Not seen in both"), words::getText);
            assertEquals(scan == 0, words.getText().contains("The reference scan"), words.getText());
            assertEquals(scan != 0, words.getText().contains("Residual"), words.getText());
        }
        screen.keys(KeyEvent.VK_ALT, KeyEvent.VK_1);
        screen.keys(KeyEvent.VK_CONTROL, KeyEvent.VK_SHIFT, KeyEvent.VK_P);
        screen.type("quality");
        screen.keys(KeyEvent.VK_ENTER);
        Screen.await("the finder leads to the page", words::isShowing);
    }

    @Test
    void aTimeLapseIsWrittenOfTheViewThatIsShown() throws Exception {
        openInspection();
        SwingUtilities.invokeAndWait(() -> window.view().setScan(1));
        Path gif = folder.resolve("lapse.gif");
        screen.keys(KeyEvent.VK_CONTROL, KeyEvent.VK_L);
        approve(gif);
        JTextArea said = Screen.named(frame(), "message-text", JTextArea.class);
        Screen.await("the GIF is told", () -> said.getText().contains("lapse.gif"));
        ImageReader reader = ImageIO.getImageReadersByFormatName("gif").next();
        try (var in = ImageIO.createImageInputStream(gif.toFile())) {
            reader.setInput(in);
            assertEquals(4, reader.getNumImages(true));
        }
        assertEquals(1, Screen.ask(() -> window.view().scan()), "the scan that was shown is shown again");

        // The solid, as files.
        SwingUtilities.invokeAndWait(() -> window.perform(Command.SOLID));
        SwingUtilities.invokeLater(() -> window.perform(Command.TIME_LAPSE));
        approve(folder.resolve("solid.png"));
        Screen.await("the files are told", () -> said.getText().contains("solid-000.png"));
        for (int scan = 0; scan < 4; scan++) {
            assertTrue(ImageIO.read(folder.resolve("solid-00" + scan + ".png").toFile())
                            .getWidth()
                    > 100);
        }
        assertNotEquals(
                -1L,
                Files.mismatch(folder.resolve("solid-000.png"), folder.resolve("solid-003.png")),
                "the pits have grown");
    }

    /** Chooses a file in the dialog that asks for one. */
    private void approve(Path file) throws Exception {
        Screen.await("a file is asked for", () -> chooser() != null);
        SwingUtilities.invokeAndWait(() -> {
            JFileChooser chooser = Objects.requireNonNull(chooser());
            chooser.setSelectedFile(file.toFile());
            chooser.approveSelection();
        });
        screen.settle();
    }

    private static JFileChooser chooser() {
        for (java.awt.Window w : java.awt.Window.getWindows()) {
            if (w instanceof javax.swing.JDialog dialog
                    && dialog.isShowing()
                    && dialog.getContentPane().getComponentCount() > 0
                    && dialog.getContentPane().getComponent(0) instanceof JFileChooser chooser) {
                return chooser;
            }
        }
        return null;
    }

    @Test
    void aThresholdThatIsTypedIsForecastAndExtremeValuesAreAnswered() throws Exception {
        openInspection();
        TrackGrowth growing = findings().snapshot().growths().stream()
                .filter(g -> g.quantity().equals("depth") && g.growth().growthClass() == GrowthClass.GROWING)
                .findFirst()
                .orElseThrow();
        SwingUtilities.invokeAndWait(() -> window.select(growing.trackId(), Line.NONE));
        screen.keys(KeyEvent.VK_ALT, KeyEvent.VK_4);
        double[] depths = Objects.requireNonNull(growing.evolution()).value();
        int threshold = (int) Math.ceil(1.2 * depths[depths.length - 1]);
        JComboBox<?> choice = Screen.named(frame(), "plot-choice", JComboBox.class);
        SwingUtilities.invokeAndWait(() -> choice.setSelectedIndex(0));
        JTextField field = Screen.named(frame(), "plot-threshold", JTextField.class);
        screen.click(field, 10, 8);
        screen.type(Integer.toString(threshold));
        PlotCanvas canvas = Screen.named(frame(), "plot", PlotCanvas.class);
        Screen.await(
                "the threshold is drawn, and told when it is reached",
                () -> canvas.isShowing()
                        && canvas.seen().curves().stream()
                                .anyMatch(c -> c.name().startsWith("threshold " + threshold)
                                        && c.name().contains(" reaches it: ")));
        JComboBox<?> subject = Screen.named(frame(), "plot-subject", JComboBox.class);
        SwingUtilities.invokeAndWait(() -> subject.setSelectedItem(PlotMaker.Subject.EXTREMES));
        JLabel instead = Screen.named(frame(), "plot-empty", JLabel.class);
        Screen.await(
                "a few pits are answered with a sentence",
                () -> instead.isShowing() && instead.getText().contains("at least 10 pits"),
                instead::getText);
    }

    @Test
    void filtersByAnExpressionAndTellsWhatItCannotRead() throws Exception {
        openInspection();
        JTable features = Screen.named(frame(), "table-features", JTable.class);
        int all = Screen.ask(features::getRowCount);
        JTextField filter = Screen.named(frame(), "filter-features", JTextField.class);
        SwingUtilities.invokeAndWait(() -> filter.setText("pit and depth > 20 µm"));
        screen.settle();
        int some = Screen.ask(features::getRowCount);
        assertTrue(some > 0 && some < all, some + " of " + all);
        SwingUtilities.invokeAndWait(() -> filter.setText("depth >"));
        screen.settle();
        assertEquals(some, Screen.ask(features::getRowCount), "a filter that cannot be read changes nothing");
    }

    @Test
    void runsASeriesAndCanBeStoppedInTheMiddle() throws Exception {
        open(series);
        Screen.await("the series is open", () -> window.findings() != null);
        Path out = folder.resolve("other");
        SwingUtilities.invokeLater(() -> window.perform(Command.RUN));
        screen.settle();
        JTextField field = awaitDialogField("inspection-folder");
        SwingUtilities.invokeAndWait(() -> field.setText(out.toString()));
        screen.keys(KeyEvent.VK_ENTER);
        Screen.await("the run is under way", () -> window.runs().isRunning());
        Screen.await("its first scan is there", () -> window.open().inspection() != null);
        SwingUtilities.invokeAndWait(() -> window.perform(Command.CANCEL));
        Screen.await("the run has ended", () -> !window.runs().isRunning());
        SwingUtilities.invokeAndWait(() -> window.perform(Command.RUN));
        Screen.await(
                "the job is done",
                () -> !window.runs().isRunning()
                        && window.findings() != null
                        && !findings().tracks().isEmpty(),
                window::message);
        assertTrue(Files.isRegularFile(out.resolve("report.html")));
        session.export(inspection, folder.resolve("tables"));
        assertEquals(
                -1,
                Files.mismatch(
                        folder.resolve("tables/features.csv"),
                        out.resolve("exports").resolve("features.csv")));
    }

    @Test
    void aScanDroppedOnTheWindowIsAddedAndOldTracksKeepTheirIds() throws Exception {
        Path scans = Objects.requireNonNull(series.getParent());
        Path mine = folder.resolve("growing/series.json");
        session.importSeries(new ImportRequest(
                List.of(scans.resolve("scan_00.tif"), scans.resolve("scan_01.tif"), scans.resolve("scan_02.tif")),
                mine,
                List.of(5.0),
                List.of(0.0, 24.0, 48.0),
                "h",
                "time",
                "growing"));
        Path out = folder.resolve("growing/inspection");
        session.run(new RunRequest(mine, out, null, Stage.FLAG, 0, false), Watch.NONE);
        open(out);
        Screen.await("the inspection is open", () -> window.findings() != null);
        var before = findings().tracks().stream().map(t -> t.trackId()).toList();
        SwingUtilities.invokeLater(() -> window.open().dropped(List.of(scans.resolve("scan_03.tif"))));
        JTextField exposure = awaitDialogField("exposure");
        SwingUtilities.invokeAndWait(() -> exposure.setText("72"));
        screen.click(exposure, 10, 5);
        screen.keys(KeyEvent.VK_ENTER);
        Screen.await("the run is under way", () -> window.runs().isRunning());
        Screen.await("the run has ended", () -> !window.runs().isRunning());
        Screen.await(
                "the new scan is there",
                () -> findings().scans().size() == 4 && findings().summary(3) != null);
        assertTrue(findings().tracks().stream().map(t -> t.trackId()).toList().containsAll(before));
        assertEquals(2, findings().snapshot().runs().size(), "one run to begin with, one for the new scan");
    }

    @Test
    void closingInTheMiddleOfARunLosesNothing() throws Exception {
        open(series);
        Screen.await("the series is open", () -> window.findings() != null);
        Path out = folder.resolve("closed-early");
        SwingUtilities.invokeLater(() -> window.perform(Command.RUN));
        JTextField field = awaitDialogField("inspection-folder");
        SwingUtilities.invokeAndWait(() -> field.setText(out.toString()));
        screen.click(field, 10, 5);
        screen.keys(KeyEvent.VK_ENTER);
        Screen.await("the run is under way", () -> window.runs().isRunning());
        SwingUtilities.invokeAndWait(window::closeAtOnce);
        assertTrue(closed.await(20, TimeUnit.SECONDS), "the window did not close");
        SwingUtilities.invokeAndWait(screen.watchdog()::remove);
        window = null;
        session.run(new RunRequest(series, out, null, Stage.FLAG, 0, false), Watch.NONE);
        session.export(inspection, folder.resolve("whole"));
        assertEquals(
                -1,
                Files.mismatch(
                        folder.resolve("whole/features.csv"),
                        out.resolve("exports").resolve("features.csv")));
    }

    @Test
    void scansAreCroppedAndBinnedAtImportAndWhatIsLeftIsTold() throws Exception {
        open(null);
        Path scans = Objects.requireNonNull(series.getParent());
        Path mine = folder.resolve("binned/series.json");
        SwingUtilities.invokeLater(
                () -> window.open().importScans(List.of(scans.resolve("scan_00.tif"), scans.resolve("scan_01.tif"))));
        JTextField crop = awaitDialogField("import-crop");
        JDialog dialog = (JDialog) Screen.ask(() -> SwingUtilities.getWindowAncestor(crop));
        JLabel taken = Screen.named(dialog, "import-taken", JLabel.class);
        JComboBox<?> bin = Screen.named(dialog, "import-bin", JComboBox.class);
        assertEquals("Taken of each scan: 64 x 64 x 64 voxels", Screen.ask(taken::getText));
        SwingUtilities.invokeAndWait(() -> {
            crop.setText("70:80,:,:");
            bin.setSelectedItem(2);
        });
        assertTrue(Screen.ask(taken::getText).contains("nothing is left"), Screen.ask(taken::getText));
        SwingUtilities.invokeAndWait(() -> crop.setText("4:, :, 2:63"));
        assertEquals("Taken of each scan: 30 x 32 x 30 voxels", Screen.ask(taken::getText));
        JTextField voxel = Screen.named(dialog, "import-voxel", JTextField.class);
        JTextField out = Screen.named(dialog, "import-out", JTextField.class);
        JButton make = Screen.named(dialog, "import-make", JButton.class);
        SwingUtilities.invokeAndWait(() -> {
            voxel.setText("5");
            out.setText(mine.toString());
            make.doClick();
        });
        Screen.await("the series is open", () -> window.findings() != null, window::message);
        ScanRow second = findings().scans().get(1);
        assertEquals(new Extent(30, 32, 30), second.extent());
        assertEquals(VoxelSize.cube(10), second.voxelSize());
        Screen.await("it can be looked at", () -> window.pictures().stack().isPrepared());
        assertEquals(
                new Extent(30, 32, 30),
                Screen.ask(() -> window.pictures().stack().extent()));
    }

    @Test
    void aBoxThatIsDrawnIsHiddenInAllScans() throws Exception {
        Path mine = openTwoScans("masked");
        screen.settle();
        SliceViewer slices = Screen.ask(() -> Screen.part(frame(), SliceViewer.class));
        VolumeStack before = Screen.ask(() -> window.pictures().stack());
        SwingUtilities.invokeAndWait(() -> slices.setTool(SliceViewer.Tool.MASK));
        Component slice = Screen.ask(() -> find(frame(), "Slice xy"));
        int middleX = slice.getWidth() / 2;
        int middleY = slice.getHeight() / 2;
        screen.click(slice, middleX - 30, middleY - 20);
        screen.click(slice, middleX + 30, middleY + 20);
        JTextField[] corners = new JTextField[6];
        for (int i = 0; i < corners.length; i++) {
            corners[i] = awaitDialogField("box-" + i);
        }
        assertEquals("0.0", Screen.ask(corners[2]::getText), "the box goes through the specimen");
        assertEquals("315.0", Screen.ask(corners[5]::getText));
        double[] drawn = new double[6];
        for (int i = 0; i < drawn.length; i++) {
            drawn[i] = Double.parseDouble(corners[i].getText());
        }
        assertEquals(1.5, (drawn[3] - drawn[0]) / (drawn[4] - drawn[1]), 0.05, "as wide as it was drawn");
        SwingUtilities.invokeAndWait(() -> corners[5].setText("100"));
        screen.click(corners[5], 10, 5);
        screen.keys(KeyEvent.VK_ENTER);
        Screen.await(
                "the scans are shown without it",
                () -> window.pictures().stack() != null
                        && window.pictures().stack() != before
                        && window.pictures().stack().isPrepared());
        for (Scan scan : SeriesFiles.read(mine).scans()) {
            try (Volume volume = scan.source().open()) {
                float[] values = new float[64 * 64 * 64];
                byte[] valid = new byte[values.length];
                volume.read(Region.whole(scan.extent()), values, valid);
                int x = (int) ((drawn[0] + drawn[3]) / 10);
                int y = (int) ((drawn[1] + drawn[4]) / 10);
                assertEquals(0, valid[(10 * 64 + y) * 64 + x], "in the box");
                assertEquals(1, valid[(40 * 64 + y) * 64 + x], "behind the box");
            }
        }
    }

    @Test
    void whatIsPaintedIsHiddenWhenItIsKeptAndShownAgainFromTheList() throws Exception {
        Path mine = openTwoScans("painted");
        screen.settle();
        SliceViewer slices = Screen.ask(() -> Screen.part(frame(), SliceViewer.class));
        SwingUtilities.invokeAndWait(() -> slices.setTool(SliceViewer.Tool.BRUSH));
        Component slice = Screen.ask(() -> find(frame(), "Slice xy"));
        int x = slice.getWidth() / 2;
        int y = slice.getHeight() / 2;
        screen.drag(slice, new int[] {x - 30, y}, new int[] {x, y}, new int[] {x + 30, y});
        HiddenStroke stroke = Screen.ask(() -> window.masking().painted().get(0));
        Point from = stroke.pathUm().get(0);
        Point to = stroke.pathUm().get(stroke.pathUm().size() - 1);
        assertEquals(0, to.y() - from.y(), 1e-9, "a stroke along a row");
        assertEquals(157.5, (from.x() + to.x()) / 2, 5, "about the middle");
        assertEquals(157.5, from.z(), 1e-9);
        assertEquals(List.of(), session.hidden(mine), "nothing is hidden yet");

        SwingUtilities.invokeLater(() -> window.masking().keep());
        Screen.await("it is asked where", () -> dialogPart("stroke-scans") != null);
        JComboBox<?> where = (JComboBox<?>) Objects.requireNonNull(Screen.ask(() -> dialogPart("stroke-scans")));
        VolumeStack before = Screen.ask(() -> window.pictures().stack());
        SwingUtilities.invokeAndWait(() -> {
            where.setSelectedIndex(1);
            JDialog dialog = (JDialog) SwingUtilities.getWindowAncestor(where);
            Objects.requireNonNull(dialog.getRootPane().getDefaultButton()).doClick();
        });
        Screen.await(
                "the scans are shown without it",
                () -> window.pictures().stack() != null
                        && window.pictures().stack() != before
                        && window.pictures().stack().isPrepared());
        Screen.await("the window knows", () -> window.masking().kept().size() == 2);
        for (Scan scan : SeriesFiles.read(mine).scans()) {
            try (Volume volume = scan.source().open()) {
                float[] values = new float[64 * 64 * 64];
                byte[] valid = new byte[values.length];
                volume.read(Region.whole(scan.extent()), values, valid);
                int row = (int) Math.round(from.y() / 5) * 64 + 31;
                int reach = (int) (stroke.radiusUm() / 5);
                assertEquals(0, valid[31 * 64 * 64 + row], "in the stroke");
                assertEquals(0, valid[(31 + reach - 1) * 64 * 64 + row], "in the ball");
                assertEquals(1, valid[(31 + reach + 2) * 64 * 64 + row], "beyond it");
            }
        }

        SwingUtilities.invokeAndWait(() -> window.perform(Command.MASKS));
        JTable list = (JTable) Objects.requireNonNull(Screen.ask(() -> dialogPart("masks-table")));
        assertEquals(2, Screen.ask(list::getRowCount));
        JButton again = (JButton) Objects.requireNonNull(Screen.ask(() -> dialogPart("masks-remove")));
        SwingUtilities.invokeAndWait(() -> {
            list.setRowSelectionInterval(1, 1);
            again.doClick();
        });
        Screen.await("it is shown again", () -> window.masking().kept().size() == 1);
        assertEquals(List.of(), SeriesFiles.read(mine).scans().get(1).hidden());
        assertEquals(
                List.of(new HiddenStroke(0, stroke.radiusUm(), stroke.pathUm())),
                SeriesFiles.read(mine).scans().get(0).hidden());
    }

    @Test
    void settingsShowOnTheSlicesWhatTheyWouldFind() throws Exception {
        openInspection();
        SwingUtilities.invokeAndWait(() -> {
            window.view().setScan(3);
            window.perform(Command.SETTINGS);
        });
        JLabel seen = (JLabel) Objects.requireNonNull(Screen.ask(() -> dialogPart("settings-seen")));
        int pits = (int) findings().snapshot().tables().features().stream()
                .filter(f -> f.scan() == 3)
                .count();
        Screen.await(
                "it finds what the run found", () -> seen.getText().contains(pits + " places found"), seen::getText);
        JTextField least =
                (JTextField) Objects.requireNonNull(Screen.ask(() -> dialogPart("setting-segmentation.leastVoxels")));
        SwingUtilities.invokeAndWait(() -> least.setText("100000000"));
        Screen.await("nothing is so large", () -> seen.getText().contains("0 places found"), seen::getText);
        SwingUtilities.invokeAndWait(() -> window.view().setScan(0));
        Screen.await(
                "the reference scan has lost nothing", () -> seen.getText().contains("another scan"), seen::getText);
        SwingUtilities.invokeAndWait(() -> ((JDialog) SwingUtilities.getWindowAncestor(seen)).dispose());
    }

    @Test
    void landmarksSayWhereTheRegistrationOfAScanBegins() throws Exception {
        Path mine = openTwoScans("pointed");
        SwingUtilities.invokeAndWait(() -> window.view().setScan(1));
        screen.keys(KeyEvent.VK_CONTROL, KeyEvent.VK_SHIFT, KeyEvent.VK_L);
        Screen.await("places are asked for", () -> dialogPart("landmarks-table") != null);
        // The mark is put where the other scan has been turned and moved to.
        Affine motion = Affine.rotation(0, 0, 0.2).then(Affine.translation(10, 5, -5));
        JButton use = (JButton) Objects.requireNonNull(Screen.ask(() -> dialogPart("landmarks-use")));
        for (Point p : List.of(new Point(100, 100, 100), new Point(200, 110, 120), new Point(150, 210, 190))) {
            assertFalse(Screen.ask(use::isEnabled));
            mark("reference", p);
            mark("scan", motion.apply(p));
        }
        assertTrue(Screen.ask(use::isEnabled));
        SwingUtilities.invokeAndWait(use::doClick);
        Screen.await("it is said", () -> window.message().contains("3 landmarks"), window::message);
        assertArrayEquals(
                motion.toArray(),
                Objects.requireNonNull(SeriesFiles.read(mine).scans().get(1).transform())
                        .toArray(),
                1e-9);
        assertFalse(SeriesFiles.read(mine).scans().get(1).transformIsFinal());
    }

    private void mark(String side, Point at) throws Exception {
        SliceViewer slices = (SliceViewer) Objects.requireNonNull(Screen.ask(() -> dialogPart("landmarks-" + side)));
        JButton button = (JButton) Objects.requireNonNull(Screen.ask(() -> dialogPart("landmarks-mark-" + side)));
        SwingUtilities.invokeAndWait(() -> {
            slices.model().setCrosshair(at);
            button.doClick();
        });
    }

    private static Component dialogPart(String name) {
        for (java.awt.Window w : java.awt.Window.getWindows()) {
            if (w instanceof JDialog dialog && dialog.isShowing()) {
                var found = Screen.find(dialog.getContentPane(), name);
                if (found.isPresent()) {
                    return found.get();
                }
            }
        }
        return null;
    }

    private static Component find(java.awt.Container in, String accessibleName) {
        for (Component c : in.getComponents()) {
            if (accessibleName.equals(c.getAccessibleContext().getAccessibleName())) {
                return c;
            }
            Component found = c instanceof java.awt.Container inner ? find(inner, accessibleName) : null;
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private JTextField awaitDialogField(String name) throws Exception {
        Screen.await("a dialog asks", () -> dialogField(name) != null);
        return Objects.requireNonNull(Screen.ask(() -> dialogField(name)));
    }

    private static JTextField dialogField(String name) {
        return (JTextField) dialogPart(name);
    }

    @Test
    void aSecondWindowOnTheSameInspectionGetsASentence() throws Exception {
        openInspection();
        CountDownLatch second = new CountDownLatch(1);
        Workbench other = Screen.ask(() -> {
            Workbench w = new Workbench(session, new State(folder.resolve("second.json")), second::countDown);
            w.show(inspection);
            return w;
        });
        JTextArea said = Screen.named(other.frame(), "message-text", JTextArea.class);
        Screen.await("the second window tells", () -> said.getText().contains("open in another window"));
        assertEquals(null, Screen.ask(other::findings));
        SwingUtilities.invokeAndWait(other::closeAtOnce);
        assertTrue(second.await(10, TimeUnit.SECONDS));
    }

    @Test
    void nonsenseGetsASentenceAndLeavesTheWindowWorking() throws Exception {
        openInspection();
        JTextArea said = Screen.named(frame(), "message-text", JTextArea.class);
        Path broken = Files.writeString(folder.resolve("broken.json"), "{ \"scans\": 3");
        Path text = Files.writeString(folder.resolve("notes.tif"), "no volume at all");
        for (Path nonsense : new Path[] {broken, text, folder.resolve("nowhere")}) {
            SwingUtilities.invokeAndWait(() -> {
                said.setText("");
                window.open().open(nonsense);
            });
            Screen.await(
                    "a sentence on " + nonsense,
                    () -> said.getText().contains(nonsense.getFileName().toString()));
            assertFalse(said.getText().contains("fault of its own"), said.getText());
        }
        SwingUtilities.invokeAndWait(
                () -> window.select(findings().tracks().get(0).trackId(), Line.NONE));
        assertTrue(Screen.ask(() -> window.view().track().isPresent()));
    }
}
