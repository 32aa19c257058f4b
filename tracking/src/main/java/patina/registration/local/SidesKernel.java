package patina.registration.local;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import patina.blocks.Block;
import patina.blocks.Input;
import patina.blocks.Kernel;
import patina.blocks.Patch;
import patina.blocks.Source;
import patina.fields.Gaussian;
import patina.geometry.Affine;
import patina.geometry.Extent;
import patina.geometry.Region;
import patina.registration.SplineImage;

/**
 * One step towards the displacement of the metal on both sides of cracks.
 *
 * <p>Subsets are cubes of a fixed grid; of each the metal above and that below the sheet is displaced by the sheet's present
 * factors ({@link OpenSheet}). What each subset adds to the equations of the factors is kept apart, so that its scatter can be
 * told. The gradient is the mean of both scans', the matrix the product of one's and the other's: neither then holds the
 * noise's own gradient.
 *
 * @param fixed the reference scan
 * @param moving the scan on the same grid
 * @param labels of features
 * @param depth below the original surface, micrometres
 * @param sheets of the cracks
 * @param every by sheet, of so many subsets one is looked at, spread evenly
 * @param limits by sheet, the misfit from which on a voxel has changed
 * @param reach how far from a sheet metal is looked at, in voxels
 * @param deepest depth from which on metal is looked at, micrometres
 * @param blur standard deviation of the smoothing, in voxels
 * @param air grey of void in both scans
 * @param contrast metal minus air
 */
record SidesKernel(
        Source fixed,
        Source moving,
        Source labels,
        Source depth,
        Extent extent,
        List<OpenSheet> sheets,
        int[] every,
        double[] limits,
        double reach,
        double deepest,
        double blur,
        double air,
        double contrast)
        implements Kernel<SidesKernel.Sums> {
    private static final int STENCIL = 2;

    /** Edge of the subsets; blocks are whole multiples of it. */
    private static final int EDGE = 8;

    private static final int WIDE = EDGE + 2 * STENCIL;

    /** What lies nearer than this to any feature, along each axis, is not used: its blur changes the greys. */
    private static final int CLEAR = 3;

    /** How far metal may be displaced, in voxels. */
    static final double FARTHEST = 6;

    /** What one subset adds to the equations of its sheet's factors. */
    static final class Subset implements Serializable {
        final int sheet;
        final double[][] matrix = new double[OpenSheet.TERMS][OpenSheet.TERMS];
        final double[] right = new double[OpenSheet.TERMS];
        double squares;
        long voxels;

        Subset(int sheet) {
            this.sheet = sheet;
        }

        void add(double[] f, double[] g, double misfit) {
            for (int a = 0; a < right.length; a++) {
                right[a] += 0.5 * (f[a] + g[a]) * misfit;
                for (int b = 0; b <= a; b++) {
                    matrix[a][b] += 0.5 * (f[a] * g[b] + g[a] * f[b]);
                }
            }
            squares += misfit * misfit;
            voxels++;
        }
    }

    /** Subsets in the order of blocks. Mergeable. */
    static final class Sums implements Serializable {
        final List<Subset> subsets = new ArrayList<>();

        Sums merge(Sums later) {
            subsets.addAll(later.subsets);
            return this;
        }
    }

    private int margin() {
        return (int) FARTHEST + STENCIL + 1 + SplineImage.MARGIN;
    }

    @Override
    public List<Input> inputs() {
        return List.of(
                new Input.Window(fixed, STENCIL + Gaussian.reach(blur)),
                new Input.Image(moving, Affine.IDENTITY, margin()),
                new Input.Labels(labels, CLEAR),
                new Input.Window(depth, 0));
    }

    @Override
    public Sums merge(Sums earlier, Sums later) {
        return earlier.merge(later);
    }

    @Override
    public Sums apply(Block block) {
        Sums sums = new Sums();
        Region r = block.region();
        Work work = null;
        for (int sheet = 0; sheet < sheets.size(); sheet++) {
            OpenSheet.Box box = sheets.get(sheet).box();
            for (long z = r.z(); z < r.endZ(); z += EDGE) {
                for (long y = r.y(); y < r.endY(); y += EDGE) {
                    for (long x = r.x(); x < r.endX(); x += EDGE) {
                        if (isTaken(every[sheet], x, y, z) && isNear(sheets.get(sheet), box, x, y, z)) {
                            work = work == null ? new Work(this, block) : work;
                            Subset subset = work.subset(sheet, x, y, z);
                            if (subset.voxels > 0) {
                                sums.subsets.add(subset);
                            }
                        }
                    }
                }
            }
        }
        return sums;
    }

    /** One subset in so many, spread over the grid. */
    private static boolean isTaken(int every, long x, long y, long z) {
        return (x / EDGE + 73 * (y / EDGE) + 5171 * (z / EDGE)) % every == 0;
    }

    private boolean isNear(OpenSheet sheet, OpenSheet.Box box, long x, long y, long z) {
        double middle = 0.5 * (EDGE - 1);
        double far = reach + middle * Math.sqrt(3);
        if (box.distance2(x + middle, y + middle, z + middle) > far * far) {
            return false;
        }
        int p = sheet.nearest(x + middle, y + middle, z + middle);
        return sheet.distance2(p, x + middle, y + middle, z + middle) <= far * far;
    }

    /** The arrays of one block. */
    private static final class Work {
        private final SidesKernel kernel;
        private final Region region;
        private final Region wide;
        private final Patch labels;
        private final Patch depth;
        private final float[] f;
        private final byte[] seen;
        private final SplineImage image;
        private final float[] g = new float[WIDE * WIDE * WIDE];
        private final byte[] both = new byte[g.length];
        private final SplineImage.Line line = new SplineImage.Line(WIDE);
        private final float[][] u = new float[3][WIDE];
        private final double[][][] terms = new double[g.length][3][OpenSheet.TERMS];

        Work(SidesKernel kernel, Block block) {
            this.kernel = kernel;
            region = block.region();
            wide = region.grown(STENCIL);
            labels = block.patch(2);
            depth = block.patch(3);
            Patch patch = block.patch(0);
            f = new float[wide.voxels()];
            Gaussian.smooth(patch, kernel.extent, wide, kernel.blur, kernel.blur, kernel.blur, f);
            seen = new byte[wide.voxels()];
            int at = 0;
            for (long z = wide.z(); z < wide.endZ(); z++) {
                for (long y = wide.y(); y < wide.endY(); y++) {
                    int from = patch.index(wide.x(), y, z);
                    for (int i = 0; i < wide.nx(); i++, at++) {
                        seen[at] = patch.valid()[from + i];
                        f[at] = (float) ((f[at] - kernel.air) / kernel.contrast);
                    }
                }
            }
            double[] blurs = {kernel.blur, kernel.blur, kernel.blur};
            image = SplineImage.of(
                    block.patch(1),
                    Affine.IDENTITY.image(region, kernel.margin()),
                    kernel.extent,
                    blurs,
                    block.workspace());
        }

        Subset subset(int number, long x0, long y0, long z0) {
            OpenSheet sheet = kernel.sheets.get(number);
            Subset subset = new Subset(number);
            boolean[] wanted = wanted(sheet, x0, y0, z0);
            if (!any(wanted)) {
                return subset;
            }
            java.util.Arrays.fill(both, (byte) 0);
            for (int k = 0; k < WIDE; k++) {
                for (int j = 0; j < WIDE; j++) {
                    int row = (k * WIDE + j) * WIDE;
                    for (int i = 0; i < WIDE; i++) {
                        double[][] term = terms[row + i];
                        sheet.terms(x0 - STENCIL + i, y0 - STENCIL + j, z0 - STENCIL + k, term);
                        for (int c = 0; c < 3; c++) {
                            u[c][i] = (float) Math.max(-FARTHEST, Math.min(FARTHEST, sheet.displacement(term[c])));
                        }
                    }
                    line.along(Affine.IDENTITY, x0 - STENCIL, y0 - STENCIL + j, z0 - STENCIL + k, u[0], u[1], u[2]);
                    image.read(line, 1 / kernel.contrast, -kernel.air / kernel.contrast, g, both, row);
                }
            }
            add(subset, wanted, x0, y0, z0);
            return subset;
        }

        private static boolean any(boolean[] wanted) {
            for (boolean w : wanted) {
                if (w) {
                    return true;
                }
            }
            return false;
        }

        /** Voxels of the subset that lie in the block, in metal, near the sheet and clear of all features. */
        private boolean[] wanted(OpenSheet sheet, long x0, long y0, long z0) {
            boolean[] wanted = new boolean[EDGE * EDGE * EDGE];
            for (int k = 0; k < EDGE && z0 + k < region.endZ(); k++) {
                for (int j = 0; j < EDGE && y0 + j < region.endY(); j++) {
                    for (int i = 0; i < EDGE && x0 + i < region.endX(); i++) {
                        int below = depth.index(x0 + i, y0 + j, z0 + k);
                        if (depth.values()[below] < kernel.deepest || !isClear(x0 + i, y0 + j, z0 + k)) {
                            continue;
                        }
                        int p = sheet.nearest(x0 + i, y0 + j, z0 + k);
                        wanted[(k * EDGE + j) * EDGE + i] =
                                sheet.distance2(p, x0 + i, y0 + j, z0 + k) <= kernel.reach * kernel.reach;
                    }
                }
            }
            return wanted;
        }

        private boolean isClear(long x, long y, long z) {
            for (long k = z - CLEAR; k <= z + CLEAR; k++) {
                for (long j = y - CLEAR; j <= y + CLEAR; j++) {
                    int at = labels.index(x - CLEAR, j, k);
                    for (int i = 0; i <= 2 * CLEAR; i++) {
                        if (labels.labels()[at + i] != 0) {
                            return false;
                        }
                    }
                }
            }
            return true;
        }

        private void add(Subset subset, boolean[] wanted, long x0, long y0, long z0) {
            int[] stepF = {1, wide.nx(), wide.nx() * wide.ny()};
            int[] stepG = {1, WIDE, WIDE * WIDE};
            double[] af = new double[OpenSheet.TERMS];
            double[] ag = new double[OpenSheet.TERMS];
            for (int v = 0; v < wanted.length; v++) {
                if (!wanted[v]) {
                    continue;
                }
                int i = v % EDGE;
                int j = v / EDGE % EDGE;
                int k = v / EDGE / EDGE;
                long x = x0 + i;
                long y = y0 + j;
                long z = z0 + k;
                int a = (int) (((z - wide.z()) * wide.ny() + (y - wide.y())) * wide.nx() + (x - wide.x()));
                int b = ((k + STENCIL) * WIDE + j + STENCIL) * WIDE + i + STENCIL;
                double misfit = f[a] - g[b];
                if (!isSeen(a, stepF, seen)
                        || !isSeen(b, stepG, both)
                        || Math.abs(misfit) > kernel.limits[subset.sheet]) {
                    continue;
                }
                double[][] term = terms[b];
                java.util.Arrays.fill(af, 0);
                java.util.Arrays.fill(ag, 0);
                for (int c = 0; c < 3; c++) {
                    double df = derivative(f, a, stepF[c]);
                    double dg = derivative(g, b, stepG[c]);
                    for (int t = 0; t < OpenSheet.TERMS; t++) {
                        af[t] += df * term[c][t];
                        ag[t] += dg * term[c][t];
                    }
                }
                subset.add(af, ag, misfit);
            }
        }

        private static boolean isSeen(int at, int[] steps, byte[] seen) {
            boolean all = seen[at] != 0;
            for (int step : steps) {
                all &= seen[at - step] != 0
                        && seen[at + step] != 0
                        && seen[at - 2 * step] != 0
                        && seen[at + 2 * step] != 0;
            }
            return all;
        }

        private static double derivative(float[] v, int at, int step) {
            return (8 * (v[at + step] - v[at - step]) - (v[at + 2 * step] - v[at - 2 * step])) / 12;
        }
    }
}
