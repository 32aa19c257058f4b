package patina.app.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GrowingPoresTest {
    @TempDir
    Path folder;

    @Test
    void whatPoresLostIsWhatTheyGrewBySinceTheReferenceScan() throws IOException {
        Session session = new EngineSession();
        Path series = session.phantom(
                new PhantomRequest("growing-pores", folder.resolve("series"), 96, 3, 2L, null), Watch.NONE);
        Path out = folder.resolve("inspection");
        session.run(new RunRequest(series, out, null, Stage.MEASURE, 0, false), Watch.NONE);
        Score score = session.score(out, series.resolveSibling("truth.json"));
        for (int scan = 1; scan < 3; scan++) {
            double truth = score.scans().get(scan).lostTrueUm3();
            double inFeatures = session.read(out).tables().summary().get(scan).featuresLostUm3();
            assertEquals(1, inFeatures / truth, 0.05, "scan " + scan);
        }
    }
}
