package patina.growth;

/** Whether a feature grows at the end of the series. */
public enum GrowthClass {
    /** The rate at the last exposure is above the decision threshold. */
    GROWING,
    /** It grew, and the rate over the last scans is below a tenth of the mean rate before, with 95 %. */
    ARRESTED,
    /** The data cannot tell. */
    UNRESOLVED;

    /** As in tracks.csv. */
    public String key() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
