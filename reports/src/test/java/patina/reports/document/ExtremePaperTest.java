package patina.reports.document;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import patina.growth.ExtremeModel;
import patina.reports.document.Plot.Look;
import patina.reports.document.Plot.Sample;
import patina.store.FeatureRow;
import patina.store.SummaryRow;

/**
 * A plate of 500 x 400 um in 20 patches of 100 x 100 um. Each patch has two pits: the deeper, track 1 to 20, has the depth
 * that Gumbel's distribution (location 40 um, scale 5 um) has at its rank, the other, track 101 to 120, half of it.
 */
class ExtremePaperTest {
    private static final int PATCHES = 20;
    private static final double LOCATION = 40;
    private static final double SCALE = 5;

    private static double depth(int rank) {
        return LOCATION - SCALE * Math.log(-Math.log(rank / (PATCHES + 1.0)));
    }

    private static List<FeatureRow> pits() {
        List<FeatureRow> pits = new ArrayList<>();
        for (int i = 0; i < PATCHES; i++) {
            // Ranks are strewn over the plate: 7 and 20 have no common divisor.
            int rank = 1 + 7 * i % PATCHES;
            pits.add(pit(100 * (i % 5) + 30, 100 * (i / 5) + 30, rank, depth(rank)));
            pits.add(pit(100 * (i % 5) + 70, 100 * (i / 5) + 70, 100 + rank, depth(rank) / 2));
        }
        return pits;
    }

    private static FeatureRow pit(double x, double y, int track, double depth) {
        return new FeatureRow(
                3,
                72,
                track,
                track,
                "pit",
                x,
                y,
                5,
                1000,
                5,
                1000,
                depth,
                0.5,
                depth,
                100.0,
                200.0,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                true,
                false,
                false,
                null,
                new long[6],
                List.of(),
                null,
                null,
                null,
                null);
    }

    private static SummaryRow summary(double detectionLimitUm) {
        return new SummaryRow(
                3,
                72,
                0,
                1,
                0,
                0,
                200_000,
                40,
                2e8,
                null,
                0,
                0,
                null,
                null,
                null,
                null,
                null,
                null,
                true,
                1,
                100,
                200,
                detectionLimitUm,
                0,
                1,
                false);
    }

    @Test
    void pitsOfGumbelsDistributionLieOnAStraightLine() {
        Plot plot = ExtremePaper.of(pits(), summary(10)).orElseThrow().plot("paper");
        List<Sample> points = plot.curves().get(0).samples();
        assertEquals(PATCHES, points.size());
        for (Sample s : points) {
            assertEquals(LOCATION + SCALE * s.x(), s.y(), 1e-9);
            assertEquals(0.5, s.u());
        }
    }

    @Test
    void everyPointIsTheDeepestPitOfItsPatch() {
        ExtremePaper paper = ExtremePaper.of(pits(), summary(10)).orElseThrow();
        assertEquals(
                IntStream.rangeClosed(1, PATCHES).boxed().toList(),
                paper.deepest().stream().map(FeatureRow::trackId).toList());
        assertEquals(PATCHES, paper.cells(), 1e-9);
    }

    @Test
    void theFitIsGumbelsAndItsIntervalsHoldTheTruth() {
        ExtremePaper paper = ExtremePaper.of(pits(), summary(10)).orElseThrow();
        assertEquals(ExtremeModel.GUMBEL, paper.fit().model());
        assertTrue(paper.fit().locationInterval().contains(LOCATION));
        assertTrue(paper.fit().scaleInterval().contains(SCALE));
        Plot plot = paper.plot("paper");
        assertEquals("Gumbel", plot.curves().get(1).name());
        List<Sample> high = plot.curves().get(2).samples();
        List<Sample> low = plot.curves().get(3).samples();
        for (int i = 0; i < high.size(); i++) {
            assertEquals(Look.LIMIT, plot.curves().get(2).look());
            double truth = LOCATION + SCALE * high.get(i).x();
            assertTrue(
                    low.get(i).y() < truth && truth < high.get(i).y(),
                    "at " + high.get(i).x());
        }
    }

    @Test
    void otherKindsAndScansDoNotCountAndTooFewPitsMakeNoPaper() {
        assertTrue(ExtremePaper.of(pits().subList(0, 9), summary(10)).isEmpty());
        assertTrue(ExtremePaper.of(pits(), summary(1000)).isEmpty());
    }
}
