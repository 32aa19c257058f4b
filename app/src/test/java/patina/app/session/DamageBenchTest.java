package patina.app.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import patina.app.session.Score.FeatureScore;
import patina.app.session.Score.Found;

/** What is pooled over series, from scores written by hand. */
class DamageBenchTest {
    private static final double VOXEL_UM = 2;

    @Test
    void errorsAreOfWhatStandsAloneAndOfTheLastScans() {
        DamageBench.Pool pool = new DamageBench.Pool(2);
        pool.add(
                score(
                        0,
                        scan(1, 50.0),
                        scan(2, 1.0),
                        scan(3, -3.0),
                        // 100 voxels of 8 um3, 10 % too many; 1000 voxels, 2 % too few; both in one track: no error of
                        // either's.
                        feature(1, "a", 7, 800, 8000),
                        feature(2, "a", 7, 800, 880),
                        feature(3, "b", 8, 8000, 7840),
                        feature(3, "c", 9, 800, 1600),
                        feature(3, "d", 9, 800, 1600)),
                VOXEL_UM);
        DamageBenchRow row = pool.row("by hand");
        Map<String, DamageBenchRow.Errors> errors =
                row.errors().stream().collect(Collectors.toMap(DamageBenchRow.Errors::name, Function.identity()));
        assertEquals(-1, errors.get("lost").mean(), 1e-12, "of the last two scans");
        assertEquals(2, errors.get("lost").standardDeviation(), 1e-12);
        assertEquals(-3, errors.get("lost").worst(), 1e-12);
        assertEquals(10, errors.get("volume, 60 to 500 voxels").worst(), 1e-9);
        assertEquals(1, errors.get("volume, 60 to 500 voxels").n());
        assertEquals(-2, errors.get("volume, from 500 voxels").mean(), 1e-9);
        assertEquals("%", errors.get("lost").unit());
    }

    @Test
    void aSeriesIsQuietWhenNothingIsFalseAndWholeWhenItsLastScanIs() {
        DamageBench.Pool pool = new DamageBench.Pool(0);
        pool.add(score(0, scan(1, null), scan(2, null), missed(1), feature(2, "a", 1, 80, 80)), VOXEL_UM);
        pool.add(score(1, scan(1, null), scan(2, null), feature(1, "a", 1, 80, 80), missed(2)), VOXEL_UM);
        DamageBenchRow row = pool.row("by hand");
        assertEquals(2, row.series());
        assertEquals(1, row.wholes());
        assertEquals(1, row.quiet(), "the second has a change where nothing was lost");
        assertEquals(4, row.features());
        assertEquals(2, row.resolved());
        assertEquals(2, row.missed());
        assertEquals(2, row.kindsRight());
    }

    private static Score score(int falseChanges, Record... parts) {
        return new Score(
                parts(parts, Score.ScanScore.class),
                parts(parts, FeatureScore.class),
                List.of(),
                falseChanges,
                new Score.Lineage(
                        new Score.Events(0, 0, 0),
                        new Score.Events(0, 0, 0),
                        new Score.Events(0, 0, 0),
                        0,
                        new Score.Graph(1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0)));
    }

    private static <T> List<T> parts(Record[] parts, Class<T> type) {
        return List.of(parts).stream().filter(type::isInstance).map(type::cast).toList();
    }

    private static Score.ScanScore scan(int scan, @Nullable Double lostErrorPercent) {
        return new Score.ScanScore(
                scan, "scan_" + scan + ".tif", 0, 0, 0, 0, 0, 0, 0, lostErrorPercent, true, lostErrorPercent != null);
    }

    private static FeatureScore feature(int scan, String id, int track, double trueUm3, double um3) {
        return new FeatureScore(
                scan,
                id,
                "pit",
                Found.RESOLVED,
                "pit",
                track,
                List.of(new Score.Quantity("volume", "um3", trueUm3, um3, null)));
    }

    private static FeatureScore missed(int scan) {
        return new FeatureScore(scan, "a", "pit", Found.MISSED, null, 0, List.of());
    }
}
