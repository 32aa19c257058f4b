package patina.registration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
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
import patina.geometry.ScanMap;
import patina.geometry.VoxelSize;
import patina.series.Stack;

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

    private static ScanView stitched(Specimen after, Affine pose, Point step, int at) throws IOException {
        float[] low = greys(scan(after, pose, 2));
        float[] high = greys(scan(after, pose.then(Affine.translation(step.x(), step.y(), step.z())), 2));
        byte[] valid = new byte[low.length];
        java.util.Arrays.fill(valid, (byte) 1);
        System.arraycopy(high, at * N * N, low, at * N * N, low.length - at * N * N);
        return new ScanView(ArrayVolume.of(EXTENT, low, valid).source(), EXTENT, VoxelSize.cube(UM));
    }

    /** One map for all, and the pieces. */
    private record Found(Registration asOne, List<Piece> pieces, List<Point> corners) {}

    private Found register(Specimen before, ScanView moved, int threads) throws IOException {
        try (Runner runner = Runner.named("threads", threads)) {
            Registrar registrar = new Registrar(runner, RegistrationSettings.defaults(), scratch);
            try (Prepared fixed = registrar.prepare(scan(before, Affine.IDENTITY, 1), Progress.NONE);
                    Prepared moving = registrar.prepare(moved, Progress.NONE)) {
                Registration found = registrar.register(fixed, moving, null, Progress.NONE);
                Stitched stitched = new Stitched(runner, registrar, fixed, Progress.NONE);
                return new Found(stitched.asOne(moved, found), stitched.parted(moved, found, null), fixed.cornersUm());
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
        Found plain = register(specimen, scan(specimen, pose, 2), 2);
        assertTrue(!tellsAStep(plain.asOne()), () -> plain.asOne().notes().toString());
        assertEquals(1, plain.pieces().size());
        Point step = new Point(0.5 * UM, -0.3 * UM, 0.2 * UM);
        Registration stitched =
                register(specimen, stitched(specimen, pose, step, 72), 2).asOne();
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
        assertTrue(told.contains("\"stacks\": ["), told);
        // One map can at best lie between the two.
        assertTrue(stitched.treUUm() > 0.25 * step.length(), () -> stitched.treUUm() + " of " + step.length());
        assertTrue(
                plain.asOne().treUUm() < 0.1 * step.length(),
                () -> plain.asOne().treUUm() + " of " + step.length());
    }

    /** The map of each stack at its own corners, against the truth, by its own covariance. */
    @Test
    void eachStackGetsAMapThatHoldsTheTruth() throws IOException {
        Specimen specimen = Specimen.of(N * UM, 120, 5, 0.8 * UM);
        Affine pose = Affine.rotation(0.01, -0.01, 0.02);
        Point step = new Point(0.5 * UM, -0.3 * UM, 0.2 * UM);
        Affine lower = CENTRED.inverse().then(pose).then(CENTRED);
        Affine upper = lower.then(Affine.translation(step.x(), step.y(), step.z()));
        Found found = register(specimen, stitched(specimen, pose, step, 72), 2);
        assertEquals(2, found.pieces().size());
        Piece below = found.pieces().get(0);
        Piece above = found.pieces().get(1);
        assertTrue(below.stack().to() >= 69 && below.stack().to() <= 72, below.stack()::toString);
        assertTrue(above.stack().from() >= 72 && above.stack().from() <= 75, above.stack()::toString);
        for (Point corner : found.corners()) {
            for (int k = 0; k < 2; k++) {
                Affine truth = k == 0 ? lower : upper;
                Piece piece = found.pieces().get(k);
                // The box's corner on the stack's side; the other side's is drawn to the seam.
                boolean own = truth.apply(corner).z() < 72 * UM == (k == 0);
                Point p = own ? corner : new Point(corner.x(), corner.y(), 72 * UM);
                double off = piece.transform().apply(p).minus(truth.apply(p)).length();
                double u = piece.registration().uncertaintyUm(p);
                assertTrue(off < 3 * u && off < 0.1 * UM, "stack " + k + ": " + off + ", stated " + u);
            }
        }
        ScanMap map = Piece.map(found.pieces());
        assertEquals(0, map.stackAt(new Point(300, 300, 250)));
        assertEquals(1, map.stackAt(new Point(300, 300, 420)));
        Found alone = register(specimen, stitched(specimen, pose, step, 72), 1);
        for (int k = 0; k < 2; k++) {
            assertEquals(
                    found.pieces().get(k).transform(), alone.pieces().get(k).transform());
            assertEquals(found.pieces().get(k).stack(), alone.pieces().get(k).stack());
        }
    }

    @Test
    void damageIsNoStep() throws IOException {
        Specimen specimen = Specimen.of(N * UM, 120, 6, 0.8 * UM);
        double r = specimen.radiusUm();
        Specimen damaged = specimen.worn(0.1 * r).withPits(new double[] {-r, 0, 0.3 * r, 0.3 * r});
        Found found = register(specimen, scan(damaged, Affine.rotation(0.02, 0.01, -0.01), 2), 2);
        assertTrue(!tellsAStep(found.asOne()), () -> found.asOne().notes().toString());
        assertEquals(1, found.pieces().size());
    }

    /** The seam is where the planes' preference turns, and planes that may be either's belong to neither stack. */
    @Test
    void theSeamIsWherePreferenceTurns() {
        double[] clear = {-9, -10, -11, -10, -9, -10, -11, -10, 10, 9, 11, 10, 9, 11, 10, 10};
        assertEquals(new Stack(48, 48), Stitched.placed(clear, 40));
        double[] faint = {-9, -3, -14, -6, -9, -10, -11, 2, -1, 9, 3, 14, 6, 9, 10, 11};
        Stack wide = java.util.Objects.requireNonNull(Stitched.placed(faint, 40));
        assertTrue(wide.from() <= 47 && wide.to() >= 49, wide::toString);
        assertEquals(null, Stitched.placed(new double[] {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1}, 40));
    }
}
