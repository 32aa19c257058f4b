package patina.app.gui;

import java.awt.AWTError;
import java.awt.HeadlessException;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import javax.swing.SwingUtilities;
import org.jspecify.annotations.Nullable;
import patina.app.gui.model.State;
import patina.app.session.DesktopStarter;
import patina.app.session.Session;

/** Starts the desktop application, and stays until its window is closed. */
public final class Desktop implements DesktopStarter {
    private static final int POLL_MS = 200;

    @Override
    public void open(Session session, @Nullable Path what, BooleanSupplier stopped) throws IOException {
        Map<String, String> properties = new HashMap<>();
        System.getProperties().stringPropertyNames().forEach(k -> properties.put(k, System.getProperty(k)));
        String missing = Display.missing(System.getenv(), properties);
        if (missing != null) {
            throw new IOException(missing);
        }
        State state = new State(State.place(System.getenv(), properties));
        CountDownLatch closed = new CountDownLatch(1);
        AtomicReference<@Nullable Workbench> window = new AtomicReference<>();
        try {
            SwingUtilities.invokeAndWait(() -> {
                Theme.install(state);
                Workbench workbench = new Workbench(session, state, closed::countDown);
                window.set(workbench);
                // What nobody caught is told, and the window goes on.
                Thread.currentThread().setUncaughtExceptionHandler((thread, e) -> workbench.tellTrouble(e));
                workbench.show(what);
            });
            while (!closed.await(POLL_MS, TimeUnit.MILLISECONDS)) {
                Workbench open = window.get();
                if (stopped.getAsBoolean() && open != null) {
                    SwingUtilities.invokeLater(open::closeAtOnce);
                    closed.await();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (InvocationTargetException e) {
            throw failure(e.getCause() == null ? e : e.getCause());
        } catch (HeadlessException | AWTError | LinkageError e) {
            throw failure(e);
        }
    }

    private static IOException failure(Throwable cause) {
        if (cause instanceof HeadlessException || cause instanceof AWTError || cause instanceof LinkageError) {
            return new IOException(Display.NO_DISPLAY, cause);
        }
        return new IOException("The window could not be opened: " + cause, cause);
    }
}
