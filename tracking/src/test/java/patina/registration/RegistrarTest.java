package patina.registration;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import patina.blocks.Progress;
import patina.blocks.Runner;
import patina.geometry.Affine;
import patina.geometry.Extent;
import patina.geometry.Point;
import patina.geometry.VoxelSize;

/** What registration finds on specimens whose pose is known by formula. */
final class RegistrarTest {
    private static final int N = 96;
    private static final double UM = 5;
    private static final double SIZE = N * UM;
    private static final Affine CENTRED = Affine.translation(SIZE / 2, SIZE / 2, SIZE / 2);
    private static final Affine TURN =
            Affine.rotation(0.02, -0.015, 0.03).then(Affine.translation(3.3 * UM, -2.1 * UM, 4.6 * UM));

    @TempDir
    Path scratch;

    private static ScanView scan(Specimen specimen, Affine pose, double noise, long seed) {
        return specimen.scan(new Specimen.Shot(
                new Extent(N, N, N), VoxelSize.cube(UM), pose.then(CENTRED), 4000, 30000, noise, seed));
    }

    private static Affine truth(Affine pose) {
        return CENTRED.inverse().then(pose).then(CENTRED);
    }

    private Registration register(Runner runner, ScanView a, ScanView b) throws IOException {
        Registrar registrar = new Registrar(runner, RegistrationSettings.defaults(), scratch);
        try (Prepared fixed = registrar.prepare(a, Progress.NONE);
                Prepared moving = registrar.prepare(b, Progress.NONE)) {
            return registrar.register(fixed, moving, null, Progress.NONE);
        }
    }

    private Registration register(ScanView a, ScanView b) throws IOException {
        try (Runner runner = Runner.named("threads", 2)) {
            return register(runner, a, b);
        }
    }

    /** Rms distance between two maps over a ball that fills the specimen, in voxels. */
    private static double errorVoxels(Affine found, Affine truth) {
        double r = 0.35 * SIZE;
        double squares = 0;
        int count = 0;
        for (int c = 0; c < 8; c++) {
            Point p = new Point(
                    SIZE / 2 + ((c & 1) == 0 ? -r : r) * 0.6,
                    SIZE / 2 + ((c & 2) == 0 ? -r : r) * 0.6,
                    SIZE / 2 + ((c & 4) == 0 ? -r : r) * 0.6);
            Point d = found.apply(p).minus(truth.apply(p));
            squares += d.dot(d);
            count++;
        }
        return Math.sqrt(squares / count) / UM;
    }

    @Test
    void findsThatNothingMoved() throws IOException {
        Specimen specimen = Specimen.of(SIZE, 80, 1, 0.8 * UM);
        Registration r = register(scan(specimen, Affine.IDENTITY, 0.04, 1), scan(specimen, Affine.IDENTITY, 0.04, 2));
        assertTrue(errorVoxels(r.transform(), Affine.IDENTITY) < 0.03, () -> r.toString());
        assertTrue(r.trusted());
    }

    @Test
    void recoversARotationAndAShift() throws IOException {
        Specimen specimen = Specimen.of(SIZE, 80, 2, 0.8 * UM);
        Registration r = register(scan(specimen, Affine.IDENTITY, 0.04, 3), scan(specimen, TURN, 0.04, 4));
        assertTrue(errorVoxels(r.transform(), truth(TURN)) < 0.03, () -> r.toString());
    }

    @Test
    void isNotPulledByWearAndPits() throws IOException {
        Specimen specimen = Specimen.of(SIZE, 80, 3, 0.8 * UM);
        double radius = specimen.radiusUm();
        Specimen damaged = specimen.worn(0.12 * radius).withPits(new double[] {-radius, 0, 0, 0.25 * radius});
        Registration r = register(scan(specimen, Affine.IDENTITY, 0.04, 5), scan(damaged, TURN, 0.04, 6));
        assertTrue(errorVoxels(r.transform(), truth(TURN)) < 0.04, () -> r.toString());
        assertTrue(r.trimmedFraction() > 0.05 && r.trimmedFraction() < 0.5, () -> r.toString());
    }

    @Test
    void givesTheSameBitsForAnyNumberOfThreads() throws IOException {
        Specimen specimen = Specimen.of(SIZE, 80, 4, 0.8 * UM);
        ScanView a = scan(specimen, Affine.IDENTITY, 0.04, 7);
        ScanView b = scan(specimen, TURN, 0.04, 8);
        Registration two = register(a, b);
        Registration one = register(Runner.sequential(), a, b);
        assertEquals(one.transform(), two.transform());
        assertArrayEquals(one.covariance(), two.covariance());
        assertEquals(one.iterations(), two.iterations());
    }

    @Test
    void saysHowFarApartTwoViewsLie() throws IOException {
        Specimen specimen = Specimen.of(SIZE, 10, 5, 0.8 * UM);
        ScanView a = scan(specimen, Affine.IDENTITY, 0, 9);
        Registrar registrar = new Registrar(Runner.sequential(), RegistrationSettings.defaults(), scratch);
        try (Prepared fixed = registrar.prepare(a, Progress.NONE)) {
            NoOverlap failure = assertThrows(
                    NoOverlap.class,
                    () -> registrar.register(
                            fixed, fixed, Affine.translation(3200 + (N - 1) * UM, 0, 0), Progress.NONE));
            assertEquals(
                    "Scan 7 of 'run-3' shares no volume with the reference scan (nearest faces 3.2 mm apart). Check its"
                            + " file, or give it a start transform in series.json.",
                    failure.naming("Scan 7 of 'run-3'"));
        }
    }
}
