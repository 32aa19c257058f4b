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
import patina.geometry.Point;
import patina.geometry.Region;
import patina.geometry.VoxelSize;

/**
 * Places on the specimen's sound surface, spread evenly by chance, in the order of their voxels; micrometres in the
 * specimen frame. Which voxels are asked depends on their place only.
 *
 * @param distance signed distance to the surface, refined, micrometres, positive inside
 * @param missing labels of damage that was there already
 * @param oneIn one of so many voxels is asked
 */
record SurfaceSamples(Source distance, Source missing, Extent extent, VoxelSize voxel, long oneIn)
        implements Kernel<TreeMap<Long, SurfaceSamples.Sample>> {
    /** Half the thickness of the layer of voxels about the surface that are asked, in voxels. */
    private static final double LAYER = 0.5;

    /** A place on the surface and the direction into the metal there. */
    record Sample(Point at, Point inward) implements Serializable {}

    @Override
    public List<Input> inputs() {
        return List.of(new Input.Window(distance, 2), new Input.Labels(missing, SurfacePoints.CLEAR));
    }

    @Override
    public TreeMap<Long, Sample> merge(TreeMap<Long, Sample> earlier, TreeMap<Long, Sample> later) {
        earlier.putAll(later);
        return earlier;
    }

    @Override
    public TreeMap<Long, Sample> apply(Block block) {
        TreeMap<Long, Sample> found = new TreeMap<>();
        Patch d = block.patch(0);
        Patch m = block.patch(1);
        Region core = block.region();
        for (long z = core.z(); z < core.endZ(); z++) {
            for (long y = core.y(); y < core.endY(); y++) {
                int at = d.index(core.x(), y, z);
                for (long x = core.x(); x < core.endX(); x++, at++) {
                    double deep = d.values()[at];
                    if (Math.abs(deep) <= LAYER * voxel.meanUm()
                            && chosen(extent.index(x, y, z), oneIn)
                            && SurfacePoints.isClear(m, x, y, z)) {
                        Point inward = gradient(d, at).unit();
                        Point place = new Point(x * voxel.xUm(), y * voxel.yUm(), z * voxel.zUm());
                        if (inward.length() > 0) {
                            found.put(extent.index(x, y, z), new Sample(place.minus(inward.times(deep)), inward));
                        }
                    }
                }
            }
        }
        return found;
    }

    /** The finalizer of SplitMix64 (Steele, Lea and Flood, 2014) spreads the voxels. */
    static boolean chosen(long index, long oneIn) {
        long h = index + 0x9e3779b97f4a7c15L;
        h = (h ^ h >>> 30) * 0xbf58476d1ce4e5b9L;
        h = (h ^ h >>> 27) * 0x94d049bb133111ebL;
        return Long.remainderUnsigned(h ^ h >>> 31, oneIn) == 0;
    }

    private Point gradient(Patch d, int at) {
        int nx = d.region().nx();
        int plane = nx * d.region().ny();
        float[] v = d.values();
        return new Point(
                (v[at + 2] - v[at - 2]) / voxel.xUm(),
                (v[at + 2 * nx] - v[at - 2 * nx]) / voxel.yUm(),
                (v[at + 2 * plane] - v[at - 2 * plane]) / voxel.zUm());
    }
}
