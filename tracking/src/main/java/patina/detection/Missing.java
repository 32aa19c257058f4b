package patina.detection;

import java.io.IOException;
import java.io.Serializable;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import patina.blocks.Patch;
import patina.blocks.Volume;
import patina.fields.Gaussian;
import patina.geometry.Extent;
import patina.geometry.Region;

/**
 * What a flaw takes of the metal, as a fraction of each voxel of a box, blurred as the scan is.
 *
 * @param box in the volume
 * @param fraction of its voxels, x fastest
 */
record Missing(Region box, float[] fraction) implements Serializable {
    /** Samples of a voxel along each axis. */
    private static final int FINE = 4;

    /**
     * Cuts the flaw out of the metal and blurs it.
     *
     * @param distance signed distance to the surface, positive inside
     * @param voxelUm by which {@code distance} becomes voxels
     * @param sigma standard deviation of the scan's blur at an edge, in voxels, with the voxel itself in it
     * @return null where the flaw does not lie in the volume with its blur
     */
    static @Nullable Missing of(Flaw flaw, Volume distance, double voxelUm, double sigma) throws IOException {
        // The mean over a voxel is one part of the blur.
        double rest = Math.sqrt(Math.max(0.04, sigma * sigma - 1.0 / 12));
        int rim = (int) Math.ceil(4 * rest);
        double reach = Math.max(flaw.depth(), flaw.shape().reach(flaw.depth())) + 2 + rim;
        Region box = box(flaw, reach, distance.extent());
        if (box == null) {
            return null;
        }
        float[] deep = new float[box.voxels()];
        distance.read(box, deep, new byte[deep.length]);
        int nx = box.nx();
        int ny = box.ny();
        int nz = box.nz();
        float[] fraction = new float[deep.length];
        for (int k = 1; k < nz - 1; k++) {
            for (int j = 1; j < ny - 1; j++) {
                for (int i = 1; i < nx - 1; i++) {
                    int at = (k * ny + j) * nx + i;
                    if (deep[at] > -2 * voxelUm) {
                        fraction[at] = share(flaw, box, i, j, k, deep, at, nx, ny);
                    }
                }
            }
        }
        return new Missing(box, blurred(box, fraction, rest));
    }

    private static @Nullable Region box(Flaw flaw, double reach, Extent extent) {
        long x = (long) Math.floor(flaw.mouth().x() - reach);
        long y = (long) Math.floor(flaw.mouth().y() - reach);
        long z = (long) Math.floor(flaw.mouth().z() - reach);
        int edge = (int) Math.ceil(2 * reach) + 1;
        boolean inside = x >= 0
                && y >= 0
                && z >= 0
                && x + edge <= extent.x()
                && y + edge <= extent.y()
                && z + edge <= extent.z();
        return inside ? new Region(x, y, z, edge, edge, edge) : null;
    }

    /** The share of a voxel that is metal in the flaw. */
    private static float share(Flaw flaw, Region box, int i, int j, int k, float[] deep, int at, int nx, int ny) {
        // The surface is nearly flat over a voxel.
        double gx = (deep[at + 1] - deep[at - 1]) / 2;
        double gy = (deep[at + nx] - deep[at - nx]) / 2;
        double gz = (deep[at + nx * ny] - deep[at - nx * ny]) / 2;
        int n = 0;
        for (int c = 0; c < FINE * FINE * FINE; c++) {
            double u = (c % FINE + 0.5) / FINE - 0.5;
            double v = (c / FINE % FINE + 0.5) / FINE - 0.5;
            double w = (c / FINE / FINE + 0.5) / FINE - 0.5;
            if (deep[at] + u * gx + v * gy + w * gz > 0
                    && flaw.contains(box.x() + i + u, box.y() + j + v, box.z() + k + w)) {
                n++;
            }
        }
        return (float) n / (FINE * FINE * FINE);
    }

    /** What is missing keeps away from the box's faces, so that all of it stays inside. */
    private static float[] blurred(Region box, float[] sharp, double sigma) {
        byte[] all = new byte[sharp.length];
        Arrays.fill(all, (byte) 1);
        Region inner = box.grown(-Gaussian.reach(sigma));
        float[] smooth = new float[inner.voxels()];
        Gaussian.smooth(
                new Patch(box, sharp, all, new int[0]),
                new Extent(box.endX(), box.endY(), box.endZ()),
                inner,
                sigma,
                sigma,
                sigma,
                smooth);
        float[] fraction = new float[sharp.length];
        for (int k = 0; k < inner.nz(); k++) {
            for (int j = 0; j < inner.ny(); j++) {
                long to = ((inner.z() - box.z() + k) * box.ny() + inner.y() - box.y() + j) * box.nx();
                System.arraycopy(
                        smooth,
                        (k * inner.ny() + j) * inner.nx(),
                        fraction,
                        (int) (to + inner.x() - box.x()),
                        inner.nx());
            }
        }
        return fraction;
    }

    /** How much metal is missing, in voxels. */
    double volume() {
        double sum = 0;
        for (float f : fraction) {
            sum += f;
        }
        return sum;
    }

    /** Takes it off a region of greys. */
    void take(Region region, float[] greys, double contrast) {
        long x0 = Math.max(box.x(), region.x());
        long x1 = Math.min(box.endX(), region.endX());
        for (long z = Math.max(box.z(), region.z()); z < Math.min(box.endZ(), region.endZ()); z++) {
            for (long y = Math.max(box.y(), region.y()); y < Math.min(box.endY(), region.endY()); y++) {
                int from = (int) (((z - box.z()) * box.ny() + y - box.y()) * box.nx() - box.x());
                int to = (int) (((z - region.z()) * region.ny() + y - region.y()) * region.nx() - region.x());
                for (long x = x0; x < x1; x++) {
                    greys[to + (int) x] -= (float) (contrast * fraction[from + (int) x]);
                }
            }
        }
    }
}
