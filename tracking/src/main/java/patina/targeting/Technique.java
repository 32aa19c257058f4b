package patina.targeting;

/** How a place is opened and looked at. */
public enum Technique {
    GA_FIB("Ga FIB-SEM"),
    XE_PFIB("Xe plasma FIB"),
    LASER_PFIB("fs-laser + plasma FIB");

    private final String label;

    Technique(String label) {
        this.label = label;
    }

    /** As in flags.csv. */
    public String label() {
        return label;
    }
}
