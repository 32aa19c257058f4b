package patina.growth;

/**
 * One measured quantity over exposure.
 *
 * @param exposure in the series' unit, increasing
 * @param value as measured
 * @param u standard uncertainty of each value (k = 1), same unit as the value
 * @param sharedU the part of {@code u} that all values have in common because they are measured against one reference
 *     scan; the covariance of two values is its square
 */
public record Evolution(double[] exposure, double[] value, double[] u, double sharedU) {
    public Evolution {
        if (exposure.length != value.length || value.length != u.length) {
            throw new IllegalArgumentException("An evolution has one value and one uncertainty for each exposure.");
        }
        for (double s : u) {
            if (!(s > 0)) {
                throw new IllegalArgumentException("A standard uncertainty is positive, not " + s + ".");
            }
        }
    }

    public int size() {
        return value.length;
    }

    /** Covariance of values i and j: the shared part everywhere, each value's own on the diagonal. */
    double covariance(int i, int j) {
        double shared = Math.min(sharedU, 0.99 * Math.min(u[i], u[j]));
        return i == j ? u[i] * u[i] : shared * shared;
    }
}
