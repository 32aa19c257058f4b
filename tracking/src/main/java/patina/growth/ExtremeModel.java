package patina.growth;

/** The distribution of the largest of many. */
public enum ExtremeModel {
    /** F = exp(-exp(-(x - location) / scale)). */
    GUMBEL(2),
    /** F = exp(-(1 + xi (x - location) / scale)^(-1 / xi)): the generalised extreme value distribution, of shape xi. */
    GEV(3);

    private final int parameters;

    ExtremeModel(int parameters) {
        this.parameters = parameters;
    }

    /** How many numbers it has. */
    public int parameters() {
        return parameters;
    }

    /** As in results. */
    public String key() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
