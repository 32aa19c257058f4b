package patina.growth;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PitExtremesTest {
    /** Twenty pits in pairs of neighbours along x on 1 mm2: ten cells of 0.1 mm2, edge 316 um. */
    @Test
    void eachCellGivesItsDeepestPitAndEmptyOnesAreCensored() {
        List<PitExtremes.Pit> pits = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            double x = 316.3 * (i / 2) + 100;
            pits.add(new PitExtremes.Pit(x, 10, 0, 20 + i));
            pits.add(new PitExtremes.Pit(x + 50, 10, 0, 10));
        }
        pits.add(new PitExtremes.Pit(3000, 10, 0, 1));
        PitExtremes found = PitExtremes.of(pits, 1e6, 5).orElseThrow();
        assertEquals(1e5, found.cellAreaUm2(), 1e-6);
        assertArrayEquals(new double[] {21, 23, 25, 27, 29}, found.deepest().values());
        assertEquals(5, found.deepest().censored());
    }

    @Test
    void fewPitsMakeNoDistribution() {
        assertTrue(
                PitExtremes.of(List.of(new PitExtremes.Pit(0, 0, 0, 9)), 1e6, 5).isEmpty());
    }
}
