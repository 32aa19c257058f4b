package patina.blocks;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** Does a few pieces of work that have nothing to do with each other on as many threads, the caller's among them. */
public final class SideBySide {
    private SideBySide() {}

    /** A piece of work. */
    @FunctionalInterface
    public interface Work<T> {
        T make() throws IOException;
    }

    /** What came of a piece of work: one of the two. */
    private record Outcome<T>(@Nullable T made, @Nullable Throwable failure) {}

    /**
     * Does all of them; ends when none is under way any more.
     *
     * @param most so many threads at the most
     * @return what each made, in their order
     * @throws IOException or whatever else the first of those that failed threw; then none was begun any more, and what others had
     *     made is closed where it can be
     */
    public static <T> List<T> all(List<Work<T>> works, int most) throws IOException {
        AtomicReferenceArray<Outcome<T>> outcomes = new AtomicReferenceArray<>(works.size());
        AtomicInteger next = new AtomicInteger();
        Runnable turns = () -> {
            for (int i = next.getAndIncrement(); i < works.size(); i = next.getAndIncrement()) {
                Outcome<T> outcome = outcome(works.get(i));
                outcomes.set(i, outcome);
                if (outcome.failure() != null) {
                    next.set(works.size());
                }
            }
        };
        List<Thread> others = new ArrayList<>();
        for (int i = 1; i < Math.min(most, works.size()); i++) {
            Thread thread = new Thread(turns, "patina-beside");
            thread.setDaemon(true);
            thread.start();
            others.add(thread);
        }
        turns.run();
        join(others);
        List<T> made = new ArrayList<>();
        @Nullable Throwable failure = null;
        for (int i = 0; i < works.size(); i++) {
            Outcome<T> outcome = outcomes.get(i);
            if (outcome != null && outcome.made() != null) {
                made.add(outcome.made());
            } else if (outcome != null && failure == null) {
                failure = outcome.failure();
            }
        }
        if (failure != null) {
            close(made, failure);
            throwing(failure);
        }
        return List.copyOf(made);
    }

    private static <T> Outcome<T> outcome(Work<T> work) {
        try {
            return new Outcome<>(work.make(), null);
        } catch (IOException | RuntimeException | Error e) {
            return new Outcome<>(null, e);
        }
    }

    /** Waits for all; an interrupt meanwhile is passed on afterwards. */
    private static void join(List<Thread> threads) {
        boolean interrupted = false;
        for (Thread thread : threads) {
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static <T> void close(List<T> made, Throwable failure) {
        for (T each : made) {
            if (each instanceof Closeable closeable) {
                try {
                    closeable.close();
                } catch (IOException | RuntimeException e) {
                    failure.addSuppressed(e);
                }
            }
        }
    }

    private static void throwing(Throwable failure) throws IOException {
        if (failure instanceof IOException io) {
            throw io;
        }
        if (failure instanceof RuntimeException runtime) {
            throw runtime;
        }
        throw (Error) failure;
    }
}
