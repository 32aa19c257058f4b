package patina.registration;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import patina.blocks.ArrayVolume;
import patina.blocks.Progress;
import patina.blocks.Runner;
import patina.geometry.Affine;
import patina.geometry.Extent;
import patina.geometry.Point;
import patina.geometry.VoxelSize;

/** Scans of one specimen whose greys mean different things. */
class ChangedContrastTest {
    private static final int N = 80;
    private static final double UM = 5;
    private static final double SIZE = N * UM;
    private static final double AIR = 4000;
    private static final double METAL = 30000;
    private static final Affine CENTRED = Affine.translation(SIZE / 2, SIZE / 2, SIZE / 2);
    private static final Affine POSE =
            Affine.rotation(0.03, -0.02, 0.04).then(Affine.translation(4.3 * UM, -3.1 * UM, 2.6 * UM));
    private static final Specimen SPECIMEN = Specimen.of(SIZE, 80, 3, 0.8 * UM);

    @TempDir
    Path scratch;

    /** Nothing but metal with balls of 4 to 7 voxels' radius, lighter and denser. */
    private static Specimen inside() {
        Random random = new Random(4);
        List<double[]> balls = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            balls.add(new double[] {
                (random.nextDouble() - 0.5) * SIZE,
                (random.nextDouble() - 0.5) * SIZE,
                (random.nextDouble() - 0.5) * SIZE,
                (4 + 3 * random.nextDouble()) * UM,
                i % 2 == 0 ? 0.35 : -0.35
            });
        }
        double far = 10 * SIZE;
        return new Specimen(far, far, far, 0, balls, List.of(), 0, 0.8 * UM);
    }

    private static ScanView scan(Specimen specimen, Affine pose, long seed) {
        return specimen.scan(
                new Specimen.Shot(new Extent(N, N, N), VoxelSize.cube(UM), pose.then(CENTRED), AIR, METAL, 0.02, seed));
    }

    /** The scan with other greys: those of a share of metal minus air. */
    private static ScanView changed(ScanView scan, DoubleUnaryOperator grey) throws IOException {
        ArrayVolume volume = ArrayVolume.copyOf(scan.source());
        for (int z = 0; z < N; z++) {
            float[] plane = volume.values(z);
            for (int i = 0; i < plane.length; i++) {
                plane[i] = (float) (10000 + 20000 * grey.applyAsDouble((plane[i] - AIR) / (METAL - AIR)));
            }
        }
        return new ScanView(volume.source(), scan.extent(), scan.voxelSize());
    }

    /** Rms distance to the truth over the corners of a box in the specimen, in voxels; infinite where it is not trusted. */
    private double error(Specimen specimen, DoubleUnaryOperator fixedGrey, DoubleUnaryOperator movingGrey)
            throws IOException {
        return error(specimen, fixedGrey, movingGrey, true);
    }

    private double error(
            Specimen specimen, DoubleUnaryOperator fixedGrey, DoubleUnaryOperator movingGrey, boolean information)
            throws IOException {
        Affine truth = CENTRED.inverse().then(POSE).then(CENTRED);
        ScanView still = changed(scan(specimen, Affine.IDENTITY, 1), fixedGrey);
        ScanView other = changed(scan(specimen, POSE, 2), movingGrey);
        try (Runner runner = Runner.named("threads", 2)) {
            Registrar registrar = new Registrar(runner, RegistrationSettings.defaults(), scratch);
            try (Prepared fixed = registrar.prepare(still, Progress.NONE)) {
                @Nullable Affine start = null;
                if (information) {
                    ChangedContrast.Found found = ChangedContrast.of(registrar, fixed, other, null, Progress.NONE);
                    other = found.moving();
                    start = found.start();
                }
                try (Prepared moving = registrar.prepare(other, Progress.NONE)) {
                    Registration r = registrar.register(fixed, moving, start, Progress.NONE);
                    double squares = 0;
                    for (Point corner : fixed.cornersUm()) {
                        Point d = r.transform().apply(corner).minus(truth.apply(corner));
                        squares += d.dot(d) / (8 * UM * UM);
                    }
                    return r.trusted() ? Math.sqrt(squares) : Double.POSITIVE_INFINITY;
                } catch (NoOverlap none) {
                    return Double.POSITIVE_INFINITY;
                }
            }
        }
    }

    @Test
    void anInvertedScanIsFound() throws IOException {
        double error = error(SPECIMEN, s -> s, s -> 2 - s);
        assertTrue(error < 0.1, "voxels: " + error);
    }

    @Test
    void greysThatRiseAndFallAreNoHindrance() throws IOException {
        // Metal is brightest; denser inclusions are as dark as lighter ones.
        double error = error(SPECIMEN, s -> s, s -> s < 1 ? s : 2 - s);
        assertTrue(error < 0.05, "voxels: " + error);
    }

    @Test
    void twoKindsThatLookAlikeInOneScanAreFoundByInformationAlone() throws IOException {
        // No air in view; in the fixed scan both kinds of inclusions are brighter than the metal about them.
        DoubleUnaryOperator alike = s -> Math.abs(s - 1);
        Specimen inside = inside();
        double intensity = error(inside, alike, s -> s, false);
        assertTrue(intensity > 1, "voxels: " + intensity);
        double error = error(inside, alike, s -> s, true);
        assertTrue(error < 0.1, "voxels: " + error);
    }
}
