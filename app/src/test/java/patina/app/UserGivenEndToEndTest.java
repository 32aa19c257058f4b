package patina.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * A surface and labels of the user's, from series.json to the tables, on a phantom two of whose pits are there in the first
 * scan: labels are balls about the true sites, on the reference scan's grid.
 */
@Tag("long")
@DisabledOnOs(OS.WINDOWS)
class UserGivenEndToEndTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SIZE = 80;
    private static final double VOXEL = 5;
    private static final Map<String, Integer> LABELS = Map.of("P", 100, "Q", 70_000, "N", 3);

    @TempDir
    Path folder;

    private static void label(JsonNode scan, Path file) throws IOException {
        ByteBuffer labels = ByteBuffer.allocate(4 * SIZE * SIZE * SIZE).order(ByteOrder.LITTLE_ENDIAN);
        for (JsonNode feature : scan.get("features")) {
            double[] site = new double[3];
            for (int a = 0; a < 3; a++) {
                site[a] = feature.get("site_um").get(a).asDouble() / VOXEL;
            }
            double radius = feature.get("depth_um").asDouble() / VOXEL;
            for (int i = 0; i < SIZE * SIZE * SIZE; i++) {
                double x = i % SIZE - site[0];
                double y = i / SIZE % SIZE - site[1];
                double z = i / SIZE / SIZE - site[2];
                if (x * x + y * y + z * z <= radius * radius) {
                    labels.putInt(4 * i, LABELS.get(feature.get("id").asText()));
                }
            }
        }
        Files.write(file, labels.array());
    }

    private static ObjectNode labels(String file, int depth) {
        ObjectNode labels = JSON.createObjectNode().put("file", file).put("frame", "reference");
        labels.putObject("raw")
                .put("type", "uint32")
                .put("byteOrder", "little")
                .putArray("dimensions")
                .add(SIZE)
                .add(SIZE)
                .add(depth);
        return labels;
    }

    private static List<Map<String, String>> rows(Path table) throws IOException {
        List<Map<String, String>> rows = new ArrayList<>();
        List<String> lines = Files.readAllLines(table);
        String[] head = lines.get(0).split(",", -1);
        for (String line : lines.subList(1, lines.size())) {
            String[] cells = line.split(",", -1);
            Map<String, String> row = new TreeMap<>();
            for (int c = 0; c < head.length; c++) {
                row.put(head[c], cells[c]);
            }
            rows.add(row);
        }
        return rows;
    }

    @Test
    void labelsAndSurfaceReachTheTables() throws Exception {
        Started phantom = Started.patina(
                folder,
                "phantom",
                "pre-existing-pit",
                "--out",
                "s",
                "--size",
                Integer.toString(SIZE),
                "--steps",
                "3",
                "--seed",
                "7",
                "--quiet");
        assertEquals(0, phantom.code(), phantom.err());
        JsonNode truth = JSON.readTree(folder.resolve("s/truth.json").toFile());
        ObjectNode series =
                (ObjectNode) JSON.readTree(folder.resolve("s/series.json").toFile());
        series.put("surface", "plane");
        for (int scan = 1; scan < 3; scan++) {
            label(truth.get("scans").get(scan), folder.resolve("s/own_" + scan + ".raw"));
            ((ObjectNode) series.get("scans").get(scan)).set("labels", labels("own_" + scan + ".raw", SIZE));
        }
        JSON.writeValue(folder.resolve("s/own.json").toFile(), series);
        Started run = Started.patina(folder, "run", "s/own.json", "--out", "d", "--memory", "600m");
        assertEquals(0, run.code(), run.err());
        assertTrue(run.err().contains("2 features are as labelled by the user"), run.err());
        assertTrue(run.err().contains("Depth is from the original surface 'plane'"), run.err());

        Map<String, String> trackOf = new TreeMap<>();
        int labelled = 0;
        for (Map<String, String> row : rows(folder.resolve("d/exports/features.csv"))) {
            int scan = Integer.parseInt(row.get("scan"));
            String label = row.get("user_labels");
            if (scan == 0) {
                assertEquals("", label);
                continue;
            }
            labelled++;
            assertEquals(row.get("track_id"), trackOf.computeIfAbsent(label, l -> row.get("track_id")));
            JsonNode feature = feature(truth.get("scans").get(scan), Integer.parseInt(label));
            double volume = feature.get("volume_total_um3").asDouble();
            assertEquals(volume, Double.parseDouble(row.get("volume_total_um3")), 0.06 * volume, row.toString());
            assertEquals(
                    feature.get("depth_um").asDouble(),
                    Double.parseDouble(row.get("depth_um")),
                    0.5 * VOXEL,
                    row.toString());
        }
        assertEquals(5, labelled);
        assertEquals(3, trackOf.size());
        assertTrue(
                Files.readString(folder.resolve("d/report.html")).contains("as labelled by the user"),
                "the report says what was given");

        ((ObjectNode) series.get("scans").get(1)).set("labels", labels("own_1.raw", SIZE - 1));
        JSON.writeValue(folder.resolve("s/small.json").toFile(), series);
        Started small = Started.patina(folder, "run", "s/small.json", "--out", "e", "--quiet");
        assertEquals(1, small.code(), small.err());
        assertEquals(1, small.err().lines().count(), small.err());
        assertTrue(small.err().contains("own_1.raw"), small.err());
    }

    private static JsonNode feature(JsonNode scan, int label) {
        for (JsonNode feature : scan.get("features")) {
            if (LABELS.get(feature.get("id").asText()) == label) {
                return feature;
            }
        }
        throw new AssertionError("no feature has label " + label);
    }
}
