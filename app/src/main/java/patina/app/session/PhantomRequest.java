package patina.app.session;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A series with known truth, to be made. Null takes the phantom's own choice.
 *
 * @param size edge, voxels
 * @param noise as a share of metal minus air
 * @param blurVoxels sigma of the Gaussian
 * @param openingVoxels largest opening of the thin crack in the last scan
 * @param thinningVoxels thickness lost in the last scan of the uniform thinning
 * @param stitchedVoxels how far the upper part of the last scan lies off the lower
 */
public record PhantomRequest(
        String name,
        Path out,
        @Nullable Integer size,
        @Nullable Integer steps,
        @Nullable Long seed,
        @Nullable Double noise,
        @Nullable Double blurVoxels,
        @Nullable Double openingVoxels,
        @Nullable Double thinningVoxels,
        @Nullable Double stitchedVoxels) {
    /** A series as the phantom chooses, but for these. */
    public PhantomRequest(
            String name,
            Path out,
            @Nullable Integer size,
            @Nullable Integer steps,
            @Nullable Long seed,
            @Nullable Double noise) {
        this(name, out, size, steps, seed, noise, null, null, null, null);
    }
}
