package patina.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InspectionTest {
    @TempDir
    Path folder;

    @Test
    void rowsComeBackAsTheyWerePut() throws IOException {
        List<ScanRow> scans = List.of(Rows.scan(0), Rows.scan(1), Rows.scan(2));
        try (Inspection inspection = Inspection.create(folder.resolve("a b %20 ö"))) {
            inspection.putScans(scans);
            inspection.commit("register", 1, "k1", to -> {
                to.transforms(List.of(Rows.transform(1, 0.1)));
                to.document("covariance", "{\"a\":1}");
            });
            inspection.commit("measure", Inspection.SERIES, "k2", to -> {
                to.features(List.of(Rows.feature(1, 2, 5), Rows.feature(1, 1, 7)));
                to.tracks(List.of(Rows.track(1, 1, 0.5)));
                to.memberVolumes(List.of(new MemberVolumeRow(1, 5, 3, 0.1)));
                to.summary(List.of(Rows.summary(0, 0), Rows.summary(1, 12)));
                to.flags(List.of(Rows.flag(2), Rows.flag(1)));
            });
        }
        try (Inspection inspection = Inspection.openReadOnly(folder.resolve("a b %20 ö"))) {
            assertEquals(scans, inspection.scans());
            assertEquals(
                    Rows.text(Rows.transform(1, 0.1)),
                    Rows.text(inspection.transforms().get(0)));
            assertEquals(2, inspection.features().size());
            assertEquals(
                    Rows.text(Rows.feature(1, 1, 7)),
                    Rows.text(inspection.features().get(0)));
            assertEquals(
                    Rows.text(Rows.feature(1, 2, 5)),
                    Rows.text(inspection.features().get(1)));
            assertEquals(List.of(Rows.track(1, 1, 0.5)), inspection.tracks());
            assertEquals(List.of(new MemberVolumeRow(1, 5, 3, 0.1)), inspection.memberVolumes());
            assertEquals(List.of(Rows.summary(0, 0), Rows.summary(1, 12)), inspection.summary());
            assertEquals(List.of(Rows.flag(1), Rows.flag(2)), inspection.flags());
            assertEquals(Optional.of("{\"a\":1}"), inspection.document("register", 1, "covariance"));
            assertEquals(Optional.empty(), inspection.document("register", 0, "covariance"));
            assertThrows(IOException.class, () -> inspection.commit("x", 0, "", to -> {}));
        }
    }

    @Test
    void aStageHoldsForItsKeyAndIsReplacedAsAWhole() throws IOException {
        try (Inspection inspection = Inspection.create(folder)) {
            assertFalse(inspection.finished("measure", 0, "a"));
            inspection.begin("measure", 0);
            inspection.commit(
                    "measure", 0, "a", to -> to.features(List.of(Rows.feature(0, 1, 5), Rows.feature(0, 2, 5))));
            inspection.commit("measure", 1, "a", to -> to.features(List.of(Rows.feature(1, 1, 6))));
            assertTrue(inspection.finished("measure", 0, "a"));
            assertFalse(inspection.finished("measure", 0, "b"));
            inspection.commit("measure", 0, "b", to -> to.features(List.of(Rows.feature(0, 1, 9))));
            assertTrue(inspection.finished("measure", 0, "b"));
            assertEquals(
                    List.of(9.0, 6.0),
                    inspection.features().stream().map(FeatureRow::volumeUm3).toList());
            inspection.forget("measure", 0);
            assertFalse(inspection.finished("measure", 0, "b"));
            assertEquals(1, inspection.features().size());
            assertEquals(
                    List.of(1), inspection.stages().stream().map(StageRow::scan).toList());
        }
    }

    @Test
    void aCommitThatFailsLeavesAllAsItWas() throws IOException {
        try (Inspection inspection = Inspection.create(folder)) {
            inspection.commit("measure", 0, "a", to -> to.features(List.of(Rows.feature(0, 1, 5))));
            assertThrows(
                    IllegalStateException.class,
                    () -> inspection.commit("measure", 0, "b", to -> {
                        to.features(List.of(Rows.feature(0, 1, 9)));
                        throw new IllegalStateException("the kernel failed");
                    }));
            assertTrue(inspection.finished("measure", 0, "a"));
            assertEquals(5, inspection.features().get(0).volumeUm3());
        }
    }

    @Test
    void runsEditsAndMovesAreKept() throws IOException {
        try (Inspection inspection = Inspection.create(folder)) {
            int first = inspection.beginRun("0.1.0", "17.0.15", "{}", "{\"name\":\"s\"}");
            inspection.endRun(first);
            int second = inspection.beginRun("0.1.0", "25", "{}", "{}");
            inspection.addMoved(List.of(new MovedRow(second, "features", 1, 2, "depth_um", 5, 5.5, 0.25)));
            int note = inspection.addEdit(EditRow.Kind.NOTE, "track 3", "{\"text\":\"product\"}");
            int kind = inspection.addEdit(EditRow.Kind.CHANGE_KIND, "track 3", "{\"kind\":\"pit\"}");
            inspection.undoEdit(note, true);
            assertNotNull(inspection.runs().get(0).finished());
            assertNull(inspection.runs().get(1).finished());
            assertEquals(
                    List.of(first, second),
                    inspection.runs().stream().map(RunRow::run).toList());
            assertEquals(5.5, inspection.moved().get(0).after());
            assertTrue(inspection.edits().get(0).undone());
            assertEquals(kind, inspection.edits().get(1).id());
            assertEquals(EditRow.Kind.CHANGE_KIND, inspection.edits().get(1).kind());
            assertThrows(IllegalArgumentException.class, () -> inspection.undoEdit(99, true));
            inspection.clear();
            assertEquals(2, inspection.runs().size());
            assertEquals(List.of(), inspection.edits());
        }
    }

    @Test
    void aSecondWriterHereOrInAnotherProcessIsTurnedAway() throws Exception {
        try (Inspection inspection = Inspection.create(folder)) {
            inspection.putScans(List.of(Rows.scan(0)));
            assertTrue(refusal(() -> Inspection.open(folder)).contains("in use by another Patina"));
            assertTrue(refusal(() -> Inspection.openReadOnly(folder)).contains("in use by another Patina"));
            Process other = child("open");
            assertEquals(
                    "'" + folder + "' is in use by another Patina. Close it there, or wait until it is done.",
                    told(other));
            Process reader = child("read");
            assertTrue(told(reader).contains("in use by another Patina"));
        }
        try (Inspection a = Inspection.openReadOnly(folder);
                Inspection b = Inspection.openReadOnly(folder)) {
            assertEquals(a.scans(), b.scans());
        }
    }

    private interface Opening {
        Inspection open() throws IOException;
    }

    private static String refusal(Opening opening) {
        return assertThrows(IOException.class, () -> opening.open().close()).getMessage();
    }

    @Test
    void whatIsNoInspectionIsASentence() throws IOException {
        assertTrue(refusal(() -> Inspection.open(folder)).contains("there is no inspection.mv.db"));
        Files.writeString(folder.resolve("inspection.mv.db"), "not a database at all ".repeat(1000));
        String damaged = refusal(() -> Inspection.open(folder));
        assertTrue(damaged.contains("cannot be read as one"), damaged);
        Path file = Files.writeString(folder.resolve("file"), "");
        String notWritable = refusal(() -> Inspection.create(file.resolve("sub")));
        assertTrue(notWritable.contains("could not be written"), notWritable);
        String semicolon = refusal(() -> Inspection.create(folder.resolve("a;b")));
        assertTrue(semicolon.contains("';'"), semicolon);
    }

    @Test
    void aDatabaseThatWasCutShortIsASentence() throws IOException {
        try (Inspection inspection = Inspection.create(folder)) {
            for (int i = 0; i < 20; i++) {
                int scan = i;
                inspection.commit("measure", i, "a", to -> to.features(List.of(Rows.feature(scan, 1, 5))));
            }
        }
        Path file = folder.resolve("inspection.mv.db");
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length / 2));
        String sentence = refusal(() -> {
            Inspection inspection = Inspection.open(folder);
            inspection.features();
            return inspection;
        });
        assertTrue(sentence.contains("inspection.mv.db"), sentence);
    }

    @Test
    void aProcessKilledAtWorkLeavesWholeCommits() throws Exception {
        Inspection.create(folder).close();
        Process child = child("write");
        InputStream out = child.getInputStream();
        for (int lines = 0; lines < 8; ) {
            int c = out.read();
            if (c < 0) {
                throw new AssertionError("the child ended: " + lines);
            }
            lines += c == '\n' ? 1 : 0;
        }
        child.destroyForcibly();
        assertTrue(child.waitFor(20, TimeUnit.SECONDS));
        try (Inspection inspection = Inspection.open(folder)) {
            List<StageRow> stages = inspection.stages();
            assertTrue(stages.size() >= 8, "found " + stages.size());
            assertEquals(50L * stages.size(), inspection.features().size());
        }
    }

    private Process child(String what) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Child.class.getName(),
                        what,
                        folder.toString())
                .redirectErrorStream(true)
                .start();
    }

    private static String told(Process child) throws Exception {
        String all = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertTrue(child.waitFor(20, TimeUnit.SECONDS));
        return all;
    }

    /** Another process on the same inspection. */
    static final class Child {
        public static void main(String[] args) throws IOException {
            Path folder = Path.of(args[1]);
            try (Inspection inspection =
                    args[0].equals("read") ? Inspection.openReadOnly(folder) : Inspection.open(folder)) {
                for (int scan = 0; args[0].equals("write"); scan++) {
                    int s = scan;
                    List<FeatureRow> rows = new ArrayList<>();
                    for (int i = 0; i < 50; i++) {
                        rows.add(Rows.feature(s, i, i));
                    }
                    inspection.commit("measure", scan, "k", to -> to.features(rows));
                    System.out.println(scan);
                }
            } catch (IOException e) {
                System.out.println(e.getMessage());
            }
        }
    }

    @Test
    void nothingIsSaidOnTheStandardStreamsAndNoOtherFileIsLeft() throws IOException {
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        try (PrintStream listening = new PrintStream(said, true, StandardCharsets.UTF_8)) {
            System.setOut(listening);
            System.setErr(listening);
            Inspection.create(folder).close();
            Inspection.open(folder).close();
            assertThrows(IOException.class, () -> Inspection.create(folder));
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
        assertEquals("", said.toString(StandardCharsets.UTF_8));
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(List.of(folder.resolve("inspection.mv.db")), files.toList());
        }
    }

    @Test
    void theNewestMigrationIsTheOneThatIsExpected() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src", "main", "resources", "db", "migration"))) {
            int newest = files.map(file -> file.getFileName().toString())
                    .mapToInt(name -> Integer.parseInt(name.substring(1, name.indexOf("__"))))
                    .max()
                    .orElseThrow();
            assertEquals(Inspection.SCHEMA_VERSION, Integer.toString(newest));
        }
    }
}
