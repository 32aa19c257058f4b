package patina.app.session;

import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Opens the desktop application; the command line is given one, and knows no more of windows. */
public interface DesktopStarter {
    /**
     * Opens a window and returns when the last one is closed.
     *
     * @param what an inspection's folder, a series.json, files of scans, or null for none
     * @param stopped whether the program shall end
     * @throws java.io.IOException one sentence when there is no display or no desktop part in this Java
     */
    void open(Session session, @Nullable Path what, BooleanSupplier stopped) throws java.io.IOException;
}
