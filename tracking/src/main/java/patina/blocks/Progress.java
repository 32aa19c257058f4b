package patina.blocks;

/** Hears how far a job has come, and may stop it. Called from several threads. */
public interface Progress {
    Progress NONE = (done, total) -> {};

    /** {@code done} of {@code total} units of work are finished. */
    void step(long done, long total);

    /** Whether the user wants the job stopped; asked before each block. */
    default boolean cancelled() {
        return false;
    }
}
