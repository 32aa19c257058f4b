package patina.pipeline;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import patina.metrics.Kind;
import patina.store.EditRow;
import patina.store.Inspection;
import patina.tracks.Began;
import patina.tracks.Ended;
import patina.tracks.Track;

/**
 * The edits in force, laid over what was linked. Later edits see what earlier ones made of the tracks.
 *
 * <p>Volumes of labels stay as they were linked; {@link #trackOf} leads from their labels to the tracks of the tables.
 */
final class Review {
    /** Tracks made by hand begin here, plus the id of the edit: linking never comes so far. */
    static final int FIRST_BY_HAND = 100_000;

    private final Map<Integer, Track> tracks = new TreeMap<>();
    private final Map<Integer, Map<Integer, Integer>> trackOf = new TreeMap<>();
    private final Map<Integer, Kind> kinds = new HashMap<>();

    /**
     * @param linked tracks as they were linked and closed
     * @param trackOfLabel by scan, the linked track of each label
     * @param edits in order of time; undone ones are passed over
     */
    Review(List<Track> linked, Map<Integer, Map<Integer, Integer>> trackOfLabel, List<EditRow> edits)
            throws IOException {
        linked.forEach(t -> tracks.put(t.id(), t));
        trackOfLabel.forEach((scan, of) -> trackOf.put(scan, new TreeMap<>(of)));
        Set<Integer> rejected = new HashSet<>();
        for (EditRow row : edits) {
            if (!row.undone()) {
                apply(Edit.of(row), row.id(), rejected);
            }
        }
        rejected.forEach(this::remove);
    }

    /** A text that differs when other edits are in force; empty when none changes a number. */
    static String inForce(List<EditRow> edits) {
        StringBuilder text = new StringBuilder();
        for (EditRow row : edits) {
            boolean counts = switch (row.kind()) {
                case REJECT, CHANGE_KIND, MERGE, SPLIT -> true;
                // Accepting matters where it takes a rejection back.
                case ACCEPT -> text.length() > 0;
                case NOTE, LANDMARK -> false;
            };
            if (counts && !row.undone()) {
                text.append(row.id())
                        .append(' ')
                        .append(row.kind().key())
                        .append(' ')
                        .append(row.target())
                        .append(' ')
                        .append(row.payload())
                        .append('\n');
            }
        }
        return text.toString();
    }

    List<Track> tracks() {
        return List.copyOf(tracks.values());
    }

    /** The track of a label in a scan; null where it was rejected. */
    @Nullable
    Integer trackOf(int scan, int label) {
        return trackOf.getOrDefault(scan, Map.of()).get(label);
    }

    /** The kind the user gave to a track, or null. */
    @Nullable
    Kind kindOf(int track) {
        return kinds.get(track);
    }

    /** The linked tracks as the edits in force leave them: from the id in the volumes of labels to that of the tables. */
    static Map<Integer, Map<Integer, Integer>> renamed(Inspection inspection, List<Integer> scans) throws IOException {
        Map<Integer, Map<Integer, Integer>> result = new TreeMap<>();
        Map<Integer, Map<Integer, Integer>> linked = new TreeMap<>();
        List<Track> tracks = List.of();
        for (int scan : scans) {
            Pipeline.Linked here = Pipeline.linked(inspection, scan);
            linked.put(scan, here.trackOf());
            tracks = here.tracks();
        }
        Review review = new Review(tracks, linked, inspection.edits());
        linked.forEach((scan, of) -> {
            Map<Integer, Integer> names = new TreeMap<>();
            of.forEach((label, id) -> {
                Integer now = review.trackOf(scan, label);
                if (now == null || !now.equals(id)) {
                    names.put(id, now == null ? 0 : now);
                }
            });
            if (!names.isEmpty()) {
                result.put(scan, names);
            }
        });
        return result;
    }

    private void apply(Edit edit, int id, Set<Integer> rejected) {
        int track = edit.track();
        switch (edit.kind()) {
            case ACCEPT -> rejected.remove(track);
            case REJECT -> rejected.add(track);
            case CHANGE_KIND -> kinds.put(track, edit.newKind());
            case MERGE -> merge(track, edit.into());
            case SPLIT -> split(track, edit.scan(), FIRST_BY_HAND + id);
            case NOTE, LANDMARK -> {
                // Neither changes which track is where.
            }
        }
    }

    private void merge(int from, int into) {
        Track a = tracks.get(into);
        Track b = tracks.get(from);
        // An edit may outlive a track that a new run no longer finds.
        if (a == null || b == null || from == into) {
            return;
        }
        Track early = a.firstScan() <= b.firstScan() ? a : b;
        Track late = a.lastScan() >= b.lastScan() ? a : b;
        Set<Integer> parents = new LinkedHashSet<>(early.parents());
        Set<Integer> children = new LinkedHashSet<>(a.children());
        children.addAll(b.children());
        parents.removeAll(Set.of(from, into));
        children.removeAll(Set.of(from, into));
        tracks.remove(from);
        tracks.put(
                into,
                new Track(
                        into,
                        a.family(),
                        early.firstScan(),
                        late.lastScan(),
                        late.lastVoxels(),
                        early.began(),
                        late.ended(),
                        List.copyOf(parents),
                        List.copyOf(children)));
        trackOf.values().forEach(of -> of.replaceAll((label, id) -> id == from ? into : id));
        rename(from, into, Integer.MIN_VALUE);
    }

    private void split(int track, int scan, int made) {
        Track whole = tracks.get(track);
        if (whole == null || scan <= whole.firstScan() || scan > whole.lastScan()) {
            return;
        }
        int last = whole.firstScan();
        for (Map.Entry<Integer, Map<Integer, Integer>> e : trackOf.entrySet()) {
            if (e.getKey() < scan && e.getValue().containsValue(track)) {
                last = Math.max(last, e.getKey());
            } else if (e.getKey() >= scan) {
                e.getValue().replaceAll((label, id) -> id == track ? made : id);
            }
        }
        List<Integer> before = new ArrayList<>();
        List<Integer> after = new ArrayList<>();
        for (int child : whole.children()) {
            Track c = tracks.get(child);
            (c != null && c.firstScan() < scan ? before : after).add(child);
        }
        before.add(made);
        rename(track, made, scan);
        tracks.put(
                track,
                new Track(
                        track,
                        whole.family(),
                        whole.firstScan(),
                        last,
                        whole.lastVoxels(),
                        whole.began(),
                        Ended.SPLIT,
                        whole.parents(),
                        before));
        tracks.put(
                made,
                new Track(
                        made,
                        whole.family(),
                        scan,
                        whole.lastScan(),
                        whole.lastVoxels(),
                        Began.SPLIT,
                        whole.ended(),
                        List.of(track),
                        after));
    }

    /** Other tracks name the new one where they named the old, in events from a scan on. */
    private void rename(int from, int to, int firstScan) {
        tracks.replaceAll((id, t) -> {
            boolean born = t.parents().contains(from) && t.firstScan() >= firstScan;
            boolean bears = t.children().contains(from) && firstScan == Integer.MIN_VALUE;
            return !born && !bears
                    ? t
                    : with(
                            t,
                            born ? replaced(t.parents(), from, to) : t.parents(),
                            bears ? replaced(t.children(), from, to) : t.children());
        });
    }

    private static Track with(Track t, List<Integer> parents, List<Integer> children) {
        return new Track(
                t.id(),
                t.family(),
                t.firstScan(),
                t.lastScan(),
                t.lastVoxels(),
                t.began(),
                t.ended(),
                parents,
                children);
    }

    private static List<Integer> replaced(List<Integer> ids, int from, int to) {
        Set<Integer> result = new LinkedHashSet<>();
        ids.forEach(id -> result.add(id == from ? to : id));
        return List.copyOf(result);
    }

    private void remove(int track) {
        tracks.remove(track);
        trackOf.values().forEach(of -> of.values().removeIf(id -> id == track));
        tracks.replaceAll((id, t) -> with(t, without(t.parents(), track), without(t.children(), track)));
    }

    private static List<Integer> without(List<Integer> ids, int track) {
        return ids.stream().filter(id -> id != track).toList();
    }
}
