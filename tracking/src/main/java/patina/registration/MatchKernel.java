package patina.registration;

import java.util.List;
import org.jspecify.annotations.Nullable;
import patina.blocks.Block;
import patina.blocks.GrainSums;
import patina.blocks.Grid;
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
 * @param movingZones the moving scan's; {@code movingFactor} as {@code factor}
 * @param movingUsesAll whether none of them is left out
 * @param cut beyond this residual, as a share of metal minus air, a weight is 0
 * @param interiorOnly whether the surface is left out of the equations
 * @param far whether the scans lie far apart: the matrix is then of the fixed scan's gradients alone, since the moving one's
 *     belong elsewhere
 * @param changed what was found changed and is left out, or null
 * @param recessionUm by how much what faces along x, y, z lies deeper in the moving scan, micrometres: the surface is sought there
 * @param lattice which voxels are looked at
 * @param shading how the gain varies with the place, or null where it does not
 */
record MatchKernel(
        Source fixed,
        Source moving,
        Affine map,
        Extent extent,
        Affine fixedToUm,
        int factor,
        Zones zones,
        Zones movingZones,
        boolean movingUsesAll,
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
        boolean far,
        @Nullable Changed changed,
        Point recessionUm,
        Lattice lattice,
        @Nullable Shading shading)
        implements Kernel<Match> {
    @Override
    public List<Input> inputs() {
        return List.of(new Input.Window(fixed, 1), new Input.Image(moving, map, 3 + farther()));
    }

    /** How many voxels of the moving scan a receded surface is sought away from where the map has it, at the most. */
    private int farther() {
        double squares = 0;
        double[] m = map.toArray();
        for (int i = 0; i < m.length; i++) {
            squares += i % 4 == 3 ? 0 : m[i] * m[i];
        }
        double voxel = Math.min(fixedToUm.m00(), Math.min(fixedToUm.m11(), fixedToUm.m22()));
        return (int) Math.ceil(Math.sqrt(squares) * recessionUm.length() / voxel);
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

    /**
     * Sums one grain, a plane of it at a time: the voxels that count are picked, placed in the moving scan, read, weighed and
     * added up, each in a loop of its own, so that no rare case slows the common one.
     */
    private void sum(Region grain, double[] row, long[] residuals, Patch fixedPatch, Patch movingPatch) {
        Places places = new Places(lattice.most(grain.nx(), grain.ny()));
        for (long z = grain.z(); z < grain.endZ(); z++) {
            places.n = 0;
            for (long y = grain.y(); y < grain.endY(); y++) {
                int first = lattice.firstX(grain.x(), y, z);
                if (first >= 0) {
                    pick(grain.x(), first, grain.nx(), y, z, places, row, fixedPatch);
                }
            }
            if (places.n > 0) {
                if (recedes()) {
                    recede(places, fixedPatch);
                }
                place(z, places, movingPatch);
                readFixed(z, places, fixedPatch);
                readMoving(places, movingPatch);
                weigh(z, places);
                count(z, places, row, residuals);
                addGreys(z, places, row);
                addMap(z, places, row);
            }
            if (z == Math.min(grain.z() + Grid.GRAIN / 2, grain.endZ()) - 1) {
                for (int i = 0; i < 9; i++) {
                    int at = Match.translations(columns, i / 3, i % 3);
                    row[Match.sumsAt(columns) + Match.LOWER + i] = row[at] + row[Match.interiorAt(columns) + at];
                }
            }
        }
        addInterior(row);
    }

    /** Up to here the interior's products stood for themselves; the whole has both. */
    private void addInterior(double[] row) {
        int n = columns.all();
        int m = columns.map();
        int products = Match.interiorAt(columns);
        for (int i = 0; i < m * n; i++) {
            row[i] += row[products + i];
        }
        int scores = Match.interiorScoresAt(columns);
        for (int c = 0; c < Match.CELLS; c++) {
            for (int i = 0; i < m; i++) {
                row[n * n + c * n + i] += row[scores + c * m + i];
            }
        }
    }

    /** The voxels of one plane of a grain that are looked at, {@code n} of them, in order. */
    private static final class Places {
        int n;
        final int[] x;
        final int[] y;
        /** Where the voxel is in the fixed patch, and where the spline's support begins in the moving one. */
        final int[] at;

        final int[] base;
        /** The spline's fractions. */
        final float[] tx;

        final float[] ty;
        final float[] tz;
        final byte[] zone;
        final boolean[] selected;
        final boolean[] grey;
        final boolean[] leftOut;
        /** Whether a place lies deep in both scans: where a pit has grown to, it does not. */
        final boolean[] deep;

        /** Fixed and moving value and gradient, as shares of metal minus air, per micrometre of the fixed scan. */
        final double[] f;

        final double[] gx;
        final double[] gy;
        final double[] gz;
        final double[] m;
        final double[] kx;
        final double[] ky;
        final double[] kz;
        final double[] residual;
        final double[] weight;

        Places(int most) {
            x = new int[most];
            y = new int[most];
            at = new int[most];
            base = new int[most];
            tx = new float[most];
            ty = new float[most];
            tz = new float[most];
            zone = new byte[most];
            selected = new boolean[most];
            grey = new boolean[most];
            leftOut = new boolean[most];
            deep = new boolean[most];
            f = new double[most];
            gx = new double[most];
            gy = new double[most];
            gz = new double[most];
            m = new double[most];
            kx = new double[most];
            ky = new double[most];
            kz = new double[most];
            residual = new double[most];
            weight = new double[most];
        }
    }

    /** Picks the voxels of one line that count. */
    private void pick(long fromX, int first, int nx, long y, long z, Places places, double[] row, Patch fixedPatch) {
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
        long scanY = y * factor + factor / 2;
        long scanZ = z * factor + factor / 2;
        int n = places.n;
        int chosen = 0;
        for (int i = first; i < nx; i += step) {
            int at = rowAt + i;
            boolean greyPoint = greyLine && ((fromX + i) & greyMask) == 0;
            boolean selected = SmoothKernel.squaredDifference(f, at, up, deep) > least;
            if (fok[at] != 0 && (selected || greyPoint) && around(fok, at, 1, up, deep)) {
                byte zone = zones.at((fromX + i) * factor + factor / 2, scanY, scanZ);
                if (zone != Zones.OUT) {
                    places.x[n] = (int) (fromX + i);
                    places.y[n] = (int) y;
                    places.at[n] = at;
                    places.zone[n] = zone;
                    places.selected[n] = selected;
                    places.grey[n] = greyPoint;
                    n++;
                    chosen += selected ? 1 : 0;
                }
            }
        }
        places.n = n;
        row[Match.sumsAt(columns) + Match.SELECTED] += chosen;
    }

    private boolean recedes() {
        return recessionUm.length() > 0;
    }

    /** Where, from its place, each voxel of the surface is sought: along the normal, which points into the metal. */
    private void recede(Places places, Patch fixedPatch) {
        Region fr = fixedPatch.region();
        float[] spline = new float[4];
        for (int i = 0; i < places.n; i++) {
            double along = 0;
            if (places.selected[i] && places.zone[i] == Zones.SURFACE) {
                atCentre(fixedPatch.values(), places.at[i], fr.nx(), fr.nx() * fr.ny(), spline);
                spline[1] /= (float) fixedToUm.m00();
                spline[2] /= (float) fixedToUm.m11();
                spline[3] /= (float) fixedToUm.m22();
                double xx = spline[1] * spline[1];
                double yy = spline[2] * spline[2];
                double zz = spline[3] * spline[3];
                double all = xx + yy + zz + 1e-30;
                // Between the axes, by the squares of the normal's cosines.
                along = (recessionUm.x() * xx + recessionUm.y() * yy + recessionUm.z() * zz) / (all * Math.sqrt(all));
            }
            places.gx[i] = along * spline[1] / fixedToUm.m00();
            places.gy[i] = along * spline[2] / fixedToUm.m11();
            places.gz[i] = along * spline[3] / fixedToUm.m22();
        }
    }

    /** Finds the places in the moving scan; those it did not see are dropped. */
    private void place(long z, Places places, Patch movingPatch) {
        Region mr = movingPatch.region();
        byte[] ok = movingPatch.valid();
        int up = mr.nx();
        int deep = mr.nx() * mr.ny();
        double ox = map.m02() * z + map.m03();
        double oy = map.m12() * z + map.m13();
        double oz = map.m22() * z + map.m23();
        boolean recedes = recedes();
        int[] x = places.x;
        int[] y = places.y;
        byte[] zone = places.zone;
        int kept = 0;
        for (int i = 0; i < places.n; i++) {
            double px = map.m00() * x[i] + map.m01() * y[i] + ox;
            double py = map.m10() * x[i] + map.m11() * y[i] + oy;
            double pz = map.m20() * x[i] + map.m21() * y[i] + oz;
            if (recedes) {
                double dx = places.gx[i];
                double dy = places.gy[i];
                double dz = places.gz[i];
                px += map.m00() * dx + map.m01() * dy + map.m02() * dz;
                py += map.m10() * dx + map.m11() * dy + map.m12() * dz;
                pz += map.m20() * dx + map.m21() * dy + map.m22() * dz;
            }
            int bx = floor(px);
            int by = floor(py);
            int bz = floor(pz);
            if (!holds(mr, bx, by, bz)) {
                continue;
            }
            int base = movingPatch.index(bx - 1, by - 1, bz - 1);
            if (!corners(ok, base, up, deep) || !usedByMoving(bx, by, bz)) {
                continue;
            }
            x[kept] = x[i];
            y[kept] = y[i];
            places.at[kept] = places.at[i];
            zone[kept] = zone[i];
            places.selected[kept] = places.selected[i];
            places.grey[kept] = places.grey[i];
            places.base[kept] = base;
            places.tx[kept] = (float) (px - bx);
            places.ty[kept] = (float) (py - by);
            places.tz[kept] = (float) (pz - bz);
            places.deep[kept] = zone[i] == Zones.INTERIOR && movingZone(bx, by, bz) == Zones.INTERIOR;
            kept++;
        }
        places.n = kept;
    }

    /** As Math.floor for what an int holds, without the detour that the quick compiler makes of that. */
    static int floor(double v) {
        int cut = (int) v;
        return v < cut ? cut - 1 : cut;
    }

    /** Whether a patch holds the spline's support about a place. */
    static boolean holds(Region patch, long x, long y, long z) {
        return x > patch.x()
                && y > patch.y()
                && z > patch.z()
                && x < patch.endX() - 2
                && y < patch.endY() - 2
                && z < patch.endZ() - 2;
    }

    private boolean usedByMoving(long x, long y, long z) {
        return movingUsesAll || movingZone(x, y, z) != Zones.OUT;
    }

    private byte movingZone(long x, long y, long z) {
        int half = movingFactor / 2;
        return movingZones.at(x * movingFactor + half, y * movingFactor + half, z * movingFactor + half);
    }

    private void readFixed(long z, Places places, Patch fixedPatch) {
        Region fr = fixedPatch.region();
        float[] values = fixedPatch.values();
        double per = 1 / fixedGrey.contrast();
        double perX = per / fixedToUm.m00();
        double perY = per / fixedToUm.m11();
        double perZ = per / fixedToUm.m22();
        float[] spline = new float[4];
        for (int i = 0; i < places.n; i++) {
            atCentre(values, places.at[i], fr.nx(), fr.nx() * fr.ny(), spline);
            places.f[i] = (spline[0] - fixedGrey.air()) * per;
            places.gx[i] = spline[1] * perX;
            places.gy[i] = spline[2] * perY;
            places.gz[i] = spline[3] * perZ;
        }
        if (shading != null) {
            shade(z, places, shading);
        }
    }

    private void shade(long z, Places places, Shading by) {
        double dz = (fixedToUm.m22() * z + fixedToUm.m23() - centreUm.z()) / radiusUm;
        for (int i = 0; i < places.n; i++) {
            double dx = (fixedToUm.m00() * places.x[i] + fixedToUm.m03() - centreUm.x()) / radiusUm;
            double dy = (fixedToUm.m11() * places.y[i] + fixedToUm.m13() - centreUm.y()) / radiusUm;
            double gainThere = by.at(dx, dy, dz);
            places.f[i] *= gainThere;
            places.gx[i] *= gainThere;
            places.gy[i] *= gainThere;
            places.gz[i] *= gainThere;
        }
    }

    private void readMoving(Places places, Patch movingPatch) {
        Region mr = movingPatch.region();
        float[] values = movingPatch.values();
        double per = 1 / movingGrey.contrast();
        double perX = per / fixedToUm.m00();
        double perY = per / fixedToUm.m11();
        double perZ = per / fixedToUm.m22();
        float[] spline = new float[4];
        float[] weights = new float[24];
        for (int i = 0; i < places.n; i++) {
            if (!places.selected[i]) {
                // Only its grey counts.
                float value = value(
                        values,
                        places.base[i],
                        mr.nx(),
                        mr.nx() * mr.ny(),
                        places.tx[i],
                        places.ty[i],
                        places.tz[i],
                        weights);
                places.m[i] = (value - movingGrey.air()) * per;
                continue;
            }
            sample(
                    values,
                    places.base[i],
                    mr.nx(),
                    mr.nx() * mr.ny(),
                    places.tx[i],
                    places.ty[i],
                    places.tz[i],
                    weights,
                    spline);
            places.m[i] = (spline[0] - movingGrey.air()) * per;
            places.kx[i] = perX * (map.m00() * spline[1] + map.m10() * spline[2] + map.m20() * spline[3]);
            places.ky[i] = perY * (map.m01() * spline[1] + map.m11() * spline[2] + map.m21() * spline[3]);
            places.kz[i] = perZ * (map.m02() * spline[1] + map.m12() * spline[2] + map.m22() * spline[3]);
        }
    }

    private void weigh(long z, Places places) {
        double perCut = 1 / cut;
        for (int i = 0; i < places.n; i++) {
            double r = places.m[i] - gain * places.f[i] - offset;
            double share = Math.min(1, Math.abs(r) * perCut);
            double kept = 1 - share * share;
            places.residual[i] = r;
            places.weight[i] = kept * kept;
        }
        if (changed != null) {
            long half = factor / 2;
            for (int i = 0; i < places.n; i++) {
                places.leftOut[i] = changed.at(
                        places.x[i] * (long) factor + half, places.y[i] * (long) factor + half, z * factor + half);
                places.weight[i] = places.leftOut[i] ? 0 : places.weight[i];
            }
        }
    }

    /**
     * How many voxels there are of each kind, and how alike the two scans' gradients. What was deep in the fixed scan and lies
     * at a surface in the moving one has no say in that.
     */
    private void count(long z, Places places, double[] row, long[] residuals) {
        int sumsAt = Match.sumsAt(columns);
        int smallZ = (int) (z >> 3 & 3) << 4;
        for (int i = 0; i < places.n; i++) {
            if (!places.selected[i]) {
                continue;
            }
            boolean interior = places.zone[i] == Zones.INTERIOR;
            int small = smallZ | (places.y[i] >> 3 & 3) << 2 | places.x[i] >> 3 & 3;
            row[sumsAt + Match.INSIDE]++;
            row[sumsAt + Match.INTERIOR] += interior ? 1 : 0;
            row[sumsAt + Match.SMALL_CELLS + small]++;
            double gx = gain * places.gx[i];
            double gy = gain * places.gy[i];
            double gz = gain * places.gz[i];
            double kx = places.kx[i];
            double ky = places.ky[i];
            double kz = places.kz[i];
            if (!interior || places.deep[i]) {
                int products =
                        sumsAt + (interior ? Match.INTERIOR_CROSS + 4 * cellNumber(z, places, i) : Match.SURFACE_CROSS);
                row[products] += gx * kx + gy * ky + gz * kz;
                row[products + 1] += kx * kx + ky * ky + kz * kz;
                row[products + 2] += gx * gx + gy * gy + gz * gz;
                row[products + 3]++;
            }
            double size = Math.abs(places.residual[i]);
            if (size >= cut) {
                row[sumsAt + Match.REJECTED]++;
                row[sumsAt + Match.INTERIOR + 1] += interior ? 1 : 0;
                row[sumsAt + Match.SMALL_CELLS + 64 + small]++;
            }
            if (!places.leftOut[i]) {
                residuals[
                        (interior ? Match.HISTOGRAM : 0)
                                + (int) Math.min(Match.HISTOGRAM - 1, size / Match.RESIDUAL_STEP)]++;
            }
        }
    }

    /** Which of a grain's 16-voxel cells a voxel lies in. */
    private static int cellNumber(long z, Places places, int i) {
        return (int) (z >> 4 & 1) << 2 | (places.y[i] >> 4 & 1) << 1 | places.x[i] >> 4 & 1;
    }

    /** Where in a row of sums the scores of a voxel's cell stand. */
    private int cell(long z, Places places, int i) {
        int n = columns.all();
        return n * n + n * cellNumber(z, places, i);
    }

    private void addGreys(long z, Places places, double[] row) {
        int n = columns.all();
        for (int i = 0; i < places.n; i++) {
            if (places.grey[i] && places.weight[i] > 0) {
                greyEquations(row, n, cell(z, places, i), places.weight[i], places.f[i], places.residual[i]);
            }
        }
    }

    /** The equations of the map's parameters. */
    private void addMap(long z, Places places, double[] row) {
        int n = columns.all();
        int sumsAt = Match.sumsAt(columns);
        double[] left = new double[n];
        double[] right = new double[n];
        double dz = (fixedToUm.m22() * z + fixedToUm.m23() - centreUm.z()) / radiusUm;
        for (int i = 0; i < places.n; i++) {
            double w = places.weight[i];
            // A surface that has come near draws the texture beside it; where the surface itself tells, that is little.
            boolean interior = interiorOnly ? places.deep[i] : places.zone[i] == Zones.INTERIOR;
            if (!(places.selected[i] && w > 0) || interiorOnly && !interior) {
                continue;
            }
            double dx = (fixedToUm.m00() * places.x[i] + fixedToUm.m03() - centreUm.x()) / radiusUm;
            double dy = (fixedToUm.m11() * places.y[i] + fixedToUm.m13() - centreUm.y()) / radiusUm;
            double r = places.residual[i];
            columns.fill(
                    left, gain * places.gx[i], gain * places.gy[i], gain * places.gz[i], dx, dy, dz, interior ? 1 : 0);
            if (far) {
                System.arraycopy(left, 0, right, 0, n - 2);
            } else {
                columns.fill(right, places.kx[i], places.ky[i], places.kz[i], dx, dy, dz, 1);
            }
            right[n - 2] = -places.f[i];
            right[n - 1] = -1;
            if (interior) {
                int scores = Match.interiorScoresAt(columns) + columns.map() * cellNumber(z, places, i);
                addProducts(row, n, Match.interiorAt(columns), scores, w, r, left, right);
            } else {
                addProducts(row, n, 0, cell(z, places, i), w, r, left, right);
            }
            // Tukey's weight times the residual answers by (1 - s^2)(1 - 5 s^2), s the residual over the cut.
            double energy =
                    gain * (places.gx[i] * places.kx[i] + places.gy[i] * places.ky[i] + places.gz[i] * places.kz[i]);
            if (columns == Columns.SIMILARITY && !interior) {
                addGrowth(row, sumsAt, cellNumber(z, places, i), w, r, left, right, dx, dy, dz);
            }
            row[sumsAt + Match.ANSWER] += w * energy;
            row[sumsAt + Match.ANSWER + 1] += (5 * w - 4 * Math.sqrt(w)) * energy;
            row[sumsAt + Match.KEPT]++;
            row[sumsAt + Match.WEIGHT] += w;
            row[sumsAt + Match.WEIGHTED_SQUARES] += w * r * r;
        }
    }

    /** What a growth of the surface, which no column tells of there, makes of the rigid scores. */
    private static void addGrowth(
            double[] row,
            int sumsAt,
            int cell,
            double w,
            double r,
            double[] left,
            double[] right,
            double dx,
            double dy,
            double dz) {
        double growth = w * (left[3] * dx + left[4] * dy + left[5] * dz);
        row[sumsAt + Match.GROWTH] += growth * r;
        row[sumsAt + Match.GROWTH + 1] += growth * right[6];
        int at = sumsAt + Match.GROWTH + 2 + 6 * cell;
        for (int a = 0; a < 6; a++) {
            row[at + a] += w * left[a] * right[6];
        }
    }

    private static void addProducts(
            double[] row, int n, int products, int scores, double w, double r, double[] left, double[] right) {
        for (int a = 0; a < n - 2; a++) {
            double wl = w * left[a];
            row[scores + a] += wl * r;
            int line = products + a * n;
            for (int b = 0; b < n; b++) {
                row[line + b] += wl * right[b];
            }
        }
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
    static boolean around(byte[] ok, int at, int reach, int up, int deep) {
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
    static boolean corners(byte[] ok, int base, int up, int deep) {
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
    static void atCentre(float[] f, int at, int up, int deep, float[] out) {
        float value = 0;
        float gx = 0;
        float gy = 0;
        float before = 0;
        float vPlane = 0;
        for (int k = -1; k <= 1; k++) {
            int p = at + k * deep;
            int q = p - up;
            int r = p + up;
            float vUp = f[q - 1] + f[q + 1] + 4 * f[q];
            float vDown = f[r - 1] + f[r + 1] + 4 * f[r];
            float wz = k == 0 ? 4 : 1;
            vPlane = vUp + vDown + 4 * (f[p - 1] + f[p + 1] + 4 * f[p]);
            value += wz * vPlane;
            gx += wz * (f[q + 1] - f[q - 1] + f[r + 1] - f[r - 1] + 4 * (f[p + 1] - f[p - 1]));
            gy += wz * (vDown - vUp);
            before = k == -1 ? vPlane : before;
        }
        out[0] = value * (1f / 216);
        out[1] = gx * (1f / 72);
        out[2] = gy * (1f / 72);
        out[3] = (vPlane - before) * (1f / 72);
    }

    /** Value and gradient of the spline at fractions (tx, ty, tz) of the voxel after {@code base}. */
    static void sample(float[] m, int base, int up, int deep, float tx, float ty, float tz, float[] w, float[] out) {
        basis(tx, w, 0);
        basis(ty, w, 8);
        basis(tz, w, 16);
        float x0 = w[0];
        float x1 = w[1];
        float x2 = w[2];
        float x3 = w[3];
        float d0 = w[4];
        float d1 = w[5];
        float d2 = w[6];
        float d3 = w[7];
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
            for (int j = 8; j < 12; j++, p += up) {
                float a = m[p];
                float b = m[p + 1];
                float c = m[p + 2];
                float d = m[p + 3];
                float v = x0 * a + x1 * b + x2 * c + x3 * d;
                float y = w[j];
                vPlane += y * v;
                xPlane += y * (d0 * a + d1 * b + d2 * c + d3 * d);
                yPlane += w[j + 4] * v;
            }
            float z = w[16 + k];
            value += z * vPlane;
            gx += z * xPlane;
            gy += z * yPlane;
            gz += w[20 + k] * vPlane;
        }
        out[0] = value;
        out[1] = gx;
        out[2] = gy;
        out[3] = gz;
    }

    /** Value of the spline at fractions (tx, ty, tz) of the voxel after {@code base}. */
    static float value(float[] m, int base, int up, int deep, float tx, float ty, float tz, float[] w) {
        basis(tx, w, 0);
        basis(ty, w, 8);
        basis(tz, w, 16);
        float x0 = w[0];
        float x1 = w[1];
        float x2 = w[2];
        float x3 = w[3];
        float value = 0;
        int plane = base;
        for (int k = 0; k < 4; k++, plane += deep) {
            float vPlane = 0;
            int p = plane;
            for (int j = 8; j < 12; j++, p += up) {
                vPlane += w[j] * (x0 * m[p] + x1 * m[p + 1] + x2 * m[p + 2] + x3 * m[p + 3]);
            }
            value += w[16 + k] * vPlane;
        }
        return value;
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
