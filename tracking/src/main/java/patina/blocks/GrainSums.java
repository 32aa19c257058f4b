package patina.blocks;

import java.io.Serializable;
import java.util.Arrays;
import java.util.TreeMap;
import patina.geometry.Extent;
import patina.geometry.Region;

/**
 * Floating-point sums that do not depend on how space was cut: one row of sums a 32 x 32 x 32 grain, added up in grain
 * order at the end. Mergeable; not for use by several threads at once.
 */
public final class GrainSums implements Serializable {
    private final int width;
    private final TreeMap<Long, double[]> rows = new TreeMap<>();

    /** @param width how many sums there are */
    public GrainSums(int width) {
        this.width = width;
    }

    /** What is summed within one grain; called with the part of the grain that lies in the volume. */
    @FunctionalInterface
    public interface GrainKernel {
        /** Adds the grain's voxels, in x-fastest order, to {@code sums}. */
        void sum(Region grain, double[] sums);
    }

    /** Sums every grain of a block. {@code extent} is that of the whole grid. */
    public static GrainSums over(Region block, Extent extent, int width, GrainKernel kernel) {
        GrainSums result = new GrainSums(width);
        long across = (extent.x() + Grid.GRAIN - 1) / Grid.GRAIN;
        long along = (extent.y() + Grid.GRAIN - 1) / Grid.GRAIN;
        for (long z = block.z(); z < block.endZ(); z += Grid.GRAIN) {
            for (long y = block.y(); y < block.endY(); y += Grid.GRAIN) {
                for (long x = block.x(); x < block.endX(); x += Grid.GRAIN) {
                    double[] row = new double[width];
                    kernel.sum(
                            new Region(
                                    x,
                                    y,
                                    z,
                                    (int) Math.min(Grid.GRAIN, block.endX() - x),
                                    (int) Math.min(Grid.GRAIN, block.endY() - y),
                                    (int) Math.min(Grid.GRAIN, block.endZ() - z)),
                            row);
                    if (!isZero(row)) {
                        result.rows.put(((z / Grid.GRAIN) * along + y / Grid.GRAIN) * across + x / Grid.GRAIN, row);
                    }
                }
            }
        }
        return result;
    }

    private static boolean isZero(double[] row) {
        for (double v : row) {
            if (v != 0) {
                return false;
            }
        }
        return true;
    }

    /** Takes the other's rows in; grains do not overlap. */
    public GrainSums merge(GrainSums later) {
        rows.putAll(later.rows);
        return this;
    }

    /** The totals, added in grain order. */
    public double[] total() {
        double[] total = new double[width];
        for (double[] row : rows.values()) {
            for (int i = 0; i < width; i++) {
                total[i] += row[i];
            }
        }
        return total;
    }

    /** Hands out each grain's part of the volume with its sums, in grain order; grains whose sums are all 0 are left out. */
    public void forEach(Extent extent, GrainKernel reader) {
        long across = (extent.x() + Grid.GRAIN - 1) / Grid.GRAIN;
        long along = (extent.y() + Grid.GRAIN - 1) / Grid.GRAIN;
        rows.forEach((index, row) -> {
            long x = index % across * Grid.GRAIN;
            long y = index / across % along * Grid.GRAIN;
            long z = index / across / along * Grid.GRAIN;
            reader.sum(
                    new Region(
                            x,
                            y,
                            z,
                            (int) Math.min(Grid.GRAIN, extent.x() - x),
                            (int) Math.min(Grid.GRAIN, extent.y() - y),
                            (int) Math.min(Grid.GRAIN, extent.z() - z)),
                    row);
        });
    }

    /** The rows in grain order, for what wants more than the total (a jackknife over grains, say). */
    public double[][] grains() {
        return rows.values().stream().map(row -> Arrays.copyOf(row, width)).toArray(double[][]::new);
    }
}
