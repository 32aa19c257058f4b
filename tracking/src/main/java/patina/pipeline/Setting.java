package patina.pipeline;

/**
 * One setting of a job.
 *
 * @param key as in the configuration file, section and name joined by a dot
 * @param value default: a Double, a Long, a Boolean or a String
 * @param unit of the value; 1 for plain numbers, empty for text
 * @param sentence what it does
 */
public record Setting(String key, Object value, String unit, String sentence) {}
