package patina.blocks;

import java.io.IOException;

/** The user stopped the job. What was finished before stays. */
public final class Cancelled extends IOException {
    public Cancelled() {
        super("Stopped. What was finished is kept; the same command goes on from there.");
    }
}
