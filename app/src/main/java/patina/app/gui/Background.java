package patina.app.gui;

import java.io.Closeable;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import javax.swing.SwingUtilities;

/** Work off the event thread, one piece after the other; what comes of it is told on the event thread. */
final class Background implements Closeable {
    private final ExecutorService thread;
    private final Consumer<Throwable> failed;

    /** @param failed hears, on the event thread, of work that ended badly */
    Background(String name, Consumer<Throwable> failed) {
        this.thread = Executors.newSingleThreadExecutor(task -> {
            Thread t = new Thread(task, name);
            t.setDaemon(true);
            return t;
        });
        this.failed = failed;
    }

    <T> void run(Callable<T> work, Consumer<T> then) {
        run(work, then, failed);
    }

    /** Errors of the machine, such as memory that ran out, are told too: a window that is silent helps nobody. */
    <T> void run(Callable<T> work, Consumer<T> then, Consumer<Throwable> otherwise) {
        try {
            thread.execute(() -> {
                T result;
                try {
                    result = work.call();
                } catch (Exception | StackOverflowError | OutOfMemoryError e) {
                    SwingUtilities.invokeLater(() -> otherwise.accept(e));
                    return;
                }
                SwingUtilities.invokeLater(() -> then.accept(result));
            });
        } catch (RejectedExecutionException closing) {
            // The window is gone, and nobody waits for this any more.
            otherwise.accept(closing);
        }
    }

    /** What has begun ends; nothing new begins. */
    @Override
    public void close() {
        thread.shutdown();
    }
}
