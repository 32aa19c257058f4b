package patina.segmentation;

/** What a feature is made like; features of one family only continue each other: a crack is never the later life of a pit. */
public enum Family {
    /** Pits, wear, thinning, pores. */
    BULK,
    /** Cracks. */
    SHEET,
    /** Material gained. */
    GAIN
}
