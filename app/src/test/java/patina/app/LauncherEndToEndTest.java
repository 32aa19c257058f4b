package patina.app;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The finished program as a user starts it: a small phantom of growing pits, all the way, and what goes wrong on it. */
@Tag("long")
@DisabledOnOs(OS.WINDOWS)
class LauncherEndToEndTest {
    private static final List<String> TABLES =
            List.of("transforms.csv", "features.csv", "tracks.csv", "member_volumes.csv", "summary.csv", "flags.csv");
    private static final ObjectMapper JSON = new ObjectMapper();

    private static Path folder;
    private static Path series;
    private static Path inspection;

    @BeforeAll
    static void runOnce() throws Exception {
        folder = Files.createTempDirectory("patina-end-to-end-");
        Started phantom = Started.patina(
                folder, "phantom", "growing-pits", "--out", "s", "--size", "72", "--steps", "3", "--quiet");
        assertEquals(0, phantom.code(), phantom.err());
        assertEquals("s/series.json\n", phantom.out());
        series = folder.resolve("s/series.json");
        Started run = Started.patina(folder, "run", "s/series.json", "--out", "d", "--memory", "600m");
        assertEquals(0, run.code(), run.err());
        assertTrue(run.err().contains(" %"), run.err());
        inspection = folder.resolve("d");
    }

    @AfterAll
    static void tidy() throws IOException {
        remove(folder);
    }

    @Test
    void theInspectionHoldsAllThatTheContractNames() throws IOException {
        for (String name : List.of("inspection.mv.db", "series.json", "config.json", "report.html", "report.pdf")) {
            assertTrue(Files.isRegularFile(inspection.resolve(name)), name);
        }
        for (String table : TABLES) {
            assertTrue(Files.isRegularFile(inspection.resolve("exports").resolve(table)), table);
        }
        assertTrue(Files.isDirectory(inspection.resolve("labels")));
        assertTrue(Files.isDirectory(inspection.resolve("aligned")));
        String header =
                Files.readAllLines(inspection.resolve("exports/features.csv")).get(0);
        assertTrue(header.startsWith("scan,exposure,track_id,feature_id,kind,x_um,y_um,z_um,volume_um3"), header);
    }

    @Test
    void theScoreIsGood() throws Exception {
        Started score = Started.patina(folder, "score", "d", "--truth", "s/truth.json", "--json");
        assertEquals(0, score.code(), score.err());
        assertEquals(1, score.out().lines().count());
        JsonNode tree = JSON.readTree(score.out());
        assertTrue(tree.get("registration_voxel_max").asDouble() <= 0.1, score.out());
        JsonNode last = tree.get("scans").get(tree.get("scans").size() - 1);
        assertTrue(Math.abs(last.get("lost_error_percent").asDouble()) <= 10, score.out());
        assertTrue(Started.patina(folder, "score", "d", "--truth", "s/truth.json")
                .out()
                .contains("registration"));
    }

    @Test
    void exportingAgainGivesTheSameBytes() throws Exception {
        Started export = Started.patina(folder, "export", "d", "--to", "again");
        assertEquals(0, export.code(), export.err());
        assertTrue(Files.isRegularFile(folder.resolve("again/inspection.json")));
        assertEquals(tables(inspection.resolve("exports")), tables(folder.resolve("again")));
    }

    @Test
    void aFinishedInspectionIsLeftAsItIs() throws Exception {
        Map<String, String> before = tables(inspection.resolve("exports"));
        Started again = Started.patina(folder, "run", "s/series.json", "--out", "d");
        assertEquals(0, again.code(), again.err());
        assertTrue(again.err().contains("is finished and left as it is"), again.err());
        assertEquals(before, tables(inspection.resolve("exports")));
    }

    @Test
    void oneThreadAndTwoGiveTheSameBytes() throws Exception {
        Started one = Started.patina(folder, "run", "s/series.json", "--out", "one", "--threads", "1", "--quiet");
        assertEquals(0, one.code(), one.err());
        assertEquals("", one.err());
        assertEquals(tables(inspection.resolve("exports")), tables(folder.resolve("one/exports")));
    }

    @Test
    void aKilledRunGoesOnAndEndsWithTheSameBytes() throws Exception {
        List<String> command =
                List.of(Started.ROOT.resolve("patina").toString(), "run", "s/series.json", "--out", "killed");
        for (int kill = 1; kill <= 3; kill++) {
            Process process = Started.builder(folder, Map.of(), command)
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("killed-" + kill + ".txt").toFile())
                    .start();
            // The launcher becomes Java by exec, so this kill -9 hits the job itself.
            if (!process.waitFor(1500L * kill, TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
            }
        }
        Started rest = Started.process(folder, Map.of(), command);
        assertEquals(0, rest.code(), rest.err());
        assertEquals(tables(inspection.resolve("exports")), tables(folder.resolve("killed/exports")));
    }

    @Test
    void anInterruptedRunSaysSoAndGoesOn() throws Exception {
        List<String> command =
                List.of(Started.ROOT.resolve("patina").toString(), "run", "s/series.json", "--out", "stopped");
        Path said = folder.resolve("stopped.txt");
        Process process = Started.builder(folder, Map.of(), command)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        while (process.isAlive() && !Files.readString(said).contains("register scan_01")) {
            Thread.sleep(20);
        }
        process.destroy();
        assertTrue(process.waitFor(30, TimeUnit.SECONDS));
        assertTrue(Files.readString(said).contains("Stopped."), Files.readString(said));
        Started rest = Started.process(folder, Map.of(), command);
        assertEquals(0, rest.code(), rest.err());
        assertEquals(tables(inspection.resolve("exports")), tables(folder.resolve("stopped/exports")));
    }

    @Test
    void theReportIsWrittenWhereItIsWanted() throws Exception {
        Started report = Started.patina(folder, "report", "d", "--format", "html", "--out", "elsewhere");
        assertEquals(0, report.code(), report.err());
        assertEquals("elsewhere/report.html\n", report.out());
        assertFalse(Files.exists(folder.resolve("elsewhere/report.pdf")));
        String html = Files.readString(folder.resolve("elsewhere/report.html"));
        assertFalse(html.matches("(?s).*(src|href)=[\"']https?://.*"), "the report wants the network");
    }

    @Test
    void infoTellsTheContractsJson() throws Exception {
        Started info = Started.patina(folder, "info", "s", "--json");
        assertEquals(0, info.code(), info.err());
        JsonNode tree = JSON.readTree(info.out());
        assertEquals("[72,72,72]", tree.get("size").toString());
        assertEquals(3, tree.get("scans").asInt());
        assertEquals("uint16", tree.get("type").asText());
        assertEquals("[5.0,5.0,5.0]", tree.get("voxelSizeUm").toString());
    }

    @Test
    void importedScansAreASeries() throws Exception {
        Started imported = Started.patina(
                folder,
                "import",
                "s/scan_00.tif",
                "s/scan_01.tif",
                "--out",
                "imported/series.json",
                "--voxel-size",
                "5",
                "--exposure",
                "0,24",
                "--exposure-unit",
                "h");
        assertEquals(0, imported.code(), imported.err());
        Started info = Started.patina(folder, "info", "imported/series.json", "--json");
        assertEquals(0, info.code(), info.err());
        assertEquals(2, JSON.readTree(info.out()).get("scans").asInt());
    }

    @Test
    void aPairIsRegistered() throws Exception {
        Started pair = Started.patina(
                folder, "register-pair", "s/scan_00.tif", "s/scan_01.tif", "--voxel-size", "5", "--json", "--quiet");
        assertEquals(0, pair.code(), pair.err());
        JsonNode tree = JSON.readTree(pair.out());
        assertEquals(3, tree.get("matrix").size());
        assertEquals(4, tree.get("matrix").get(0).size());
        assertTrue(tree.get("seconds").asDouble() > 0);
    }

    @Test
    void badInputIsOneSentenceAndNothingIsHalfWritten() throws Exception {
        Path bad = Files.createDirectories(folder.resolve("bad"));
        Path scan = folder.resolve("s/scan_00.tif");
        byte[] whole = Files.readAllBytes(scan);
        Files.write(bad.resolve("cut-in-header.tif"), Arrays.copyOf(whole, 5));
        Files.write(bad.resolve("cut-in-half.tif"), Arrays.copyOf(whole, whole.length / 2));
        Files.write(bad.resolve("zero.tif"), blank(whole));
        Files.write(bad.resolve("good.tif"), whole);
        String voxels = "\"voxelSize\": {\"value\": [5,5,5], \"unit\": \"um\"}, ";
        Map<String, String> manifests = Map.of(
                "missing", manifest(voxels, "good.tif", 0, "none.tif", 24),
                "cut-in-header", manifest(voxels, "good.tif", 0, "cut-in-header.tif", 24),
                "cut-in-half", manifest(voxels, "good.tif", 0, "cut-in-half.tif", 24),
                "zero", manifest(voxels, "good.tif", 0, "zero.tif", 24),
                "decreasing", manifest(voxels, "good.tif", 24, "good.tif", 0),
                "equal", manifest(voxels, "good.tif", 24, "good.tif", 24),
                "no-voxel-size", manifest("", "good.tif", 0, "good.tif", 24),
                "unknown-key", manifest(voxels + "\"voxels\": 3, ", "good.tif", 0, "good.tif", 24),
                "no-json", "{ \"scans\": [");
        assertAll(manifests.entrySet().stream().map(entry -> () -> {
            Path file = Files.writeString(bad.resolve(entry.getKey() + ".json"), entry.getValue());
            Path out = bad.resolve(entry.getKey() + "-out");
            refused(entry.getKey(), Started.patina(folder, "run", file.toString(), "--out", out.toString(), "-q"));
            assertTrue(isEmpty(out), entry.getKey() + " left something behind");
        }));
        refused("no series", Started.patina(folder, "run", "none.json", "--out", "bad/x", "-q"));
        refused("no inspection", Started.patina(folder, "export", "s", "--to", "bad/y"));
        refused("no inspection", Started.patina(folder, "report", "nowhere"));
        refused("no volume", Started.patina(folder, "info", "nowhere.tif"));
    }

    @Test
    void anotherSeriesInTheSameFolderIsRefused() throws Exception {
        Started phantom = Started.patina(
                folder,
                "phantom",
                "growing-pits",
                "--out",
                "other",
                "--size",
                "64",
                "--steps",
                "2",
                "--seed",
                "9",
                "-q");
        assertEquals(0, phantom.code(), phantom.err());
        Map<String, String> before = tables(inspection.resolve("exports"));
        refused("another series", Started.patina(folder, "run", "other/series.json", "--out", "d", "-q"));
        assertEquals(before, tables(inspection.resolve("exports")));
    }

    @Test
    void anOutputFolderThatCannotBeWrittenIsRefused() throws Exception {
        Path file = Files.writeString(folder.resolve("a-file"), "in the way");
        refused("a file in the way", Started.patina(folder, "run", "s/series.json", "--out", file + "/d", "-q"));
    }

    @Test
    void benchSpeaksOneLineOfJsonAKernel() throws Exception {
        Started bench = Started.patina(
                folder, "bench", "read", "gaussian", "label6", "--input", "s/scan_00.tif", "--repeat", "1");
        assertEquals(0, bench.code(), bench.err());
        assertEquals(3, bench.out().lines().count());
        for (String line : bench.out().lines().toList()) {
            JsonNode tree = JSON.readTree(line);
            for (String key : List.of("kernel", "seconds", "mvox_per_s", "value")) {
                assertTrue(tree.has(key), line);
            }
        }
    }

    @Test
    void configPrintsKeysThatAConfigFileMayHold() throws Exception {
        Started config = Started.patina(folder, "config", "--print");
        assertEquals(0, config.code(), config.err());
        assertTrue(config.out().lines().count() > 5, config.out());
        Path unknown = Files.writeString(folder.resolve("config.json"), "{\"nonsense\": 1}");
        Started refused = Started.patina(
                folder, "run", "s/series.json", "--out", "configured", "--config", unknown.toString(), "-q");
        refused("unknown setting", refused);
        assertTrue(refused.err().contains("nonsense"), refused.err());
    }

    private static void refused(String what, Started started) {
        assertEquals(1, started.code(), what + ": " + started.out() + started.err());
        assertEquals("", started.out(), what);
        assertEquals(1, started.err().lines().count(), what + ": " + started.err());
        assertTrue(started.err().strip().endsWith("."), what + ": " + started.err());
        assertFalse(started.err().contains("fault of its own"), what + ": " + started.err());
    }

    private static String manifest(String head, String first, int from, String second, int to) {
        return "{ \"name\": \"bad\", " + head + "\"exposure\": {\"quantity\": \"time\", \"unit\": \"h\"}, \"scans\": ["
                + "{\"file\": \"" + first + "\", \"exposure\": " + from + "}, {\"file\": \"" + second
                + "\", \"exposure\": " + to + "}] }";
    }

    /** The same plain TIFF with every voxel 0: the pixel data of each page is what its one strip names. */
    private static byte[] blank(byte[] tiff) {
        byte[] blank = tiff.clone();
        ByteBuffer bytes = ByteBuffer.wrap(blank).order(ByteOrder.LITTLE_ENDIAN);
        int directory = bytes.getInt(4);
        while (directory != 0) {
            int offset = 0;
            int length = 0;
            int entries = bytes.getShort(directory);
            for (int e = 0; e < entries; e++) {
                int at = directory + 2 + 12 * e;
                int tag = bytes.getShort(at) & 0xffff;
                if (tag == 273) {
                    offset = bytes.getInt(at + 8);
                } else if (tag == 279) {
                    length = bytes.getInt(at + 8);
                }
            }
            Arrays.fill(blank, offset, offset + length, (byte) 0);
            directory = bytes.getInt(directory + 2 + 12 * entries);
        }
        return blank;
    }

    private static Map<String, String> tables(Path exports) throws IOException {
        Map<String, String> tables = new TreeMap<>();
        for (String table : TABLES) {
            tables.put(table, Files.readString(exports.resolve(table)));
        }
        return tables;
    }

    private static boolean isEmpty(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return true;
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.findAny().isEmpty();
        }
    }

    private static void remove(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
