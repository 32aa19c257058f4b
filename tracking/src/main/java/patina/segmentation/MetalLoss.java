package patina.segmentation;

import java.util.List;
import patina.blocks.Block;
import patina.blocks.Input;
import patina.blocks.Kernel;
import patina.blocks.Output;
import patina.blocks.Patch;
import patina.blocks.Sink;
import patina.blocks.Source;
import patina.geometry.Region;

/**
 * Turns what is missing of the solid's grey into missing metal: in and around a place that is filled the deficit, and its
 * smoothed twin, are divided by what lost metal shows there. Elsewhere both stay.
 *
 * @param components labels of connected components
 * @param fillingOf number of each component's filling, 0 for none
 * @param shows by number (index 0 unused), what one voxel of lost metal shows
 * @param fillings numbers of the fillings, where they were applied
 */
record MetalLoss(
        Source components,
        int[] fillingOf,
        float[] shows,
        Source deficit,
        Source smooth,
        Sink metal,
        Sink smoothMetal,
        Sink fillings)
        implements Kernel<Kernel.None> {
    static final int REACH = Zones.REACH;

    @Override
    public List<Input> inputs() {
        return List.of(new Input.Labels(components, REACH), new Input.Window(deficit, 0), new Input.Window(smooth, 0));
    }

    @Override
    public List<Output> outputs() {
        return List.of(new Output.Values(metal), new Output.Values(smoothMetal), new Output.Values(fillings));
    }

    @Override
    public None merge(None earlier, None later) {
        return None.NONE;
    }

    @Override
    public None apply(Block block) {
        Patch c = block.patch(0);
        Region core = block.region();
        int n = core.voxels();
        for (int o = 0; o < 2; o++) {
            System.arraycopy(block.patch(o + 1).values(), 0, block.output(o).values(), 0, n);
            System.arraycopy(block.patch(o + 1).valid(), 0, block.output(o).valid(), 0, n);
        }
        float[] owner = block.output(2).values();
        java.util.Arrays.fill(block.output(2).valid(), 0, n, (byte) 1);
        int[] reach2 = new int[fillingOf.length];
        java.util.Arrays.fill(reach2, Zones.THICK2);
        if (claim(c, core, fillingOf, reach2, owner)) {
            for (int i = 0; i < n; i++) {
                if (owner[i] != 0) {
                    block.output(0).values()[i] /= shows[(int) owner[i]];
                    block.output(1).values()[i] /= shows[(int) owner[i]];
                }
            }
        }
        return None.NONE;
    }

    /**
     * Gives each voxel to the nearest component that reaches it, the one with the smaller number where two are equally near.
     *
     * @param components labels over the core and the reach around it
     * @param numberOf number of each component, 0 for none
     * @param reach2 squared distance that each component reaches, at most that of {@link #REACH}
     * @param owner zeroed; numbers go here
     * @return whether there is any
     */
    static boolean claim(Patch components, Region core, int[] numberOf, int[] reach2, float[] owner) {
        byte[] off = new byte[core.voxels()];
        java.util.Arrays.fill(off, Byte.MAX_VALUE);
        Region wide = components.region();
        boolean any = false;
        int at = 0;
        for (int k = 0; k < wide.nz(); k++) {
            for (int j = 0; j < wide.ny(); j++) {
                for (int i = 0; i < wide.nx(); i++, at++) {
                    int label = components.labels()[at];
                    int number = numberOf[label];
                    if (number != 0) {
                        any = true;
                        claim(core, i - REACH, j - REACH, k - REACH, number, reach2[label], owner, off);
                    }
                }
            }
        }
        return any;
    }

    private static void claim(Region core, int i, int j, int k, int number, int most2, float[] owner, byte[] off) {
        for (int z = Math.max(0, k - REACH); z <= Math.min(core.nz() - 1, k + REACH); z++) {
            for (int y = Math.max(0, j - REACH); y <= Math.min(core.ny() - 1, j + REACH); y++) {
                int row = (z * core.ny() + y) * core.nx();
                int across = (z - k) * (z - k) + (y - j) * (y - j);
                for (int x = Math.max(0, i - REACH); x <= Math.min(core.nx() - 1, i + REACH); x++) {
                    int r2 = across + (x - i) * (x - i);
                    if (r2 <= most2 && (r2 < off[row + x] || (r2 == off[row + x] && number < owner[row + x]))) {
                        off[row + x] = (byte) r2;
                        owner[row + x] = number;
                    }
                }
            }
        }
    }
}
