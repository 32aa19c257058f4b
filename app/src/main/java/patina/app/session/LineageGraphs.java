package patina.app.session;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;
import patina.app.session.Aogm.Edge;
import patina.app.session.Aogm.Graph;
import patina.app.session.Aogm.Meaning;
import patina.app.session.Aogm.Node;
import patina.app.session.Score.FeatureScore;
import patina.app.session.Truth.TrueFeature;
import patina.app.session.Truth.TrueScan;
import patina.store.FeatureRow;
import patina.store.TrackRow;

/**
 * The true and the measured lineage as graphs. A true feature that was not matched lies in the measured one that covers its
 * place; that one is then undivided. Measured features that are not resolved and match nothing are no claims, and are left
 * out.
 *
 * @param scans the true scans by the measured ones' index
 * @param covers whether a measured feature covers a true one's place
 */
record LineageGraphs(
        Map<Integer, TrueScan> scans,
        BiPredicate<TrueFeature, FeatureRow> covers,
        List<FeatureRow> features,
        List<TrackRow> tracks) {

    Score.Graph score(List<FeatureScore> matched) {
        Map<Node, Node> match = new HashMap<>();
        for (FeatureScore f : matched) {
            if (f.trackId() != 0) {
                match.put(new Node(f.id(), f.scan()), node(f.trackId(), f.scan()));
            }
        }
        scans.forEach((scan, truth) -> {
            for (TrueFeature feature : truth.features()) {
                Node node = new Node(feature.id(), scan);
                if (isThere(feature) && !match.containsKey(node)) {
                    features.stream()
                            .filter(row ->
                                    row.scan() == scan && !row.kind().equals("gain") && covers.test(feature, row))
                            .findFirst()
                            .ifPresent(row -> match.put(node, node(row.trackId(), scan)));
                }
            }
        });
        return Aogm.score(truth(), found(new HashSet<>(match.values())), match);
    }

    private static boolean isThere(TrueFeature feature) {
        return feature.volumeTotalUm3() > 0 || feature.volumeUm3() > 0;
    }

    private static Node node(int track, int scan) {
        return new Node(Integer.toString(track), scan);
    }

    private Graph truth() {
        Map<String, NavigableSet<Integer>> seen = new TreeMap<>();
        Map<String, TrueFeature> born = new TreeMap<>();
        new TreeMap<>(scans).forEach((scan, truth) -> {
            for (TrueFeature feature : truth.features()) {
                if (isThere(feature)) {
                    seen.computeIfAbsent(feature.id(), id -> new TreeSet<>()).add(scan);
                    born.putIfAbsent(feature.id(), feature);
                }
            }
        });
        Map<Edge, Meaning> edges = new LinkedHashMap<>();
        seen.forEach((id, at) -> goOn(id, at, edges));
        born.forEach((id, feature) -> {
            int first = seen.getOrDefault(id, new TreeSet<>()).first();
            for (String parent : feature.parents()) {
                NavigableSet<Integer> of = seen.getOrDefault(parent, new TreeSet<>());
                Meaning meaning = feature.parents().size() > 1
                        ? Meaning.MERGES
                        : of.contains(first) ? Meaning.BRANCHES : Meaning.SPLITS;
                bear(parent, of.lower(first), id, first, meaning, edges);
            }
        });
        return new Graph(nodes(seen), edges);
    }

    private Graph found(Set<Node> matched) {
        Map<String, NavigableSet<Integer>> seen = new TreeMap<>();
        for (FeatureRow row : features) {
            boolean claimed = row.resolved() || matched.contains(node(row.trackId(), row.scan()));
            if (claimed && scans.containsKey(row.scan()) && !row.kind().equals("gain")) {
                seen.computeIfAbsent(Integer.toString(row.trackId()), id -> new TreeSet<>())
                        .add(row.scan());
            }
        }
        Map<Edge, Meaning> edges = new LinkedHashMap<>();
        seen.forEach((id, at) -> goOn(id, at, edges));
        for (TrackRow track : tracks) {
            String id = Integer.toString(track.trackId());
            NavigableSet<Integer> at = seen.get(id);
            Meaning meaning = switch (track.began()) {
                case "merged" -> Meaning.MERGES;
                case "split" -> Meaning.SPLITS;
                default -> Meaning.BRANCHES;
            };
            if (at == null) {
                continue;
            }
            for (int parent : track.parents()) {
                String name = Integer.toString(parent);
                bear(name, seen.getOrDefault(name, new TreeSet<>()).lower(at.first()), id, at.first(), meaning, edges);
            }
        }
        return new Graph(nodes(seen), edges);
    }

    private static void goOn(String id, NavigableSet<Integer> at, Map<Edge, Meaning> edges) {
        Integer before = null;
        for (int scan : at) {
            if (before != null) {
                edges.put(new Edge(new Node(id, before), new Node(id, scan)), Meaning.GOES_ON);
            }
            before = scan;
        }
    }

    private static void bear(
            String parent, @Nullable Integer last, String child, int first, Meaning meaning, Map<Edge, Meaning> edges) {
        if (last != null) {
            edges.put(new Edge(new Node(parent, last), new Node(child, first)), meaning);
        }
    }

    private static Set<Node> nodes(Map<String, NavigableSet<Integer>> seen) {
        Set<Node> nodes = new HashSet<>();
        seen.forEach((id, at) -> at.forEach(scan -> nodes.add(new Node(id, scan))));
        return nodes;
    }
}
