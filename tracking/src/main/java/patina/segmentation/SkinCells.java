package patina.segmentation;

import java.io.Serializable;
import java.util.List;
import java.util.SortedMap;
import patina.blocks.Block;
import patina.blocks.Input;
import patina.blocks.Kernel;
import patina.blocks.Patch;
import patina.blocks.Source;
import patina.geometry.Extent;
import patina.geometry.Region;

/**
 * Where the metal ends outwards, dents and all, by cubes of {@link #EDGE} voxels of the grid: between each voxel of the
 * solid and one beside it that is none, the place where the solid fraction is one half. Across a flat blurred edge the
 * fraction is a normal distribution, so that its quantiles are as far apart as the voxels. All in voxels.
 *
 * @param solid 1 in metal and in the void it encloses, 0 outside
 * @param fraction solid fraction
 */
record SkinCells(Source solid, Source fraction, Extent extent) implements Kernel<SkinCells.Found> {
    /** Edge of a cell, in voxels. */
    static final int EDGE = 3;

    /** Steps of the sums of places, in voxels. */
    static final double STEP = 0x1p-12;

    /** A cell's sums of places, in steps; its faces' areas along x, y, z, positive into the metal; how many faces. */
    static final int PLACE = 0;

    static final int INWARD = 3;
    static final int FACES = 6;
    private static final int WIDTH = 7;

    /** What has no such fraction is no edge of the scan's: the body may be masked there. */
    private static final float LEAST_INSIDE = 0.3f;

    private static final float MOST_OUTSIDE = 0.7f;

    /** A skin of more cells, some 18 million voxels as that of a large foam, is not kept: it would fill the memory. */
    private static final int MOST = 2_000_000;

    /** Sums by cell, exact in whatever order they are added; none where there are too many. */
    static final class Found implements Serializable {
        private final CellSums cells = new CellSums(WIDTH);
        private boolean tooMany;

        /** By {@link #key}. */
        SortedMap<Long, long[]> all() {
            return cells.all();
        }
    }

    /** Number of the cell with these places along x, y, z. */
    static long key(long cx, long cy, long cz, Extent extent) {
        return (cz * across(extent.y()) + cy) * across(extent.x()) + cx;
    }

    static long across(long voxels) {
        return (voxels + EDGE - 1) / EDGE;
    }

    @Override
    public List<Input> inputs() {
        return List.of(new Input.Labels(solid, 1), new Input.Window(fraction, 1));
    }

    @Override
    public Found merge(Found earlier, Found later) {
        earlier.cells.merge(later.cells);
        if (earlier.tooMany || later.tooMany || earlier.cells.all().size() > MOST) {
            earlier.tooMany = true;
            earlier.cells.clear();
        }
        return earlier;
    }

    @Override
    public Found apply(Block block) {
        Found found = new Found();
        Patch s = block.patch(0);
        Patch f = block.patch(1);
        int[] solid = s.labels();
        Region core = block.region();
        int nx = s.region().nx();
        int plane = nx * s.region().ny();
        for (long z = core.z(); z < core.endZ(); z++) {
            // At the view's end the next is itself.
            int up = z + 1 < extent.z() ? plane : 0;
            for (long y = core.y(); y < core.endY(); y++) {
                int aside = y + 1 < extent.y() ? nx : 0;
                int at = s.index(core.x(), y, z);
                for (long x = core.x(); x < core.endX(); x++, at++) {
                    int here = solid[at];
                    int on = x + 1 < extent.x() ? 1 : 0;
                    if (here != solid[at + on]) {
                        add(found, f, x, y, z, at, 0, on, here != 0);
                    }
                    if (here != solid[at + aside]) {
                        add(found, f, x, y, z, at, 1, aside, here != 0);
                    }
                    if (here != solid[at + up]) {
                        add(found, f, x, y, z, at, 2, up, here != 0);
                    }
                }
            }
        }
        return found;
    }

    /** Adds the face between a voxel and the next along an axis. */
    private void add(Found found, Patch f, long x, long y, long z, int at, int axis, int step, boolean metalFirst) {
        int inside = metalFirst ? at : at + step;
        int outside = metalFirst ? at + step : at;
        float in = f.values()[inside];
        float out = f.values()[outside];
        if (f.valid()[inside] == 0 || f.valid()[outside] == 0 || in < LEAST_INSIDE || out > MOST_OUTSIDE || out >= in) {
            return;
        }
        double high = RefinedDistance.quantile(in);
        double low = RefinedDistance.quantile(out);
        double fromInside = Math.max(0, Math.min(1, high / (high - low)));
        long along = Math.round((metalFirst ? fromInside : 1 - fromInside) / STEP);
        long[] cell = found.cells.cell(key(x / EDGE, y / EDGE, z / EDGE, extent));
        cell[PLACE] += Math.round(x / STEP) + (axis == 0 ? along : 0);
        cell[PLACE + 1] += Math.round(y / STEP) + (axis == 1 ? along : 0);
        cell[PLACE + 2] += Math.round(z / STEP) + (axis == 2 ? along : 0);
        cell[INWARD + axis] += metalFirst ? -1 : 1;
        cell[FACES]++;
    }
}
