package patina.app.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import patina.store.FeatureRow;

class IntergranularTest {
    @TempDir
    Path folder;

    @Test
    void fissuresAlongGrainsAreOneFeatureOfTheirOwnKind() throws IOException {
        Session session = new EngineSession();
        Path series = session.phantom(
                new PhantomRequest("intergranular", folder.resolve("series"), 96, 3, 2L, null), Watch.NONE);
        Path out = folder.resolve("inspection");
        session.run(new RunRequest(series, out, null, Stage.FLAG, 0, false), Watch.NONE);
        List<FeatureRow> last = session.read(out).tables().features().stream()
                .filter(f -> f.scan() == 2)
                .toList();
        assertEquals(
                List.of("intergranular", "pit"),
                last.stream().map(FeatureRow::kind).sorted().collect(Collectors.toList()));
        Score score = session.score(out, series.resolveSibling("truth.json"));
        Score.ScanScore scan = score.scans().get(2);
        assertTrue(
                Math.abs(scan.lostUm3() / scan.lostTrueUm3() - 1) < 0.05,
                () -> scan.lostUm3() + " of " + scan.lostTrueUm3());
    }
}
