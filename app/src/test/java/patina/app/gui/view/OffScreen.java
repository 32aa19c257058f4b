package patina.app.gui.view;

import java.awt.Color;
import java.awt.Component;
import java.awt.Container;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.function.BooleanSupplier;
import javax.swing.SwingUtilities;

/** Lays out and paints components into pictures, with no display. */
final class OffScreen {
    private OffScreen() {}

    /** Does something on the event thread and waits for it. */
    static <T> T onEvents(Callable<T> work) throws Exception {
        FutureTask<T> task = new FutureTask<>(work);
        SwingUtilities.invokeAndWait(task);
        return task.get();
    }

    static void size(Component component, int width, int height) throws Exception {
        onEvents(() -> {
            component.setSize(width, height);
            layOut(component);
            return null;
        });
    }

    private static void layOut(Component component) {
        component.doLayout();
        if (component instanceof Container container) {
            for (Component child : container.getComponents()) {
                layOut(child);
            }
        }
        if (component.getWidth() > 0) {
            for (var listener : component.getComponentListeners()) {
                listener.componentResized(
                        new java.awt.event.ComponentEvent(component, java.awt.event.ComponentEvent.COMPONENT_RESIZED));
            }
        }
    }

    /** Waits until it is so; fails after 20 s. */
    static void until(BooleanSupplier so) throws Exception {
        long end = System.nanoTime() + 20_000_000_000L;
        while (!onEvents(so::getAsBoolean)) {
            if (System.nanoTime() > end) {
                throw new AssertionError("Waited 20 s for nothing.");
            }
            Thread.sleep(5);
        }
        onEvents(() -> null);
    }

    static BufferedImage picture(Component component, double scale) throws Exception {
        return onEvents(() -> {
            BufferedImage image = new BufferedImage(
                    (int) (component.getWidth() * scale),
                    (int) (component.getHeight() * scale),
                    BufferedImage.TYPE_INT_RGB);
            Graphics2D g = image.createGraphics();
            g.setColor(Color.LIGHT_GRAY);
            g.fillRect(0, 0, image.getWidth(), image.getHeight());
            g.scale(scale, scale);
            component.paint(g);
            g.dispose();
            return image;
        });
    }
}
