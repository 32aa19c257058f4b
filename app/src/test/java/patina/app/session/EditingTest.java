package patina.app.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import patina.metrics.Kind;
import patina.pipeline.Edit;
import patina.store.FeatureRow;
import patina.store.TrackRow;

/** Corrections on a finished inspection of a small phantom. */
class EditingTest {
    @TempDir
    static Path folder;

    private static final Session SESSION = new EngineSession();
    private static Path series;
    private static Path inspection;

    @BeforeAll
    static void run() throws IOException {
        series = SESSION.phantom(
                new PhantomRequest("growing-pits", folder.resolve("series"), 64, 4, 7L, null), Watch.NONE);
        inspection = folder.resolve("inspection");
        SESSION.run(request(), Watch.NONE);
    }

    private static RunRequest request() {
        return new RunRequest(series, inspection, null, Stage.FLAG, 0, false);
    }

    private static byte[] features() throws IOException {
        return Files.readAllBytes(inspection.resolve("exports/features.csv"));
    }

    @Test
    void tablesFollowEveryEditAndComeBackToTheBitWhenItIsUndone() throws IOException {
        byte[] before = features();
        Snapshot was = SESSION.read(inspection);
        int scans = was.scans().size();
        TrackRow old = was.tables().tracks().stream()
                .filter(t -> t.lastScan() - t.firstScan() >= 1)
                .findFirst()
                .orElseThrow();
        int id = old.trackId();
        int other = was.tables().tracks().stream()
                .mapToInt(TrackRow::trackId)
                .filter(t -> t != id)
                .findFirst()
                .orElseThrow();
        for (Edit edit : List.of(
                Edit.reject(id),
                Edit.changeKind(id, Kind.WEAR),
                Edit.merge(other, id),
                Edit.split(id, old.lastScan()),
                Edit.note(id, "look at it again"))) {
            Snapshot now = SESSION.edit(inspection, edit);
            List<TrackRow> tracks = now.tables().tracks();
            switch (edit.kind()) {
                case REJECT -> {
                    assertTrue(tracks.stream().noneMatch(t -> t.trackId() == id));
                    assertTrue(lost(now, scans - 1) < lost(was, scans - 1));
                }
                case CHANGE_KIND ->
                    assertTrue(now.tables().features().stream()
                            .filter(f -> f.trackId() == id)
                            .allMatch(f -> f.kind().equals("wear")));
                case MERGE -> {
                    assertTrue(tracks.stream().noneMatch(t -> t.trackId() == other));
                    assertEquals(
                            volume(was, id, scans - 1) + volume(was, other, scans - 1),
                            volume(now, id, scans - 1),
                            1e-6 * volume(now, id, scans - 1));
                    assertEquals(lost(was, scans - 1), lost(now, scans - 1));
                    assertEquals(id, now.renamed().get(scans - 1).get(other));
                }
                case SPLIT -> assertEquals(was.tables().tracks().size() + 1, tracks.size());
                default ->
                    assertEquals(
                            was.tables().features().size(),
                            now.tables().features().size());
            }
            assertTrue(SESSION.run(request(), Watch.NONE).nothingToDo(), "a run keeps to the edit: " + edit.sentence());
            int last = now.edits().get(now.edits().size() - 1).id();
            SESSION.undo(inspection, last, true);
            assertEquals(-1, java.util.Arrays.mismatch(before, features()), edit.sentence());
        }
        assertNotEquals(0, SESSION.read(inspection).edits().size(), "undone edits stay on record");
        assertTrue(SESSION.run(request(), Watch.NONE).nothingToDo());
    }

    private static double lost(Snapshot snapshot, int scan) {
        return snapshot.tables().summary().stream()
                .filter(s -> s.scan() == scan)
                .findFirst()
                .orElseThrow()
                .lostUm3();
    }

    private static double volume(Snapshot snapshot, int track, int scan) {
        return snapshot.tables().features().stream()
                .filter(f -> f.trackId() == track && f.scan() == scan)
                .mapToDouble(FeatureRow::volumeUm3)
                .sum();
    }

    @Test
    void anEditOfNoTrackIsRefusedAndNotKept() throws IOException {
        int before = SESSION.read(inspection).edits().size();
        String sentence = assertThrows(IOException.class, () -> SESSION.edit(inspection, Edit.reject(4711)))
                .getMessage();
        assertTrue(sentence.contains("no track 4711"), sentence);
        assertEquals(before, SESSION.read(inspection).edits().size());
    }

    @Test
    void aWindowKeepsAnotherAwayUntilItIsClosed() throws IOException {
        try (WindowLock lock = WindowLock.take(folder)) {
            assertThrows(IOException.class, () -> WindowLock.take(folder));
            assertTrue(Files.exists(folder.resolve("window.lock")), lock.toString());
        }
        assertFalse(Files.exists(folder.resolve("window.lock")));
        WindowLock.take(folder).close();
    }

    @Test
    void aScanThatCannotBeAddedLeavesTheSeriesAsItIs() throws IOException {
        byte[] before = Files.readAllBytes(series);
        AddScanRequest early = new AddScanRequest(series, series.resolveSibling("scan_03.tif"), 1, List.of());
        assertThrows(IOException.class, () -> SESSION.addScan(early));
        AddScanRequest none = new AddScanRequest(series, series.resolveSibling("nowhere.tif"), 500, List.of());
        assertThrows(IOException.class, () -> SESSION.addScan(none));
        assertEquals(-1, java.util.Arrays.mismatch(before, Files.readAllBytes(series)));
    }
}
