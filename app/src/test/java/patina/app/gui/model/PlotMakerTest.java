package patina.app.gui.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import patina.app.gui.model.PlotMaker.Choice;
import patina.app.gui.model.PlotMaker.Made;
import patina.app.gui.model.PlotMaker.Subject;
import patina.app.gui.model.PlotMaker.Wish;
import patina.app.session.Snapshot;
import patina.geometry.Extent;
import patina.geometry.VoxelSize;
import patina.growth.Evolution;
import patina.growth.GrowthFitter;
import patina.growth.TrackGrowth;
import patina.pipeline.SeriesFacts;
import patina.reports.document.Plot;
import patina.series.Exposure;
import patina.series.Specimen;
import patina.store.FeatureRow;
import patina.store.ScanRow;
import patina.store.Tables;
import patina.store.TrackRow;

class PlotMakerTest {
    /** A pit that grows by 1 um/h over four scans at 0, 24, 48, 72 h, and a crack without depth in the last. */
    static Findings findings() {
        List<ScanRow> scans = new ArrayList<>();
        List<FeatureRow> features = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            scans.add(new ScanRow(
                    i, "s" + i, "step", 24.0 * i, new Extent(9, 9, 9), VoxelSize.cube(5), "uint16", 1, "", null, "{}"));
            features.add(feature(i, 1, "pit", 10 + 24.0 * i, null));
        }
        features.add(feature(3, 2, "crack", null, 300.0));
        List<TrackRow> tracks = List.of(
                new TrackRow(
                        1,
                        "pit",
                        0,
                        3,
                        "pre-existing",
                        "present",
                        List.of(),
                        List.of(),
                        "constant",
                        1.0,
                        0.02,
                        "um/h",
                        "growing"),
                new TrackRow(
                        2,
                        "crack",
                        3,
                        3,
                        "branched",
                        "present",
                        List.of(1),
                        List.of(),
                        null,
                        null,
                        null,
                        null,
                        "unresolved"));
        return new Findings(new Snapshot(
                Path.of("."),
                null,
                new SeriesFacts(
                        "s",
                        new Specimen(null, null, null, null, null, null),
                        new Exposure(Exposure.Quantity.TIME, "h"),
                        0,
                        0),
                scans,
                new Tables(List.of(), features, tracks, List.of(), List.of(), List.of()),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Map.of(),
                List.of(growthOfThePit())));
    }

    private static TrackGrowth growthOfThePit() {
        Evolution evolution = new Evolution(
                new double[] {0, 24, 48, 72},
                new double[] {10, 34, 58, 82},
                new double[] {0.5, 0.5, 0.5, 0.5},
                0.5 / Math.sqrt(2));
        return new TrackGrowth(1, "depth", "um", evolution, new GrowthFitter(3).fit(evolution), null);
    }

    private static FeatureRow feature(int scan, int track, String kind, Double depth, Double length) {
        return new FeatureRow(
                scan,
                24.0 * scan,
                track,
                10000 * track + scan,
                kind,
                1,
                2,
                3,
                100.0 * (scan + 1),
                5,
                100.0,
                depth,
                depth == null ? null : 0.5,
                null,
                null,
                null,
                length,
                length == null ? null : 5.0,
                null,
                null,
                null,
                null,
                null,
                scan > 0,
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

    private static Made made(Subject subject, Metric metric, Choice choice, OptionalInt selected) {
        return new PlotMaker(findings()).make(wish(subject, metric, choice, selected, Double.NaN));
    }

    private static Wish wish(Subject subject, Metric metric, Choice choice, OptionalInt selected, double threshold) {
        return new Wish(subject, metric, choice, selected, 3, false, false, true, true, threshold);
    }

    private static Plot.Curve only(Made made, Plot.Look look) {
        List<Plot.Curve> found =
                made.plot().curves().stream().filter(c -> c.look() == look).toList();
        assertEquals(1, found.size(), look + " in " + made.plot().curves());
        return found.get(0);
    }

    @Test
    void theForecastCrossesTheThresholdWhereTheTrueGrowthDoes() {
        // 10 um + 1 um/h reaches 100 um at 90 h.
        PlotMaker maker = new PlotMaker(findings());
        Wish wish = wish(Subject.HISTORY, Metric.DEPTH, Choice.SELECTED, OptionalInt.of(1), 100);
        assertFalse(maker.isReady(wish));
        maker.prepare(wish);
        assertTrue(maker.isReady(wish));
        Made made = maker.make(wish);
        List<Plot.Sample> crossing = only(made, Plot.Look.RANGE).samples();
        assertEquals(90, crossing.get(1).x(), 0.01);
        assertTrue(
                crossing.get(0).x() < 90 && crossing.get(0).x() > 87,
                "from " + crossing.get(0).x());
        assertTrue(
                crossing.get(2).x() > 90 && crossing.get(2).x() < 95,
                "to " + crossing.get(2).x());
        crossing.forEach(s -> assertEquals(100, s.y()));
        Plot.Curve law = only(made, Plot.Look.FIT);
        Plot.Sample end = law.samples().get(law.samples().size() - 1);
        assertEquals(crossing.get(2).x(), end.x(), 1e-9, "the law is drawn up to the end of the interval");
        assertEquals(10 + end.x(), end.y(), 1e-3);
        assertEquals(end.x(), made.plot().toX());
        String told = only(made, Plot.Look.LIMIT).name();
        assertTrue(told.startsWith("threshold 100\u00a0µm; pit T1 reaches it: 90.00 h (95 %: "), told);
    }

    @Test
    void aThresholdThatWasPassedOrLiesFarAheadIsALineAndNoForecast() {
        PlotMaker maker = new PlotMaker(findings());
        for (double threshold : new double[] {60, 2000}) {
            Made made = maker.make(wish(Subject.HISTORY, Metric.DEPTH, Choice.SELECTED, OptionalInt.of(1), threshold));
            assertEquals(72, made.plot().toX(), "the axis ends with the series");
            assertEquals(threshold, only(made, Plot.Look.LIMIT).samples().get(0).y());
            assertTrue(made.plot().curves().stream().noneMatch(c -> c.look() == Plot.Look.RANGE));
        }
    }

    @Test
    void tooFewPitsForExtremeValuesAreToldWithWhatToDo() {
        Made made = made(Subject.EXTREMES, Metric.DEPTH, Choice.ALL, OptionalInt.empty());
        assertTrue(made.plot().curves().isEmpty());
        assertTrue(made.missing().contains("at least 10 pits"), made.missing());
    }

    @Test
    void aPointLeadsToItsTrackAndScanAndBack() {
        Made made = made(Subject.HISTORY, Metric.DEPTH, Choice.ALL, OptionalInt.empty());
        int[] at = made.find(1, 2);
        assertEquals(58, made.plot().curves().get(at[0]).samples().get(at[1]).y());
        assertEquals(null, made.find(2, 3), "the crack has no depth");
    }

    @Test
    void theLawThatWasFoundLiesUnderItsPoints() {
        Made made = made(Subject.HISTORY, Metric.DEPTH, Choice.SELECTED, OptionalInt.of(1));
        Plot.Curve law = made.plot().curves().stream()
                .filter(c -> c.look() == Plot.Look.FIT)
                .findFirst()
                .orElseThrow();
        for (Plot.Sample s : law.samples()) {
            assertEquals(10 + s.x(), s.y(), 1e-6);
            assertTrue(s.u() > 0 && s.u() < 1, "band " + s.u());
        }
    }

    @Test
    void aHistogramCountsTheFeaturesOfTheScan() {
        Made made = made(Subject.HISTOGRAM, Metric.VOLUME, Choice.ALL, OptionalInt.empty());
        double counted = made.plot().curves().get(0).samples().stream()
                .mapToDouble(Plot.Sample::y)
                .sum();
        assertEquals(2, counted);
    }

    @Test
    void asCsvEverySampleIsARow() {
        Made made = made(Subject.HISTORY, Metric.DEPTH, Choice.SELECTED, OptionalInt.of(1));
        List<String> rows =
                made.csv().lines().filter(l -> l.startsWith("\"pit T1\"")).toList();
        assertEquals(4, rows.size());
        assertArrayEquals(
                new String[] {"\"pit T1\"", "1", "3", "72.0", "82.0", "0.5", "true"},
                rows.get(3).split(","));
    }

    @Test
    void theStoryOfATrackIsToldWithUnitAndUncertainty() {
        Findings findings = findings();
        Story story = new Story(findings, findings.tracks().get(0));
        assertEquals("Pit T1", story.title());
        assertEquals("Growing, constant law, depth by 1.000\u00a0±\u00a00.020\u00a0µm/h", story.growth());
        assertTrue(story.numbers(3).contains(new Story.Fact("Depth", "82.00\u00a0±\u00a00.50\u00a0µm")));
        Story crack = new Story(findings, findings.tracks().get(1));
        assertEquals("Growth not resolved", crack.growth());
        assertEquals(List.of(1), crack.events().get(0).tracks());
    }
}
