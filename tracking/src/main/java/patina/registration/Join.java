package patina.registration;

import java.util.ArrayList;
import java.util.List;
import patina.blocks.Block;
import patina.blocks.Input;
import patina.blocks.Kernel;
import patina.blocks.Output;
import patina.blocks.Patch;
import patina.blocks.Sink;
import patina.blocks.Source;

/**
 * Joins what the stacks of a scan show on the reference grid: each voxel is the first stack's that saw it, and not seen where none
 * did.
 *
 * @param stacks registered, from low z to high z
 * @param out where the joined scan goes
 */
public record Join(List<Source> stacks, Sink out) implements Kernel<Kernel.None> {
    public Join {
        stacks = List.copyOf(stacks);
    }

    @Override
    public List<Input> inputs() {
        List<Input> inputs = new ArrayList<>();
        stacks.forEach(stack -> inputs.add(new Input.Window(stack, 0)));
        return inputs;
    }

    @Override
    public List<Output> outputs() {
        return List.of(new Output.Values(out));
    }

    @Override
    public None merge(None earlier, None later) {
        return None.NONE;
    }

    @Override
    public None apply(Block block) {
        Patch to = block.output(0);
        int n = block.region().voxels();
        for (int k = stacks.size() - 1; k >= 0; k--) {
            Patch from = block.patch(k);
            for (int i = 0; i < n; i++) {
                if (from.valid()[i] != 0) {
                    to.values()[i] = from.values()[i];
                    to.valid()[i] = 1;
                }
            }
        }
        return None.NONE;
    }
}
