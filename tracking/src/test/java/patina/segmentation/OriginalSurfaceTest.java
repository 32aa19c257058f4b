package patina.segmentation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import patina.blocks.ArrayVolume;
import patina.blocks.Progress;
import patina.blocks.Runner;
import patina.geometry.Extent;
import patina.geometry.Point;
import patina.geometry.VoxelSize;

/** Which dents of the reference scan are damage, and what of the specimen's shape is none; see {@link Scene}. */
class OriginalSurfaceTest {
    private static final Extent EXTENT = new Extent(64, 64, 64);
    /** Half way between two of a scene's samples, so that the sampled block ends there. */
    private static final double TOP = 55 + 1 / 6.0;

    private static final Scene.Shape BLOCK = Scene.box(7.7, 7.7, 7.7, TOP, TOP, TOP);
    private static final long SEED = 20261201;

    @TempDir
    Path folder;

    /** What was found: the surface, and the damage of a later scan if there is one. */
    private record Found(ReferenceSolid solid, Damage damage) {}

    private ArrayVolume scan(Scene.Shape shape, double blur, double noise, long seed) {
        return Scene.scan(EXTENT, Scene.fraction(EXTENT, shape), blur, noise, seed);
    }

    private ReferenceSolid surface(Runner runner, ArrayVolume before) throws IOException {
        Path work = Files.createDirectories(folder.resolve("work"));
        return new OriginalSurface(runner, SegmentationSettings.defaults(), work)
                .find(before.source(), EXTENT, new VoxelSize(5, 5, 5), null, null, Progress.NONE);
    }

    private Found find(Scene.Shape before, Scene.Shape after, double blur, double noise, long seed) throws IOException {
        System.out.println("seed " + seed);
        ArrayVolume first = scan(before, blur, noise, seed);
        try (Runner runner = Runner.sequential()) {
            ReferenceSolid solid = surface(runner, first);
            Damage damage = new DamageFinder(runner, SegmentationSettings.defaults(), solid, folder.resolve("work"))
                    .find(
                            1,
                            scan(after, blur, noise, seed + 1).source(),
                            first.source(),
                            0.02,
                            ArrayVolume.ofLabels(EXTENT).sink(),
                            Progress.NONE);
            return new Found(solid, damage);
        }
    }

    private static double volume(Scene.Shape whole, Scene.Shape damaged) {
        return Scene.sum(Scene.fraction(EXTENT, whole)) - Scene.sum(Scene.fraction(EXTENT, damaged));
    }

    /** A cap of a ball below a face at {@code top}, so deep there and with a mouth of this radius. */
    private static Scene.Shape cap(double x, double y, double top, double depth, double mouth) {
        double r = (mouth * mouth + depth * depth) / (2 * depth);
        return Scene.ball(x, y, top - depth + r, r);
    }

    private static Scene.Shape upright(double r) {
        return (x, y, z) -> square(x - 31.3) + square(z - 31.2) <= r * r && y >= 4.2 && y <= 59.3;
    }

    private static double square(double v) {
        return v * v;
    }

    private void isMeasuredFromTheSurface(Scene.Shape whole, double top, double depth, double mouth, double blur)
            throws IOException {
        String what = "pit " + depth + " deep, mouth of " + mouth + ", blur " + blur;
        Scene.Shape before = whole.without(cap(31.3, 30.6, top, depth, mouth));
        Scene.Shape after = whole.without(cap(31.3, 30.6, top, depth + 2, mouth + 1));
        Found found = find(before, after, blur, 0.03, SEED + Math.round(10 * depth + mouth));
        assertEquals(1, found.damage.features().size(), what);
        DamageFeature pit = found.damage.features().get(0);
        double missing = volume(whole, after);
        double lost = volume(before, after);
        assertEquals(lost, pit.loss(), 0.05 * lost, what);
        assertEquals(missing, pit.deficit(), 0.05 * missing, what);
        assertNotNull(pit.depth(), what);
        assertEquals(depth + 2, pit.depth(), 0.2, what);
        assertEquals(depth + 2, pit.depth(), 3 * pit.depthU(), what);
        double over = found.solid.surfaceU(new Point(31, 31, top - depth));
        assertTrue(over > 0, what);
        assertTrue(pit.depthU() > over, what + ": " + pit.depthU() + " of which the surface's " + over);
        assertEquals(0, found.solid.surfaceU(new Point(12, 12, top - depth)), what);
    }

    @Test
    void aSmallPitThatWasThereAlreadyIsMeasuredFromTheSurface() throws IOException {
        isMeasuredFromTheSurface(BLOCK, TOP, 2, 3.5, 0.7);
        isMeasuredFromTheSurface(BLOCK, TOP, 3, 3, 0.7);
        isMeasuredFromTheSurface(BLOCK, TOP, 3, 6, 1);
        isMeasuredFromTheSurface(BLOCK, TOP, 4, 4, 1);
    }

    /** The ball that rolls over the specimen touches the bottom of such pits. */
    @Test
    void aWidePitThatWasThereAlreadyIsMeasuredFromTheSurface() throws IOException {
        isMeasuredFromTheSurface(BLOCK, TOP, 2, 8, 1);
        isMeasuredFromTheSurface(BLOCK, TOP, 3, 12, 0.7);
        isMeasuredFromTheSurface(BLOCK, TOP, 4, 10, 0.7);
    }

    @Test
    void aPitThatWasThereAlreadyInARoundFaceIsMeasuredFromTheSurface() throws IOException {
        isMeasuredFromTheSurface(upright(25), 31.2 + 25, 2, 4, 0.7);
        isMeasuredFromTheSurface(upright(25), 31.2 + 25, 3, 7, 1);
        isMeasuredFromTheSurface(upright(20), 31.2 + 20, 4, 4, 0.7);
    }

    @Test
    void aSmallPitThatRestsLostNothing() throws IOException {
        for (double[] pit : new double[][] {{2, 4, 0.7}, {3, 7, 1}}) {
            Scene.Shape pitted = BLOCK.without(cap(31.3, 30.6, TOP, pit[0], pit[1]));
            Found found = find(pitted, pitted, pit[2], 0.03, SEED);
            assertEquals(1, found.damage.features().size());
            DamageFeature rests = found.damage.features().get(0);
            double truth = volume(BLOCK, pitted);
            assertEquals(truth, rests.deficit(), 0.06 * truth);
            assertEquals(0, rests.loss(), 4 * found.damage.noise().ofSum(rests.zoneVoxels()));
            assertNotNull(rests.depth());
            assertEquals(pit[0], rests.depth(), 0.25);
        }
    }

    /** Of several pits on a face that leans, each is found, and nothing else is. */
    @Test
    void pitsWhereverTheyAreOnAFaceThatLeansAreFound() throws IOException {
        Random random = new Random(SEED);
        for (int trial = 0; trial < 4; trial++) {
            double tiltX = 0.3 * random.nextDouble() - 0.15;
            double tiltY = 0.3 * random.nextDouble() - 0.15;
            double norm = Math.sqrt(1 + tiltX * tiltX + tiltY * tiltY);
            double face = 44 + random.nextDouble();
            Scene.Shape whole = (x, y, z) -> BLOCK.holds(x, y, z) && z + tiltX * (x - 31) + tiltY * (y - 31) <= face;
            Scene.Shape pitted = whole;
            for (int pit = 0; pit < 2; pit++) {
                double depth = 2 + 2 * random.nextDouble();
                double mouth = depth + 3 * random.nextDouble() + 1;
                double r = (mouth * mouth + depth * depth) / (2 * depth);
                double x = (pit == 0 ? 20 : 42) + 2 * random.nextDouble();
                double y = (pit == 0 ? 21 : 41) + 2 * random.nextDouble();
                double z = face - tiltX * (x - 31) - tiltY * (y - 31);
                double up = (r - depth) / norm;
                pitted = pitted.without(Scene.ball(x + up * tiltX, y + up * tiltY, z + up, r));
            }
            Found found = find(pitted, pitted, 0.8, 0.04, SEED + trial);
            double truth = volume(whole, pitted);
            double missing = found.damage.features().stream()
                    .mapToDouble(DamageFeature::deficit)
                    .sum();
            assertEquals(2, found.damage.features().size(), "trial " + trial);
            assertEquals(truth, missing, 0.06 * truth, "trial " + trial);
        }
    }

    /** A lattice of struts 7 thick, with channels 9 wide between: a ball of 10 voxels cannot enter it. */
    @Test
    void channelsOfALatticeAreItsShape() throws IOException {
        Scene.Shape lattice = (x, y, z) -> BLOCK.holds(x, y, z) && strut(x) + strut(y) + strut(z) >= 2;
        // Where three struts meet.
        Scene.Shape pitted = lattice.without(Scene.ball(31.3, 31.3, 34.8, 4));
        Found found = find(lattice, pitted, 0.7, 0.02, SEED);
        assertEquals(0, found.solid.missingVoxels());
        assertTrue(found.solid.ballVoxels() < 10, "ball " + found.solid.ballVoxels());
        assertEquals(1, found.damage.features().size());
        double lost = volume(lattice, pitted);
        DamageFeature pit = found.damage.features().get(0);
        assertEquals(lost, pit.loss(), 0.05 * lost);
        assertEquals(lost, pit.deficit(), 0.05 * lost);
    }

    private static int strut(double v) {
        return Math.abs(v - 31.3 - 16 * Math.rint((v - 31.3) / 16)) <= 3.5 ? 1 : 0;
    }

    /** A bar in mortar, which fills its pit too, in air: a mask drawn around the bar names the specimen. */
    @Test
    void metalInAnotherSolidIsMeasuredWithinItsMask() throws IOException {
        System.out.println("seed " + SEED);
        Scene.Shape bar = upright(14);
        Scene.Shape pitted = bar.without(Scene.ball(31.3, 30.6, 31.2 + 14, 5));
        float[] mortar = Scene.fraction(EXTENT, (x, y, z) -> square(x - 31.3) + square(z - 31.2) <= 29 * 29);
        ArrayVolume mask = ArrayVolume.of(
                EXTENT, Scene.fraction(EXTENT, (x, y, z) -> square(x - 31.3) + square(z - 31.2) <= 19 * 19));
        ArrayVolume first = scan(embedded(bar, mortar), SEED);
        ArrayVolume second = scan(embedded(pitted, mortar), SEED + 1);
        Path work = Files.createDirectories(folder.resolve("work"));
        try (Runner runner = Runner.sequential()) {
            ReferenceSolid solid = new OriginalSurface(runner, SegmentationSettings.defaults(), work)
                    .find(first.source(), EXTENT, new VoxelSize(5, 5, 5), mask.source(), null, Progress.NONE);
            Damage damage = new DamageFinder(runner, SegmentationSettings.defaults(), solid, work)
                    .find(
                            1,
                            second.source(),
                            first.source(),
                            0.02,
                            ArrayVolume.ofLabels(EXTENT).sink(),
                            Progress.NONE);
            double volume = Scene.sum(Scene.fraction(EXTENT, bar));
            assertEquals(volume, solid.solidVoxels(), 0.02 * volume);
            assertEquals(1, damage.features().size());
            DamageFeature pit = damage.features().get(0);
            double lost = volume(bar, pitted);
            assertEquals(lost, pit.loss(), 0.03 * lost);
            assertNotNull(pit.depth());
            assertEquals(5, pit.depth(), 0.2);
        }
    }

    private static float[] embedded(Scene.Shape metal, float[] mortar) {
        float[] all = Scene.fraction(EXTENT, metal);
        for (int i = 0; i < all.length; i++) {
            all[i] += 0.4f * mortar[i] * (1 - all[i]);
        }
        return all;
    }

    private static ArrayVolume scan(float[] greys, long seed) {
        return Scene.scan(EXTENT, greys, 0.8, 0.02, seed);
    }

    /** Nothing is rebuilt where nothing is missing, and a hollow that is wide or long by design stays. */
    @Test
    void whatIsTheSpecimensShapeIsNoDamage() throws IOException {
        Scene.Shape step = Scene.box(7.7, 7.7, 7.7, TOP, TOP, 35.3).and(Scene.box(7.7, 7.7, 7.7, 31.4, TOP, TOP));
        Map<String, Scene.Shape> shapes = new TreeMap<>();
        shapes.put("block", BLOCK);
        shapes.put("ball", Scene.ball(31.2, 31.4, 31.1, 26.2));
        shapes.put("cylinder", upright(25));
        shapes.put("rod", upright(12));
        shapes.put(
                "step with a fillet",
                step.and((x, y, z) -> x > 31
                        && x <= 31.4 + 12
                        && z >= 35
                        && z <= 35.3 + 12
                        && y >= 7.7
                        && y <= TOP
                        && square(x - 31.4 - 12) + square(z - 35.3 - 12) >= 12 * 12));
        shapes.put("groove", BLOCK.without(Scene.box(16, 0, TOP - 4, 46, 64, 64)));
        shapes.put("shallow groove", BLOCK.without(Scene.box(27, 0, TOP - 2, 36, 64, 64)));
        shapes.put("round groove", BLOCK.without((x, y, z) -> square(x - 31) + square(z - TOP - 11) <= 14 * 14));
        shapes.put("hollow face", BLOCK.without(Scene.ball(31.3, 31.1, TOP + 58, 61)));
        shapes.put(
                "waves", (x, y, z) -> BLOCK.holds(x, y, z) && z <= TOP - 1 + 0.8 * Math.sin(x / 4) * Math.sin(y / 4));
        shapes.put(
                "leaning faces", (x, y, z) -> BLOCK.holds(x, y, z) && z + 0.3 * x - 0.2 * y <= 48 && x + 0.1 * z < 52);
        System.out.println("seed " + SEED);
        for (Map.Entry<String, Scene.Shape> shape : shapes.entrySet()) {
            try (Runner runner = Runner.sequential()) {
                ReferenceSolid solid = surface(runner, scan(shape.getValue(), 0.7, 0.04, SEED));
                assertEquals(List.of(), solid.rebuilt(), shape.getKey());
                assertEquals(0, solid.missingVoxels(), shape.getKey());
            }
        }
    }

    /** The blur of a block along the grid is told, though its voxels lie at few distances from its faces. */
    @Test
    void theBlurOfFacesAlongTheGridIsMeasured() throws IOException {
        for (double blur : new double[] {0.7, 0.85, 1}) {
            try (Runner runner = Runner.sequential()) {
                ReferenceSolid solid = surface(runner, scan(BLOCK, blur, 0.02, SEED));
                // A voxel averages over its edge, whose variance is 1 / 12.
                assertEquals(Math.sqrt(blur * blur + 1 / 12.0), solid.edgeSigma(), 0.07, "blur " + blur);
            }
        }
    }
}
