package patina.store;

import java.time.Instant;
import java.util.Locale;

/**
 * Something the user changed by hand: a constraint that survives a new run.
 *
 * @param id in order of time
 * @param target what it is about, such as {@code track 12} or {@code feature 40}
 * @param payload what it says, as JSON text
 * @param undone taken back; kept for the record
 */
public record EditRow(int id, Instant made, Kind kind, String target, String payload, boolean undone) {
    /** What an edit does. */
    public enum Kind {
        ACCEPT,
        REJECT,
        CHANGE_KIND,
        MERGE,
        SPLIT,
        NOTE,
        LANDMARK;

        /** As in the database. */
        public String key() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        static Kind of(String key) {
            return valueOf(key.toUpperCase(Locale.ROOT).replace('-', '_'));
        }
    }
}
