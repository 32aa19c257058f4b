package patina.series;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One object of a JSON file, read strictly: a key that nobody knows, or a value of another kind, is refused with the
 * place where it stands.
 *
 * @param file for sentences
 * @param place such as scans[1].voxelSize; empty for the whole
 */
record JsonFields(Path file, String place, JsonNode node) {

    /** Reads a whole file, which must be one object. */
    static JsonFields of(Path file) throws IOException {
        JsonNode root;
        try {
            root = JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(com.fasterxml.jackson.databind.DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build()
                    .readTree(Files.readAllBytes(file));
        } catch (JsonProcessingException e) {
            throw new IOException(
                    "'" + file + "' was to be JSON, but line " + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr() + " is not (" + e.getOriginalMessage()
                            + "). Mend it there.",
                    e);
        }
        JsonFields fields = new JsonFields(file, "", root);
        if (!root.isObject()) {
            throw new IOException("'" + file + "' was to hold a JSON object { … }, but holds "
                    + (root.isMissingNode() ? "nothing" : kind(root)) + ". See the README for an example.");
        }
        return fields;
    }

    private static String kind(JsonNode node) {
        return switch (node.getNodeType()) {
            case ARRAY -> "a list";
            case OBJECT -> "an object";
            case STRING -> "the text '" + node.asText() + "'";
            case NUMBER -> "the number " + node.asText();
            case BOOLEAN -> node.asText();
            default -> "nothing";
        };
    }

    private String at(String key) {
        return place.isEmpty() ? key : place + "." + key;
    }

    /** '{@code wanted}' was wanted at {@code key}, what was found there, what to do. */
    IOException wrong(String key, String wanted, String then) {
        JsonNode value = node.path(key);
        return new IOException("'" + file + "': " + at(key) + " was to be " + wanted + ", but is "
                + (value.isMissingNode() || value.isNull() ? "missing" : kind(value)) + ". " + then);
    }

    /** Refuses keys other than these. */
    void only(String... known) throws IOException {
        for (String key : (Iterable<String>) node::fieldNames) {
            if (!List.of(known).contains(key)) {
                String nearest = nearest(key, known);
                throw new IOException("'" + file + "': the key '" + key + "'"
                        + (place.isEmpty() ? "" : " in " + place) + " is not known"
                        + (nearest == null
                                ? "; known are " + String.join(", ", known)
                                : "; is '" + nearest + "' meant?")
                        + (nearest == null ? ". Remove or rename it." : " Rename or remove it."));
            }
        }
    }

    private static @Nullable String nearest(String key, String[] known) {
        String nearest = null;
        int least = Math.max(2, key.length() / 3) + 1;
        for (String candidate : known) {
            int distance =
                    distance(key.toLowerCase(java.util.Locale.ROOT), candidate.toLowerCase(java.util.Locale.ROOT));
            if (distance < least) {
                least = distance;
                nearest = candidate;
            }
        }
        return nearest;
    }

    /** Levenshtein's distance. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }

    boolean has(String key) {
        return node.hasNonNull(key);
    }

    boolean isText(String key) {
        return node.path(key).isTextual();
    }

    boolean isList(String key) {
        return node.path(key).isArray();
    }

    @Nullable
    String text(String key) throws IOException {
        if (!has(key)) {
            return null;
        }
        if (!isText(key)) {
            throw wrong(key, "a text in quotes", "Put it in quotes.");
        }
        return node.get(key).asText();
    }

    @Nullable
    Double number(String key) throws IOException {
        if (!has(key)) {
            return null;
        }
        JsonNode value = node.get(key);
        if (!value.isNumber() || !Double.isFinite(value.asDouble())) {
            throw wrong(key, "a number", "Write it without quotes, with a dot.");
        }
        return value.asDouble();
    }

    @Nullable
    JsonFields object(String key) throws IOException {
        if (!has(key)) {
            return null;
        }
        if (!node.get(key).isObject()) {
            throw wrong(key, "an object { … }", "See the README for an example.");
        }
        return new JsonFields(file, at(key), node.get(key));
    }

    /** The objects of a list; empty when there is none. */
    List<JsonFields> objects(String key) throws IOException {
        List<JsonFields> objects = new ArrayList<>();
        if (!has(key)) {
            return objects;
        }
        if (!isList(key)) {
            throw wrong(key, "a list [ … ]", "See the README for an example.");
        }
        for (int i = 0; i < node.get(key).size(); i++) {
            JsonNode element = node.get(key).get(i);
            if (!element.isObject()) {
                throw new IOException("'" + file + "': " + at(key) + "[" + i + "] was to be an object { … }, but is "
                        + kind(element) + ". See the README for an example.");
            }
            objects.add(new JsonFields(file, at(key) + "[" + i + "]", element));
        }
        return objects;
    }

    /** A list of exactly {@code n} numbers, or null. */
    double @Nullable [] numbers(String key, int n) throws IOException {
        if (!has(key)) {
            return null;
        }
        JsonNode list = node.get(key);
        boolean good = list.isArray() && list.size() == n;
        double[] numbers = new double[n];
        for (int i = 0; good && i < n; i++) {
            good = list.get(i).isNumber();
            numbers[i] = list.get(i).asDouble();
        }
        if (!good) {
            throw wrong(key, "a list of " + n + " numbers", "Write it as [x, y, z].");
        }
        return numbers;
    }

    /** A list of any number of numbers; empty when there is none. */
    List<Double> list(String key) throws IOException {
        List<Double> numbers = new ArrayList<>();
        if (has(key)) {
            JsonNode list = node.get(key);
            boolean good = list.isArray();
            for (int i = 0; good && i < list.size(); i++) {
                good = list.get(i).isNumber();
                numbers.add(list.get(i).asDouble());
            }
            if (!good) {
                throw wrong(key, "a list of numbers", "Write it as [72, 140].");
            }
        }
        return numbers;
    }

    /** A list of one or more [x, y, z]. */
    List<double[]> points(String key) throws IOException {
        JsonNode list = node.path(key);
        boolean good = list.isArray() && !list.isEmpty();
        List<double[]> points = new ArrayList<>();
        for (int i = 0; good && i < list.size(); i++) {
            JsonNode at = list.get(i);
            good = at.isArray() && at.size() == 3;
            double[] point = new double[3];
            for (int k = 0; good && k < 3; k++) {
                good = at.get(k).isNumber();
                point[k] = at.get(k).asDouble();
            }
            points.add(point);
        }
        if (!good) {
            throw wrong(key, "a list of points", "Write it as [[x, y, z], [x, y, z], ...].");
        }
        return points;
    }

    /** A 3 x 4 matrix, or a 4 x 4 one whose last row is 0 0 0 1, row by row as 12 numbers. */
    double[] matrix(String key) throws IOException {
        JsonNode rows = node.path(key);
        boolean good = rows.isArray() && (rows.size() == 3 || rows.size() == 4);
        double[] matrix = new double[16];
        for (int r = 0; good && r < rows.size(); r++) {
            good = rows.get(r).isArray() && rows.get(r).size() == 4;
            for (int c = 0; good && c < 4; c++) {
                good = rows.get(r).get(c).isNumber();
                matrix[4 * r + c] = rows.get(r).get(c).asDouble();
            }
        }
        if (good && rows.size() == 4) {
            good = matrix[12] == 0 && matrix[13] == 0 && matrix[14] == 0 && matrix[15] == 1;
        }
        if (!good) {
            throw wrong(
                    key,
                    "a matrix of 3 rows of 4 numbers, or 4 with 0 0 0 1 as the last",
                    "It maps a point in the specimen frame to the scan's frame, in micrometres.");
        }
        return java.util.Arrays.copyOf(matrix, 12);
    }

    /** All below, each leaf as text under its path: for what is kept as it is. */
    Map<String, String> leaves(String key) {
        Map<String, String> leaves = new TreeMap<>();
        collect(key, node.path(key), leaves);
        return leaves;
    }

    private static void collect(String path, JsonNode value, Map<String, String> into) {
        if (value.isObject()) {
            value.properties().forEach(e -> collect(path + "." + e.getKey(), e.getValue(), into));
        } else if (value.isArray()) {
            for (int i = 0; i < value.size(); i++) {
                collect(path + "[" + i + "]", value.get(i), into);
            }
        } else if (!value.isMissingNode() && !value.isNull()) {
            into.put(path, value.asText());
        }
    }
}
