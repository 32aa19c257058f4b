package patina.app.session;

import java.util.List;

/**
 * How small a flaw of one form is found.
 *
 * @param shape its key; {@code words} say what it looks like
 * @param scan in which scan it was tried
 * @param a50Um depth found with a chance of 50 %, micrometres; {@code a90Um} with 90 %
 * @param a9095Um the depth of which it is 95 % sure that it is found with 90 %
 * @param looks how often the scan was searched
 * @param falseCalls features found in all of them that are no flaw and were not there before
 * @param trials the depths and what came of each
 */
public record DetectabilityRow(
        String shape,
        String words,
        int scan,
        int flaws,
        int found,
        double a50Um,
        double a90Um,
        double a9095Um,
        int looks,
        int falseCalls,
        List<Trial> trials) {
    /** One flaw. */
    public record Trial(double depthUm, boolean found) {}
}
