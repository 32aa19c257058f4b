package patina.series;

/** What the specimen is exposed to between scans, and the unit its amount is given in: time, cycles or distance. */
public record Exposure(Quantity quantity, String unit) {
    /** Kinds of exposure. */
    public enum Quantity {
        TIME,
        CYCLES,
        DISTANCE;

        /** As in series.json. */
        public String key() {
            return name().toLowerCase(java.util.Locale.ROOT);
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
