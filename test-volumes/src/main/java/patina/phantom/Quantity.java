package patina.phantom;

import java.util.Locale;

/** What a specimen is exposed to, and how much of it from step to step. */
enum Quantity {
    TIME("h", 24),
    CYCLES("1", 10_000),
    DISTANCE("m", 100);

    private final String unit;
    private final double perStep;

    Quantity(String unit, double perStep) {
        this.unit = unit;
        this.perStep = perStep;
    }

    /** As in series.json. */
    String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    String unit() {
        return unit;
    }

    double perStep() {
        return perStep;
    }
}
