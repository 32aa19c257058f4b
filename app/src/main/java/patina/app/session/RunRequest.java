package patina.app.session;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A job on a series.
 *
 * @param series series.json, or a folder that holds one
 * @param out the inspection's folder
 * @param config settings that differ from the defaults, or null
 * @param upTo the last stage to do
 * @param threads blocks at once; 0 for as many as the machine has processors
 * @param force begin anew where the folder holds another series' or other settings' work
 */
public record RunRequest(Path series, Path out, @Nullable Path config, Stage upTo, int threads, boolean force) {}
