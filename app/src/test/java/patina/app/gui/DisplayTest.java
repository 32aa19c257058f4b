package patina.app.gui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DisplayTest {
    @TempDir
    Path java;

    private Map<String, String> properties() {
        return Map.of("os.name", "Linux", "java.home", java.toString(), "java.specification.version", "17");
    }

    @Test
    void namesThePackageThatAJavaWithoutDesktopLacks() throws Exception {
        Files.createDirectories(java.resolve("lib"));
        String sentence = Display.missing(Map.of("DISPLAY", ":0"), properties());
        assertNotNull(sentence);
        assertTrue(sentence.contains("openjdk-17-jre"), sentence);
    }

    @Test
    void saysWhenThereIsNoDisplay() throws Exception {
        Files.createDirectories(java.resolve("lib"));
        Files.createFile(java.resolve("lib/libawt_xawt.so"));
        assertEquals(Display.NO_DISPLAY, Display.missing(Map.of(), properties()));
        assertNull(Display.missing(Map.of("DISPLAY", ":0"), properties()));
        assertNull(Display.missing(Map.of("WAYLAND_DISPLAY", "wayland-0"), properties()));
    }
}
