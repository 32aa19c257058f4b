package patina.blocks;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import patina.geometry.Extent;
import patina.geometry.Region;

/**
 * One kernel's open volumes and the work of one block: read the patches, apply, write the outputs. What every runner
 * shares; safe for several threads.
 *
 * @param <R> the kernel's result
 */
public final class BlockWork<R> implements Closeable {
    private final Kernel<R> kernel;
    private final Map<Source, Volume> volumes = new HashMap<>();
    private final Map<Sink, Sink.Writer> writers = new HashMap<>();

    /** Opens all that the kernel reads and writes. */
    public BlockWork(Kernel<R> kernel) throws IOException {
        this.kernel = kernel;
        try {
            for (Input input : kernel.inputs()) {
                if (!volumes.containsKey(input.source())) {
                    volumes.put(input.source(), input.source().open());
                }
            }
            for (Output output : kernel.outputs()) {
                if (!writers.containsKey(output.sink())) {
                    writers.put(output.sink(), output.sink().open());
                }
            }
        } catch (IOException | RuntimeException e) {
            try {
                close();
            } catch (IOException suppressed) {
                e.addSuppressed(suppressed);
            }
            throw e;
        }
    }

    /** Reads, applies and writes one block. */
    public R apply(Region region) throws IOException {
        List<Patch> patches = new ArrayList<>();
        for (Input input : kernel.inputs()) {
            patches.add(read(input, region));
        }
        List<Patch> outputs = new ArrayList<>();
        for (Output output : kernel.outputs()) {
            int n = region.voxels();
            outputs.add(
                    output instanceof Output.Labels
                            ? new Patch(region, new float[0], new byte[0], new int[n])
                            : new Patch(region, new float[n], new byte[n], new int[0]));
        }
        R result = kernel.apply(new Block(region, patches, outputs));
        for (int i = 0; i < outputs.size(); i++) {
            Output output = kernel.outputs().get(i);
            Sink.Writer writer = java.util.Objects.requireNonNull(writers.get(output.sink()));
            Patch patch = outputs.get(i);
            if (output instanceof Output.Labels) {
                writer.write(region, patch.labels());
            } else {
                writer.write(region, patch.values(), patch.valid());
            }
        }
        return result;
    }

    private Patch read(Input input, Region block) throws IOException {
        Volume volume = java.util.Objects.requireNonNull(volumes.get(input.source()));
        if (input instanceof Input.Image image) {
            Region region = image.gridToSource().image(block, image.margin()).clippedTo(volume.extent());
            float[] values = new float[region.voxels()];
            byte[] valid = new byte[region.voxels()];
            if (!region.isEmpty()) {
                volume.read(region, values, valid);
            }
            return new Patch(region, values, valid, new int[0]);
        }
        if (input instanceof Input.Window window) {
            Region wanted = block.grown(window.halo());
            Region inside = wanted.clippedTo(volume.extent());
            float[] values = new float[inside.voxels()];
            byte[] valid = new byte[inside.voxels()];
            volume.read(inside, values, valid);
            return wanted.equals(inside)
                    ? new Patch(wanted, values, valid, new int[0])
                    : mirrored(wanted, inside, volume.extent(), values, valid);
        }
        Input.Labels labels = (Input.Labels) input;
        Region wanted = block.grown(labels.halo());
        Region inside = wanted.clippedTo(volume.extent());
        int[] read = new int[inside.voxels()];
        volume.read(inside, read);
        if (wanted.equals(inside)) {
            return new Patch(wanted, new float[0], new byte[0], read);
        }
        int[] padded = new int[wanted.voxels()];
        for (int k = 0; k < inside.nz(); k++) {
            for (int j = 0; j < inside.ny(); j++) {
                int to =
                        (int) (((k + inside.z() - wanted.z()) * wanted.ny() + j + inside.y() - wanted.y()) * wanted.nx()
                                + inside.x()
                                - wanted.x());
                System.arraycopy(read, (k * inside.ny() + j) * inside.nx(), padded, to, inside.nx());
            }
        }
        return new Patch(wanted, new float[0], new byte[0], padded);
    }

    private static Patch mirrored(Region wanted, Region inside, Extent extent, float[] values, byte[] valid) {
        int[] fromX = mirror(wanted.x(), wanted.nx(), extent.x(), inside.x(), inside.nx());
        int[] fromY = mirror(wanted.y(), wanted.ny(), extent.y(), inside.y(), inside.ny());
        int[] fromZ = mirror(wanted.z(), wanted.nz(), extent.z(), inside.z(), inside.nz());
        float[] paddedValues = new float[wanted.voxels()];
        byte[] paddedValid = new byte[wanted.voxels()];
        int to = 0;
        for (int k = 0; k < wanted.nz(); k++) {
            long z = wanted.z() + k;
            for (int j = 0; j < wanted.ny(); j++) {
                long y = wanted.y() + j;
                int row = (fromZ[k] * inside.ny() + fromY[j]) * inside.nx();
                boolean rowInside = z >= 0 && z < extent.z() && y >= 0 && y < extent.y();
                for (int i = 0; i < wanted.nx(); i++, to++) {
                    paddedValues[to] = values[row + fromX[i]];
                    long x = wanted.x() + i;
                    if (rowInside && x >= 0 && x < extent.x()) {
                        paddedValid[to] = valid[row + fromX[i]];
                    }
                }
            }
        }
        return new Patch(wanted, paddedValues, paddedValid, new int[0]);
    }

    /** For each wanted coordinate, the offset in the part that was read which holds its mirrored value. */
    private static int[] mirror(long from, int n, long length, long insideFrom, int insideN) {
        int[] offsets = new int[n];
        long period = 2 * length;
        for (int i = 0; i < n; i++) {
            long c = Math.floorMod(from + i, period);
            c = c < length ? c : period - 1 - c;
            offsets[i] = (int) Math.max(0, Math.min(insideN - 1, c - insideFrom));
        }
        return offsets;
    }

    @Override
    public void close() throws IOException {
        List<Closeable> open = new ArrayList<>(volumes.values());
        open.addAll(writers.values());
        IOException failure = null;
        for (Closeable c : open) {
            try {
                c.close();
            } catch (IOException e) {
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
