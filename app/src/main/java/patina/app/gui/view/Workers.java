package patina.app.gui.view;

import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;

/** The threads that read and render for all views of a stack, two or as many as there are processors. */
final class Workers implements AutoCloseable {
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

    int count() {
        return pool.getParallelism();
    }

    void submit(Runnable work) {
        pool.execute(work);
    }

    /** Does parts 0 ... n - 1 on all threads and waits for them; may be called from a worker. */
    void each(int n, java.util.function.IntConsumer part) {
        if (n == 1) {
            part.accept(0);
            return;
        }
        pool.submit(() -> java.util.stream.IntStream.range(0, n).parallel().forEach(part))
                .join();
    }

    @Override
    public void close() {
        pool.shutdownNow();
    }
}
