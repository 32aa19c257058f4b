package patina.tracks;

/** How a track came to be. */
public enum Began {
    /** It was there in the first scan. */
    PRE_EXISTING,
    /** It appeared. */
    NUCLEATED,
    /** Several tracks grew together; they are its parents. */
    MERGED,
    /** A track fell apart; it is the parent. */
    SPLIT,
    /** A crack grew out of its parent, which goes on. */
    BRANCHED;

    /** As in tracks.csv. */
    public String key() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }

    public static Began of(String key) {
        return valueOf(key.toUpperCase(java.util.Locale.ROOT).replace('-', '_'));
    }
}
