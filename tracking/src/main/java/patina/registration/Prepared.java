package patina.registration;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import patina.chunks.ScratchVolume;
import patina.geometry.Point;

/** A scan made ready to be registered: its pyramid, greys and zones. Holds intermediate files until closed. */
public final class Prepared implements Closeable {
    private final ScanView view;
    private final List<Level> levels;
    private final Grey grey;
    private final Zones zones;
    private final Solid solid;
    private final List<ScratchVolume> files;

    Prepared(ScanView view, List<Level> levels, Grey grey, Zones zones, Solid solid, List<ScratchVolume> files) {
        this.view = view;
        this.levels = levels;
        this.grey = grey;
        this.zones = zones;
        this.solid = solid;
        this.files = files;
    }

    /** The grey of air, in the scan's grey. */
    public double air() {
        return grey.air();
    }

    /** The grey of metal, in the scan's grey. */
    public double metal() {
        return grey.metal();
    }

    /** Whether the view shows air at all; interior tomography does not. */
    public boolean showsAir() {
        return grey.showsAir();
    }

    /** The specimen's centre in the scan's frame, micrometres. */
    public Point centreUm() {
        return solid.centreUm();
    }

    ScanView view() {
        return view;
    }

    /** Fine to coarse. */
    List<Level> levels() {
        return levels;
    }

    Grey grey() {
        return grey;
    }

    Zones zones() {
        return zones;
    }

    Solid solid() {
        return solid;
    }

    /** Removes the intermediate files. */
    @Override
    public void close() throws IOException {
        for (ScratchVolume file : files) {
            file.delete();
        }
    }
}
