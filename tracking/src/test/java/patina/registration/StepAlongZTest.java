package patina.registration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import patina.blocks.ArrayVolume;
import patina.blocks.Progress;
import patina.blocks.Runner;
import patina.blocks.Volume;
import patina.geometry.Affine;
import patina.geometry.Extent;
import patina.geometry.Point;
import patina.geometry.Region;
import patina.geometry.VoxelSize;

/** A scan of which the upper part lies otherwise than the lower, as two scans that were stitched badly. */
class StepAlongZTest {
    private static final int N = 128;
    private static final double UM = 5;
    private static final Extent EXTENT = new Extent(N, N, N);
    private static final Affine CENTRED = Affine.translation(N * UM / 2, N * UM / 2, N * UM / 2);

    @TempDir
    Path scratch;

    private static ScanView scan(Specimen specimen, Affine pose, long seed) {
        return specimen.scan(
                new Specimen.Shot(EXTENT, VoxelSize.cube(UM), pose.then(CENTRED), 4000, 30000, 0.04, seed));
    }

    private static float[] greys(ScanView scan) throws IOException {
        float[] values = new float[N * N * N];
        try (Volume volume = scan.source().open()) {
            volume.read(Region.whole(EXTENT), values, new byte[values.length]);
        }
        return values;
    }

    private Registration register(Specimen before, Specimen after, Affine pose, Point step, int at) throws IOException {
        float[] low = greys(scan(after, pose, 2));
        float[] high = greys(scan(after, pose.then(Affine.translation(step.x(), step.y(), step.z())), 2));
        byte[] valid = new byte[low.length];
        java.util.Arrays.fill(valid, (byte) 1);
        System.arraycopy(high, at * N * N, low, at * N * N, low.length - at * N * N);
        ScanView stitched = new ScanView(ArrayVolume.of(EXTENT, low, valid).source(), EXTENT, VoxelSize.cube(UM));
        try (Runner runner = Runner.named("threads", 2)) {
            Registrar registrar = new Registrar(runner, RegistrationSettings.defaults(), scratch);
            try (Prepared fixed = registrar.prepare(scan(before, Affine.IDENTITY, 1), Progress.NONE);
                    Prepared moving = registrar.prepare(stitched, Progress.NONE)) {
                return registrar.register(fixed, moving, null, Progress.NONE);
            }
        }
    }

    private static boolean tellsAStep(Registration r) {
        return r.notes().stream().anyMatch(note -> note.contains("jumps"));
    }

    @Test
    void aStepIsToldAndTheUncertaintyHoldsIt() throws IOException {
        Specimen specimen = Specimen.of(N * UM, 120, 5, 0.8 * UM);
        Affine pose = Affine.rotation(0.01, -0.01, 0.02);
        Registration whole = register(specimen, specimen, pose, Point.ORIGIN, 72);
        assertTrue(!tellsAStep(whole), () -> whole.notes().toString());
        Point step = new Point(0.5 * UM, -0.3 * UM, 0.2 * UM);
        Registration stitched = register(specimen, specimen, pose, step, 72);
        String told = stitched.notes().stream()
                .filter(note -> note.contains("jumps"))
                .findFirst()
                .orElseThrow(() -> new AssertionError(stitched.toString()));
        double[] numbers = java.util.regex.Pattern.compile("-?[0-9]+(\\.[0-9]+)?")
                .matcher(told)
                .results()
                .mapToDouble(m -> Double.parseDouble(m.group()))
                .toArray();
        assertTrue(numbers[0] > 0.4 * step.length() && numbers[0] < 1.2 * step.length(), told);
        assertEquals(72, numbers[1], 8, told);
        // Half the step is off on one side or the other at the least.
        assertTrue(stitched.treUUm() > 0.5 * step.length(), () -> stitched.treUUm() + " of " + step.length());
        assertTrue(whole.treUUm() < 0.1 * step.length(), () -> whole.treUUm() + " of " + step.length());
    }

    @Test
    void damageIsNoStep() throws IOException {
        Specimen specimen = Specimen.of(N * UM, 120, 6, 0.8 * UM);
        double r = specimen.radiusUm();
        Specimen damaged = specimen.worn(0.1 * r).withPits(new double[] {-r, 0, 0.3 * r, 0.3 * r});
        Registration found = register(specimen, damaged, Affine.rotation(0.02, 0.01, -0.01), Point.ORIGIN, 64);
        assertTrue(!tellsAStep(found), () -> found.notes().toString());
    }
}
