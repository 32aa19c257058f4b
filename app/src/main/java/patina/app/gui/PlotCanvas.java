package patina.app.gui;

import java.awt.Dimension;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.event.MouseAdapter;
import java.awt.event.MouseEvent;
import java.awt.event.MouseWheelEvent;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import javax.swing.JPanel;
import javax.swing.SwingUtilities;
import org.jspecify.annotations.Nullable;
import patina.reports.charts.ScreenPlot;
import patina.reports.charts.ScreenPlot.Hit;
import patina.reports.document.Plot;

/** A plot on the screen: the wheel zooms at the pointer, dragging moves, a double click shows all, a click chooses. */
final class PlotCanvas extends JPanel {
    private static final long serialVersionUID = 1L;
    private static final double REACH = 12;
    private static final float SCALE = 1.45f;
    /** Smaller than that, in points, there is room for axes alone. */
    private static final int LEAST = 70;

    private transient @Nullable Plot plot;
    private transient @Nullable Plot zoomed;
    private transient @Nullable ScreenPlot drawn;
    private transient List<Hit> marked = List.of();
    private final transient BiConsumer<Hit, MouseEvent> chosen;
    private final transient Function<Hit, String> telling;

    /**
     * @param chosen hears of the sample that was clicked
     * @param telling what to say of the sample under the pointer
     */
    PlotCanvas(BiConsumer<Hit, MouseEvent> chosen, Function<Hit, String> telling) {
        this.chosen = chosen;
        this.telling = telling;
        setPreferredSize(new Dimension(400, 220));
        setToolTipText("");
        Mouse mouse = new Mouse();
        addMouseListener(mouse);
        addMouseMotionListener(mouse);
        addMouseWheelListener(mouse);
    }

    /** Shows a plot; zoom stays where the axes mean the same as before. */
    void show(Plot now) {
        Plot before = plot;
        boolean same = before != null
                && before.xLabel().equals(now.xLabel())
                && before.yLabel().equals(now.yLabel())
                && before.axes().equals(now.axes());
        Plot zoom = zoomed;
        plot = now;
        zoomed = same && zoom != null
                ? new Plot(
                        now.title(),
                        now.alternative(),
                        now.xLabel(),
                        now.yLabel(),
                        zoom.fromX(),
                        zoom.toX(),
                        now.wide(),
                        now.curves(),
                        zoom.axes())
                : null;
        getAccessibleContext().setAccessibleDescription(now.alternative());
        repaint();
    }

    void mark(List<Hit> hits) {
        marked = List.copyOf(hits);
        repaint();
    }

    /** Shows all again. */
    void showAll() {
        zoomed = null;
        repaint();
    }

    /** The plot as it is seen. */
    @Nullable
    Plot seen() {
        return zoomed != null ? zoomed : plot;
    }

    /** Where a sample was drawn, or null. */
    double @Nullable [] place(Hit hit) {
        ScreenPlot on = drawn;
        return on == null ? null : on.place(hit);
    }

    static float scale() {
        return SCALE * com.formdev.flatlaf.util.UIScale.getUserScaleFactor();
    }

    @Override
    protected void paintComponent(Graphics graphics) {
        Plot now = seen();
        if (now == null || getWidth() < LEAST * scale() || getHeight() < LEAST * scale()) {
            return;
        }
        Graphics2D g = (Graphics2D) graphics.create();
        drawn = ScreenPlot.draw(g, now, getWidth(), getHeight(), scale(), Theme.isDark(), marked);
        g.dispose();
    }

    @Override
    public @Nullable String getToolTipText(MouseEvent e) {
        ScreenPlot on = drawn;
        return on == null
                ? null
                : on.near(e.getX(), e.getY(), REACH).map(telling).orElse(null);
    }

    private final class Mouse extends MouseAdapter {
        private int lastX;
        private int lastY;

        @Override
        public void mousePressed(MouseEvent e) {
            lastX = e.getX();
            lastY = e.getY();
        }

        @Override
        public void mouseClicked(MouseEvent e) {
            ScreenPlot on = drawn;
            if (on == null || !SwingUtilities.isLeftMouseButton(e)) {
                return;
            }
            Optional<Hit> hit = on.near(e.getX(), e.getY(), REACH);
            if (hit.isPresent()) {
                chosen.accept(hit.get(), e);
            } else if (e.getClickCount() == 2) {
                showAll();
            }
        }

        @Override
        public void mouseDragged(MouseEvent e) {
            ScreenPlot on = drawn;
            if (on == null) {
                return;
            }
            int dx = e.getX() - lastX;
            int dy = e.getY() - lastY;
            lastX = e.getX();
            lastY = e.getY();
            var a = on.area();
            zoomed = on.between(a.getMinX() - dx, a.getMinY() - dy, a.getMaxX() - dx, a.getMaxY() - dy);
            repaint();
        }

        @Override
        public void mouseWheelMoved(MouseWheelEvent e) {
            ScreenPlot on = drawn;
            if (on == null) {
                return;
            }
            double f = Math.pow(1.15, e.getPreciseWheelRotation());
            var a = on.area();
            double x = Math.max(a.getMinX(), Math.min(a.getMaxX(), e.getX()));
            double y = Math.max(a.getMinY(), Math.min(a.getMaxY(), e.getY()));
            zoomed = on.between(
                    x + f * (a.getMinX() - x),
                    y + f * (a.getMinY() - y),
                    x + f * (a.getMaxX() - x),
                    y + f * (a.getMaxY() - y));
            repaint();
        }

        @Override
        public void mouseMoved(MouseEvent e) {
            ScreenPlot on = drawn;
            boolean over = on != null && on.near(e.getX(), e.getY(), REACH).isPresent();
            setCursor(java.awt.Cursor.getPredefinedCursor(
                    over ? java.awt.Cursor.HAND_CURSOR : java.awt.Cursor.DEFAULT_CURSOR));
        }
    }
}
