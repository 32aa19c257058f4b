package patina.app.gui.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import patina.app.session.Setting;

/**
 * The settings of a job as they stand in a form.
 *
 * @param settings all of them, with their defaults
 * @param values by key, as JSON text
 */
public record SettingsText(List<Setting> settings, Map<String, String> values) {
    private static final ObjectMapper JSON = new ObjectMapper();

    public SettingsText {
        settings = List.copyOf(settings);
        values = Map.copyOf(values);
    }

    /**
     * The defaults, overlaid by what a configuration says.
     *
     * @param configuration as JSON with sections, or null; one that cannot be read counts as none
     */
    public static SettingsText of(List<Setting> settings, @Nullable String configuration) {
        Map<String, String> values = new LinkedHashMap<>();
        settings.forEach(s -> values.put(s.key(), s.value()));
        if (configuration != null) {
            try {
                JsonNode root = JSON.readTree(configuration);
                for (Setting s : settings) {
                    JsonNode node = root.at("/" + s.key().replace('.', '/'));
                    if (!node.isMissingNode()) {
                        values.put(s.key(), node.toString());
                    }
                }
            } catch (JsonProcessingException broken) {
                return of(settings, null);
            }
        }
        return new SettingsText(settings, values);
    }

    /** The value as a form shows it: without quotes. */
    public String shown(String key) {
        String value = Objects.requireNonNull(values.get(key), key);
        return isText(value) ? value.substring(1, value.length() - 1) : value;
    }

    private static boolean isText(String value) {
        return value.startsWith("\"");
    }

    /** The value of a setting that is a number. */
    public double number(String key) {
        return Double.parseDouble(shown(key));
    }

    /** Whether a setting is yes or no. */
    public static boolean isSwitch(Setting setting) {
        return setting.value().equals("true") || setting.value().equals("false");
    }

    /**
     * The same with what a form says.
     *
     * @throws IllegalArgumentException one sentence, when a number was wanted and is none
     */
    public SettingsText with(Map<String, String> typed) {
        Map<String, String> now = new LinkedHashMap<>();
        for (Setting s : settings) {
            String text = typed.getOrDefault(s.key(), shown(s.key())).strip();
            if (isText(s.value())) {
                now.put(s.key(), JSON.getNodeFactory().textNode(text).toString());
            } else if (isSwitch(s)) {
                now.put(s.key(), Boolean.toString(Boolean.parseBoolean(text)));
            } else {
                now.put(s.key(), number(s, text));
            }
        }
        return new SettingsText(settings, now);
    }

    private static String number(Setting s, String text) {
        boolean whole = !s.value().contains(".") && !s.value().contains("E");
        try {
            if (whole) {
                return Long.toString(Long.parseLong(text));
            }
            double value = Double.parseDouble(text.replace(',', '.'));
            if (Double.isFinite(value)) {
                return Double.toString(value);
            }
        } catch (NumberFormatException none) {
            throw wanted(s, whole, text, none);
        }
        throw wanted(s, whole, text, null);
    }

    private static IllegalArgumentException wanted(Setting s, boolean whole, String text, @Nullable Exception why) {
        return new IllegalArgumentException(
                "'" + s.key() + "' wants " + (whole ? "a whole number" : "a number") + " like " + s.value() + ", not '"
                        + text + "'.",
                why);
    }

    /** As a configuration file. */
    public String json() {
        ObjectNode root = JSON.createObjectNode();
        try {
            for (Setting s : settings) {
                int dot = s.key().indexOf('.');
                root.withObject("/" + s.key().substring(0, dot))
                        .set(s.key().substring(dot + 1), JSON.readTree(values.get(s.key())));
            }
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
