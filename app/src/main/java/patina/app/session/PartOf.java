package patina.app.session;

import org.jspecify.annotations.Nullable;

/** A watch that hears a job which is part of a longer one. */
record PartOf(Watch whole, double first, double last) implements Watch {
    @Override
    public void begin(String stage, @Nullable String scan, double from, double to) {
        whole.begin(stage, scan, first + (last - first) * from, first + (last - first) * to);
    }

    @Override
    public void step(long done, long total) {
        whole.step(done, total);
    }

    @Override
    public boolean cancelled() {
        return whole.cancelled();
    }
}
