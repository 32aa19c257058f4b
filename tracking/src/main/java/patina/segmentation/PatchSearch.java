package patina.segmentation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.jspecify.annotations.Nullable;
import patina.geometry.Extent;

/**
 * Looks for patches of the original surface that have receded by less than shows in a voxel: thinning and shallow wear.
 *
 * <p>The recession at a place is the loss over the surface, both weighted by a Gaussian of one cell about it, which is an
 * effective area of 4 pi (4 voxels)^2, about 200 voxel faces; its noise is that of the sum. So the depth that is found
 * falls with the area as its root, down to what registration leaves open. What the metal below seems to have lost is the
 * grey level's error at that place; it is taken off. A shallow loss over one face pulls the map, for no single voxel shows
 * that it is damage: where most of the surface is in no patch, that surface tells what the map is off by (a shift, a
 * rotation and a growth), and this is taken off as well. Where the void just outside has grown darker, a bubble clings to the
 * surface: of that place nothing is told.
 *
 * <p>A surface that has receded as a whole by about as much as is found shows in patches by chance. Where one recession of all of it
 * leaves less of the loss unexplained than the patches do, either with what the map may be off by, the surface is one patch, and
 * patches are what has receded further.
 */
final class PatchSearch {
    private static final int REACH = 2;

    /** Cells about one, nearest first: x, y, z, squared distance. */
    private static final int[][] ABOUT = Zones.near(REACH, 3 * REACH * REACH);

    /** What a cell weighs in the mean about another, by the squared distance. */
    private static final double[] WEIGHTS = IntStream.rangeClosed(0, 3 * REACH * REACH)
            .mapToDouble(squared -> Math.exp(-0.5 * squared))
            .toArray();

    /** Cells that touch lie within this squared distance. */
    private static final int TOUCHING = 3;

    /** A patch's peak lies above so many standard uncertainties, and above so many of registration. */
    private static final double PEAK_NOISE = 5;

    private static final double PEAK_EDGE = 4;

    /** It extends to where it is less than so many. */
    private static final double RIM_NOISE = 2.5;

    private static final double RIM_EDGE = 3;

    /** Recession that slow errors of grey levels, interpolation and map may feign, in voxels. */
    private static final double FEIGNED_PEAK = 0.08;

    private static final double FEIGNED_RIM = 0.05;

    /** A patch ends where it is less deep than this share of its depth: its sides are blurred by the weights. */
    private static final double SIDE = 0.45;

    /** Smallest patch, and least surface about a place that tells its recession, in voxel faces. */
    private static final double LEAST_AREA = 200;

    private static final double LEAST_ABOUT = 30;

    /** Least metal below a place that tells its grey level, in voxels. */
    private static final double LEAST_BELOW = 60;

    /** Least share of the surface in no patch that tells the map's error. */
    private static final double LEAST_LEFT = 0.6;

    /** What the map may be off by before that is told, in voxels: a weak bound that keeps the fit sound. */
    private static final double MAP = 0.05;

    /** Void is another void where it lost more than this, and more than so many standard uncertainties. */
    private static final double DARKER = 0.05;

    private static final double DARKER_NOISE = 5;

    private static final int LOOKS = 3;

    /** What is fitted to the loss of the surface after a shift and a rotation of the scan. */
    private enum Last {
        GROWTH,
        RECESSION,
        RECESSION_AND_GROWTH
    }

    private static final int LAST = 6;

    /** What the surface may be off by from place to place at least, in voxels. */
    private static final double LEAST_PLACE = 0.002;

    private final Extent extent;
    private final Noise noise;
    private final double edgeUncertainty;
    private final long[] keys;
    private final long[][] sums;
    private final CellIndex index;
    /** Number of the patch that each cell is in, 0 for none. */
    private final int[] patchOf;
    /** What of each cell's loss is the map's error, in voxels. */
    private final double[] feigned;
    /** The place about each cell, once it was asked for with these errors. */
    private final @Nullable Place[] about;
    /** Whether the void beside a cell, or beside one that touches it, has changed. */
    private final boolean[] hidden;

    /** @param edgeUncertainty how far the registration may be off at the surface, in voxels */
    PatchSearch(SurfaceCells cells, Extent extent, Noise noise, double edgeUncertainty) {
        this.extent = extent;
        this.noise = noise;
        this.edgeUncertainty = edgeUncertainty;
        int n = cells.all().size();
        keys = new long[n];
        sums = new long[n][];
        patchOf = new int[n];
        feigned = new double[n];
        int next = 0;
        for (Map.Entry<Long, long[]> cell : cells.all().entrySet()) {
            keys[next] = cell.getKey();
            sums[next++] = cell.getValue();
        }
        index = new CellIndex(keys);
        about = new Place[n];
        hidden = new boolean[n];
        for (int i = 0; i < n; i++) {
            if (isDarker(sums[i])) {
                hidden[i] = true;
                for (int[] offset : ABOUT) {
                    int other = offset[3] <= TOUCHING ? off(i, offset) : -1;
                    if (other >= 0) {
                        hidden[other] = true;
                    }
                }
            }
        }
    }

    private boolean isDarker(long[] cell) {
        double voxels = cell[SurfaceCells.VOXELS_OUTSIDE];
        double loss = cell[SurfaceCells.OUTSIDE] * ZoneSums.STEP;
        return loss > DARKER * voxels && loss > DARKER_NOISE * noise.ofSum(voxels);
    }

    /** The cell that lies some cells off another; -1 where there is none. */
    private int off(int cell, int[] offset) {
        long nx = SurfaceCells.across(extent.x());
        long ny = SurfaceCells.across(extent.y());
        long x = keys[cell] % nx + offset[0];
        long y = keys[cell] / nx % ny + offset[1];
        long z = keys[cell] / nx / ny + offset[2];
        if (x < 0 || x >= nx || y < 0 || y >= ny) {
            return -1;
        }
        return z < 0 ? -1 : index.of((z * ny + y) * nx + x);
    }

    /**
     * Looks for patches.
     *
     * @param firstLabel label of the first patch; the others follow, in the order of their first cells
     */
    SurfacePatches find(int firstLabel) {
        int count = 0;
        for (int look = 0; look < LOOKS; look++) {
            count = look();
            if (count == 0) {
                return SurfacePatches.NONE;
            }
            if (recededAsAWhole(count)) {
                count = whole();
                break;
            }
            if (look + 1 < LOOKS && !fitMap()) {
                break;
            }
        }
        // The border lies where half of the depth is left: of the rest some lies beyond.
        int[] labels = new int[keys.length];
        for (int i = 0; i < keys.length; i++) {
            int beside = patchOf[i] != 0 || hidden[i] ? 0 : touched(i);
            labels[i] = patchOf[i] != 0 ? firstLabel - 1 + patchOf[i] : beside == 0 ? 0 : 1 - firstLabel - beside;
        }
        int[] in = IntStream.range(0, keys.length).filter(i -> labels[i] != 0).toArray();
        double[] error = new double[count];
        for (int i : in) {
            error[Math.abs(labels[i]) - firstLabel] += feigned[i] + ofLevel(i);
        }
        return new SurfacePatches(
                Arrays.stream(in).mapToLong(i -> keys[i]).toArray(),
                Arrays.stream(in).map(i -> labels[i]).toArray(),
                error);
    }

    /**
     * Whether one recession of the whole surface explains the loss better than the patches that were seen, either with what the map
     * may be off by.
     */
    private boolean recededAsAWhole(int count) {
        double[] together = fitted(Last.RECESSION_AND_GROWTH, i -> true);
        double[] beside = fitted(Last.GROWTH, i -> patchOf[i] == 0 && touched(i) == 0);
        double[] apart = new double[keys.length];
        double[] lost = new double[count + 1];
        double[] surface = new double[count + 1];
        for (int i = 0; i < keys.length; i++) {
            if (isTold(i)) {
                apart[i] = loss(i) - product(answers(i, Last.GROWTH), beside);
                lost[patchOf[i]] += apart[i];
                surface[patchOf[i]] += sums[i][SurfaceCells.SURFACE] * ZoneSums.STEP;
            }
        }
        double patches = 0;
        double whole = 0;
        for (int i = 0; i < keys.length; i++) {
            if (isTold(i)) {
                double area = sums[i][SurfaceCells.SURFACE] * ZoneSums.STEP;
                int in = patchOf[i];
                double ofPatches = apart[i] - (in == 0 ? 0 : lost[in] / surface[in] * area);
                double ofWhole = loss(i) - product(answers(i, Last.RECESSION_AND_GROWTH), together);
                patches += ofPatches * ofPatches / sums[i][SurfaceCells.VOXELS];
                whole += ofWhole * ofWhole / sums[i][SurfaceCells.VOXELS];
            }
        }
        return whole < patches;
    }

    /** Makes the whole surface the first patch, and what has receded further the others; how many there are. */
    private int whole() {
        double[] fitted = fitted(Last.RECESSION, i -> true);
        feign(fitted, Last.RECESSION);
        int beyond = look();
        // What is left is the map's alone: the recession is loss.
        fitted[LAST] = 0;
        feign(fitted, Last.RECESSION);
        for (int i = 0; i < keys.length; i++) {
            patchOf[i] = isTold(i) ? 1 + patchOf[i] : 0;
        }
        return 1 + beyond;
    }

    /** Whether a cell tells of the surface. */
    private boolean isTold(int cell) {
        return !hidden[cell] && sums[cell][SurfaceCells.VOXELS] > 0;
    }

    /** A cell's loss without what is the grey level's error, in voxels. */
    private double loss(int cell) {
        return sums[cell][SurfaceCells.LOSS] * ZoneSums.STEP - ofLevel(cell);
    }

    /**
     * What the sound surface, in no patch, tells of the map's error; null where too little of it is left. To be asked after
     * the patches were looked for.
     */
    @Nullable
    SurfaceError error() {
        double[] map = map();
        if (map == null) {
            return null;
        }
        feign(map, Last.GROWTH);
        double squares = 0;
        int n = 0;
        for (int i = 0; i < keys.length; i++) {
            Place place = patchOf[i] != 0 || touched(i) != 0 ? Place.NOWHERE : about(i);
            if (place.surface >= LEAST_ABOUT && place.below >= LEAST_BELOW) {
                double u = place.u(noise);
                squares += place.recession() * place.recession() - u * u;
                n++;
            }
        }
        return new SurfaceError(
                map, middle(), Math.max(LEAST_PLACE, n == 0 ? MAP : Math.sqrt(Math.max(0, squares / n))));
    }

    /** Numbers the patches from 1 on; how many there are. */
    private int look() {
        int n = keys.length;
        double[] recession = new double[n];
        boolean[] peak = new boolean[n];
        boolean[] rim = new boolean[n];
        Arrays.fill(patchOf, 0);
        for (int i = 0; i < n; i++) {
            Place place = about(i);
            if (place.surface >= LEAST_ABOUT && place.below >= LEAST_BELOW) {
                double u = place.u(noise);
                recession[i] = place.recession();
                peak[i] =
                        recession[i] > Math.hypot(PEAK_NOISE * u, Math.max(FEIGNED_PEAK, PEAK_EDGE * edgeUncertainty));
                rim[i] = recession[i] > Math.hypot(RIM_NOISE * u, Math.max(FEIGNED_RIM, RIM_EDGE * edgeUncertainty));
            }
        }
        boolean[] taken = new boolean[n];
        int count = 0;
        for (int i = 0; i < n; i++) {
            if (rim[i] && !taken[i]) {
                List<Integer> patch = deepEnough(grown(i, rim, taken), recession, peak);
                double area = 0;
                for (int c : patch) {
                    area += sums[c][SurfaceCells.SURFACE] * ZoneSums.STEP;
                }
                if (area >= LEAST_AREA) {
                    count++;
                    for (int c : patch) {
                        patchOf[c] = count;
                    }
                }
            }
        }
        return count;
    }

    /**
     * Weighted sums about a cell, in voxels.
     *
     * @param squares voxels of the band weighted by the weights' squares
     * @param lostBelow loss of the metal below the band: what the grey level is off by
     * @param below voxels of it
     * @param squaresBelow the same weighted by the weights' squares
     */
    private record Place(
            double loss,
            double surface,
            double metal,
            double squares,
            double lostBelow,
            double below,
            double squaresBelow) {
        static final Place NOWHERE = new Place(0, 0, 0, 0, 0, 0, 0);

        double recession() {
            return (loss - metal * lostBelow / below) / surface;
        }

        /** Standard uncertainty of the recession. */
        double u(Noise noise) {
            double share = metal / below;
            double fine = noise.sum() * Math.sqrt(squares + share * share * squaresBelow);
            return Math.hypot(fine, noise.slow() * metal) / surface;
        }
    }

    /** The place about a cell; nowhere where no surface runs through the cell, or none that is told. */
    private Place about(int cell) {
        @Nullable Place known = about[cell];
        if (known == null) {
            known = summed(cell);
            about[cell] = known;
        }
        return known;
    }

    private Place summed(int cell) {
        if (sums[cell][SurfaceCells.SURFACE] == 0 || hidden[cell]) {
            return Place.NOWHERE;
        }
        double[] t = new double[7];
        addTo(t, cell, 1);
        for (int[] offset : ABOUT) {
            int other = off(cell, offset);
            if (other >= 0) {
                addTo(t, other, WEIGHTS[offset[3]]);
            }
        }
        return new Place(t[0], t[1], t[2], t[3], t[4], t[5], t[6]);
    }

    private void addTo(double[] t, int cell, double w) {
        if (hidden[cell]) {
            return;
        }
        long[] s = sums[cell];
        t[0] += w * (s[SurfaceCells.LOSS] * ZoneSums.STEP - feigned[cell]);
        t[1] += w * s[SurfaceCells.SURFACE] * ZoneSums.STEP;
        t[2] += w * s[SurfaceCells.METAL] * ZoneSums.STEP;
        t[3] += w * w * s[SurfaceCells.VOXELS];
        t[4] += w * s[SurfaceCells.BELOW] * ZoneSums.STEP;
        t[5] += w * s[SurfaceCells.VOXELS_BELOW];
        t[6] += w * w * s[SurfaceCells.VOXELS_BELOW];
    }

    /** What of a cell's loss is the grey level's error. */
    private double ofLevel(int cell) {
        Place place = about(cell);
        return place.below < LEAST_BELOW
                ? 0
                : sums[cell][SurfaceCells.METAL] * ZoneSums.STEP * place.lostBelow / place.below;
    }

    /** All of the rim's cells that touch each other from one on. */
    private List<Integer> grown(int first, boolean[] rim, boolean[] taken) {
        List<Integer> patch = new ArrayList<>();
        ArrayDeque<Integer> open = new ArrayDeque<>(List.of(first));
        taken[first] = true;
        while (!open.isEmpty()) {
            int cell = open.removeFirst();
            patch.add(cell);
            for (int[] offset : ABOUT) {
                int other = offset[3] <= TOUCHING ? off(cell, offset) : -1;
                if (other >= 0 && rim[other] && !taken[other]) {
                    taken[other] = true;
                    open.add(other);
                }
            }
        }
        return patch;
    }

    /** Without its sides; nothing where there is no peak. */
    private static List<Integer> deepEnough(List<Integer> patch, double[] recession, boolean[] peak) {
        double[] peaks = patch.stream()
                .filter(c -> peak[c])
                .mapToDouble(c -> recession[c])
                .sorted()
                .toArray();
        if (peaks.length == 0) {
            return List.of();
        }
        double depth = peaks[peaks.length / 2];
        return patch.stream().filter(c -> recession[c] >= SIDE * depth).toList();
    }

    /** Fits the map's error to the surface outside the patches; false where too little is left to tell it. */
    private boolean fitMap() {
        double[] error = map();
        if (error == null) {
            return false;
        }
        feign(error, Last.GROWTH);
        return true;
    }

    private void feign(double[] error, Last last) {
        for (int i = 0; i < keys.length; i++) {
            feigned[i] = product(answers(i, last), error);
        }
        Arrays.fill(about, null);
    }

    private static double product(double[] a, double[] b) {
        double sum = 0;
        for (int p = 0; p < a.length; p++) {
            sum += a[p] * b[p];
        }
        return sum;
    }

    private double @Nullable [] map() {
        double left = 0;
        double whole = 0;
        for (int i = 0; i < keys.length; i++) {
            whole += sums[i][SurfaceCells.SURFACE];
            left += patchOf[i] == 0 ? sums[i][SurfaceCells.SURFACE] : 0;
        }
        // Beside a patch some of it may be left.
        return left < LEAST_LEFT * whole ? null : fitted(Last.GROWTH, i -> patchOf[i] == 0 && touched(i) == 0);
    }

    /**
     * Least squares of the loss of some cells over a shift and a rotation of the scan and what comes last.
     *
     * @return shift, rotation, and that: a recession before a growth
     */
    private double[] fitted(Last last, IntPredicate cells) {
        double radius = Math.max(extent.x(), Math.max(extent.y(), extent.z())) / 4.0;
        int n = last == Last.RECESSION_AND_GROWTH ? LAST + 2 : LAST + 1;
        double[][] normal = new double[n][n];
        double[] right = new double[n];
        for (int p = 0; p < n; p++) {
            double off = p < 3 || p == LAST && last != Last.GROWTH ? MAP : MAP / radius;
            normal[p][p] = 1 / (off * off);
        }
        for (int i = 0; i < keys.length; i++) {
            if (!isTold(i) || !cells.test(i)) {
                continue;
            }
            double[] a = answers(i, last);
            double w = 1 / (noise.sum() * noise.sum() * sums[i][SurfaceCells.VOXELS]);
            double loss = loss(i);
            for (int p = 0; p < n; p++) {
                right[p] += w * a[p] * loss;
                for (int q = 0; q <= p; q++) {
                    normal[p][q] += w * a[p] * a[q];
                }
            }
        }
        for (int p = 0; p < n; p++) {
            for (int q = 0; q < p; q++) {
                normal[q][p] = normal[p][q];
            }
        }
        return new CholeskyDecomposition(new Array2DRowRealMatrix(normal, false), 1e-9, 0)
                .getSolver()
                .solve(new ArrayRealVector(right, false))
                .toArray();
    }

    /** The patch that a cell beside it touches, 0 for none. */
    private int touched(int cell) {
        for (int[] offset : ABOUT) {
            int other = offset[3] <= TOUCHING ? off(cell, offset) : -1;
            if (other >= 0 && patchOf[other] != 0) {
                return patchOf[other];
            }
        }
        return 0;
    }

    /** How a cell's loss answers a shift and a rotation of the scan about the middle of the grid, and what comes last. */
    private double[] answers(int cell, Last last) {
        double[] c = SurfaceCells.centre(keys[cell], extent);
        double x = c[0] - middle()[0];
        double y = c[1] - middle()[1];
        double z = c[2] - middle()[2];
        double fx = sums[cell][SurfaceCells.FORCE] * ZoneSums.STEP;
        double fy = sums[cell][SurfaceCells.FORCE + 1] * ZoneSums.STEP;
        double fz = sums[cell][SurfaceCells.FORCE + 2] * ZoneSums.STEP;
        double recession = sums[cell][SurfaceCells.SURFACE] * ZoneSums.STEP;
        double growth = x * fx + y * fy + z * fz;
        double[] a = {fx, fy, fz, y * fz - z * fy, z * fx - x * fz, x * fy - y * fx, recession, growth};
        return switch (last) {
            case RECESSION_AND_GROWTH -> a;
            case RECESSION -> Arrays.copyOf(a, LAST + 1);
            case GROWTH -> {
                a[LAST] = growth;
                yield Arrays.copyOf(a, LAST + 1);
            }
        };
    }

    private double[] middle() {
        return new double[] {extent.x() / 2.0, extent.y() / 2.0, extent.z() / 2.0};
    }
}
