package patina.app.gui.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import patina.app.session.Snapshot;
import patina.geometry.Point;
import patina.growth.TrackGrowth;
import patina.pipeline.Stage;
import patina.reports.document.Numbers;
import patina.series.Exposure;
import patina.store.EditRow;
import patina.store.FeatureRow;
import patina.store.FlagRow;
import patina.store.Placement;
import patina.store.ScanRow;
import patina.store.SummaryRow;
import patina.store.TrackRow;
import patina.tracks.Track;

/** A snapshot, looked up by track and scan, and told in words. Immutable. */
public final class Findings {
    private final Snapshot snapshot;
    private final Map<Integer, TrackRow> tracks = new TreeMap<>();
    private final Map<Integer, List<FeatureRow>> histories = new TreeMap<>();
    private final Map<Integer, FlagRow> flags = new HashMap<>();
    private final Map<Integer, ScanRow> scans = new TreeMap<>();
    private final Map<Integer, Placement> placements;
    private final Map<Integer, SummaryRow> summaries = new HashMap<>();
    private final Map<Integer, String> verdicts = new HashMap<>();
    private final Map<Integer, List<EditRow>> edits = new HashMap<>();
    private final Map<Integer, TrackGrowth> growths = new HashMap<>();
    private final Set<String> finished = new HashSet<>();

    public Findings(Snapshot snapshot) {
        this.snapshot = snapshot;
        snapshot.tables().tracks().forEach(t -> tracks.put(t.trackId(), t));
        snapshot.tables().features().stream()
                .sorted(Comparator.comparingInt(FeatureRow::scan))
                .forEach(f -> histories
                        .computeIfAbsent(f.trackId(), id -> new ArrayList<>())
                        .add(f));
        snapshot.tables().flags().forEach(f -> flags.put(f.trackId(), f));
        snapshot.scans().forEach(s -> scans.put(s.scan(), s));
        placements = Placement.of(snapshot.tables().transforms());
        snapshot.tables().summary().forEach(s -> summaries.put(s.scan(), s));
        snapshot.growths().forEach(g -> growths.put(g.trackId(), g));
        snapshot.stages().forEach(s -> finished.add(s.stage() + " " + s.scan()));
        for (EditRow edit : snapshot.edits()) {
            Optional<Integer> track = trackOf(edit);
            if (track.isPresent()) {
                edits.computeIfAbsent(track.get(), id -> new ArrayList<>()).add(edit);
                if (!edit.undone() && (edit.kind() == EditRow.Kind.ACCEPT || edit.kind() == EditRow.Kind.REJECT)) {
                    verdicts.put(track.get(), edit.kind() == EditRow.Kind.ACCEPT ? "accepted" : "rejected");
                }
            }
        }
    }

    private static Optional<Integer> trackOf(EditRow edit) {
        String target = edit.target();
        return target.matches("track \\d+") ? Optional.of(Integer.parseInt(target.substring(6))) : Optional.empty();
    }

    public Snapshot snapshot() {
        return snapshot;
    }

    /** All tracks by id. */
    public List<TrackRow> tracks() {
        return List.copyOf(tracks.values());
    }

    public @Nullable TrackRow track(int id) {
        return tracks.get(id);
    }

    /** A track's features by scan; empty where there is no such track. */
    public List<FeatureRow> history(int track) {
        return histories.getOrDefault(track, List.of());
    }

    /** A track in a scan, or null where it is not there. */
    public @Nullable FeatureRow feature(int track, int scan) {
        return history(track).stream().filter(f -> f.scan() == scan).findFirst().orElse(null);
    }

    /** A track as it was last seen, or null. */
    public @Nullable FeatureRow last(int track) {
        List<FeatureRow> history = history(track);
        return history.isEmpty() ? null : history.get(history.size() - 1);
    }

    /** The place worth a microscope on this track, or null. */
    public @Nullable FlagRow flag(int track) {
        return flags.get(track);
    }

    /** A track by its kind and its name in pictures and reports: pit T3. */
    public String called(int id) {
        TrackRow track = track(id);
        return (track == null ? "track" : track.kind()) + " " + Track.name(id);
    }

    /** How a track grows, or null where nobody has fitted that. */
    public @Nullable TrackGrowth growth(int track) {
        return growths.get(track);
    }

    public List<ScanRow> scans() {
        return List.copyOf(scans.values());
    }

    public @Nullable ScanRow scan(int scan) {
        return scans.get(scan);
    }

    public @Nullable Placement placement(int scan) {
        return placements.get(scan);
    }

    public @Nullable SummaryRow summary(int scan) {
        return summaries.get(scan);
    }

    /** accepted, rejected, or empty. */
    public String verdict(int track) {
        return verdicts.getOrDefault(track, "");
    }

    /** The edits about a track, oldest first, undone ones too. */
    public List<EditRow> edits(int track) {
        return edits.getOrDefault(track, List.of());
    }

    /** The latest edit that is in force, or null. */
    public @Nullable EditRow lastInForce() {
        return snapshot.edits().stream()
                .filter(e -> !e.undone())
                .reduce((a, b) -> b)
                .orElse(null);
    }

    /** The first of the undone edits that stand after all that are in force, or null. */
    public @Nullable EditRow firstUndone() {
        EditRow first = null;
        for (EditRow edit : snapshot.edits()) {
            first = !edit.undone() ? null : first == null ? edit : first;
        }
        return first;
    }

    /** Whether a stage of a scan is finished; measure and flag are the whole series'. */
    public boolean isFinished(Stage stage, int scan) {
        boolean whole = stage == Stage.MEASURE || stage == Stage.FLAG;
        return finished.contains(stage.key() + " " + (whole ? patina.store.Inspection.SERIES : scan));
    }

    /** An exposure with its unit: 24 h, 1000 cycles. */
    public String exposed(double exposure) {
        return Numbers.asGiven(exposure) + "\u00a0" + exposureUnit();
    }

    /** The unit of exposures as printed. */
    public String exposureUnit() {
        Exposure exposure = snapshot.series().exposure();
        return exposure.quantity() == Exposure.Quantity.CYCLES ? "cycles" : exposure.unit();
    }

    /** The label of an axis of exposures. */
    public String exposureLabel() {
        return switch (snapshot.series().exposure().quantity()) {
            case TIME -> "Exposure (" + exposureUnit() + ")";
            case CYCLES -> "Load cycles";
            case DISTANCE -> "Sliding distance (" + exposureUnit() + ")";
        };
    }

    /** A scan in a few words: its number and exposure. */
    public String scanName(int scan) {
        ScanRow row = scans.get(scan);
        return row == null ? "scan " + scan : "scan " + scan + ", " + exposed(row.exposure());
    }

    /** Where the crosshair goes for a track in a scan: its centroid there, else where it was seen nearest in time. */
    public @Nullable Point place(int track, int scan) {
        FeatureRow nearest = history(track).stream()
                .min(Comparator.comparingInt(f -> Math.abs(f.scan() - scan)))
                .orElse(null);
        return nearest == null ? null : new Point(nearest.xUm(), nearest.yUm(), nearest.zUm());
    }
}
