package patina.app.gui.view;

import java.awt.Component;
import java.awt.Container;
import java.awt.Dimension;
import java.awt.FlowLayout;
import java.awt.Insets;

/** A row of controls that goes on in the next line where the window is narrow, and asks for the height it needs. */
final class WrapLayout extends FlowLayout {
    WrapLayout() {
        super(LEFT, 2, 3);
    }

    @Override
    public Dimension preferredLayoutSize(Container target) {
        synchronized (target.getTreeLock()) {
            Insets insets = target.getInsets();
            int wide = target.getWidth() > 0 ? target.getWidth() : Integer.MAX_VALUE;
            int most = wide - insets.left - insets.right - 2 * getHgap();
            int x = 0;
            int row = 0;
            int height = 0;
            int width = 0;
            for (Component part : target.getComponents()) {
                if (part.isVisible()) {
                    Dimension d = part.getPreferredSize();
                    if (x > 0 && x + d.width > most) {
                        height += row + getVgap();
                        x = 0;
                        row = 0;
                    }
                    x += d.width + getHgap();
                    width = Math.max(width, x);
                    row = Math.max(row, d.height);
                }
            }
            return new Dimension(
                    width + insets.left + insets.right + 2 * getHgap(),
                    height + row + insets.top + insets.bottom + 2 * getVgap());
        }
    }
}
