package patina.registration;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import patina.geometry.Affine;
import patina.geometry.Point;

/**
 * Looks for starts among all rotations and shifts: a fixed set of rotations spread evenly (super-Fibonacci spirals: Alexa,
 * CVPR 2022), and for each the best shift by correlation through the Fourier transform, on cubes of 32 voxels. The same
 * answer every time; one thread.
 */
final class GlobalSearch {
    private static final int N = 32;

    /** The longest edge of either view is this many of the cube's voxels, so that shifts do not wrap round. */
    private static final int FILLED = 20;

    /** Steps of about 18 degrees. */
    private static final int ROTATIONS = 2000;

    private static final double PSI = 1.5337511687552043;

    private final double[] fixedSpectrum = new double[2 * N * N * N];
    private final MemoryVolume moving;
    private final Affine movingToVoxels;
    private final Grey movingGrey;
    private final Point fixedCentre;
    private final Point movingCentre;
    private final double step;
    private final double movingMean;
    private final double fixedNorm;

    /** One place to start from. */
    record Candidate(Affine map, double score) {}

    GlobalSearch(
            MemoryVolume fixed,
            Affine fixedToUm,
            Grey fixedGrey,
            MemoryVolume moving,
            Affine movingToUm,
            Grey movingGrey) {
        this.moving = moving;
        this.movingToVoxels = movingToUm.inverse();
        this.movingGrey = movingGrey;
        this.fixedCentre = centre(fixed, fixedToUm);
        this.movingCentre = centre(moving, movingToUm);
        this.step = Math.max(longest(fixed, fixedToUm), longest(moving, movingToUm)) / FILLED;
        this.movingMean = movingGrey.showsAir() ? 0 : mean(moving, movingGrey);
        double fixedMean = fixedGrey.showsAir() ? 0 : mean(fixed, fixedGrey);
        double norm = 0;
        Affine toVoxels = fixedToUm.inverse();
        for (int at = 0; at < N * N * N; at++) {
            double v = sampleOrZero(fixed, toVoxels, fixedGrey, fixedMean, fixedCentre.plus(offset(at)));
            fixedSpectrum[2 * at] = v;
            norm += v * v;
        }
        this.fixedNorm = Math.sqrt(norm);
        Fourier.transform(fixedSpectrum, N, false);
    }

    /** The best shift for every rotation, best first. */
    List<Candidate> candidates() {
        List<Candidate> found = new ArrayList<>();
        double[] cube = new double[2 * N * N * N];
        for (int i = -1; i + 1 < ROTATIONS; i += 2) {
            Affine a = i < 0 ? Affine.IDENTITY : rotation(i);
            Affine b = rotation(i + 1);
            double normA = rotated(a, cube, 0);
            double normB = rotated(b, cube, 1);
            Fourier.transform(cube, N, false);
            // Two real cubes in one transform: the correlation with the fixed one keeps them apart as real and
            // imaginary.
            for (int at = 0; at < N * N * N; at++) {
                double re = cube[2 * at];
                double im = cube[2 * at + 1];
                double fr = fixedSpectrum[2 * at];
                double fi = fixedSpectrum[2 * at + 1];
                cube[2 * at] = re * fr + im * fi;
                cube[2 * at + 1] = im * fr - re * fi;
            }
            Fourier.transform(cube, N, true);
            found.add(best(a, cube, 0, normA));
            found.add(best(b, cube, 1, normB));
        }
        found.sort(Comparator.comparingDouble((Candidate c) -> -c.score()));
        return found;
    }

    private Candidate best(Affine rotation, double[] correlation, int part, double norm) {
        int top = 0;
        for (int at = 1; at < N * N * N; at++) {
            if (correlation[2 * at + part] > correlation[2 * top + part]) {
                top = at;
            }
        }
        // Correlation at u is the sum over y of F(y) M(y + u).
        Point u = new Point(wrapped(top % N), wrapped(top / N % N), wrapped(top / N / N)).times(step);
        Point m = movingCentre;
        Affine map = Affine.translation(u.x() - fixedCentre.x(), u.y() - fixedCentre.y(), u.z() - fixedCentre.z())
                .then(rotation)
                .then(Affine.translation(m.x(), m.y(), m.z()));
        return new Candidate(map, correlation[2 * top + part] / Math.max(1e-300, norm * fixedNorm));
    }

    private static int wrapped(int i) {
        return i < N / 2 ? i : i - N;
    }

    private double rotated(Affine rotation, double[] cube, int part) {
        double norm = 0;
        for (int at = 0; at < N * N * N; at++) {
            Point p = movingCentre.plus(rotation.apply(offset(at)));
            double v = sampleOrZero(moving, movingToVoxels, movingGrey, movingMean, p);
            cube[2 * at + part] = v;
            norm += v * v;
        }
        return Math.sqrt(norm);
    }

    private Point offset(int at) {
        return new Point(wrapped(at % N) * step, wrapped(at / N % N) * step, wrapped(at / N / N) * step);
    }

    private static Affine rotation(int i) {
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

    private static Point centre(MemoryVolume v, Affine toUm) {
        return toUm.apply(
                0.5 * (v.extent().x() - 1),
                0.5 * (v.extent().y() - 1),
                0.5 * (v.extent().z() - 1));
    }

    private static double longest(MemoryVolume v, Affine toUm) {
        return Math.max(
                v.extent().x() * toUm.m00(),
                Math.max(v.extent().y() * toUm.m11(), v.extent().z() * toUm.m22()));
    }

    private static double mean(MemoryVolume v, Grey grey) {
        double sum = 0;
        long n = 0;
        for (int i = 0; i < v.values().length; i++) {
            if (v.valid()[i] != 0) {
                sum += v.values()[i];
                n++;
            }
        }
        return n == 0 ? 0 : (sum / n - grey.air()) / grey.contrast();
    }

    private static double sampleOrZero(MemoryVolume v, Affine toVoxels, Grey grey, double mean, Point um) {
        double s = sample(v, toVoxels, grey, um);
        return Double.isNaN(s) ? 0 : s - mean;
    }

    /** A view on a coarse lattice that starts at its frame's origin; NaN where nothing was seen. */
    private record Lattice(double[] values, int nx, int ny, int nz) {
        static Lattice of(MemoryVolume v, Affine toUm, Grey grey, double step) {
            int nx = (int) Math.ceil(v.extent().x() * toUm.m00() / step);
            int ny = (int) Math.ceil(v.extent().y() * toUm.m11() / step);
            int nz = (int) Math.ceil(v.extent().z() * toUm.m22() / step);
            Affine toVoxels = toUm.inverse();
            double[] values = new double[nx * ny * nz];
            for (int at = 0; at < values.length; at++) {
                values[at] = sample(
                        v,
                        toVoxels,
                        grey,
                        new Point((at % nx + 0.5) * step, (at / nx % ny + 0.5) * step, (at / nx / ny + 0.5) * step));
            }
            return new Lattice(values, nx, ny, nz);
        }
    }

    /**
     * The best shifts without rotation, best first, by correlation over what both views saw: for views that show other parts
     * of the specimen.
     */
    static List<Candidate> shifts(
            MemoryVolume fixed,
            Affine fixedToUm,
            Grey fixedGrey,
            MemoryVolume moving,
            Affine movingToUm,
            Grey movingGrey) {
        double step = Math.max(longest(fixed, fixedToUm), longest(moving, movingToUm)) / SHIFT_FILLED;
        Lattice f = Lattice.of(fixed, fixedToUm, fixedGrey, step);
        Lattice m = Lattice.of(moving, movingToUm, movingGrey, step);
        int sx = f.nx + m.nx - 1;
        int sy = f.ny + m.ny - 1;
        int sz = f.nz + m.nz - 1;
        double[] scores = new double[sx * sy * sz];
        for (int at = 0; at < scores.length; at++) {
            scores[at] = correlation(f, m, at % sx - f.nx + 1, at / sx % sy - f.ny + 1, at / sx / sy - f.nz + 1);
        }
        List<Candidate> found = new ArrayList<>();
        for (int at = 0; at < scores.length; at++) {
            int x = at % sx;
            int y = at / sx % sy;
            int z = at / sx / sy;
            boolean top = scores[at] > 0;
            for (int c = 0; c < 27 && top; c++) {
                int i = x + c % 3 - 1;
                int j = y + c / 3 % 3 - 1;
                int k = z + c / 9 - 1;
                top = i < 0
                        || j < 0
                        || k < 0
                        || i >= sx
                        || j >= sy
                        || k >= sz
                        || scores[(k * sy + j) * sx + i] <= scores[at];
            }
            if (top) {
                double px = x - f.nx + 1 + peak(scores, at, 1, x, sx);
                double py = y - f.ny + 1 + peak(scores, at, sx, y, sy);
                double pz = z - f.nz + 1 + peak(scores, at, sx * sy, z, sz);
                found.add(new Candidate(Affine.translation(px * step, py * step, pz * step), scores[at]));
            }
        }
        found.sort(Comparator.comparingDouble((Candidate c) -> -c.score()));
        return found;
    }

    /** Where between its neighbours the top of a parabola through them lies, -0.5 to 0.5. */
    private static double peak(double[] scores, int at, int stride, int i, int n) {
        if (i == 0 || i == n - 1 || scores[at - stride] < 0 || scores[at + stride] < 0) {
            return 0;
        }
        double below = scores[at - stride];
        double above = scores[at + stride];
        double bend = 2 * scores[at] - below - above;
        return bend <= 0 ? 0 : Math.max(-0.5, Math.min(0.5, 0.5 * (above - below) / bend));
    }

    private static final int SHIFT_FILLED = 16;

    /** The correlation over what both saw under a shift of fixed to moving, less where that is under half of a view. */
    private static double correlation(Lattice f, Lattice m, int dx, int dy, int dz) {
        double n = 0;
        double sf = 0;
        double sm = 0;
        double ff = 0;
        double mm = 0;
        double fm = 0;
        for (int k = Math.max(0, -dz); k < Math.min(f.nz, m.nz - dz); k++) {
            for (int j = Math.max(0, -dy); j < Math.min(f.ny, m.ny - dy); j++) {
                for (int i = Math.max(0, -dx); i < Math.min(f.nx, m.nx - dx); i++) {
                    double a = f.values[(k * f.ny + j) * f.nx + i];
                    double b = m.values[((k + dz) * m.ny + j + dy) * m.nx + i + dx];
                    if (Double.isNaN(a) || Double.isNaN(b)) {
                        continue;
                    }
                    n++;
                    sf += a;
                    sm += b;
                    ff += a * a;
                    mm += b * b;
                    fm += a * b;
                }
            }
        }
        double share = n / Math.min(f.values.length, m.values.length);
        double vf = ff - sf * sf / Math.max(1, n);
        double vm = mm - sm * sm / Math.max(1, n);
        if (share < 0.05 || vf < 1e-6 * n || vm < 1e-6 * n) {
            return -1;
        }
        return (fm - sf * sm / n) / Math.sqrt(vf * vm) * Math.min(1, Math.sqrt(2 * share));
    }

    /** Trilinear, as a share of metal minus air; NaN where nothing was seen. */
    private static double sample(MemoryVolume v, Affine toVoxels, Grey grey, Point um) {
        Point p = toVoxels.apply(um);
        int nx = (int) v.extent().x();
        int ny = (int) v.extent().y();
        int x = (int) Math.floor(p.x());
        int y = (int) Math.floor(p.y());
        int z = (int) Math.floor(p.z());
        if (x < 0
                || y < 0
                || z < 0
                || x + 1 >= nx
                || y + 1 >= ny
                || z + 1 >= v.extent().z()) {
            return Double.NaN;
        }
        double value = 0;
        double weight = 0;
        for (int c = 0; c < 8; c++) {
            int i = x + (c & 1);
            int j = y + (c >> 1 & 1);
            int k = z + (c >> 2);
            int at = (k * ny + j) * nx + i;
            if (v.valid()[at] != 0) {
                double w = (1 - Math.abs(p.x() - i)) * (1 - Math.abs(p.y() - j)) * (1 - Math.abs(p.z() - k));
                value += w * v.values()[at];
                weight += w;
            }
        }
        return weight < 0.5 ? Double.NaN : (value / weight - grey.air()) / grey.contrast();
    }
}
