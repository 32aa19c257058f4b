package patina.store;

import java.time.Instant;

/**
 * A finished stage of one scan.
 *
 * @param scan 0-based position in series.json, or {@link Inspection#SERIES}
 * @param key hash of the inputs and settings its rows follow from
 */
public record StageRow(String stage, int scan, String key, Instant started, Instant finished) {}
