package patina.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class MovedTest {
    private static Tables tables(List<FeatureRow> features, List<TrackRow> tracks, List<SummaryRow> summary) {
        return new Tables(List.of(Rows.transform(0, 1)), features, tracks, List.of(), summary, List.of());
    }

    @Test
    void listsWhatMovedWithItsUncertaintyAndNothingElse() {
        Tables before = tables(
                List.of(Rows.feature(0, 1, 5), Rows.feature(1, 1, 7), Rows.feature(1, 3, 2)),
                List.of(Rows.track(1, 1, 0.5)),
                List.of(Rows.summary(0, 0), Rows.summary(1, 12)));
        Tables after = tables(
                List.of(
                        Rows.feature(0, 1, 5 * (1 + 1e-12)),
                        Rows.feature(1, 1, 7.5),
                        Rows.feature(1, 4, 2),
                        Rows.feature(2, 1, 9)),
                List.of(Rows.track(1, 2, 0.75), Rows.track(9, 2, 1)),
                List.of(Rows.summary(0, 0), Rows.summary(1, 12), Rows.summary(2, 20)));
        assertEquals(
                List.of(
                        new MovedRow(7, "features", 1, 1, "volume_um3", 7, 7.5, 3.25),
                        new MovedRow(7, "features", 1, 1, "volume_total_um3", 8, 8.5, 3.25),
                        new MovedRow(7, "features", 1, 3, "present", 1, 0, 0),
                        new MovedRow(7, "features", 1, 4, "present", 0, 1, 0),
                        new MovedRow(7, "tracks", Inspection.SERIES, 1, "rate", 0.5, 0.75, 0.01)),
                Moved.between(7, before, after));
    }

    @Test
    void equalTablesDoNotMove() {
        Tables tables = tables(List.of(Rows.feature(0, 2, 5)), List.of(), List.of());
        assertEquals(List.of(), Moved.between(1, tables, tables));
    }
}
