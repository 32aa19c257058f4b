package patina.phantom;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes JSON (RFC 8259) from maps, lists, texts, numbers, truth values and null. */
final class Json {
    private Json() {}

    /** A whole number without a point, any other as Java writes it. */
    static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }

    /** With a line for each key and for each object of a list; a list of numbers, and of such lists, on one line. */
    static String write(@Nullable Object value) {
        StringBuilder out = new StringBuilder();
        append(out, value, 0);
        return out.append('\n').toString();
    }

    private static void append(StringBuilder out, @Nullable Object value, int depth) {
        if (value instanceof Map<?, ?> map) {
            out.append('{');
            String comma = "";
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                line(out.append(comma), depth + 1);
                quote(out, String.valueOf(entry.getKey()));
                append(out.append(": "), entry.getValue(), depth + 1);
                comma = ",";
            }
            if (!map.isEmpty()) {
                line(out, depth);
            }
            out.append('}');
        } else if (value instanceof List<?> list) {
            boolean objects = list.stream().anyMatch(Map.class::isInstance);
            out.append('[');
            String comma = "";
            for (Object item : list) {
                out.append(comma);
                if (objects) {
                    line(out, depth + 1);
                }
                append(out, item, depth + 1);
                comma = objects ? "," : ", ";
            }
            if (objects) {
                line(out, depth);
            }
            out.append(']');
        } else if (value instanceof Double number) {
            if (!Double.isFinite(number)) {
                throw new IllegalArgumentException("JSON has no number for " + number + ".");
            }
            out.append(number(number));
        } else if (value instanceof CharSequence text) {
            quote(out, text);
        } else if (value == null || value instanceof Integer || value instanceof Long || value instanceof Boolean) {
            out.append(value);
        } else {
            throw new IllegalArgumentException(
                    "JSON has no form for a " + value.getClass().getName() + ".");
        }
    }

    private static void line(StringBuilder out, int depth) {
        out.append('\n').append("  ".repeat(depth));
    }

    private static void quote(StringBuilder out, CharSequence text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                default -> {
                    if (c < ' ') {
                        out.append(String.format("\\u%04x", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }
}
