package patina.app.gui.model;

import org.jspecify.annotations.Nullable;
import patina.store.FeatureRow;

/** What of a feature can be plotted. */
public enum Metric {
    DEPTH("Depth", "µm"),
    LENGTH("Crack length", "µm"),
    VOLUME("Volume lost", "µm³"),
    TOTAL_VOLUME("Total volume", "µm³"),
    MOUTH("Mouth area", "µm²"),
    WIDTH("Width", "µm"),
    OPENING("Mean opening", "µm"),
    OPENING_JUMP("Opening by displacement", "µm"),
    WALL("Wall left", "µm");

    private final String title;
    private final String unit;

    Metric(String title, String unit) {
        this.title = title;
        this.unit = unit;
    }

    /** With its unit, as an axis names it. */
    public String label() {
        return title + " (" + unit + ")";
    }

    public String unit() {
        return unit;
    }

    /** NaN where it does not apply. */
    public double of(FeatureRow f) {
        return known(
                switch (this) {
                    case DEPTH -> f.depthUm();
                    case LENGTH -> f.lengthUm();
                    case VOLUME -> Double.valueOf(f.volumeUm3());
                    case TOTAL_VOLUME -> Double.valueOf(f.volumeTotalUm3());
                    case MOUTH -> f.mouthAreaUm2();
                    case WIDTH -> f.widthUm();
                    case OPENING -> f.openingMeanUm();
                    case OPENING_JUMP -> f.openingJumpUm();
                    case WALL -> f.remainingWallUm();
                });
    }

    /** Standard uncertainty; NaN where there is none. */
    public double uOf(FeatureRow f) {
        return known(
                switch (this) {
                    case DEPTH -> f.depthUUm();
                    case LENGTH -> f.lengthUUm();
                    case VOLUME -> Double.valueOf(f.volumeUUm3());
                    case OPENING -> f.openingMeanUUm();
                    case OPENING_JUMP -> f.openingJumpUUm();
                    case TOTAL_VOLUME, MOUTH, WIDTH, WALL -> null;
                });
    }

    private static double known(@Nullable Double value) {
        return value == null ? Double.NaN : value;
    }

    @Override
    public String toString() {
        return title;
    }
}
