package patina.app.session;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Which Patina this is. */
public final class Version {
    private Version() {}

    /** The version as released, such as 0.1.0. */
    public static String number() {
        try (InputStream in = Version.class.getResourceAsStream("version.properties")) {
            Properties properties = new Properties();
            if (in != null) {
                properties.load(in);
            }
            return properties.getProperty("version", "unknown");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Name, version and the Java it runs on, in one line. */
    public static String line() {
        return "Patina " + number() + " (Java " + Runtime.version() + ", " + System.getProperty("java.vm.name") + ")";
    }
}
