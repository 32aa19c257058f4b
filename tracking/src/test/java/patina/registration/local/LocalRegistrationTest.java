package patina.registration.local;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import patina.blocks.ArrayVolume;
import patina.blocks.Progress;
import patina.blocks.Runner;
import patina.blocks.Source;
import patina.geometry.Affine;
import patina.geometry.Extent;
import patina.geometry.Point;
import patina.geometry.VoxelSize;
import patina.phantom.Texture;
import patina.registration.Prepared;
import patina.registration.Registrar;
import patina.registration.Registration;
import patina.registration.RegistrationSettings;
import patina.registration.ScanView;

class LocalRegistrationTest {
    private static final int SIZE = 64;
    private static final double NOISE = 2.5 / 9.4;
    private static final Texture.Displacement STILL = (x, y, z) -> new double[] {0, 0, 0};
    private static final Texture TEXTURE = Texture.of(SIZE, 5);
    private static float[] clean = new float[0];
    private static double deviation;

    @BeforeAll
    static void draw() {
        clean = TEXTURE.values(STILL);
        deviation = Texture.deviation(clean);
    }

    @TempDir
    Path scratch;

    private interface Use<R> {
        R of(LocalRegistration local, Prepared fixed, Prepared moving) throws Exception;
    }

    private <R> R with(Texture.Displacement u, int threads, int blockX, int blockYZ, LocalSettings settings, Use<R> use)
            throws Exception {
        try (Runner runner = Runner.named("threads", threads)) {
            Registrar registrar = new Registrar(runner, RegistrationSettings.defaults(), scratch);
            float[] moved = u == STILL ? clean : TEXTURE.values(u);
            try (Prepared fixed = registrar.prepare(scan(Texture.noisy(clean, NOISE * deviation, 1)), Progress.NONE);
                    Prepared moving =
                            registrar.prepare(scan(Texture.noisy(moved, NOISE * deviation, 2)), Progress.NONE)) {
                return use.of(new LocalRegistration(runner, settings, blockX, blockYZ), fixed, moving);
            }
        }
    }

    private static LocalSettings settings(int radius) {
        return LocalSettings.defaults().withSubsets(LocalSettings.defaults().spacingVoxels(), radius);
    }

    private static ScanView scan(float[] values) {
        Extent e = new Extent(SIZE, SIZE, SIZE);
        return new ScanView(ArrayVolume.of(e, values).source(), e, VoxelSize.cube(2));
    }

    private LocalField field(Texture.Displacement u, int threads, int blockX, int blockYZ, @Nullable Source mask)
            throws Exception {
        return with(
                u,
                threads,
                blockX,
                blockYZ,
                settings(10),
                (local, fixed, moving) ->
                        local.register(fixed, moving, Registration.known(Affine.IDENTITY), mask, Progress.NONE));
    }

    /** Rms error of the points whose subsets lie wholly inside, in voxels, and the stated uncertainty's rms. */
    private static double[] errors(LocalField f, Texture.Displacement truth) {
        double squares = 0;
        double stated = 0;
        int n = 0;
        for (int p = 0; p < f.state().length; p++) {
            Point at = f.placeUm(p).times(0.5);
            double inside = Math.min(
                    Math.min(at.x(), Math.min(at.y(), at.z())), SIZE - 1 - Math.max(at.x(), Math.max(at.y(), at.z())));
            if (inside < 12) {
                continue;
            }
            assertEquals(LocalField.GOOD, f.state()[p]);
            double[] wanted = truth.at(at.x(), at.y(), at.z());
            for (int c = 0; c < 3; c++) {
                squares += Math.pow(f.displacementUm()[c][p] / 2 - wanted[c], 2);
                stated += Math.pow(f.uncertaintyUm()[c][p] / 2, 2);
                n++;
            }
        }
        assertTrue(n >= 3 * 100, "points: " + n / 3);
        return new double[] {Math.sqrt(squares / n), Math.sqrt(stated / n)};
    }

    private static double bound(int radius) {
        return Math.sqrt(2) * NOISE * deviation / (TEXTURE.gradient(clean) * Math.sqrt(Math.pow(2.0 * radius + 1, 3)));
    }

    @Test
    void aShiftIsFoundToTheCramerRaoBoundAndItsUncertaintyIsTheScatter() throws Exception {
        Texture.Displacement shift = (x, y, z) -> new double[] {0.6, -0.3, 0.45};
        double[] e = errors(field(shift, 2, 128, 128, null), shift);
        // 125 points that share most of their voxels: the scatter itself is known to a tenth.
        assertTrue(e[0] < 1.15 * bound(10), "rms " + e[0] + ", bound " + bound(10));
        assertEquals(1, e[1] / e[0], 0.25);
    }

    @Test
    void aShiftOfVoxelsIsFoundFromTheCoarserLevels() throws Exception {
        Texture.Displacement shift = (x, y, z) -> new double[] {2.6, -1.7, 2.1};
        double[] e = errors(field(shift, 2, 128, 128, null), shift);
        assertTrue(e[0] < 1.3 * bound(10), "rms " + e[0] + ", bound " + bound(10));
    }

    @Test
    void aUniformStrainIsFoundWithItsUncertainty() throws Exception {
        Texture.Displacement stretch = (x, y, z) -> new double[] {0.006 * (x - 32), 0.004 * (x - 32), 0};
        LocalField f = field(stretch, 2, 128, 128, null);
        // E = (F'F - 1) / 2 by hand.
        double[] wanted = {0.006 + 0.5 * (0.006 * 0.006 + 0.004 * 0.004), 0, 0, 0.002, 0, 0};
        int middle = (4 * 8 + 4) * 8 + 4;
        for (int c = 0; c < 6; c++) {
            float stated = f.strainUncertainty()[c][middle];
            assertEquals(wanted[c], f.strain()[c][middle], 4 * stated, "component " + c);
            assertTrue(stated > 5e-5 && stated < 1e-3, "stated " + stated);
        }
    }

    /** Points and subsets of 17 voxels over 96: 729 points, of which some 180 share nothing. */
    private LocalField wide(Texture texture, float[] still, float[] moved, double noise) throws Exception {
        Extent e = new Extent(96, 96, 96);
        try (Runner runner = Runner.named("threads", 2)) {
            Registrar registrar = new Registrar(runner, RegistrationSettings.defaults(), scratch);
            try (Prepared fixed = registrar.prepare(
                            new ScanView(
                                    ArrayVolume.of(e, Texture.noisy(still, noise, 3))
                                            .source(),
                                    e,
                                    VoxelSize.cube(1)),
                            Progress.NONE);
                    Prepared moving = registrar.prepare(
                            new ScanView(
                                    ArrayVolume.of(e, Texture.noisy(moved, noise, 4))
                                            .source(),
                                    e,
                                    VoxelSize.cube(1)),
                            Progress.NONE)) {
                return new LocalRegistration(runner, LocalSettings.defaults().withSubsets(8, 8))
                        .register(fixed, moving, Registration.known(Affine.IDENTITY), null, Progress.NONE);
            }
        }
    }

    /** Of the points from voxel 16 to 80: squares of the errors along x, and the share of all errors within 1.96 u. */
    private static double[] inside(LocalField f, Texture.Displacement truth) {
        double squares = 0;
        int covered = 0;
        int n = 0;
        for (int p = 0; p < f.state().length; p++) {
            Point at = f.placeUm(p);
            if (Math.min(at.x(), Math.min(at.y(), at.z())) < 16 || Math.max(at.x(), Math.max(at.y(), at.z())) > 80) {
                continue;
            }
            assertEquals(LocalField.GOOD, f.state()[p]);
            double[] wanted = truth.at(at.x(), at.y(), at.z());
            for (int c = 0; c < 3; c++) {
                double error = f.displacementUm()[c][p] - wanted[c];
                squares += c == 0 ? error * error : 0;
                covered += Math.abs(error) <= 1.96 * f.uncertaintyUm()[c][p] ? 1 : 0;
            }
            n++;
        }
        assertEquals(729, n);
        return new double[] {Math.sqrt(squares / n), covered / (3.0 * n)};
    }

    @Test
    void nineteenOfTwentyErrorsAreWithinTheirIntervalAtAnyNoise() throws Exception {
        Texture texture = Texture.of(96, 8);
        float[] still = texture.values(STILL);
        for (Texture.Displacement u :
                List.<Texture.Displacement>of(STILL, (x, y, z) -> new double[] {0.6, -0.3, 0.45}, (x, y, z) ->
                        new double[] {0.006 * (x - 48), -0.002 * (y - 48), 0})) {
            float[] moved = texture.values(u);
            for (double noise : new double[] {0.02, 0.04, 0.08}) {
                // The texture's deviation is 0.094 of the grey range.
                double covered = inside(wide(texture, still, moved, noise / 0.094 * Texture.deviation(still)), u)[1];
                assertTrue(covered > 0.92 && covered < 0.98, "noise " + noise + ": " + covered);
            }
        }
    }

    @Test
    void aDisplacementThatBendsIsNotFlattened() throws Exception {
        Texture texture = Texture.of(96, 9);
        float[] still = texture.values(STILL);
        // A subset's mean of this is 8 % less; unmended, the rms error is 1.5 times the bound.
        Texture.Displacement sine = (x, y, z) -> new double[] {0.3 * Math.sin(2 * Math.PI * x / 76.8), 0, 0};
        double noise = 0.025 / 0.094 * Texture.deviation(still);
        double bound = Math.sqrt(2 / Math.pow(17, 3)) * noise / texture.gradient(still);
        double[] found = inside(wide(texture, still, texture.values(sine), noise), sine);
        assertTrue(found[0] < 1.25 * bound, found[0] + ", bound " + bound);
        assertTrue(found[1] > 0.9, "covered " + found[1]);
    }

    @Test
    void theBytesDoNotDependOnThreadsOrBlocks() throws Exception {
        Texture.Displacement wave = (x, y, z) -> new double[] {0.3 * Math.sin(x / 8), 0.1, 0.01 * z};
        LocalField one = field(wave, 1, 128, 128, null);
        LocalField other = field(wave, 2, 32, 64, null);
        assertArrayEquals(one.state(), other.state());
        for (int q = 0; q < one.quantities().size(); q++) {
            assertArrayEquals(one.quantities().get(q), other.quantities().get(q), LocalField.COLUMNS.get(q + 3));
        }
    }

    @Test
    void aPointWithHalfItsSubsetMaskedIsDropped() throws Exception {
        Extent e = new Extent(SIZE, SIZE, SIZE);
        float[] side = new float[SIZE * SIZE * SIZE];
        for (int i = 0; i < side.length; i++) {
            side[i] = i % SIZE > 32 ? 1 : 0;
        }
        LocalField f = field(STILL, 2, 128, 128, ArrayVolume.of(e, side).source());
        int row = (4 * 8 + 4) * 8;
        // At voxel 32 the side begins one voxel on: ten of twenty-one planes are in use.
        assertEquals(LocalField.NONE, f.state()[row + 4]);
        assertEquals(LocalField.NONE, f.state()[row + 3]);
        assertEquals(LocalField.GOOD, f.state()[row + 5]);
        assertEquals(18 / 21.0, f.weight()[row + 5], 1e-6);
    }

    @Test
    void theTableHasOneRowForEachPointFound() throws Exception {
        LocalField f = field(STILL, 2, 128, 128, null);
        StringWriter text = new StringWriter();
        f.writeCsv(text);
        String[] lines = text.toString().split("\n");
        assertEquals(LocalField.COLUMNS.size() + 1, lines[0].split(",").length);
        assertEquals(f.state().length - f.count(LocalField.NONE), lines.length - 1);
        assertEquals(lines[0].split(",").length, lines[1].split(",", -1).length);
    }
}
