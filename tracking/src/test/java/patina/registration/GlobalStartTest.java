package patina.registration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import patina.blocks.Progress;
import patina.blocks.Runner;
import patina.geometry.Affine;
import patina.geometry.Extent;
import patina.geometry.Point;
import patina.geometry.VoxelSize;

/**
 * Rotations by 0 to 180 degrees about random axes with shifts of up to a third of the volume, without a start: every other
 * specimen is a plain cylinder that only its inclusions tell from its turned self.
 *
 * <p>Also a program: GlobalStartTest SIZE CASES [FIRST SEED].
 */
class GlobalStartTest {
    @TempDir
    Path scratch;

    /** @param refused nothing found, or found and called not to be trusted */
    private record Count(int right, int refused, int silentlyWrong) {}

    public static void main(String[] args) throws Exception {
        int first = args.length > 2 ? Integer.parseInt(args[2]) : 0;
        System.out.println(
                count(Integer.parseInt(args[0]), Integer.parseInt(args[1]), first, Files.createTempDirectory("start")));
    }

    private static Count count(int n, int cases, int first, Path scratch) throws Exception {
        int right = 0;
        int refused = 0;
        int wrong = 0;
        try (Runner runner = Runner.named("threads", 2)) {
            Registrar registrar = new Registrar(runner, RegistrationSettings.defaults(), scratch);
            for (int seed = first; seed < first + cases; seed++) {
                double um = 5;
                double size = n * um;
                Specimen specimen = Specimen.of(size, 120, seed, 0.8 * um);
                if (seed % 2 == 1) {
                    specimen = specimen.round();
                }
                Random random = new Random(new SplittableRandom(seed + 1_000).nextLong());
                Point axis = direction(random).times(Math.PI * random.nextDouble());
                Point shift = direction(random).times(size / 3 * random.nextDouble());
                Extent e = new Extent(n, n, n);
                Affine centred = Affine.translation(size / 2, size / 2, size / 2);
                Affine turn = Affine.rotation(axis.x(), axis.y(), axis.z())
                        .then(Affine.translation(shift.x(), shift.y(), shift.z()));
                Affine truth = centred.inverse().then(turn).then(centred);
                ScanView a =
                        specimen.scan(new Specimen.Shot(e, VoxelSize.cube(um), centred, 4000, 30000, 0.04, 2L * seed));
                ScanView b = specimen.scan(
                        new Specimen.Shot(e, VoxelSize.cube(um), turn.then(centred), 4500, 31500, 0.04, 2L * seed + 1));
                String said;
                try (Prepared fixed = registrar.prepare(a, Progress.NONE);
                        Prepared moving = registrar.prepare(b, Progress.NONE)) {
                    Registration r = registrar.register(fixed, moving, null, Progress.NONE);
                    double off = fixed.rmsUm(r.transform().then(truth.inverse())) / um;
                    boolean near = off < 0.25;
                    right += near && r.trusted() ? 1 : 0;
                    refused += r.trusted() ? 0 : 1;
                    wrong += !near && r.trusted() ? 1 : 0;
                    said = String.format(Locale.ROOT, "%.3f voxel off, quality %.3f", off, r.quality());
                } catch (NoOverlap none) {
                    refused++;
                    said = "no overlap found";
                }
                System.out.printf(
                        Locale.ROOT,
                        "seed %d, %d degrees, shift %.2f of the volume: %s%n",
                        seed,
                        Math.round(Math.toDegrees(axis.length())),
                        shift.length() / size,
                        said);
            }
        }
        return new Count(right, refused, wrong);
    }

    private static Point direction(Random random) {
        return new Point(random.nextGaussian(), random.nextGaussian(), random.nextGaussian()).unit();
    }

    @Test
    void turnedAndShiftedScansAreFoundOrRefused() throws Exception {
        Count count = count(64, 2, 0, scratch);
        assertEquals(0, count.silentlyWrong());
    }

    @Test
    @Tag("long")
    void ofAHundredTurnedAndShiftedScansNearlyAllAreFoundAndNoneIsSilentlyWrong() throws Exception {
        Count count = count(64, 100, 0, scratch);
        assertEquals(0, count.silentlyWrong());
        assertTrue(count.right() >= 98, count.toString());
    }
}
