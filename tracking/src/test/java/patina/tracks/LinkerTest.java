package patina.tracks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import patina.geometry.Point;
import patina.segmentation.Family;
import patina.tracks.Linker.Evidence;
import patina.tracks.Linker.Linked;

class LinkerTest {
    private static Feature pit(int scan, int label, long voxels) {
        return new Feature(scan, label, Family.BULK, voxels, 0, new Point(10 * label, 0, 0));
    }

    private static Linked first(Feature... features) {
        return Linker.link(List.of(), true, new Evidence(List.of(features), List.of()));
    }

    private static Track track(Linked linked, int id) {
        return linked.tracks().stream().filter(t -> t.id() == id).findFirst().orElseThrow();
    }

    private static Set<Long> contact(int a, int b) {
        return Set.of(((long) Math.min(a, b) << 32) | Math.max(a, b));
    }

    @Test
    void whatCoversATracksLastPlaceContinuesIt() {
        Linked linked = Linker.link(
                first(pit(0, 1, 100)).tracks(),
                false,
                new Evidence(List.of(pit(1, 1, 150), pit(1, 2, 40)), List.of(new Overlap(1, 1, 95))));
        assertEquals(Map.of(1, 1, 2, 2), linked.trackOf());
        assertEquals(1, track(linked, 1).lastScan());
        assertEquals(Began.NUCLEATED, track(linked, 2).began());
    }

    @Test
    void tracksThatOneFeatureCoversHaveMerged() {
        Linked linked = Linker.link(
                first(pit(0, 1, 100), pit(0, 2, 80)).tracks(),
                false,
                new Evidence(List.of(pit(1, 1, 250)), List.of(new Overlap(1, 1, 98), new Overlap(1, 2, 79))));
        assertEquals(Map.of(1, 3), linked.trackOf());
        assertEquals(List.of(1, 2), track(linked, 3).parents());
        assertEquals(Began.MERGED, track(linked, 3).began());
        assertEquals(Ended.MERGED, track(linked, 1).ended());
        assertEquals(List.of(3), track(linked, 2).children());
    }

    @Test
    void piecesWithSoundMetalBetweenAreASplit() {
        Linked linked = Linker.link(
                first(pit(0, 1, 300)).tracks(),
                false,
                new Evidence(
                        List.of(pit(1, 1, 60), pit(1, 2, 40)), List.of(new Overlap(1, 1, 60), new Overlap(2, 1, 40))));
        assertEquals(Ended.SPLIT, track(linked, 1).ended());
        assertEquals(List.of(2, 3), track(linked, 1).children());
        assertEquals(Map.of(1, 2, 2, 3), linked.trackOf());
    }

    @Test
    void piecesInContactAreOneFeature() {
        Linked linked = Linker.link(
                first(pit(0, 1, 300)).tracks(),
                false,
                new Evidence(
                        List.of(pit(1, 1, 160), pit(1, 2, 140)),
                        List.of(new Overlap(1, 1, 160), new Overlap(2, 1, 140)),
                        contact(1, 2),
                        Map.of(),
                        Map.of()));
        assertEquals(Map.of(1, 1, 2, 1), linked.trackOf());
        assertEquals(Ended.PRESENT, track(linked, 1).ended());
        assertEquals(300, track(linked, 1).lastVoxels());
    }

    @Test
    void twoNeighboursThatOverlapCrosswiseKeepTheirOwn() {
        // Greedy by overlap gives feature 1 to track 1 and leaves track 2 with nothing.
        Linked linked = Linker.link(
                first(pit(0, 1, 100), pit(0, 2, 100)).tracks(),
                false,
                new Evidence(
                        List.of(pit(1, 1, 100), pit(1, 2, 100)),
                        List.of(new Overlap(1, 1, 55), new Overlap(2, 1, 45), new Overlap(1, 2, 50))));
        assertEquals(Map.of(1, 2, 2, 1), linked.trackOf());
        assertEquals(Ended.PRESENT, track(linked, 1).ended());
    }

    @Test
    void aFeatureThatDropsOutForAScanIsAGapAndNoDeath() {
        Linked empty = Linker.link(first(pit(0, 1, 100)).tracks(), false, new Evidence(List.of(), List.of()));
        assertEquals(Ended.PRESENT, track(empty, 1).ended());
        Linked again = Linker.link(
                empty.tracks(), false, new Evidence(List.of(pit(2, 1, 120)), List.of(new Overlap(1, 1, 90))));
        assertEquals(Map.of(1, 1), again.trackOf());
        assertEquals(2, track(again, 1).lastScan());
        assertEquals(Ended.VANISHED, Linker.close(empty.tracks(), 1).get(0).ended());
    }

    @Test
    void whatIsNearestContinuesASmallTrackThatNothingOverlaps() {
        Linked linked = Linker.link(
                first(pit(0, 1, 8)).tracks(),
                false,
                new Evidence(
                        List.of(
                                new Feature(1, 1, Family.BULK, 8, 0, new Point(12, 0, 0)),
                                new Feature(1, 2, Family.BULK, 8, 0, new Point(30, 0, 0))),
                        List.of(),
                        Set.of(),
                        Map.of(1, new Place(new Point(10, 0, 0), 8)),
                        Map.of()));
        assertEquals(Map.of(1, 1, 2, 2), linked.trackOf());
    }

    @Test
    void aCrackOutOfAPitBranchesOffAndNeverContinuesIt() {
        Linked linked = Linker.link(
                first(pit(0, 1, 100)).tracks(),
                false,
                new Evidence(
                        List.of(pit(1, 1, 120), new Feature(1, 2, Family.SHEET, 50, 1, Point.ORIGIN)),
                        List.of(new Overlap(1, 1, 100), new Overlap(2, 1, 30))));
        assertEquals(Map.of(1, 1, 2, 2), linked.trackOf());
        assertEquals(Began.BRANCHED, track(linked, 2).began());
        assertEquals(List.of(1), track(linked, 2).parents());
        assertEquals(Ended.PRESENT, track(linked, 1).ended());
    }

    /** The first scan's 1 lies at x = 10, the second's 1 beside it, and overlaps nothing. */
    private static Linked numbered(double x) {
        return Linker.link(
                first(pit(0, 1, 100)).tracks(),
                false,
                new Evidence(
                        List.of(new Feature(1, 1, Family.BULK, 100, 0, new Point(x, 0, 0)), pit(1, 2, 90)),
                        List.of(new Overlap(2, 1, 60)),
                        Set.of(),
                        Map.of(),
                        Map.of(1, new Linker.Named(1, new Place(new Point(10, 0, 0), 100)))));
    }

    @Test
    void whatTheUserGaveTheSameNumberIsOneTrack() {
        Linked linked = numbered(18);
        assertEquals(Map.of(1, 1, 2, 2), linked.trackOf());
        assertEquals(Began.NUCLEATED, track(linked, 2).began());
    }

    @Test
    void theSameNumberFarAwayIsAnotherFeature() {
        Linked linked = numbered(60);
        assertEquals(2, linked.trackOf().get(1));
        assertEquals(1, linked.trackOf().get(2));
    }
}
