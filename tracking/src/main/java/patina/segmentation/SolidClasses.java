package patina.segmentation;

import java.util.List;
import org.jspecify.annotations.Nullable;
import patina.blocks.Block;
import patina.blocks.Input;
import patina.blocks.Patch;
import patina.blocks.Source;
import patina.fields.Classifier;

/** Metal (1) and void (2) on either side of a grey level, within the specimen's body when one is given. */
record SolidClasses(Source scan, float level, @Nullable Source body) implements Classifier {
    static final int METAL = 1;
    static final int VOID = 2;
    static final int UNSEEN = -1;

    @Override
    public List<Input> inputs() {
        return body == null
                ? List.of(new Input.Window(scan, 0))
                : List.of(new Input.Window(scan, 0), new Input.Window(body, 0));
    }

    @Override
    public int classes() {
        return 2;
    }

    @Override
    public int passive() {
        return 1;
    }

    @Override
    public void classify(Block block, byte[] classes, float[][] weights) {
        Patch patch = block.patch(0);
        for (int i = 0; i < block.region().voxels(); i++) {
            classes[i] = (byte) (patch.valid()[i] == 0 ? UNSEEN : patch.values()[i] > level ? METAL : VOID);
        }
        if (body != null) {
            Patch mask = block.patch(1);
            for (int i = 0; i < block.region().voxels(); i++) {
                if (mask.valid()[i] == 0 || mask.values()[i] <= 0.5f) {
                    classes[i] = UNSEEN;
                }
            }
        }
    }
}
