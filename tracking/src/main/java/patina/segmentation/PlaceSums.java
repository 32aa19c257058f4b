package patina.segmentation;

import java.io.Serializable;
import java.util.TreeMap;
import patina.fields.Component.Moments;

/** Exact sums over places that lost metal and what is around them, by the number of the place; 0 is sound metal. */
final class PlaceSums implements Serializable {
    static final int VOXELS = 0;
    /** Sum of the deficit d. */
    static final int DEFICIT = 1;
    /** Sum of d S, where S is the deficit's smoothed twin. */
    static final int SQUARE = 2;
    /** Sum of -d times the Laplacian of S. */
    static final int WALL = 3;
    /** Sums of S^2, of -2 S times the Laplacian, and of the Laplacian's square: what noise of d is weighted by. */
    static final int WEIGHTS = 4;

    /** Voxels of the place's lump, sums of their x, y, z, and of xx, yy, zz, xy, xz, yz. */
    static final int LUMP = 7;

    static final int FIRST = 8;
    static final int SECOND = 11;
    /** Original surface, in voxel faces. */
    static final int SURFACE = 17;

    static final int WIDTH = 18;

    /** What sums with a deficit in them are counted in. */
    static final double STEP = 0x1p-20;

    private final TreeMap<Integer, long[]> rows = new TreeMap<>();
    private final EdgeCounts undamaged = new EdgeCounts();
    private final EdgeCounts scan = new EdgeCounts();

    /** The sums of a place, all 0 where it has none yet. */
    long[] row(int place) {
        return rows.computeIfAbsent(place, p -> new long[WIDTH]);
    }

    /** Counts a voxel near the sound surface: its depth below it, in voxels, and its fractions before any damage and now. */
    void addEdge(double depth, double before, double now) {
        undamaged.add(depth, before);
        scan.add(depth, now);
    }

    /**
     * Standard deviation of the blur of the scan's edges, in voxels.
     *
     * @param edgeSigma the same of the undamaged specimen over flat surface; corners make both seem larger here
     */
    double edgeSigma(double edgeSigma) {
        double before = undamaged.sigma(edgeSigma);
        double now = scan.sigma(edgeSigma);
        return Math.sqrt(Math.max(0, edgeSigma * edgeSigma + now * now - before * before));
    }

    PlaceSums merge(PlaceSums later) {
        undamaged.merge(later.undamaged);
        scan.merge(later.scan);
        later.rows.forEach((place, more) -> {
            long[] row = row(place);
            for (int i = 0; i < WIDTH; i++) {
                row[i] = Math.addExact(row[i], more[i]);
            }
        });
        return this;
    }

    /** Principal axes of a place's lump. */
    static Axes axes(long[] row) {
        double n = row[LUMP];
        double x = row[FIRST] / n;
        double y = row[FIRST + 1] / n;
        double z = row[FIRST + 2] / n;
        return Axes.of(new Moments(
                row[SECOND] / n - x * x,
                row[SECOND + 1] / n - y * y,
                row[SECOND + 2] / n - z * z,
                row[SECOND + 3] / n - x * y,
                row[SECOND + 4] / n - x * z,
                row[SECOND + 5] / n - y * z));
    }
}
