package patina.app.gui;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import patina.app.gui.model.Findings;
import patina.app.gui.model.ScanPicture;
import patina.app.gui.view.VolumeStack;
import patina.app.session.AddScanRequest;
import patina.app.session.ImportRequest;
import patina.app.session.Session;
import patina.app.session.Snapshot;
import patina.app.session.VolumeInfo;
import patina.app.session.WindowLock;
import patina.blocks.Progress;
import patina.store.Inspection;

/** What the window has open: an inspection, or a series that none was made of yet; and how it comes to be open. */
final class Opening {
    private static final String SERIES = "series.json";

    private final Workbench window;
    private final Session session;
    private final Background background;
    private @Nullable WindowLock lock;
    private @Nullable Path inspection;
    private @Nullable Path series;

    Opening(Workbench window, Session session, Background background) {
        this.window = window;
        this.session = session;
        this.background = background;
    }

    /** The open inspection's folder, or null. */
    @Nullable
    Path inspection() {
        return inspection;
    }

    /** The open series.json, or null. */
    @Nullable
    Path series() {
        return series;
    }

    /** What a background thread found at a path. */
    private record Found(
            @Nullable Path inspection,
            @Nullable Path series,
            @Nullable WindowLock lock,
            @Nullable Findings findings,
            @Nullable VolumeStack volumes,
            List<Path> scans) {}

    /** Lets the user choose an inspection's folder or a series.json. */
    void choose() {
        Path path = Dialogs.chooseToOpen(window.frame(), window.state());
        if (path != null) {
            open(path);
        }
    }

    /** Opens an inspection's folder, a series.json or a folder with one; scans become a new series. */
    void open(Path path) {
        Path whole = path.toAbsolutePath().normalize();
        if (whole.equals(inspection)) {
            window.tell(MessageBar.Tone.REMARK, "'" + whole + "' is open already, in this window.", null, null);
            return;
        }
        background.run(() -> found(whole), this::opened);
    }

    private Found found(Path path) throws IOException {
        Path folder = path;
        if (!Inspection.exists(folder) && Inspection.exists(folder.resolve("inspection"))) {
            // The folder that 'patina demo' makes.
            folder = folder.resolve("inspection");
        }
        if (Inspection.exists(folder)) {
            WindowLock taken = WindowLock.take(folder);
            try {
                Findings findings = new Findings(session.read(folder));
                return new Found(folder, null, taken, findings, volumes(findings), List.of());
            } catch (IOException | RuntimeException e) {
                taken.close();
                throw e;
            }
        }
        if (!Files.exists(path)) {
            throw new IOException("There is no '" + path + "'; check the path.");
        }
        boolean json = path.toString().toLowerCase(Locale.ROOT).endsWith(".json");
        if (json || Files.isRegularFile(path.resolve(SERIES))) {
            Path manifest = json ? path : path.resolve(SERIES);
            Snapshot preview = session.preview(manifest);
            return new Found(null, manifest, null, new Findings(preview), VolumeStack.open(manifest), List.of());
        }
        return new Found(null, null, null, null, null, List.of(path));
    }

    static @Nullable VolumeStack volumes(Findings findings) throws IOException {
        Snapshot snapshot = findings.snapshot();
        Path aligned = snapshot.folder().resolve("aligned");
        if (!patina.chunks.OmeZarr.exists(aligned)
                || patina.chunks.OmeZarr.open(aligned).times().isEmpty()) {
            return null;
        }
        return VolumeStack.of(
                snapshot.folder(),
                new VolumeStack.Content(
                        snapshot.series().name(),
                        snapshot.series().exposure().unit(),
                        snapshot.series().reference(),
                        snapshot.scans(),
                        snapshot.tables(),
                        snapshot.renamed()));
    }

    private void opened(Found found) {
        Findings findings = found.findings();
        if (findings == null) {
            importScans(found.scans());
            return;
        }
        Path before = inspection != null ? inspection : series;
        if (!java.util.Objects.equals(before, found.inspection() != null ? found.inspection() : found.series())) {
            window.runs().forgetSettings();
        }
        release();
        inspection = found.inspection();
        series = found.series() != null ? found.series() : findings.snapshot().manifest();
        lock = found.lock();
        window.hideMessage();
        window.masking().forget();
        window.view().setScan(lastScan(findings));
        window.show(findings, found.volumes());
        Path folder = found.inspection();
        if (folder != null) {
            window.state().opened(folder);
            window.note("Opened '" + folder + "'.");
            pictures(folder);
            if (findings.tracks().isEmpty()) {
                window.tell(
                        MessageBar.Tone.REMARK,
                        "This inspection is not finished. Run it to go on from where it was.",
                        "Run",
                        () -> window.runs().run());
            }
        } else {
            prepare(found);
            window.tell(
                    MessageBar.Tone.REMARK,
                    "The series is open; nothing is measured yet. Look at its scans, then run it.",
                    "Run",
                    () -> window.runs().run());
        }
    }

    /** The first flagged track, or the greatest, selected so that the window begins with something to see. */
    private static int lastScan(Findings findings) {
        return findings.scans().stream()
                .filter(s -> s.skip() == null)
                .mapToInt(s -> s.scan())
                .max()
                .orElse(0);
    }

    /** Makes the pyramids of a bare series, so that its scans can be looked at. */
    private void prepare(Found found) {
        VolumeStack volumes = found.volumes();
        if (volumes == null || volumes.isPrepared()) {
            return;
        }
        Background maker = new Background("patina-pyramids", window::tellTrouble);
        maker.run(
                () -> {
                    volumes.prepare(
                            Math.max(1, Runtime.getRuntime().availableProcessors() - 1), Progress.NONE, scan -> {});
                    return volumes;
                },
                done -> {
                    maker.close();
                    if (window.pictures().stack() == done) {
                        window.view().setScan(window.view().scan());
                        window.frame().repaint();
                    }
                });
    }

    private void pictures(Path folder) {
        background.run(() -> ScanPicture.of(folder), (Map<Integer, ScanPicture> found) -> {
            if (folder.equals(inspection)) {
                window.showPictures(found);
            }
        });
    }

    /** Reads the open inspection anew; volumes too where scans have come. */
    void refresh(boolean volumesToo) {
        Path folder = inspection;
        if (folder == null) {
            return;
        }
        record Read(Findings findings, @Nullable VolumeStack volumes) {}
        background.run(
                () -> {
                    Findings findings = new Findings(session.read(folder));
                    return new Read(findings, volumesToo ? volumes(findings) : null);
                },
                (Read read) -> {
                    if (folder.equals(inspection)) {
                        window.show(read.findings(), read.volumes());
                        if (volumesToo) {
                            pictures(folder);
                        }
                    } else if (read.volumes() != null) {
                        read.volumes().close();
                    }
                });
    }

    /** A run began to write to this folder, which now is what is open. */
    void became(Path folder) throws IOException {
        Path whole = folder.toAbsolutePath().normalize();
        if (!whole.equals(inspection)) {
            Files.createDirectories(whole);
            WindowLock taken = WindowLock.take(whole);
            release();
            lock = taken;
            inspection = whole;
        }
        window.state().opened(whole);
    }

    void setSeries(Path manifest) {
        series = manifest;
    }

    /** Closes what is open. */
    void close() {
        release();
        window.hideMessage();
        window.showStart();
    }

    /** Lets others open it. */
    void release() {
        WindowLock held = lock;
        lock = null;
        inspection = null;
        series = null;
        if (held != null) {
            try {
                held.close();
            } catch (IOException e) {
                window.tellTrouble(e);
            }
        }
    }

    /** What was dropped on the window: an inspection or series to open, one more scan, or scans for a new series. */
    void dropped(List<Path> files) {
        if (files.isEmpty()) {
            return;
        }
        Path first = files.get(0);
        boolean known = Inspection.exists(first)
                || Inspection.exists(first.resolve("inspection"))
                || Files.isRegularFile(first.resolve(SERIES))
                || first.toString().toLowerCase(Locale.ROOT).endsWith(".json");
        if (known) {
            open(first);
        } else if (files.size() == 1 && inspection != null) {
            addScan(first);
        } else {
            importScans(files);
        }
    }

    /** Asks what files do not say, writes a series.json of them, and opens it. */
    void importScans(List<Path> given) {
        List<Path> files = given.isEmpty() ? Dialogs.chooseScans(window.frame(), window.state()) : given;
        if (files.isEmpty()) {
            return;
        }
        background.run(() -> infos(files), (List<VolumeInfo> infos) -> {
            ImportDialog dialog = new ImportDialog(window.frame(), files, infos);
            ImportRequest request = dialog.ask();
            if (request == null) {
                return;
            }
            background.run(() -> session.importSeries(request), (List<String> assumed) -> {
                assumed.forEach(window::note);
                open(request.out());
            });
        });
    }

    private List<VolumeInfo> infos(List<Path> files) throws IOException {
        List<VolumeInfo> infos = new java.util.ArrayList<>();
        for (Path file : files) {
            infos.add(session.info(file, List.of()));
        }
        return infos;
    }

    /** Adds one more scan to the open inspection's series, and runs what is new. */
    void addScan(@Nullable Path given) {
        Findings findings = window.findings();
        Path folder = inspection;
        if (findings == null || folder == null) {
            return;
        }
        Path kept = series;
        Path manifest = kept != null && Files.isRegularFile(kept)
                ? kept
                : Dialogs.chooseSeries(
                        window.frame(),
                        "The record does not say where this inspection's series.json is. Choose it.",
                        window.state());
        if (manifest == null) {
            return;
        }
        List<Path> chosen = given != null ? List.of(given) : Dialogs.chooseScans(window.frame(), window.state());
        if (chosen.isEmpty()) {
            return;
        }
        Path file = chosen.get(0);
        background.run(() -> session.info(file, List.of()), (VolumeInfo info) -> {
            AddScanRequest request = Dialogs.askScan(window.frame(), findings, manifest, file, info);
            if (request == null) {
                return;
            }
            background.run(
                    () -> {
                        session.addScan(request);
                        return request;
                    },
                    done -> {
                        series = manifest;
                        window.note("Added '" + file + "' to '" + manifest + "'.");
                        window.runs().run();
                    });
        });
    }
}
