package patina.fields;

import java.util.List;
import patina.blocks.Block;
import patina.blocks.Input;
import patina.blocks.Kernel;
import patina.blocks.Output;
import patina.blocks.Patch;
import patina.blocks.Sink;
import patina.geometry.Region;
import patina.geometry.VoxelSize;

/**
 * Euclidean distance to the nearest site, in micrometres, as far as {@code radiusUm}; farther voxels are marked not
 * valid. Reading its validity as a mask gives the sites dilated by a ball. Exact within the radius; for longer distances
 * see {@link DistanceTransform}.
 *
 * <p>Squared distances are the minimum over one axis after the other, each within the radius.
 *
 * @param radiusUm at most 16 voxels along any axis
 */
public record LocalDistance(Sites sites, VoxelSize voxel, double radiusUm, Sink sink) implements Kernel<Kernel.None> {
    private static final int MOST = 16;

    public LocalDistance {
        halo(voxel, radiusUm);
    }

    /** How many voxels around a region must be known for distances up to {@code radiusUm}. */
    public static int halo(VoxelSize voxel, double radiusUm) {
        double voxels = radiusUm / Math.min(Math.min(voxel.xUm(), voxel.yUm()), voxel.zUm());
        if (!(voxels >= 0 && voxels <= MOST)) {
            throw new IllegalArgumentException("A local distance reaches 0 to " + MOST + " voxels, not " + radiusUm
                    + " um = " + voxels + " voxels.");
        }
        return (int) Math.ceil(voxels * (1 - 1e-6));
    }

    @Override
    public List<Input> inputs() {
        return List.of(sites.input(halo(voxel, radiusUm)));
    }

    @Override
    public List<Output> outputs() {
        return List.of(new Output.Values(sink));
    }

    @Override
    public None apply(Block block) {
        Patch patch = block.patch(0);
        Patch out = block.output(0);
        byte[] marks = block.workspace().bytes(patch.region().voxels());
        sites.mark(patch, marks);
        float[] distance = out.values();
        distancesUm(marks, patch.region(), block.region(), voxel, radiusUm, distance);
        for (int i = 0; i < block.region().voxels(); i++) {
            boolean near = distance[i] < Float.POSITIVE_INFINITY;
            out.valid()[i] = (byte) (near ? 1 : 0);
            distance[i] = near ? distance[i] : 0;
        }
        return None.NONE;
    }

    @Override
    public None merge(None earlier, None later) {
        return None.NONE;
    }

    /**
     * Distances over {@code wanted}, in micrometres; infinite where no site is within {@code radiusUm}.
     *
     * @param sites 1 at sites, x-fastest over {@code has}, which holds {@code wanted} and {@link #halo} more voxels around
     * @param to at least as long as {@code wanted} has voxels
     */
    public static void distancesUm(
            byte[] sites, Region has, Region wanted, VoxelSize voxel, double radiusUm, float[] to) {
        int halo = halo(voxel, radiusUm);
        int nx = wanted.nx();
        int x0 = (int) (wanted.x() - has.x());
        int y0 = (int) (wanted.y() - has.y()) - halo;
        int z0 = (int) (wanted.z() - has.z()) - halo;
        int ny = wanted.ny() + 2 * halo;
        int nz = wanted.nz() + 2 * halo;
        float[] squares = squares(voxel.xUm(), halo);
        float[] alongX = new float[nx * ny * nz];
        for (int k = 0; k < nz; k++) {
            for (int j = 0; j < ny; j++) {
                int from = ((z0 + k) * has.ny() + y0 + j) * has.nx() + x0;
                nearest(sites, from, nx, halo, squares, alongX, (k * ny + j) * nx);
            }
        }
        float[] alongY = new float[nx * wanted.ny() * nz];
        squares = squares(voxel.yUm(), halo);
        for (int k = 0; k < nz; k++) {
            for (int j = 0; j < wanted.ny(); j++) {
                least(alongX, (k * ny + j + halo) * nx, nx, halo, squares, alongY, (k * wanted.ny() + j) * nx, nx);
            }
        }
        squares = squares(voxel.zUm(), halo);
        int plane = nx * wanted.ny();
        for (int k = 0; k < wanted.nz(); k++) {
            least(alongY, (k + halo) * plane, plane, halo, squares, to, k * plane, plane);
        }
        float most = (float) (radiusUm * radiusUm * (1 + 1e-5));
        for (int i = 0; i < wanted.voxels(); i++) {
            to[i] = to[i] <= most ? (float) Math.sqrt(to[i]) : Float.POSITIVE_INFINITY;
        }
    }

    private static float[] squares(double um, int halo) {
        float[] squares = new float[halo + 1];
        for (int t = 0; t <= halo; t++) {
            squares[t] = (float) (t * um * (t * um));
        }
        return squares;
    }

    /** Along one row: the squared distance to the nearest site within the halo. */
    private static void nearest(byte[] sites, int from, int n, int halo, float[] squares, float[] to, int at) {
        int since = halo + 1;
        for (int i = -halo; i < 0; i++) {
            since = sites[from + i] != 0 ? 0 : since + 1;
        }
        for (int i = 0; i < n; i++) {
            since = sites[from + i] != 0 ? 0 : since + 1;
            to[at + i] = since <= halo ? squares[since] : Float.POSITIVE_INFINITY;
        }
        since = halo + 1;
        for (int i = n + halo - 1; i >= n; i--) {
            since = sites[from + i] != 0 ? 0 : since + 1;
        }
        for (int i = n - 1; i >= 0; i--) {
            since = sites[from + i] != 0 ? 0 : since + 1;
            if (since <= halo && squares[since] < to[at + i]) {
                to[at + i] = squares[since];
            }
        }
    }

    /** Across rows: the least of from[base + i ± t step] + squares[t]. */
    private static void least(float[] from, int base, int step, int halo, float[] squares, float[] to, int at, int n) {
        System.arraycopy(from, base, to, at, n);
        for (int t = 1; t <= halo; t++) {
            float square = squares[t];
            int low = base - t * step;
            int high = base + t * step;
            for (int i = 0; i < n; i++) {
                to[at + i] = Math.min(to[at + i], Math.min(from[low + i], from[high + i]) + square);
            }
        }
    }
}
