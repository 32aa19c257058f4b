package patina.app.session;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Two volumes to be brought into one frame.
 *
 * @param voxelSizeUm of both, one edge or three; empty to take each file's own
 * @param greysDiffer whether mutual information tells what MOVING's greys stand for
 * @param start a transform's file to begin with, .csv, .json or .tfm, or null
 * @param startIsFinal whether it is taken as it is
 * @param body a mask over FIXED's voxels, above 0 where it may be used, or null for all
 * @param parts whether MOVING is parted where what one map leaves over jumps along z
 * @param seams where MOVING was stitched: so many of its planes along z lie below each; empty for one piece
 * @param write files the transform is written to, .csv, .json or .tfm
 * @param bound whether the Cramér-Rao bound is wanted
 * @param threads blocks at once; 0 for as many as the machine has processors
 */
public record PairRequest(
        Path fixed,
        Path moving,
        List<Double> voxelSizeUm,
        Model model,
        boolean greysDiffer,
        @Nullable Path start,
        boolean startIsFinal,
        @Nullable Path body,
        boolean parts,
        List<Long> seams,
        List<Path> write,
        boolean bound,
        int threads) {
    /** What may differ between the two. */
    public enum Model {
        /** Rotation and shift. */
        RIGID,
        /** And scale. */
        SIMILARITY,
        /** Any linear map. */
        AFFINE,
        /** Rotation, shift, and scale where the inside tells it. */
        AUTO;

        /** As users say it. */
        public String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
