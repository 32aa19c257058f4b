package patina.registration.local;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import patina.blocks.Progress;
import patina.blocks.Runner;
import patina.geometry.Affine;
import patina.geometry.Point;
import patina.registration.Prepared;
import patina.registration.Registrar;
import patina.registration.RegistrationSettings;

/**
 * Local registration against a known displacement: LocalBench [SIZE] [RADIUS] [BLUR] [THREADS] [REPEATS].
 *
 * <p>Prints for each field the rms error, the Cramer-Rao bound sqrt(2) noise / (gradient sqrt(voxels)), the stated
 * uncertainty over the scatter, the points per second with both scans' preparation, and the machine's scalar triad rate.
 */
final class LocalBench {
    private LocalBench() {}

    public static void main(String[] args) throws Exception {
        int size = args.length > 0 ? Integer.parseInt(args[0]) : 160;
        int radius = args.length > 1 ? Integer.parseInt(args[1]) : 12;
        double blur = args.length > 2
                ? Double.parseDouble(args[2])
                : LocalSettings.defaults().blurVoxels();
        int threads = args.length > 3 ? Integer.parseInt(args[3]) : 2;
        int repeats = args.length > 4 ? Integer.parseInt(args[4]) : 1;
        LocalSettings d = LocalSettings.defaults();
        LocalSettings settings = new LocalSettings(
                d.spacingVoxels(),
                radius,
                blur,
                d.leastWeight(),
                d.leastCorrelation(),
                d.worstVoxels(),
                d.strainReach(),
                d.mostPasses());
        System.out.printf(Locale.ROOT, "scalar triad %.2f GB/s%n", triad());
        double half = (size - 1) / 2.0;
        double period = 0.8 * size;
        String[] names = {"still", "shift 0.3", "shift 0.6", "strain 0.6 %", "sine 0.3", "all three"};
        Texture.Displacement[] fields = {
            (x, y, z) -> new Point(0, 0, 0),
            (x, y, z) -> new Point(0.3, -0.3, 0.3),
            (x, y, z) -> new Point(0.6, 0.6, -0.6),
            (x, y, z) -> new Point(0.006 * (x - half), -0.002 * (y - half), 0),
            (x, y, z) -> new Point(0.3 * Math.sin(2 * Math.PI * x / period), 0, 0),
            (x, y, z) ->
                    new Point(0.6 + 0.006 * (x - half), 0.3 * Math.sin(2 * Math.PI * y / period), -0.002 * (z - half))
        };
        Texture texture = Texture.of(size, 11);
        float[] clean = texture.values(fields[0]);
        double noise = Texture.deviation(clean) * 2.5 / 9.4;
        double bound = Math.sqrt(2) * noise / (texture.gradient(clean) * Math.sqrt(Math.pow(2.0 * radius + 1, 3)));
        Path scratch = Files.createTempDirectory("local");
        try (Runner runner = Runner.named("threads", threads)) {
            for (int t = 0; t < names.length; t++) {
                float[] moved = texture.values(fields[t]);
                for (int r = 0; r < repeats; r++) {
                    long start = System.nanoTime();
                    Registrar registrar = new Registrar(runner, RegistrationSettings.defaults(), scratch);
                    LocalField found;
                    try (Prepared fixed = registrar.prepare(
                                    texture.scan(Texture.noisy(clean, noise, 2 * r + 1)), Progress.NONE);
                            Prepared moving = registrar.prepare(
                                    texture.scan(Texture.noisy(moved, noise, 2 * r + 2)), Progress.NONE)) {
                        found = new LocalRegistration(runner, settings)
                                .register(fixed, moving, Texture.known(Affine.IDENTITY), null, Progress.NONE);
                    }
                    double seconds = (System.nanoTime() - start) * 1e-9;
                    print(names[t], found, fields[t], bound, seconds, radius, size);
                }
            }
        }
    }

    private static void print(
            String name, LocalField f, Texture.Displacement truth, double bound, double seconds, int radius, int size) {
        double[] squares = new double[3];
        double stated = 0;
        int n = 0;
        double h = f.voxelSize().xUm();
        for (int p = 0; p < f.state().length; p++) {
            Point at = f.placeUm(p).times(1 / h);
            double inside = Math.min(
                    Math.min(at.x(), Math.min(at.y(), at.z())), size - 1 - Math.max(at.x(), Math.max(at.y(), at.z())));
            if (f.state()[p] != LocalField.GOOD || inside < radius + 2) {
                continue;
            }
            Point u = truth.at(at.x(), at.y(), at.z());
            double[] wanted = {u.x(), u.y(), u.z()};
            for (int c = 0; c < 3; c++) {
                double e = f.displacementUm()[c][p] / h - wanted[c];
                squares[c] += e * e;
                stated += Math.pow(f.uncertaintyUm()[c][p] / h, 2);
            }
            n++;
        }
        double rms = Math.sqrt((squares[0] + squares[1] + squares[2]) / (3.0 * n));
        System.out.printf(
                Locale.ROOT,
                "%-13s rms %.5f voxel (x %.5f y %.5f z %.5f), bound %.5f, rms/bound %.3f, stated/rms %.3f, %d whole points,"
                        + " %d of %d found, %.2f s, %.0f points/s%n",
                name,
                rms,
                Math.sqrt(squares[0] / n),
                Math.sqrt(squares[1] / n),
                Math.sqrt(squares[2] / n),
                bound,
                rms / bound,
                Math.sqrt(stated / (3.0 * n)) / rms,
                n,
                f.count(LocalField.GOOD),
                f.state().length,
                seconds,
                f.count(LocalField.GOOD) / seconds);
    }

    /** a[i] = b[i] + 3 c[i] over arrays beyond the caches, one thread, best of five. */
    private static double triad() {
        int n = 8_000_000;
        double[] a = new double[n];
        double[] b = new double[n];
        double[] c = new double[n];
        java.util.Arrays.fill(b, 1);
        java.util.Arrays.fill(c, 2);
        double best = Double.MAX_VALUE;
        for (int r = 0; r < 5; r++) {
            long start = System.nanoTime();
            for (int i = 0; i < n; i++) {
                a[i] = b[i] + 3 * c[i];
            }
            best = Math.min(best, (System.nanoTime() - start) * 1e-9);
        }
        return a[n / 2] > 0 ? 24e-9 * n / best : 0;
    }
}
