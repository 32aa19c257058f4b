package patina.growth;

/**
 * When a value reaches a limit, if it goes on as it has.
 *
 * @param limit in the value's unit
 * @param exposure where the best fit reaches it; infinite where it does not
 * @param interval 95 %, by profile likelihood; an end that the data do not bound is infinite
 */
public record TimeToLimit(double limit, double exposure, Interval interval) {
    /** One sentence; an unbounded interval is said to be so. */
    public String sentence(String exposureUnit) {
        if (interval.low() == Double.NEGATIVE_INFINITY) {
            return "the data do not say when";
        }
        String low = String.format(java.util.Locale.ROOT, "%.4g", interval.low());
        if (!Double.isFinite(interval.high())) {
            return "not before " + low + " " + exposureUnit + ", with no upper bound (95 %)";
        }
        return String.format(
                java.util.Locale.ROOT, "%.4g %s (95 %%: %s to %.4g)", exposure, exposureUnit, low, interval.high());
    }
}
