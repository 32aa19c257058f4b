package patina.pipeline;

/** The parts of a job, in their order; a job may end with any of them. */
public enum Stage {
    REGISTER,
    SEGMENT,
    TRACK,
    MEASURE,
    FLAG;

    /** As users say it, and as it is kept on record. */
    public String key() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
