package patina.segmentation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import patina.blocks.ArrayVolume;
import patina.blocks.Grid;
import patina.blocks.Progress;
import patina.blocks.Runner;
import patina.blocks.Source;
import patina.geometry.Extent;
import patina.geometry.VoxelSize;

/** What is found in 64-voxel scenes whose truth is known from geometry; see {@link Scene} for the drawing. */
class DamageFinderTest {
    private static final Extent EXTENT = new Extent(64, 64, 64);
    /** Half way between two of a scene's samples, so that the sampled block ends there. */
    private static final double TOP = 55 + 1 / 6.0;

    private static final Scene.Shape BLOCK = Scene.box(7.7, 7.7, 7.7, TOP, TOP, TOP);
    private static final double NOISE = 0.04;
    private static final double BLUR = 0.7;
    private static final long SEED = 20260101;

    @TempDir
    Path folder;

    private Damage damage(Scene.Shape before, Scene.Shape after) throws IOException {
        System.out.println("seed " + SEED);
        return damage(
                Scene.scan(EXTENT, Scene.fraction(EXTENT, before), BLUR, NOISE, SEED),
                Scene.scan(EXTENT, Scene.fraction(EXTENT, after), BLUR, NOISE, SEED + 1));
    }

    private Damage damage(ArrayVolume before, ArrayVolume after) throws IOException {
        SegmentationSettings settings = SegmentationSettings.defaults();
        Path work = Files.createDirectories(folder.resolve("work"));
        try (Runner runner = Runner.sequential()) {
            ReferenceSolid solid = new OriginalSurface(runner, settings, work)
                    .find(before.source(), EXTENT, new VoxelSize(5, 5, 5), null, null, Progress.NONE);
            return new DamageFinder(runner, settings, solid, work)
                    .find(
                            1,
                            after.source(),
                            before.source(),
                            0.02,
                            ArrayVolume.ofLabels(EXTENT).sink(),
                            Progress.NONE);
        }
    }

    private static double volume(Scene.Shape before, Scene.Shape after) {
        return Scene.sum(Scene.fraction(EXTENT, before)) - Scene.sum(Scene.fraction(EXTENT, after));
    }

    @Test
    void nothingIsFoundWhereNothingChanged() throws IOException {
        Damage found = damage(BLOCK, BLOCK);
        assertEquals(List.of(), found.features());
        assertEquals(
                0,
                found.general().loss(),
                4 * found.noise().ofSum(found.general().voxels()));
    }

    @Test
    void aWidePatchThatLostMuchLessThanAVoxelIsFoundByItsSum() throws IOException {
        float[] before = Scene.fraction(EXTENT, BLOCK);
        float[] after = before.clone();
        int layer = (int) Math.round(TOP);
        for (int y = 12; y < 52; y++) {
            for (int x = 12; x < 52; x++) {
                after[(layer * 64 + y) * 64 + x] -= 0.15f;
            }
        }
        Damage found =
                damage(Scene.scan(EXTENT, before, BLUR, NOISE, SEED), Scene.scan(EXTENT, after, BLUR, NOISE, SEED + 1));
        assertEquals(1, found.features().size());
        DamageFeature patch = found.features().get(0);
        assertEquals(1600, patch.patch(), 0.15 * 1600);
        assertEquals(0.15 * 1600, patch.loss(), 0.15 * 0.15 * 1600);
        assertNotNull(patch.depth());
        assertEquals(0.15, patch.depth(), 0.03);
        assertEquals(31.5, patch.centroid().x(), 2);
        assertEquals(31.5, patch.centroid().y(), 2);
    }

    @Test
    void aShiftByATwentiethOfAVoxelIsNoPatch() throws IOException {
        float[] before = Scene.fraction(EXTENT, BLOCK);
        float[] after = before.clone();
        for (int i = 0; i < after.length; i++) {
            int x = i % 64;
            after[i] += 0.05f * ((x > 0 ? before[i - 1] : 0) - before[i]);
        }
        Damage found =
                damage(Scene.scan(EXTENT, before, BLUR, NOISE, SEED), Scene.scan(EXTENT, after, BLUR, NOISE, SEED + 1));
        assertEquals(List.of(), found.features());
    }

    @Test
    void whatTheMapIsOffByIsNoneOfAPit() throws IOException {
        float[] before = Scene.fraction(EXTENT, BLOCK);
        Scene.Shape pitted = BLOCK.without(Scene.ball(TOP, 31.3, 30.6, 6));
        float[] still = Scene.fraction(EXTENT, pitted);
        for (double shift : new double[] {-0.05, 0.05}) {
            // Along x: of the about 290 faces within the pit's zone, 14 voxels seem gained or lost.
            float[] after = still.clone();
            for (int i = 1; i < after.length - 1; i++) {
                after[i] += (float) (shift / 2 * (still[i - 1] - still[i + 1]));
            }
            Damage found = damage(
                    Scene.scan(EXTENT, before, BLUR, NOISE, SEED), Scene.scan(EXTENT, after, BLUR, NOISE, SEED + 1));
            assertEquals(1, found.features().size());
            assertEquals(volume(BLOCK, pitted), found.features().get(0).loss(), 6, "shift " + shift);
            assertNotNull(found.placeU());
            assertTrue(found.placeU() < 0.02, "place " + found.placeU());
        }
    }

    /** The wider a blur, the farther off what it took from a wall lies; a zone follows, and the metal's level is told clear of it. */
    @Test
    void aPitsVolumeDoesNotDependOnTheBlur() throws IOException {
        Scene.Shape before = BLOCK.without(Scene.ball(31.3, 30.6, TOP, 6));
        Scene.Shape after = before.without(Scene.ball(31.3, 7.7, 30.6, 6));
        double truth = volume(before, after);
        for (double blur : new double[] {0.7, 1, 1.2, 1.5}) {
            DamageFeature pit = found(before, after, blur, blur).get(0);
            assertEquals(truth, pit.loss(), 0.005 * truth, "a blur of " + blur);
        }
    }

    /** Where blur alone differs, nothing was lost; what was lost beside is measured through either blur. */
    @Test
    void aScanOfAnotherBlurLostWhatItLost() throws IOException {
        Scene.Shape before = BLOCK.without(Scene.ball(31.3, 30.6, TOP, 6));
        Scene.Shape after = before.without(Scene.ball(31.3, 7.7, 30.6, 6));
        double truth = volume(before, after);
        for (double[] blur : new double[][] {{0.7, 1.2}, {1.2, 0.7}}) {
            List<DamageFeature> pits = found(before, after, blur[0], blur[1]);
            String at = "a blur of " + blur[0] + " and then of " + blur[1];
            assertEquals(2, pits.size(), at);
            assertEquals(truth, pits.get(0).loss(), 0.005 * truth, at + ", new");
            assertEquals(0, pits.get(1).loss(), 0.005 * truth, at + ", there already");
        }
    }

    /** A surface that receded, by half a voxel or two on different sides, is no blurred one. */
    @Test
    void moreBlurIsToldFromALowerSurface() throws IOException {
        Scene.Shape lower = Scene.box(8.2, 8.2, 7.7, TOP - 0.5, TOP - 2, TOP - 1);
        System.out.println("seed " + SEED);
        assertEquals(0, moreBlur(lower, 0.8, 0.8));
        assertEquals(0, moreBlur(BLOCK, 0.8, 0.8));
        assertEquals(square(1.2) - square(0.8), moreBlur(lower, 0.8, 1.2), 0.1);
        assertEquals(square(0.8) - square(1.2), moreBlur(lower, 1.2, 0.8), 0.1);
    }

    /** What is told of a scan's blur more than the reference scan's, in voxels squared. */
    private double moreBlur(Scene.Shape after, double blurBefore, double blurAfter) throws IOException {
        Path work = Files.createDirectories(folder.resolve("edges"));
        Source before = Scene.scan(EXTENT, Scene.fraction(EXTENT, BLOCK), blurBefore, NOISE, SEED)
                .source();
        Source now = Scene.scan(EXTENT, Scene.fraction(EXTENT, after), blurAfter, NOISE, SEED + 1)
                .source();
        try (Runner runner = Runner.sequential()) {
            ReferenceSolid solid = new OriginalSurface(runner, SegmentationSettings.defaults(), work)
                    .find(before, EXTENT, new VoxelSize(5, 5, 5), null, null, Progress.NONE);
            ScanEdges edges = new ScanEdges(solid.fraction(), now, solid.levels(), solid.interior(), EXTENT, 5);
            return runner.run(edges, Grid.of(EXTENT), Progress.NONE).more(solid.edgeSigma());
        }
    }

    /** The features of two scans with hardly any noise, by their place along z. */
    private List<DamageFeature> found(Scene.Shape before, Scene.Shape after, double blurBefore, double blurAfter)
            throws IOException {
        Damage found = damage(
                Scene.scan(EXTENT, Scene.fraction(EXTENT, before), blurBefore, NOISE / 20, SEED),
                Scene.scan(EXTENT, Scene.fraction(EXTENT, after), blurAfter, NOISE / 20, SEED + 1));
        return found.features().stream()
                .sorted(Comparator.comparingDouble(f -> f.centroid().z()))
                .toList();
    }

    /** White noise of both scans, smoothed by a Gaussian of 1 voxel: sqrt(2) 0.04 (4 pi)^(-3/4). */
    @Test
    void whatWasMissingAlreadyIsNoNoise() throws IOException {
        Scene.Shape slotted = BLOCK;
        for (double x = 14.4; x < 50; x += 16) {
            slotted = slotted.without(Scene.box(x, 11, TOP - 25, x + 6, 52, TOP + 1));
        }
        Damage found = damage(slotted, slotted);
        double truth = Math.sqrt(2) * NOISE * Math.pow(4 * Math.PI, -0.75);
        assertEquals(truth, found.noise().smooth(), 0.1 * truth);
    }

    /** Nowhere 4 voxels deep: the metal's level is told where the plate is deepest. */
    @Test
    void aPitInAThinPlateHasItsVolume() throws IOException {
        for (double thick : new double[] {5.3, 7}) {
            Scene.Shape plate = Scene.box(7.7, 7.7, 28.7, TOP, TOP, 28.7 + thick);
            Scene.Shape after = plate.without(Scene.ball(31.3, 30.6, 28.7 + thick, 4.2));
            Damage found = damage(plate, after);
            assertEquals(1, found.features().size());
            double truth = volume(plate, after);
            assertEquals(truth, found.features().get(0).loss(), 0.02 * truth, thick + " voxels thick");
        }
    }

    /** 3 voxels wide and 1.6 deep, as where a rough skin is low there. */
    @Test
    void aShallowGrooveAtAPitsRimIsOfThePitAndOneFartherOffIsNot() throws IOException {
        double r = 8.4;
        for (double gap : new double[] {1, 2, 4}) {
            double from = 31.3 + r + gap;
            Scene.Shape after = BLOCK.without(Scene.ball(31.3, 30.6, TOP, r))
                    .without(Scene.box(from, 26.6, TOP - 1.6, from + 3, 34.6, TOP + 1));
            Damage found = damage(BLOCK, after);
            assertEquals(gap < 3 ? 1 : 2, found.features().size(), gap + " voxels from the mouth");
            double truth = volume(BLOCK, after);
            assertEquals(
                    truth,
                    found.features().stream().mapToDouble(DamageFeature::loss).sum(),
                    0.03 * truth);
        }
    }

    @Test
    void aPitHasItsVolumeDepthAndMouth() throws IOException {
        double r = 8.4;
        Scene.Shape after = BLOCK.without(Scene.ball(31.3, 30.6, TOP, r));
        Damage found = damage(BLOCK, after);
        assertEquals(1, found.features().size());
        DamageFeature pit = found.features().get(0);
        double truth = volume(BLOCK, after);
        assertEquals(Family.BULK, pit.family());
        assertEquals(truth, pit.loss(), 0.02 * truth);
        assertEquals(truth, pit.deficit(), 0.02 * truth);
        assertNotNull(pit.depth());
        assertEquals(r, pit.depth(), 0.3);
        assertEquals(Math.PI * r * r, pit.mouth(), 0.1 * Math.PI * r * r);
        assertEquals(31.3, pit.centroid().x(), 0.2);
        assertEquals(30.6, pit.centroid().y(), 0.2);
        assertEquals(TOP - 0.375 * r, pit.centroid().z(), 0.2);
        assertEquals(0, pit.unseenVoxels());
    }

    @Test
    void aPitThatWasThereAlreadyLostNothingSinceButIsMissing() throws IOException {
        Scene.Shape pitted = BLOCK.without(Scene.ball(31.3, 30.6, TOP, 6));
        Damage found = damage(pitted, pitted);
        assertEquals(1, found.features().size());
        DamageFeature pit = found.features().get(0);
        double truth = volume(BLOCK, pitted);
        assertEquals(0, pit.loss(), 4 * found.noise().ofSum(pit.zoneVoxels()));
        assertEquals(truth, pit.deficit(), 0.05 * truth);
        assertNotNull(pit.depth());
        assertEquals(6, pit.depth(), 0.5);
    }

    /** All sides have lost 0.9 voxel, most of their outermost one, and there is a pit. */
    @Test
    void aPitInASpecimenThatThinnedOnAllSidesIsAPit() throws IOException {
        Scene.Shape thinned = Scene.box(8.6, 8.6, 8.6, TOP - 0.9, TOP - 0.9, TOP - 0.9);
        Scene.Shape hole = Scene.ball(31.3, 30.6, TOP, 7);
        Damage found = damage(BLOCK, thinned.without(hole));
        double below = volume(thinned, thinned.without(hole));
        List<DamageFeature> deep = found.features().stream()
                .filter(f -> f.depth() != null && f.depth() > 4)
                .toList();
        assertEquals(1, deep.size(), () -> found.features().toString());
        assertEquals(7, deep.get(0).depth(), 0.5);
        // Of what lay above the receded surface the pit has its mouth's share and its rim's.
        assertEquals(below, deep.get(0).loss(), 0.25 * below);
    }

    @Test
    void twoPitsWithAWallBetweenStayTwo() throws IOException {
        Scene.Shape after = BLOCK.without(Scene.ball(21, 31, TOP, 6.5)).without(Scene.ball(37.5, 31, TOP, 7));
        Damage found = damage(BLOCK, after);
        assertEquals(2, found.features().size());
        double truth = volume(BLOCK, after);
        double sum = found.features().stream().mapToDouble(DamageFeature::loss).sum();
        assertEquals(truth, sum, 0.02 * truth);
    }

    @Test
    void aPoreInsideHasNoMouth() throws IOException {
        Scene.Shape after = BLOCK.without(Scene.ball(31, 30, 30, 5));
        Damage found = damage(BLOCK, after);
        assertEquals(1, found.features().size());
        DamageFeature pore = found.features().get(0);
        double truth = volume(BLOCK, after);
        assertEquals(truth, pore.loss(), 0.03 * truth);
        assertEquals(0, pore.mouth(), 0.5);
    }

    @Test
    void productInAPitHidesNoLossOfMetal() throws IOException {
        for (double share : new double[] {0.3, 0.5, 0.65}) {
            Scene.Shape hole = Scene.ball(31.3, 30.6, TOP, 9);
            Damage found = damage(
                    Scene.scan(EXTENT, Scene.fraction(EXTENT, BLOCK), BLUR, NOISE, SEED),
                    Scene.scan(EXTENT, filled(hole, share), BLUR, NOISE, SEED + 1));
            assertEquals(1, found.features().size(), "product of " + share);
            DamageFeature pit = found.features().get(0);
            double truth = volume(BLOCK, BLOCK.without(hole));
            assertEquals(truth, pit.loss(), 0.05 * truth, "product of " + share);
            assertNotNull(pit.depth());
            assertEquals(9, pit.depth(), 0.5, "product of " + share);
            assertNotNull(pit.product());
            assertEquals(share, pit.product().grey(), 0.03);
            assertEquals(truth, pit.product().volume(), 0.1 * truth);
        }
    }

    @Test
    void productInAPitTooSmallToBeFlatHidesNoLossOfMetal() throws IOException {
        for (double r : new double[] {4, 5.5}) {
            for (double share : new double[] {0.3, 0.5, 0.65}) {
                Scene.Shape hole = Scene.ball(31.3, 30.6, TOP, r);
                Damage found = damage(
                        Scene.scan(EXTENT, Scene.fraction(EXTENT, BLOCK), BLUR, NOISE, SEED),
                        Scene.scan(EXTENT, filled(hole, share), BLUR, NOISE, SEED + 1));
                String what = "radius " + r + " product of " + share;
                assertEquals(1, found.features().size(), what);
                DamageFeature pit = found.features().get(0);
                double truth = volume(BLOCK, BLOCK.without(hole));
                assertNotNull(pit.product(), what);
                assertEquals(truth, pit.loss(), 2 * pit.product().relativeU() * truth, what);
                assertTrue(pit.product().relativeU() < (r < 5 ? 0.15 : 0.1), what);
                assertEquals(share, pit.product().grey(), 0.08, what);
                assertNotNull(pit.depth(), what);
                assertEquals(r, pit.depth(), 2 * pit.depthU(), what);
            }
        }
    }

    /** The block with a hole that product fills up to the face, as a share of the metal. */
    private static float[] filled(Scene.Shape hole, double share) {
        float[] fraction = Scene.fraction(EXTENT, BLOCK.without(hole));
        float[] product = Scene.fraction(EXTENT, (x, y, z) -> BLOCK.holds(x, y, z) && hole.holds(x, y, z));
        for (int i = 0; i < fraction.length; i++) {
            fraction[i] += (float) share * product[i];
        }
        return fraction;
    }

    @Test
    void besideAFilledPitASmallOneMayHoldTheSame() throws IOException {
        Scene.Shape small = Scene.ball(16, 46, TOP, 2.5);
        float[] after = filled(Scene.ball(36, 26, TOP, 8), 0.5);
        float[] hole = Scene.fraction(EXTENT, BLOCK.without(small));
        for (int i = 0; i < after.length; i++) {
            after[i] = Math.min(after[i], hole[i]);
        }
        Damage found = damage(
                Scene.scan(EXTENT, Scene.fraction(EXTENT, BLOCK), BLUR, NOISE, SEED),
                Scene.scan(EXTENT, after, BLUR, NOISE, SEED + 1));
        assertEquals(2, found.features().size());
        DamageFeature pit = found.features().stream()
                .filter(f -> f.centroid().x() < 25)
                .findFirst()
                .orElseThrow();
        assertNotNull(pit.product());
        assertEquals(0, pit.product().volume());
        assertEquals(volume(BLOCK, BLOCK.without(small)), pit.loss(), 4);
        assertTrue(pit.product().relativeU() >= 0.04, "u " + pit.product().relativeU());
    }

    @Test
    void whatIsShallowAndWideIsNotTakenForFilled() throws IOException {
        for (double deep : new double[] {1.5, 2, 3}) {
            Damage found = damage(BLOCK, BLOCK.without(Scene.box(20, 22, TOP - deep, 42, 40, TOP + 1)));
            assertEquals(1, found.features().size(), "deep " + deep);
            org.junit.jupiter.api.Assertions.assertNull(found.features().get(0).product(), "deep " + deep);
        }
    }

    @Test
    void aBubbleBesideTheSpecimenIsNoLoss() throws IOException {
        // An electrolyte at 12 % of the metal; the bubble shows nothing at all.
        float[] before = wet(BLOCK, (x, y, z) -> false);
        for (Scene.Shape bubble : List.of(
                Scene.ball(31, 31, TOP + 5, 4), Scene.ball(31, 31, TOP + 1.5, 4), Scene.ball(31, 31, TOP + 8, 14))) {
            Damage found = damage(
                    Scene.scan(EXTENT, before, BLUR, NOISE, SEED),
                    Scene.scan(EXTENT, wet(BLOCK, bubble), BLUR, NOISE, SEED + 1));
            assertEquals(List.of(), found.features());
        }
    }

    private static float[] wet(Scene.Shape solid, Scene.Shape bubble) {
        float[] metal = Scene.fraction(EXTENT, solid);
        float[] liquid = Scene.fraction(EXTENT, (x, y, z) -> !solid.holds(x, y, z) && !bubble.holds(x, y, z));
        for (int i = 0; i < metal.length; i++) {
            metal[i] += 0.12f * liquid[i];
        }
        return metal;
    }

    @Test
    void anEmptyPitHoldsNoProduct() throws IOException {
        for (double r : new double[] {3, 4, 6}) {
            Damage found = damage(BLOCK, BLOCK.without(Scene.ball(31.3, 30.6, TOP, r)));
            assertEquals(1, found.features().size());
            org.junit.jupiter.api.Assertions.assertNull(found.features().get(0).product());
        }
    }

    @Test
    void aCrackThinnerThanAVoxelHasItsOpeningLengthAndDepth() throws IOException {
        // Half an ellipsoid, upright on the face, askew to the grid so that its samples do not line up.
        double tilt = 0.3;
        double norm = Math.hypot(1, tilt);
        double half = 12;
        double deep = 10;
        for (double most : new double[] {0.64, 1.28}) {
            Scene.Shape crack = (x, y, z) -> {
                double across = (x - 31 + tilt * (y - 31)) / norm;
                double along = (y - 31 - tilt * (x - 31)) / norm;
                double below = TOP - z;
                return square(across / (most / 2)) + square(along / half) + square(below / deep) <= 1;
            };
            Scene.Shape after = BLOCK.without(crack);
            Damage found = damage(BLOCK, after);
            assertEquals(1, found.features().size(), "opening " + most);
            DamageFeature feature = found.features().get(0);
            assertEquals(Family.SHEET, feature.family());
            DamageFeature.Sheet sheet = feature.sheet();
            assertNotNull(sheet);
            double truth = volume(BLOCK, after);
            assertEquals(truth, feature.loss(), 0.12 * truth, "opening " + most);
            assertEquals(truth / (Math.PI / 2 * half * deep), sheet.openingMean(), 0.08);
            assertEquals(most, sheet.openingMax(), 0.1);
            assertEquals(2 * half, sheet.surfaceLength(), most < 1 ? 5.5 : 3.5);
            assertEquals(deep, sheet.depth(), 1.5);
            assertEquals(1 / norm, Math.abs(sheet.normal().x()), 0.03);
        }
    }

    @Test
    void aCrackIsAsLongAndAsWideAsItsEllipsoidWhereNoiseHidesNothing() throws IOException {
        double half = 11;
        double deep = 9;
        double most = 1.5;
        double tilt = 0.3;
        double norm = Math.hypot(1, tilt);
        Scene.Shape after = BLOCK.without((x, y, z) -> {
            double across = (x - 31 + tilt * (y - 31)) / norm;
            double along = (y - 31 - tilt * (x - 31)) / norm;
            return square(across / (most / 2)) + square(along / half) + square((TOP - z) / deep) <= 1;
        });
        Damage found = damage(
                Scene.scan(EXTENT, Scene.fraction(EXTENT, BLOCK), BLUR, 0.002, SEED),
                Scene.scan(EXTENT, Scene.fraction(EXTENT, after), BLUR, 0.002, SEED + 1));
        DamageFeature.Sheet sheet = found.features().get(0).sheet();
        assertNotNull(sheet);
        assertEquals(2 * half, sheet.surfaceLength(), 0.1 * 2 * half);
        assertEquals(Math.PI / 2 * half * deep, sheet.area(), 0.04 * Math.PI / 2 * half * deep);
    }

    private static double square(double v) {
        return v * v;
    }

    @Test
    void aCrackOutOfAPitIsAFeatureOfItsOwn() throws IOException {
        Scene.Shape after =
                BLOCK.without(Scene.ball(25, 31, TOP, 8)).without(Scene.box(25, 30.4, TOP - 12, 48, 31.8, TOP + 1));
        Damage found = damage(BLOCK, after);
        assertEquals(2, found.features().size());
        DamageFeature pit = found.features().get(0).family() == Family.BULK
                ? found.features().get(0)
                : found.features().get(1);
        DamageFeature crack = found.features().get(pit == found.features().get(0) ? 1 : 0);
        assertEquals(Family.SHEET, crack.family());
        assertEquals(pit.label(), crack.attachedTo());
        double pitTruth = volume(BLOCK, BLOCK.without(Scene.ball(25, 31, TOP, 8)));
        double both = volume(BLOCK, after);
        assertEquals(pitTruth, pit.loss(), 0.02 * pitTruth);
        assertEquals(both - pitTruth, crack.loss(), 0.04 * (both - pitTruth));
        // A slot, not an ellipse: what lies between the two counts as uncertainty.
        double area = 23 * 12 - Math.PI * 8 * 8 / 4;
        assertEquals((both - pitTruth) / area, crack.sheet().openingMean(), 0.2);
        assertEquals(31.8 - 30.4, crack.sheet().openingMax(), 0.2);
        assertEquals(both, pit.loss() + crack.loss(), 0.005 * both);
        assertNotNull(crack.sheet());
        // Its end is square, and blur carries that beyond what still counts as open.
        assertEquals(15, crack.sheet().surfaceLength(), 2);
    }

    /** A pit is as deep beside a crack that leaves its bottom, whether that has hardly begun or goes far. */
    @Test
    void aPitsDepthIsReadBesideTheCrackThatLeavesIt() throws IOException {
        for (double[] crack : new double[][] {{10, 18}, {14, 20}, {20, 20}, {16, 17}}) {
            Scene.Shape penny = (x, y, z) -> {
                double off = (x - 31.2) / crack[0];
                double deep = (TOP - z) / crack[1];
                double open = 1.2 * Math.sqrt(Math.max(0, 1 - off * off - deep * deep));
                return Math.abs(y - 30.7 - 0.2 * (x - 31.2)) < open;
            };
            assertPitBesideCrack(Scene.ball(31.2, 30.7, TOP, 12), penny, 12, 0.3, crack);
        }
    }

    /**
     * A crack that has just begun leaves little of a small pit's bottom, and shows too little of itself to tell how it lies:
     * without the plane of its sheet its depth came out at 6.8 to 7.2.
     */
    @Test
    void aSmallPitsDepthIsReadBesideACrackThatHasJustBegun() throws IOException {
        double[][] cracks = {
            {15, 8, 1, 0},
            {15, 8, 1.3, 0},
            {15, 8, 1, 3},
            {15, 8, 1.3, 3},
            {15, 8, 1, 15},
            {12, 8, 1, 12},
            {12, 9, 1.5, 0}
        };
        for (double[] crack : cracks) {
            Scene.Shape penny = (x, y, z) -> {
                double off = (x - 25.3) / crack[0];
                double deep = (TOP - z) / crack[1];
                double open = crack[2] * Math.sqrt(Math.max(0, 1 - off * off - deep * deep));
                return x >= 25.3 - crack[3] && Math.abs(y - 31.1 - 0.22 * (x - 25.3)) < open;
            };
            assertPitBesideCrack(Scene.ball(25.3, 31.1, TOP, 5.7), penny, 5.7, 0.35, crack);
        }
    }

    private void assertPitBesideCrack(Scene.Shape pit, Scene.Shape crack, double depth, double within, double[] form)
            throws IOException {
        Damage found = damage(BLOCK, BLOCK.without(pit).without(crack));
        String what = "crack of " + Arrays.toString(form);
        DamageFeature bulk = found.features().stream()
                .filter(f -> f.family() == Family.BULK)
                .findFirst()
                .orElseThrow();
        assertEquals(2, found.features().size(), what);
        assertNotNull(bulk.depth(), what);
        assertEquals(depth, bulk.depth(), within, what);
        assertEquals(depth, bulk.depth(), 2.5 * bulk.depthU(), what);
    }

    /** A bottom of any curvature is neither raised by blur nor by the quadratic surface that is laid through it. */
    @Test
    void depthIsUnbiasedHoweverRoundTheBottom() throws IOException {
        double sum = 0;
        double worst = 0;
        int n = 0;
        for (double r : new double[] {3, 3.5, 4.5, 6, 9}) {
            for (int place = 0; place < 2; place++) {
                Scene.Shape pit = Scene.ball(31.2 + 0.37 * place, 30.6 - 0.23 * place, TOP, r);
                Damage found = damage(
                        Scene.scan(EXTENT, Scene.fraction(EXTENT, BLOCK), BLUR, NOISE / 10, SEED),
                        Scene.scan(EXTENT, Scene.fraction(EXTENT, BLOCK.without(pit)), BLUR, NOISE / 10, SEED + 1));
                assertEquals(1, found.features().size());
                Double depth = found.features().get(0).depth();
                assertNotNull(depth);
                sum += depth - r;
                worst = Math.max(worst, Math.abs(depth - r));
                n++;
            }
        }
        assertEquals(0, sum / n, 0.02);
        assertTrue(worst < 0.04, "off by " + worst);
    }

    @Test
    void aCrackBelowAPitIsNoneOfThePitsDepth() throws IOException {
        Scene.Shape pit = Scene.ball(31.3, 31, TOP, 8);
        // Opens as sqrt(1 - r^2), from the pit's middle on.
        Scene.Shape crack = (x, y, z) -> {
            double rest = 1 - square((x - 31.3) / 20) - square((z - TOP) / 15);
            return x >= 31.3 && rest > 0 && Math.abs(y - 31) <= Math.sqrt(rest);
        };
        Damage found = damage(BLOCK, BLOCK.without(pit).without(crack));
        assertEquals(2, found.features().size());
        for (DamageFeature f : found.features()) {
            assertNotNull(f.depth());
            double truth = f.family() == Family.SHEET ? 15 : 8;
            assertEquals(truth, f.depth(), 2 * f.depthU());
            assertTrue(f.depthU() < (f.family() == Family.SHEET ? 0.4 : 0.25), "as unsure as " + f.depthU());
        }
    }

    /** Wide enough for a ball of three voxels, as the pit is; what tells them apart is that the pit is much wider. */
    @Test
    void aCrackSeveralVoxelsWideIsStillNoPartOfThePitItLeaves() throws IOException {
        Scene.Shape pit = Scene.ball(20.3, 31, TOP, 9);
        Scene.Shape crack = (x, y, z) -> {
            double rest = 1 - square((x - 20.3) / 30) - square((z - TOP) / 16);
            return x >= 20.3 && rest > 0 && Math.abs(y - 31.2) <= 2 * Math.sqrt(rest);
        };
        Scene.Shape pitted = BLOCK.without(pit);
        Damage found = damage(BLOCK, pitted.without(crack));
        assertEquals(2, found.features().size());
        for (DamageFeature f : found.features()) {
            boolean sheet = f.family() == Family.SHEET;
            double truth = sheet ? volume(pitted, pitted.without(crack)) : volume(BLOCK, pitted);
            assertEquals(truth, f.loss(), (sheet ? 0.1 : 0.05) * truth);
            if (f.sheet() != null) {
                assertNotNull(f.depth());
                assertEquals(16, f.depth(), 0.5);
                assertEquals(30 - 9, f.sheet().surfaceLength(), 2);
                double area = Math.PI / 4 * (30 * 16 - 9 * 9);
                assertEquals(truth / area, f.sheet().openingMean(), 0.35);
                assertEquals(4 * Math.sqrt(1 - square(9 / 30.0)), f.sheet().openingMax(), 0.45);
            }
        }
    }

    @Test
    void aDepositIsGainAndNoLoss() throws IOException {
        Scene.Shape after = BLOCK.and(Scene.ball(31, 30, TOP, 6));
        Damage found = damage(BLOCK, after);
        assertEquals(1, found.features().size());
        assertEquals(Family.GAIN, found.features().get(0).family());
        double truth = -volume(BLOCK, after);
        assertTrue(found.gained() > 0.5 * truth && found.gained() < 1.1 * truth, "gained " + found.gained());
    }
}
