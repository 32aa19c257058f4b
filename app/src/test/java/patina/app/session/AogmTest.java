package patina.app.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import patina.app.session.Aogm.Edge;
import patina.app.session.Aogm.Graph;
import patina.app.session.Aogm.Meaning;
import patina.app.session.Aogm.Node;

/**
 * Truth: A and B merge into C.
 *
 * <pre>
 *   scan 0   1   2
 *        A - A \
 *               C
 *        B - B /
 * </pre>
 *
 * Empty costs 5 x 10 + 4 x 1.5 = 56, of which the edges 6.
 */
class AogmTest {
    private static final Node A0 = new Node("A", 0);
    private static final Node A1 = new Node("A", 1);
    private static final Node B0 = new Node("B", 0);
    private static final Node B1 = new Node("B", 1);
    private static final Node C2 = new Node("C", 2);
    private static final Graph TRUTH = new Graph(
            Set.of(A0, A1, B0, B1, C2),
            Map.of(
                    new Edge(A0, A1), Meaning.GOES_ON,
                    new Edge(B0, B1), Meaning.GOES_ON,
                    new Edge(A1, C2), Meaning.MERGES,
                    new Edge(B1, C2), Meaning.MERGES));
    private static final Map<Node, Node> ALL = Map.of(A0, A0, A1, A1, B0, B0, B1, B1, C2, C2);

    @Test
    void theTrueLineageScoresOne() {
        Score.Graph score = Aogm.score(TRUTH, TRUTH, ALL);
        assertEquals(1, score.tra());
        assertEquals(1, score.lnk());
        assertEquals(1, score.det());
    }

    @Test
    void anEmptyLineageScoresZero() {
        Score.Graph score = Aogm.score(TRUTH, new Graph(Set.of(), Map.of()), Map.of());
        assertEquals(0, score.tra());
        assertEquals(0, score.lnk());
    }

    @Test
    void aMergeTakenForAContinuationMissesOneEdgeAndMistakesTheOther() {
        Graph found = new Graph(
                TRUTH.nodes(),
                Map.of(
                        new Edge(A0, A1), Meaning.GOES_ON,
                        new Edge(B0, B1), Meaning.GOES_ON,
                        new Edge(A1, C2), Meaning.GOES_ON));
        Score.Graph score = Aogm.score(TRUTH, found, ALL);
        assertEquals(1, score.missedEdges());
        assertEquals(1, score.wrongEdges());
        assertEquals(1 - 2.5 / 56, score.tra(), 1e-12);
        assertEquals(1 - 2.5 / 6, score.lnk(), 1e-12);
    }

    @Test
    void twoTrueFeaturesFoundAsOneAreUndividedAndLoseTheirEdges() {
        Node both = new Node("both", 1);
        Graph found = new Graph(
                Set.of(A0, B0, both, C2),
                Map.of(
                        new Edge(A0, both), Meaning.MERGES,
                        new Edge(B0, both), Meaning.MERGES,
                        new Edge(both, C2), Meaning.GOES_ON));
        Score.Graph score = Aogm.score(TRUTH, found, Map.of(A0, A0, B0, B0, A1, both, B1, both, C2, C2));
        assertEquals(1, score.undivided());
        assertEquals(4, score.missedEdges());
        assertEquals(0, score.missedNodes());
        assertEquals(1 - (5 + 6) / 56.0, score.tra(), 1e-12);
        assertEquals(0, score.lnk());
    }

    @Test
    void aFalseNodeCostsOneAndAMissedOneTen() {
        Node noise = new Node("noise", 1);
        Graph found = new Graph(Set.of(A0, A1, B0, B1, C2, noise), TRUTH.edges());
        assertEquals(1 - 1 / 56.0, Aogm.score(TRUTH, found, ALL).tra(), 1e-12);
        Score.Graph missed = Aogm.score(
                TRUTH,
                new Graph(
                        Set.of(A1, B0, B1, C2),
                        Map.of(
                                new Edge(B0, B1), Meaning.GOES_ON,
                                new Edge(A1, C2), Meaning.MERGES,
                                new Edge(B1, C2), Meaning.MERGES)),
                Map.of(A1, A1, B0, B0, B1, B1, C2, C2));
        assertEquals(1 - 11.5 / 56, missed.tra(), 1e-12);
    }
}
