package patina.app.gui.view;

import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/** The threads that read and render for all views of a stack, two or as many as there are processors. */
final class Workers {
    private final ForkJoinPool pool;

    Workers() {
        pool = new ForkJoinPool(
                Math.max(2, Runtime.getRuntime().availableProcessors()),
                owner -> {
                    ForkJoinWorkerThread thread = ForkJoinPool.defaultForkJoinWorkerThreadFactory.newThread(owner);
                    thread.setName("patina-view-" + thread.getPoolIndex());
                    thread.setDaemon(true);
                    return thread;
                },
                null,
                true);
    }

    /** Does it some time; not at all when the workers have been closed. */
    void submit(Runnable work) {
        if (pool.isShutdown()) {
            return;
        }
        try {
            pool.execute(work);
        } catch (RejectedExecutionException closedMeanwhile) {
            // What was wanted for views that are gone is wanted no more.
            return;
        }
    }

    /** Does parts 0 ... n - 1: from a worker on all threads, from elsewhere one after the other. */
    void each(int n, IntConsumer part) {
        IntStream parts = IntStream.range(0, n);
        (ForkJoinTask.getPool() == pool ? parts.parallel() : parts).forEach(part);
    }

    /** Finishes what is at work, takes nothing new, then does {@code last}; returns at once. */
    void close(Runnable last) {
        pool.shutdown();
        Thread end = new Thread(
                () -> {
                    try {
                        pool.awaitTermination(20, TimeUnit.SECONDS);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    last.run();
                },
                "patina-view-end");
        end.setDaemon(true);
        end.start();
    }
}
