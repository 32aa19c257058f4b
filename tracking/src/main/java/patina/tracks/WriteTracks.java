package patina.tracks;

import java.util.List;
import patina.blocks.Block;
import patina.blocks.Input;
import patina.blocks.Kernel;
import patina.blocks.Output;
import patina.blocks.Sink;
import patina.blocks.Source;

/** Turns a scan's feature labels into track ids. */
public record WriteTracks(Source features, int[] trackOf, Sink out) implements Kernel<Kernel.None> {
    @Override
    public List<Input> inputs() {
        return List.of(new Input.Labels(features, 0));
    }

    @Override
    public List<Output> outputs() {
        return List.of(new Output.Labels(out));
    }

    @Override
    public None merge(None earlier, None later) {
        return None.NONE;
    }

    @Override
    public None apply(Block block) {
        int[] f = block.patch(0).labels();
        int[] to = block.output(0).labels();
        for (int i = 0; i < block.region().voxels(); i++) {
            to[i] = trackOf[f[i]];
        }
        return None.NONE;
    }
}
