package patina.growth;

/** How a feature grows with exposure t. */
public enum GrowthLaw {
    /** y = a: it does not grow. */
    ARRESTED(1),
    /** y = a + b t: constant rate. */
    CONSTANT(2),
    /** y = k (t - t0)^n from the incubation t0 on: slowing or speeding growth, as of corrosion pits. */
    POWER(3),
    /**
     * dy/dt = C y^(m/2), the form that da/dN = C (dK)^m takes where the stress intensity goes with the root of the crack's
     * length (Paris and Erdogan, J. Basic Eng. 85, 1963, 528). For growth over cycles.
     */
    PARIS(3);

    private final int parameters;

    GrowthLaw(int parameters) {
        this.parameters = parameters;
    }

    /** How many numbers the law has. */
    public int parameters() {
        return parameters;
    }

    /** As in tracks.csv. */
    public String key() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
