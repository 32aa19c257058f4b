package patina.segmentation;

import java.io.Serializable;
import java.util.List;
import java.util.TreeMap;
import patina.blocks.Block;
import patina.blocks.Input;
import patina.blocks.Kernel;
import patina.blocks.Patch;
import patina.blocks.Source;
import patina.geometry.Extent;
import patina.geometry.Region;

/**
 * How a given surface meets the reference scan: how much metal lies inside, how much of what is inside is metal, how much
 * of it is in view, and by how much, where the surface is sound, the given one lies farther out.
 *
 * @param given signed distance to the given surface, micrometres, positive inside
 * @param found signed distance to the surface that the scan shows
 * @param missing labels of what the scan lacks of the latter
 * @param fraction solid fraction of the scan
 * @param oneIn of so many voxels at the surface one tells the offset
 */
record SurfaceMatch(
        Source given, Source found, Source missing, Source fraction, Extent extent, float voxelUm, long oneIn)
        implements Kernel<SurfaceMatch.Sums> {
    private static final float LAYER = 0.5f;

    /** Counts of voxels, and offsets in micrometres by voxel. */
    static final class Sums implements Serializable {
        long metal;
        long enclosedMetal;
        long enclosed;
        long inside;
        long surface;
        final TreeMap<Long, Float> offsets = new TreeMap<>();

        double median() {
            return middle(offsets.values().stream().mapToDouble(Float::doubleValue));
        }

        /** Standard deviation about the median by the median deviation: damage does not count. */
        double spread() {
            double median = median();
            return 1.4826 * middle(offsets.values().stream().mapToDouble(o -> Math.abs(o - median)));
        }

        private static double middle(java.util.stream.DoubleStream values) {
            double[] sorted = values.sorted().toArray();
            return sorted.length == 0 ? 0 : (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
        }
    }

    @Override
    public List<Input> inputs() {
        return List.of(
                new Input.Window(given, 0),
                new Input.Window(found, 0),
                new Input.Labels(missing, SurfacePoints.CLEAR),
                new Input.Window(fraction, 0));
    }

    @Override
    public Sums merge(Sums earlier, Sums later) {
        earlier.metal += later.metal;
        earlier.enclosedMetal += later.enclosedMetal;
        earlier.enclosed += later.enclosed;
        earlier.inside += later.inside;
        earlier.surface += later.surface;
        earlier.offsets.putAll(later.offsets);
        return earlier;
    }

    @Override
    public Sums apply(Block block) {
        Sums sums = new Sums();
        float[] g = block.patch(0).values();
        float[] d = block.patch(1).values();
        Patch m = block.patch(2);
        Patch f = block.patch(3);
        Region core = block.region();
        int at = 0;
        for (long z = core.z(); z < core.endZ(); z++) {
            for (long y = core.y(); y < core.endY(); y++) {
                for (long x = core.x(); x < core.endX(); x++, at++) {
                    sums.inside += g[at] > 0 ? 1 : 0;
                    sums.surface += Math.abs(g[at]) <= LAYER * voxelUm ? 1 : 0;
                    if (f.valid()[at] != 0) {
                        boolean metal = f.values()[at] > 0.5f && d[at] > 0;
                        sums.metal += metal ? 1 : 0;
                        sums.enclosed += g[at] > 0 ? 1 : 0;
                        // Half a voxel of blur and stairs is no mismatch.
                        sums.enclosedMetal += metal && g[at] > -voxelUm ? 1 : 0;
                    }
                    if (Math.abs(d[at]) <= LAYER * voxelUm
                            && SurfaceSamples.chosen(extent.index(x, y, z), oneIn)
                            && SurfacePoints.isClear(m, x, y, z)) {
                        sums.offsets.put(extent.index(x, y, z), g[at] - d[at]);
                    }
                }
            }
        }
        return sums;
    }
}
