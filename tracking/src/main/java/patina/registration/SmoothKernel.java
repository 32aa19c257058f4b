package patina.registration;

import java.util.Arrays;
import java.util.List;
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
 * nothing left at the Nyquist frequency, and counts the gradients.
 *
 * <p>A smoothed voxel is valid only when the 27 voxels around it are. What is not valid thus comes in boxes of at least
 * three voxels, and the eight corners of a spline's support speak for all of it.
 */
record SmoothKernel(Source source, Extent extent, Sink sink) implements Kernel<GradientHistogram> {
    private static final int HALO = 2;

    @Override
    public List<Input> inputs() {
        return List.of(new Input.Window(source, HALO));
    }

    @Override
    public List<Output> outputs() {
        return List.of(new Output.Values(sink));
    }

    @Override
    public GradientHistogram apply(Block block) {
        Patch patch = block.patch(0);
        int nx = patch.region().nx();
        int ny = patch.region().ny();
        int nz = patch.region().nz();
        int n = nx * ny * nz;
        float[] v = patch.values();
        byte[] ok = patch.valid();
        byte[] all =
                isWhole(patch) ? inner(patch.region(), block.workspace()) : eroded(ok, nx, ny, nz, block.workspace());
        float[] a = block.workspace().floats(n);
        along(v, a, 1, nx, ny, nz);
        along(a, v, nx, nx, ny, nz);
        along(v, a, nx * ny, nx, ny, nz);

        Patch out = block.output(0);
        GradientHistogram gradients = new GradientHistogram();
        int ox = block.region().nx();
        int up = nx;
        int deep = nx * ny;
        int to = 0;
        for (int k = 0; k < block.region().nz(); k++) {
            for (int j = 0; j < block.region().ny(); j++, to += ox) {
                int row = ((k + HALO) * ny + j + HALO) * nx + HALO;
                // One line in four tells the gradients' distribution as well.
                boolean counted = ((block.region().y() + j | block.region().z() + k) & 1) == 0;
                for (int i = 0; i < ox; i++) {
                    int at = row + i;
                    out.values()[to + i] = a[at];
                    if (all[at] != 0) {
                        out.valid()[to + i] = 1;
                        if (counted
                                && (all[at - 1]
                                                & all[at + 1]
                                                & all[at - up]
                                                & all[at + up]
                                                & all[at - deep]
                                                & all[at + deep])
                                        != 0) {
                            gradients.add(squaredDifference(a, at, up, deep));
                        }
                    }
                }
            }
        }
        return gradients;
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
        byte[] ok = patch.valid();
        int seen = 0;
        for (int i = 0; i < patch.region().voxels(); i++) {
            seen += ok[i];
        }
        return seen == patch.region().clippedTo(extent).voxels();
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

    private static void along(float[] from, float[] to, int step, int nx, int ny, int nz) {
        int n = nx * ny * nz;
        for (int i = 0; i < step; i++) {
            to[i] = from[i];
            to[n - 1 - i] = from[n - 1 - i];
        }
        for (int i = step; i < n - step; i++) {
            to[i] = 0.5f * from[i] + 0.25f * (from[i - step] + from[i + step]);
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
