package patina.app.gui.view;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Dimension;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.event.MouseAdapter;
import java.awt.event.MouseEvent;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import javax.swing.JPanel;
import org.jspecify.annotations.Nullable;
import patina.reports.document.Numbers;

/** A scan's histogram with the window's two ends as handles; the counts are shown by their square root. */
final class HistogramPanel extends JPanel {
    private static final int EDGE = 12;

    private final transient ViewModel model;
    private transient @Nullable GreyHistogram histogram;
    private boolean lower;

    HistogramPanel(ViewModel model) {
        this.model = model;
        setPreferredSize(new Dimension(320, 150));
        getAccessibleContext().setAccessibleName("Histogram with window");
        MouseAdapter mouse = new MouseAdapter() {
            @Override
            public void mousePressed(MouseEvent e) {
                GreyHistogram h = histogram;
                if (h != null) {
                    lower = Math.abs(x(h, model.window().low()) - e.getX())
                            < Math.abs(x(h, model.window().high()) - e.getX());
                    drag(e);
                }
            }

            @Override
            public void mouseDragged(MouseEvent e) {
                drag(e);
            }
        };
        addMouseListener(mouse);
        addMouseMotionListener(mouse);
    }

    void show(GreyHistogram shown) {
        histogram = shown;
        repaint();
    }

    private void drag(MouseEvent e) {
        GreyHistogram h = histogram;
        if (h == null) {
            return;
        }
        double grey = h.low() + (e.getX() - EDGE) / (getWidth() - 2.0 * EDGE) * h.step() * h.counts().length;
        GreyWindow w = model.window();
        if (lower && grey < w.high()) {
            model.setWindow(new GreyWindow(grey, w.high()));
        } else if (!lower && grey > w.low()) {
            model.setWindow(new GreyWindow(w.low(), grey));
        }
        repaint();
    }

    private double x(GreyHistogram h, double grey) {
        return EDGE + (grey - h.low()) / (h.step() * h.counts().length) * (getWidth() - 2.0 * EDGE);
    }

    @Override
    protected void paintComponent(Graphics graphics) {
        Graphics2D g = (Graphics2D) graphics.create();
        Ink.smooth(g);
        GreyHistogram h = histogram;
        double base = getHeight() - 26.0;
        if (h != null) {
            double most = 1;
            for (long c : h.counts()) {
                most = Math.max(most, Math.sqrt(c));
            }
            double wide = (getWidth() - 2.0 * EDGE) / h.counts().length;
            g.setColor(new Color(0x7d93a8));
            for (int i = 0; i < h.counts().length; i++) {
                double high = Math.sqrt(h.counts()[i]) / most * (base - 8);
                g.fill(new Rectangle2D.Double(EDGE + i * wide, base - high, wide + 0.3, high));
            }
            for (double end : new double[] {model.window().low(), model.window().high()}) {
                double x = x(h, end);
                g.setColor(new Color(0xd55e00));
                g.setStroke(new BasicStroke(2f));
                g.draw(new Line2D.Double(x, 4, x, base + 3));
            }
        }
        g.setColor(getForeground() == null ? Color.DARK_GRAY : getForeground());
        String words = "shown: " + Numbers.significant(model.window().low(), 4) + " to "
                + Numbers.significant(model.window().high(), 4);
        g.drawString(words, EDGE, getHeight() - 7);
        g.dispose();
    }
}
