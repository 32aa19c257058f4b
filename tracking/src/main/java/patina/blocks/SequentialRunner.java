package patina.blocks;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** Runs one block after another on the calling thread: the plain statement of what every runner must give. */
final class SequentialRunner implements Runner {
    private final Queue<Workspace> workspaces = new ArrayDeque<>();

    @Override
    public <R> R run(Kernel<R> kernel, Grid grid, Progress progress) throws IOException {
        try (BlockWork<R> work = new BlockWork<>(kernel, workspaces)) {
            @Nullable R merged = null;
            for (long b = 0; b < grid.blocks(); b++) {
                if (progress.cancelled()) {
                    throw new Cancelled();
                }
                R result = work.apply(grid.block(b));
                merged = merged == null ? result : kernel.merge(merged, result);
                progress.step(b + 1, grid.blocks());
            }
            return java.util.Objects.requireNonNull(merged);
        }
    }

    @Override
    public int parallelism() {
        return 1;
    }

    @Override
    public void close() {}
}
