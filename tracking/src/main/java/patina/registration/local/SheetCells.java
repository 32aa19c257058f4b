package patina.registration.local;

import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import patina.blocks.Block;
import patina.blocks.Input;
import patina.blocks.Kernel;
import patina.blocks.Patch;
import patina.blocks.Source;
import patina.geometry.Extent;
import patina.geometry.Region;

/**
 * Where cracks lie: for each cell of a fixed grid the number of a crack's voxels in it, the sums of their coordinates and of
 * the products of these, and the sum of their depths.
 *
 * @param labels of features
 * @param depth below the original surface, micrometres
 * @param cracks those that are wanted
 * @param edge of the cells, in voxels
 */
record SheetCells(Source labels, Source depth, Extent extent, TreeSet<Integer> cracks, int edge)
        implements Kernel<TreeMap<Long, long[]>> {
    /** Number; sums of x, y, z; of xx, xy, xz, yy, yz, zz; of depths. */
    static final int SUMS = 11;

    static final int DEPTH = 10;

    /** Depths are summed in such steps, micrometres. */
    static final double STEP = 1e-4;

    @Override
    public List<Input> inputs() {
        return List.of(new Input.Labels(labels, 0), new Input.Window(depth, 0));
    }

    @Override
    public TreeMap<Long, long[]> merge(TreeMap<Long, long[]> earlier, TreeMap<Long, long[]> later) {
        later.forEach((cell, sums) -> earlier.merge(cell, sums, SheetCells::plus));
        return earlier;
    }

    private static long[] plus(long[] a, long[] b) {
        for (int i = 0; i < SUMS; i++) {
            a[i] += b[i];
        }
        return a;
    }

    @Override
    public TreeMap<Long, long[]> apply(Block block) {
        TreeMap<Long, long[]> cells = new TreeMap<>();
        Region r = block.region();
        int[] found = block.patch(0).labels();
        int at = 0;
        for (long z = r.z(); z < r.endZ(); z++) {
            for (long y = r.y(); y < r.endY(); y++) {
                for (long x = r.x(); x < r.endX(); x++, at++) {
                    if (found[at] == 0 || !cracks.contains(found[at])) {
                        continue;
                    }
                    Patch below = block.patch(1);
                    long[] s = cells.computeIfAbsent(key(found[at], x, y, z), k -> new long[SUMS]);
                    s[0]++;
                    s[1] += x;
                    s[2] += y;
                    s[3] += z;
                    s[4] += x * x;
                    s[5] += x * y;
                    s[6] += x * z;
                    s[7] += y * y;
                    s[8] += y * z;
                    s[9] += z * z;
                    s[DEPTH] += Math.round(below.values()[at] / STEP);
                }
            }
        }
        return cells;
    }

    private Extent cells() {
        return new Extent(extent.x() / edge + 1, extent.y() / edge + 1, extent.z() / edge + 1);
    }

    private long key(int label, long x, long y, long z) {
        return label * cells().voxels() + cells().index(x / edge, y / edge, z / edge);
    }

    int labelOf(long key) {
        return (int) (key / cells().voxels());
    }
}
