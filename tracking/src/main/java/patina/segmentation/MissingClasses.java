package patina.segmentation;

import java.util.List;
import patina.blocks.Block;
import patina.blocks.Input;
import patina.blocks.Patch;
import patina.blocks.Source;
import patina.fields.Classifier;

/**
 * What the reference scan already lacks of the original solid: void inside the original surface, at least {@code fromUm} deep, by grey. Weight: depth
 * below the surface in micrometres.
 */
record MissingClasses(Source scan, float level, Source distance, float fromUm) implements Classifier {
    @Override
    public List<Input> inputs() {
        return List.of(new Input.Window(scan, 0), new Input.Window(distance, 0));
    }

    @Override
    public int weights() {
        return 1;
    }

    @Override
    public void classify(Block block, byte[] classes, float[][] weights) {
        Patch g = block.patch(0);
        Patch d = block.patch(1);
        for (int i = 0; i < block.region().voxels(); i++) {
            if (g.valid()[i] != 0 && g.values()[i] <= level && d.values()[i] > fromUm) {
                classes[i] = 1;
                weights[0][i] = d.values()[i];
            }
        }
    }
}
