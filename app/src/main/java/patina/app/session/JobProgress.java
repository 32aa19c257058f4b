package patina.app.session;

import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** How far a job is and how long it may still take, from what a {@link Watch} hears. For several threads. */
public final class JobProgress {
    private static final long LEAST_TO_TELL_NS = 2_000_000_000L;
    private static final double LEAST_SHARE_TO_TELL = 0.02;

    private final LongSupplier nanos;
    private final long startedAt;
    private String part = "";
    private double from;
    private double to;
    private double done;
    private double doneAtStart = -1;

    /** @param nanos a clock, nanoseconds */
    public JobProgress(LongSupplier nanos) {
        this.nanos = nanos;
        this.startedAt = nanos.getAsLong();
    }

    /** See {@link Watch#begin}. */
    public synchronized void begin(String stage, @Nullable String scan, double first, double last) {
        part = scan == null ? stage : stage + " " + scan;
        from = first;
        to = last;
        done = first;
        if (doneAtStart < 0) {
            doneAtStart = first;
        }
    }

    /** See {@link Watch#step}. */
    public synchronized void step(long stepsDone, long stepsTotal) {
        if (stepsTotal > 0) {
            done = Math.max(done, from + (to - from) * Math.min(stepsDone, stepsTotal) / stepsTotal);
        }
    }

    /** Share of the job that is done, 0 to 1. */
    public synchronized double share() {
        return Math.min(1, done);
    }

    /** The stage, and the scan it is at. */
    public synchronized String part() {
        return part;
    }

    /** How long it may still take, such as "3 min"; empty until that can be told. */
    public synchronized String left() {
        long elapsedNs = nanos.getAsLong() - startedAt;
        double share = done - Math.max(0, doneAtStart);
        if (share < LEAST_SHARE_TO_TELL || elapsedNs < LEAST_TO_TELL_NS) {
            return "";
        }
        return duration(elapsedNs / 1e9 * (1 - done) / share);
    }

    /** A duration as people say it: 40 s, 3 min, 2 h 10 min. */
    public static String duration(double seconds) {
        long s = Math.round(Math.max(0, seconds));
        if (s < 90) {
            return s + " s";
        }
        long min = Math.round(s / 60.0);
        return min < 90 ? min + " min" : min / 60 + " h " + min % 60 + " min";
    }
}
