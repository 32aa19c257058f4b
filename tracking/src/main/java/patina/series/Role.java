package patina.series;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a scan is for. */
public enum Role {
    /** A step of the degradation: the default. */
    STEP,
    /** Nothing changed since the scan before: measures the uncertainty. */
    REPEAT,
    /** The same exposure under another load, before or after cleaning: a curve of its own. */
    STATE,
    /** The same moment in another view, of the whole. */
    OVERVIEW,
    /** The same moment in another view, of a part. */
    ROI,
    /** A cut or re-mounted piece: gives frames only; its cut faces are no damage. */
    PLACEMENT;

    /** As in series.json. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The role of that key. */
    public static Optional<Role> of(String key) {
        return Arrays.stream(values()).filter(role -> role.key().equals(key)).findFirst();
    }
}
