package patina.tracks;

import java.io.Serializable;
import java.util.List;
import java.util.TreeMap;
import patina.blocks.Block;
import patina.blocks.Input;
import patina.blocks.Kernel;
import patina.blocks.Source;

/**
 * Divides merged tracks among their members: each voxel goes to the member it is nearest to, by the power distance to the
 * ball of the member's last own volume (a Laguerre cell). Keys hold the merged track in the upper 32 bits and the member
 * below; values count voxels.
 *
 * @param tracks track ids of one scan
 * @param members of each merged track
 */
public record MemberShares(Source tracks, TreeMap<Integer, List<Member>> members)
        implements Kernel<TreeMap<Long, Long>> {
    /** A member by its last own place and size, in voxels. */
    public record Member(int trackId, double x, double y, double z, double radius) implements Serializable {}

    @Override
    public List<Input> inputs() {
        return List.of(new Input.Labels(tracks, 0));
    }

    @Override
    public TreeMap<Long, Long> merge(TreeMap<Long, Long> earlier, TreeMap<Long, Long> later) {
        later.forEach((k, n) -> earlier.merge(k, n, Long::sum));
        return earlier;
    }

    @Override
    public TreeMap<Long, Long> apply(Block block) {
        int[] t = block.patch(0).labels();
        TreeMap<Long, Long> counts = new TreeMap<>();
        int at = 0;
        for (long z = block.region().z(); z < block.region().endZ(); z++) {
            for (long y = block.region().y(); y < block.region().endY(); y++) {
                for (long x = block.region().x(); x < block.region().endX(); x++, at++) {
                    if (t[at] == 0) {
                        continue;
                    }
                    List<Member> of = members.get(t[at]);
                    if (of == null) {
                        continue;
                    }
                    int best = 0;
                    double least = Double.MAX_VALUE;
                    for (Member m : of) {
                        double d = (x - m.x) * (x - m.x)
                                + (y - m.y) * (y - m.y)
                                + (z - m.z) * (z - m.z)
                                - m.radius * m.radius;
                        if (d < least) {
                            least = d;
                            best = m.trackId;
                        }
                    }
                    counts.merge(((long) t[at] << 32) | best, 1L, Long::sum);
                }
            }
        }
        return counts;
    }
}
