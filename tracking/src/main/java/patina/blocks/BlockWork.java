package patina.blocks;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
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
    private final Queue<Workspace> spare;

    /**
     * Opens all that the kernel reads and writes.
     *
     * @param spare workspaces to take and give back: a runner keeps them from one kernel to the next, for fresh memory costs
     *     more than what is done in it
     */
    public BlockWork(Kernel<R> kernel, Queue<Workspace> spare) throws IOException {
        this.kernel = kernel;
        this.spare = spare;
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

    /** Applies the kernel to one block, whose patches are read as it asks for them, and writes what it made. */
    public R apply(Region region) throws IOException {
        Workspace taken = spare.poll();
        Workspace workspace = taken == null ? new Workspace() : taken;
        R result;
        try {
            result = apply(region, workspace);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        workspace.clear();
        spare.add(workspace);
        return result;
    }

    private R apply(Region region, Workspace workspace) throws IOException {
        List<Input> inputs = kernel.inputs();
        List<Patch> outputs = new ArrayList<>();
        for (Output output : kernel.outputs()) {
            Region own = output.of(region);
            outputs.add(output.areLabels() ? emptyLabels(own, workspace) : empty(own, workspace));
        }
        R result = kernel.apply(
                new Block(region, inputs.size(), i -> read(inputs.get(i), region, workspace), outputs, workspace));
        for (int i = 0; i < outputs.size(); i++) {
            Output output = kernel.outputs().get(i);
            Sink.Writer writer = java.util.Objects.requireNonNull(writers.get(output.sink()));
            Patch patch = outputs.get(i);
            if (output.areLabels()) {
                writer.write(patch.region(), patch.labels());
            } else {
                writer.write(patch.region(), patch.values(), patch.valid());
            }
        }
        return result;
    }

    private static Patch patch(Region region, Workspace workspace) {
        return new Patch(region, workspace.floats(region.voxels()), workspace.bytes(region.voxels()), new int[0]);
    }

    private static Patch empty(Region region, Workspace workspace) {
        Patch patch = patch(region, workspace);
        Fill.zeros(patch.values(), region.voxels());
        Fill.zeros(patch.valid(), region.voxels());
        return patch;
    }

    private static Patch emptyLabels(Region region, Workspace workspace) {
        int[] labels = workspace.ints(region.voxels());
        Fill.zeros(labels, region.voxels());
        return new Patch(region, new float[0], new byte[0], labels);
    }

    private Patch read(Input input, Region block, Workspace workspace) throws IOException {
        Volume volume = java.util.Objects.requireNonNull(volumes.get(input.source()));
        if (input instanceof Input.Image image) {
            Patch patch =
                    patch(image.gridToSource().image(block, image.margin()).clippedTo(volume.extent()), workspace);
            if (!patch.region().isEmpty()) {
                volume.read(patch.region(), patch.values(), patch.valid());
            }
            return patch;
        }
        if (input instanceof Input.LabelsImage image) {
            Region part = image.gridToSource().image(block, image.margin()).clippedTo(volume.extent());
            int[] labels = workspace.ints(part.voxels());
            if (!part.isEmpty()) {
                volume.read(part, labels);
            }
            return new Patch(part, new float[0], new byte[0], labels);
        }
        if (input instanceof Input.Window window) {
            Region wanted = block.grown(window.halo());
            Region inside = wanted.clippedTo(volume.extent());
            Patch patch = patch(wanted, workspace);
            volume.read(inside, patch.values(), patch.valid());
            if (!wanted.equals(inside)) {
                mirror(inside, volume.extent(), patch);
            }
            return patch;
        }
        Input.Labels labels = (Input.Labels) input;
        Region wanted = block.grown(labels.halo());
        Region inside = wanted.clippedTo(volume.extent());
        int[] read = workspace.ints(inside.voxels());
        volume.read(inside, read);
        if (wanted.equals(inside)) {
            return new Patch(wanted, new float[0], new byte[0], read);
        }
        Patch padded = emptyLabels(wanted, workspace);
        for (int k = 0; k < inside.nz(); k++) {
            for (int j = 0; j < inside.ny(); j++) {
                int to = padded.index(inside.x(), inside.y() + j, inside.z() + k);
                System.arraycopy(read, (k * inside.ny() + j) * inside.nx(), padded.labels(), to, inside.nx());
            }
        }
        return padded;
    }

    /**
     * Spreads what was read, which lies at the beginning of the patch's arrays, over the patch: values are mirrored beyond the
     * volume's ends, and not valid there. From the last line to the first, since each moves towards the end.
     */
    private static void mirror(Region has, Extent extent, Patch patch) {
        Region wanted = patch.region();
        float[] values = patch.values();
        byte[] valid = patch.valid();
        int[] fromX = mirror(wanted.x(), wanted.nx(), extent.x(), has.x(), has.nx());
        int[] fromY = mirror(wanted.y(), wanted.ny(), extent.y(), has.y(), has.ny());
        int[] fromZ = mirror(wanted.z(), wanted.nz(), extent.z(), has.z(), has.nz());
        int nx = wanted.nx();
        int plane = nx * wanted.ny();
        int left = (int) (has.x() - wanted.x());
        int right = left + has.nx();
        int above = (int) (has.y() - wanted.y());
        int before = (int) (has.z() - wanted.z());
        for (int k = has.nz() - 1; k >= 0; k--) {
            for (int j = has.ny() - 1; j >= 0; j--) {
                int from = (k * has.ny() + j) * has.nx();
                int row = (before + k) * plane + (above + j) * nx;
                System.arraycopy(values, from, values, row + left, has.nx());
                System.arraycopy(valid, from, valid, row + left, has.nx());
                for (int i = 0; i < left; i++) {
                    values[row + i] = values[row + left + fromX[i]];
                    valid[row + i] = 0;
                }
                for (int i = right; i < nx; i++) {
                    values[row + i] = values[row + left + fromX[i]];
                    valid[row + i] = 0;
                }
            }
        }
        for (int k = 0; k < has.nz(); k++) {
            int top = (before + k) * plane;
            for (int j = 0; j < wanted.ny(); j++) {
                if (j < above || j >= above + has.ny()) {
                    System.arraycopy(values, top + (above + fromY[j]) * nx, values, top + j * nx, nx);
                    Fill.zeros(valid, top + j * nx, nx);
                }
            }
        }
        for (int k = 0; k < wanted.nz(); k++) {
            if (k < before || k >= before + has.nz()) {
                System.arraycopy(values, (before + fromZ[k]) * plane, values, k * plane, plane);
                Fill.zeros(valid, k * plane, plane);
            }
        }
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
