package patina.app.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The lineage of 60 features over 10 scans with 8 merges and 4 splits, each of which leaves two pieces. */
@Tag("long")
class LineageTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"0, 0.99", "0.08, 0.97"})
    void everyMergeAndSplitIsFoundAndNoneInvented(double noise, double least) throws IOException {
        Session session = new EngineSession();
        Path series = session.phantom(
                new PhantomRequest("many-features", folder.resolve("scans"), 192, 10, 7L, noise), Watch.NONE);
        Path inspection = folder.resolve("inspection");
        session.run(new RunRequest(series, inspection, null, Stage.MEASURE, 0, false), Watch.NONE);
        Score.Lineage lineage =
                session.score(inspection, series.resolveSibling("truth.json")).lineage();
        System.out.println("noise " + noise + ": " + lineage);
        assertEquals(new Score.Events(8, 8, 0), lineage.merges());
        assertEquals(new Score.Events(8, 8, 0), lineage.splits());
        assertTrue(lineage.graph().tra() >= least, () -> lineage.graph().toString());
        assertTrue(lineage.graph().lnk() >= least, () -> lineage.graph().toString());
    }
}
