package patina.blocks;

import java.io.Serializable;
import patina.geometry.Region;

/** What a kernel writes for each block, into one volume. */
public sealed interface Output extends Serializable {
    Sink sink();

    /** Whole-number labels, or grey values with validity. */
    boolean areLabels();

    /** The voxels of the output's volume that are a block's to write; those of all blocks make up the volume. */
    default Region of(Region block) {
        return block;
    }

    /** Grey values, with validity, of the block's own voxels. */
    record Values(Sink sink) implements Output {
        @Override
        public boolean areLabels() {
            return false;
        }
    }

    /** Labels of the block's own voxels. */
    record Labels(Sink sink) implements Output {
        @Override
        public boolean areLabels() {
            return true;
        }
    }

    /**
     * Voxels of a volume half as fine along each axis, {@link patina.geometry.Extent#binned binned} by 2: those whose first of eight
     * lies in the block. Blocks begin at whole grains, so none has a voxel's half.
     */
    record Halved(Sink sink, boolean areLabels) implements Output {
        @Override
        public Region of(Region block) {
            return new Region(
                    block.x() / 2,
                    block.y() / 2,
                    block.z() / 2,
                    (block.nx() + 1) / 2,
                    (block.ny() + 1) / 2,
                    (block.nz() + 1) / 2);
        }
    }
}
