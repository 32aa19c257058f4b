package patina.growth;

/**
 * One measured quantity over exposure.
 *
 * @param exposure in the series' unit, increasing
 * @param value as measured
 * @param u standard uncertainty of each value (k = 1), same unit as the value
 * @param sharedU the part of {@code u} that all values have in common because they are measured against one reference
 *     scan; the covariance of two values is its square
 * @param exposureU standard uncertainty of each exposure (k = 1), same unit as the exposure; zeros where it is exact
 */
public record Evolution(double[] exposure, double[] value, double[] u, double sharedU, double[] exposureU) {
    public Evolution {
        if (exposure.length != value.length || value.length != u.length || u.length != exposureU.length) {
            throw new IllegalArgumentException("An evolution has one value and one uncertainty for each exposure.");
        }
        for (double s : u) {
            if (!(s > 0)) {
                throw new IllegalArgumentException("A standard uncertainty is positive, not " + s + ".");
            }
        }
    }

    /** With exact exposures. */
    public Evolution(double[] exposure, double[] value, double[] u, double sharedU) {
        this(exposure, value, u, sharedU, new double[exposure.length]);
    }

    public int size() {
        return value.length;
    }

    double first() {
        return exposure[0];
    }

    double last() {
        return exposure[exposure.length - 1];
    }

    /**
     * Covariance of values i and j: the shared part everywhere, each value's own on the diagonal, with what the exposure's
     * uncertainty makes of it on a slope (effective variance: Orear, Am. J. Phys. 50, 1982, 912).
     */
    double covariance(int i, int j, double slope) {
        double shared = Math.min(sharedU, 0.99 * Math.min(u[i], u[j]));
        double along = slope * exposureU[i];
        return i == j ? u[i] * u[i] + along * along : shared * shared;
    }
}
