package patina.segmentation;

import java.util.List;
import java.util.TreeMap;
import patina.blocks.Block;
import patina.blocks.Input;
import patina.blocks.Kernel;
import patina.blocks.Patch;
import patina.blocks.Source;
import patina.geometry.Region;

/**
 * Which labels touch, and over how many voxel faces; with a reach above 1 also those with at most so many steps along an
 * axis between them, background in between. A pair's key is the smaller label in the upper 32 bits and the
 * larger below.
 */
public record Neighbours(Source labels, int reach) implements Kernel<TreeMap<Long, Long>> {
    @Override
    public List<Input> inputs() {
        return List.of(new Input.Labels(labels, reach));
    }

    @Override
    public TreeMap<Long, Long> merge(TreeMap<Long, Long> earlier, TreeMap<Long, Long> later) {
        later.forEach((pair, faces) -> earlier.merge(pair, faces, Long::sum));
        return earlier;
    }

    @Override
    public TreeMap<Long, Long> apply(Block block) {
        TreeMap<Long, Long> pairs = new TreeMap<>();
        Patch patch = block.patch(0);
        int[] l = patch.labels();
        Region core = block.region();
        int nx = patch.region().nx();
        int plane = nx * patch.region().ny();
        for (long z = core.z(); z < core.endZ(); z++) {
            for (long y = core.y(); y < core.endY(); y++) {
                int at = patch.index(core.x(), y, z);
                for (int i = 0; i < core.nx(); i++, at++) {
                    int own = l[at];
                    if (own != 0) {
                        // Each face once: towards smaller coordinates.
                        count(pairs, own, next(l, at, 1));
                        count(pairs, own, next(l, at, nx));
                        count(pairs, own, next(l, at, plane));
                    }
                }
            }
        }
        return pairs;
    }

    private int next(int[] l, int at, int step) {
        for (int s = 1; s < reach; s++) {
            if (l[at - s * step] != 0) {
                return l[at - s * step];
            }
        }
        return l[at - reach * step];
    }

    private static void count(TreeMap<Long, Long> pairs, int a, int b) {
        if (b != 0 && a != b) {
            pairs.merge(key(a, b), 1L, Long::sum);
        }
    }

    static long key(int a, int b) {
        return ((long) Math.min(a, b) << 32) | Math.max(a, b);
    }
}
