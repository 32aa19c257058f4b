package patina.blocks.threads;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import patina.blocks.BlockWork;
import patina.blocks.Cancelled;
import patina.blocks.Grid;
import patina.blocks.Kernel;
import patina.blocks.Progress;
import patina.blocks.Runner;
import patina.blocks.Workspace;
import patina.geometry.Region;

/** Runs blocks on a fixed pool; at most two more blocks than threads are in flight, and results merge in block order. */
final class ThreadsRunner implements Runner {
    private final int threads;
    private final ExecutorService pool;
    private final Queue<Workspace> workspaces = new ConcurrentLinkedQueue<>();

    ThreadsRunner(int threads) {
        this.threads = threads;
        this.pool = Executors.newFixedThreadPool(threads, task -> {
            Thread thread = new Thread(task, "patina-block");
            thread.setDaemon(true);
            return thread;
        });
    }

    @Override
    public <R> R run(Kernel<R> kernel, Grid grid, Progress progress) throws IOException {
        try (BlockWork<R> work = new BlockWork<>(kernel, workspaces)) {
            int most = threads + 2;
            Semaphore places = new Semaphore(most);
            AtomicBoolean stopped = new AtomicBoolean();
            ArrayDeque<Future<R>> inFlight = new ArrayDeque<>();
            try {
                @Nullable R merged = null;
                long next = 0;
                for (long b = 0; b < grid.blocks(); b++) {
                    while (next < grid.blocks() && inFlight.size() < most) {
                        if (progress.cancelled()) {
                            throw new Cancelled();
                        }
                        Region block = grid.block(next++);
                        places.acquireUninterruptibly();
                        inFlight.add(pool.submit(() -> {
                            try {
                                if (stopped.get()) {
                                    throw new Cancelled();
                                }
                                return work.apply(block);
                            } finally {
                                places.release();
                            }
                        }));
                    }
                    R result = await(inFlight.remove());
                    merged = merged == null ? result : kernel.merge(merged, result);
                    progress.step(b + 1, grid.blocks());
                }
                return Objects.requireNonNull(merged);
            } finally {
                // Blocks still running must end before the volumes close under them.
                stopped.set(true);
                places.acquireUninterruptibly(most);
            }
        }
    }

    private static <R> R await(Future<R> future) throws IOException {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Cancelled();
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof IOException io) {
                throw io;
            }
            if (cause instanceof RuntimeException runtime) {
                throw runtime;
            }
            if (cause instanceof Error error) {
                throw error;
            }
            throw new IOException(cause);
        }
    }

    @Override
    public int parallelism() {
        return threads;
    }

    @Override
    public void close() {
        pool.shutdownNow();
    }
}
