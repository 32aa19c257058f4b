package patina.app.session;

import org.jspecify.annotations.Nullable;
import patina.blocks.Progress;

/** Hears how far a whole job has come, stage by stage, and may stop it. Called from several threads. */
public interface Watch extends Progress {
    /** Hears nothing and stops nothing. */
    Watch NONE = new Watch() {
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
}
