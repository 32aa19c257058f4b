package patina.registration;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import patina.blocks.Grid;
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
        return register(runner, a, b, RegistrationSettings.defaults());
    }

    private Registration register(Runner runner, ScanView a, ScanView b, RegistrationSettings settings)
            throws IOException {
        Registrar registrar = new Registrar(runner, settings, scratch);
        try (Prepared fixed = registrar.prepare(a, Progress.NONE);
                Prepared moving = registrar.prepare(b, Progress.NONE)) {
            return registrar.register(fixed, moving, null, Progress.NONE);
        }
    }

    private Registration register(ScanView a, ScanView b) throws IOException {
        return register(a, b, RegistrationSettings.defaults());
    }

    private Registration register(ScanView a, ScanView b, RegistrationSettings settings) throws IOException {
        try (Runner runner = Runner.named("threads", 2)) {
            return register(runner, a, b, settings);
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
    void kernelsGiveTheSameBitsForAnyBlockSize() throws IOException {
        Specimen specimen = Specimen.of(SIZE, 80, 4, 0.8 * UM);
        try (Runner runner = Runner.sequential();
                Prepared fixed = prepared(runner, scan(specimen, Affine.IDENTITY, 0.04, 7));
                Prepared moving = prepared(runner, scan(specimen, TURN, 0.04, 8))) {
            Level level = fixed.levels().get(0);
            Affine map = truth(Affine.translation(10, -6, 4));
            MatchKernel kernel = new MatchKernel(
                    level.smoothed(),
                    moving.levels().get(0).smoothed(),
                    level.toUm().then(map).then(level.toUm().inverse()),
                    level.extent(),
                    level.toUm(),
                    1,
                    fixed.zones(),
                    moving.zones(),
                    true,
                    1,
                    level.leastGradient(),
                    fixed.grey(),
                    moving.grey(),
                    1,
                    0,
                    0.5,
                    fixed.centreUm(),
                    100,
                    Columns.SIMILARITY,
                    false,
                    false,
                    null,
                    Point.ORIGIN,
                    Lattice.ALL,
                    null);
            Match small = runner.run(kernel, new Grid(level.extent(), 32, 32, 32));
            Match large = runner.run(kernel, new Grid(level.extent(), 96, 64, 32));
            Match whole = runner.run(kernel, new Grid(level.extent(), 96, 96, 96));
            assertArrayEquals(small.sums().total(), large.sums().total());
            assertArrayEquals(small.sums().total(), whole.sums().total());
            assertArrayEquals(small.residuals(), whole.residuals());
        }
    }

    private Prepared prepared(Runner runner, ScanView view) throws IOException {
        return new Registrar(runner, RegistrationSettings.defaults(), scratch).prepare(view, Progress.NONE);
    }

    @Test
    void tellsAScaleFromAUniformLoss() throws IOException {
        Specimen specimen = Specimen.of(SIZE, 250, 11, 0.8 * UM);
        Affine drift = Affine.scaling(1.001, 1.001, 1.001).then(TURN);
        Registration r =
                register(scan(specimen, Affine.IDENTITY, 0.03, 12), scan(specimen.thinned(0.5 * UM), drift, 0.03, 13));
        assertEquals(Model.SIMILARITY, r.model(), () -> r.toString());
        assertEquals(1e-3, r.scaleDrift(), 4e-4, () -> r.toString());
        assertTrue(errorVoxels(r.transform(), truth(drift)) < 0.05, () -> r.toString());
    }

    /** A small scale may be the texture's noise as well as a drift; one that no scanner drifts by is none. */
    @Test
    void weighsASmallScaleAgainstWhatScannersDriftBy() throws IOException {
        Specimen specimen = Specimen.of(SIZE, 250, 11, 0.8 * UM);
        ScanView before = scan(specimen, Affine.IDENTITY, 0.03, 12);
        for (double scale : new double[] {0, 4e-3}) {
            Affine map = Affine.scaling(1 + scale, 1 + scale, 1 + scale).then(TURN);
            ScanView after = scan(specimen, map, 0.03, 13);
            Registration weighed = register(before, after);
            Registration told =
                    register(before, after, RegistrationSettings.defaults().withModel(Model.SIMILARITY));
            String found = weighed + " and " + told;
            double u = Math.sqrt(told.covariance()[48]);
            double drift = RegistrationSettings.defaults().scannerScaleDrift();
            // Of two independent estimates, each by its weight; the nominal scale is 0.
            double share = scale == 0 ? 1 / (1 + u * u / (drift * drift)) : 1;
            assertEquals(share * told.scaleDrift(), weighed.scaleDrift(), 0.25 * u * (1 - share) + 2e-5, found);
            assertEquals(Math.sqrt(share) * u, Math.sqrt(weighed.covariance()[48]), 0.1 * u, found);
            assertEquals(scale, weighed.scaleDrift(), 3 * u, found);
        }
    }

    /** A scale that nothing tells says nothing about the rest either. */
    @Test
    void theStatedErrorOfABodyWithoutTextureIsTrue() throws IOException {
        double squares = 0;
        for (int seed = 0; seed < 4; seed++) {
            Specimen specimen = Specimen.of(SIZE, 0, 1, 0.8 * UM);
            Registration r =
                    register(scan(specimen, Affine.IDENTITY, 0.04, 50 + seed), scan(specimen, TURN, 0.04, 60 + seed));
            Point centre = new Point(SIZE / 2, SIZE / 2, SIZE / 2);
            double off =
                    r.transform().apply(centre).minus(truth(TURN).apply(centre)).length();
            squares += Math.pow(off / r.uncertaintyUm(centre), 2);
            assertTrue(r.treUUm() < 0.05 * UM, () -> r.toString());
        }
        assertTrue(squares / 4 < 2.6, "squared error over stated variance " + squares / 4);
    }

    /** Metal is darker by 3 % on one scan's axis than at its walls, and the view shows one end: no edge moves for it. */
    @Test
    void cuppingOfOneScanDoesNotShiftWhatTheViewCuts() throws IOException {
        Specimen specimen = Specimen.of(SIZE, 80, 22, 0.8 * UM);
        Affine aside = Affine.rotation(0.05, -0.04, 0.1).then(Affine.translation(0.2 * SIZE, 0.2 * SIZE, 0.25 * SIZE));
        double r2 = specimen.radiusUm() * specimen.radiusUm();
        ScanView cupped = Specimen.scan(
                (x, y, z) -> specimen.at(x, y, z) * (0.97 + 0.03 * (x * x + y * y) / r2),
                new Specimen.Shot(new Extent(N, N, N), VoxelSize.cube(UM), aside.then(CENTRED), 4000, 30000, 0.04, 71));
        Registration r = register(scan(specimen, Affine.IDENTITY, 0.04, 72), cupped);
        double off = errorVoxels(r.transform(), truth(aside));
        assertTrue(off < 0.02, () -> off + " voxel off: " + r);
    }

    @Test
    void saysThatAScaleCannotBeToldWithoutTexture() throws IOException {
        Specimen specimen = Specimen.of(SIZE, 0, 12, 0.8 * UM);
        Registration r =
                register(scan(specimen, Affine.IDENTITY, 0.03, 14), scan(specimen.thinned(0.5 * UM), TURN, 0.03, 15));
        assertEquals(Model.RIGID, r.model());
        assertEquals(0, r.scaleDrift(), 1e-9);
        assertTrue(
                r.notes().stream().anyMatch(n -> n.contains("not separable")),
                () -> r.notes().toString());
        assertTrue(errorVoxels(r.transform(), truth(TURN)) < 0.05, () -> r.toString());
    }

    /** Met in a corner, three sides would fit; cut off, what is left of the surface would tell little. */
    @Test
    void aBodyWithoutTextureThatThinnedIsMetWhereAllSidesRecededAlike() throws IOException {
        Specimen specimen = Specimen.of(SIZE, 0, 12, 0.8 * UM);
        for (double voxels : new double[] {0.5, 2, -0.5}) {
            Registration r = register(
                    scan(specimen, Affine.IDENTITY, 0.04, 14), scan(specimen.thinned(voxels * UM), TURN, 0.04, 15));
            double off = errorVoxels(r.transform(), truth(TURN));
            assertTrue(off < 0.03 && r.treUUm() < 0.03 * UM, () -> off + " voxel off: " + r);
            String told = r.notes().stream()
                    .filter(n -> n.startsWith("All sides lie"))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(r.toString()));
            assertTrue(told.contains(voxels > 0 ? "um deeper" : "um farther out"), told);
            double um = Double.parseDouble(told.replaceAll(".* lie ([0-9.]+) um.*", "$1"));
            assertEquals(Math.abs(voxels), um / UM, 0.03, told);
        }
    }

    /** A block that has lost 0.5, 0.7 and 0.3 voxel on the sides across x, y and z; nothing inside tells where it is. */
    @Test
    void aBlockWithoutTextureThatThinnedByAxisIsMetWhereOppositeSidesRecededAlike() throws IOException {
        ScanView before = block(new double[6], Affine.IDENTITY, 21);
        Registration r = register(before, block(new double[] {0.5, 0.5, 0.7, 0.7, 0.3, 0.3}, TURN, 22));
        double off = errorVoxels(r.transform(), truth(TURN));
        assertTrue(off < 0.02 && r.trusted(), () -> off + " voxel off: " + r);
        assertTrue(
                r.notes().get(0).startsWith("The sides across x, y and z lie"),
                () -> r.notes().toString());
        // One side alone that has lost a voxel is no such loss: the others say where the block is.
        Registration one = register(before, block(new double[] {0, 1, 0, 0, 0, 0}, TURN, 23));
        assertTrue(errorVoxels(one.transform(), truth(TURN)) < 0.02, () -> one.toString());
    }

    /** A block of 50 x 58 x 66 voxels, of which so many voxels are lost at -x, +x, -y, +y, -z, +z. */
    private static ScanView block(double[] lost, Affine pose, long seed) {
        double blur = 0.8 * UM;
        return Specimen.scan(
                (x, y, z) -> Specimen.edge((25 - lost[0]) * UM + x, blur)
                        * Specimen.edge((25 - lost[1]) * UM - x, blur)
                        * Specimen.edge((29 - lost[2]) * UM + y, blur)
                        * Specimen.edge((29 - lost[3]) * UM - y, blur)
                        * Specimen.edge((33 - lost[4]) * UM + z, blur)
                        * Specimen.edge((33 - lost[5]) * UM - z, blur),
                new Specimen.Shot(
                        new Extent(N, N, N), VoxelSize.cube(UM), pose.then(CENTRED), 4000, 30000, 0.03, seed));
    }

    @Test
    void findsGainAndOffsetOfTheMovingScan() throws IOException {
        Specimen specimen = Specimen.of(SIZE, 80, 13, 0.8 * UM);
        ScanView b = specimen.scan(
                new Specimen.Shot(new Extent(N, N, N), VoxelSize.cube(UM), TURN.then(CENTRED), 6000, 30000, 0.04, 17));
        Registration r = register(scan(specimen, Affine.IDENTITY, 0.04, 16), b);
        assertEquals(24.0 / 26, r.gain(), 0.003);
        assertEquals(6000 - 4000 * 24.0 / 26, r.offset(), 60);
        assertTrue(errorVoxels(r.transform(), truth(TURN)) < 0.03, () -> r.toString());
    }

    @Test
    void registersScansOfOtherSizeCropAndVoxel() throws IOException {
        Specimen specimen = Specimen.of(SIZE, 80, 14, 0.8 * UM);
        double um = 4.4;
        Affine pose = TURN.then(Affine.translation(215, 226, 190));
        ScanView b = specimen.scan(
                new Specimen.Shot(new Extent(104, 101, 90), VoxelSize.cube(um), pose, 4000, 30000, 0.04, 19));
        Registration r = register(scan(specimen, Affine.IDENTITY, 0.04, 18), b);
        assertTrue(errorVoxels(r.transform(), CENTRED.inverse().then(pose)) < 0.05, () -> r.toString());
    }

    @Test
    void doesNotTakeTheFillOutsideTheFieldOfViewForMetal() throws IOException {
        Specimen specimen = Specimen.of(SIZE, 80, 15, 0.8 * UM);
        ScanView a = scan(specimen, Affine.IDENTITY, 0.04, 20);
        ScanView b = scan(specimen, TURN, 0.04, 21);
        // A circle that cuts into the specimen; outside it the fill is as bright as metal, and marked not valid.
        outsideCircle(a, 0.31 * N);
        outsideCircle(b, 0.31 * N);
        Registration r = register(a, b);
        assertTrue(errorVoxels(r.transform(), truth(TURN)) < 0.05, () -> r.toString());
    }

    private static void outsideCircle(ScanView scan, double radius) {
        MemoryVolume v = (MemoryVolume) scan.source();
        for (int at = 0; at < v.values().length; at++) {
            double x = at % N - 0.5 * N;
            double y = at / N % N - 0.5 * N;
            if (x * x + y * y > radius * radius) {
                v.values()[at] = 0;
                v.valid()[at] = 0;
            }
        }
    }

    @Test
    @Tag("long")
    void searchesAllRotationsWhenThePlainStartFails() throws IOException {
        Specimen specimen = Specimen.of(SIZE, 80, 16, 0.8 * UM);
        Affine far = Affine.rotation(0.4, 1.9, -1.1).then(Affine.translation(60, -40, 50));
        Registration r = register(scan(specimen, Affine.IDENTITY, 0.04, 22), scan(specimen, far, 0.04, 23));
        assertTrue(r.trusted());
        assertTrue(errorVoxels(r.transform(), truth(far)) < 0.05, () -> r.toString());
    }

    @Test
    @Tag("long")
    void findsATurnedSpecimenThatTheViewCuts() throws IOException {
        Specimen specimen = Specimen.of(SIZE, 80, 40, 0.8 * UM);
        // The specimen's half height is 0.36 of the view: a fifth of it lies outside.
        Affine cut = Affine.rotation(-1.1, 0.3, 1.6).then(Affine.translation(0.28 * SIZE, 0.1 * SIZE, -0.08 * SIZE));
        Registration r = register(scan(specimen, Affine.IDENTITY, 0.04, 41), scan(specimen, cut, 0.04, 42));
        assertTrue(r.trusted(), () -> r.toString());
        assertTrue(errorVoxels(r.transform(), truth(cut)) < 0.1, () -> r.toString());
    }

    /** A view of 64 voxels has no level between the coarsest and the finest. */
    @Test
    void keepsAGivenMapOfSmallScans() throws IOException {
        Extent e = new Extent(64, 64, 64);
        Affine middle = Affine.translation(32 * UM, 32 * UM, 32 * UM);
        Specimen specimen = Specimen.of(64 * UM, 40, 51, 0.8 * UM);
        VoxelSize voxel = VoxelSize.cube(UM);
        ScanView a = specimen.scan(new Specimen.Shot(e, voxel, middle, 4000, 30000, 0.04, 52));
        ScanView b = specimen.scan(new Specimen.Shot(e, voxel, middle, 4000, 30000, 0.04, 53));
        try (Runner runner = Runner.sequential();
                Prepared fixed = prepared(runner, a);
                Prepared moving = prepared(runner, b)) {
            Registration r = new Registrar(runner, RegistrationSettings.defaults(), scratch)
                    .given(fixed, moving, Affine.IDENTITY, Progress.NONE);
            assertEquals(Affine.IDENTITY, r.transform());
            assertTrue(r.trusted(), () -> r.toString());
            assertTrue(r.treUUm() < 0.1 * UM, () -> r.toString());
        }
    }

    /** A turn of 40 degrees leaves the coarsest level's directions little known, yet its steps lead there. */
    @Test
    void stepsFromFarWithoutASearch() throws IOException {
        Specimen specimen = Specimen.of(SIZE, 80, 43, 0.8 * UM);
        Affine far = Affine.rotation(0.5, -0.4, 0.25);
        ScanView a = scan(specimen, Affine.IDENTITY, 0.04, 44);
        ScanView b = scan(specimen, far, 0.04, 45);
        RegistrationSettings plain = RegistrationSettings.defaults().withTrust(0.7, false);
        try (Runner runner = Runner.named("threads", 2);
                Registrar.Pair pair = new Registrar(runner, plain, scratch).prepare(a, b, Progress.NONE)) {
            Registration r =
                    new Registrar(runner, plain, scratch).register(pair.fixed(), pair.moving(), null, Progress.NONE);
            assertTrue(r.trusted(), () -> r.toString());
            assertTrue(errorVoxels(r.transform(), truth(far)) < 0.1, () -> r.toString());
        }
    }

    /** A block without texture looks the same turned by 180 degrees about any of its axes. */
    @Test
    @Tag("long")
    void doubtsAPlaceWhenAnotherFitsAsWell() throws IOException {
        Affine far = Affine.rotation(0.9, -1.1, 0.7);
        Registration r = register(block(Affine.IDENTITY, 46), block(far, 47));
        assertTrue(!r.trusted(), () -> r.toString());
        assertTrue(r.notes().stream().anyMatch(n -> n.contains("fits as well")), () -> r.toString());
    }

    /** A block of 0.66 x 0.5 x 0.36 of the view. */
    private static ScanView block(Affine pose, long seed) {
        MemoryVolume v = MemoryVolume.of(new Extent(N, N, N));
        Affine back = pose.then(CENTRED).inverse();
        Random random = new Random(seed);
        for (int at = 0; at < N * N * N; at++) {
            Point p = back.apply(at % N * UM, at / N % N * UM, at / N / N * UM);
            double inside = Math.min(
                    0.33 * SIZE - Math.abs(p.x()),
                    Math.min(0.25 * SIZE - Math.abs(p.y()), 0.18 * SIZE - Math.abs(p.z())));
            double metal = Math.max(0, Math.min(1, 0.5 + inside / UM));
            v.values()[at] = (float) (4000 + 26000 * (metal + 0.04 * random.nextGaussian()));
            v.valid()[at] = 1;
        }
        return new ScanView(v, v.extent(), VoxelSize.cube(UM));
    }

    @Test
    void likenessOfTheInteriorDoesNotSufferFromWhatReachedIt() throws IOException {
        Specimen specimen = Specimen.of(SIZE, 80, 48, 0.8 * UM);
        double radius = specimen.radiusUm();
        // Twelve voxels deep from the side, and a pore of five voxels; the interior begins five voxels deep.
        Specimen damaged =
                specimen.withPits(new double[] {-radius, 0, 0, 12 * UM}, new double[] {0.2 * radius, 0, 0, 5 * UM});
        Registration r = register(scan(specimen, Affine.IDENTITY, 0.04, 49), scan(damaged, TURN, 0.04, 50));
        assertTrue(r.quality() > 0.9, () -> r.toString());
        assertTrue(errorVoxels(r.transform(), truth(TURN)) < 0.03, () -> r.toString());
    }

    @Test
    void moreIsLeftOutBesideAHolderByAsManyVoxelsAsAsked() {
        Extent e = new Extent(20, 8, 8);
        byte[] zone = new byte[(int) e.voxels()];
        for (int at = 0; at < zone.length; at++) {
            zone[at] = at % 20 < 4 ? Zones.OUT : at % 20 < 10 ? Zones.SURFACE : Zones.INTERIOR;
        }
        // A zone voxel holds two of the scan: 9 of them are 4.5, so 5.
        Zones less = new Zones(e, 1, zone).withoutMore(9);
        for (int x = 0; x < 20; x++) {
            byte wanted = x < 9 ? Zones.OUT : x < 10 ? Zones.SURFACE : Zones.INTERIOR;
            assertEquals(wanted, less.at(2 * x, 6, 6), "zone voxel " + x);
        }
    }

    @Test
    @Tag("long")
    void saysSoWhenTwoScansShowNothingInCommon() throws IOException {
        Specimen one = Specimen.of(SIZE, 80, 17, 0.8 * UM);
        ScanView a = scan(one, Affine.IDENTITY, 0.04, 24);
        // Texture of blobs without any surface: nothing of the first is in it.
        Specimen other = new Specimen(
                4 * SIZE,
                4 * SIZE,
                4 * SIZE,
                0,
                Specimen.of(2 * SIZE, 600, 18, 3 * UM).inclusions(),
                java.util.List.of(),
                0,
                3 * UM);
        ScanView b = scan(other, Affine.IDENTITY, 0.04, 25);
        try {
            Registration r = register(a, b);
            assertTrue(!r.trusted(), () -> r.toString());
        } catch (NoOverlap expected) {
            assertTrue(expected.getMessage().contains("no rotation or shift"));
        }
    }

    @Test
    @Tag("long")
    void saysThatAPlainRodMayTurnUnseen() throws IOException {
        double r = 0.3 * SIZE;
        Specimen rod = new Specimen(r, 0.36 * SIZE, 2 * r, 0, java.util.List.of(), java.util.List.of(), 0, 0.8 * UM);
        Registration found = register(scan(rod, Affine.IDENTITY, 0.04, 26), scan(rod, TURN, 0.04, 27));
        assertTrue(found.notes().stream().anyMatch(n -> n.contains("not observable")), () -> found.toString());
        double[] axis = found.covarianceUm2(new Point(SIZE / 2 + r, SIZE / 2, SIZE / 2));
        assertTrue(axis[4] > 100 * UM * UM, "the tangential uncertainty at the rod's side should be large");
        assertTrue(axis[0] < UM * UM, "the radial one should be small");
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

    @Test
    @Tag("long")
    void findsAViewShiftedByAThird() throws IOException {
        Specimen specimen = Specimen.of(SIZE, 120, 31, 0.8 * UM);
        Affine shifted = TURN.then(Affine.translation(0.32 * SIZE, 0, 0));
        Registration r = register(scan(specimen, Affine.IDENTITY, 0.04, 32), scan(specimen, shifted, 0.04, 33));
        assertTrue(r.trusted(), () -> r.toString());
        assertTrue(errorVoxels(r.transform(), truth(shifted)) < 0.1, () -> r.toString());
    }

    /** Over 40 seeds the 95 % region holds the truth at the eight corners in nine of ten, and is not twice too wide. */
    @Test
    @Tag("long")
    void itsStatedUncertaintyCoversTheTruth() throws IOException {
        int inside = 0;
        int all = 0;
        double stated = 0;
        double actual = 0;
        for (int seed = 0; seed < 40; seed++) {
            Specimen specimen = Specimen.of(SIZE, 120, seed, 0.8 * UM);
            Registration r = register(
                    scan(specimen, Affine.IDENTITY, 0.04, 1000 + seed), scan(specimen, TURN, 0.04, 2000 + seed));
            for (int c = 0; c < 8; c++) {
                Point p = new Point(
                        SIZE / 2 + ((c & 1) == 0 ? -1 : 1) * specimen.radiusUm() * 0.7,
                        SIZE / 2 + ((c & 2) == 0 ? -1 : 1) * specimen.radiusUm() * 0.7,
                        SIZE / 2 + ((c & 4) == 0 ? -1 : 1) * specimen.halfHeightUm());
                Point moved = r.transform().then(truth(TURN).inverse()).apply(p);
                Point d = moved.minus(p);
                double[] m = r.covarianceUm2(p);
                org.apache.commons.math3.linear.RealMatrix cov =
                        new org.apache.commons.math3.linear.Array2DRowRealMatrix(
                                new double[][] {{m[0], m[1], m[2]}, {m[3], m[4], m[5]}, {m[6], m[7], m[8]}});
                double[] v = {d.x(), d.y(), d.z()};
                double[] w = new org.apache.commons.math3.linear.LUDecomposition(cov)
                        .getSolver()
                        .getInverse()
                        .operate(v);
                // 7.81 is the 95 % point of chi-square with three degrees of freedom.
                inside += v[0] * w[0] + v[1] * w[1] + v[2] * w[2] < 7.81 ? 1 : 0;
                all++;
                stated += r.uncertaintyUm(p);
                actual += d.length();
            }
        }
        String found = "inside " + inside + " of " + all + ", stated over actual " + stated / actual;
        assertTrue(inside >= 0.9 * all, found);
        assertTrue(stated <= 2 * actual, found);
        System.getLogger(RegistrarTest.class.getName()).log(System.Logger.Level.INFO, found);
    }
}
