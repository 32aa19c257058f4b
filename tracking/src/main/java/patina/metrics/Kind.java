package patina.metrics;

/** What kind of damage a feature is. */
public enum Kind {
    PIT,
    CRACK,
    WEAR,
    UNIFORM,
    INTERGRANULAR,
    PORE,
    GAIN,
    UNASSIGNED;

    /** As in features.csv. */
    public String key() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    public static Kind of(String key) {
        return valueOf(key.toUpperCase(java.util.Locale.ROOT));
    }
}
