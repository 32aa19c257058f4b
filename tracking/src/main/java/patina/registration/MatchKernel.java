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
 * Compares two smoothed volumes under a map and sums the normal equations of one Gauss-Newton step.
 *
 * <p>Both volumes are taken as coefficients of a cubic B-spline without a prefilter, so both are blurred alike and no
 * interpolation flattens one of them. With fixed grey f, moving grey m, gain a, offset b and map T the residual is r = m(T x)
 * - a f(x) - b. The score is the sum of w J_f r, with the fixed scan's gradient in J_f, whose noise is no part of r; the
 * matrix is the sum of w J_f J_m, with one gradient from each scan: their noises are independent, so noise neither
 * damps the step nor feigns knowledge where there is no structure. Weights are Tukey's biweight (Beaton and Tukey,
 * Technometrics 16:147, 1974).
 *
 * <p>Gain and offset are not told by the edges, where a uniform loss would pass for an offset, but by a sparse lattice of
 * places of every kind.
 *
 * <p>For the map only voxels count whose squared central difference exceeds {@code leastGradient}, that lie in a used zone and that
 * both scans saw. Of a large level a body-centred lattice of them is enough: smoothing has made neighbours so alike that
 * what lies between tells next to nothing more (see {@link Lattice}).
 *
 * @param map fixed voxel coordinates to moving ones
 * @param fixedToUm fixed voxel coordinates to micrometres, a scaling with a shift
 * @param factor scan voxels in a voxel of this level
 * @param movingZones the moving scan's, or null when all of it is in use; {@code movingFactor} as {@code factor}
 * @param cut beyond this residual, as a share of metal minus air, a weight is 0
 * @param interiorOnly whether the surface is left out of the equations
 * @param changed what was found changed and is left out, or null
 * @param lattice which voxels are looked at
 */
record MatchKernel(
        Source fixed,
        Source moving,
        Affine map,
        Extent extent,
        Affine fixedToUm,
        int factor,
        Zones zones,
        @Nullable Zones movingZones,
        int movingFactor,
        double leastGradient,
        Grey fixedGrey,
        Grey movingGrey,
        double gain,
        double offset,
        double cut,
        Point centreUm,
        double radiusUm,
        Columns columns,
        boolean interiorOnly,
        @Nullable Changed changed,
        Lattice lattice)
        implements Kernel<Match> {
    @Override
    public List<Input> inputs() {
        return List.of(new Input.Window(fixed, 1), new Input.Image(moving, map, 3));
    }

    @Override
    public Match apply(Block block) {
        long[] residuals = new long[2 * Match.HISTOGRAM];
        GrainSums sums = GrainSums.over(
                block.region(),
                extent,
                Match.width(columns),
                (grain, row) -> sum(grain, row, residuals, block.patch(0), block.patch(1)));
        return new Match(columns, sums, residuals);
    }

    @Override
    public Match merge(Match earlier, Match later) {
        return earlier.merge(later);
    }

    private void sum(Region grain, double[] row, long[] residuals, Patch fixedPatch, Patch movingPatch) {
        Sums sums = new Sums(row, residuals, columns.all());
        for (long z = grain.z(); z < grain.endZ(); z++) {
            for (long y = grain.y(); y < grain.endY(); y++) {
                int first = lattice.firstX(grain.x(), y, z);
                if (first >= 0) {
                    line(grain.x(), first, grain.nx(), y, z, sums, fixedPatch, movingPatch);
                }
            }
        }
    }

    /** What the voxels of one grain are added to, and room to work in. */
    private static final class Sums {
        final double[] row;
        final long[] residuals;
        final double[] left;
        final double[] right;
        final float[] fixed = new float[4];
        final float[] moving = new float[4];
        final float[] weights = new float[16];

        Sums(double[] row, long[] residuals, int n) {
            this.row = row;
            this.residuals = residuals;
            this.left = new double[n];
            this.right = new double[n];
        }
    }

    /** One line of a grain: picks the voxels that count. */
    private void line(long fromX, int first, int nx, long y, long z, Sums sums, Patch fixedPatch, Patch movingPatch) {
        Region fr = fixedPatch.region();
        float[] f = fixedPatch.values();
        byte[] fok = fixedPatch.valid();
        int up = fr.nx();
        int deep = fr.nx() * fr.ny();
        float least = (float) leastGradient;
        long greyMask = extent.voxels() > 200_000 ? 3 : 1;
        boolean greyLine = ((y | z) & greyMask) == 0;
        int rowAt = fixedPatch.index(fromX, y, z);
        int step = lattice.step();
        for (int i = first; i < nx; i += step) {
            int at = rowAt + i;
            boolean greyPoint = greyLine && ((fromX + i) & greyMask) == 0;
            boolean selected = SmoothKernel.squaredDifference(f, at, up, deep) > least;
            if (fok[at] != 0 && (selected || greyPoint) && around(fok, at, 1, up, deep)) {
                voxel(fromX + i, y, z, at, selected, greyPoint, sums, fixedPatch, movingPatch);
            }
        }
    }

    private void voxel(
            long x,
            long y,
            long z,
            int at,
            boolean selected,
            boolean greyPoint,
            Sums sums,
            Patch fixedPatch,
            Patch movingPatch) {
        long scanX = x * factor + factor / 2;
        long scanY = y * factor + factor / 2;
        long scanZ = z * factor + factor / 2;
        byte zone = zones.at(scanX, scanY, scanZ);
        if (zone == Zones.OUT) {
            return;
        }
        double[] row = sums.row;
        int n = columns.all();
        int sumsAt = Match.sumsAt(columns);
        if (selected) {
            row[sumsAt + Match.SELECTED]++;
        }
        Region mr = movingPatch.region();
        double px = map.m00() * x + map.m01() * y + map.m02() * z + map.m03() - mr.x();
        double py = map.m10() * x + map.m11() * y + map.m12() * z + map.m13() - mr.y();
        double pz = map.m20() * x + map.m21() * y + map.m22() * z + map.m23() - mr.z();
        int bx = (int) Math.floor(px);
        int by = (int) Math.floor(py);
        int bz = (int) Math.floor(pz);
        if (bx < 1 || by < 1 || bz < 1 || bx > mr.nx() - 3 || by > mr.ny() - 3 || bz > mr.nz() - 3) {
            return;
        }
        int mUp = mr.nx();
        int mDeep = mr.nx() * mr.ny();
        int base = (bz - 1) * mDeep + (by - 1) * mUp + bx - 1;
        if (!corners(movingPatch.valid(), base, mUp, mDeep)) {
            return;
        }
        if (movingZones != null
                && movingZones.at(
                                (bx + mr.x()) * movingFactor + movingFactor / 2,
                                (by + mr.y()) * movingFactor + movingFactor / 2,
                                (bz + mr.z()) * movingFactor + movingFactor / 2)
                        == Zones.OUT) {
            return;
        }
        Region fr = fixedPatch.region();
        double hx = fixedToUm.m00();
        double hy = fixedToUm.m11();
        double hz = fixedToUm.m22();
        float[] spline = sums.fixed;
        atCentre(fixedPatch.values(), at, fr.nx(), fr.nx() * fr.ny(), spline);
        double perFixed = 1 / fixedGrey.contrast();
        double fixedValue = (spline[0] - fixedGrey.air()) * perFixed;
        double gx = spline[1] * perFixed / hx;
        double gy = spline[2] * perFixed / hy;
        double gz = spline[3] * perFixed / hz;
        spline = sums.moving;
        sample(
                movingPatch.values(),
                base,
                mUp,
                mDeep,
                (float) (px - bx),
                (float) (py - by),
                (float) (pz - bz),
                sums.weights,
                spline);
        double perMoving = 1 / movingGrey.contrast();
        double movingValue = (spline[0] - movingGrey.air()) * perMoving;
        double kx = perMoving * (map.m00() * spline[1] + map.m10() * spline[2] + map.m20() * spline[3]) / hx;
        double ky = perMoving * (map.m01() * spline[1] + map.m11() * spline[2] + map.m21() * spline[3]) / hy;
        double kz = perMoving * (map.m02() * spline[1] + map.m12() * spline[2] + map.m22() * spline[3]) / hz;
        double r = movingValue - gain * fixedValue - offset;

        double share = Math.abs(r) / cut;
        boolean leftOut = changed != null && changed.at(scanX, scanY, scanZ);
        double w = share < 1 && !leftOut ? (1 - share * share) * (1 - share * share) : 0;
        int cell = n * n + n * (((int) (z >> 4 & 1) << 2) | ((int) (y >> 4 & 1) << 1) | (int) (x >> 4 & 1));
        if (greyPoint && w > 0) {
            greyEquations(row, n, cell, w, fixedValue, r);
        }
        if (!selected) {
            return;
        }
        boolean interior = zone == Zones.INTERIOR;
        int small = ((int) (z >> 3 & 3) << 4) | ((int) (y >> 3 & 3) << 2) | (int) (x >> 3 & 3);
        row[sumsAt + Match.INSIDE]++;
        row[sumsAt + Match.SMALL_CELLS + small]++;
        int products = sumsAt + (interior ? Match.INTERIOR_CROSS : Match.SURFACE_CROSS);
        row[products] += gain * (gx * kx + gy * ky + gz * kz);
        row[products + 1] += kx * kx + ky * ky + kz * kz;
        row[products + 2] += gain * gain * (gx * gx + gy * gy + gz * gz);
        row[products + 3]++;
        if (share >= 1) {
            row[sumsAt + Match.REJECTED]++;
            row[sumsAt + Match.SMALL_CELLS + 64 + small]++;
        }
        if (leftOut) {
            return;
        }
        sums.residuals[
                (interior ? Match.HISTOGRAM : 0)
                        + (int) Math.min(Match.HISTOGRAM - 1, Math.abs(r) / Match.RESIDUAL_STEP)]++;
        if (!(w > 0) || interiorOnly && !interior) {
            return;
        }
        double dx = (hx * x + fixedToUm.m03() - centreUm.x()) / radiusUm;
        double dy = (hy * y + fixedToUm.m13() - centreUm.y()) / radiusUm;
        double dz = (hz * z + fixedToUm.m23() - centreUm.z()) / radiusUm;
        double[] left = sums.left;
        double[] right = sums.right;
        columns.fill(left, gain * gx, gain * gy, gain * gz, dx, dy, dz, interior ? 1 : 0);
        columns.fill(right, kx, ky, kz, dx, dy, dz, 1);
        right[n - 2] = -fixedValue;
        right[n - 1] = -1;
        for (int a = 0; a < n - 2; a++) {
            double wl = w * left[a];
            row[cell + a] += wl * r;
            int line = a * n;
            for (int b = 0; b < n; b++) {
                row[line + b] += wl * right[b];
            }
        }
        row[sumsAt + Match.KEPT]++;
        row[sumsAt + Match.WEIGHT] += w;
        row[sumsAt + Match.WEIGHTED_SQUARES] += w * r * r;
    }

    /** Gain and offset are told by places on a lattice, whatever is there: few of them lie on a surface. */
    private static void greyEquations(double[] row, int n, int cell, double w, double f, double r) {
        int a = (n - 2) * n;
        int b = (n - 1) * n;
        row[a + n - 2] += w * f * f;
        row[a + n - 1] += w * f;
        row[b + n - 2] += w * f;
        row[b + n - 1] += w;
        row[cell + n - 2] -= w * f * r;
        row[cell + n - 1] -= w * r;
    }

    /** Whether the 27 voxels around one are valid; see {@link SmoothKernel} for why eight suffice. */
    private static boolean around(byte[] ok, int at, int reach, int up, int deep) {
        int a = at - reach * deep;
        int b = at + reach * deep;
        int u = reach * up;
        return (ok[a - u - reach]
                        & ok[a - u + reach]
                        & ok[a + u - reach]
                        & ok[a + u + reach]
                        & ok[b - u - reach]
                        & ok[b - u + reach]
                        & ok[b + u - reach]
                        & ok[b + u + reach])
                != 0;
    }

    /** The same for the 4 x 4 x 4 voxels from {@code base} on. */
    private static boolean corners(byte[] ok, int base, int up, int deep) {
        int a = base;
        int b = base + 3 * deep;
        return (ok[a]
                        & ok[a + 3]
                        & ok[a + 3 * up]
                        & ok[a + 3 * up + 3]
                        & ok[b]
                        & ok[b + 3]
                        & ok[b + 3 * up]
                        & ok[b + 3 * up + 3])
                != 0;
    }

    /** Value and gradient of the spline at a voxel's centre. */
    private static void atCentre(float[] f, int at, int up, int deep, float[] out) {
        float value = 0;
        float gx = 0;
        float gy = 0;
        float gz = 0;
        for (int k = -1; k <= 1; k++) {
            float wz = k == 0 ? 4f / 6 : 1f / 6;
            float vPlane = 0;
            float xPlane = 0;
            float yPlane = 0;
            for (int j = -1; j <= 1; j++) {
                float wy = j == 0 ? 4f / 6 : 1f / 6;
                int p = at + k * deep + j * up;
                float v = (f[p - 1] + f[p + 1] + 4 * f[p]) / 6;
                vPlane += wy * v;
                xPlane += wy * 0.5f * (f[p + 1] - f[p - 1]);
                yPlane += 0.5f * j * v;
            }
            value += wz * vPlane;
            gx += wz * xPlane;
            gy += wz * yPlane;
            gz += 0.5f * k * vPlane;
        }
        out[0] = value;
        out[1] = gx;
        out[2] = gy;
        out[3] = gz;
    }

    /** Value and gradient of the spline at fractions (tx, ty, tz) of the voxel after {@code base}. */
    private static void sample(
            float[] m, int base, int up, int deep, float tx, float ty, float tz, float[] w, float[] out) {
        float w0 = (1 - tx) * (1 - tx) * (1 - tx) / 6;
        float w3 = tx * tx * tx / 6;
        float w1 = (4 - 6 * tx * tx) / 6 + 3 * w3;
        float w2 = 1 - w0 - w1 - w3;
        float d0 = -0.5f * (1 - tx) * (1 - tx);
        float d3 = 0.5f * tx * tx;
        float d1 = 0.5f * tx * (3 * tx - 4);
        float d2 = -d0 - d1 - d3;
        basis(ty, w, 0);
        basis(tz, w, 8);
        float value = 0;
        float gx = 0;
        float gy = 0;
        float gz = 0;
        int plane = base;
        for (int k = 0; k < 4; k++, plane += deep) {
            float vPlane = 0;
            float xPlane = 0;
            float yPlane = 0;
            int p = plane;
            for (int j = 0; j < 4; j++, p += up) {
                float a = m[p];
                float b = m[p + 1];
                float c = m[p + 2];
                float d = m[p + 3];
                float v = w0 * a + w1 * b + w2 * c + w3 * d;
                vPlane += w[j] * v;
                xPlane += w[j] * (d0 * a + d1 * b + d2 * c + d3 * d);
                yPlane += w[4 + j] * v;
            }
            value += w[8 + k] * vPlane;
            gx += w[8 + k] * xPlane;
            gy += w[8 + k] * yPlane;
            gz += w[12 + k] * vPlane;
        }
        out[0] = value;
        out[1] = gx;
        out[2] = gy;
        out[3] = gz;
    }

    private static void basis(float t, float[] w, int at) {
        float u = 1 - t;
        w[at] = u * u * u / 6;
        w[at + 3] = t * t * t / 6;
        w[at + 1] = (4 - 6 * t * t) / 6 + 3 * w[at + 3];
        w[at + 2] = 1 - w[at] - w[at + 1] - w[at + 3];
        w[at + 4] = -0.5f * u * u;
        w[at + 7] = 0.5f * t * t;
        w[at + 5] = 0.5f * t * (3 * t - 4);
        w[at + 6] = -w[at + 4] - w[at + 5] - w[at + 7];
    }
}
