package patina.app.session;

import java.util.Locale;

/** The parts of a job, in their order; a job may end with any of them. */
public enum Stage {
    REGISTER,
    SEGMENT,
    TRACK,
    MEASURE,
    FLAG;

    /** As users say it. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
