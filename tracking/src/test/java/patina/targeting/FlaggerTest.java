package patina.targeting;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import patina.geometry.Point;

class FlaggerTest {
    private static final double STAGE_UM = 3;

    private static Candidate pit(int track, double depthUm, double edgeUm) {
        return candidate(track, "pit", depthUm, edgeUm, null, null, false, 0, null, 0);
    }

    private static Candidate candidate(
            int track,
            String kind,
            double depthUm,
            double edgeUm,
            @Nullable String event,
            @Nullable String sentence,
            boolean growing,
            double rate,
            @Nullable String unit,
            double relative) {
        Point low = new Point(100, 200, 300);
        return new Candidate(
                track,
                kind,
                event,
                sentence,
                depthUm,
                new Point(110, 210, 300 + depthUm),
                low,
                low.plus(new Point(edgeUm, edgeUm, depthUm)),
                growing,
                rate,
                rateOf(kind),
                unit,
                relative,
                4);
    }

    private static String rateOf(String kind) {
        return kind.equals("crack") ? "length" : kind.equals("pit") ? "depth" : "volume";
    }

    private static List<Site> flagged(Candidate... candidates) {
        return new Flagger(TargetingSettings.defaults()).flag(List.of(candidates));
    }

    @Test
    void depthGrowthAndEventAddUpToTheScore() {
        List<Site> sites = flagged(
                pit(1, 100, 40),
                candidate(2, "crack", 50, 40, "branched", "grew out of T1 at 48 h", true, 0.5, "um/h", 0.6),
                candidate(3, "pit", 100, 40, "merged", "merged from T4 and T5 at 48 h", true, 2, "um/h", 3));
        assertEquals(List.of(3, 2, 1), sites.stream().map(Site::trackId).toList());
        assertEquals(List.of(1, 2, 3), sites.stream().map(Site::rank).toList());
        // Growth counts as 1 at the most.
        assertEquals(0.4 + 0.3 + 0.3, sites.get(0).score(), 1e-12);
        assertEquals(0.4 * 0.5 + 0.3 * 0.6 + 0.3 * 0.9, sites.get(1).score(), 1e-12);
        assertEquals(0.4, sites.get(2).score(), 1e-12);
    }

    @Test
    void aSmallPlaceIsTakenWholeWithRoomForTwiceTheUncertaintyOnEitherSide() {
        Site site = flagged(pit(1, 20, 10)).get(0);
        double u = Math.hypot(4, STAGE_UM);
        assertEquals(u, site.targetingUUm(), 1e-12);
        assertEquals(new Point(105, 205, 310), site.centreUm());
        assertEquals(10 + 4 * u, site.sizeUm().x(), 1e-12);
        assertEquals(20 + 4 * u, site.sizeUm().z(), 1e-12);
    }

    @Test
    void ofALargePlaceTheTipIsOpened() {
        Site site = flagged(pit(1, 150, 120)).get(0);
        assertEquals(new Point(110, 210, 450), site.centreUm());
        assertEquals(0.4 * 150 + 4 * 5, site.sizeUm().x(), 1e-12);
        assertEquals(150 - 80 / 2.0, site.depthBelowSurfaceUm(), 1e-12);
    }

    @Test
    void whatLiesDeeperWantsAStrongerBeam() {
        List<String> techniques = new ArrayList<>();
        for (double depth : new double[] {10, 60, 300}) {
            techniques.add(flagged(pit(1, depth, 10)).get(0).technique().name());
        }
        assertEquals(List.of("GA_FIB", "XE_PFIB", "LASER_PFIB"), techniques);
    }

    /** Box, wedge seen under 52 degrees and what lies above the box, taken off at the beam's rate. */
    @Test
    void timeIsTheRemovedVolumeOverTheRate() {
        Site site = flagged(pit(1, 60, 10)).get(0);
        double edge = 0.4 * 60 + 4 * 5;
        double above = 60 - edge / 2;
        double deep = above + edge;
        double wedge = (edge + 10) * deep * deep / (2 * Math.tan(Math.toRadians(52)));
        double volume = edge * edge * edge + wedge + edge * edge * above;
        assertEquals(volume, site.removalVolumeUm3(), 1e-6);
        assertEquals(volume / 100 / 3600, site.hours(), 1e-9);
    }

    @Test
    void noMoreAreFlaggedThanAskedFor() {
        List<Candidate> many = new ArrayList<>();
        for (int track = 1; track <= 12; track++) {
            many.add(pit(track, 10 * track, 20));
        }
        List<Site> sites = new Flagger(TargetingSettings.defaults()).flag(many);
        assertEquals(10, sites.size());
        assertEquals(12, sites.get(0).trackId());
    }

    @Test
    void theReasonNamesTracksAndWritesLargeRatesOut() {
        List<Site> sites = flagged(
                candidate(9, "crack", 99.8, 40, "branched", "grew out of T7 at 72 h", true, 4.949, "um/h", 0.9),
                candidate(3, "pore", 0, 40, "nucleated", "first seen at 24 h", true, 2821.4, "um3/h", 0.5),
                pit(1, 12, 40));
        assertEquals(
                List.of(
                        "Crack T9, 100 um deep, length growing by 4.95 um/h, grew out of T7 at 72 h.",
                        "Pore T3, 0 um deep, volume growing by 2820 um3/h, first seen at 24 h.",
                        "Pit T1, 12 um deep."),
                sites.stream().map(Site::reason).toList());
    }
}
