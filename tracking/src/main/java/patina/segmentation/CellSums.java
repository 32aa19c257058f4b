package patina.segmentation;

import java.io.Serializable;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Sums of whole numbers by cell, exact in whatever order they are added; neighbouring voxels are mostly of one cell. */
final class CellSums implements Serializable {
    private final int width;
    private final TreeMap<Long, long[]> cells = new TreeMap<>();
    private transient long lastKey;
    private transient long @Nullable [] last;

    /** @param width how many sums a cell has */
    CellSums(int width) {
        this.width = width;
    }

    /** The sums of a cell, to be added to. */
    long[] cell(long key) {
        long[] cell = last;
        if (cell == null || key != lastKey) {
            cell = cells.computeIfAbsent(key, k -> new long[width]);
            last = cell;
            lastKey = key;
        }
        return cell;
    }

    void merge(CellSums later) {
        later.cells.forEach((key, more) -> {
            long[] cell = cell(key);
            for (int i = 0; i < width; i++) {
                cell[i] = Math.addExact(cell[i], more[i]);
            }
        });
    }

    void clear() {
        cells.clear();
        last = null;
    }

    /** By key. */
    SortedMap<Long, long[]> all() {
        return cells;
    }
}
