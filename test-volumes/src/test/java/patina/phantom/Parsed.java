package patina.phantom;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A strict reader of JSON (RFC 8259), written apart from the writer so that the two check each other. */
final class Parsed {
    private final String text;
    private int at;

    private Parsed(String text) {
        this.text = text;
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> object(String text) {
        Parsed parsed = new Parsed(text);
        Object value = parsed.value();
        parsed.space();
        if (parsed.at != text.length()) {
            throw parsed.wrong("nothing more");
        }
        return (Map<String, Object>) value;
    }

    private @Nullable Object value() {
        space();
        char c = text.charAt(at);
        if (c == '{') {
            return members();
        } else if (c == '[') {
            return items();
        } else if (c == '"') {
            return string();
        } else if (text.startsWith("true", at)) {
            at += 4;
            return Boolean.TRUE;
        } else if (text.startsWith("false", at)) {
            at += 5;
            return Boolean.FALSE;
        } else if (text.startsWith("null", at)) {
            at += 4;
            return null;
        }
        var number = java.util.regex.Pattern.compile("-?(0|[1-9]\\d*)(\\.\\d+)?([eE][-+]?\\d+)?")
                .matcher(text);
        if (!number.find(at) || number.start() != at) {
            throw wrong("a value");
        }
        at = number.end();
        return Double.valueOf(number.group());
    }

    private Map<String, Object> members() {
        Map<String, Object> map = new LinkedHashMap<>();
        at++;
        space();
        while (text.charAt(at) != '}') {
            if (!map.isEmpty()) {
                expect(',');
                space();
            }
            String key = string();
            space();
            expect(':');
            if (map.containsKey(key)) {
                throw wrong("a new key");
            }
            map.put(key, value());
            space();
        }
        at++;
        return map;
    }

    private List<Object> items() {
        List<Object> list = new ArrayList<>();
        at++;
        space();
        while (text.charAt(at) != ']') {
            if (!list.isEmpty()) {
                expect(',');
            }
            list.add(value());
            space();
        }
        at++;
        return list;
    }

    private String string() {
        expect('"');
        StringBuilder out = new StringBuilder();
        while (text.charAt(at) != '"') {
            char c = text.charAt(at++);
            if (c < ' ') {
                throw wrong("no control character");
            }
            if (c == '\\') {
                char escaped = text.charAt(at++);
                if (escaped == 'u') {
                    out.append((char) Integer.parseInt(text.substring(at, at + 4), 16));
                    at += 4;
                } else {
                    out.append(escaped == 'n' ? '\n' : escaped);
                }
            } else {
                out.append(c);
            }
        }
        at++;
        return out.toString();
    }

    private void space() {
        while (at < text.length() && " \n\r\t".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private void expect(char c) {
        if (text.charAt(at) != c) {
            throw wrong("'" + c + "'");
        }
        at++;
    }

    private IllegalArgumentException wrong(String wanted) {
        return new IllegalArgumentException("Wanted " + wanted + " at character " + at + ".");
    }
}
