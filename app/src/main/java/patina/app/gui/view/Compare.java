package patina.app.gui.view;

/**
 * How the scan is held against the other scan.
 *
 * @param curtain where the curtain hangs, as a share of the picture's width, 0 to 1
 * @param registered whether the scan is shown where registration put it, or where it lay before; the other scan is always
 *     registered
 */
public record Compare(Mode mode, double curtain, boolean registered) {
    /** Ways to look at two scans. */
    public enum Mode {
        SINGLE("one scan"),
        SIDE_BY_SIDE("side by side"),
        BLINK("blink"),
        CHECKERBOARD("checkerboard"),
        CURTAIN("curtain"),
        DIFFERENCE("difference");

        private final String title;

        Mode(String title) {
            this.title = title;
        }

        @Override
        public String toString() {
            return title;
        }
    }

    public static final Compare NONE = new Compare(Mode.SINGLE, 0.5, true);

    public Compare {
        if (!(curtain >= 0 && curtain <= 1)) {
            throw new IllegalArgumentException("A curtain hangs at 0 to 1 of the width, not at " + curtain + ".");
        }
    }

    public Compare withMode(Mode other) {
        return new Compare(other, curtain, registered);
    }

    public Compare withCurtain(double share) {
        return new Compare(mode, share, registered);
    }

    public Compare withRegistered(boolean on) {
        return new Compare(mode, curtain, on);
    }

    /** Whether the other scan is looked at, too. */
    public boolean needsOther() {
        return mode != Mode.SINGLE;
    }
}
