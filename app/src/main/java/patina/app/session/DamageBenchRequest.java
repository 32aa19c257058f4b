package patina.app.session;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Seeded phantoms to be inspected and held against their truth.
 *
 * @param scenes phantoms by name, each made with each seed
 * @param seeds how many
 * @param firstSeed the first; the others follow
 * @param size edge, voxels
 * @param steps scans; null takes the phantom's own
 * @param noise as a share of metal minus air; null takes the phantom's own
 * @param openingVoxels largest opening of the crack in scenes of one; null takes the phantom's own
 * @param config settings to inspect them with; null for the defaults
 * @param last how many of the last scans errors are taken from; 0 for all
 */
public record DamageBenchRequest(
        List<String> scenes,
        int seeds,
        long firstSeed,
        int size,
        @Nullable Integer steps,
        @Nullable Double noise,
        @Nullable Double openingVoxels,
        @Nullable Path config,
        int last) {
    public DamageBenchRequest {
        scenes = List.copyOf(scenes);
    }
}
