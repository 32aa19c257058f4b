package patina.phantom;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * One scan of a phantom: where it was taken from, and its voxels on demand. It may be stitched from two stacks along z.
 *
 * <p>Voxels are made slab by slab, each with the halo its blur needs, so that memory goes by slab and thread; slabs do
 * not know of each other and bytes do not depend on threads.
 *
 * @param index in the series
 * @param matrix from the specimen frame to the scan's, both in voxels of the reference scan; of the lower stack
 * @param surroundings the same for what is around the body
 * @param seam the first slice of the upper stack; the number of slices where there is none
 * @param upper by how much the upper stack lies off: from where the lower one's matrix has a point to where it is there
 * @param scaleDrift by how much lengths look larger than they are, as a share
 */
record PhantomScan(
        int index,
        ScanPlan plan,
        double exposure,
        Moment moment,
        Affine matrix,
        Affine surroundings,
        int seam,
        Affine upper,
        double scaleDrift,
        double blur,
        GreyModel greys) {
    private static final long SLAB_VOXELS = 1L << 24;

    String file() {
        return String.format("scan_%02d.tif", index);
    }

    /** One of the stacks that a scan is made of: its slices, and its map as {@link #matrix}. */
    record Stack(int from, int to, Affine matrix) {}

    /** From low to high. */
    List<Stack> stacks() {
        Stack lower = new Stack(0, seam, matrix);
        return seam == plan.slices()
                ? List.of(lower)
                : List.of(lower, new Stack(seam, plan.slices(), matrix.then(upper)));
    }

    /** From voxel indices to the body's frame. */
    Affine toBody(Stack stack, Affine placement) {
        return voxels().inverse().then(stack.matrix().inverse()).then(placement.inverse());
    }

    private Affine toSurroundings(Stack stack, Affine placement) {
        Affine moved = stack.from() < seam ? surroundings : surroundings.then(upper);
        return voxels().inverse().then(moved.inverse()).then(placement.inverse());
    }

    /** From the scan's frame to its voxel indices. */
    private Affine voxels() {
        return Affine.scaling(1 / plan.voxel());
    }

    /** What the scan sees of the body's frame. */
    View view(Affine placement) {
        Affine fromMiddle = Affine.translation(plan.middle().times(-1));
        return new View(stacks().stream()
                .map(stack -> new View.Part(
                        toBody(stack, placement).inverse().then(fromMiddle), plan.limits(stack.from(), stack.to())))
                .toList());
    }

    /** Shares of metal minus air before grey values, of slices z0 to z0 + count, x running fastest. */
    float[] shares(Affine placement, int z0, int count) {
        List<Stack> stacks = stacks();
        if (stacks.size() == 1) {
            return shares(stacks.get(0), placement, z0, count);
        }
        int plane = plan.width() * plan.height();
        float[] out = new float[Math.multiplyExact(plane, count)];
        for (Stack stack : stacks) {
            int from = Math.max(z0, stack.from());
            int end = Math.min(z0 + count, stack.to());
            if (from < end) {
                System.arraycopy(
                        shares(stack, placement, from, end - from), 0, out, (from - z0) * plane, (end - from) * plane);
            }
        }
        return out;
    }

    /** What a stack shows: its blur knows nothing of the other. */
    private float[] shares(Stack stack, Affine placement, int z0, int count) {
        GaussianBlur psf = new GaussianBlur(blur);
        int halo = psf.radius();
        int nx = plan.width() + 2 * halo;
        int ny = plan.height() + 2 * halo;
        int nz = count + 2 * halo;
        float[] out = new float[Math.multiplyExact(Math.multiplyExact(nx, ny), nz)];
        new Rasterizer(moment, toBody(stack, placement), toSurroundings(stack, placement))
                .render(-halo, -halo, z0 - halo, nx, ny, nz, out);
        psf.apply(out, plan.width(), plan.height(), count);
        return out;
    }

    /** Grey values of slices z0 to z0 + count. */
    short[] slices(Affine placement, int z0, int count) {
        float[] shares = shares(placement, z0, count);
        int row = plan.width();
        short[] out = new short[row * plan.height() * count];
        for (int z = 0; z < count; z++) {
            for (int y = 0; y < plan.height(); y++) {
                int at = (z * plan.height() + y) * row;
                greys.row(shares, at, y, z0 + z, out, at);
            }
        }
        return out;
    }

    /** Writes the scan as TIFF. */
    void write(Affine placement, Path path, int threads) throws IOException {
        int slab = (int) Math.max(4, Math.min(32, SLAB_VOXELS / ((long) plan.width() * plan.height())));
        ExecutorService workers = Executors.newFixedThreadPool(threads);
        try (TiffFile file = new TiffFile(path, plan.width(), plan.height(), plan.slices())) {
            List<Future<?>> slabs = new ArrayList<>();
            for (int z = 0; z < plan.slices(); z += slab) {
                int from = z;
                int count = Math.min(slab, plan.slices() - z);
                slabs.add(workers.submit(() -> {
                    short[] greys = slices(placement, from, count);
                    ByteBuffer bytes = ByteBuffer.allocate(2 * greys.length).order(ByteOrder.LITTLE_ENDIAN);
                    bytes.asShortBuffer().put(greys);
                    file.write(from, bytes);
                    return null;
                }));
            }
            for (Future<?> done : slabs) {
                done.get();
            }
            file.commit();
        } catch (ExecutionException e) {
            throw failure(path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Writing " + path + " was interrupted.", e);
        } finally {
            workers.shutdownNow();
        }
    }

    private static IOException failure(Path path, ExecutionException e) {
        Throwable cause = e.getCause();
        if (cause instanceof IOException io) {
            return io;
        }
        if (cause instanceof UncheckedIOException io) {
            return new IOException(io.getMessage(), io);
        }
        return new IOException("The phantom scan " + path + " could not be made: " + cause, e);
    }
}
