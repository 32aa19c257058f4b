package patina.segmentation;

import java.util.List;
import patina.blocks.Block;
import patina.blocks.Input;
import patina.blocks.Kernel;
import patina.blocks.Patch;
import patina.blocks.Source;

/** How many voxels lie inside the original surface, and how many of them a registered scan saw. */
record Seen(Source registered, Source distance) implements Kernel<long[]> {
    @Override
    public List<Input> inputs() {
        return List.of(new Input.Window(registered, 0), new Input.Window(distance, 0));
    }

    @Override
    public long[] merge(long[] earlier, long[] later) {
        return new long[] {earlier[0] + later[0], earlier[1] + later[1]};
    }

    @Override
    public long[] apply(Block block) {
        Patch r = block.patch(0);
        Patch d = block.patch(1);
        long inside = 0;
        long seen = 0;
        for (int i = 0; i < block.region().voxels(); i++) {
            if (d.values()[i] > 0) {
                inside++;
                seen += r.valid()[i];
            }
        }
        return new long[] {inside, seen};
    }
}
