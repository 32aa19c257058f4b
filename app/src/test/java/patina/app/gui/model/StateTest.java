package patina.app.gui.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateTest {
    @TempDir
    Path folder;

    @Test
    void remembersBetweenStarts() throws IOException {
        Path file = folder.resolve("a/b/desktop.json");
        State state = new State(file);
        assertEquals("x", state.text("filter", "x"));
        assertNull(state.list("columns"));
        state.put("filter", "depth > 50");
        state.put("dark", true);
        state.put("at", 7);
        state.put("columns", List.of("scan", "depth_um"));
        state.save();
        State again = new State(file);
        assertEquals("depth > 50", again.text("filter", ""));
        assertEquals(true, again.flag("dark", false));
        assertEquals(7, again.number("at", 0));
        assertEquals(List.of("scan", "depth_um"), again.list("columns"));
    }

    @Test
    void recentInspectionsComeLastOpenedFirstAndOnce() throws IOException {
        State state = new State(folder.resolve("s.json"));
        Path a = Files.createDirectory(folder.resolve("a"));
        Path b = Files.createDirectory(folder.resolve("b"));
        state.opened(a);
        state.opened(b);
        state.opened(a);
        assertEquals(List.of(a, b), state.recent());
        Files.delete(b);
        assertEquals(List.of(a), state.recent());
    }

    @Test
    void aBrokenFileCountsAsNone() throws IOException {
        Path file = Files.writeString(folder.resolve("s.json"), "{ \"dark\": tr");
        assertEquals(false, new State(file).flag("dark", false));
    }

    @Test
    void liesWhereEachSystemWantsIt() {
        assertEquals(
                Path.of("/home/u/.config/patina/desktop.json"),
                State.place(Map.of(), Map.of("user.home", "/home/u", "os.name", "Linux")));
        assertEquals(
                Path.of("/x/patina/desktop.json"),
                State.place(Map.of("XDG_CONFIG_HOME", "/x"), Map.of("user.home", "/home/u", "os.name", "Linux")));
        assertEquals(Path.of("/t.json"), State.place(Map.of(), Map.of("patina.state", "/t.json")));
    }
}
