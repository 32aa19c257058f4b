package patina.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import patina.metrics.Kind;
import patina.segmentation.Family;
import patina.store.EditRow;
import patina.tracks.Began;
import patina.tracks.Ended;
import patina.tracks.Track;

/**
 * Edits over what was linked here:
 *
 * <pre>
 * scan      0    1    2    3
 * track 1   1----1----1----1     (label 1)
 * track 2        2----2          (label 2), merged with 3 into 4
 * track 3        3----3          (label 3)
 * track 4                  2     (label 2)
 * </pre>
 */
class ReviewTest {
    private static final List<Track> LINKED = List.of(
            track(1, 0, 3, Began.PRE_EXISTING, Ended.PRESENT, List.of(), List.of()),
            track(2, 1, 2, Began.NUCLEATED, Ended.MERGED, List.of(), List.of(4)),
            track(3, 1, 2, Began.NUCLEATED, Ended.MERGED, List.of(), List.of(4)),
            track(4, 3, 3, Began.MERGED, Ended.PRESENT, List.of(2, 3), List.of()));
    private static final Map<Integer, Map<Integer, Integer>> LABELS =
            Map.of(0, Map.of(1, 1), 1, Map.of(1, 1, 2, 2, 3, 3), 2, Map.of(1, 1, 2, 2, 3, 3), 3, Map.of(1, 1, 2, 4));

    private static Track track(
            int id, int first, int last, Began began, Ended ended, List<Integer> parents, List<Integer> children) {
        return new Track(id, Family.BULK, first, last, 100, began, ended, parents, children);
    }

    private static List<EditRow> rows(Edit... edits) {
        List<EditRow> rows = new ArrayList<>();
        for (Edit edit : edits) {
            rows.add(new EditRow(rows.size() + 1, Instant.EPOCH, edit.kind(), edit.target(), edit.json(), false));
        }
        return rows;
    }

    private static Review review(Edit... edits) throws IOException {
        return new Review(LINKED, LABELS, rows(edits));
    }

    private static Track find(Review review, int id) {
        return review.tracks().stream().filter(t -> t.id() == id).findFirst().orElseThrow();
    }

    @Test
    void withoutEditsAllIsAsItWasLinked() throws IOException {
        assertEquals(LINKED, review().tracks());
        assertEquals(4, review().trackOf(3, 2));
        assertEquals("", Review.inForce(rows(Edit.note(1, "looks sound"), Edit.accept(2))));
    }

    @Test
    void aRejectedTrackIsNowhere() throws IOException {
        Review review = review(Edit.reject(2));
        assertEquals(List.of(1, 3, 4), review.tracks().stream().map(Track::id).toList());
        assertNull(review.trackOf(1, 2));
        assertEquals(List.of(3), find(review, 4).parents());
    }

    @Test
    void acceptingTakesARejectionBackAndUndoneEditsCountForNothing() throws IOException {
        assertEquals(LINKED, review(Edit.reject(2), Edit.accept(2)).tracks());
        EditRow undone = new EditRow(1, Instant.EPOCH, EditRow.Kind.REJECT, "track 2", "{}", true);
        assertEquals(LINKED, new Review(LINKED, LABELS, List.of(undone)).tracks());
        assertEquals("", Review.inForce(List.of(undone)));
        assertNotEquals(Review.inForce(rows(Edit.reject(2))), Review.inForce(rows(Edit.reject(3))));
    }

    @Test
    void mergedTracksAreOneFromTheFirstToTheLast() throws IOException {
        Review review = review(Edit.merge(4, 2));
        Track whole = find(review, 2);
        assertEquals(1, whole.firstScan());
        assertEquals(3, whole.lastScan());
        assertEquals(Ended.PRESENT, whole.ended());
        assertEquals(List.of(), whole.children());
        assertEquals(2, review.trackOf(3, 2));
        assertEquals(List.of(2), find(review, 3).children());
    }

    @Test
    void aSplitTrackEndsAndAnotherBeginsWithItAsParent() throws IOException {
        Review review = review(Edit.split(1, 2));
        int made = Review.FIRST_BY_HAND + 1;
        assertEquals(1, find(review, 1).lastScan());
        assertEquals(Ended.SPLIT, find(review, 1).ended());
        assertEquals(List.of(made), find(review, 1).children());
        assertEquals(2, find(review, made).firstScan());
        assertEquals(List.of(1), find(review, made).parents());
        assertEquals(1, review.trackOf(1, 1));
        assertEquals(made, review.trackOf(2, 1));
    }

    @Test
    void laterEditsSeeWhatEarlierOnesMade() throws IOException {
        int made = Review.FIRST_BY_HAND + 1;
        Review review = review(Edit.split(1, 2), Edit.changeKind(made, Kind.WEAR), Edit.reject(1));
        assertEquals(Kind.WEAR, review.kindOf(made));
        assertEquals(List.of(), find(review, made).parents());
        assertNull(review.trackOf(0, 1));
        assertEquals(made, review.trackOf(3, 1));
    }

    @Test
    void editsComeBackFromTheRecordAsTheyWere() throws IOException {
        for (Edit edit : List.of(
                Edit.accept(1),
                Edit.reject(2),
                Edit.changeKind(3, Kind.CRACK),
                Edit.merge(2, 3),
                Edit.split(1, 2),
                Edit.note(1, "a \"note\", with commas\nand lines"))) {
            assertEquals(edit, Edit.of(Objects.requireNonNull(rows(edit).get(0))));
        }
    }
}
