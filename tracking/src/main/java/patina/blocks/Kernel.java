package patina.blocks;

import java.io.Serializable;
import java.util.List;

/**
 * One measurement over blocks: a small serialisable record with no threads, no input or output of its own making and no
 * state.
 *
 * <p>{@code merge} must be exact, so that the answer does not depend on how space was cut: long sums, minima, unions,
 * {@link GrainSums}; never a floating sum over a whole block.
 *
 * @param <R> the mergeable result of a block; {@link None} when there are only output blocks
 */
public interface Kernel<R> extends Serializable {
    /** The result of a kernel that only writes. */
    enum None {
        NONE
    }

    List<Input> inputs();

    default List<Output> outputs() {
        return List.of();
    }

    /** Measures one block. Called from many threads at once. */
    R apply(Block block);

    /** Joins the result of earlier blocks with that of later ones. */
    R merge(R earlier, R later);
}
