package patina.growth;

/**
 * A 95 % interval; an end that the data do not bound is infinite.
 *
 * @param low infinite (negative) where unbounded
 * @param high infinite where unbounded
 */
public record Interval(double low, double high) {
    public static final Interval UNKNOWN = new Interval(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

    public boolean contains(double value) {
        return low <= value && value <= high;
    }

    public double centre() {
        return (low + high) / 2;
    }

    public double width() {
        return high - low;
    }

    /** Whether both ends are finite. */
    public boolean bounded() {
        return Double.isFinite(low) && Double.isFinite(high);
    }
}
