package patina.app.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import patina.store.SummaryRow;
import patina.store.Tables;
import patina.store.TransformRow;

/** A series of which the last scan was stitched from two stacks, the upper one a voxel off. */
class StitchedScanTest {
    @TempDir
    Path folder;

    private Path series(String scene) throws IOException {
        return new EngineSession()
                .phantom(
                        new PhantomRequest(scene, folder.resolve("series"), 64, 2, 3L, null, null, null, null, 1.0),
                        Watch.NONE);
    }

    /** The phantom's seam, as the one who stitched would give it. */
    private static void sayWhere(Path series) throws IOException {
        String manifest = Files.readString(series);
        int at = manifest.lastIndexOf("\"file\"");
        Files.writeString(series, manifest.substring(0, at) + "\"stacks\": [35], " + manifest.substring(at));
    }

    private Score run(Path series, Path out) throws IOException {
        Session session = new EngineSession();
        session.run(new RunRequest(series, out, null, Stage.FLAG, 0, false), Watch.NONE);
        return session.score(out, series.resolveSibling("truth.json"));
    }

    @Test
    void nothingIsLostAtTheSeamWhereNothingHappened() throws IOException {
        Path series = series("null");
        double asOne = run(series, folder.resolve("one")).scans().get(1).registrationVoxels();
        sayWhere(series);
        Path out = folder.resolve("stitched");
        Score score = run(series, out);
        assertTrue(asOne > 0.3, "one map cannot say both: " + asOne);
        assertTrue(
                score.scans().get(1).registrationVoxels() < 0.1,
                () -> score.scans().toString());
        assertEquals(0, score.falseChanges());
        Tables tables = new EngineSession().read(out).tables();
        assertEquals(List.of(), tables.features());
        List<TransformRow> rows =
                tables.transforms().stream().filter(row -> row.scan() == 1).toList();
        assertEquals(List.of(0, 1), rows.stream().map(TransformRow::stack).toList());
        assertEquals(34.5 * 5, rows.get(0).stackToUm());
        assertEquals(34.5 * 5, rows.get(1).stackFromUm());
        SummaryRow last = tables.summary().get(1);
        // No more than the planes beside the seam are missing.
        assertTrue(last.seenFraction() > 0.95 && last.seenFraction() < 1, () -> "" + last.seenFraction());
        assertTrue(last.lostUUm3() > 0);
    }
}
