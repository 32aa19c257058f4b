package patina.app.gui.view;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Does one kind of work on the workers, one at a time: of requests that come while it works only the latest is done, and
 * the one at work is told that it is late.
 */
final class Latest {
    private final Workers workers;
    private final AtomicLong asked = new AtomicLong();
    private @Nullable Consumer<BooleanSupplier> waiting;
    private boolean busy;

    Latest(Workers workers) {
        this.workers = workers;
    }

    /** @param work is given a question to ask now and then: whether something newer waits */
    void request(Consumer<BooleanSupplier> work) {
        synchronized (this) {
            asked.incrementAndGet();
            waiting = work;
            if (busy) {
                return;
            }
            busy = true;
        }
        workers.submit(this::next);
    }

    /** Nothing waits and nothing is at work. */
    synchronized boolean isIdle() {
        return !busy;
    }

    private void next() {
        Consumer<BooleanSupplier> work;
        long number;
        synchronized (this) {
            work = waiting;
            waiting = null;
            number = asked.get();
            if (work == null) {
                busy = false;
                return;
            }
        }
        try {
            work.accept(() -> asked.get() != number);
        } finally {
            workers.submit(this::next);
        }
    }
}
