package patina.tracks;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import patina.segmentation.Family;

/**
 * Links the features of one scan to the tracks known before it.
 *
 * <p>Registered damage does not move, so place is identity: a feature continues the track whose last place it covers.
 * Features of one scan and tracks before it form a bipartite graph whose edges are overlaps of at least
 * {@link #LEAST_SHARE} of the smaller of the two; its components are read off as one of: continued, merged (several
 * tracks, one feature), split (one track, several features, the second at least {@link #SPLIT_SHARE} of the track), or
 * both, where each feature first takes the track it shares most with. The result depends only on the scans up to this
 * one: a later scan never changes an earlier link.
 */
public final class Linker {
    /** The least overlap, as a share of the smaller of track and feature. */
    static final double LEAST_SHARE = 0.25;
    /** The least size of a second piece, as a share of the track's last size, for a split. */
    static final double SPLIT_SHARE = 0.15;

    private Linker() {}

    /**
     * What linking one scan gives.
     *
     * @param tracks all tracks after it, by id
     * @param trackOf label to track id; several labels may have one track
     */
    public record Linked(List<Track> tracks, Map<Integer, Integer> trackOf) {}

    /**
     * Links one scan.
     *
     * @param before all tracks so far
     * @param first whether this is the first scan: what is there is pre-existing
     * @param preExistingLabels labels that were already there before the first change (seen in the reference scan)
     */
    public static Linked link(
            List<Track> before,
            boolean first,
            Set<Integer> preExistingLabels,
            List<Feature> features,
            List<Overlap> overlaps) {
        TreeMap<Integer, Track> tracks = new TreeMap<>();
        before.forEach(t -> tracks.put(t.id(), t));
        Map<Integer, Feature> byLabel = new TreeMap<>();
        features.forEach(f -> byLabel.put(f.label(), f));

        List<Overlap> edges = overlaps.stream()
                .filter(o -> isEdge(o, byLabel.get(o.label()), tracks.get(o.trackId())))
                .sorted(Comparator.comparingLong(Overlap::voxels)
                        .reversed()
                        .thenComparingInt(Overlap::trackId)
                        .thenComparingInt(Overlap::label))
                .toList();
        Map<Integer, List<Integer>> successors = new TreeMap<>();
        Map<Integer, List<Integer>> predecessors = new TreeMap<>();
        for (Overlap o : edges) {
            successors.computeIfAbsent(o.trackId(), t -> new ArrayList<>()).add(o.label());
            predecessors.computeIfAbsent(o.label(), l -> new ArrayList<>()).add(o.trackId());
        }
        Map<Integer, Integer> trackOf = new TreeMap<>();
        int next = tracks.isEmpty() ? 1 : tracks.lastKey() + 1;
        Set<Integer> ended = new HashSet<>();

        // Splits first: a track with several successors of its own.
        for (Map.Entry<Integer, List<Integer>> entry : successors.entrySet()) {
            int id = entry.getKey();
            List<Integer> own = entry.getValue().stream()
                    .filter(l -> java.util.Objects.requireNonNull(predecessors.get(l))
                                    .get(0)
                            == id)
                    .toList();
            if (own.size() < 2) {
                continue;
            }
            Track track = java.util.Objects.requireNonNull(tracks.get(id));
            List<Integer> pieces = own.stream()
                    .filter(l -> feature(byLabel, l).voxels() >= SPLIT_SHARE * track.lastVoxels())
                    .toList();
            boolean sole = pieces.stream()
                    .allMatch(l -> java.util.Objects.requireNonNull(predecessors.get(l))
                                    .size()
                            == 1);
            if (pieces.size() < 2 || !sole || track.family() == Family.SHEET) {
                // Crumbs, and pieces of one crack: parts of the same feature.
                continue;
            }
            for (int label : pieces) {
                Track child = Track.begin(next++, feature(byLabel, label), Began.SPLIT, List.of(id));
                tracks.put(child.id(), child);
                tracks.computeIfPresent(id, (i, t) -> t.withChild(child.id()));
                trackOf.put(label, child.id());
            }
            tracks.computeIfPresent(id, (i, t) -> t.end(Ended.SPLIT));
            ended.add(id);
        }
        // Merges and continuations.
        Set<Integer> continued = new HashSet<>();
        for (Feature feature : byLabel.values()) {
            if (trackOf.containsKey(feature.label())) {
                continue;
            }
            List<Integer> from = predecessors.getOrDefault(feature.label(), List.of()).stream()
                    .filter(id -> !ended.contains(id))
                    .filter(id -> mainSuccessor(successors, byLabel, id) == feature.label()
                            || predecessors
                                    .getOrDefault(feature.label(), List.of())
                                    .get(0)
                                    .equals(id))
                    .distinct()
                    .toList();
            List<Integer> merging =
                    from.stream().filter(id -> !continued.contains(id)).sorted().toList();
            if (merging.size() >= 2) {
                Track child = Track.begin(next++, feature, Began.MERGED, merging);
                tracks.put(child.id(), child);
                for (int id : merging) {
                    tracks.computeIfPresent(id, (i, t) -> t.end(Ended.MERGED).withChild(child.id()));
                    ended.add(id);
                }
                trackOf.put(feature.label(), child.id());
                continued.add(child.id());
            } else if (!from.isEmpty()) {
                int id = merging.isEmpty() ? from.get(0) : merging.get(0);
                boolean again = !continued.add(id);
                tracks.computeIfPresent(id, (i, t) -> again ? t.grown(feature.voxels()) : t.seen(feature));
                trackOf.put(feature.label(), id);
            }
        }
        // What is new.
        List<Feature> fresh = byLabel.values().stream()
                .filter(f -> !trackOf.containsKey(f.label()))
                .sorted(Comparator.comparing((Feature f) -> f.attachedTo() != 0).thenComparingInt(Feature::label))
                .toList();
        for (Feature feature : fresh) {
            Integer parent = feature.attachedTo() == 0 ? null : trackOf.get(feature.attachedTo());
            Began began = first || preExistingLabels.contains(feature.label())
                    ? Began.PRE_EXISTING
                    : parent != null ? Began.BRANCHED : Began.NUCLEATED;
            Track track = Track.begin(next++, feature, began, parent == null ? List.of() : List.of(parent));
            tracks.put(track.id(), track);
            if (parent != null) {
                tracks.computeIfPresent(parent, (i, t) -> t.withChild(track.id()));
            }
            trackOf.put(feature.label(), track.id());
        }
        return new Linked(List.copyOf(tracks.values()), trackOf);
    }

    /** After the last scan: tracks that were present before it but not in it have vanished. */
    public static List<Track> close(List<Track> tracks, int lastScan) {
        return tracks.stream()
                .map(t -> t.ended() == Ended.PRESENT && t.lastScan() < lastScan ? t.end(Ended.VANISHED) : t)
                .toList();
    }

    private static boolean isEdge(
            Overlap o,
            @org.jspecify.annotations.Nullable Feature feature,
            @org.jspecify.annotations.Nullable Track track) {
        return feature != null
                && track != null
                && (track.ended() == Ended.PRESENT || track.ended() == Ended.VANISHED)
                && track.family() == feature.family()
                && o.voxels() >= LEAST_SHARE * Math.min(feature.voxels(), track.lastVoxels());
    }

    private static Feature feature(Map<Integer, Feature> byLabel, int label) {
        return java.util.Objects.requireNonNull(byLabel.get(label));
    }

    private static int mainSuccessor(Map<Integer, List<Integer>> successors, Map<Integer, Feature> byLabel, int track) {
        return successors.getOrDefault(track, List.of()).stream()
                .max(Comparator.comparingLong(l -> feature(byLabel, l).voxels()))
                .orElse(0);
    }

    /** Sums overlaps that several passes found. */
    public static List<Overlap> summed(List<Overlap> overlaps) {
        Map<Long, Long> sums = new HashMap<>();
        overlaps.forEach(o -> sums.merge(((long) o.label() << 32) | o.trackId(), o.voxels(), Long::sum));
        return sums.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(e -> new Overlap((int) (e.getKey() >>> 32), (int) (long) e.getKey(), e.getValue()))
                .toList();
    }
}
