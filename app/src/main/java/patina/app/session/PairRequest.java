package patina.app.session;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Two volumes to be brought into one frame.
 *
 * @param voxelSizeUm of both, one edge or three; empty to take each file's own
 * @param threads blocks at once; 0 for as many as the machine has processors
 */
public record PairRequest(Path fixed, Path moving, List<Double> voxelSizeUm, Model model, int threads) {
    /** What may differ between the two. */
    public enum Model {
        /** Rotation and shift. */
        RIGID,
        /** And scale. */
        SIMILARITY,
        /** Any linear map. */
        AFFINE;

        /** As users say it. */
        public String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
