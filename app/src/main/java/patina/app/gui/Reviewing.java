package patina.app.gui;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import patina.app.gui.model.Command;
import patina.app.gui.model.Findings;
import patina.app.gui.model.Story;
import patina.app.session.Session;
import patina.app.session.Snapshot;
import patina.metrics.Kind;
import patina.pipeline.Edit;
import patina.store.EditRow;
import patina.store.TrackRow;

/** Corrections by hand: each is kept with its time, the numbers follow, and it can be taken back. */
final class Reviewing {
    private final Workbench window;
    private final Session session;
    private final Background background;
    private int busy;

    Reviewing(Workbench window, Session session, Background background) {
        this.window = window;
        this.session = session;
        this.background = background;
    }

    /** Whether a correction is just being made. */
    boolean isBusy() {
        return busy > 0;
    }

    private @Nullable TrackRow track() {
        Findings findings = window.findings();
        return findings == null || window.view().track().isEmpty()
                ? null
                : findings.track(window.view().track().getAsInt());
    }

    /** Whether the selected track was there before the scan in view, and is there. */
    boolean canSplit() {
        TrackRow track = track();
        int scan = window.view().scan();
        return track != null && scan > track.firstScan() && scan <= track.lastScan();
    }

    void perform(Command command) {
        TrackRow track = track();
        Findings findings = window.findings();
        if (track == null || findings == null) {
            return;
        }
        int id = track.trackId();
        Edit edit = switch (command) {
            case ACCEPT -> Edit.accept(id);
            case REJECT -> Edit.reject(id);
            case SPLIT -> Edit.split(id, window.view().scan());
            case CHANGE_KIND -> {
                List<Kind> others = Arrays.stream(Kind.values())
                        .filter(k -> !k.key().equals(track.kind()))
                        .toList();
                Kind kind = Dialogs.choose(
                        window.frame(), new Story(findings, track).title(), "What is it?", others, Kind::key);
                yield kind == null ? null : Edit.changeKind(id, kind);
            }
            case MERGE -> {
                List<TrackRow> others = findings.tracks().stream()
                        .filter(t -> t.trackId() != id)
                        .toList();
                TrackRow other = Dialogs.choose(
                        window.frame(),
                        "Merge " + new Story(findings, track).title(),
                        "It becomes a part of:",
                        others,
                        t -> new Story(findings, t).title());
                yield other == null ? null : Edit.merge(id, other.trackId());
            }
            case NOTE -> {
                String text = Dialogs.askText(window.frame(), "Note on " + new Story(findings, track).title());
                yield text == null ? null : Edit.note(id, text);
            }
            default -> null;
        };
        if (edit != null) {
            int then = edit.kind() == EditRow.Kind.MERGE
                    ? Integer.parseInt(Objects.requireNonNull(edit.payload().get("into")))
                    : id;
            make(capital(edit.sentence()) + ".", folder -> session.edit(folder, edit), then);
        }
    }

    void undo() {
        Findings findings = window.findings();
        EditRow last = findings == null ? null : findings.lastInForce();
        if (last != null) {
            make("Undone: " + told(last) + ".", folder -> session.undo(folder, last.id(), true), track(last));
        }
    }

    void redo() {
        Findings findings = window.findings();
        EditRow next = findings == null ? null : findings.firstUndone();
        if (next != null) {
            make("Done again: " + told(next) + ".", folder -> session.undo(folder, next.id(), false), track(next));
        }
    }

    private static int track(EditRow edit) {
        return edit.target().matches("track \\d+")
                ? Integer.parseInt(edit.target().substring(6))
                : -1;
    }

    private static String told(EditRow row) {
        try {
            return Edit.of(row).sentence();
        } catch (java.io.IOException unreadable) {
            return row.kind().key() + " " + row.target();
        }
    }

    private static String capital(String text) {
        return text.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + text.substring(1);
    }

    private interface Change {
        Snapshot make(Path folder) throws java.io.IOException;
    }

    private void make(String told, Change change, int then) {
        Path folder = window.open().inspection();
        if (folder == null) {
            return;
        }
        busy++;
        window.updateEnabled();
        background.run(
                () -> new Findings(change.make(folder)),
                now -> {
                    busy--;
                    window.show(now, null);
                    if (now.track(then) != null) {
                        window.select(then, -1);
                    }
                    window.tell(MessageBar.Tone.DONE, told, null, null);
                    window.updateEnabled();
                },
                e -> {
                    busy--;
                    window.tellTrouble(e);
                    window.updateEnabled();
                });
    }
}
