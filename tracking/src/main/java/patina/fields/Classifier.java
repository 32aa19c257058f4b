package patina.fields;

import java.io.Serializable;
import java.util.List;
import patina.blocks.Block;
import patina.blocks.Input;
import patina.blocks.Patch;
import patina.blocks.Source;

/**
 * Says, voxel by voxel, what is to be labelled: a small serialisable record, made on the fly from whatever it reads, so
 * that no volume of classes is ever kept.
 *
 * <p>Class 0 is nothing. Neighbours of one class 1 ... {@link #classes()} belong to one component. Classes -1 ... -{@link
 * #passive()} form no components but are told apart in the contact counts of those that do (metal, unseen, ...).
 *
 * <p>A voxel may carry weights (lost fraction, depth, ...), whose sum, centre and largest value are kept for each
 * component. What a voxel gets must depend on its surroundings only, never on its block.
 */
public interface Classifier extends Serializable {
    /** What it reads for a block. */
    List<Input> inputs();

    /** How many classes form components, at most 127. */
    default int classes() {
        return 1;
    }

    /** How many classes are only seen as neighbours, at most 127. */
    default int passive() {
        return 0;
    }

    /** How many weights a voxel carries. */
    default int weights() {
        return 0;
    }

    /**
     * What weights are rounded to before they are summed, so that sums are exact: 2^-20 unless said otherwise; a power of
     * two is best.
     */
    default double weightStep() {
        return 0x1p-20;
    }

    /**
     * Classifies a block's own voxels, x-fastest over {@code block.region()}. Called from many threads at once.
     *
     * @param block with one patch for each of {@link #inputs()}
     * @param classes zeroed; to be filled
     * @param weights {@link #weights()} arrays, zeroed; what they hold where the class is not positive is not used
     */
    void classify(Block block, byte[] classes, float[][] weights);

    /** Class 1 where a voxel was seen and is brighter than {@code level}. */
    static Classifier above(Source source, float level) {
        return new Above(source, level);
    }

    /** Class 1 where a voxel was seen and is not brighter than {@code level}. */
    static Classifier notAbove(Source source, float level) {
        return new NotAbove(source, level);
    }

    /** {@link Classifier#above}. */
    record Above(Source source, float level) implements Classifier {
        @Override
        public List<Input> inputs() {
            return List.of(new Input.Window(source, 0));
        }

        @Override
        public void classify(Block block, byte[] classes, float[][] weights) {
            Patch patch = block.patch(0);
            above(patch.values(), patch.valid(), level, classes, block.region().voxels());
        }

        static void above(float[] values, byte[] valid, float level, byte[] classes, int n) {
            for (int i = 0; i < n; i++) {
                classes[i] = values[i] > level ? valid[i] : 0;
            }
        }
    }

    /** {@link Classifier#notAbove}. */
    record NotAbove(Source source, float level) implements Classifier {
        @Override
        public List<Input> inputs() {
            return List.of(new Input.Window(source, 0));
        }

        @Override
        public void classify(Block block, byte[] classes, float[][] weights) {
            Patch patch = block.patch(0);
            notAbove(
                    patch.values(),
                    patch.valid(),
                    level,
                    classes,
                    block.region().voxels());
        }

        private static void notAbove(float[] values, byte[] valid, float level, byte[] classes, int n) {
            for (int i = 0; i < n; i++) {
                classes[i] = values[i] <= level ? valid[i] : 0;
            }
        }
    }
}
