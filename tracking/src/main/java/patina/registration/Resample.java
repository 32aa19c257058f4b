package patina.registration;

import java.util.List;
import patina.blocks.Block;
import patina.blocks.Input;
import patina.blocks.Kernel;
import patina.blocks.Output;
import patina.blocks.Patch;
import patina.blocks.Sink;
import patina.blocks.Source;
import patina.geometry.Affine;
import patina.geometry.Extent;
import patina.geometry.Region;

/**
 * Reads a moving scan from the reference scan's grid by cubic B-spline interpolation, with its grey brought to the
 * reference's: (grey - offset) / gain.
 *
 * <p>The spline's coefficients come from a prefilter of fixed length (the recursive filter's impulse response cut at
 * 1e-7), so a voxel's value does not depend on where its block begins (Unser, IEEE Signal Process. Mag. 16(6), 1999).
 * A voxel is valid where all voxels within 3 of the place it is read from were seen; beyond the moving volume's ends
 * values are mirrored and nothing is valid.
 *
 * @param moving the scan to read
 * @param movingExtent its size
 * @param gridToMoving voxel coordinates of the reference grid to voxel coordinates of the moving scan
 * @param gain moving grey = gain * reference grey + offset
 * @param out where the registered scan goes
 */
public record Resample(Source moving, Extent movingExtent, Affine gridToMoving, double gain, double offset, Sink out)
        implements Kernel<Kernel.None> {
    private static final double POLE = Math.sqrt(3) - 2;
    private static final int TAPS = 12;
    private static final int MARGIN = TAPS + 3;
    private static final int SEEN = 3;

    @Override
    public List<Input> inputs() {
        return List.of(new Input.Image(moving, gridToMoving, MARGIN));
    }

    @Override
    public List<Output> outputs() {
        return List.of(new Output.Values(out));
    }

    @Override
    public None merge(None earlier, None later) {
        return None.NONE;
    }

    @Override
    public None apply(Block block) {
        Patch patch = block.patch(0);
        if (patch.region().isEmpty()) {
            return None.NONE;
        }
        Region region = gridToMoving.image(block.region(), MARGIN);
        Padded padded = pad(patch, region, movingExtent);
        prefilter(padded.values, region);
        erode(padded.valid, region);
        interpolate(block.region(), block.output(0), padded, region);
        return None.NONE;
    }

    private record Padded(float[] values, byte[] valid) {}

    /** The wanted region with mirrored values beyond the volume's ends. */
    private static Padded pad(Patch patch, Region region, Extent extent) {
        if (patch.region().equals(region)) {
            return new Padded(patch.values(), patch.valid());
        }
        int[] fromX = mirror(
                region.x(),
                region.nx(),
                extent.x(),
                patch.region().x(),
                patch.region().nx());
        int[] fromY = mirror(
                region.y(),
                region.ny(),
                extent.y(),
                patch.region().y(),
                patch.region().ny());
        int[] fromZ = mirror(
                region.z(),
                region.nz(),
                extent.z(),
                patch.region().z(),
                patch.region().nz());
        float[] values = new float[region.voxels()];
        byte[] valid = new byte[region.voxels()];
        int to = 0;
        for (int k = 0; k < region.nz(); k++) {
            for (int j = 0; j < region.ny(); j++) {
                int row = (fromZ[k] * patch.region().ny() + fromY[j])
                        * patch.region().nx();
                for (int i = 0; i < region.nx(); i++, to++) {
                    int from = row + fromX[i];
                    values[to] = patch.values()[from];
                    // At the volume's own ends the mirrored values stand in for the filter, so they count as seen;
                    // whether a voxel lies inside is tested where it is read.
                    valid[to] = patch.valid()[from];
                }
            }
        }
        return new Padded(values, valid);
    }

    private static int[] mirror(long from, int n, long length, long patchFrom, int patchN) {
        int[] offsets = new int[n];
        long period = 2 * length;
        for (int i = 0; i < n; i++) {
            long c = Math.floorMod(from + i, period);
            c = c < length ? c : period - 1 - c;
            offsets[i] = (int) Math.max(0, Math.min(patchN - 1, c - patchFrom));
        }
        return offsets;
    }

    /** Turns samples into B-spline coefficients; exact at least {@link #TAPS} voxels from the region's ends. */
    private static void prefilter(float[] v, Region r) {
        float[] taps = new float[TAPS + 1];
        for (int i = 0; i <= TAPS; i++) {
            taps[i] = (float) (-6 * POLE / (1 - POLE * POLE) * Math.pow(POLE, i));
        }
        int nx = r.nx();
        int ny = r.ny();
        int nz = r.nz();
        float[] line = new float[nx + 2 * TAPS];
        for (int row = 0; row < ny * nz; row++) {
            int at = row * nx;
            System.arraycopy(v, at, line, TAPS, nx);
            for (int i = 0; i < nx; i++) {
                float sum = taps[0] * line[i + TAPS];
                for (int k = 1; k <= TAPS; k++) {
                    sum += taps[k] * (line[i + TAPS - k] + line[i + TAPS + k]);
                }
                v[at + i] = sum;
            }
        }
        float[] plane = new float[nx * (ny + 2 * TAPS)];
        for (int k = 0; k < nz; k++) {
            System.arraycopy(v, k * nx * ny, plane, TAPS * nx, nx * ny);
            acrossRows(plane, v, k * nx * ny, nx, nx, ny, taps);
        }
        float[] slab = new float[nx * (nz + 2 * TAPS)];
        for (int j = 0; j < ny; j++) {
            for (int k = 0; k < nz; k++) {
                System.arraycopy(v, (k * ny + j) * nx, slab, (k + TAPS) * nx, nx);
            }
            acrossRows(slab, v, j * nx, nx * ny, nx, nz, taps);
        }
    }

    private static void acrossRows(float[] from, float[] to, int at, int stride, int nx, int rows, float[] taps) {
        for (int j = 0; j < rows; j++) {
            int centre = (j + TAPS) * nx;
            int out = at + j * stride;
            for (int i = 0; i < nx; i++) {
                to[out + i] = taps[0] * from[centre + i];
            }
            for (int k = 1; k <= TAPS; k++) {
                float tap = taps[k];
                int below = centre - k * nx;
                int above = centre + k * nx;
                for (int i = 0; i < nx; i++) {
                    to[out + i] += tap * (from[below + i] + from[above + i]);
                }
            }
        }
    }

    /** A voxel stays valid when the whole box of {@link #SEEN} around it is. */
    private static void erode(byte[] valid, Region r) {
        int n = r.voxels();
        boolean all = true;
        for (int i = 0; i < n && all; i++) {
            all = valid[i] != 0;
        }
        if (all) {
            return;
        }
        int[] strides = {1, r.nx(), r.nx() * r.ny()};
        int[] sizes = {r.nx(), r.ny(), r.nz()};
        byte[] source = new byte[n];
        for (int axis = 0; axis < 3; axis++) {
            System.arraycopy(valid, 0, source, 0, n);
            int stride = strides[axis];
            int size = sizes[axis];
            for (int at = 0; at < n; at++) {
                if (source[at] == 0) {
                    int c = at / stride % size;
                    int from = Math.max(0, c - SEEN) - c;
                    int to = Math.min(size - 1, c + SEEN) - c;
                    for (int d = from; d <= to; d++) {
                        valid[at + d * stride] = 0;
                    }
                }
            }
        }
    }

    private void interpolate(Region grid, Patch out, Padded padded, Region region) {
        float[] c = padded.values;
        byte[] valid = padded.valid;
        int nx = region.nx();
        int plane = nx * region.ny();
        double scale = 1 / gain;
        double shift = -offset / gain;
        Affine m = gridToMoving;
        int to = 0;
        for (long z = grid.z(); z < grid.endZ(); z++) {
            for (long y = grid.y(); y < grid.endY(); y++) {
                double baseX = m.m01() * y + m.m02() * z + m.m03();
                double baseY = m.m11() * y + m.m12() * z + m.m13();
                double baseZ = m.m21() * y + m.m22() * z + m.m23();
                for (long x = grid.x(); x < grid.endX(); x++, to++) {
                    double px = m.m00() * x + baseX;
                    double py = m.m10() * x + baseY;
                    double pz = m.m20() * x + baseZ;
                    if (px < 0
                            || py < 0
                            || pz < 0
                            || px > movingExtent.x() - 1
                            || py > movingExtent.y() - 1
                            || pz > movingExtent.z() - 1) {
                        continue;
                    }
                    double floorX = Math.floor(px);
                    double floorY = Math.floor(py);
                    double floorZ = Math.floor(pz);
                    int at = ((int) (floorZ - region.z()) * region.ny() + (int) (floorY - region.y())) * nx
                            + (int) (floorX - region.x());
                    if (valid[at] == 0) {
                        continue;
                    }
                    float fx = (float) (px - floorX);
                    float fy = (float) (py - floorY);
                    float fz = (float) (pz - floorZ);
                    float gx = 1 - fx;
                    float wx0 = gx * gx * gx / 6;
                    float wx3 = fx * fx * fx / 6;
                    float wx1 = 2 / 3f - fx * fx * (1 - fx / 2);
                    float wx2 = 1 - wx0 - wx1 - wx3;
                    float gy = 1 - fy;
                    float wy0 = gy * gy * gy / 6;
                    float wy3 = fy * fy * fy / 6;
                    float wy1 = 2 / 3f - fy * fy * (1 - fy / 2);
                    float wy2 = 1 - wy0 - wy1 - wy3;
                    float gz = 1 - fz;
                    float wz0 = gz * gz * gz / 6;
                    float wz3 = fz * fz * fz / 6;
                    float wz1 = 2 / 3f - fz * fz * (1 - fz / 2);
                    float wz2 = 1 - wz0 - wz1 - wz3;
                    int first = at - 1 - nx - plane;
                    float sum = 0;
                    for (int k = 0; k < 4; k++, first += plane) {
                        int a = first;
                        float r0 = wx0 * c[a] + wx1 * c[a + 1] + wx2 * c[a + 2] + wx3 * c[a + 3];
                        a += nx;
                        float r1 = wx0 * c[a] + wx1 * c[a + 1] + wx2 * c[a + 2] + wx3 * c[a + 3];
                        a += nx;
                        float r2 = wx0 * c[a] + wx1 * c[a + 1] + wx2 * c[a + 2] + wx3 * c[a + 3];
                        a += nx;
                        float r3 = wx0 * c[a] + wx1 * c[a + 1] + wx2 * c[a + 2] + wx3 * c[a + 3];
                        float wz = k == 0 ? wz0 : k == 1 ? wz1 : k == 2 ? wz2 : wz3;
                        sum += wz * (wy0 * r0 + wy1 * r1 + wy2 * r2 + wy3 * r3);
                    }
                    out.values()[to] = (float) (sum * scale + shift);
                    out.valid()[to] = 1;
                }
            }
        }
    }
}
