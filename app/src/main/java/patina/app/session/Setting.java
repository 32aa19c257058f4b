package patina.app.session;

/**
 * A setting of the job.
 *
 * @param key as in the configuration file, dots between levels
 * @param value the default, as JSON
 * @param unit empty when it has none
 * @param sentence what it does
 */
public record Setting(String key, String value, String unit, String sentence) {}
