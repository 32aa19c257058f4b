package patina.app.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import patina.app.session.Score.Found;
import patina.geometry.Affine;
import patina.store.FeatureRow;
import patina.store.SummaryRow;
import patina.store.TrackRow;
import patina.store.TransformRow;

class ScoringTest {
    /**
     * Two scans of a view of 101³ voxels of 5 um. Pit A at (100, 250, 250) um has lost 8000 um³ by scan 1; pit B at
     * (400, 250, 250) um has lost 1000 um³.
     */
    private static final String TWO_PITS = """
            { "voxel_um": 5.0, "size": [101, 101, 101], "noise": 0.04, "blur_voxels": 0.7, "seed": 7, "scans": [
              { "file": "scan_00.tif", "exposure": 0, "matrix": [[1,0,0,0],[0,1,0,0],[0,0,1,0]],
                "scale_drift": 0, "lost_um3": 0, "features": [] },
              { "file": "scan_01.tif", "exposure": 24, "matrix": [[1,0,0,10],[0,1,0,0],[0,0,1,0]],
                "scale_drift": 0.0005, "lost_um3": 9000, "features": [
                  { "id": "A", "kind": "pit", "site_um": [100,250,250], "volume_um3": 8000, "volume_total_um3": 8000,
                    "depth_um": 20, "mouth_area_um2": 600, "length_um": null, "parents": [] },
                  { "id": "B", "kind": "pit", "site_um": [400,250,250], "volume_um3": 1000, "volume_total_um3": 1000,
                    "depth_um": 10, "mouth_area_um2": 150, "parents": [] } ] } ] }
            """;

    @TempDir
    Path folder;

    private Truth truth(String json) throws IOException {
        return Truth.read(Files.writeString(folder.resolve("truth.json"), json));
    }

    private static TransformRow transform(int scan, Affine affine) {
        return new TransformRow(
                scan,
                "scan_0" + scan + ".tif",
                "step",
                affine,
                scan == 0 ? "identity" : "rigid",
                0.0004,
                0.2,
                0.01,
                0,
                1,
                new double[0],
                0,
                0,
                0,
                "");
    }

    private static SummaryRow summary(int scan, double lost, double u, boolean resolved, double limit) {
        return new SummaryRow(
                scan, 24 * scan, lost, u, lost, 0, 1e6, 0, 0, null, 0, 0, null, null, null, null, null, null, resolved,
                1, limit / 2, limit, 5, 0, 0, false);
    }

    private static FeatureRow feature(
            int scan,
            int track,
            int id,
            String kind,
            double x,
            double volume,
            double u,
            @Nullable Double depth,
            boolean resolved) {
        return new FeatureRow(
                scan,
                24 * scan,
                track,
                id,
                kind,
                x,
                250,
                250,
                volume,
                u,
                volume,
                depth,
                1.0,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                resolved,
                false,
                false,
                null,
                new long[0],
                List.of(),
                null,
                null,
                null,
                null);
    }

    private static TrackRow track(int id, String began, Integer... parents) {
        return new TrackRow(
                id, "pit", 0, 1, began, "present", List.of(parents), List.of(), null, null, null, null, "unresolved");
    }

    @Test
    void aShiftThatIsOneVoxelOffIsOneVoxelOff() throws IOException {
        Score score = Scoring.of(
                truth(TWO_PITS),
                List.of(transform(0, Affine.IDENTITY), transform(1, Affine.translation(15, 0, 0))),
                List.of(),
                List.of(),
                List.of());
        assertEquals(0, score.scans().get(0).registrationVoxels(), 1e-12);
        assertEquals(1, score.scans().get(1).registrationVoxels(), 1e-12);
        assertEquals(5, score.scans().get(1).registrationUm(), 1e-12);
        assertEquals(-0.0001, score.scans().get(1).scaleDriftError(), 1e-12);
    }

    /** At a scale error e about the origin, points x in [a, b]³ are e * sqrt(3 <x²>) off; the grid's mean is known. */
    @Test
    void aScaleErrorGrowsWithTheDistance() throws IOException {
        Affine scaled = Affine.scaling(1.001, 1.001, 1.001).then(Affine.translation(10, 0, 0));
        Score score = Scoring.of(
                truth(TWO_PITS),
                List.of(transform(0, Affine.IDENTITY), transform(1, scaled)),
                List.of(),
                List.of(),
                List.of());
        double mean = 0;
        for (int i = 0; i < 6; i++) {
            double x = 75 + 350 * i / 5.0;
            mean += x * x / 6;
        }
        assertEquals(0.001 * Math.sqrt(3 * mean), score.scans().get(1).registrationUm(), 1e-9);
    }

    @Test
    void theReferenceScansOwnPoseIsNoError() throws IOException {
        String moved = TWO_PITS.replace("[[1,0,0,0]", "[[1,0,0,-7]")
                .replace("[[1,0,0,10]", "[[1,0,0,3]")
                .replace("[100,250,250]", "[107,250,250]");
        Score score = Scoring.of(
                truth(moved),
                List.of(transform(0, Affine.IDENTITY), transform(1, Affine.translation(10, 0, 0))),
                List.of(feature(1, 3, 1, "pit", 100, 8000, 100, 20.0, true)),
                List.of(),
                List.of());
        assertEquals(0, score.scans().get(1).registrationVoxels(), 1e-12);
        assertEquals(Found.RESOLVED, score.features().get(0).found());
    }

    @Test
    void featuresAreMatchedBySiteAndTheirErrorsCounted() throws IOException {
        Score score = Scoring.of(
                truth(TWO_PITS),
                List.of(transform(0, Affine.IDENTITY), transform(1, Affine.translation(10, 0, 0))),
                List.of(
                        feature(1, 3, 1, "crack", 395, 900, 60, null, true),
                        feature(1, 4, 2, "pit", 103, 8400, 100, 21.5, true),
                        feature(1, 5, 3, "pit", 250, 5000, 100, 9.0, true),
                        feature(1, 6, 4, "gain", 250, 5000, 100, 9.0, true)),
                List.of(),
                List.of(summary(0, 0, 10, false, 500), summary(1, 9300, 200, true, 500)));
        assertEquals(2, score.count(Found.RESOLVED));
        assertEquals(1, score.kindsRight());
        assertEquals(1, score.kindsWrong());
        assertEquals(1, score.falseFeatures().size());
        assertEquals(5, score.falseFeatures().get(0).trackId());
        Score.Quantity volumeA = score.features().get(0).quantities().get(0);
        assertEquals(400, volumeA.error(), 1e-9);
        assertEquals(false, volumeA.covered());
        Score.Quantity volumeB = score.features().get(1).quantities().get(0);
        assertEquals(-100, volumeB.error(), 1e-9);
        assertEquals(true, volumeB.covered());
        Score.Summary volume = score.summaries().get(0);
        assertEquals(2, volume.n());
        assertEquals(1, volume.covered());
        assertEquals(-10, volume.worstPercent(), 1e-9);
        assertEquals(Math.sqrt((25 + 100) / 2.0), volume.rmsPercent(), 1e-9);
        Score.ScanScore scan = score.scans().get(1);
        assertEquals(100 * 300 / 9000.0, scan.lostErrorPercent(), 1e-9);
        assertTrue(scan.lostCovered());
        assertNull(score.scans().get(0).lostErrorPercent());
    }

    @Test
    void aMissedFeatureBelowTheDetectionLimitIsToldApart() throws IOException {
        Score score = Scoring.of(
                truth(TWO_PITS),
                List.of(transform(0, Affine.IDENTITY), transform(1, Affine.translation(10, 0, 0))),
                List.of(),
                List.of(),
                List.of(summary(1, 0, 10, false, 2000)));
        assertEquals(1, score.count(Found.MISSED));
        assertEquals(1, score.count(Found.BELOW_LIMIT));
    }

    @Test
    void whatTheWholeSurfaceLostIsFoundInTheScansSummary() throws IOException {
        String thinned = """
                { "voxel_um": 5.0, "size": [101, 101, 101], "scans": [
                  { "file": "scan_00.tif", "exposure": 0, "matrix": [1,0,0,0,0,1,0,0,0,0,1,0], "lost_um3": 0, "features": [] },
                  { "file": "scan_01.tif", "exposure": 24, "matrix": [1,0,0,0,0,1,0,0,0,0,1,0], "lost_um3": 500000,
                    "features": [ { "id": "T", "kind": "uniform", "site_um": [250,250,250], "volume_um3": 500000,
                      "volume_total_um3": 500000, "depth_um": 0.5 } ] } ] }
                """;
        List<TransformRow> transforms = List.of(transform(0, Affine.IDENTITY), transform(1, Affine.IDENTITY));
        SummaryRow told = new SummaryRow(
                1, 24, 4e5, 9e4, 0, 0, 1e6, 0, 0, null, 0, 0, null, null, null, null, null, null, true, 1, 100, 200, 5,
                4e5, 9e4, true);
        Score score = Scoring.of(truth(thinned), transforms, List.of(), List.of(), List.of(told));
        assertEquals(1, score.count(Found.RESOLVED));
        assertEquals(1, score.kindsRight());
        assertEquals(-1e5, score.features().get(0).quantities().get(0).error(), 1e-9);
        assertEquals(-0.1, score.features().get(0).quantities().get(1).error(), 1e-12);
        SummaryRow notResolved = summary(1, 0, 10, false, 2000);
        assertEquals(
                1,
                Scoring.of(truth(thinned), transforms, List.of(), List.of(), List.of(notResolved))
                        .count(Found.MISSED));
    }

    @Test
    void resolvedChangesOfASpecimenThatLostNothingAreFalse() throws IOException {
        String nothing = TWO_PITS.substring(0, TWO_PITS.indexOf("\"lost_um3\": 9000")) + "\"lost_um3\": 0 } ] }";
        Score score = Scoring.of(
                truth(nothing),
                List.of(transform(0, Affine.IDENTITY), transform(1, Affine.translation(10, 0, 0))),
                List.of(
                        feature(1, 1, 1, "pit", 100, 100, 10, 2.0, true),
                        feature(1, 2, 2, "pit", 300, 100, 90, 2.0, false)),
                List.of(),
                List.of(summary(0, 0, 10, false, 500), summary(1, 500, 10, true, 500)));
        assertEquals(2, score.falseChanges());
    }

    @Test
    void mergesAreFoundByTheirParentsAndOthersAreInvented() throws IOException {
        String merging = """
                { "voxel_um": 5.0, "size": [101, 101, 101], "scans": [
                  { "file": "scan_00.tif", "exposure": 0, "matrix": [1,0,0,0,0,1,0,0,0,0,1,0], "lost_um3": 0, "features": [
                    { "id": "A", "kind": "pit", "site_um": [100,250,250], "volume_um3": 0, "volume_total_um3": 8000 },
                    { "id": "B", "kind": "pit", "site_um": [180,250,250], "volume_um3": 0, "volume_total_um3": 8000 } ] },
                  { "file": "scan_01.tif", "exposure": 24, "matrix": [1,0,0,0,0,1,0,0,0,0,1,0], "lost_um3": 9000,
                    "features": [ { "id": "C", "kind": "pit", "site_um": [140,250,250], "volume_um3": 9000,
                      "volume_total_um3": 25000, "parents": ["A", "B"] } ] } ] }
                """;
        List<FeatureRow> features = List.of(
                feature(0, 1, 1, "pit", 100, 0, 10, null, false),
                feature(0, 2, 2, "pit", 180, 0, 10, null, false),
                feature(1, 3, 3, "pit", 140, 9000, 10, null, true));
        List<TransformRow> transforms = List.of(transform(0, Affine.IDENTITY), transform(1, Affine.IDENTITY));
        Score.Lineage right = Scoring.of(
                        truth(merging),
                        transforms,
                        features,
                        List.of(track(1, "pre-existing"), track(2, "pre-existing"), track(3, "merged", 1, 2)),
                        List.of())
                .lineage();
        assertEquals(new Score.Events(1, 1, 0), right.merges());
        assertEquals(0, right.switches());
        Score.Lineage wrong = Scoring.of(
                        truth(merging),
                        transforms,
                        features,
                        List.of(track(1, "pre-existing"), track(2, "pre-existing"), track(3, "split", 1)),
                        List.of())
                .lineage();
        assertEquals(new Score.Events(1, 0, 0), wrong.merges());
        assertEquals(new Score.Events(0, 0, 1), wrong.splits());
    }

    @Test
    void whatIsNoTruthIsRefusedInOneSentence() {
        IOException missing = assertThrows(IOException.class, () -> Truth.read(folder.resolve("none.json")));
        assertTrue(missing.getMessage().startsWith("There is no truth file"), missing.getMessage());
        IOException broken = assertThrows(IOException.class, () -> truth("{ \"voxel_um\": 5"));
        assertTrue(broken.getMessage().contains("is no truth file"), broken.getMessage());
        IOException empty = assertThrows(IOException.class, () -> truth("{}"));
        assertTrue(empty.getMessage().endsWith("it has no 'size'."), empty.getMessage());
    }
}
