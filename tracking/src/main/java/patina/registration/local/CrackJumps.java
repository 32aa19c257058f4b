package patina.registration.local;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.jspecify.annotations.Nullable;
import patina.blocks.Grid;
import patina.blocks.Progress;
import patina.blocks.Runner;
import patina.blocks.Source;
import patina.geometry.Extent;
import patina.geometry.Point;

/**
 * Finds by how much the sides of cracks moved apart, from the metal on both sides of each.
 *
 * <p>What lies against a crack cannot be used, for the gap's blur changes its greys; from farther off the displacement has to be
 * carried on to the sheet. That is done by what an elastic body does ({@link OpenSheet}), of which the mean opening is one
 * factor; a shift and a linear displacement of all the metal, and what slid along the sheet, are found with it. The
 * uncertainty is told by the scatter of what the subsets bring to it (Bell and McCaffrey, Surv. Methodol. 28:169, 2002): it
 * holds the noise, however neighbouring voxels' go together, and how the displacement scatters about the model.
 */
public final class CrackJumps {
    /** Edge of the pieces of a sheet, in voxels. */
    private static final int PIECE = 4;

    private static final int MOST_PASSES = 8;
    private static final double STOP_VOXELS = 0.01;

    /** A voxel whose misfit is so many times the usual one has changed. */
    private static final double CHANGED = 5;

    /** A step along a factor longer than this is a leap in the dark, in voxels. */
    private static final double LONGEST = 1.0;

    /** Metal nearer to the original surface than this is not used, in voxels. */
    private static final double SKIN = 4;

    /** Fewer subsets do not tell a scatter. */
    private static final int FEWEST = 2 * OpenSheet.TERMS;

    /** How steeply a sheet must go down for the surface to mirror it. */
    private static final double LEAST_SLOPE = 0.1;

    /** Pieces within so many of their edges tell a piece's plane. */
    private static final double AROUND = 2.5;

    /** So often, in one pass, a piece of a sheet is asked how far it displaces a voxel: some seconds. */
    private static final double MOST_WORK = 5e8;

    private final Runner runner;
    private final LocalSettings settings;

    private final double mostWork;

    public CrackJumps(Runner runner, LocalSettings settings) {
        this(runner, settings, MOST_WORK);
    }

    CrackJumps(Runner runner, LocalSettings settings, double mostWork) {
        this.runner = runner;
        this.settings = settings;
        this.mostWork = mostWork;
    }

    /**
     * Finds the jumps.
     *
     * @param fixed the reference scan
     * @param moving a scan on the same grid and with the same greys
     * @param labels of the features found in it, on the same grid
     * @param depth below the original surface, micrometres
     * @param voxelUm edge of the grid's voxels
     * @param cracks the labels of cracks with the areas of their sheets, in voxels
     * @param air grey of void
     * @param contrast metal minus air
     * @return one for each crack about which enough metal tells it
     */
    public List<Jump> find(
            Source fixed,
            Source moving,
            Source labels,
            Source depth,
            Extent extent,
            double voxelUm,
            Map<Integer, Double> cracks,
            double air,
            double contrast,
            Progress progress)
            throws IOException {
        if (cracks.isEmpty()) {
            return List.of();
        }
        SheetCells cells = new SheetCells(labels, depth, extent, new TreeSet<>(cracks.keySet()), PIECE);
        List<OpenSheet> sheets = sheets(cells, runner.run(cells, Grid.of(extent), progress), cracks, voxelUm);
        double reach = 2.0 * settings.radiusVoxels();
        int[] every = sheets.stream().mapToInt(sheet -> every(sheet, reach)).toArray();
        double[] limits = new double[sheets.size()];
        Arrays.fill(limits, Double.POSITIVE_INFINITY);
        boolean[] told = new boolean[sheets.size()];
        Arrays.fill(told, true);
        SidesKernel.Sums sums = new SidesKernel.Sums();
        double moved = Double.MAX_VALUE;
        for (int pass = 0; pass < MOST_PASSES && moved > STOP_VOXELS; pass++) {
            sums = runner.run(
                    new SidesKernel(
                            fixed,
                            moving,
                            labels,
                            depth,
                            extent,
                            sheets,
                            every,
                            limits,
                            reach,
                            SKIN * voxelUm,
                            settings.blurVoxels(),
                            air,
                            contrast),
                    Grid.of(extent),
                    progress);
            moved = 0;
            for (int s = 0; s < sheets.size(); s++) {
                Total total = new Total(sums, s);
                double[] step = total.subsets.size() < FEWEST ? null : total.solve(null);
                told[s] &= step != null;
                if (step == null || !told[s]) {
                    continue;
                }
                double longest = Arrays.stream(step).map(Math::abs).max().orElse(0);
                double damp = Math.min(1, LONGEST / longest);
                double[] factors = sheets.get(s).factors().clone();
                for (int a = 0; a < factors.length; a++) {
                    factors[a] += damp * step[a];
                }
                sheets.set(s, sheets.get(s).with(factors));
                limits[s] = CHANGED * Math.sqrt(total.squares / total.voxels);
                moved = Math.max(moved, longest);
            }
        }
        List<Jump> jumps = new ArrayList<>();
        for (int s = 0; s < sheets.size(); s++) {
            double u = told[s] ? new Total(sums, s).uncertainty() : Double.NaN;
            if (u < settings.worstVoxels()) {
                jumps.add(new Jump(sheets.get(s).label(), sheets.get(s).factors()[0], u));
            }
        }
        return jumps;
    }

    /** How many of a sheet's subsets are passed over for one that is looked at: those of a large one tell more than is wanted. */
    private int every(OpenSheet sheet, double reach) {
        double edge = PIECE * PIECE;
        return (int) Math.max(1, Math.ceil((double) sheet.pieces() * sheet.pieces() * edge * 2 * reach / mostWork));
    }

    /** The sums of one sheet's subsets. */
    private static final class Total {
        final double[][] matrix = new double[OpenSheet.TERMS][OpenSheet.TERMS];
        final double[] right = new double[OpenSheet.TERMS];
        final List<SidesKernel.Subset> subsets = new ArrayList<>();
        double squares;
        long voxels;

        Total(SidesKernel.Sums sums, int sheet) {
            for (SidesKernel.Subset s : sums.subsets) {
                if (s.sheet == sheet) {
                    subsets.add(s);
                    squares += s.squares;
                    voxels += s.voxels;
                    for (int a = 0; a < right.length; a++) {
                        right[a] += s.right[a];
                        for (int b = 0; b <= a; b++) {
                            matrix[a][b] += s.matrix[a][b];
                        }
                    }
                }
            }
        }

        /** The factors' step, without one of the subsets or with all; null where they do not tell it. */
        double @Nullable [] solve(SidesKernel.@Nullable Subset without) {
            double[][] m = new double[right.length][];
            double[] r = right.clone();
            for (int a = 0; a < right.length; a++) {
                m[a] = matrix[a].clone();
                for (int b = 0; b <= a && without != null; b++) {
                    m[a][b] -= without.matrix[a][b];
                }
                r[a] -= without == null ? 0 : without.right[a];
            }
            double[][] inverse = Cholesky.inverse(m);
            if (inverse == null) {
                return null;
            }
            double[] step = new double[r.length];
            for (int a = 0; a < r.length; a++) {
                for (int b = 0; b < r.length; b++) {
                    step[a] += inverse[a][b] * r[b];
                }
            }
            return step;
        }

        /**
         * The jump's standard uncertainty, in voxels: the root of the sum over subsets of what each brought to the step, times by
         * how much the step is another without it. The first's square alone is too small, for a subset draws the fit to itself,
         * the second's too large by as much.
         */
        double uncertainty() {
            double[][] inverse = Cholesky.inverse(matrix);
            double[] all = solve(null);
            if (inverse == null || all == null) {
                return Double.NaN;
            }
            double sum = 0;
            for (SidesKernel.Subset subset : subsets) {
                double[] left = solve(subset);
                if (left == null) {
                    return Double.NaN;
                }
                double brought = 0;
                for (int a = 0; a < right.length; a++) {
                    double score = subset.right[a];
                    for (int b = 0; b < right.length; b++) {
                        score -= subset.matrix[Math.max(a, b)][Math.min(a, b)] * all[b];
                    }
                    brought += inverse[0][a] * score;
                }
                sum += Math.abs(brought * (all[0] - left[0]));
            }
            return Math.sqrt(sum);
        }
    }

    private static List<OpenSheet> sheets(
            SheetCells kernel, Map<Long, long[]> cells, Map<Integer, Double> cracks, double voxelUm) {
        TreeMap<Integer, List<long[]>> byCrack = new TreeMap<>();
        cells.forEach((key, sums) -> byCrack.computeIfAbsent(kernel.labelOf(key), l -> new ArrayList<>())
                .add(sums));
        List<OpenSheet> sheets = new ArrayList<>();
        for (Map.Entry<Integer, List<long[]>> e : byCrack.entrySet()) {
            double area = Objects.requireNonNull(cracks.get(e.getKey()));
            sheets.add(sheet(e.getKey(), e.getValue(), area, voxelUm));
        }
        return sheets;
    }

    private static OpenSheet sheet(int label, List<long[]> cells, double area, double voxelUm) {
        Plane whole = Plane.of(cells);
        int n = cells.size();
        double[] places = new double[3 * n];
        double[] frames = new double[9 * n];
        double[] mirrored = new double[3 * n];
        double[] areas = new double[n];
        for (int p = 0; p < n; p++) {
            Point own = centre(cells.get(p));
            List<long[]> around = cells.stream()
                    .filter(o -> centre(o).minus(own).length() <= AROUND * PIECE)
                    .toList();
            Plane plane = Plane.of(around);
            Point normal = plane.normal.dot(whole.normal) < 0 ? plane.normal.times(-1) : plane.normal;
            Point place = own.minus(normal.times(normal.dot(own.minus(plane.centre))));
            Point first =
                    whole.first.minus(normal.times(whole.first.dot(normal))).unit();
            Point second = normal.cross(first);
            put(places, p, place);
            put(frames, 3 * p, normal);
            put(frames, 3 * p + 1, first);
            put(frames, 3 * p + 2, second);
            double depth = depth(cells.get(p), voxelUm);
            put(mirrored, p, place.minus(inwards(around, first, second, voxelUm).times(2 * depth)));
            areas[p] = cells.get(p)[0] / plane.thickness;
        }
        double seen = Arrays.stream(areas).sum();
        double[] profile = profile(places, mirrored, areas, whole);
        for (int p = 0; p < n; p++) {
            areas[p] *= profile[p] * area / seen;
        }
        return new OpenSheet(
                label,
                places,
                frames,
                mirrored,
                areas,
                new double[] {whole.centre.x(), whole.centre.y(), whole.centre.z()},
                new double[OpenSheet.TERMS]);
    }

    /**
     * The opening at each place over the mean: that of the ellipse with the second moments of the sheet and its image, which
     * is open by the root of 1 less the square of the distance from the middle over that of the front.
     */
    private static double[] profile(double[] places, double[] mirrored, double[] areas, Plane whole) {
        int n = areas.length;
        double[][] at = new double[2 * n][2];
        double[] mean = new double[2];
        double sum = 0;
        for (int i = 0; i < 2 * n; i++) {
            double[] from = i < n ? places : mirrored;
            int p = 3 * (i % n);
            Point q = new Point(from[p], from[p + 1], from[p + 2]).minus(whole.centre);
            at[i][0] = q.dot(whole.first);
            at[i][1] = q.dot(whole.second);
            mean[0] += areas[i % n] * at[i][0];
            mean[1] += areas[i % n] * at[i][1];
            sum += areas[i % n];
        }
        double xx = 1e-9;
        double xy = 0;
        double yy = 1e-9;
        for (int i = 0; i < 2 * n; i++) {
            double x = at[i][0] - mean[0] / sum;
            double y = at[i][1] - mean[1] / sum;
            xx += areas[i % n] * x * x / sum;
            xy += areas[i % n] * x * y / sum;
            yy += areas[i % n] * y * y / sum;
        }
        double[] profile = new double[n];
        double open = 0;
        double area = 0;
        for (int p = 0; p < n; p++) {
            double x = at[p][0] - mean[0] / sum;
            double y = at[p][1] - mean[1] / sum;
            // Of an ellipse the moments are a quarter of the squared half axes.
            double r2 = (yy * x * x - 2 * xy * x * y + xx * y * y) / (4 * (xx * yy - xy * xy));
            profile[p] = Math.sqrt(Math.max(0.05, 1 - r2));
            open += areas[p] * profile[p];
            area += areas[p];
        }
        for (int p = 0; p < n; p++) {
            profile[p] *= area / open;
        }
        return profile;
    }

    private static void put(double[] to, int at, Point p) {
        to[3 * at] = p.x();
        to[3 * at + 1] = p.y();
        to[3 * at + 2] = p.z();
    }

    private static double depth(long[] cell, double voxelUm) {
        return Math.max(0, cell[SheetCells.DEPTH] * SheetCells.STEP / cell[0] / voxelUm);
    }

    /** How far along the sheet, and in which direction, depth grows by one voxel, from the cells around a place. */
    private static Point inwards(List<long[]> cells, Point first, Point second, double voxelUm) {
        double n = 0;
        double[] s = new double[2];
        double d = 0;
        for (long[] cell : cells) {
            n += cell[0];
            s[0] += cell[0] * first.dot(centre(cell));
            s[1] += cell[0] * second.dot(centre(cell));
            d += cell[0] * depth(cell, voxelUm);
        }
        double xx = 1e-9;
        double xy = 0;
        double yy = 1e-9;
        double xd = 0;
        double yd = 0;
        for (long[] cell : cells) {
            double x = first.dot(centre(cell)) - s[0] / n;
            double y = second.dot(centre(cell)) - s[1] / n;
            double z = depth(cell, voxelUm) - d / n;
            xx += cell[0] * x * x;
            xy += cell[0] * x * y;
            yy += cell[0] * y * y;
            xd += cell[0] * x * z;
            yd += cell[0] * y * z;
        }
        double det = xx * yy - xy * xy;
        Point slope = first.times((yy * xd - xy * yd) / det).plus(second.times((xx * yd - xy * xd) / det));
        double length = Math.min(1, slope.length());
        // A sheet along the surface never meets it.
        return length < LEAST_SLOPE
                ? first.times(1 / LEAST_SLOPE)
                : slope.unit().times(1 / length);
    }

    private static Point centre(long[] s) {
        return new Point((double) s[1] / s[0], (double) s[2] / s[0], (double) s[3] / s[0]);
    }

    /** The plane through voxels: middle, normal, two directions within it, and how thick they lie. */
    private record Plane(Point centre, Point normal, Point first, Point second, double thickness) {
        static Plane of(List<long[]> cells) {
            double[] s = new double[SheetCells.SUMS];
            for (long[] cell : cells) {
                for (int i = 0; i < s.length; i++) {
                    s[i] += cell[i];
                }
            }
            double n = s[0];
            double x = s[1] / n;
            double y = s[2] / n;
            double z = s[3] / n;
            EigenDecomposition eigen = new EigenDecomposition(new Array2DRowRealMatrix(
                    new double[][] {
                        {s[4] / n - x * x, s[5] / n - x * y, s[6] / n - x * z},
                        {s[5] / n - x * y, s[7] / n - y * y, s[8] / n - y * z},
                        {s[6] / n - x * z, s[8] / n - y * z, s[9] / n - z * z}
                    },
                    false));
            // Eigenvalues come largest first.
            Point normal = vector(eigen, 2);
            Point first = vector(eigen, 0);
            return new Plane(
                    new Point(x, y, z),
                    normal,
                    first,
                    normal.cross(first),
                    Math.max(1, Math.sqrt(12 * Math.max(0, eigen.getRealEigenvalue(2)))));
        }

        private static Point vector(EigenDecomposition eigen, int i) {
            double[] d = eigen.getEigenvector(i).toArray();
            return new Point(d[0], d[1], d[2]).unit();
        }
    }
}
