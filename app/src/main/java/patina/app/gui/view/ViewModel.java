package patina.app.gui.view;

import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import patina.geometry.Point;

/**
 * What is looked at just now, shared by all views: a change by one is told to all. On the event thread alone, as Swing
 * is; holds no Swing and no volumes.
 *
 * <p>Scans are counted as in series.json, 0-based. Listeners are told after the change, only when something did change,
 * and may change more.
 */
public final class ViewModel {
    /** The parts of what is looked at. */
    public enum Aspect {
        SCAN,
        OTHER_SCAN,
        CROSSHAIR,
        TRACK,
        WINDOW,
        COLOURS,
        OVERLAYS,
        COMPARE
    }

    /** Hears of changes; each kind has its own method, and {@link #changed} hears of all. */
    public interface Listener {
        /** Something changed; called after the change's own method. */
        default void changed(Aspect aspect) {}

        default void scanChanged(int scan) {}

        default void otherScanChanged(int scan) {}

        /** The crosshair moved, in the specimen frame, micrometres. */
        default void crosshairMoved(Point um) {}

        /** Another track, or none, is selected. */
        default void trackSelected(OptionalInt track) {}

        default void windowChanged(GreyWindow window) {}

        default void coloursChanged(ColourMap colours) {}

        default void overlaysChanged(Overlays overlays) {}

        default void compareChanged(Compare compare) {}
    }

    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private int scan;
    private int otherScan;
    private Point crosshair = Point.ORIGIN;
    private OptionalInt track = OptionalInt.empty();
    private GreyWindow window = new GreyWindow(0, 65535);
    private ColourMap colours = ColourMap.GREY;
    private Overlays overlays = Overlays.USUAL;
    private Compare compare = Compare.NONE;

    /** Hears of changes from now on. */
    public void addListener(Listener listener) {
        listeners.add(listener);
    }

    /** Hears no more. */
    public void removeListener(Listener listener) {
        listeners.remove(listener);
    }

    /** 0-based position in series.json. */
    public int scan() {
        return scan;
    }

    public void setScan(int value) {
        requireScan(value);
        if (value != scan) {
            scan = value;
            listeners.forEach(l -> l.scanChanged(value));
            tell(Aspect.SCAN);
        }
    }

    /** The scan to compare with, 0-based. */
    public int otherScan() {
        return otherScan;
    }

    public void setOtherScan(int value) {
        requireScan(value);
        if (value != otherScan) {
            otherScan = value;
            listeners.forEach(l -> l.otherScanChanged(value));
            tell(Aspect.OTHER_SCAN);
        }
    }

    /** In the specimen frame, micrometres. */
    public Point crosshair() {
        return crosshair;
    }

    public void setCrosshair(Point um) {
        if (!Double.isFinite(um.x() + um.y() + um.z())) {
            throw new IllegalArgumentException("A crosshair is at a place, not at " + um + ".");
        }
        if (!um.equals(crosshair)) {
            crosshair = um;
            listeners.forEach(l -> l.crosshairMoved(um));
            tell(Aspect.CROSSHAIR);
        }
    }

    /** The selected track. */
    public OptionalInt track() {
        return track;
    }

    public void selectTrack(int id) {
        select(OptionalInt.of(id));
    }

    public void clearTrack() {
        select(OptionalInt.empty());
    }

    private void select(OptionalInt value) {
        if (!value.equals(track)) {
            track = value;
            listeners.forEach(l -> l.trackSelected(value));
            tell(Aspect.TRACK);
        }
    }

    public GreyWindow window() {
        return window;
    }

    public void setWindow(GreyWindow value) {
        if (!value.equals(window)) {
            window = value;
            listeners.forEach(l -> l.windowChanged(value));
            tell(Aspect.WINDOW);
        }
    }

    public ColourMap colours() {
        return colours;
    }

    public void setColours(ColourMap value) {
        if (value != colours) {
            colours = value;
            listeners.forEach(l -> l.coloursChanged(value));
            tell(Aspect.COLOURS);
        }
    }

    public Overlays overlays() {
        return overlays;
    }

    public void setOverlays(Overlays value) {
        if (!value.equals(overlays)) {
            overlays = value;
            listeners.forEach(l -> l.overlaysChanged(value));
            tell(Aspect.OVERLAYS);
        }
    }

    public Compare compare() {
        return compare;
    }

    public void setCompare(Compare value) {
        if (!value.equals(compare)) {
            compare = value;
            listeners.forEach(l -> l.compareChanged(value));
            tell(Aspect.COMPARE);
        }
    }

    private void tell(Aspect aspect) {
        listeners.forEach(l -> l.changed(aspect));
    }

    private static void requireScan(int value) {
        if (value < 0) {
            throw new IllegalArgumentException("Scans are counted from 0; there is no scan " + value + ".");
        }
    }
}
