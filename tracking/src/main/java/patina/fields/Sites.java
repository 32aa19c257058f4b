package patina.fields;

import java.io.Serializable;
import patina.blocks.Input;
import patina.blocks.Patch;
import patina.blocks.Source;

/** The voxels that a distance is measured to. What was not seen is no site. */
public sealed interface Sites extends Serializable {
    /** How they are read. */
    Input input(int halo);

    /** Puts 1 at sites and 0 elsewhere, over the patch. Beyond the volume's ends there are none. */
    void mark(Patch patch, byte[] to);

    /** Brighter than {@code level}. */
    record Above(Source source, float level) implements Sites {
        @Override
        public Input input(int halo) {
            return new Input.Window(source, halo);
        }

        @Override
        public void mark(Patch patch, byte[] to) {
            mark(patch.values(), patch.valid(), level, to, patch.region().voxels());
        }

        private static void mark(float[] values, byte[] valid, float level, byte[] to, int n) {
            for (int i = 0; i < n; i++) {
                to[i] = values[i] > level ? valid[i] : 0;
            }
        }
    }

    /** Not brighter than {@code level}. */
    record NotAbove(Source source, float level) implements Sites {
        @Override
        public Input input(int halo) {
            return new Input.Window(source, halo);
        }

        @Override
        public void mark(Patch patch, byte[] to) {
            mark(patch.values(), patch.valid(), level, to, patch.region().voxels());
        }

        private static void mark(float[] values, byte[] valid, float level, byte[] to, int n) {
            for (int i = 0; i < n; i++) {
                to[i] = values[i] <= level ? valid[i] : 0;
            }
        }
    }

    /** With a label other than 0. */
    record Labelled(Source source) implements Sites {
        @Override
        public Input input(int halo) {
            return new Input.Labels(source, halo);
        }

        @Override
        public void mark(Patch patch, byte[] to) {
            mark(patch.labels(), to, patch.region().voxels());
        }

        private static void mark(int[] labels, byte[] to, int n) {
            for (int i = 0; i < n; i++) {
                to[i] = (byte) (labels[i] != 0 ? 1 : 0);
            }
        }
    }
}
