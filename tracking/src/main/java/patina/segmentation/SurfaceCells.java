package patina.segmentation;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import patina.geometry.Extent;
import patina.geometry.Point;
import patina.geometry.ScanMap;

/**
 * Exact sums of the loss along the original surface, for what is too shallow to show in a voxel: over all voxels whose nearest
 * place on the surface lies in the same cube of {@link #EDGE} voxels of the reference grid, so that a cell has all of the band
 * of its piece of the surface, wherever the cubes lie. Voxels far from the surface are left out.
 */
final class SurfaceCells implements Serializable {
    /** Edge of a cell, in voxels. */
    static final int EDGE = 4;

    /** Loss of the band along the surface, its surface and its metal, in steps of {@link ZoneSums#STEP}; its voxels. */
    static final int LOSS = 0;

    static final int SURFACE = 1;
    static final int METAL = 2;
    static final int VOXELS = 3;

    /** Loss of the sound metal below the band, which tells what the grey level is off by here, and its voxels. */
    static final int BELOW = 4;

    static final int VOXELS_BELOW = 5;

    /** How the band's loss answers a shift of the scan by one voxel along x, y, z, in the same steps. */
    static final int FORCE = 6;

    /** Loss of the void beside the band's blur, and its voxels: what is darker there than void was, a bubble, is no loss. */
    static final int OUTSIDE = 9;

    static final int VOXELS_OUTSIDE = 10;

    private static final int WIDTH = 11;

    private final CellSums cells = new CellSums(WIDTH);

    /** Number of the cell that a voxel lies in. */
    static long key(long x, long y, long z, Extent extent) {
        return (z / EDGE * across(extent.y()) + y / EDGE) * across(extent.x()) + x / EDGE;
    }

    /** The middle of a cell, in voxels: x, y, z. */
    static double[] centre(long key, Extent extent) {
        long nx = across(extent.x());
        long ny = across(extent.y());
        double half = (EDGE - 1) / 2.0;
        return new double[] {key % nx * EDGE + half, key / nx % ny * EDGE + half, (double) (key / nx / ny * EDGE) + half
        };
    }

    static long across(long voxels) {
        return (voxels + EDGE - 1) / EDGE;
    }

    void addSurface(long key, long loss, long surface, long metal, long fx, long fy, long fz) {
        long[] cell = cells.cell(key);
        cell[LOSS] += loss;
        cell[SURFACE] += surface;
        cell[METAL] += metal;
        cell[VOXELS]++;
        cell[FORCE] += fx;
        cell[FORCE + 1] += fy;
        cell[FORCE + 2] += fz;
    }

    /** Adds a voxel of the band so far outside that there was never metal in it. */
    void addOutside(long key, long loss) {
        long[] cell = cells.cell(key);
        cell[OUTSIDE] += loss;
        cell[VOXELS_OUTSIDE]++;
    }

    void addBelow(long key, long loss) {
        long[] cell = cells.cell(key);
        cell[BELOW] += loss;
        cell[VOXELS_BELOW]++;
    }

    void merge(SurfaceCells later) {
        cells.merge(later.cells);
    }

    /** How the band's loss in each stack answers the scan's moves, cell by cell; empty for a scan of one piece. */
    List<Damage.General.Answer> answers(ScanMap gridToScan, Extent extent) {
        int n = gridToScan.stacks().size();
        if (n == 1) {
            return List.of();
        }
        double[][] force = new double[n][3];
        double[][] torque = new double[n][3];
        double[] stretch = new double[n];
        cells.all().forEach((key, cell) -> {
            double[] c = centre(key, extent);
            int stack = gridToScan.stackAt(new Point(c[0], c[1], c[2]));
            double fx = cell[FORCE] * ZoneSums.STEP;
            double fy = cell[FORCE + 1] * ZoneSums.STEP;
            double fz = cell[FORCE + 2] * ZoneSums.STEP;
            force[stack][0] += fx;
            force[stack][1] += fy;
            force[stack][2] += fz;
            torque[stack][0] += c[1] * fz - c[2] * fy;
            torque[stack][1] += c[2] * fx - c[0] * fz;
            torque[stack][2] += c[0] * fy - c[1] * fx;
            stretch[stack] += c[0] * fx + c[1] * fy + c[2] * fz;
        });
        List<Damage.General.Answer> answers = new ArrayList<>();
        for (int k = 0; k < n; k++) {
            answers.add(new Damage.General.Answer(force[k], torque[k], stretch[k]));
        }
        return answers;
    }

    SortedMap<Long, long[]> all() {
        return cells.all();
    }
}
