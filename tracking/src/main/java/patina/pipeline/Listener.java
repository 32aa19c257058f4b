package patina.pipeline;

import org.jspecify.annotations.Nullable;
import patina.blocks.Progress;
import patina.store.Inspection;

/** Hears how far a whole job has come, part by part, and may stop it. Called from several threads. */
public interface Listener extends Progress {
    /** Hears nothing and stops nothing. */
    Listener NONE = new Listener() {
        @Override
        public void begin(String stage, @Nullable String scan, double from, double to) {}

        @Override
        public void step(long done, long total) {}
    };

    /**
     * A part of the job begins; the steps that follow are its own.
     *
     * @param stage what is done: register, segment ...
     * @param scan on which scan, or null when on the series as a whole
     * @param from share of the whole job that is done before this part, 0 to 1
     * @param to share of the whole job that is done after it
     */
    void begin(String stage, @Nullable String scan, double from, double to);

    /** The record is open, and holds the series and its scans; until the job ends others of this process may read it. */
    default void opened(Inspection inspection) {}
}
