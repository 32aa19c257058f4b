package patina.chunks;

import java.io.IOException;
import java.util.List;
import patina.blocks.Block;
import patina.blocks.Input;
import patina.blocks.Kernel;
import patina.blocks.Output;
import patina.blocks.Sink;
import patina.blocks.Source;
import patina.geometry.Extent;
import patina.geometry.Region;

/**
 * Takes the blocks of a volume and passes them on at half the resolution: eight voxels become one, fewer at odd ends.
 *
 * <p>Grey: the mean of the valid ones, valid itself when at least half of them are. Labels: the most frequent one above
 * 0, the lowest of equals, so that what is thin stays in sight; 0 only where all are 0.
 *
 * @param coarse where the halved blocks go
 * @param fine extent of the volume whose blocks come
 */
record Halving(Sink coarse, Extent fine, boolean labels) implements Sink {
    /** Copies a volume block by block. */
    record Copy(Source from, Sink to, boolean labels) implements Kernel<Kernel.None> {
        @Override
        public List<Input> inputs() {
            return List.of(labels ? new Input.Labels(from, 0) : new Input.Window(from, 0));
        }

        @Override
        public List<Output> outputs() {
            return List.of(labels ? new Output.Labels(to) : new Output.Values(to));
        }

        @Override
        public Kernel.None apply(Block block) {
            int n = block.region().voxels();
            if (labels) {
                System.arraycopy(block.patch(0).labels(), 0, block.output(0).labels(), 0, n);
            } else {
                System.arraycopy(block.patch(0).values(), 0, block.output(0).values(), 0, n);
                System.arraycopy(block.patch(0).valid(), 0, block.output(0).valid(), 0, n);
            }
            return Kernel.None.NONE;
        }

        @Override
        public Kernel.None merge(Kernel.None earlier, Kernel.None later) {
            return Kernel.None.NONE;
        }
    }

    @Override
    public Writer open() throws IOException {
        return new HalvingWriter(coarse.open());
    }

    /** The coarse voxels of a block; it begins at even places and ends at even places or the volume's end. */
    private static Region halved(Region r) {
        return new Region(r.x() / 2, r.y() / 2, r.z() / 2, (r.nx() + 1) / 2, (r.ny() + 1) / 2, (r.nz() + 1) / 2);
    }

    private record HalvingWriter(Writer coarse) implements Writer {
        @Override
        public void write(Region r, float[] values, byte[] valid) throws IOException {
            Region half = halved(r);
            float[] means = new float[half.voxels()];
            byte[] seen = new byte[half.voxels()];
            int to = 0;
            for (int k = 0; k < half.nz(); k++) {
                for (int j = 0; j < half.ny(); j++) {
                    for (int i = 0; i < half.nx(); i++, to++) {
                        mean(r, values, valid, 2 * i, 2 * j, 2 * k, means, seen, to);
                    }
                }
            }
            coarse.write(half, means, seen);
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

        @Override
        public void write(Region r, int[] labels) throws IOException {
            Region half = halved(r);
            int[] modes = new int[half.voxels()];
            int[] cell = new int[8];
            int to = 0;
            for (int k = 0; k < half.nz(); k++) {
                for (int j = 0; j < half.ny(); j++, to += half.nx()) {
                    // Most of a volume bears no label.
                    if (isLabelled(r, labels, 2 * j, 2 * k)) {
                        for (int i = 0; i < half.nx(); i++) {
                            modes[to + i] = mode(r, labels, 2 * i, 2 * j, 2 * k, cell);
                        }
                    }
                }
            }
            coarse.write(half, modes);
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

        @Override
        public void close() throws IOException {
            coarse.close();
        }
    }
}
