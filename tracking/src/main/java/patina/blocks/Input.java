package patina.blocks;

import java.io.Serializable;
import patina.geometry.Affine;

/** What a kernel reads for each block: which volume, and which part of it. */
public sealed interface Input extends Serializable {
    Source source();

    /**
     * The block itself with {@code halo} more voxels on every side. Beyond the volume's ends the patch holds the mirrored
     * values (d c b a | a b c d | d c b a) and is marked not valid.
     */
    record Window(Source source, int halo) implements Input {}

    /** The same for a volume of labels; beyond its ends there is label 0. */
    record Labels(Source source, int halo) implements Input {}

    /**
     * The part of another grid that the block falls on: {@code gridToSource} maps voxel coordinates of the block's grid
     * to voxel coordinates of the source. The patch is the box around the block's image with {@code margin} more voxels,
     * clipped to the source; it is empty where the source does not reach. The kernel interpolates.
     */
    record Image(Source source, Affine gridToSource, int margin) implements Input {}

    /** The same part of a volume of labels. */
    record LabelsImage(Source source, Affine gridToSource, int margin) implements Input {}
}
