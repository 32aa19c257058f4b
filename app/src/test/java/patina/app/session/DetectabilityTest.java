package patina.app.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DetectabilityTest {
    @TempDir
    Path folder;

    @Test
    void saysHowSmallAPitIsFoundInTheSeriesOwnScans() throws IOException {
        Session session = new EngineSession();
        Path series =
                session.phantom(new PhantomRequest("null", folder.resolve("series"), 64, 2, 3L, null), Watch.NONE);
        Path out = folder.resolve("inspection");
        session.run(new RunRequest(series, out, null, Stage.FLAG, 0, false), Watch.NONE);
        DetectabilityRow row = session.detectability(
                        new DetectabilityRequest(out, List.of("pit"), 60, 5, null, 0), Watch.NONE)
                .get(0);
        assertEquals(1, row.scan());
        assertEquals(60, row.flaws());
        assertEquals(0, row.falseCalls());
        double voxel = 5;
        assertTrue(row.a90Um() > voxel && row.a90Um() < 4 * voxel, () -> row.toString());
        assertTrue(row.a9095Um() > row.a90Um(), () -> row.toString());
        for (DetectabilityRow.Trial trial : row.trials()) {
            assertTrue(trial.depthUm() < voxel || trial.found() || trial.depthUm() < 2 * row.a90Um(), trial.toString());
            assertTrue(trial.depthUm() > voxel || !trial.found(), "a pit shallower than a voxel is not seen: " + trial);
        }
        double stated = session.read(out).tables().summary().stream()
                .filter(summary -> summary.scan() == 1)
                .findFirst()
                .orElseThrow()
                .detectionLimitDepthUm();
        assertEquals(row.a90Um(), stated, 0.2 * row.a90Um(), "the tables state that limit");
        IOException reference = assertThrows(
                IOException.class,
                () -> session.detectability(new DetectabilityRequest(out, List.of("pit"), 40, 5, 0, 0), Watch.NONE));
        assertTrue(reference.getMessage().contains("There are [1]"), reference.getMessage());
        assertThrows(
                IllegalArgumentException.class,
                () -> session.detectability(
                        new DetectabilityRequest(out, List.of("dent"), 40, 5, null, 0), Watch.NONE));
    }
}
