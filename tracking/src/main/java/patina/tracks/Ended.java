package patina.tracks;

/** How a track came to an end. */
public enum Ended {
    /** It did not: it is there in the last scan. */
    PRESENT,
    MERGED,
    SPLIT,
    /** It was not found again. */
    VANISHED;

    /** As in tracks.csv. */
    public String key() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    public static Ended of(String key) {
        return valueOf(key.toUpperCase(java.util.Locale.ROOT));
    }
}
