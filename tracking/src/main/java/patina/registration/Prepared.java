package patina.registration;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import patina.chunks.ScratchVolume;
import patina.geometry.Affine;
import patina.geometry.Point;

/** A scan made ready to be registered: its pyramid, greys and zones. Holds intermediate files until closed. */
public final class Prepared implements Closeable {
    /** How far what smoothing and a spline blur reaches, in voxels of a level. */
    static final int RIM = 3;

    private final ScanView view;
    private final List<Level> levels;
    private final Grey grey;
    private final Zones zones;
    private final Solid solid;
    private final boolean leavesDense;
    /** Of each level, fine to coarse. */
    private final List<Zones> zonesOfLevels;

    private final List<ScratchVolume> files;

    Prepared(
            ScanView view,
            List<Level> levels,
            Grey grey,
            Zones zones,
            Solid solid,
            boolean leavesDense,
            List<ScratchVolume> files) {
        this.view = view;
        this.levels = levels;
        this.grey = grey;
        this.zones = zones;
        this.solid = solid;
        this.leavesDense = leavesDense;
        this.files = files;
        // A grip shines the farther beyond its rim the coarser a level.
        this.zonesOfLevels = levels.stream()
                .map(l -> leavesDense ? zones.withoutMore(RIM * (l.factor() - 1)) : zones)
                .toList();
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

    /** The scan itself. */
    public ScanView view() {
        return view;
    }

    /** Fine to coarse. */
    public List<Level> levels() {
        return levels;
    }

    Level coarsest() {
        return levels.get(levels.size() - 1);
    }

    /** The level whose voxels are nearest in size. */
    public Level levelOf(double voxelUm) {
        Level best = levels.get(0);
        double least = Double.MAX_VALUE;
        for (Level l : levels) {
            double d = Math.abs(Math.log(l.factor() * view.voxelSize().meanUm() / voxelUm));
            if (d < least - 1e-9) {
                least = d;
                best = l;
            }
        }
        return best;
    }

    Grey grey() {
        return grey;
    }

    Zones zones() {
        return zones;
    }

    /** Those of a level. */
    Zones zones(Level level) {
        return zonesOfLevels.get(levels.indexOf(level));
    }

    /** Whether a denser body, a grip, was found and left out. */
    boolean leavesDense() {
        return leavesDense;
    }

    /** That body; null when there is none. It may be asked for after this is closed. */
    public @Nullable Holder holder() {
        return leavesDense ? new Holder(zones) : null;
    }

    /** Whether no part of the view is left out. */
    boolean usesAll() {
        return !leavesDense && view.body() == null;
    }

    /** The coarsest level with all that is not the specimen made air, or null when it does not fit memory. */
    @Nullable
    MemoryVolume coarse() {
        Level level = coarsest();
        if (!(level.smoothed() instanceof MemoryVolume all)) {
            return null;
        }
        float[] values = all.values().clone();
        int f = level.factor();
        int at = 0;
        for (long z = 0; z < level.extent().z(); z++) {
            for (long y = 0; y < level.extent().y(); y++) {
                for (long x = 0; x < level.extent().x(); x++, at++) {
                    if (zones.at(x * f + f / 2, y * f + f / 2, z * f + f / 2) == Zones.OUT) {
                        values[at] = (float) grey.air();
                    }
                }
            }
        }
        return new MemoryVolume(all.extent(), values, all.valid());
    }

    /** How far a map moves the specimen's places, rms, micrometres. */
    public double rmsUm(Affine map) {
        return rmsUm(map, place -> true);
    }

    /** The same of the places that pass. */
    public double rmsUm(Affine map, Predicate<Point> places) {
        double squares = 0;
        int n = 0;
        for (Point p : solid.points()) {
            if (places.test(p)) {
                Point d = map.apply(p).minus(p);
                squares += d.dot(d);
                n++;
            }
        }
        return Math.sqrt(squares / n);
    }

    /** The eight corners of the box around the specimen, in the scan's frame, micrometres. */
    public List<Point> cornersUm() {
        return solid.corners();
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
