package patina.blocks;

import java.io.Serializable;

/** What a kernel writes for each block: the block's own voxels, into one volume. */
public sealed interface Output extends Serializable {
    Sink sink();

    /** Grey values, with validity. */
    record Values(Sink sink) implements Output {}

    /** Whole-number labels. */
    record Labels(Sink sink) implements Output {}
}
