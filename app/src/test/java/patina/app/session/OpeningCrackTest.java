package patina.app.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import patina.store.FeatureRow;

/** A crack in metal full of grains that gives way, by 1.3 voxels in the mean, in scans with little noise. */
class OpeningCrackTest {
    @TempDir
    Path folder;

    private FeatureRow crack(Path series, String out, @Nullable Path config) throws IOException {
        Session session = new EngineSession();
        session.run(new RunRequest(series, folder.resolve(out), config, Stage.MEASURE, 0, false), Watch.NONE);
        List<FeatureRow> cracks = session.read(folder.resolve(out)).tables().features().stream()
                .filter(row -> row.kind().equals("crack"))
                .toList();
        assertEquals(1, cracks.size());
        return cracks.get(0);
    }

    @Test
    void itsSidesAreMeasuredWhereDisplacementsAreWanted() throws IOException {
        Path series = new EngineSession()
                .phantom(
                        new PhantomRequest(
                                "opening-crack", folder.resolve("series"), 64, 2, 3L, 0.01, null, 2.0, null, null),
                        Watch.NONE);
        Path config = Files.writeString(folder.resolve("local.json"), "{\"registration\": {\"local\": true}}");
        FeatureRow plain = crack(series, "plain", null);
        assertNull(plain.openingJumpUm());
        assertNull(plain.openingJumpUUm());
        FeatureRow measured = crack(series, "local", config);
        assertEquals(plain.openingMeanUm(), measured.openingMeanUm());
        double jump = Objects.requireNonNull(measured.openingJumpUm());
        double u = Objects.requireNonNull(measured.openingJumpUUm());
        Score.Quantity q = new EngineSession()
                .score(folder.resolve("local"), series.resolveSibling("truth.json")).features().stream()
                        .filter(feature -> feature.scan() == 1)
                        .flatMap(feature -> feature.quantities().stream())
                        .filter(quantity -> quantity.name().equals("opening_jump"))
                        .findFirst()
                        .orElseThrow();
        assertEquals(5 * 4 / 3.0, q.truth(), 0.1);
        assertEquals(q.truth(), jump, 3 * u);
        assertTrue(measured.hasJumped() && u < 1.5, jump + " +- " + u);
    }
}
