package patina.segmentation;

import java.io.Serializable;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Exact sums over each feature's zone: its voxels and those around that are nearest to it. Label 0 holds the sums
 * over the band along the original surface outside all zones.
 *
 * <p>Deficits and losses are counted in steps of 2^-14 voxel. Coordinates are voxels of the reference grid.
 */
final class ZoneSums implements Serializable {
    static final int CORE = 0;
    static final int ZONE = 1;
    static final int DEFICIT = 2;
    static final int LOSS = 3;
    static final int LOSS_X = 4;
    static final int DEFICIT_X = 7;
    /** Sum of the registered fraction's central differences, and of position times them (torque x y z, stretch). */
    static final int FORCE = 10;

    static final int TORQUE = 13;
    static final int STRETCH = 16;
    /** Deficit weighted by a triangle of width 1 about the original surface, and one about 1 voxel below it. */
    static final int MOUTH = 17;

    static final int UNSEEN = 18;
    /** Original surface, in voxel faces: the triangle's own weight. */
    static final int SURFACE = 19;

    static final int LOW = 20;
    static final int HIGH = 23;
    /** Largest depth below the original surface of a voxel at least half missing, in 2^-10 of a voxel. */
    static final int DEEPEST = 26;

    static final int DEEPEST_AT = 27;
    static final int DEPTH_SUM = 28;
    /** Voxels at least half missing. */
    static final int HALF = 29;

    static final int BELOW_MOUTH = 30;

    static final int WIDTH = 31;

    static final double STEP = 0x1p-14;
    static final double DEPTH_STEP = 0x1p-10;

    private final TreeMap<Integer, long[]> rows = new TreeMap<>();
    private final SurfaceCells cells = new SurfaceCells();
    /** The row asked for last: neighbours mostly share one. */
    private transient int lastLabel;

    private transient long @Nullable [] lastRow;

    long[] row(int label) {
        long[] row = lastRow;
        if (row == null || label != lastLabel) {
            row = made(label);
            lastRow = row;
            lastLabel = label;
        }
        return row;
    }

    private long[] made(int label) {
        return rows.computeIfAbsent(label, l -> {
            long[] row = new long[WIDTH];
            for (int a = 0; a < 3; a++) {
                row[LOW + a] = Long.MAX_VALUE;
                row[HIGH + a] = Long.MIN_VALUE;
            }
            row[DEEPEST] = Long.MIN_VALUE;
            row[DEEPEST_AT] = Long.MAX_VALUE;
            return row;
        });
    }

    Map<Integer, long[]> rows() {
        return rows;
    }

    /** The loss along the original surface outside all zones, place by place. */
    SurfaceCells cells() {
        return cells;
    }

    ZoneSums merge(ZoneSums later) {
        cells.merge(later.cells);
        later.rows.forEach((label, b) -> {
            long[] a = row(label);
            for (int i = 0; i < WIDTH; i++) {
                if (i >= LOW && i < HIGH) {
                    a[i] = Math.min(a[i], b[i]);
                } else if (i >= HIGH && i < DEEPEST) {
                    a[i] = Math.max(a[i], b[i]);
                } else if (i != DEEPEST && i != DEEPEST_AT) {
                    a[i] = Math.addExact(a[i], b[i]);
                }
            }
            deepest(a, b[DEEPEST], b[DEEPEST_AT]);
        });
        return this;
    }

    static void deepest(long[] row, long depth, long at) {
        if (depth > row[DEEPEST] || (depth == row[DEEPEST] && at < row[DEEPEST_AT])) {
            row[DEEPEST] = depth;
            row[DEEPEST_AT] = at;
        }
    }
}
