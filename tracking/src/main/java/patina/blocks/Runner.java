package patina.blocks;

import java.io.IOException;
import java.util.ServiceLoader;

/** Runs kernels over grids. Implementations are found by ServiceLoader; all give the same bytes. */
public interface Runner extends AutoCloseable {
    /**
     * Runs a kernel over every block of a grid.
     *
     * @return the merged result
     * @throws Cancelled when {@code progress} says so
     * @throws IOException when a volume cannot be read or written
     */
    <R> R run(Kernel<R> kernel, Grid grid, Progress progress) throws IOException;

    default <R> R run(Kernel<R> kernel, Grid grid) throws IOException {
        return run(kernel, grid, Progress.NONE);
    }

    /** How many blocks are worked on at once. */
    int parallelism();

    @Override
    void close() throws IOException;

    /** Makes runners of one kind. */
    interface Provider {
        /** What the kind is called: threads, spark, ... */
        String name();

        /** @param parallelism blocks at once; 0 for as many as the machine has processors */
        Runner create(int parallelism);
    }

    /** The runner of the named kind. */
    static Runner named(String name, int parallelism) {
        for (Provider provider : ServiceLoader.load(Provider.class)) {
            if (provider.name().equals(name)) {
                return provider.create(parallelism);
            }
        }
        throw new IllegalArgumentException("No runner is called '" + name + "'.");
    }

    /** One block at a time on the calling thread. */
    static Runner sequential() {
        return new SequentialRunner();
    }
}
