package patina.series;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What the specimen is exposed to between scans, and the unit its amount is given in: time, cycles or distance. */
public record Exposure(Quantity quantity, String unit) {
    /** Kinds of exposure. */
    public enum Quantity {
        TIME,
        CYCLES,
        DISTANCE;

        /** The units it may be given in; the first is taken when none is given. */
        public List<String> units() {
            return switch (this) {
                case TIME -> List.of("h", "s", "min", "d");
                case CYCLES -> List.of("1");
                case DISTANCE -> List.of("m");
            };
        }

        /** The quantity of that key. */
        public static Optional<Quantity> of(String key) {
            return Arrays.stream(values()).filter(q -> q.key().equals(key)).findFirst();
        }

        /** As in series.json. */
        public String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** How many hours one unit is. Throws IllegalStateException unless the quantity is time. */
    public double hoursPerUnit() {
        return switch (unit) {
            case "s" -> 1 / 3600.0;
            case "min" -> 1 / 60.0;
            case "h" -> 1;
            case "d" -> 24;
            default -> throw new IllegalStateException("An exposure in '" + unit + "' is no time.");
        };
    }
}
