package patina.reports.document;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import patina.store.ScanRow;

/** A scan's notes (JSON text) as flat names and values: {"ct":{"kV":80}} becomes ct kV = 80. */
final class ScanNotes {
    private static final int DEEPEST = 8;

    private ScanNotes() {}

    static Map<String, String> of(ScanRow scan) {
        Map<String, String> notes = new LinkedHashMap<>();
        read(scan.notes(), "", 0, notes);
        return notes;
    }

    /** Text that is no JSON object or list is a note as it stands. */
    private static void read(String text, String path, int depth, Map<String, String> into) {
        String trimmed = text.strip();
        if (trimmed.isEmpty() || trimmed.equals("null")) {
            return;
        }
        boolean structured = trimmed.startsWith("{") || trimmed.startsWith("[");
        if (!structured || depth > DEEPEST || !isJson(trimmed)) {
            into.put(path.isEmpty() ? "note" : path, trimmed);
            return;
        }
        try (JsonParser parser = new JsonFactory().createParser(trimmed)) {
            parser.nextToken();
            value(parser, path, depth, into);
        } catch (IOException e) {
            throw new UncheckedIOException("A scan's notes were JSON and then were not.", e);
        }
    }

    private static boolean isJson(String text) {
        try (JsonParser parser = new JsonFactory().createParser(text)) {
            parser.nextToken();
            parser.skipChildren();
            return parser.nextToken() == null;
        } catch (IOException e) {
            return false;
        }
    }

    private static void value(JsonParser parser, String path, int depth, Map<String, String> into) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.START_OBJECT) {
            object(parser, path, depth, into);
        } else if (token == JsonToken.START_ARRAY) {
            int index = 1;
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                value(parser, path + (path.isEmpty() ? "" : " ") + index++, depth + 1, into);
            }
        } else if (token != JsonToken.VALUE_NULL) {
            read(parser.getText(), path, depth + 1, into);
        }
    }

    /** A condition, {"name", "value", "unit"}, is one line. */
    private static void object(JsonParser parser, String path, int depth, Map<String, String> into) throws IOException {
        Map<String, String> inner = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            value(parser, name, depth + 1, inner);
        }
        String name = inner.get("name");
        String amount = inner.get("value");
        if (name != null && amount != null && inner.size() <= 3) {
            into.put(name, inner.containsKey("unit") ? amount + "\u00a0" + inner.get("unit") : amount);
        } else {
            inner.forEach((key, text) -> into.put(path.isEmpty() ? key : path + " " + key, text));
        }
    }
}
