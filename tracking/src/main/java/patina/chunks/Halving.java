package patina.chunks;

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
 * Halves a volume's resolution: eight voxels become one, fewer at odd ends.
 *
 * <p>Grey: the mean of the valid ones, valid itself when at least half of them are. Labels: the most frequent one above
 * 0, the lowest of equals, so that what is thin stays in sight; 0 only where all are 0.
 */
record Halving(Source fine, Sink coarse, boolean labels) implements Kernel<Kernel.None> {
    @Override
    public List<Input> inputs() {
        return List.of(labels ? new Input.Labels(fine, 0) : new Input.Window(fine, 0));
    }

    @Override
    public List<Output> outputs() {
        return List.of(new Output.Halved(coarse, labels));
    }

    @Override
    public None merge(None earlier, None later) {
        return None.NONE;
    }

    @Override
    public None apply(Block block) {
        if (labels) {
            modes(block.region(), block.patch(0).labels(), block.output(0));
        } else {
            means(block.region(), block.patch(0).values(), block.patch(0).valid(), block.output(0));
        }
        return None.NONE;
    }

    private static void means(Region r, float[] values, byte[] valid, Patch half) {
        Region of = half.region();
        int to = 0;
        for (int k = 0; k < of.nz(); k++) {
            for (int j = 0; j < of.ny(); j++) {
                for (int i = 0; i < of.nx(); i++, to++) {
                    mean(r, values, valid, 2 * i, 2 * j, 2 * k, half.values(), half.valid(), to);
                }
            }
        }
    }

    private static void mean(
            Region r, float[] values, byte[] valid, int i0, int j0, int k0, float[] means, byte[] seen, int to) {
        float sum = 0;
        int n = 0;
        int all = 0;
        for (int k = k0; k < Math.min(k0 + 2, r.nz()); k++) {
            for (int j = j0; j < Math.min(j0 + 2, r.ny()); j++) {
                int row = (k * r.ny() + j) * r.nx();
                for (int i = i0; i < Math.min(i0 + 2, r.nx()); i++) {
                    all++;
                    if (valid[row + i] != 0) {
                        sum += values[row + i];
                        n++;
                    }
                }
            }
        }
        if (2 * n >= all) {
            means[to] = sum / n;
            seen[to] = 1;
        }
    }

    private static void modes(Region r, int[] labels, Patch half) {
        Region of = half.region();
        int[] cell = new int[8];
        int to = 0;
        for (int k = 0; k < of.nz(); k++) {
            for (int j = 0; j < of.ny(); j++, to += of.nx()) {
                // Most of a volume bears no label.
                if (isLabelled(r, labels, 2 * j, 2 * k)) {
                    for (int i = 0; i < of.nx(); i++) {
                        half.labels()[to + i] = mode(r, labels, 2 * i, 2 * j, 2 * k, cell);
                    }
                }
            }
        }
    }

    /** Whether there is a label in the up to four lines that become one. */
    private static boolean isLabelled(Region r, int[] labels, int j0, int k0) {
        int any = 0;
        for (int k = k0; k < Math.min(k0 + 2, r.nz()); k++) {
            int from = (k * r.ny() + j0) * r.nx();
            int end = from + Math.min(2, r.ny() - j0) * r.nx();
            for (int i = from; i < end; i++) {
                any |= labels[i];
            }
        }
        return any != 0;
    }

    private static int mode(Region r, int[] labels, int i0, int j0, int k0, int[] cell) {
        int n = 0;
        for (int k = k0; k < Math.min(k0 + 2, r.nz()); k++) {
            for (int j = j0; j < Math.min(j0 + 2, r.ny()); j++) {
                int row = (k * r.ny() + j) * r.nx();
                for (int i = i0; i < Math.min(i0 + 2, r.nx()); i++) {
                    if (labels[row + i] != 0) {
                        cell[n++] = labels[row + i];
                    }
                }
            }
        }
        int best = 0;
        int most = 0;
        for (int a = 0; a < n; a++) {
            int count = 0;
            for (int b = 0; b < n; b++) {
                count += cell[b] == cell[a] ? 1 : 0;
            }
            if (count > most || count == most && cell[a] < best) {
                most = count;
                best = cell[a];
            }
        }
        return best;
    }
}
