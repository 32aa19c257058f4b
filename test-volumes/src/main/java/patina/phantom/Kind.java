package patina.phantom;

import java.util.Locale;

/** What a lost piece of metal is; where two overlap, the metal counts for the one named first here. */
enum Kind {
    PIT,
    /** A crack out of a pit is what lies outside the pit's own shape. */
    CRACK,
    /** Fissures along the boundaries of grains, all of a place together. */
    INTERGRANULAR,
    WEAR,
    UNIFORM,
    /** Enclosed. */
    PORE;

    /** As in truth.json. */
    String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Whether the loss is bounded by a surface that runs alongside the body's own, where a cube on the edge of both
     * must be shared out by the deeper of the two, rather than one that crosses it.
     */
    boolean recedes() {
        return this == WEAR || this == UNIFORM;
    }
}
