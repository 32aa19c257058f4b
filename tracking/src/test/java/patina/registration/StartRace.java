package patina.registration;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;
import java.util.SplittableRandom;
import patina.blocks.Progress;
import patina.blocks.Runner;
import patina.geometry.Affine;
import patina.geometry.Extent;
import patina.geometry.Point;
import patina.geometry.VoxelSize;

/** How often the pose of bodies that were turned anyhow and shifted is found without a start. */
final class StartRace {
    static final double UM = 5;
    private static final double NOISE = 0.04;

    private StartRace() {}

    /** What the two scans of a seed show. */
    interface Bodies {
        Pair of(int seed, Random random);
    }

    /** @param reach the longest shift, as a share of the volume's edge */
    record Pair(Specimen.Form before, Specimen.Form after, double reach) {}

    /** @param refused nothing found, found and called not to be trusted, or found with a note that another place fits as well */
    record Count(int right, int refused, int silentlyWrong) {}

    /**
     * Registers a pair for each seed and prints what became of it.
     *
     * @param n voxels along an edge
     * @param near so many voxels off, rms over the specimen, is right
     */
    static Count count(int n, int first, int cases, double near, Path scratch, Bodies bodies) throws Exception {
        int right = 0;
        int refused = 0;
        int wrong = 0;
        double size = n * UM;
        Extent e = new Extent(n, n, n);
        VoxelSize voxel = VoxelSize.cube(UM);
        Affine centred = Affine.translation(size / 2, size / 2, size / 2);
        try (Runner runner = Runner.named("threads", 2)) {
            Registrar registrar = new Registrar(runner, RegistrationSettings.defaults(), scratch);
            for (int seed = first; seed < first + cases; seed++) {
                Random random = new Random(new SplittableRandom(seed + 4_000).nextLong());
                Pair pair = bodies.of(seed, random);
                Point axis = direction(random).times(Math.PI * random.nextDouble());
                Point shift = direction(random).times(pair.reach() * size * random.nextDouble());
                Affine turn = Affine.rotation(axis.x(), axis.y(), axis.z())
                        .then(Affine.translation(shift.x(), shift.y(), shift.z()));
                Affine truth = centred.inverse().then(turn).then(centred);
                ScanView a = Specimen.scan(
                        pair.before(), new Specimen.Shot(e, voxel, centred, 4000, 30000, NOISE, 2L * seed));
                ScanView b = Specimen.scan(
                        pair.after(),
                        new Specimen.Shot(e, voxel, turn.then(centred), 4500, 31500, NOISE, 2L * seed + 1));
                String line;
                try (Prepared fixed = registrar.prepare(a, Progress.NONE);
                        Prepared moving = registrar.prepare(b, Progress.NONE)) {
                    Registration r = registrar.register(fixed, moving, null, Progress.NONE);
                    double off = fixed.rmsUm(r.transform().then(truth.inverse())) / UM;
                    boolean isNear = off < near;
                    boolean said = !r.trusted() || r.notes().stream().anyMatch(s -> s.startsWith("Another place"));
                    right += isNear && !said ? 1 : 0;
                    refused += said ? 1 : 0;
                    wrong += isNear || said ? 0 : 1;
                    line = String.format(
                            Locale.ROOT,
                            "%.3f voxel off, stated %.3f, quality %.4f%s%s",
                            off,
                            r.treUUm() / UM,
                            r.quality(),
                            isNear ? "" : " wrong",
                            said ? ", said to be unsure" : "");
                } catch (NoOverlap none) {
                    refused++;
                    line = "no overlap found";
                }
                System.out.printf(
                        Locale.ROOT,
                        "seed %d, %d degrees, shift %.2f of the volume: %s%n",
                        seed,
                        Math.round(Math.toDegrees(axis.length())),
                        shift.length() / size,
                        line);
            }
        }
        return new Count(right, refused, wrong);
    }

    /** Any direction, each as likely as another. */
    static Point direction(Random random) {
        return new Point(random.nextGaussian(), random.nextGaussian(), random.nextGaussian()).unit();
    }
}
