package patina.app.session;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * How many corrections a found lineage needs to become the true one: the acyclic oriented graphs matching measure (Matula
 * et al., PLoS ONE 10, 2015, e0144959) with the Cell Tracking Challenge's weights, on graphs that may merge.
 *
 * <p>AOGM = 5 undivided + 10 missed nodes + 1 false node + 1 false edge + 1.5 missed edges + 1 edge of another meaning; TRA = 1 -
 * min(AOGM, AOGM0) / AOGM0 with AOGM0 for an empty graph; LNK is the same of edges alone, DET of nodes alone. Edges count
 * between nodes that are matched one to one.
 */
final class Aogm {
    private static final double UNDIVIDED = 5;
    private static final double MISSED_NODE = 10;
    private static final double FALSE_NODE = 1;
    private static final double FALSE_EDGE = 1;
    private static final double MISSED_EDGE = 1.5;
    private static final double WRONG_EDGE = 1;

    private Aogm() {}

    /** What an edge means. */
    enum Meaning {
        GOES_ON,
        MERGES,
        SPLITS,
        BRANCHES
    }

    /** A feature in a scan; the name is its id in truth or its track. */
    record Node(String name, int scan) {}

    record Edge(Node from, Node to) {}

    /** Nodes and what joins them. */
    record Graph(Set<Node> nodes, Map<Edge, Meaning> edges) {}

    /** @param match from true nodes to found ones; several may have one, which is then undivided */
    static Score.Graph score(Graph truth, Graph found, Map<Node, Node> match) {
        Map<Node, Node> back = new HashMap<>();
        Map<Node, Integer> members = new HashMap<>();
        match.forEach((t, f) -> {
            back.put(f, t);
            members.merge(f, 1, Integer::sum);
        });
        back.keySet().removeIf(f -> members.getOrDefault(f, 0) != 1);
        int undivided = members.values().stream().mapToInt(n -> n - 1).sum();
        int missed =
                (int) truth.nodes().stream().filter(n -> !match.containsKey(n)).count();
        int invented = (int)
                found.nodes().stream().filter(n -> !members.containsKey(n)).count();
        int missedEdges = 0;
        int wrongEdges = 0;
        for (Map.Entry<Edge, Meaning> e : truth.edges().entrySet()) {
            Node from = match.get(e.getKey().from());
            Node to = match.get(e.getKey().to());
            Meaning meaning = from == null || to == null || !back.containsKey(from) || !back.containsKey(to)
                    ? null
                    : found.edges().get(new Edge(from, to));
            if (meaning == null) {
                missedEdges++;
            } else if (meaning != e.getValue()) {
                wrongEdges++;
            }
        }
        int falseEdges = 0;
        for (Edge e : found.edges().keySet()) {
            Node from = back.get(e.from());
            Node to = back.get(e.to());
            if (from != null && to != null && !truth.edges().containsKey(new Edge(from, to))) {
                falseEdges++;
            }
        }
        double nodeCost = UNDIVIDED * undivided + MISSED_NODE * missed + FALSE_NODE * invented;
        double edgeCost = FALSE_EDGE * falseEdges + MISSED_EDGE * missedEdges + WRONG_EDGE * wrongEdges;
        double emptyNodes = MISSED_NODE * truth.nodes().size();
        double emptyEdges = MISSED_EDGE * truth.edges().size();
        return new Score.Graph(
                share(nodeCost + edgeCost, emptyNodes + emptyEdges),
                share(edgeCost, emptyEdges),
                share(nodeCost, emptyNodes),
                truth.nodes().size(),
                truth.edges().size(),
                undivided,
                missed,
                invented,
                falseEdges,
                missedEdges,
                wrongEdges);
    }

    private static double share(double cost, double empty) {
        return empty == 0 ? (cost == 0 ? 1 : 0) : 1 - Math.min(cost, empty) / empty;
    }
}
