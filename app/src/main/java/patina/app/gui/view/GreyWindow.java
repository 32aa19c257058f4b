package patina.app.gui.view;

/**
 * The greys that are shown as the colour map's first and last colour, in the reference scan's grey values.
 *
 * @param high above {@code low}
 */
public record GreyWindow(double low, double high) {
    public GreyWindow {
        if (!(high > low) || Double.isInfinite(high - low)) {
            throw new IllegalArgumentException(
                    "A window runs from a lower to a higher grey, not " + low + " to " + high + ".");
        }
    }

    public double level() {
        return 0.5 * (low + high);
    }

    public double width() {
        return high - low;
    }

    /** Moved by a share of its width, and widened by a factor. */
    public GreyWindow adjusted(double shift, double factor) {
        double level = level() + shift * width();
        double half = Math.max(1e-9 * Math.max(1, Math.abs(level)), 0.5 * width() * factor);
        return new GreyWindow(level - half, level + half);
    }
}
