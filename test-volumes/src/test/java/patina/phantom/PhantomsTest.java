package patina.phantom;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PhantomsTest {
    private static final PhantomOptions SMALL =
            PhantomOptions.defaults().withSize(48).withSteps(3).withThreads(2);

    @TempDir
    Path folder;

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> objects(Map<String, Object> json, String key) {
        return (List<Map<String, Object>>) json.get(key);
    }

    @Test
    void writesScansTruthAndSeries() throws IOException {
        List<Integer> told = new ArrayList<>();
        Path series = Phantoms.write("growing-pits", folder.resolve("new/folder"), SMALL, told::add);
        assertEquals("series.json", series.getFileName().toString());
        assertEquals(List.of(1, 2, 3), told);
        try (var files = Files.list(series.getParent())) {
            assertEquals(
                    List.of("scan_00.tif", "scan_01.tif", "scan_02.tif", "series.json", "truth.json"),
                    files.map(file -> file.getFileName().toString()).sorted().toList());
        }
        Map<String, Object> manifest = Parsed.object(Files.readString(series));
        Map<String, Object> truth = Parsed.object(Files.readString(series.resolveSibling("truth.json")));
        assertEquals(3, objects(manifest, "scans").size());
        assertEquals(48.0, objects(manifest, "scans").get(2).get("exposure"));
        assertEquals(List.of(48.0, 48.0, 48.0), truth.get("size"));
        for (Map<String, Object> scan : objects(truth, "scans")) {
            long bytes = Files.size(series.resolveSibling((String) scan.get("file")));
            assertTrue(bytes > 2L * 48 * 48 * 48, "bytes " + bytes);
        }
        Map<String, Object> pit =
                objects(objects(truth, "scans").get(2), "features").get(0);
        assertTrue(pit.keySet()
                .containsAll(List.of(
                        "id",
                        "kind",
                        "site_um",
                        "volume_um3",
                        "volume_total_um3",
                        "depth_um",
                        "mouth_area_um2",
                        "length_um",
                        "opening_mean_um",
                        "opening_jump_um",
                        "parents")));
    }

    @Test
    void bytesDoNotDependOnThreads() throws IOException {
        Path one = Phantoms.write("all-at-once", folder.resolve("1"), SMALL.withThreads(1));
        Path two = Phantoms.write("all-at-once", folder.resolve("2"), SMALL.withThreads(2));
        for (String file : List.of("scan_00.tif", "scan_01.tif", "scan_02.tif", "truth.json", "series.json")) {
            assertArrayEquals(
                    Files.readAllBytes(one.resolveSibling(file)), Files.readAllBytes(two.resolveSibling(file)), file);
        }
    }

    @Test
    void aSlabIsTheSameCutAnyWay() {
        Phantom phantom = Phantom.of(Scene.CRACKED_PIT, SMALL);
        PhantomScan scan = phantom.scans().get(2);
        short[] whole = scan.slices(phantom.placement(), 0, 48);
        short[] part = scan.slices(phantom.placement(), 13, 5);
        for (int i = 0; i < part.length; i++) {
            assertEquals(whole[13 * 48 * 48 + i], part[i]);
        }
    }

    @Test
    void anotherSeedIsAnotherSeries() throws IOException {
        Path one = Phantoms.write("null", folder.resolve("1"), SMALL);
        Path other = Phantoms.write("null", folder.resolve("2"), SMALL.withSeed(8));
        assertTrue(Files.mismatch(one.resolveSibling("scan_01.tif"), other.resolveSibling("scan_01.tif")) >= 0);
    }

    @Test
    void inTheNullSeriesNothingChanges() throws IOException {
        PhantomOptions still = SMALL.withNoise(0)
                .withRotationDegrees(0)
                .withShiftVoxels(0)
                .withScaleDrift(0)
                .withGain(0)
                .withOffset(0)
                .withCupping(0)
                .withRings(0);
        Path series = Phantoms.write("null", folder, still);
        for (int i = 1; i < 3; i++) {
            assertEquals(-1, Files.mismatch(folder.resolve("scan_00.tif"), folder.resolve("scan_0" + i + ".tif")));
        }
        Map<String, Object> truth = Parsed.object(Files.readString(series.resolveSibling("truth.json")));
        for (Map<String, Object> scan : objects(truth, "scans")) {
            assertEquals(0.0, scan.get("lost_um3"));
            assertEquals(List.of(), scan.get("features"));
        }
    }

    @Test
    void anUnknownNameIsAnsweredWithTheNamesThereAre() {
        var refused = assertThrows(
                IllegalArgumentException.class, () -> Phantoms.write("growing-pit", folder.resolve("x"), SMALL));
        assertTrue(refused.getMessage().startsWith("There is no phantom named 'growing-pit'; there are growing-pits,"));
        assertFalse(Files.exists(folder.resolve("x")));
        for (String name : Phantoms.names().keySet()) {
            assertTrue(refused.getMessage().contains(name), name);
        }
    }

    @Test
    void tooFewStepsAreRefused() {
        var refused = assertThrows(
                IllegalArgumentException.class, () -> Phantoms.write("merging-pits", folder, SMALL.withSteps(2)));
        assertEquals("The phantom 'merging-pits' needs at least 3 steps, but was asked for 2.", refused.getMessage());
    }

    @Test
    void optionsOutOfRangeAreRefused() {
        var refused = assertThrows(IllegalArgumentException.class, () -> SMALL.withNoise(-0.1));
        assertEquals(
                "A phantom's noise must be from 0 to 1 (a share of metal minus air), but is -0.1.",
                refused.getMessage());
        assertThrows(IllegalArgumentException.class, () -> SMALL.withSize(8));
        assertThrows(IllegalArgumentException.class, () -> SMALL.withVoxelUm(Double.NaN));
    }

    @Test
    void repeatsCarryTheirRole() throws IOException {
        Path series = Phantoms.write("repeat", folder, SMALL);
        List<Map<String, Object>> scans = objects(Parsed.object(Files.readString(series)), "scans");
        assertEquals(5, scans.size());
        assertEquals("repeat", scans.get(1).get("role"));
        assertEquals(scans.get(0).get("exposure"), scans.get(1).get("exposure"));
        assertFalse(scans.get(2).containsKey("role"));
        assertEquals("repeat", scans.get(4).get("role"));
    }
}
