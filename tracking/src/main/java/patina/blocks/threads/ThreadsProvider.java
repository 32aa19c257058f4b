package patina.blocks.threads;

import patina.blocks.Runner;

/** Offers the runner called 'threads'. */
public final class ThreadsProvider implements Runner.Provider {
    @Override
    public String name() {
        return "threads";
    }

    @Override
    public Runner create(int parallelism) {
        return new ThreadsRunner(
                parallelism > 0 ? parallelism : Runtime.getRuntime().availableProcessors());
    }
}
