package patina.registration;

import java.util.List;
import org.jspecify.annotations.Nullable;
import patina.blocks.Block;
import patina.blocks.GrainSums;
import patina.blocks.Input;
import patina.blocks.Kernel;
import patina.blocks.Patch;
import patina.blocks.Source;
import patina.geometry.Affine;
import patina.geometry.Extent;
import patina.geometry.Point;
import patina.geometry.Region;

/**
 * Sums what the fixed scan's gradients tell of the seven parameters of a map, over all voxels that both scans saw: J^T J,
 * row by row, with J the change of grey, as a share of metal minus air, for each parameter as {@link Columns} has them.
 *
 * <p>Gradients are differences of sixth order over seven voxels, within 6 % of the true ones up to three quarters of the
 * band; what noise adds to their squares is taken off.
 *
 * @param map fixed voxel coordinates to moving ones
 * @param movingZones the moving scan's, or null when all of it is in use
 * @param noise standard deviation of white noise in the fixed scan, as a share of metal minus air
 */
record InformationKernel(
        Source fixed,
        Affine map,
        Extent extent,
        Extent movingExtent,
        Affine fixedToUm,
        Zones zones,
        @Nullable Zones movingZones,
        double contrast,
        double noise,
        Point centreUm,
        double radiusUm)
        implements Kernel<GrainSums> {
    private static final int N = 7;
    private static final int REACH = 3;
    private static final double[] TAPS = {45.0 / 60, -9.0 / 60, 1.0 / 60};

    /** What the difference makes of white noise's variance. */
    private static final double NOISE_GAIN = 2 * (TAPS[0] * TAPS[0] + TAPS[1] * TAPS[1] + TAPS[2] * TAPS[2]);

    @Override
    public List<Input> inputs() {
        return List.of(new Input.Window(fixed, REACH));
    }

    @Override
    public GrainSums apply(Block block) {
        return GrainSums.over(block.region(), extent, N * N, (grain, row) -> sum(grain, row, block.patch(0)));
    }

    @Override
    public GrainSums merge(GrainSums earlier, GrainSums later) {
        return earlier.merge(later);
    }

    private void sum(Region grain, double[] row, Patch patch) {
        Region all = patch.region();
        int up = all.nx();
        int deep = all.nx() * all.ny();
        float[] v = patch.values();
        double perX = 1 / (contrast * fixedToUm.m00());
        double perY = 1 / (contrast * fixedToUm.m11());
        double perZ = 1 / (contrast * fixedToUm.m22());
        double variance = NOISE_GAIN * noise * noise * contrast * contrast;
        double[] j = new double[N];
        for (long z = Math.max(grain.z(), all.z() + REACH); z < Math.min(grain.endZ(), all.endZ() - REACH); z++) {
            for (long y = Math.max(grain.y(), all.y() + REACH); y < Math.min(grain.endY(), all.endY() - REACH); y++) {
                for (long x = Math.max(grain.x(), all.x() + REACH);
                        x < Math.min(grain.endX(), all.endX() - REACH);
                        x++) {
                    byte zone = zones.at(x, y, z);
                    int at = patch.index(x, y, z);
                    if (zone == Zones.OUT || !seen(patch.valid(), at, up, deep) || !seenByMoving(x, y, z)) {
                        continue;
                    }
                    double dx = (fixedToUm.m00() * x + fixedToUm.m03() - centreUm.x()) / radiusUm;
                    double dy = (fixedToUm.m11() * y + fixedToUm.m13() - centreUm.y()) / radiusUm;
                    double dz = (fixedToUm.m22() * z + fixedToUm.m23() - centreUm.z()) / radiusUm;
                    double scale = zone == Zones.INTERIOR ? 1 : 0;
                    double gx = difference(v, at, 1) * perX;
                    double gy = difference(v, at, up) * perY;
                    double gz = difference(v, at, deep) * perZ;
                    Columns.SIMILARITY.fill(j, gx, gy, gz, dx, dy, dz, scale);
                    add(row, j, 1);
                    Columns.SIMILARITY.fill(j, perX, 0, 0, dx, dy, dz, scale);
                    add(row, j, -variance);
                    Columns.SIMILARITY.fill(j, 0, perY, 0, dx, dy, dz, scale);
                    add(row, j, -variance);
                    Columns.SIMILARITY.fill(j, 0, 0, perZ, dx, dy, dz, scale);
                    add(row, j, -variance);
                }
            }
        }
    }

    private static void add(double[] row, double[] j, double weight) {
        for (int a = 0; a < N; a++) {
            double w = weight * j[a];
            for (int b = 0; b < N; b++) {
                row[N * a + b] += w * j[b];
            }
        }
    }

    private static double difference(float[] v, int at, int step) {
        return TAPS[0] * ((double) v[at + step] - v[at - step])
                + TAPS[1] * ((double) v[at + 2 * step] - v[at - 2 * step])
                + TAPS[2] * ((double) v[at + 3 * step] - v[at - 3 * step]);
    }

    private static boolean seen(byte[] ok, int at, int up, int deep) {
        int valid = ok[at];
        for (int k = 1; k <= REACH; k++) {
            valid &=
                    ok[at - k] & ok[at + k] & ok[at - k * up] & ok[at + k * up] & ok[at - k * deep] & ok[at + k * deep];
        }
        return valid != 0;
    }

    private boolean seenByMoving(long x, long y, long z) {
        Point p = map.apply(x, y, z);
        if (p.x() < 1
                || p.y() < 1
                || p.z() < 1
                || p.x() > movingExtent.x() - 2
                || p.y() > movingExtent.y() - 2
                || p.z() > movingExtent.z() - 2) {
            return false;
        }
        return movingZones == null
                || movingZones.at(Math.round(p.x()), Math.round(p.y()), Math.round(p.z())) != Zones.OUT;
    }
}
