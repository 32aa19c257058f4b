package patina.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One run of the software on this inspection: provenance.
 *
 * @param run 1, 2, 3 ...
 * @param version of Patina
 * @param java of the machine it ran on
 * @param finished null while it runs, or when it was stopped
 * @param settings all of them, as JSON text
 * @param series the manifest, as JSON text
 */
public record RunRow(
        int run,
        String version,
        String java,
        Instant started,
        @Nullable Instant finished,
        String settings,
        String series) {}
