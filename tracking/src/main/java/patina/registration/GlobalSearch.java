package patina.registration;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import patina.blocks.Block;
import patina.blocks.Grid;
import patina.blocks.Input;
import patina.blocks.Kernel;
import patina.blocks.Progress;
import patina.blocks.Runner;
import patina.geometry.Affine;
import patina.geometry.Extent;
import patina.geometry.Point;

/**
 * Looks for starts among all rotations and shifts: a fixed set of rotations spread evenly (super-Fibonacci spirals: Alexa,
 * CVPR 2022), and for each the best shifts by the correlation over what both scans saw (Padfield, IEEE Trans. Image Process.
 * 21:2706, 2012), through the Fourier transform on cubes of 32 voxels. What one scan alone saw, as where the view cuts the
 * specimen, thus has no say. A block of this kernel's grid is a run of rotations.
 *
 * @param fixedRe the fixed scan's spectra, real parts: of its values, of where it saw, of its squared values; {@code fixedIm}
 *     the imaginary ones
 * @param fixedSum its values' sum
 * @param fixedCentre of its view, in its frame, micrometres
 * @param moving the moving scan
 * @param stepUm edge of a cube's voxel
 */
record GlobalSearch(
        double[][] fixedRe, double[][] fixedIm, double fixedSum, Point fixedCentre, View moving, double stepUm)
        implements Kernel<List<GlobalSearch.Candidate>> {
    private static final int N = 32;

    /** The longest edge of either view is this many of the cube's voxels... */
    private static final int FILLED = 16;

    /** ... and the views' centres lie at most this many apart, along each axis, so that no shift wraps round. */
    private static final int FARTHEST = N - (int) Math.ceil(0.5 * FILLED * (1 + Math.sqrt(3)));

    /** So many shifts there are along each axis. */
    private static final int SHIFTS = 2 * FARTHEST + 1;

    /** Steps of about 27 degrees. */
    private static final int ROTATIONS = 600;

    /** So many shifts of each rotation are kept... */
    private static final int PEAKS = 3;

    /** ... and so many without rotation: for views that show other parts of the specimen. */
    private static final int PEAKS_UNTURNED = 12;

    /** What both saw must show this share of either. */
    private static final double LEAST_SHARE = 0.05;

    /** ... and of less than this share a lesser score is made: little overlap agrees easily. */
    private static final double ENOUGH_SHARE = 0.5;

    /** A variance below this, of shares of metal minus air, shows nothing. */
    private static final double LEAST_VARIANCE = 1e-4;

    /** Which spectrum of the fixed scan. */
    private static final int VALUES = 0;

    private static final int SEEN = 1;
    private static final int SQUARES = 2;

    private static final Comparator<Candidate> BEST_FIRST = Comparator.comparingDouble(c -> -c.score());

    private static final double PSI = 1.5337511687552043;

    /**
     * One place to start from.
     *
     * @param turned whether it is not without rotation
     * @param score the correlation, less where little is seen by both
     */
    record Candidate(Affine map, boolean turned, double score) implements Serializable {}

    /**
     * The coarsest level of a scan.
     *
     * @param values as shares of metal minus air, x-fastest; NaN where nothing was seen
     */
    private record View(Extent extent, float[] values, Affine toUm, Affine toVoxels) implements Serializable {
        static View of(MemoryVolume v, Affine toUm, Grey grey) {
            float[] values = new float[v.values().length];
            for (int i = 0; i < values.length; i++) {
                values[i] = v.valid()[i] != 0 ? (float) ((v.values()[i] - grey.air()) / grey.contrast()) : Float.NaN;
            }
            return new View(v.extent(), values, toUm, toUm.inverse());
        }

        Point centre() {
            return toUm.apply(0.5 * (extent.x() - 1), 0.5 * (extent.y() - 1), 0.5 * (extent.z() - 1));
        }

        double longestUm() {
            return Math.max(extent.x() * toUm.m00(), Math.max(extent.y() * toUm.m11(), extent.z() * toUm.m22()));
        }

        /** Trilinear; NaN where not all about was seen. */
        double at(Point voxel) {
            int nx = (int) extent.x();
            int ny = (int) extent.y();
            int x = (int) Math.floor(voxel.x());
            int y = (int) Math.floor(voxel.y());
            int z = (int) Math.floor(voxel.z());
            if (x < 0 || y < 0 || z < 0 || x + 1 >= nx || y + 1 >= ny || z + 1 >= extent.z()) {
                return Double.NaN;
            }
            double tx = voxel.x() - x;
            double ty = voxel.y() - y;
            int at = (z * ny + y) * nx + x;
            double near = plane(at, nx, tx, ty);
            return near + (voxel.z() - z) * (plane(at + nx * ny, nx, tx, ty) - near);
        }

        private double plane(int at, int nx, double tx, double ty) {
            double a = values[at] + tx * (values[at + 1] - values[at]);
            double b = values[at + nx] + tx * (values[at + nx + 1] - values[at + nx]);
            return a + ty * (b - a);
        }
    }

    /**
     * The best shifts of every rotation, best first.
     *
     * @param f the fixed scan's coarsest level; {@code m} the moving one's
     */
    static List<Candidate> candidates(
            Runner runner, Prepared fixed, MemoryVolume f, Prepared moving, MemoryVolume m, Progress progress)
            throws IOException {
        View still = View.of(f, fixed.coarsest().toUm(), fixed.grey());
        View other = View.of(m, moving.coarsest().toUm(), moving.grey());
        double step = Math.max(still.longestUm(), other.longestUm()) / FILLED;
        double[][] re = new double[3][N * N * N];
        double[][] im = new double[3][N * N * N];
        double sum = read(still, Affine.IDENTITY, step, re[0], re[1], re[2]);
        Fourier fourier = new Fourier(N);
        for (int i = 0; i < 3; i++) {
            fourier.transform(re[i], im[i]);
        }
        GlobalSearch search = new GlobalSearch(re, im, sum, still.centre(), other, step);
        Extent rotations = new Extent(ROTATIONS, 1, 1);
        List<Candidate> found =
                new ArrayList<>(runner.run(search, new Grid(rotations, Grid.GRAIN, Grid.GRAIN, Grid.GRAIN), progress));
        found.sort(BEST_FIRST);
        return found;
    }

    @Override
    public List<Input> inputs() {
        return List.of();
    }

    @Override
    public List<Candidate> merge(List<Candidate> earlier, List<Candidate> later) {
        List<Candidate> both = new ArrayList<>(earlier);
        both.addAll(later);
        return both;
    }

    @Override
    public List<Candidate> apply(Block block) {
        Fourier fourier = new Fourier(N);
        double[][] cubes = new double[10][N * N * N];
        double[] scores = new double[SHIFTS * SHIFTS * SHIFTS];
        List<Candidate> found = new ArrayList<>();
        for (long i = block.region().x(); i < block.region().endX(); i++) {
            Affine rotation = i == 0 ? Affine.IDENTITY : rotation(i);
            double sum = read(moving, rotation, stepUm, cubes[0], cubes[1], cubes[2]);
            Arrays.fill(cubes[3], 0);
            correlate(fourier, cubes);
            score(cubes, sum, scores);
            peaks(scores, rotation, i > 0, found);
        }
        return found;
    }

    /** A view under a rotation about its centre, as a cube about the origin that wraps round; returns its values' sum. */
    private static double read(
            View view, Affine rotation, double step, double[] values, double[] seen, double[] squares) {
        Point centre = view.centre();
        double sum = 0;
        for (int at = 0; at < N * N * N; at++) {
            Point p = new Point(wrapped(at % N) * step, wrapped(at / N % N) * step, wrapped(at / N / N) * step);
            double v = view.at(view.toVoxels().apply(centre.plus(rotation.apply(p))));
            boolean is = !Double.isNaN(v);
            values[at] = is ? v : 0;
            seen[at] = is ? 1 : 0;
            squares[at] = values[at] * values[at];
            sum += values[at];
        }
        return sum;
    }

    private static int wrapped(int i) {
        return i < N / 2 ? i : i - N;
    }

    /**
     * From the moving scan's values, where it saw, and squares (cubes 0 to 2; 3 is zero) to the sums over what both saw, at
     * every shift (cubes 4 to 9): of the product, of one, of the fixed values, of the moving ones, of the fixed squares, of the
     * moving ones, each N^3 times.
     */
    private void correlate(Fourier fourier, double[][] cubes) {
        double[] a = cubes[0];
        double[] b = cubes[1];
        double[] c = cubes[2];
        double[] d = cubes[3];
        // Two real cubes in one transform: they come apart by symmetry.
        fourier.transform(a, b);
        fourier.transform(c, d);
        for (int at = 0; at < N * N * N; at++) {
            int mirrored = (-(at / N / N) & N - 1) * N * N + (-(at / N % N) & N - 1) * N + (-(at % N) & N - 1);
            double valueRe = 0.5 * (a[at] + a[mirrored]);
            double valueIm = 0.5 * (b[at] - b[mirrored]);
            double seenRe = 0.5 * (b[at] + b[mirrored]);
            double seenIm = 0.5 * (a[mirrored] - a[at]);
            pair(at, VALUES, valueRe, valueIm, seenRe, seenIm, cubes[4], cubes[5]);
            pair(at, VALUES, seenRe, seenIm, valueRe, valueIm, cubes[6], cubes[7]);
            pair(at, SQUARES, seenRe, seenIm, c[at], d[at], cubes[8], cubes[9]);
        }
        for (int i = 4; i < 10; i += 2) {
            // Exchanged: the way back.
            fourier.transform(cubes[i + 1], cubes[i]);
        }
    }

    /** Two real correlations as real and imaginary part: of a fixed spectrum with m, of where the fixed scan saw with k. */
    private void pair(
            int at, int which, double mRe, double mIm, double kRe, double kIm, double[] outRe, double[] outIm) {
        double xRe = fixedRe[which][at];
        double xIm = fixedIm[which][at];
        double yRe = fixedRe[SEEN][at];
        double yIm = fixedIm[SEEN][at];
        outRe[at] = xRe * mRe + xIm * mIm - (yRe * kIm - yIm * kRe);
        outIm[at] = xRe * mIm - xIm * mRe + (yRe * kRe + yIm * kIm);
    }

    /** The score of every shift of no more than {@link #FARTHEST}, x-fastest. */
    private void score(double[][] cubes, double movingSum, double[] scores) {
        double per = 1.0 / (N * N * N);
        int to = 0;
        for (int z = -FARTHEST; z <= FARTHEST; z++) {
            for (int y = -FARTHEST; y <= FARTHEST; y++) {
                for (int x = -FARTHEST; x <= FARTHEST; x++, to++) {
                    int at = ((z & N - 1) * N + (y & N - 1)) * N + (x & N - 1);
                    double n = per * cubes[5][at];
                    double f = per * cubes[6][at];
                    double m = per * cubes[7][at];
                    double share = Math.min(1, Math.max(f / fixedSum, m / movingSum));
                    double spreadF = per * cubes[8][at] - f * f / n;
                    double spreadM = per * cubes[9][at] - m * m / n;
                    boolean told = n > 1 && share > LEAST_SHARE && Math.min(spreadF, spreadM) > LEAST_VARIANCE * n;
                    scores[to] = told
                            ? (per * cubes[4][at] - f * m / n)
                                    / Math.sqrt(spreadF * spreadM)
                                    * Math.min(1, Math.sqrt(share / ENOUGH_SHARE))
                            : 0;
                }
            }
        }
    }

    /** Adds the highest tops among one rotation's scores. */
    private void peaks(double[] scores, Affine rotation, boolean turned, List<Candidate> found) {
        List<Candidate> own = new ArrayList<>();
        for (int z = 1; z < SHIFTS - 1; z++) {
            for (int y = 1; y < SHIFTS - 1; y++) {
                for (int x = 1; x < SHIFTS - 1; x++) {
                    int at = (z * SHIFTS + y) * SHIFTS + x;
                    if (scores[at] > 0 && isTop(scores, at)) {
                        // The fixed scan's point y about its centre lies at the moving one's y + u.
                        Point u = new Point(
                                        x - FARTHEST + peak(scores, at, 1),
                                        y - FARTHEST + peak(scores, at, SHIFTS),
                                        z - FARTHEST + peak(scores, at, SHIFTS * SHIFTS))
                                .times(stepUm)
                                .minus(fixedCentre);
                        Point m = moving.centre();
                        Affine map = Affine.translation(u.x(), u.y(), u.z())
                                .then(rotation)
                                .then(Affine.translation(m.x(), m.y(), m.z()));
                        own.add(new Candidate(map, turned, scores[at]));
                    }
                }
            }
        }
        own.sort(BEST_FIRST);
        found.addAll(own.subList(0, Math.min(turned ? PEAKS : PEAKS_UNTURNED, own.size())));
    }

    private static boolean isTop(double[] scores, int at) {
        boolean top = true;
        for (int c = 0; c < 27 && top; c++) {
            top = scores[at + (c / 9 - 1) * SHIFTS * SHIFTS + (c / 3 % 3 - 1) * SHIFTS + c % 3 - 1] <= scores[at];
        }
        return top;
    }

    /** Where between its neighbours the top of a parabola through them lies, -0.5 to 0.5. */
    private static double peak(double[] scores, int at, int stride) {
        double below = scores[at - stride];
        double above = scores[at + stride];
        double bend = 2 * scores[at] - below - above;
        return below > 0 && above > 0 && bend > 0 ? Math.max(-0.5, Math.min(0.5, 0.5 * (above - below) / bend)) : 0;
    }

    private static Affine rotation(long i) {
        double s = i + 0.5;
        double r = Math.sqrt(s / ROTATIONS);
        double q = Math.sqrt(1 - s / ROTATIONS);
        double a = 2 * Math.PI * s / Math.sqrt(2);
        double b = 2 * Math.PI * s / PSI;
        double x = r * Math.sin(a);
        double y = r * Math.cos(a);
        double z = q * Math.sin(b);
        double w = q * Math.cos(b);
        double sine = Math.sqrt(x * x + y * y + z * z);
        double angle = 2 * Math.atan2(sine, w);
        double k = sine < 1e-12 ? 2 : angle / sine;
        return Affine.rotation(k * x, k * y, k * z);
    }
}
