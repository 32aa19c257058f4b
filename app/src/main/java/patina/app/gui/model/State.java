package patina.app.gui.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the window remembers between starts, in a small JSON file: theme, sizes, hidden panels, filters, columns, recent
 * inspections. A file that cannot be read counts as none. For one thread.
 */
public final class State {
    private static final int RECENT = 12;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private ObjectNode root = JSON.createObjectNode();

    public State(Path file) {
        this.file = file;
        if (Files.isRegularFile(file)) {
            root = read(file);
        }
    }

    private static ObjectNode read(Path file) {
        try {
            return JSON.readTree(Files.readString(file)) instanceof ObjectNode object
                    ? object
                    : JSON.createObjectNode();
        } catch (IOException unreadable) {
            // Sizes and colours are no reason not to start; the file is written anew at the end.
            return JSON.createObjectNode();
        }
    }

    /**
     * Where the state belongs on this machine.
     *
     * @param properties the system's; {@code patina.state} names another file
     * @param environment the process's
     */
    public static Path place(Map<String, String> environment, Map<String, String> properties) {
        String given = properties.get("patina.state");
        if (given != null) {
            return Path.of(given);
        }
        String home = properties.getOrDefault("user.home", ".");
        String system = properties.getOrDefault("os.name", "").toLowerCase(Locale.ROOT);
        Path folder;
        if (system.contains("win")) {
            folder = Path.of(environment.getOrDefault("APPDATA", home), "Patina");
        } else if (system.contains("mac")) {
            folder = Path.of(home, "Library", "Application Support", "Patina");
        } else {
            String config = environment.getOrDefault("XDG_CONFIG_HOME", "");
            folder = (config.isEmpty() ? Path.of(home, ".config") : Path.of(config)).resolve("patina");
        }
        return folder.resolve("desktop.json");
    }

    public String text(String key, String otherwise) {
        return root.path(key).asText(otherwise);
    }

    public int number(String key, int otherwise) {
        return root.path(key).asInt(otherwise);
    }

    public boolean flag(String key, boolean otherwise) {
        return root.path(key).asBoolean(otherwise);
    }

    /** A list of texts, or null when none was kept. */
    public @Nullable List<String> list(String key) {
        JsonNode node = root.get(key);
        if (!(node instanceof ArrayNode array)) {
            return null;
        }
        List<String> texts = new ArrayList<>();
        array.forEach(item -> texts.add(item.asText()));
        return texts;
    }

    public void put(String key, String value) {
        root.put(key, value);
    }

    public void put(String key, int value) {
        root.put(key, value);
    }

    public void put(String key, boolean value) {
        root.put(key, value);
    }

    public void put(String key, List<String> values) {
        ArrayNode array = root.putArray(key);
        values.forEach(array::add);
    }

    /** Folders of inspections, the last opened first; those that are gone are left out. */
    public List<Path> recent() {
        List<String> kept = list("recent");
        return kept == null
                ? List.of()
                : kept.stream().map(Path::of).filter(Files::isDirectory).toList();
    }

    /** Puts a folder first among the recent ones. */
    public void opened(Path folder) {
        Path whole = folder.toAbsolutePath().normalize();
        List<String> names = new ArrayList<>();
        names.add(whole.toString());
        for (Path old : recent()) {
            if (!old.equals(whole) && names.size() < RECENT) {
                names.add(old.toString());
            }
        }
        put("recent", names);
    }

    /** Writes it, whole or not at all. */
    public void save() throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try {
            Files.writeString(part, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
        Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    }
}
