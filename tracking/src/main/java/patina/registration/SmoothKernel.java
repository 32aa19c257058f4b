package patina.registration;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import patina.blocks.Block;
import patina.blocks.Fill;
import patina.blocks.Input;
import patina.blocks.Kernel;
import patina.blocks.Output;
import patina.blocks.Patch;
import patina.blocks.Sink;
import patina.blocks.Source;
import patina.blocks.Workspace;
import patina.geometry.Extent;
import patina.geometry.Region;

/**
 * Smooths a volume by 1/4 1/2 1/4 along each axis, so that what is taken as coefficients of a cubic B-spline has
 * nothing left at the Nyquist frequency, counts the gradients, and halves the volume for the next level where there is one: all
 * in one reading of what may be a large file.
 *
 * <p>A smoothed voxel is valid only when the 27 voxels around it are. What is not valid thus comes in boxes of at least
 * three voxels, and the eight corners of a spline's support speak for all of it.
 */
record SmoothKernel(
        Source source, Extent extent, Sink sink, @Nullable Sink halved) implements Kernel<GradientHistogram> {
    private static final int HALO = 2;
    private static final long MANY = 4_200_000;

    @Override
    public List<Input> inputs() {
        return List.of(new Input.Window(source, HALO));
    }

    @Override
    public List<Output> outputs() {
        return halved == null
                ? List.of(new Output.Values(sink))
                : List.of(new Output.Values(sink), new Output.Halved(halved, false));
    }

    @Override
    public GradientHistogram apply(Block block) {
        Patch patch = block.patch(0);
        if (halved != null) {
            BinKernel.halve(patch, block.output(1));
        }
        int nx = patch.region().nx();
        int ny = patch.region().ny();
        int nz = patch.region().nz();
        float[] v = patch.values();
        byte[] ok = patch.valid();
        byte[] all =
                isWhole(patch) ? inner(patch.region(), block.workspace()) : eroded(ok, nx, ny, nz, block.workspace());
        smooth(v, nx, ny, nz, block.workspace());

        Patch out = block.output(0);
        GradientHistogram gradients = new GradientHistogram();
        int ox = block.region().nx();
        // One line in four tells the gradients' distribution as well; one in 64 where there are many.
        int few = extent.voxels() > MANY ? 7 : 1;
        int to = 0;
        for (int k = 0; k < block.region().nz(); k++) {
            for (int j = 0; j < block.region().ny(); j++, to += ox) {
                int row = ((k + HALO) * ny + j + HALO) * nx + HALO;
                System.arraycopy(v, row, out.values(), to, ox);
                System.arraycopy(all, row, out.valid(), to, ox);
                if (((block.region().y() + j | block.region().z() + k) & few) == 0) {
                    count(v, all, row, ox, nx, nx * ny, gradients);
                }
            }
        }
        return gradients;
    }

    /** Counts the gradients of one line, of {@code n} voxels from {@code row} on. */
    private static void count(float[] a, byte[] all, int row, int n, int up, int deep, GradientHistogram gradients) {
        for (int at = row; at < row + n; at++) {
            if ((all[at] & all[at - 1] & all[at + 1] & all[at - up] & all[at + up] & all[at - deep] & all[at + deep])
                    != 0) {
                gradients.add(squaredDifference(a, at, up, deep));
            }
        }
    }

    /** The squared length of the central difference over two voxels; four times the squared gradient. */
    static float squaredDifference(float[] a, int at, int up, int deep) {
        float gx = a[at + 1] - a[at - 1];
        float gy = a[at + up] - a[at - up];
        float gz = a[at + deep] - a[at - deep];
        return gx * gx + gy * gy + gz * gz;
    }

    /** Whether all of the volume that the patch shows was seen. */
    private boolean isWhole(Patch patch) {
        Region inside = patch.region().clippedTo(extent);
        byte[] whole = new byte[inside.nx()];
        Fill.ones(whole, 0, whole.length);
        for (long z = inside.z(); z < inside.endZ(); z++) {
            for (long y = inside.y(); y < inside.endY(); y++) {
                int at = patch.index(inside.x(), y, z);
                if (!Arrays.equals(patch.valid(), at, at + whole.length, whole, 0, whole.length)) {
                    return false;
                }
            }
        }
        return true;
    }

    /** What has all 27 voxels around it in a volume that was seen as a whole. */
    private byte[] inner(Region region, Workspace workspace) {
        byte[] all = workspace.bytes(region.voxels());
        Fill.zeros(all, region.voxels());
        Region inner = region.intersection(Region.whole(extent).grown(-1));
        for (long z = inner.z(); z < inner.endZ(); z++) {
            for (long y = inner.y(); y < inner.endY(); y++) {
                int at = (int)
                        (((z - region.z()) * region.ny() + y - region.y()) * region.nx() + inner.x() - region.x());
                Fill.ones(all, at, inner.nx());
            }
        }
        return all;
    }

    /** Smooths in place; the patch's outermost voxels are of no use afterwards. */
    private static void smooth(float[] v, int nx, int ny, int nz, Workspace workspace) {
        int plane = nx * ny;
        float[] before = workspace.floats(plane);
        float[] middle = workspace.floats(plane);
        float[] after = workspace.floats(plane);
        for (int k = 0; k < nz; k++) {
            acrossLines(v, k * plane, nx, ny, after);
            if (k >= 2) {
                acrossPlanes(before, middle, after, v, (k - 1) * plane, plane);
            }
            float[] used = before;
            before = middle;
            middle = after;
            after = used;
        }
    }

    /** Smooths a plane along y and x. */
    private static void acrossLines(float[] from, int first, int nx, int ny, float[] to) {
        for (int j = 1; j < ny - 1; j++) {
            int row = first + j * nx;
            int line = j * nx - row;
            float before = 0.5f * from[row] + 0.25f * (from[row - nx] + from[row + nx]);
            float here = 0.5f * from[row + 1] + 0.25f * (from[row + 1 - nx] + from[row + 1 + nx]);
            for (int i = row + 2; i < row + nx; i++) {
                float after = 0.5f * from[i] + 0.25f * (from[i - nx] + from[i + nx]);
                to[line + i - 1] = 0.5f * here + 0.25f * (before + after);
                before = here;
                here = after;
            }
        }
    }

    private static void acrossPlanes(float[] before, float[] middle, float[] after, float[] to, int first, int n) {
        for (int i = 0; i < n; i++) {
            to[first + i] = 0.5f * middle[i] + 0.25f * (before[i] + after[i]);
        }
    }

    private static byte[] eroded(byte[] ok, int nx, int ny, int nz, Workspace workspace) {
        int n = nx * ny * nz;
        byte[] a = workspace.bytes(n);
        byte[] b = workspace.bytes(n);
        and(ok, a, 1, n);
        and(a, b, nx, n);
        and(b, a, nx * ny, n);
        return a;
    }

    private static void and(byte[] from, byte[] to, int step, int n) {
        Arrays.fill(to, 0, step, (byte) 0);
        Arrays.fill(to, n - step, n, (byte) 0);
        for (int i = step; i < n - step; i++) {
            to[i] = (byte) (from[i] & from[i - step] & from[i + step]);
        }
    }

    @Override
    public GradientHistogram merge(GradientHistogram earlier, GradientHistogram later) {
        return earlier.merge(later);
    }
}
