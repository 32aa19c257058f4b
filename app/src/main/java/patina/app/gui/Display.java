package patina.app.gui;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whether windows can be opened here, told without touching the parts of Java that may be missing. */
final class Display {
    static final String NO_DISPLAY =
            "The desktop application wants a display, but none can be reached from here. Start it"
                    + " in a desktop session (over ssh with -X), or use 'patina run' and 'patina report', which need none.";

    private Display() {}

    /** The sentence that says why no window can be opened, or null when one can. */
    static @Nullable String missing(Map<String, String> environment, Map<String, String> properties) {
        String system = properties.getOrDefault("os.name", "").toLowerCase(Locale.ROOT);
        boolean x11 = !system.contains("win") && !system.contains("mac");
        Path home = Path.of(properties.getOrDefault("java.home", "."));
        boolean module = ModuleLayer.boot().findModule("java.desktop").isPresent();
        boolean library =
                !x11 || !Files.isDirectory(home.resolve("lib")) || Files.exists(home.resolve("lib/libawt_xawt.so"));
        if (!module || !library) {
            String version = properties.getOrDefault("java.specification.version", "17");
            return "The desktop application wants a Java with its desktop part, but '" + home
                    + "' has none. Install it (Debian and Ubuntu: apt-get install openjdk-" + version
                    + "-jre), or set JAVA_HOME to a whole JDK.";
        }
        if (Boolean.parseBoolean(properties.getOrDefault("java.awt.headless", "false"))) {
            return "The desktop application was started with java.awt.headless=true, which forbids windows. Take that"
                    + " option away, or use 'patina run' and 'patina report'.";
        }
        if (x11
                && environment.getOrDefault("DISPLAY", "").isEmpty()
                && environment.getOrDefault("WAYLAND_DISPLAY", "").isEmpty()) {
            return NO_DISPLAY;
        }
        return null;
    }
}
