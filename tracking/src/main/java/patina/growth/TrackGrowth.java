package patina.growth;

import org.jspecify.annotations.Nullable;

/**
 * How one track grows, with what the fit was made of.
 *
 * @param quantity depth, length or volume
 * @param unit of the quantity
 * @param evolution as measured; null with fewer than two values
 * @param limit when the depth reaches the limit; null where there is none, or the growth is not resolved
 */
public record TrackGrowth(
        int trackId,
        String quantity,
        String unit,
        @Nullable Evolution evolution,
        Growth growth,
        @Nullable TimeToLimit limit) {}
