package patina.app.gui;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import patina.app.gui.model.Findings;
import patina.app.gui.view.VolumeStack;
import patina.app.session.Session;
import patina.blocks.Progress;
import patina.registration.Landmarks;
import patina.reports.document.Numbers;
import patina.series.Series;
import patina.series.SeriesFiles;

/**
 * The place where a scan's registration begins, from places that the user points out in it and in the reference scan: for
 * scans of which the automatic one says that it is unsure.
 */
final class Landmarking {
    private final Workbench window;
    private final Session session;
    private final Background background;

    Landmarking(Workbench window, Session session, Background background) {
        this.window = window;
        this.session = session;
        this.background = background;
    }

    /** The two scans, each in its own frame. */
    private record Two(VolumeStack reference, VolumeStack scan) {
        static Two open(Path manifest, int scan) throws IOException {
            Series series = SeriesFiles.read(manifest);
            VolumeStack first = prepared(series, series.reference());
            try {
                return new Two(first, prepared(series, scan));
            } catch (IOException | RuntimeException e) {
                first.close();
                throw e;
            }
        }

        private static VolumeStack prepared(Series series, int scan) throws IOException {
            VolumeStack stack = VolumeStack.alone(series, scan);
            try {
                stack.prepare(Runtime.getRuntime().availableProcessors(), Progress.NONE, ready -> {});
                return stack;
            } catch (IOException | RuntimeException e) {
                stack.close();
                throw e;
            }
        }

        void close() {
            reference.close();
            scan.close();
        }
    }

    /** Whether there is something to point out: a scan in view that is not the reference scan. */
    boolean isPossible() {
        Findings findings = window.findings();
        Path manifest = window.open().series();
        return findings != null
                && manifest != null
                && window.view().scan() != findings.snapshot().series().reference();
    }

    /** Asks for the places in the scan in view. */
    void ask() {
        Findings findings = window.findings();
        Path manifest = window.open().series();
        if (findings == null || manifest == null || !Files.isRegularFile(manifest)) {
            window.tell(
                    MessageBar.Tone.TROUBLE,
                    "The record does not say where this inspection's series.json is, and a start is kept there. Open the"
                            + " series.json.",
                    null,
                    null);
            return;
        }
        int scan = window.view().scan();
        window.note("Preparing scan " + scan + " for landmarks …");
        background.run(() -> Two.open(manifest, scan), (Two two) -> {
            LandmarksDialog dialog =
                    new LandmarksDialog(window.frame(), two.reference(), two.scan(), findings.scanName(scan));
            Landmarks found = dialog.ask();
            two.close();
            if (found != null) {
                keep(manifest, scan, found);
            }
        });
    }

    private void keep(Path manifest, int scan, Landmarks found) {
        background.run(
                () -> {
                    session.startAt(manifest, scan, found.transform());
                    return manifest;
                },
                changed -> {
                    if (window.open().inspection() == null) {
                        window.open().open(changed);
                    }
                    // After what opening it says.
                    background.run(() -> found, kept -> tell(scan, kept));
                });
    }

    private void tell(int scan, Landmarks kept) {
        window.tell(
                MessageBar.Tone.REMARK,
                "Scan " + scan + " begins from " + kept.residualsUm().size() + " landmarks, which agree within "
                        + Numbers.significant(kept.rmsUm(), 2)
                        + "\u00a0µm (rms). Run, and it is registered from there.",
                "Run",
                () -> window.runs().run());
    }
}
