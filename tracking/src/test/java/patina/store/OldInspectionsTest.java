package patina.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Databases of every released schema, kept beside this test, can still be read. */
class OldInspectionsTest {
    @TempDir
    Path folder;

    /** Wrote schema-1.mv.db, when 1 was the newest schema. */
    static void write(Path folder) throws IOException {
        try (Inspection inspection = Inspection.create(folder)) {
            inspection.beginRun("0.1.0", "17.0.15", "{}", "{\"name\":\"kept\"}");
            inspection.putScans(List.of(Rows.scan(0), Rows.scan(1), Rows.scan(2)));
            inspection.commit("register", 1, "k1", to -> {
                to.transforms(List.of(Rows.transform(1, 0.1)));
                to.document("levels", "[1,2]");
            });
            inspection.commit("measure", Inspection.SERIES, "k2", to -> {
                to.features(List.of(Rows.feature(1, 1, 7), Rows.feature(1, 2, 5)));
                to.tracks(List.of(Rows.track(1, 1, 0.5)));
                to.memberVolumes(List.of(new MemberVolumeRow(1, 5, 3, 0.1)));
                to.summary(List.of(Rows.summary(1, 12)));
                to.flags(List.of(Rows.flag(1)));
            });
            inspection.addMoved(List.of(new MovedRow(1, "features", 1, 2, "depth_um", 5, 5.5, 0.25)));
            inspection.addEdit(EditRow.Kind.NOTE, "track 1", "{\"text\":\"seen\"}");
        }
    }

    @Test
    void schema1IsReadAndWritten() throws IOException {
        try (InputStream kept = OldInspectionsTest.class.getResourceAsStream("schema-1.mv.db")) {
            Files.copy(Objects.requireNonNull(kept), folder.resolve("inspection.mv.db"));
        }
        try (Inspection inspection = Inspection.open(folder)) {
            assertEquals(List.of(Rows.scan(0), Rows.scan(1), Rows.scan(2)), inspection.scans());
            assertEquals(
                    Rows.text(Rows.transform(1, 0.1)),
                    Rows.text(inspection.transforms().get(0)));
            assertEquals(
                    Rows.text(Rows.feature(1, 2, 5)),
                    Rows.text(inspection.features().get(1)));
            assertEquals(List.of(Rows.track(1, 1, 0.5)), inspection.tracks());
            assertEquals(List.of(Rows.summary(1, 12)), inspection.summary());
            assertEquals(List.of(Rows.flag(1)), inspection.flags());
            assertEquals("[1,2]", inspection.document("register", 1, "levels").orElseThrow());
            assertEquals(5.5, inspection.moved().get(0).after());
            assertEquals("track 1", inspection.edits().get(0).target());
            assertTrue(inspection.finished("measure", Inspection.SERIES, "k2"));
            inspection.commit("measure", 2, "k", to -> to.features(List.of(Rows.feature(2, 1, 9))));
            assertEquals(3, inspection.features().size());
        }
    }
}
