package patina.app.session;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A series with known truth, to be made. Null takes the phantom's own choice.
 *
 * @param size edge, voxels
 * @param noise as a share of metal minus air
 * @param blurVoxels sigma of the Gaussian
 */
public record PhantomRequest(
        String name,
        Path out,
        @Nullable Integer size,
        @Nullable Integer steps,
        @Nullable Long seed,
        @Nullable Double noise,
        @Nullable Double blurVoxels) {}
