package patina.app.session;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Extreme values of a column of a table.
 *
 * @param file comma-separated, with a head row
 * @param column its name
 * @param censorBelow values below are only counted; null where all are as they are
 * @param returnPeriod the area asked for over a cell's; above 1
 * @param wall a value of which the chance to be reached within the period is wanted, or null
 * @param model which distribution; null takes Gumbel's unless the data reject it
 * @param resamples of the bootstrap; 0 for none
 */
public record ExtremeRequest(
        Path file,
        String column,
        @Nullable Double censorBelow,
        double returnPeriod,
        @Nullable Double wall,
        @Nullable Model model,
        int resamples,
        long seed) {
    /** The distributions. */
    public enum Model {
        GUMBEL,
        GEV
    }
}
