package patina.app.gui.view;

/**
 * What is laid over the grey.
 *
 * @param labels how features are filled
 * @param opacity of the fill, 0 to 1
 * @param outlines lines around features
 * @param numbers track numbers beside features
 * @param originalSurface the line of the specimen before it lost anything
 * @param followUp boxes of places for follow-up
 * @param notSeen hatching where there is no data
 * @param masks what the user hides
 */
public record Overlays(
        Labels labels,
        double opacity,
        boolean outlines,
        boolean numbers,
        boolean originalSurface,
        boolean followUp,
        boolean notSeen,
        boolean masks) {
    /** By what features are coloured. */
    public enum Labels {
        BY_TRACK("by track"),
        BY_GROWTH_RATE("by growth rate"),
        BY_KIND("by kind"),
        NONE("not filled");

        private final String title;

        Labels(String title) {
            this.title = title;
        }

        @Override
        public String toString() {
            return title;
        }
    }

    public static final Overlays USUAL = new Overlays(Labels.BY_TRACK, 0.35, true, true, false, false, true, true);

    public Overlays {
        if (!(opacity >= 0 && opacity <= 1)) {
            throw new IllegalArgumentException("Opacity is 0 to 1, not " + opacity + ".");
        }
    }

    public Overlays withLabels(Labels by) {
        return new Overlays(by, opacity, outlines, numbers, originalSurface, followUp, notSeen, masks);
    }

    public Overlays withOpacity(double value) {
        return new Overlays(labels, value, outlines, numbers, originalSurface, followUp, notSeen, masks);
    }

    public Overlays withOutlines(boolean on) {
        return new Overlays(labels, opacity, on, numbers, originalSurface, followUp, notSeen, masks);
    }

    public Overlays withNumbers(boolean on) {
        return new Overlays(labels, opacity, outlines, on, originalSurface, followUp, notSeen, masks);
    }

    public Overlays withOriginalSurface(boolean on) {
        return new Overlays(labels, opacity, outlines, numbers, on, followUp, notSeen, masks);
    }

    public Overlays withFollowUp(boolean on) {
        return new Overlays(labels, opacity, outlines, numbers, originalSurface, on, notSeen, masks);
    }

    public Overlays withNotSeen(boolean on) {
        return new Overlays(labels, opacity, outlines, numbers, originalSurface, followUp, on, masks);
    }

    public Overlays withMasks(boolean on) {
        return new Overlays(labels, opacity, outlines, numbers, originalSurface, followUp, notSeen, on);
    }
}
