package patina.app.gui;

import com.formdev.flatlaf.util.UIScale;
import java.awt.BorderLayout;
import java.awt.CardLayout;
import java.awt.Dimension;
import java.awt.Frame;
import java.awt.GraphicsDevice;
import java.awt.KeyboardFocusManager;
import java.awt.Rectangle;
import java.awt.datatransfer.DataFlavor;
import java.awt.event.ActionEvent;
import java.awt.event.ComponentAdapter;
import java.awt.event.ComponentEvent;
import java.awt.event.WindowAdapter;
import java.awt.event.WindowEvent;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import javax.swing.AbstractAction;
import javax.swing.Action;
import javax.swing.BorderFactory;
import javax.swing.JComponent;
import javax.swing.JFrame;
import javax.swing.JMenu;
import javax.swing.JMenuBar;
import javax.swing.JMenuItem;
import javax.swing.JPanel;
import javax.swing.JSplitPane;
import javax.swing.JTabbedPane;
import javax.swing.JToolBar;
import javax.swing.KeyStroke;
import javax.swing.TransferHandler;
import javax.swing.WindowConstants;
import org.jspecify.annotations.Nullable;
import patina.app.gui.model.Command;
import patina.app.gui.model.FeatureLine;
import patina.app.gui.model.Findings;
import patina.app.gui.model.FlagLine;
import patina.app.gui.model.Line;
import patina.app.gui.model.MovedLine;
import patina.app.gui.model.QualityLine;
import patina.app.gui.model.ScanPicture;
import patina.app.gui.model.ScanStatus;
import patina.app.gui.model.State;
import patina.app.gui.model.TrackLine;
import patina.app.gui.view.ViewModel;
import patina.app.gui.view.VolumeStack;
import patina.app.session.Complaint;
import patina.app.session.Session;
import patina.geometry.Point;
import patina.series.Specimen;
import patina.store.ScanRow;

/**
 * The window: its parts, the commands that act on them, and the one selection that ties them together. All on the event
 * thread; what reads or computes goes through {@link Background} or {@link Runs}.
 */
final class Workbench {
    private static final String BOUNDS = "window";
    private static final String START = "start";
    private static final String WORK = "work";

    private final State state;
    private final Runnable closed;
    private final JFrame frame = new JFrame("Patina");
    private final ViewModel view = new ViewModel();
    private final Map<Command, Action> actions = new EnumMap<>(Command.class);
    private final Background background = new Background("patina-record", e -> tellTrouble(e));
    private final MessageBar message = new MessageBar();
    private final LogPanel log = new LogPanel();
    private final Opening opening;
    private final Runs runs;
    private final Reviewing review;
    private final Masking masking;
    private final Landmarking landmarking;
    private final Pictures pictures;

    private final JPanel pages = new JPanel(new CardLayout());
    private final StartPanel start;
    private final ScansPanel scans = new ScansPanel(this::chooseScan);
    private final InspectorPanel inspector;
    private final JTabbedPane tabs = new JTabbedPane();
    private final TablePanel<FeatureLine> features;
    private final TablePanel<TrackLine> tracks;
    private final TablePanel<FlagLine> flags;
    private final TablePanel<QualityLine> quality;
    private final TablePanel<MovedLine> moved;
    private final PlotPanel plots;
    private final JobBar foot;
    private final Panels panels;

    private @Nullable Findings findings;
    private boolean following;
    private @Nullable Rectangle beforeFullScreen;

    Workbench(Session session, State state, Runnable closed) {
        this.state = state;
        this.closed = closed;
        for (Command command : Command.values()) {
            actions.put(command, action(command));
        }
        features = new TablePanel<>(
                "features",
                "growing and depth > 50",
                "No features yet.<br>Run the job to find them.",
                state,
                this::chooseLine);
        tracks = new TablePanel<>(
                "tracks",
                "crack or depth > 50",
                "No tracks yet.<br>Run the job to follow features through time.",
                state,
                this::chooseLine);
        flags = new TablePanel<>(
                "flags",
                "score > 0.5",
                "No place is flagged for the microscope.<br>Places come with tracks whose change is resolved.",
                state,
                this::chooseLine);
        quality = new TablePanel<>("quality", "quality < 0.8", "No scans yet.", state, this::chooseLine);
        moved = new TablePanel<>(
                "moved",
                "table = tracks",
                "No earlier number has moved.<br>When a scan is added, what it changes in earlier results is listed here.",
                state,
                this::chooseLine);
        plots = new PlotPanel(state, this::choosePoint, this::tellTrouble, background);
        inspector = new InspectorPanel(
                this::chooseTrack,
                this::chooseScan,
                actionsOf(
                        Command.ACCEPT,
                        Command.REJECT,
                        Command.CHANGE_KIND,
                        Command.MERGE,
                        Command.SPLIT,
                        Command.NOTE));
        start = new StartPanel(
                actionsOf(Command.OPEN, Command.IMPORT, Command.DEMO),
                p -> opening().open(p));
        foot = new JobBar(Objects.requireNonNull(actions.get(Command.CANCEL)));
        opening = new Opening(this, session, background);
        runs = new Runs(this, session, foot);
        review = new Reviewing(this, session, background);
        masking = new Masking(this, session, background);
        landmarking = new Landmarking(this, session, background);
        pictures = new Pictures(this, background);
        panels = build();
        frame.setDefaultCloseOperation(WindowConstants.DO_NOTHING_ON_CLOSE);
        frame.addWindowListener(new WindowAdapter() {
            @Override
            public void windowClosing(WindowEvent e) {
                quit();
            }
        });
        frame.setIconImages(Icons.application());
        view.addListener(new ViewModel.Listener() {
            @Override
            public void scanChanged(int scan) {
                follow();
            }

            @Override
            public void trackSelected(OptionalInt track) {
                follow();
            }
        });
    }

    private Opening opening() {
        return opening;
    }

    // Building

    private List<Action> actionsOf(Command... commands) {
        List<Action> list = new ArrayList<>();
        for (Command command : commands) {
            list.add(Objects.requireNonNull(actions.get(command)));
        }
        return list;
    }

    private Action action(Command command) {
        AbstractAction action = new AbstractAction(command.title(), Icons.of(command)) {
            private static final long serialVersionUID = 1L;

            @Override
            public void actionPerformed(ActionEvent e) {
                perform(command);
            }
        };
        String keys = command.keysInWords();
        action.putValue(Action.SHORT_DESCRIPTION, command.help() + (keys.isEmpty() ? "" : "  (" + keys + ")"));
        if (!command.keys().isEmpty()) {
            action.putValue(Action.ACCELERATOR_KEY, KeyStroke.getKeyStroke(command.keys()));
        }
        String title = command.title().replace(" …", "");
        action.putValue(
                InspectorPanel.SHORT,
                switch (command) {
                    case ACCEPT -> "Accept";
                    case REJECT -> "Reject";
                    case CHANGE_KIND -> "Kind …";
                    case MERGE -> "Merge …";
                    case SPLIT -> "Split";
                    case NOTE -> "Note …";
                    default -> title;
                });
        return action;
    }

    private Panels build() {
        JMenuBar menus = new JMenuBar();
        for (Command.Menu menu : Command.Menu.values()) {
            JMenu of = new JMenu(menu.title());
            of.setName("menu-" + menu);
            of.setMnemonic(menu.title().charAt(0));
            for (Command command : Command.values()) {
                if (command.menu() == menu) {
                    JMenuItem item = new JMenuItem(actions.get(command));
                    item.setToolTipText(null);
                    of.add(item);
                    if (command == Command.OPEN) {
                        of.add(recentMenu());
                    }
                    if (endsGroup(command)) {
                        of.addSeparator();
                    }
                }
            }
            menus.add(of);
        }
        frame.setJMenuBar(menus);
        JToolBar bar = new JToolBar();
        bar.setFloatable(false);
        bar.setBorder(BorderFactory.createCompoundBorder(
                BorderFactory.createMatteBorder(0, 0, 1, 0, Theme.line()),
                BorderFactory.createEmptyBorder(2, 6, 2, 6)));
        for (Command command : List.of(Command.OPEN, Command.IMPORT, Command.ADD_SCAN)) {
            bar.add(actions.get(command));
        }
        bar.addSeparator();
        for (Command command : List.of(Command.RUN, Command.SETTINGS, Command.REPORT)) {
            bar.add(actions.get(command));
        }
        bar.addSeparator();
        for (Command command : List.of(Command.UNDO, Command.REDO, Command.ACCEPT, Command.REJECT)) {
            bar.add(actions.get(command));
        }
        bar.addSeparator();
        for (Command command : List.of(Command.SLICES, Command.SOLID)) {
            bar.add(actions.get(command));
        }
        bar.add(javax.swing.Box.createHorizontalGlue());
        for (Command command : List.of(
                Command.TOGGLE_SCANS,
                Command.TOGGLE_TABLES,
                Command.TOGGLE_INSPECTOR,
                Command.THEME,
                Command.FIND_COMMAND)) {
            bar.add(actions.get(command));
        }
        for (java.awt.Component c : bar.getComponents()) {
            if (c instanceof javax.swing.JButton button) {
                button.setText(null);
                button.setFocusable(false);
                button.setMargin(new java.awt.Insets(4, 6, 4, 6));
            }
        }
        JSplitPane qualityPage = new JSplitPane(JSplitPane.HORIZONTAL_SPLIT, quality, pictures.trust());
        qualityPage.setResizeWeight(0.4);
        qualityPage.setBorder(BorderFactory.createEmptyBorder());
        // Half of the page or more is for pictures and words, whatever width the table asks for.
        qualityPage.addComponentListener(new ComponentAdapter() {
            @Override
            public void componentResized(ComponentEvent e) {
                qualityPage.removeComponentListener(this);
                qualityPage.setDividerLocation(0.42);
            }
        });
        tabs.setName("tabs");
        tabs.setTabLayoutPolicy(JTabbedPane.SCROLL_TAB_LAYOUT);
        tabs.setMinimumSize(new Dimension(100, 60));
        tabs.addTab("Features", features);
        tabs.addTab("Tracks", tracks);
        tabs.addTab("Follow-up", flags);
        tabs.addTab("Plots", plots);
        tabs.addTab("Filmstrip", pictures.film());
        tabs.addTab("Quality", qualityPage);
        tabs.addTab("What moved", moved);
        tabs.addTab("Log", log);
        tabs.putClientProperty("JTabbedPane.tabAreaAlignment", "leading");
        Panels three = new Panels(state, scans, pictures.middle(), inspector, tabs);
        pages.add(start, START);
        pages.add(three.component(), WORK);
        JPanel top = new JPanel(new BorderLayout());
        top.add(bar, BorderLayout.NORTH);
        top.add(message, BorderLayout.SOUTH);
        JPanel content = new JPanel(new BorderLayout());
        content.add(top, BorderLayout.NORTH);
        content.add(pages);
        content.add(foot, BorderLayout.SOUTH);
        frame.setContentPane(content);
        actions.forEach((command, action) -> {
            if (!command.keys().isEmpty()) {
                frame.getRootPane()
                        .getInputMap(JComponent.WHEN_IN_FOCUSED_WINDOW)
                        .put(KeyStroke.getKeyStroke(command.keys()), command.name());
                frame.getRootPane().getActionMap().put(command.name(), action);
            }
        });
        frame.getRootPane().setTransferHandler(new Dropped());
        return three;
    }

    private static boolean endsGroup(Command command) {
        return switch (command) {
            case DEMO, TIME_LAPSE, REDO, NOTE, LAST_SCAN, NEXT_TRACK, FIND_COMMAND, SOLID, TOGGLE_TABLES, CANCEL ->
                true;
            default -> false;
        };
    }

    private JMenu recentMenu() {
        JMenu menu = new JMenu("Open recent");
        menu.addMenuListener(new javax.swing.event.MenuListener() {
            @Override
            public void menuSelected(javax.swing.event.MenuEvent e) {
                menu.removeAll();
                for (Path folder : state.recent()) {
                    menu.add(folder.toString()).addActionListener(a -> opening.open(folder));
                }
                if (menu.getItemCount() == 0) {
                    menu.add("None yet").setEnabled(false);
                }
            }

            @Override
            public void menuDeselected(javax.swing.event.MenuEvent e) {}

            @Override
            public void menuCanceled(javax.swing.event.MenuEvent e) {}
        });
        return menu;
    }

    // Commands

    /** Does a command, if it can be done now. */
    void perform(Command command) {
        Action action = Objects.requireNonNull(actions.get(command));
        if (!action.isEnabled()) {
            return;
        }
        switch (command) {
            case OPEN -> opening.choose();
            case IMPORT -> opening.importScans(List.of());
            case ADD_SCAN -> opening.addScan(null);
            case DEMO -> runs.demo();
            case REPORT -> runs.report();
            case EXPORT_TABLES -> runs.exportTables();
            case EXPORT_PLOT -> {
                showTab(plots);
                plots.export(frame);
            }
            case SAVE_VIEW -> pictures.saveView();
            case TIME_LAPSE -> pictures.saveTimeLapse();
            case CLOSE -> opening.close();
            case QUIT -> quit();
            case UNDO -> review.undo();
            case REDO -> review.redo();
            case ACCEPT, REJECT, CHANGE_KIND, MERGE, SPLIT, NOTE -> review.perform(command);
            case MASKS -> masking.list();
            case COPY_TABLE -> table().copy();
            case FILTER -> table().focusFilter();
            case COLUMNS -> {
                TablePanel<?> table = table();
                table.columnMenu().show(table, 20, 40);
            }
            case RUN -> runs.run();
            case CANCEL -> runs.cancel();
            case SETTINGS -> runs.settings();
            case LANDMARKS -> landmarking.ask();
            case PREVIOUS_SCAN -> stepScan(-1);
            case NEXT_SCAN -> stepScan(1);
            case FIRST_SCAN -> stepScan(Integer.MIN_VALUE);
            case LAST_SCAN -> stepScan(Integer.MAX_VALUE);
            case PREVIOUS_TRACK -> table().step(-1);
            case NEXT_TRACK -> table().step(1);
            case SHOW_FEATURES -> showTab(features);
            case SHOW_TRACKS -> showTab(tracks);
            case SHOW_FLAGS -> showTab(flags);
            case SHOW_PLOTS -> showTab(plots);
            case SHOW_FILMSTRIP -> showTab(pictures.film());
            case SHOW_QUALITY -> tabs.setSelectedIndex(5);
            case SHOW_MOVED -> showTab(moved);
            case SHOW_LOG -> showTab(log);
            case FIND_COMMAND -> new CommandFinder(frame, doable()).setVisible(true);
            case SLICES -> pictures.showSlices();
            case SOLID -> pictures.showSolid();
            case TOGGLE_SCANS -> panels.toggle(scans);
            case TOGGLE_INSPECTOR -> panels.toggle(inspector);
            case TOGGLE_TABLES -> panels.toggle(tabs);
            case THEME -> Theme.toggle(state);
            case FULL_SCREEN -> fullScreen();
            case HELP -> Dialogs.help(frame);
            case ABOUT -> Dialogs.about(frame);
        }
    }

    /** All commands that can be done now, and what the view in the middle can do besides. */
    private List<CommandFinder.Entry> doable() {
        List<CommandFinder.Entry> all = new ArrayList<>();
        for (Command c : Command.values()) {
            if (Objects.requireNonNull(actions.get(c)).isEnabled()) {
                all.add(new CommandFinder.Entry(
                        c.menu().title(), c.title(), c.keysInWords(), c.help(), () -> perform(c)));
            }
        }
        all.addAll(pictures.doable());
        return all;
    }

    private TablePanel<?> table() {
        java.awt.Component shown = tabs.getSelectedComponent();
        if (shown instanceof TablePanel<?> table) {
            return table;
        }
        if (tabs.getSelectedIndex() == 5) {
            return quality;
        }
        showTab(tracks);
        return tracks;
    }

    private void showTab(java.awt.Component tab) {
        panels.show(tabs);
        tabs.setSelectedComponent(tab);
        if (tab instanceof TablePanel<?> table) {
            table.requestFocusInWindow();
        }
    }

    void showMoved() {
        showTab(moved);
    }

    void showLog() {
        showTab(log);
    }

    private void stepScan(int by) {
        Findings now = findings;
        if (now == null || now.scans().isEmpty()) {
            return;
        }
        List<Integer> all = now.scans().stream()
                .filter(s -> s.skip() == null)
                .map(ScanRow::scan)
                .toList();
        int at = all.indexOf(view.scan());
        long wanted = Math.max(0, Math.min(all.size() - 1L, (long) at + by));
        view.setScan(all.get((int) wanted));
    }

    private void fullScreen() {
        GraphicsDevice device = frame.getGraphicsConfiguration().getDevice();
        Rectangle before = beforeFullScreen;
        boolean enter = before == null;
        beforeFullScreen = enter ? frame.getBounds() : null;
        frame.dispose();
        frame.setUndecorated(enter);
        if (enter && device.isFullScreenSupported()) {
            device.setFullScreenWindow(frame);
        } else if (enter) {
            frame.setBounds(frame.getGraphicsConfiguration().getBounds());
        } else {
            device.setFullScreenWindow(null);
            frame.setBounds(Objects.requireNonNull(before));
        }
        frame.setVisible(true);
    }

    void updateEnabled() {
        Findings now = findings;
        boolean inspection = opening.inspection() != null;
        boolean open = now != null;
        boolean running = runs.isRunning();
        boolean track = now != null
                && view.track().isPresent()
                && now.track(view.track().getAsInt()) != null;
        boolean editable = inspection && !running && !review.isBusy();
        boolean undoable = editable && now != null && now.lastInForce() != null;
        boolean redoable = editable && now != null && now.firstUndone() != null;
        for (Command command : Command.values()) {
            boolean on = switch (command) {
                case ADD_SCAN -> inspection && !running;
                case REPORT, EXPORT_TABLES -> inspection && !running;
                case OPEN, IMPORT, DEMO -> !running;
                case CLOSE -> open && !running;
                case UNDO -> undoable;
                case REDO -> redoable;
                case ACCEPT, REJECT, CHANGE_KIND, MERGE, NOTE -> editable && track;
                case SPLIT -> editable && track && review.canSplit();
                case RUN -> open && !running;
                case CANCEL -> running;
                case LANDMARKS -> !running && landmarking.isPossible();
                case MASKS, SAVE_VIEW -> pictures.stack() != null;
                case TIME_LAPSE -> pictures.stack() != null && !pictures.isFilming();
                case EXPORT_PLOT,
                        COPY_TABLE,
                        FILTER,
                        COLUMNS,
                        PREVIOUS_SCAN,
                        NEXT_SCAN,
                        FIRST_SCAN,
                        LAST_SCAN,
                        PREVIOUS_TRACK,
                        NEXT_TRACK,
                        SHOW_FEATURES,
                        SHOW_TRACKS,
                        SHOW_FLAGS,
                        SHOW_PLOTS,
                        SHOW_FILMSTRIP,
                        SHOW_QUALITY,
                        SHOW_MOVED,
                        SHOW_LOG,
                        SLICES,
                        SOLID,
                        TOGGLE_SCANS,
                        TOGGLE_INSPECTOR,
                        TOGGLE_TABLES -> open;
                default -> true;
            };
            Objects.requireNonNull(actions.get(command)).setEnabled(on);
        }
    }

    // The selection

    private void chooseLine(Line line) {
        if (line.trackId() != Line.NONE) {
            select(line.trackId(), line.scan());
        } else if (line.scan() != Line.NONE) {
            chooseScan(line.scan());
        }
    }

    private void choosePoint(int track, int scan) {
        select(track, scan);
    }

    private void chooseTrack(int track) {
        select(track, Line.NONE);
    }

    private void chooseScan(int scan) {
        view.setScan(scan);
    }

    /** Selects a track everywhere: crosshair, tables, plots, inspector; at that scan where one is given. */
    void select(int track, int scan) {
        Findings now = findings;
        if (now == null || track == Line.NONE) {
            return;
        }
        following = true;
        if (scan != Line.NONE) {
            view.setScan(scan);
        } else if (now.feature(track, view.scan()) == null && now.last(track) != null) {
            view.setScan(Objects.requireNonNull(now.last(track)).scan());
        }
        view.selectTrack(track);
        Point place = now.place(track, view.scan());
        if (place != null) {
            view.setCrosshair(place);
        }
        following = false;
        follow();
    }

    /** All that shows the selection is brought up to it. */
    private void follow() {
        if (following) {
            return;
        }
        int track = view.track().orElse(Line.NONE);
        int scan = view.scan();
        scans.select(scan);
        inspector.show(findings, view.track(), scan);
        features.select(track, scan);
        tracks.select(track, Line.NONE);
        flags.select(track, Line.NONE);
        plots.select(view.track(), scan);
        updateEnabled();
    }

    ViewModel view() {
        return view;
    }

    @Nullable
    Findings findings() {
        return findings;
    }

    // What is open

    /** Shows other findings, and other volumes where they are given; null volumes keep the old ones. */
    void show(Findings now, @Nullable VolumeStack volumes) {
        findings = now;
        scans.show(now.snapshot().series().name(), specimen(now), ScanStatus.of(now));
        features.show(FeatureLine.columns(now.exposureUnit()), FeatureLine.of(now));
        tracks.show(TrackLine.columns(), TrackLine.of(now));
        flags.show(FlagLine.columns(), FlagLine.of(now));
        quality.show(QualityLine.columns(now.exposureUnit()), QualityLine.of(now));
        moved.show(MovedLine.columns(), MovedLine.of(now));
        tabs.setTitleAt(
                0, counted("Features", now.snapshot().tables().features().size()));
        tabs.setTitleAt(1, counted("Tracks", now.tracks().size()));
        tabs.setTitleAt(2, counted("Follow-up", now.snapshot().tables().flags().size()));
        tabs.setTitleAt(6, counted("What moved", now.snapshot().moved().size()));
        plots.show(now);
        if (volumes != null) {
            pictures.show(volumes);
        } else {
            pictures.update(now);
        }
        if (view.track().isPresent() && now.track(view.track().getAsInt()) == null) {
            view.clearTrack();
        }
        frame.setTitle(now.snapshot().series().name() + " — Patina");
        ((CardLayout) pages.getLayout()).show(pages, WORK);
        follow();
        say();
    }

    private static String counted(String title, int n) {
        return n == 0 ? title : title + "  " + n;
    }

    private static String specimen(Findings now) {
        Specimen s = now.snapshot().series().specimen();
        List<String> parts = new ArrayList<>();
        if (s.id() != null) {
            parts.add(s.id());
        }
        if (s.material() != null) {
            parts.add(s.material());
        }
        parts.add(now.scans().size() == 1 ? "1 scan" : now.scans().size() + " scans");
        return String.join(" · ", parts);
    }

    private void say() {
        Path folder = opening.inspection();
        Path series = opening.series();
        foot.say(folder != null ? folder.toString() : series != null ? series.toString() : "");
    }

    void showPictures(Map<Integer, ScanPicture> pictures) {
        scans.showPictures(pictures);
    }

    /** Nothing is open any more. */
    void showStart() {
        runs.forgetSettings();
        pictures.close();
        findings = null;
        view.clearTrack();
        start.show(state.recent());
        frame.setTitle("Patina");
        ((CardLayout) pages.getLayout()).show(pages, START);
        foot.say("");
        updateEnabled();
    }

    // Telling

    JFrame frame() {
        return frame;
    }

    State state() {
        return state;
    }

    /** Tells what went wrong, in a sentence in the window, with details in the log. */
    void tellTrouble(Throwable e) {
        String sentence = Complaint.sentence(e, "gui");
        log.enter(sentence, e);
        message.tell(MessageBar.Tone.TROUBLE, sentence, "Details", this::showLog);
    }

    void tell(MessageBar.Tone tone, String sentence, @Nullable String button, @Nullable Runnable run) {
        log.enter(sentence, null);
        message.tell(tone, sentence, button, run);
    }

    /** The sentence that is to be seen, or empty. */
    String message() {
        return message.text();
    }

    /** A line in the log alone. */
    void note(String sentence) {
        note(sentence, null);
    }

    /** A line in the log alone, with what went wrong. */
    void note(String sentence, @Nullable Throwable e) {
        log.enter(sentence, e);
    }

    void hideMessage() {
        message.setVisible(false);
    }

    Opening open() {
        return opening;
    }

    Runs runs() {
        return runs;
    }

    Masking masking() {
        return masking;
    }

    Pictures pictures() {
        return pictures;
    }

    // Beginning and end

    /** Opens the window; on what is given, else on what was open last, else on a demonstration that is at hand. */
    void show(@Nullable Path what) {
        frame.setMinimumSize(UIScale.scale(new Dimension(760, 480)));
        String[] bounds = state.text(BOUNDS, "").split(",");
        if (bounds.length == 4) {
            frame.setBounds(
                    Integer.parseInt(bounds[0]),
                    Integer.parseInt(bounds[1]),
                    Integer.parseInt(bounds[2]),
                    Integer.parseInt(bounds[3]));
        } else {
            Rectangle screen = frame.getGraphicsConfiguration().getBounds();
            frame.setSize(Math.min(UIScale.scale(1440), screen.width), Math.min(UIScale.scale(900), screen.height));
            frame.setLocationRelativeTo(null);
        }
        if (state.flag("maximized", false)) {
            frame.setExtendedState(Frame.MAXIMIZED_BOTH);
        }
        showStart();
        frame.setVisible(true);
        panels.layout();
        Path last = what;
        if (last == null) {
            Path demo = Path.of("patina-demo", "inspection");
            List<Path> recent = state.recent();
            last = !recent.isEmpty() && state.flag("open", false)
                    ? recent.get(0)
                    : Files.isDirectory(demo) ? demo : null;
        }
        if (last != null) {
            opening.open(last);
        }
    }

    /** Closes the window; while a job runs only after the user says so. */
    void quit() {
        if (runs.isRunning()) {
            if (!Dialogs.confirm(
                    frame,
                    "A run is under way",
                    "Stop it and close? What is finished is kept, and the same run goes on from there.",
                    "Stop and close")) {
                return;
            }
            runs.cancelThen(this::closeNow);
            return;
        }
        closeNow();
    }

    /** Closes without a question: the program was told to end. */
    void closeAtOnce() {
        if (runs.isRunning()) {
            runs.cancelThen(this::closeNow);
        } else {
            closeNow();
        }
    }

    private void closeNow() {
        remember();
        state.put("open", opening.inspection() != null);
        opening.release();
        runs.forgetSettings();
        pictures.close();
        KeyboardFocusManager.getCurrentKeyboardFocusManager().clearGlobalFocusOwner();
        frame.dispose();
        background.run(
                () -> {
                    state.save();
                    return state;
                },
                done -> end(),
                e -> end());
    }

    private void end() {
        background.close();
        closed.run();
    }

    private void remember() {
        boolean maximized = (frame.getExtendedState() & Frame.MAXIMIZED_BOTH) == Frame.MAXIMIZED_BOTH;
        state.put("maximized", maximized);
        if (!maximized && beforeFullScreen == null) {
            Rectangle b = frame.getBounds();
            state.put(BOUNDS, b.x + "," + b.y + "," + b.width + "," + b.height);
        }
        features.remember();
        tracks.remember();
        flags.remember();
        quality.remember();
        moved.remember();
        plots.remember();
        panels.remember();
    }

    /** Files and folders dropped on the window. */
    private final class Dropped extends TransferHandler {
        private static final long serialVersionUID = 1L;

        @Override
        public boolean canImport(TransferSupport support) {
            return support.isDataFlavorSupported(DataFlavor.javaFileListFlavor) && !runs.isRunning();
        }

        @Override
        public boolean importData(TransferSupport support) {
            try {
                List<Path> files = new ArrayList<>();
                for (Object file : (List<?>) support.getTransferable().getTransferData(DataFlavor.javaFileListFlavor)) {
                    files.add(((File) file).toPath());
                }
                opening.dropped(files);
                return true;
            } catch (java.awt.datatransfer.UnsupportedFlavorException | IOException e) {
                tellTrouble(e);
                return false;
            }
        }
    }
}
