package patina.pipeline;

import com.fasterxml.jackson.core.type.TypeReference;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import patina.metrics.Kind;
import patina.store.EditRow;

/**
 * Something the user wants changed by hand, about one track. It is kept with the inspection and holds for every later run
 * until it is undone.
 *
 * @param kind what it does
 * @param track what it is about
 * @param payload what it says besides, by name: {@code into} (MERGE), {@code scan} (SPLIT), {@code kind} (CHANGE_KIND),
 *     {@code text} (NOTE)
 */
public record Edit(EditRow.Kind kind, int track, Map<String, String> payload) {
    private static final String TRACK = "track ";

    public Edit {
        payload = Map.copyOf(payload);
    }

    /** The track is damage, whatever else may be said. */
    public static Edit accept(int track) {
        return new Edit(EditRow.Kind.ACCEPT, track, Map.of());
    }

    /** The track is none: it leaves all tables, and its volume counts as not lost. */
    public static Edit reject(int track) {
        return new Edit(EditRow.Kind.REJECT, track, Map.of());
    }

    /** The track is of this kind. */
    public static Edit changeKind(int track, Kind to) {
        return new Edit(EditRow.Kind.CHANGE_KIND, track, Map.of("kind", to.key()));
    }

    /** The track is a part of another, which takes its place in every scan. */
    public static Edit merge(int track, int into) {
        return new Edit(EditRow.Kind.MERGE, track, Map.of("into", Integer.toString(into)));
    }

    /** What the track shows from this scan on is another track. */
    public static Edit split(int track, int scan) {
        return new Edit(EditRow.Kind.SPLIT, track, Map.of("scan", Integer.toString(scan)));
    }

    /** A remark; changes no number. */
    public static Edit note(int track, String text) {
        return new Edit(EditRow.Kind.NOTE, track, Map.of("text", text));
    }

    /** The edit that a row of the record holds. */
    public static Edit of(EditRow row) throws IOException {
        int track;
        try {
            track = Integer.parseInt(
                    row.target().startsWith(TRACK) ? row.target().substring(TRACK.length()) : row.target());
        } catch (NumberFormatException e) {
            throw new IOException("Edit " + row.id() + " is about '" + row.target() + "', which is no track.", e);
        }
        return new Edit(row.kind(), track, Documents.read(row.payload(), new TypeReference<Map<String, String>>() {}));
    }

    /** As the record names what it is about. */
    public String target() {
        return TRACK + track;
    }

    /** As the record keeps what it says. */
    public String json() {
        return Documents.write(new TreeMap<>(payload));
    }

    /** The other track of a merge. */
    int into() {
        return Integer.parseInt(Objects.requireNonNull(payload.get("into")));
    }

    /** The first scan of what a split makes. */
    int scan() {
        return Integer.parseInt(Objects.requireNonNull(payload.get("scan")));
    }

    Kind newKind() {
        String key = Objects.requireNonNull(payload.get("kind"));
        for (Kind known : Kind.values()) {
            if (known.key().equals(key)) {
                return known;
            }
        }
        throw new IllegalArgumentException("There is no kind '" + key + "'.");
    }

    /** In words, such as "merge track 5 into track 3". */
    public String sentence() {
        return switch (kind) {
            case ACCEPT -> "accept track " + track;
            case REJECT -> "reject track " + track;
            case CHANGE_KIND -> "call track " + track + " a " + payload.get("kind");
            case MERGE -> "merge track " + track + " into track " + payload.get("into");
            case SPLIT -> "split track " + track + " from scan " + payload.get("scan") + " on";
            case NOTE -> "note on track " + track + ": " + payload.get("text");
            case LANDMARK -> "landmark " + payload;
        };
    }
}
