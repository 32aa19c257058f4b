package patina.pipeline;

import java.io.IOException;
import patina.registration.NoOverlap;

/** A scan of which nobody knows where it lies: it ends a job. */
public final class Unplaced extends IOException {
    private static final long serialVersionUID = 1;

    private final int scan;

    Unplaced(int scan, String sentence, NoOverlap why) {
        super(sentence, why);
        this.scan = scan;
    }

    /** 0-based position in series.json. */
    public int scan() {
        return scan;
    }
}
