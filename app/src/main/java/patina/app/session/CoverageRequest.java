package patina.app.session;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How often stated intervals cover the truth, over seeded phantoms.
 *
 * @param scenes phantoms by name, each made with each seed
 * @param seeds how many
 * @param firstSeed the first; the others follow
 * @param noise as a share of metal minus air; null takes the phantom's own
 */
public record CoverageRequest(
        List<String> scenes,
        int seeds,
        long firstSeed,
        int size,
        int steps,
        @Nullable Double noise) {
    /** Pits, merging pits, and all kinds together. */
    public static final List<String> SCENES = List.of("growing-pits", "merging-pits", "cracked-pit", "all-at-once");

    public CoverageRequest {
        scenes = List.copyOf(scenes);
    }
}
