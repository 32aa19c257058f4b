package patina.app.gui.view;

import java.awt.Component;
import java.awt.Container;
import java.awt.Graphics2D;
import java.awt.event.ComponentEvent;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import javax.swing.SwingUtilities;
import patina.blocks.Progress;
import patina.geometry.Point;

/**
 * Drives the views as a hand would and times them: how long until the first picture when the pyramid is there, pictures a
 * second while a slice is dragged through the specimen and while the solid is turned, and the longest time for which the
 * event thread did not answer. Paints off screen at the size of a window, so it runs with and without a display.
 *
 * <p>By hand, with the classes and libraries of app, its tests, reports and tracking on the class path:
 * {@code java -Xmx2g patina.app.gui.view.ViewerBench SERIES 10}.
 */
final class ViewerBench {
    private static final int WIDTH = 1280;
    private static final int HEIGHT = 860;
    private static final int SOLID = 512;

    private ViewerBench() {}

    /**
     * One thing that was timed.
     *
     * @param name what was done
     * @param value of it
     * @param unit s, 1/s, ms, MB
     */
    record Timing(String name, double value, String unit) {
        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%-34s %10.3f %s", name, value, unit);
        }
    }

    /** Arguments: an inspection or series.json, and seconds for each thing. */
    public static void main(String[] arguments) throws IOException {
        run(Path.of(arguments[0]), Double.parseDouble(arguments[1]), System.out::println);
        System.exit(0);
    }

    /**
     * Opens an inspection or series, makes its pyramids if they are missing, and times the views.
     *
     * @param seconds for how long each thing is dragged
     */
    static List<Timing> run(Path path, double seconds, Consumer<Timing> results) throws IOException {
        long start = System.nanoTime();
        VolumeStack stack = VolumeStack.open(path);
        results.accept(new Timing("open", since(start), "s"));
        if (!stack.isPrepared()) {
            start = System.nanoTime();
            stack.prepare(Runtime.getRuntime().availableProcessors(), Progress.NONE, scan -> {});
            results.accept(new Timing("make pyramids, once", since(start), "s"));
        }
        java.util.ArrayList<Timing> all = new java.util.ArrayList<>();
        Consumer<Timing> both = timing -> {
            all.add(timing);
            results.accept(timing);
        };
        try (stack;
                Watchdog watchdog = new Watchdog()) {
            slices(stack, seconds, both, watchdog);
            solid(stack, seconds, both, watchdog);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("The benchmark was interrupted.", e);
        } catch (InvocationTargetException e) {
            throw new IOException("The viewer failed: " + e.getCause(), e);
        }
        Runtime runtime = Runtime.getRuntime();
        both.accept(new Timing("heap used", (runtime.totalMemory() - runtime.freeMemory()) / 1e6, "MB"));
        return all;
    }

    private static double since(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    private static void slices(VolumeStack stack, double seconds, Consumer<Timing> results, Watchdog watchdog)
            throws InterruptedException, InvocationTargetException {
        ViewModel model = new ViewModel();
        SliceViewer[] made = new SliceViewer[1];
        Screen screen = new Screen(WIDTH, HEIGHT);
        long start = System.nanoTime();
        SwingUtilities.invokeAndWait(() -> {
            SliceViewer viewer = new SliceViewer(stack, model);
            made[0] = viewer;
            screen.show(viewer);
        });
        SliceViewer viewer = made[0];
        while (viewer.panels().get(0).frames() == 0) {
            Thread.sleep(1);
        }
        SwingUtilities.invokeAndWait(() -> screen.paint(viewer));
        results.accept(new Timing("first picture", since(start), "s"));
        settle(viewer::isIdle);
        results.accept(new Timing("all slices fine", since(start), "s"));
        watchdog.reset();
        int scan = stack.scans().get(stack.scans().size() - 1).index();
        SwingUtilities.invokeAndWait(() -> model.setScan(scan));
        String[] ways = {"z", "y", "x"};
        for (int axis = 0; axis < 3; axis++) {
            int a = axis;
            PlanePanel panel = viewer.panels()
                    .get(axis == 0 ? 0 : axis == 1 ? SlicePlane.Facing.XZ.ordinal() : SlicePlane.Facing.ZY.ordinal());
            double rate = drag(seconds, panel::frames, () -> screen.paint(viewer), share -> {
                viewer.setMoving(true);
                Point size = stack.sizeUm();
                Point at = size.times(0.5);
                viewer.moveTo(new Point(
                        a == 2 ? share * size.x() : at.x(),
                        a == 1 ? share * size.y() : at.y(),
                        a == 0 ? share * size.z() : at.z()));
            });
            results.accept(new Timing("drag a slice along " + ways[axis], rate, "1/s"));
            SwingUtilities.invokeAndWait(() -> viewer.setMoving(false));
            settle(viewer::isIdle);
        }
        results.accept(new Timing("longest block of events, slices", watchdog.longestMs(), "ms"));
        SwingUtilities.invokeAndWait(viewer::close);
    }

    private static void solid(VolumeStack stack, double seconds, Consumer<Timing> results, Watchdog watchdog)
            throws InterruptedException, InvocationTargetException {
        ViewModel model = new ViewModel();
        SolidView[] made = new SolidView[1];
        Screen screen = new Screen(SOLID, SOLID + 40);
        int scan = stack.scans().get(stack.scans().size() - 1).index();
        long start = System.nanoTime();
        SwingUtilities.invokeAndWait(() -> {
            model.setScan(scan);
            SolidView view = new SolidView(stack, model);
            made[0] = view;
            screen.show(view);
        });
        SolidView view = made[0];
        while (view.frames() == 0) {
            Thread.sleep(1);
        }
        results.accept(new Timing("first picture of the solid", since(start), "s"));
        settle(view::isIdle);
        watchdog.reset();
        double rate = drag(seconds, view::frames, () -> screen.paint(view), share -> view.rotate(0.02, 0.005));
        results.accept(new Timing("turn the solid, coarse", rate, "1/s"));
        settle(view::isIdle);
        double fine = drag(seconds, view::frames, () -> screen.paint(view), share -> {
            if (view.isIdle()) {
                view.turnFine(0.02);
            }
        });
        results.accept(new Timing("turn the solid, fine", fine, "1/s"));
        results.accept(new Timing("longest block of events, solid", watchdog.longestMs(), "ms"));
        SwingUtilities.invokeAndWait(view::close);
    }

    private interface Move {
        /** @param share 0 to 1 and back, as time goes on */
        void to(double share);
    }

    /** Moves 120 times a second at most, paints whenever a picture arrived, and counts pictures. */
    private static double drag(double seconds, LongSupplier frames, Runnable paint, Move move)
            throws InterruptedException, InvocationTargetException {
        long first = frames.getAsLong();
        long seen = first;
        long start = System.nanoTime();
        while (since(start) < seconds) {
            double phase = since(start) / 4 % 2;
            double share = phase < 1 ? phase : 2 - phase;
            SwingUtilities.invokeAndWait(() -> move.to(share));
            long now = frames.getAsLong();
            if (now != seen) {
                seen = now;
                SwingUtilities.invokeAndWait(paint);
            }
            Thread.sleep(8);
        }
        return (seen - first) / since(start);
    }

    private static void settle(java.util.function.BooleanSupplier idle) throws InterruptedException {
        long start = System.nanoTime();
        while (!idle.getAsBoolean() && since(start) < 60) {
            Thread.sleep(2);
        }
    }

    /** A window's content off screen. */
    private static final class Screen {
        private final BufferedImage image;

        Screen(int width, int height) {
            image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        }

        void show(Component component) {
            component.setSize(image.getWidth(), image.getHeight());
            layOut(component);
        }

        private static void layOut(Component component) {
            component.doLayout();
            if (component instanceof Container container) {
                Arrays.stream(container.getComponents()).forEach(Screen::layOut);
            }
            for (var listener : component.getComponentListeners()) {
                listener.componentResized(new ComponentEvent(component, ComponentEvent.COMPONENT_RESIZED));
            }
        }

        void paint(Component component) {
            Graphics2D g = image.createGraphics();
            component.paint(g);
            g.dispose();
        }
    }

    /** Asks the event thread every few milliseconds whether it answers. */
    private static final class Watchdog implements AutoCloseable {
        private final AtomicLong longest = new AtomicLong();
        private final AtomicBoolean stopped = new AtomicBoolean();
        private final Thread thread = new Thread(this::watch, "patina-view-watchdog");

        Watchdog() {
            thread.setDaemon(true);
            thread.start();
        }

        private void watch() {
            try {
                while (!stopped.get()) {
                    long asked = System.nanoTime();
                    SwingUtilities.invokeAndWait(() -> {});
                    longest.accumulateAndGet(System.nanoTime() - asked, Math::max);
                    Thread.sleep(4);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (InvocationTargetException e) {
                throw new IllegalStateException(e);
            }
        }

        void reset() {
            longest.set(0);
        }

        double longestMs() {
            return longest.get() / 1e6;
        }

        @Override
        public void close() {
            stopped.set(true);
        }
    }
}
