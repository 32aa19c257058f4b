package patina.registration;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;
import patina.blocks.Progress;
import patina.blocks.Runner;
import patina.geometry.Affine;
import patina.geometry.Extent;
import patina.geometry.Point;
import patina.geometry.VoxelSize;

/** Prints how near registration comes to the truth: Trial SIZE SEEDS KIND [rotation degrees] [shift voxels]. */
final class Trial {
    private Trial() {}

    public static void main(String[] args) throws Exception {
        int n = Integer.parseInt(args[0]);
        int seeds = Integer.parseInt(args[1]);
        String kind = args[2];
        double degrees = args.length > 3 ? Double.parseDouble(args[3]) : 3;
        double shift = args.length > 4 ? Double.parseDouble(args[4]) : 6;
        Path scratch = Files.createTempDirectory("trial");
        try (Runner runner = Runner.named("threads", 2)) {
            Registrar registrar = new Registrar(runner, RegistrationSettings.defaults(), scratch);
            double[] z = new double[22];
            for (int seed = 0; seed < seeds; seed++) {
                double um = 5;
                double size = n * um;
                Specimen whole = Specimen.of(size, 120, kind.contains("same") ? 0 : seed, 0.8 * um);
                Specimen later = damaged(whole, kind, um);
                Random random = new Random((kind.contains("same") ? 0 : seed) + 77);
                double drift = kind.contains("drift") ? 1.001 : 1;
                double noise = kind.contains("quiet") ? 0 : kind.contains("half") ? 0.02 : 0.04;
                Extent e = new Extent(n, n, n);
                Affine centred = Affine.translation(size / 2, size / 2, size / 2);
                Point axis = new Point(random.nextGaussian(), random.nextGaussian(), random.nextGaussian())
                        .unit()
                        .times(Math.toRadians(degrees) * random.nextDouble());
                Affine turn = (kind.contains("any")
                                ? Affine.rotation(axis.x(), axis.y(), axis.z())
                                : Affine.rotation(
                                        unit(random) * Math.toRadians(degrees) / 1.7,
                                        unit(random) * Math.toRadians(degrees) / 1.7,
                                        unit(random) * Math.toRadians(degrees) / 1.7))
                        .then(Affine.scaling(drift, drift, drift))
                        .then(Affine.translation(
                                shift * um * unit(random), shift * um * unit(random), shift * um * unit(random)));
                ScanView a = whole.scan(new Specimen.Shot(e, VoxelSize.cube(um), centred, 4000, 30000, noise, seed));
                ScanView b = later.scan(
                        new Specimen.Shot(e, VoxelSize.cube(um), turn.then(centred), 4500, 31500, noise, seed + 5000));
                Affine truth = centred.inverse().then(turn).then(centred);
                long burnt = processorTime();
                long cpu = System.nanoTime();
                try (Prepared fixed = registrar.prepare(a, Progress.NONE);
                        Prepared moving = registrar.prepare(b, Progress.NONE)) {
                    long mid = System.nanoTime();
                    Registration r = registrar.register(fixed, moving, null, Progress.NONE);
                    long end = System.nanoTime();
                    double squares = 0;
                    for (Point p : fixed.solid().points()) {
                        Point d = r.transform().apply(p).minus(truth.apply(p));
                        squares += d.dot(d);
                    }
                    System.out.printf(
                            Locale.ROOT,
                            "%s seed %d: error %.4f voxel, stated %.4f, %s scale %+.6f (u %.6f), q %.3f, trimmed %.3f,"
                                    + " residual %.4f, gain %.4f, prepare %.2f s, register %.2f s, processor %.2f s, %d steps%n",
                            kind,
                            seed,
                            Math.sqrt(squares / fixed.solid().points().size()) / um,
                            r.treUUm() / um,
                            r.model(),
                            r.scaleDrift(),
                            Math.sqrt(r.covariance()[48]),
                            r.quality(),
                            r.trimmedFraction(),
                            r.residual(),
                            r.gain(),
                            (mid - cpu) * 1e-9,
                            (end - mid) * 1e-9,
                            (processorTime() - burnt) * 1e-9,
                            r.iterations().size());
                    tally(r, truth, z);
                    if (seed == 0 && args.length > 5) {
                        r.iterations().forEach(i -> System.out.println("   " + i));
                        r.notes().forEach(s -> System.out.println("   " + s));
                    }
                }
            }
        }
    }

    /** z holds, for the seven parameters, the squared errors over their variances; the errors; the variances; the count. */
    private static void tally(Registration r, Affine truth, double[] z) {
        Affine e = r.transform().then(truth.inverse());
        Point c = r.centreUm();
        Point t = e.apply(c).minus(c);
        double s = Math.cbrt(e.determinant());
        double[] error = {
            (e.m21() - e.m12()) / 2, (e.m02() - e.m20()) / 2, (e.m10() - e.m01()) / 2, t.x(), t.y(), t.z(), s - 1
        };
        z[21]++;
        for (int i = 0; i < 7; i++) {
            z[i] += error[i] * error[i] / r.covariance()[8 * i];
            z[7 + i] += error[i];
            z[14 + i] += error[i] / Math.sqrt(r.covariance()[8 * i]);
        }
        System.out.printf(Locale.ROOT, "   error over stated, rms so far:");
        for (int i = 0; i < 7; i++) {
            System.out.printf(Locale.ROOT, " %.2f", Math.sqrt(z[i] / z[21]));
        }
        System.out.printf(Locale.ROOT, "; mean:");
        for (int i = 0; i < 7; i++) {
            System.out.printf(Locale.ROOT, " %.2f", z[14 + i] / z[21]);
        }
        System.out.println();
    }

    private static long processorTime() {
        return ((com.sun.management.OperatingSystemMXBean)
                        java.lang.management.ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    private static double unit(Random random) {
        return 2 * random.nextDouble() - 1;
    }

    private static Specimen damaged(Specimen s, String kind, double um) {
        Specimen result = s;
        if (kind.contains("pits")) {
            double r = s.radiusUm();
            result = result.withPits(
                    new double[] {-r, 0, 0, 0.25 * r},
                    new double[] {0, -r, 0.5 * r, 0.3 * r},
                    new double[] {-0.7 * r, 0.6 * r, -0.4 * r, 0.2 * r});
        }
        if (kind.contains("worn")) {
            result = result.worn(0.12 * s.radiusUm());
        }
        if (kind.contains("thin")) {
            result = result.thinned(0.5 * um);
        }
        return result;
    }
}
