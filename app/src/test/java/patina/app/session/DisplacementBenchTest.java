package patina.app.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Displacements that are a formula, in small volumes. */
class DisplacementBenchTest {
    private static List<DisplacementTrial> run(int size, DisplacementBenchRequest.Field... fields) throws IOException {
        List<DisplacementTrial> trials = new ArrayList<>();
        new EngineSession()
                .benchDisplacement(
                        new DisplacementBenchRequest(List.of(fields), 1, 7, size, 0.025, 8, 8, 0),
                        Watch.NONE,
                        trials::add);
        return trials;
    }

    @Test
    void aShiftComesToTheBoundAndASineNearIt() throws IOException {
        List<DisplacementTrial> trials =
                run(80, DisplacementBenchRequest.Field.SHIFT, DisplacementBenchRequest.Field.SINE);
        assertEquals(
                List.of("shift", "sine"),
                trials.stream().map(DisplacementTrial::field).toList());
        for (DisplacementTrial t : trials) {
            // From voxel 16 to 64 at a spacing of 8.
            assertEquals(7 * 7 * 7, t.points(), t.toString());
            assertEquals(0, t.lost(), t.toString());
            assertTrue(t.worstRms() >= t.rms() && t.pointsPerSecond() > 0, t.toString());
            assertTrue(t.covered() > 0.85 && t.covered() < 0.99, t.toString());
        }
        assertEquals(1, trials.get(0).rms() / trials.get(0).bound(), 0.15);
        assertTrue(trials.get(1).worstRms() < 0.03, trials.get(1).toString());
    }

    @Test
    void aVolumeHoldsAtLeastASubset() {
        assertThrows(IllegalArgumentException.class, () -> run(20, DisplacementBenchRequest.Field.STILL));
    }
}
