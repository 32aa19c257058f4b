package patina.registration;

import java.util.List;
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
 * Sums the normal equations of a {@link Shading} over what lies deep in both scans, where no edge has a say: of moving grey less gain
 * times fixed grey less offset, by the fixed grey times each term, with Tukey's weights. Some of the voxels are plenty for a few terms.
 *
 * @param map fixed voxel coordinates to moving ones
 * @param fixedToUm fixed voxel coordinates to micrometres, a scaling with a shift
 * @param factor scan voxels in a voxel of this level; {@code movingFactor} of the moving one
 * @param cut beyond this residual, as a share of metal minus air, a weight is 0
 * @param lattice which voxels are looked at
 */
record ShadingKernel(
        Source fixed,
        Source moving,
        Affine map,
        Extent extent,
        Affine fixedToUm,
        int factor,
        Zones zones,
        Zones movingZones,
        int movingFactor,
        Grey fixedGrey,
        Grey movingGrey,
        double gain,
        double offset,
        double cut,
        Point centreUm,
        double radiusUm,
        Lattice lattice)
        implements Kernel<GrainSums> {
    private static final int N = Shading.TERMS;

    /** Where the number of voxels stands, after the matrix and the right side. */
    static final int COUNT = N * N + N;

    @Override
    public List<Input> inputs() {
        return List.of(new Input.Window(fixed, 1), new Input.Image(moving, map, 3));
    }

    @Override
    public GrainSums apply(Block block) {
        return GrainSums.over(
                block.region(), extent, COUNT + 1, (grain, row) -> sum(grain, row, block.patch(0), block.patch(1)));
    }

    @Override
    public GrainSums merge(GrainSums earlier, GrainSums later) {
        return earlier.merge(later);
    }

    private void sum(Region grain, double[] row, Patch fixedPatch, Patch movingPatch) {
        Region fr = fixedPatch.region();
        Region mr = movingPatch.region();
        float[] spline = new float[4];
        float[] weights = new float[24];
        double[] terms = new double[N];
        int up = fr.nx();
        int deep = fr.nx() * fr.ny();
        int movingUp = mr.nx();
        int movingDeep = mr.nx() * mr.ny();
        for (long z = grain.z(); z < grain.endZ(); z++) {
            double dz = (fixedToUm.m22() * z + fixedToUm.m23() - centreUm.z()) / radiusUm;
            for (long y = grain.y(); y < grain.endY(); y++) {
                int first = lattice.firstX(grain.x(), y, z);
                if (first < 0) {
                    continue;
                }
                double dy = (fixedToUm.m11() * y + fixedToUm.m13() - centreUm.y()) / radiusUm;
                double ox = map.m01() * y + map.m02() * z + map.m03();
                double oy = map.m11() * y + map.m12() * z + map.m13();
                double oz = map.m21() * y + map.m22() * z + map.m23();
                for (long x = grain.x() + first; x < grain.endX(); x += lattice.step()) {
                    int at = fixedPatch.index(x, y, z);
                    if (!isDeep(zones, factor, x, y, z) || !MatchKernel.around(fixedPatch.valid(), at, 1, up, deep)) {
                        continue;
                    }
                    double px = map.m00() * x + ox;
                    double py = map.m10() * x + oy;
                    double pz = map.m20() * x + oz;
                    int bx = MatchKernel.floor(px);
                    int by = MatchKernel.floor(py);
                    int bz = MatchKernel.floor(pz);
                    if (!MatchKernel.holds(mr, bx, by, bz) || !isDeep(movingZones, movingFactor, bx, by, bz)) {
                        continue;
                    }
                    int base = movingPatch.index(bx - 1, by - 1, bz - 1);
                    if (!MatchKernel.corners(movingPatch.valid(), base, movingUp, movingDeep)) {
                        continue;
                    }
                    MatchKernel.atCentre(fixedPatch.values(), at, up, deep, spline);
                    double f = (spline[0] - fixedGrey.air()) / fixedGrey.contrast();
                    float value = MatchKernel.value(
                            movingPatch.values(),
                            base,
                            movingUp,
                            movingDeep,
                            (float) (px - bx),
                            (float) (py - by),
                            (float) (pz - bz),
                            weights);
                    double r = (value - movingGrey.air()) / movingGrey.contrast() - gain * f - offset;
                    if (Math.abs(r) < cut) {
                        double dx = (fixedToUm.m00() * x + fixedToUm.m03() - centreUm.x()) / radiusUm;
                        Shading.fill(terms, dx, dy, dz);
                        add(row, terms, f, r);
                    }
                }
            }
        }
    }

    private void add(double[] row, double[] terms, double f, double r) {
        double share = r / cut;
        double w = (1 - share * share) * (1 - share * share);
        for (int i = 0; i < N; i++) {
            double wi = w * f * terms[i];
            row[N * N + i] += wi * r;
            for (int j = 0; j < N; j++) {
                row[N * i + j] += wi * f * terms[j];
            }
        }
        row[COUNT]++;
    }

    private static boolean isDeep(Zones zones, int factor, long x, long y, long z) {
        int half = factor / 2;
        return zones.at(x * factor + half, y * factor + half, z * factor + half) == Zones.INTERIOR;
    }
}
