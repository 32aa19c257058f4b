package patina.tracks;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import patina.blocks.Block;
import patina.blocks.Input;
import patina.blocks.Kernel;
import patina.blocks.Source;

/**
 * Counts the voxels that each feature shares with each track's place in an earlier scan. Keys hold the feature's label in
 * the upper 32 bits and the track below.
 *
 * @param features labels of this scan
 * @param tracks track ids of an earlier scan
 */
public record Overlaps(Source features, Source tracks) implements Kernel<TreeMap<Long, Long>> {
    @Override
    public List<Input> inputs() {
        return List.of(new Input.Labels(features, 0), new Input.Labels(tracks, 0));
    }

    @Override
    public TreeMap<Long, Long> merge(TreeMap<Long, Long> earlier, TreeMap<Long, Long> later) {
        later.forEach((k, n) -> earlier.merge(k, n, Long::sum));
        return earlier;
    }

    @Override
    public TreeMap<Long, Long> apply(Block block) {
        int[] f = block.patch(0).labels();
        TreeMap<Long, Long> counts = new TreeMap<>();
        for (int i = 0; i < block.region().voxels(); i++) {
            // Where nothing is found, what was there before need not be read.
            int before = f[i] == 0 ? 0 : block.patch(1).labels()[i];
            if (before != 0) {
                counts.merge(((long) f[i] << 32) | before, 1L, Long::sum);
            }
        }
        return counts;
    }

    /** The counts as a list. */
    public static List<Overlap> list(Map<Long, Long> counts) {
        return counts.entrySet().stream()
                .map(e -> new Overlap((int) (e.getKey() >>> 32), (int) (long) e.getKey(), e.getValue()))
                .toList();
    }
}
