package patina.app.cli;

import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import patina.app.session.JobProgress;
import patina.app.session.Watch;

/**
 * Progress on standard error: on a terminal one line that is written over (bar, percentage, time left, stage, scan);
 * elsewhere a plain line when a part begins and at most one every ten seconds within it. Safe for several threads.
 *
 * <p>Time left is the time so far times what is left over what is done, of the share done in this run.
 */
final class ProgressLine implements Watch, AutoCloseable {
    private static final int BAR = 24;
    private static final long TERMINAL_EVERY_NS = 100_000_000L;
    private static final long PLAIN_EVERY_NS = 10_000_000_000L;

    private final PrintStream err;
    private final boolean quiet;
    private final int columns;
    private final AtomicBoolean stopped;
    private final LongSupplier nanos;

    private final JobProgress progress;
    private long shownAt;
    private boolean lineIsOpen;

    ProgressLine(PrintStream err, boolean quiet, int columns, AtomicBoolean stopped) {
        this(err, quiet, columns, stopped, System::nanoTime);
    }

    ProgressLine(PrintStream err, boolean quiet, int columns, AtomicBoolean stopped, LongSupplier nanos) {
        this.err = err;
        this.quiet = quiet;
        this.columns = columns;
        this.stopped = stopped;
        this.nanos = nanos;
        this.progress = new JobProgress(nanos);
    }

    @Override
    public synchronized void begin(String stage, @Nullable String scan, double from, double to) {
        progress.begin(stage, scan, from, to);
        show(true);
    }

    @Override
    public synchronized void step(long stepsDone, long stepsTotal) {
        progress.step(stepsDone, stepsTotal);
        show(false);
    }

    @Override
    public boolean cancelled() {
        return stopped.get();
    }

    private void show(boolean partBegins) {
        if (quiet) {
            return;
        }
        long now = nanos.getAsLong();
        long pause = columns > 0 ? TERMINAL_EVERY_NS : PLAIN_EVERY_NS;
        if (!partBegins && now - shownAt < pause) {
            return;
        }
        shownAt = now;
        double done = progress.share();
        String percent = String.format(Locale.ROOT, "%3.0f %%", 100 * done);
        String left = progress.left();
        String part = progress.part();
        if (columns > 0) {
            int full = (int) Math.round(BAR * done);
            String line = "[" + "#".repeat(full) + ".".repeat(BAR - full) + "] " + percent + "  "
                    + (left.isEmpty() ? "" : left + " left  ") + part;
            int most = Math.max(20, columns - 1);
            err.print("\r" + (line.length() > most ? line.substring(0, most) : line) + "\033[K");
            err.flush();
            lineIsOpen = true;
        } else {
            err.println(percent.strip() + "  " + part + (left.isEmpty() ? "" : ", " + left + " left"));
        }
    }

    /** Wipes the bar, so that what comes next begins on a clean line. */
    @Override
    public synchronized void close() {
        if (lineIsOpen) {
            err.print("\r\033[K");
            err.flush();
            lineIsOpen = false;
        }
    }
}
