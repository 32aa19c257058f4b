package patina.app.gui;

import static org.junit.jupiter.api.Assertions.fail;

import java.awt.AWTEvent;
import java.awt.Component;
import java.awt.Container;
import java.awt.EventQueue;
import java.awt.GraphicsEnvironment;
import java.awt.Point;
import java.awt.Robot;
import java.awt.Toolkit;
import java.awt.event.InputEvent;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import javax.imageio.ImageIO;
import javax.swing.SwingUtilities;
import org.jspecify.annotations.Nullable;

/** Hands and eyes for tests in real windows: mouse and keys, waiting, pictures, and a watch on the event thread. */
final class Screen {
    /** Why tests in real windows are left out where they are. */
    static final String MISSING =
            "There is no display: tests in real windows are left out. xvfb-run mvn verify -Pdisplay runs them.";

    private static final long PATIENCE_MS = 90_000;

    private final Robot robot;
    private final Watchdog watchdog = new Watchdog();

    Screen() throws Exception {
        robot = new Robot();
        robot.setAutoDelay(15);
        SwingUtilities.invokeAndWait(
                () -> Toolkit.getDefaultToolkit().getSystemEventQueue().push(watchdog));
    }

    /** Whether windows can be opened. */
    static boolean isThere() {
        return !GraphicsEnvironment.isHeadless();
    }

    /**
     * Measures how long the event thread stays with one event. Where other programs take the machine's processors, what the
     * thread computed and waited for counts, and not how long it had to queue for a processor.
     */
    static final class Watchdog extends EventQueue {
        private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

        private final boolean crowded =
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage()
                        > Runtime.getRuntime().availableProcessors();
        private final AtomicLong longestNs = new AtomicLong();
        private volatile String longest = "";

        Watchdog() {
            THREADS.setThreadContentionMonitoringEnabled(true);
        }

        @Override
        protected void dispatchEvent(AWTEvent event) {
            long start = System.nanoTime();
            long own = ownNs();
            super.dispatchEvent(event);
            long took = System.nanoTime() - start;
            if (crowded) {
                took = Math.min(took, ownNs() - own);
            }
            // The robot waits for idleness by an event that holds the thread until the display has answered.
            boolean robots = event.getClass().getName().startsWith("sun.awt.SunToolkit$");
            if (!robots && took > longestNs.get()) {
                longestNs.set(took);
                longest = event.toString();
            }
        }

        /** What this thread has computed and waited for. */
        private static long ownNs() {
            ThreadInfo info = THREADS.getThreadInfo(Thread.currentThread().getId());
            return THREADS.getCurrentThreadCpuTime() + 1_000_000 * (info.getBlockedTime() + info.getWaitedTime());
        }

        void forget() {
            longestNs.set(0);
            longest = "";
        }

        double longestMs() {
            return longestNs.get() / 1e6;
        }

        String longest() {
            return longest;
        }

        void remove() {
            pop();
        }
    }

    Watchdog watchdog() {
        return watchdog;
    }

    /** Asks on the event thread. */
    static <T> T ask(Callable<T> question) throws Exception {
        AtomicReference<T> answer = new AtomicReference<>();
        AtomicReference<Exception> failure = new AtomicReference<>();
        SwingUtilities.invokeAndWait(() -> {
            try {
                answer.set(question.call());
            } catch (Exception e) {
                failure.set(e);
            }
        });
        if (failure.get() != null) {
            throw failure.get();
        }
        return answer.get();
    }

    /** Waits until something holds on the event thread. */
    static void await(String what, BooleanSupplier holds) throws Exception {
        await(what, holds, () -> "");
    }

    /** Waits until something holds on the event thread; when it never does, fails with what is told. */
    static void await(String what, BooleanSupplier holds, Callable<String> instead) throws Exception {
        long end = System.currentTimeMillis() + PATIENCE_MS;
        while (System.currentTimeMillis() < end) {
            if (ask(holds::getAsBoolean)) {
                return;
            }
            Thread.sleep(50);
        }
        fail("Waited in vain: " + what + ". " + ask(instead));
    }

    /** Lets all events that are waiting be dealt with. */
    void settle() {
        robot.waitForIdle();
        robot.delay(120);
        robot.waitForIdle();
    }

    void click(Component on, int x, int y) throws Exception {
        Point at = ask(() -> {
            Point corner = on.getLocationOnScreen();
            return new Point(corner.x + x, corner.y + y);
        });
        robot.mouseMove(at.x, at.y);
        robot.mousePress(InputEvent.BUTTON1_DOWN_MASK);
        robot.mouseRelease(InputEvent.BUTTON1_DOWN_MASK);
        settle();
    }

    /** Presses keys together, the last one last. */
    void keys(int... codes) {
        for (int code : codes) {
            robot.keyPress(code);
        }
        for (int i = codes.length - 1; i >= 0; i--) {
            robot.keyRelease(codes[i]);
        }
        settle();
    }

    /** Types small letters and spaces. */
    void type(String text) {
        for (char c : text.toCharArray()) {
            int code = java.awt.event.KeyEvent.getExtendedKeyCodeForChar(c);
            robot.keyPress(code);
            robot.keyRelease(code);
        }
        settle();
    }

    /** The first component of a type within another; null when there is none. */
    static <C> @Nullable C part(Container in, Class<C> type) {
        for (Component c : in.getComponents()) {
            C found = type.isInstance(c) ? type.cast(c) : c instanceof Container inner ? part(inner, type) : null;
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    /** Presses the button at one place, moves on through others and lets it go. */
    void drag(Component on, int[]... places) throws Exception {
        Point corner = ask(on::getLocationOnScreen);
        robot.mouseMove(corner.x + places[0][0], corner.y + places[0][1]);
        robot.mousePress(InputEvent.BUTTON1_DOWN_MASK);
        for (int[] at : places) {
            robot.mouseMove(corner.x + at[0], corner.y + at[1]);
        }
        robot.mouseRelease(InputEvent.BUTTON1_DOWN_MASK);
        settle();
    }

    /** The component of that name within another, if it is there. */
    static Optional<Component> find(Container in, String name) {
        for (Component c : in.getComponents()) {
            if (name.equals(c.getName())) {
                return Optional.of(c);
            }
            if (c instanceof Container inner) {
                Optional<Component> found = find(inner, name);
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    static <C extends Component> C named0(Container in, String name, Class<C> type) {
        return type.cast(find(in, name).orElseThrow(() -> new AssertionError("no component " + name)));
    }

    static <C extends Component> C named(Container in, String name, Class<C> type) throws Exception {
        return ask(() -> type.cast(find(in, name).orElseThrow(() -> new AssertionError("no component " + name))));
    }

    /** Keeps a picture of a component among the build's artefacts. */
    static void picture(Component of, String name) throws Exception {
        BufferedImage image = ask(() -> {
            double scale = of.getGraphicsConfiguration().getDefaultTransform().getScaleX();
            BufferedImage picture = new BufferedImage(
                    (int) (of.getWidth() * scale), (int) (of.getHeight() * scale), BufferedImage.TYPE_INT_RGB);
            var g = picture.createGraphics();
            g.scale(scale, scale);
            of.paint(g);
            g.dispose();
            return picture;
        });
        write(image, name);
    }

    private static void write(BufferedImage image, String name) throws IOException {
        Path folder = Path.of("target", "screenshots");
        Files.createDirectories(folder);
        ImageIO.write(image, "png", folder.resolve(name + ".png").toFile());
    }
}
