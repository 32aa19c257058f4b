package patina.app.gui;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import javax.swing.SwingUtilities;
import org.jspecify.annotations.Nullable;
import patina.app.gui.model.Command;
import patina.app.gui.model.Findings;
import patina.app.gui.model.SettingsText;
import patina.app.session.Demo;
import patina.app.session.JobProgress;
import patina.app.session.RunRequest;
import patina.app.session.RunResult;
import patina.app.session.Session;
import patina.app.session.Stage;
import patina.app.session.Watch;
import patina.blocks.Cancelled;
import patina.pipeline.Unplaced;
import patina.store.Inspection;
import patina.store.RunRow;

/**
 * The jobs of the window, one at a time, each on a thread of its own: the whole job on the open series, the demonstration,
 * the report, the tables. What a run finishes is shown scan by scan.
 */
final class Runs {
    private static final long SHOW_EVERY_NS = 700_000_000L;

    private final Workbench window;
    private final Session session;
    private final JobBar foot;
    private @Nullable Thread thread;
    private @Nullable AtomicBoolean stop;
    private @Nullable Runnable afterwards;
    private @Nullable String settings;
    private @Nullable SettingsDialog settingsDialog;

    Runs(Workbench window, Session session, JobBar foot) {
        this.window = window;
        this.session = session;
        this.foot = foot;
    }

    boolean isRunning() {
        return thread != null;
    }

    /** Work that can be watched and stopped. */
    private interface Work<T> {
        T call(Watch watch) throws IOException;
    }

    private interface Then<T> {
        void with(T result);
    }

    private <T> void start(String name, Runnable onPart, Work<T> work, Then<T> then) {
        if (isRunning()) {
            return;
        }
        JobProgress progress = new JobProgress(System::nanoTime);
        AtomicBoolean stopped = new AtomicBoolean();
        AtomicLong shown = new AtomicLong(System.nanoTime());
        Watch watch = new Watch() {
            @Override
            public void begin(String stage, @Nullable String scan, double from, double to) {
                progress.begin(stage, scan, from, to);
                long now = System.nanoTime();
                if (now - shown.get() > SHOW_EVERY_NS) {
                    shown.set(now);
                    SwingUtilities.invokeLater(onPart);
                }
            }

            @Override
            public void step(long done, long total) {
                progress.step(done, total);
            }

            @Override
            public boolean cancelled() {
                return stopped.get();
            }
        };
        Thread job = new Thread(
                () -> {
                    try {
                        T result = work.call(watch);
                        SwingUtilities.invokeLater(() -> ended(() -> then.with(result)));
                    } catch (Cancelled c) {
                        SwingUtilities.invokeLater(() -> ended(this::tellStopped));
                    } catch (Exception | Error e) {
                        // Whatever ended the job: a window that waits for it for ever helps nobody.
                        SwingUtilities.invokeLater(() -> ended(() -> failed(e)));
                    }
                },
                "patina-" + name);
        thread = job;
        stop = stopped;
        foot.running(progress);
        window.hideMessage();
        window.updateEnabled();
        job.start();
    }

    private void ended(Runnable then) {
        thread = null;
        stop = null;
        foot.running(null);
        window.updateEnabled();
        Runnable after = afterwards;
        afterwards = null;
        if (after != null) {
            after.run();
        } else {
            then.run();
        }
    }

    private void tellStopped() {
        window.open().refresh(true);
        window.tell(
                MessageBar.Tone.REMARK,
                "The run was stopped. What was finished is kept; run it again to go on from there.",
                "Run",
                this::run);
    }

    private void failed(Throwable e) {
        if (window.open().inspection() != null) {
            window.open().refresh(true);
        }
        window.tellTrouble(e);
        if (e instanceof Unplaced unplaced) {
            offerLandmarks(String.valueOf(e.getMessage()), unplaced.scan());
        }
    }

    private void offerLandmarks(String sentence, int scan) {
        window.tell(MessageBar.Tone.TROUBLE, sentence, "Landmarks …", () -> {
            window.view().setScan(scan);
            window.perform(Command.LANDMARKS);
        });
    }

    /** Stops the job in order. */
    void cancel() {
        AtomicBoolean flag = stop;
        if (flag != null) {
            flag.set(true);
            window.note("Stopping …");
        }
    }

    /** Stops the job, and does this when it has ended. */
    void cancelThen(Runnable then) {
        afterwards = then;
        cancel();
    }

    /** Does the whole job on what is open, or what is left of it. */
    void run() {
        Findings findings = window.findings();
        if (findings == null || isRunning()) {
            return;
        }
        Path folder = window.open().inspection();
        Path manifest = window.open().series();
        if (manifest == null || !Files.exists(manifest)) {
            manifest = Dialogs.chooseSeries(
                    window.frame(),
                    "The record does not say where this inspection's series.json is. Choose it.",
                    window.state());
            if (manifest == null) {
                return;
            }
            window.open().setSeries(manifest);
        }
        if (folder == null) {
            Path parent = manifest.toAbsolutePath().getParent();
            folder = Dialogs.chooseInspectionFolder(
                    window.frame(), (parent == null ? Path.of(".") : parent).resolve("inspection"));
            if (folder == null) {
                return;
            }
        }
        launch(manifest, folder, false);
    }

    private void launch(Path manifest, Path folder, boolean force) {
        try {
            window.open().became(folder);
        } catch (IOException e) {
            window.tellTrouble(e);
            return;
        }
        window.open().setSeries(manifest);
        String wanted = settings;
        start(
                "run",
                () -> window.open().refresh(true),
                watch -> job(manifest, folder, force, wanted, watch),
                this::done);
    }

    private RunResult job(Path manifest, Path folder, boolean force, @Nullable String wanted, Watch watch)
            throws IOException {
        Path config = null;
        try {
            if (wanted != null) {
                config = Files.createTempFile("patina-settings-", ".json");
                Files.writeString(config, wanted);
            } else if (Files.isRegularFile(folder.resolve("config.json")) && !force) {
                config = Files.createTempFile("patina-settings-", ".json");
                Files.writeString(config, Files.readString(folder.resolve("config.json")));
            }
            RunResult result = session.run(new RunRequest(manifest, folder, config, Stage.FLAG, 0, force), watch);
            if (!result.nothingToDo() || !Files.exists(folder.resolve("report.html"))) {
                watch.begin("report", null, 0.98, 1);
                session.report(folder, EnumSet.allOf(Session.ReportFormat.class), folder);
            }
            return result;
        } finally {
            if (config != null) {
                Files.deleteIfExists(config);
            }
        }
    }

    private void done(RunResult result) {
        settings = null;
        window.open().refresh(true);
        result.remarks().forEach(window::note);
        if (result.nothingToDo()) {
            window.tell(MessageBar.Tone.DONE, "There is nothing to do: this inspection is finished.", null, null);
            return;
        }
        if (!result.leftOut().isEmpty()) {
            int first = Collections.min(result.leftOut());
            int more = result.leftOut().size() - 1;
            offerLandmarks(
                    "Done, but scan " + first + (more == 0 ? "" : " and " + more + " more")
                            + " had to be left out: how it lies could not be told. Point out some places in it by hand.",
                    first);
            return;
        }
        Path report = result.inspection().resolve("report.html");
        long moved = movedInLastRun();
        if (moved > 0) {
            window.tell(
                    MessageBar.Tone.DONE,
                    "Done. " + moved + (moved == 1 ? " earlier number" : " earlier numbers") + " moved.",
                    "What moved",
                    window::showMoved);
        } else {
            window.tell(
                    MessageBar.Tone.DONE,
                    "Done. The report is '" + report + "'.",
                    "Open the report",
                    () -> Dialogs.browse(window, report));
        }
    }

    private long movedInLastRun() {
        Path folder = window.open().inspection();
        Findings before = window.findings();
        if (folder == null || before == null) {
            return 0;
        }
        List<RunRow> runs = before.snapshot().runs();
        int last = runs.isEmpty() ? 0 : runs.get(runs.size() - 1).run();
        return before.snapshot().moved().stream().filter(m -> m.run() == last).count();
    }

    /** Makes the demonstration and opens it. */
    void demo() {
        Path out = Dialogs.chooseFolder(
                window.frame(), "Where to make the demonstration", Path.of("patina-demo"), window.state());
        if (out == null) {
            return;
        }
        start("demo", () -> {}, watch -> Demo.make(session, out, watch), report -> {
            window.note("Made '" + report + "'.");
            window.open().open(Demo.inspection(out));
        });
    }

    /** Writes the report. */
    void report() {
        Path folder = window.open().inspection();
        if (folder == null) {
            return;
        }
        start(
                "report",
                () -> {},
                watch -> {
                    watch.begin("report", null, 0, 1);
                    return session.report(folder, EnumSet.allOf(Session.ReportFormat.class), folder);
                },
                written -> window.tell(
                        MessageBar.Tone.DONE,
                        "The report is '" + written.get(0) + "'.",
                        "Open the report",
                        () -> Dialogs.browse(window, written.get(0))));
    }

    /** Writes all tables as CSV. */
    void exportTables() {
        Path folder = window.open().inspection();
        if (folder == null) {
            return;
        }
        Path to = Dialogs.chooseFolder(
                window.frame(), "Where to write the tables", folder.resolve("exports"), window.state());
        if (to == null) {
            return;
        }
        start(
                "export",
                () -> {},
                watch -> {
                    watch.begin("export", null, 0, 1);
                    return session.export(folder, to);
                },
                written -> window.tell(
                        MessageBar.Tone.DONE,
                        written.size() + " files are in '" + to + "'.",
                        "Open the folder",
                        () -> Dialogs.browse(window, to)));
    }

    /** Shows the settings; other ones are taken by the next run, which begins anew where there was one. */
    void settings() {
        SettingsDialog there = settingsDialog;
        if (there != null && there.isShowing()) {
            there.toFront();
            return;
        }
        SettingsText text = SettingsText.of(session.settings(), keptSettings());
        SettingsDialog dialog = new SettingsDialog(window.frame(), text, wanted -> {
            if (!wanted.equals(text)) {
                take(wanted);
            }
        });
        dialog.showOn(window.pictures().previewer());
        settingsDialog = dialog;
        dialog.setVisible(true);
    }

    /** Other slices are shown, or none. */
    void slicesChanged() {
        SettingsDialog there = settingsDialog;
        if (there != null && there.isShowing()) {
            there.showOn(window.pictures().previewer());
        }
    }

    /** The settings belong to what was open: others are open now, or nothing. */
    void forgetSettings() {
        settings = null;
        SettingsDialog there = settingsDialog;
        if (there != null) {
            settingsDialog = null;
            there.dispose();
        }
    }

    private void take(SettingsText wanted) {
        settings = wanted.json();
        Path folder = window.open().inspection();
        Path manifest = window.open().series();
        if (folder != null && Inspection.exists(folder) && manifest != null) {
            window.tell(
                    MessageBar.Tone.REMARK,
                    "The settings are changed. To use them this inspection must begin anew; its corrections by hand would be"
                            + " lost.",
                    "Begin anew",
                    this::beginAnew);
        } else {
            window.tell(MessageBar.Tone.REMARK, "The settings are taken by the next run.", "Run", this::run);
        }
    }

    /** As they were chosen, else those of the last run; null where there was none. */
    private @Nullable String keptSettings() {
        Findings findings = window.findings();
        if (settings != null || findings == null || findings.snapshot().runs().isEmpty()) {
            return settings;
        }
        List<RunRow> runs = findings.snapshot().runs();
        return runs.get(runs.size() - 1).settings();
    }

    /** Does the open inspection's job from its beginning, with the same settings unless others were chosen, if the user agrees. */
    void beginAnew() {
        Path folder = window.open().inspection();
        Path manifest = window.open().series();
        if (folder != null
                && manifest != null
                && !isRunning()
                && Dialogs.confirm(
                        window.frame(),
                        "Begin anew?",
                        "All results and corrections in '" + folder + "' are replaced.",
                        "Begin anew")) {
            settings = keptSettings();
            launch(manifest, folder, true);
        }
    }
}
