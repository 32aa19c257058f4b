package patina.app.session;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the probability of detection is asked for.
 *
 * @param inspection a finished inspection's folder
 * @param shapes keys of the flaws' forms
 * @param flaws how many of each
 * @param scan 0-based position in series.json; null for the first after the reference scan
 */
public record DetectabilityRequest(
        Path inspection,
        List<String> shapes,
        int flaws,
        long seed,
        @Nullable Integer scan,
        int threads) {
    /** All forms. */
    public static final List<String> SHAPES = List.of("pit", "shallow", "crack");
}
