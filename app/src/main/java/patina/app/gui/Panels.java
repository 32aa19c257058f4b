package patina.app.gui;

import javax.swing.BorderFactory;
import javax.swing.JComponent;
import javax.swing.JSplitPane;
import patina.app.gui.model.State;

/** The four parts of the window: left, middle, right, and below them the tabs; each but the middle can be hidden. */
final class Panels {
    private final State state;
    private final JComponent left;
    private final JComponent right;
    private final JComponent below;
    private final JSplitPane rightSplit;
    private final JSplitPane leftSplit;
    private final JSplitPane belowSplit;

    Panels(State state, JComponent left, JComponent middle, JComponent right, JComponent below) {
        this.state = state;
        this.left = left;
        this.right = right;
        this.below = below;
        rightSplit = split(JSplitPane.HORIZONTAL_SPLIT, middle, right, 1);
        leftSplit = split(JSplitPane.HORIZONTAL_SPLIT, left, rightSplit, 0);
        belowSplit = split(JSplitPane.VERTICAL_SPLIT, leftSplit, below, 0.62);
    }

    private static JSplitPane split(int orientation, JComponent first, JComponent second, double weight) {
        JSplitPane split = new JSplitPane(orientation, true, first, second);
        split.setResizeWeight(weight);
        split.setBorder(BorderFactory.createEmptyBorder());
        return split;
    }

    JComponent component() {
        return belowSplit;
    }

    /** Gives the parts the sizes they had, or good ones; once the window has its size. */
    void layout() {
        belowSplit.validate();
        int width = Math.max(600, belowSplit.getParent().getWidth());
        int height = Math.max(300, belowSplit.getParent().getHeight());
        float unit = com.formdev.flatlaf.util.UIScale.getUserScaleFactor();
        int side = Math.round(Math.min(230 * unit, width * 0.2f));
        int info = Math.round(Math.min(340 * unit, width * 0.28f));
        left.setVisible(state.flag("left", true));
        right.setVisible(state.flag("right", true));
        below.setVisible(state.flag("below", true));
        belowSplit.setDividerLocation(state.number("below.at", Math.round(height * 0.6f)));
        leftSplit.setDividerLocation(state.number("left.at", side));
        int at = left.isVisible() ? leftSplit.getDividerLocation() : 0;
        rightSplit.setDividerLocation(Math.max(100, width - at - state.number("right.width", info)));
    }

    void toggle(JComponent part) {
        set(part, !part.isVisible());
    }

    void show(JComponent part) {
        if (!part.isVisible()) {
            set(part, true);
        }
    }

    private void set(JComponent part, boolean on) {
        if (!on) {
            remember();
        }
        part.setVisible(on);
        state.put(part == left ? "left" : part == right ? "right" : "below", on);
        if (on) {
            layout();
        }
        belowSplit.revalidate();
    }

    /** Keeps the sizes of the parts that are to be seen. */
    void remember() {
        if (!belowSplit.isShowing()) {
            return;
        }
        if (below.isVisible()) {
            state.put("below.at", belowSplit.getDividerLocation());
        }
        if (left.isVisible()) {
            state.put("left.at", leftSplit.getDividerLocation());
        }
        if (right.isVisible()) {
            state.put("right.width", rightSplit.getWidth() - rightSplit.getDividerLocation());
        }
    }
}
