package patina.tracks;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import patina.segmentation.Family;

/**
 * Links the features of one scan to the tracks known before it.
 *
 * <p>Registered damage does not move, so place is identity. Tracks and features form a bipartite graph; an edge is an
 * overlap of at least {@link #LEAST_SHARE} of the smaller of the two, or, for what overlaps nothing, nearness. A linear
 * assignment over each connected part of it, with the largest sum of overlaps, gives each track at most one feature and
 * each feature at most one track (Jaqaman et al., Nature Methods 5, 2008, 695, with place in the role of motion). What is
 * left over is an event: a track that overlaps another one's feature has merged with it; a feature that overlaps another
 * one's track is a piece of it. Pieces in contact are one: a wall that noise draws through a pit splits nothing. Where
 * sound metal lies between pieces of some size, the track has split.
 *
 * <p>What the user gave the same number in two scans is one track, unless the places contradict it: they are further apart
 * than both together are wide.
 *
 * <p>A track that is not found stays open and is looked for in the scans that follow: a gap, no death. The result depends
 * only on the scans up to this one: a later scan never changes an earlier link.
 */
public final class Linker {
    /** The least overlap, as a share of the smaller of track and feature. */
    static final double LEAST_SHARE = 0.25;
    /** The least size of a piece, as a share of all pieces together, for a split. */
    static final double SPLIT_SHARE = 0.15;
    /** Without overlap, centres may be apart by this share of the two radii's sum, and a voxel more. */
    static final double NEAR_SHARE = 0.75;
    /** What nearness counts for, against a full overlap of 2. */
    private static final double NEAR_GAIN = 0.2;
    /** What the user's own number counts for: more than any overlap. */
    private static final double NAMED_GAIN = 3;
    /** Centres of what has the same number may be apart by this multiple of the two radii's sum, and a voxel more. */
    private static final double NAMED_SHARE = 2;

    private final TreeMap<Integer, Track> tracks = new TreeMap<>();
    private final TreeMap<Integer, Feature> features = new TreeMap<>();
    private final Set<Long> contacts;
    private final Map<Integer, Integer> trackOf = new TreeMap<>();
    private int next;

    /**
     * What linking one scan gives.
     *
     * @param tracks all tracks after it, by id
     * @param trackOf label to track id; several labels may have one track
     */
    public record Linked(List<Track> tracks, Map<Integer, Integer> trackOf) {}

    /**
     * What one scan shows of what was known before.
     *
     * @param features of the scan
     * @param overlaps with the tracks' last places
     * @param contacts pairs of labels with nothing sound between: the smaller one in the upper 32 bits
     * @param lastPlaces of the open tracks, as far as known
     * @param named by label, the track that last had the user's number of it
     */
    public record Evidence(
            List<Feature> features,
            List<Overlap> overlaps,
            Set<Long> contacts,
            Map<Integer, Place> lastPlaces,
            Map<Integer, Named> named) {
        /** Overlaps alone. */
        public Evidence(List<Feature> features, List<Overlap> overlaps) {
            this(features, overlaps, Set.of(), Map.of(), Map.of());
        }
    }

    /** A track, and where it last had a number of the user's. */
    public record Named(int track, Place place) {}

    private record Edge(int track, int label, double gain, long voxels) {}

    private Linker(List<Track> before, Evidence evidence) {
        before.forEach(t -> tracks.put(t.id(), t));
        evidence.features().forEach(f -> features.put(f.label(), f));
        contacts = evidence.contacts();
        next = tracks.isEmpty() ? 1 : tracks.lastKey() + 1;
    }

    /**
     * Links one scan.
     *
     * @param before all tracks so far
     * @param first whether this is the first scan: what is there is pre-existing
     */
    public static Linked link(List<Track> before, boolean first, Evidence evidence) {
        Linker linker = new Linker(before, evidence);
        linker.follow(linker.edges(evidence));
        linker.begin(first);
        return new Linked(List.copyOf(linker.tracks.values()), linker.trackOf);
    }

    private List<Edge> edges(Evidence evidence) {
        List<Edge> edges = new ArrayList<>();
        Set<Integer> metTracks = new HashSet<>();
        Set<Integer> metLabels = new HashSet<>();
        for (Overlap o : evidence.overlaps()) {
            Feature feature = features.get(o.label());
            Track track = tracks.get(o.trackId());
            if (feature == null || track == null || !mayContinue(track, feature)) {
                continue;
            }
            double small = Math.min(feature.voxels(), track.lastVoxels());
            double large = Math.max(feature.voxels(), track.lastVoxels());
            if (o.voxels() >= LEAST_SHARE * small) {
                edges.add(new Edge(track.id(), feature.label(), o.voxels() / small + o.voxels() / large, o.voxels()));
                metTracks.add(track.id());
                metLabels.add(feature.label());
            }
        }
        evidence.lastPlaces().forEach((id, place) -> {
            Track track = tracks.get(id);
            if (track == null || metTracks.contains(id)) {
                return;
            }
            for (Feature feature : features.values()) {
                if (!metLabels.contains(feature.label()) && mayContinue(track, feature)) {
                    double gate = NEAR_SHARE * (place.radius() + feature.place().radius()) + 1;
                    double share = place.distance(feature.place()) / gate;
                    if (share < 1) {
                        edges.add(new Edge(id, feature.label(), NEAR_GAIN * (1 - share), 0));
                    }
                }
            }
        });
        evidence.named().forEach((label, named) -> {
            Feature feature = features.get(label);
            Track track = tracks.get(named.track());
            if (feature != null && track != null && mayContinue(track, feature) && agree(named.place(), feature)) {
                Edge found = edges.stream()
                        .filter(e -> e.track() == track.id() && e.label() == label)
                        .findFirst()
                        .orElse(new Edge(track.id(), label, 0, 0));
                // With a number of its own, what else lies there is no piece of it.
                edges.removeIf(e -> e.track() == track.id());
                edges.add(new Edge(track.id(), label, found.gain() + NAMED_GAIN, found.voxels()));
            }
        });
        return edges;
    }

    private static boolean agree(Place before, Feature feature) {
        Place now = feature.place();
        return before.distance(now) <= NAMED_SHARE * (before.radius() + now.radius()) + 1;
    }

    private static boolean mayContinue(Track track, Feature feature) {
        return (track.ended() == Ended.PRESENT || track.ended() == Ended.VANISHED)
                && track.family() == feature.family();
    }

    private void follow(List<Edge> edges) {
        Map<Integer, Integer> labelOf = assigned(edges);
        Map<Integer, Integer> owner = new HashMap<>();
        labelOf.forEach((track, label) -> owner.put(label, track));
        Map<Integer, Set<Integer>> merging = new TreeMap<>();
        Map<Integer, Set<Integer>> pieces = new TreeMap<>();
        labelOf.forEach((track, label) -> {
            merging.put(label, new TreeSet<>(Set.of(track)));
            pieces.put(track, new TreeSet<>(Set.of(label)));
        });
        List<Edge> strongest = edges.stream()
                .filter(e -> e.voxels() > 0)
                .sorted(Comparator.comparingLong(Edge::voxels)
                        .reversed()
                        .thenComparingInt(Edge::track)
                        .thenComparingInt(Edge::label))
                .toList();
        Map<Integer, Integer> into = new HashMap<>();
        for (Edge e : strongest) {
            if (!labelOf.containsKey(e.track()) && into.putIfAbsent(e.track(), e.label()) == null) {
                merging.computeIfAbsent(e.label(), l -> new TreeSet<>()).add(e.track());
            }
        }
        Map<Integer, Integer> hosts = new HashMap<>();
        for (Edge e : strongest) {
            if (!owner.containsKey(e.label()) && hosts.putIfAbsent(e.label(), e.track()) == null) {
                pieces.computeIfAbsent(e.track(), t -> new TreeSet<>()).add(e.label());
            }
        }
        merging.forEach((label, from) -> {
            if (from.size() >= 2) {
                merge(label, from, pieces);
            } else {
                int only = from.iterator().next();
                proceed(only, label, pieces.getOrDefault(only, Set.of()));
            }
        });
    }

    /** Each track's feature by the largest sum of gains, over each connected part of the graph by itself. */
    private static Map<Integer, Integer> assigned(List<Edge> edges) {
        TreeMap<Integer, List<Edge>> byTrack = new TreeMap<>();
        TreeMap<Integer, List<Edge>> byLabel = new TreeMap<>();
        for (Edge e : edges) {
            byTrack.computeIfAbsent(e.track(), t -> new ArrayList<>()).add(e);
            byLabel.computeIfAbsent(e.label(), l -> new ArrayList<>()).add(e);
        }
        TreeMap<Integer, Integer> labelOf = new TreeMap<>();
        Set<Integer> done = new HashSet<>();
        for (int start : byTrack.keySet()) {
            if (done.contains(start)) {
                continue;
            }
            Set<Integer> rows = new TreeSet<>();
            Set<Integer> columns = new TreeSet<>();
            List<Integer> open = new ArrayList<>(List.of(start));
            while (!open.isEmpty()) {
                int track = open.remove(open.size() - 1);
                if (!rows.add(track)) {
                    continue;
                }
                for (Edge e : Objects.requireNonNull(byTrack.get(track))) {
                    if (columns.add(e.label())) {
                        Objects.requireNonNull(byLabel.get(e.label())).forEach(other -> open.add(other.track()));
                    }
                }
            }
            done.addAll(rows);
            List<Integer> rowIds = List.copyOf(rows);
            List<Integer> columnIds = List.copyOf(columns);
            double[][] gain = new double[rowIds.size()][columnIds.size()];
            for (int r = 0; r < gain.length; r++) {
                for (Edge e : Objects.requireNonNull(byTrack.get(rowIds.get(r)))) {
                    gain[r][columnIds.indexOf(e.label())] = e.gain();
                }
            }
            int[] columnOf = Assignment.largest(gain);
            for (int r = 0; r < columnOf.length; r++) {
                if (columnOf[r] >= 0) {
                    labelOf.put(rowIds.get(r), columnIds.get(columnOf[r]));
                }
            }
        }
        return labelOf;
    }

    private void merge(int label, Set<Integer> from, Map<Integer, Set<Integer>> pieces) {
        Feature feature = feature(label);
        Track child = Track.begin(next++, feature, Began.MERGED, List.copyOf(from));
        tracks.put(child.id(), child);
        trackOf.put(label, child.id());
        for (int id : from) {
            Track ended = track(id).end(Ended.MERGED).withChild(child.id());
            tracks.put(id, ended);
            Set<Integer> own = new TreeSet<>(pieces.getOrDefault(id, Set.of()));
            own.add(label);
            for (Set<Integer> group : inContact(own)) {
                if (group.contains(label) || voxels(group) < SPLIT_SHARE * voxels(own)) {
                    group.remove(label);
                    group.forEach(piece -> add(child.id(), piece));
                } else {
                    beginPiece(id, group);
                }
            }
        }
    }

    private void proceed(int id, int label, Set<Integer> own) {
        Track before = track(id);
        Set<Integer> all = new TreeSet<>(own);
        all.add(label);
        List<Set<Integer>> groups = inContact(all);
        List<Set<Integer>> large = groups.stream()
                .filter(g -> voxels(g) >= SPLIT_SHARE * voxels(all))
                .toList();
        // Pieces of one crack are parts of the same feature.
        if (large.size() >= 2 && before.family() != Family.SHEET) {
            tracks.put(id, before.end(Ended.SPLIT));
            int largest = 0;
            for (Set<Integer> group : large) {
                int child = beginPiece(id, group);
                if (largest == 0 || track(child).lastVoxels() > track(largest).lastVoxels()) {
                    largest = child;
                }
            }
            for (Set<Integer> group : groups) {
                if (!large.contains(group)) {
                    int child = largest;
                    group.forEach(piece -> add(child, piece));
                }
            }
            return;
        }
        tracks.put(id, before.seen(feature(label)));
        trackOf.put(label, id);
        all.remove(label);
        all.forEach(piece -> add(id, piece));
    }

    /** A track of its own for a part of another. */
    private int beginPiece(int parent, Set<Integer> group) {
        int main = group.stream()
                .max(Comparator.comparingLong((Integer l) -> feature(l).voxels())
                        .thenComparing(Comparator.reverseOrder()))
                .orElseThrow();
        Track child = Track.begin(next++, feature(main), Began.SPLIT, List.of(parent));
        tracks.put(child.id(), child);
        tracks.put(parent, track(parent).withChild(child.id()));
        trackOf.put(main, child.id());
        for (int piece : group) {
            if (piece != main) {
                add(child.id(), piece);
            }
        }
        return child.id();
    }

    private void add(int id, int piece) {
        trackOf.put(piece, id);
        tracks.put(id, track(id).grown(feature(piece).voxels()));
    }

    /** Labels put together where they are in contact, directly or through each other. */
    private List<Set<Integer>> inContact(Set<Integer> labels) {
        List<Set<Integer>> groups = new ArrayList<>();
        for (int label : labels) {
            Set<Integer> joined = new TreeSet<>(Set.of(label));
            for (var group = groups.iterator(); group.hasNext(); ) {
                Set<Integer> other = group.next();
                if (other.stream()
                        .anyMatch(l -> contacts.contains(((long) Math.min(l, label) << 32) | Math.max(l, label)))) {
                    joined.addAll(other);
                    group.remove();
                }
            }
            groups.add(joined);
        }
        return groups;
    }

    private long voxels(Set<Integer> labels) {
        return labels.stream().mapToLong(l -> feature(l).voxels()).sum();
    }

    /** Tracks for what is new: first what stands alone, then what grows out of others. */
    private void begin(boolean first) {
        List<Feature> fresh = features.values().stream()
                .filter(f -> !trackOf.containsKey(f.label()))
                .sorted(Comparator.comparing((Feature f) -> f.attachedTo() != 0).thenComparingInt(Feature::label))
                .toList();
        for (Feature feature : fresh) {
            Integer parent = feature.attachedTo() == 0 ? null : trackOf.get(feature.attachedTo());
            Track track =
                    Track.begin(next++, feature, began(first, parent), parent == null ? List.of() : List.of(parent));
            tracks.put(track.id(), track);
            if (parent != null) {
                tracks.put(parent, track(parent).withChild(track.id()));
            }
            trackOf.put(feature.label(), track.id());
        }
    }

    private static Began began(boolean first, @Nullable Integer parent) {
        if (first) {
            return Began.PRE_EXISTING;
        }
        return parent == null ? Began.NUCLEATED : Began.BRANCHED;
    }

    private Feature feature(int label) {
        return Objects.requireNonNull(features.get(label));
    }

    private Track track(int id) {
        return Objects.requireNonNull(tracks.get(id));
    }

    /** After the last scan: tracks that were present before it but not in it have vanished. */
    public static List<Track> close(List<Track> tracks, int lastScan) {
        return tracks.stream()
                .map(t -> t.ended() == Ended.PRESENT && t.lastScan() < lastScan ? t.end(Ended.VANISHED) : t)
                .toList();
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
