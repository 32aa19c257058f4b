package patina.segmentation;

import java.io.Serializable;
import java.util.Comparator;
import java.util.List;
import patina.blocks.Block;
import patina.blocks.Input;
import patina.blocks.Kernel;
import patina.blocks.Output;
import patina.blocks.Patch;
import patina.blocks.Source;
import patina.geometry.Extent;

/**
 * How much steeper the edges of a scan are than those of the reference scan, by cubes of the grid. Of a flat edge over an
 * area A, blurred by a Gaussian, the squared gradient sums to A / (2 sqrt(pi) sigma) and the gradient into the metal to A,
 * wherever in the band about the original surface the edge lies: a surface that receded is not taken for a blurred one.
 * Every fourth voxel is used, of each plane across an axis as many.
 *
 * @param fraction solid fraction of the reference scan
 * @param scan registered scan, grey
 * @param distance signed distance to the surface that the reference scan shows, micrometres, positive inside
 */
record ScanEdges(Source fraction, Source scan, Levels levels, Source distance, Extent extent, double voxelUm)
        implements Kernel<ScanEdges.Found> {
    /** Half the width of the band, in voxels; from {@link #FROM} to {@link #TO} off the surface no edge shows. */
    private static final float BAND = 4;

    private static final float FROM = 6;
    private static final float TO = 12;

    /** Edge of a cube, in voxels. */
    private static final int EDGE = 16;

    /** Steps of the sums. */
    private static final double STEP = 0x1p-20;

    /** A cube's squared gradients of either scan, its gradients into the metal, and what it lost, in steps; its voxels. */
    private static final int REFERENCE = 0;

    private static final int SCAN = 1;
    private static final int AREA = 2;
    private static final int LOSS = 4;
    private static final int VOXELS = 5;
    private static final int WIDTH = 6;

    /** Each cube has the band's sums, and those of the metal and of the void beside it, whose gradients are noise and texture. */
    private static final int PARTS = 3;

    private static final int METAL = 1;
    private static final int VOID = 2;

    /** A part of a cube with fewer voxels tells no noise. */
    private static final long LEAST_VOXELS = 64;

    /** A cube that lost or gained more than this depth, in voxels, may have its edge elsewhere. */
    private static final double MOST_LOSS = 1.5;

    /** A cube tells something from so much surface on, in voxels, as every fourth voxel shows it. */
    private static final double LEAST_AREA = 8;

    /** What central differences add to the variance of an edge, in voxels squared: that of a box of 2 voxels. */
    private static final double DIFFERENCES = 1.0 / 3;

    /**
     * Scans whose blur differs by less than this variance, in voxels squared, are compared as they are; with every voxel of depth
     * lost all over it may seem to differ by so much more, for corners and curved surfaces change their form.
     */
    private static final double LEAST = 0.1;

    private static final double LEAST_LOST = 0.2;

    /** No scan is brought to a coarser one than this, in the same. */
    private static final double MOST = 4;

    /** Sums by cube. */
    static final class Found implements Serializable {
        private final CellSums cells = new CellSums(WIDTH);

        /**
         * Variance of the blur that the scan has more than the reference scan, in voxels squared, as the middle one of the cubes has it;
         * negative where the scan is the sharper one; 0 where nothing tells, or too little to matter.
         *
         * @param edgeSigma standard deviation of the reference scan's blur, in voxels
         */
        double more(double edgeSigma) {
            double noiseBefore = (noise(METAL, REFERENCE) + noise(VOID, REFERENCE)) / 2;
            double noiseNow = (noise(METAL, SCAN) + noise(VOID, SCAN)) / 2;
            List<Told> told = cells.all().entrySet().stream()
                    .filter(cell -> cell.getKey() % PARTS == 0)
                    .map(cell -> told(cell.getValue(), noiseBefore, noiseNow))
                    .filter(Told::isSure)
                    .sorted(Comparator.comparingDouble(Told::steeper))
                    .toList();
            double half = told.stream().mapToDouble(Told::area).sum() / 2;
            double sum = 0;
            for (Told t : told) {
                sum += t.area;
                if (sum >= half) {
                    double ratio = t.steeper();
                    double more = (edgeSigma * edgeSigma + DIFFERENCES) * (ratio * ratio - 1);
                    double lost =
                            told.stream().mapToDouble(c -> c.area * c.lost).sum() / (2 * half);
                    return Math.abs(more) < LEAST + LEAST_LOST * lost ? 0 : Math.min(MOST, more);
                }
            }
            return 0;
        }

        /** The squared gradient of a voxel of a part, in steps: that of the middle one of its cubes, for in some there may be damage. */
        private double noise(int part, int scan) {
            double[] means = cells.all().entrySet().stream()
                    .filter(cell -> cell.getKey() % PARTS == part && cell.getValue()[VOXELS] >= LEAST_VOXELS)
                    .mapToDouble(cell -> (double) cell.getValue()[scan] / cell.getValue()[VOXELS])
                    .sorted()
                    .toArray();
            return means.length == 0 ? 0 : means[means.length / 2];
        }

        private static Told told(long[] cell, double noiseBefore, double noiseNow) {
            return new Told(
                    (cell[REFERENCE] - noiseBefore * cell[VOXELS]) * STEP,
                    (cell[SCAN] - noiseNow * cell[VOXELS]) * STEP,
                    cell[AREA] * STEP,
                    cell[AREA + 1] * STEP,
                    Math.abs(cell[LOSS] * STEP) / (cell[VOXELS] / (2 * BAND)));
        }
    }

    /**
     * What a cube tells: squared gradients of the edges of either scan, their areas in voxels, and the depth lost, in voxels.
     */
    private record Told(double before, double now, double area, double areaNow, double lost) {
        boolean isSure() {
            return area > LEAST_AREA && areaNow > area / 2 && before > 0 && now > 0 && lost < MOST_LOSS;
        }

        /** How much steeper the reference scan is. */
        double steeper() {
            return before / area / (now / areaNow);
        }
    }

    @Override
    public List<Input> inputs() {
        return List.of(new Input.Window(fraction, 1), new Input.Window(scan, 1), new Input.Window(distance, 1));
    }

    @Override
    public List<Output> outputs() {
        return List.of();
    }

    @Override
    public Found merge(Found earlier, Found later) {
        earlier.cells.merge(later.cells);
        return earlier;
    }

    @Override
    public Found apply(Block block) {
        Found found = new Found();
        Patch before = block.patch(0);
        Patch grey = block.patch(1);
        Patch depth = block.patch(2);
        int nx = block.region().nx();
        int up = before.region().nx();
        int plane = up * before.region().ny();
        double[] metal = new double[nx];
        float band = (float) (BAND * voxelUm);
        float from = (float) (FROM * voxelUm);
        float to = (float) (TO * voxelUm);
        for (long z = block.region().z(); z < block.region().endZ(); z++) {
            for (long y = block.region().y(); y < block.region().endY(); y++) {
                levels.metal().row(block.region().x(), nx, y, z, metal);
                int wide = before.index(block.region().x(), y, z);
                for (int i = (int) (y + 2 * z - block.region().x() & 3); i < nx; i += 4) {
                    float deep = depth.values()[wide + i];
                    float off = Math.abs(deep);
                    int w = wide + i;
                    if (off > band && off < from
                            || off > to
                            || !areSeen(depth, w, up, plane)
                            || !areSeen(before, w, up, plane)
                            || !areSeen(grey, w, up, plane)) {
                        continue;
                    }
                    double contrast = metal[i] - levels.air();
                    double now = (grey.values()[w] - levels.air()) / contrast;
                    int part = off <= band ? 0 : deep > 0 ? METAL : VOID;
                    long[] cell = found.cells.cell(key(block.region().x() + i, y, z) * PARTS + part);
                    cell[REFERENCE] += Math.round(squared(before, w, up, plane) / STEP);
                    cell[SCAN] += Math.round(squared(grey, w, up, plane) / (contrast * contrast) / STEP);
                    cell[AREA] += Math.round(inward(before, depth, w, up, plane) / STEP);
                    cell[AREA + 1] += Math.round(inward(grey, depth, w, up, plane) / contrast / STEP);
                    cell[LOSS] += Math.round((before.values()[w] - now) / STEP);
                    cell[VOXELS]++;
                }
            }
        }
        return found;
    }

    private long key(long x, long y, long z) {
        long nx = (extent.x() + EDGE - 1) / EDGE;
        long ny = (extent.y() + EDGE - 1) / EDGE;
        return (z / EDGE * ny + y / EDGE) * nx + x / EDGE;
    }

    private static boolean areSeen(Patch p, int at, int up, int plane) {
        byte[] v = p.valid();
        return (v[at] & v[at - 1] & v[at + 1] & v[at - up] & v[at + up] & v[at - plane] & v[at + plane]) != 0;
    }

    /** The squared gradient by central differences. */
    private static double squared(Patch p, int at, int up, int plane) {
        float[] f = p.values();
        double x = f[at + 1] - f[at - 1];
        double y = f[at + up] - f[at - up];
        double z = f[at + plane] - f[at - plane];
        return (x * x + y * y + z * z) / 4;
    }

    /** The gradient along that of the depth. */
    private static double inward(Patch p, Patch depth, int at, int up, int plane) {
        float[] f = p.values();
        float[] d = depth.values();
        double x = d[at + 1] - d[at - 1];
        double y = d[at + up] - d[at - up];
        double z = d[at + plane] - d[at - plane];
        double length = Math.sqrt(x * x + y * y + z * z);
        double along =
                x * (f[at + 1] - f[at - 1]) + y * (f[at + up] - f[at - up]) + z * (f[at + plane] - f[at - plane]);
        return length == 0 ? 0 : along / (2 * length);
    }
}
