package patina.phantom;

/**
 * How deep a feature is at an exposure: depth = k (exposure - incubation)ⁿ, zero before.
 *
 * @param k in voxels per (unit of exposure)ⁿ
 * @param n 1 for a constant rate, 0 for one that has come to rest
 * @param incubation in units of exposure; negative for what was there before the first scan
 */
record Growth(double k, double n, double incubation) {

    /**
     * The law with this exponent that is {@code first} deep at one exposure and {@code last} deep at a later one,
     * or that begins at {@code notBefore} where it would otherwise begin earlier.
     */
    static Growth through(double n, double atFirst, double first, double atLast, double last, double notBefore) {
        double ratio = Math.pow(last / first, 1 / n);
        double incubation = Math.max(notBefore, (ratio * atFirst - atLast) / (ratio - 1));
        return new Growth(last / Math.pow(atLast - incubation, n), n, incubation);
    }

    static Growth arrested(double depth) {
        return new Growth(depth, 0, Double.NEGATIVE_INFINITY);
    }

    double at(double exposure) {
        if (n == 0) {
            return exposure > incubation ? k : 0;
        }
        return exposure > incubation ? k * Math.pow(exposure - incubation, n) : 0;
    }

    /** As in truth.json. */
    String law() {
        return n == 0 ? "arrested" : n == 1 ? "constant" : "power";
    }
}
