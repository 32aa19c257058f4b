package patina.segmentation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import patina.blocks.ArrayVolume;
import patina.blocks.Progress;
import patina.blocks.Runner;
import patina.geometry.Affine;
import patina.geometry.Extent;
import patina.geometry.Point;
import patina.geometry.VoxelSize;
import patina.meshes.MeshDistance;
import patina.meshes.Meshes;

/**
 * Depth from the surface that the user gives, in 64-voxel scenes whose truth is known from geometry; see {@link Scene}. A
 * scar wider than the ball that rolls over the specimen is there in the first scan already, and a pit is lost in its
 * bottom since.
 *
 * <pre>
 *      +---+                 +---+   TOP
 *      |   |______   ________|   |   the scar's bottom, 4 voxels below
 *      |          \_/            |   the pit's bottom, 9.5 voxels below
 *      +-------------------------+
 * </pre>
 */
class GivenSurfaceTest {
    private static final Extent EXTENT = new Extent(64, 64, 64);
    private static final double VOXEL = 5;
    // Where samples and exact edges enclose the same.
    private static final double LOW = 7 + 5.0 / 6;
    private static final double TOP = 55 + 1.0 / 6;
    private static final Scene.Shape BLOCK = Scene.box(LOW, LOW, LOW, TOP, TOP, TOP);
    private static final Scene.Shape SCAR = Scene.box(18.4, 17.8, TOP - 4, 46.2, 45.4, 70);
    private static final Scene.Shape WORN = BLOCK.without(SCAR);
    private static final Scene.Shape PIT = Scene.ball(31.3, 30.6, TOP - 4, 5.5);
    private static final double DEEP = 9.5;
    private static final long SEED = 20260150;

    @TempDir
    Path folder;

    private record Found(ReferenceSolid solid, Damage damage) {
        DamageFeature deepest() {
            return damage.features().stream()
                    .filter(f -> f.depth() != null)
                    .max(Comparator.comparingDouble(f -> f.depth()))
                    .orElseThrow();
        }
    }

    private Found found(Scene.Shape before, Scene.Shape after, GivenSurface surface) throws IOException {
        System.out.println("seed " + SEED);
        SegmentationSettings settings = SegmentationSettings.defaults();
        Path work = Files.createDirectories(folder.resolve("work"));
        ArrayVolume first = Scene.scan(EXTENT, Scene.fraction(EXTENT, before), 0.7, 0.04, SEED);
        ArrayVolume now = Scene.scan(EXTENT, Scene.fraction(EXTENT, after), 0.7, 0.04, SEED + 1);
        try (Runner runner = Runner.sequential()) {
            ReferenceSolid solid = new OriginalSurface(runner, settings, work)
                    .find(first.source(), EXTENT, new VoxelSize(VOXEL, VOXEL, VOXEL), null, surface, Progress.NONE);
            return new Found(
                    solid,
                    new DamageFinder(runner, settings, solid, work)
                            .find(
                                    1,
                                    now.source(),
                                    first.source(),
                                    0.02,
                                    ArrayVolume.ofLabels(EXTENT).sink(),
                                    Progress.NONE));
        }
    }

    private static double lost(Scene.Shape before, Scene.Shape after) {
        return Scene.sum(Scene.fraction(EXTENT, before)) - Scene.sum(Scene.fraction(EXTENT, after));
    }

    /** What was missing and what was lost since, from the original surface, whatever the features are. */
    private static void isWhole(Found found, double missing, double since) {
        double deficit = found.damage().features().stream()
                .mapToDouble(DamageFeature::deficit)
                .sum();
        double loss = found.damage().features().stream()
                .mapToDouble(DamageFeature::loss)
                .sum();
        assertEquals(missing + since, deficit, 0.02 * (missing + since));
        // The levels of void and metal are told to about 0.1 % by so small a view.
        long voxels = found.damage().features().stream()
                .mapToLong(DamageFeature::zoneVoxels)
                .sum();
        assertEquals(since, loss, 0.02 * since + 0.003 * voxels);
    }

    private static Point corner(double at) {
        return new Point(at * VOXEL, at * VOXEL, at * VOXEL);
    }

    @Test
    void planesBridgeAScarWiderThanTheBall() throws IOException {
        Scene.Shape after = WORN.without(PIT);
        Found found = found(WORN, after, new GivenSurface.Planes());
        assertEquals(DEEP, found.deepest().depth(), 0.3);
        isWhole(found, lost(BLOCK, WORN), lost(WORN, after));
        assertNotNull(found.solid().given());
        assertEquals(0, found.solid().given().offset(), 0.05);
        assertTrue(found.deepest().depthU() >= found.solid().given().u());
    }

    @Test
    void theSurfaceFoundByItselfSinksIntoTheScar() throws IOException {
        Found found = found(WORN, WORN.without(PIT), null);
        assertNull(found.solid().given());
        assertTrue(
                found.deepest().depth() < DEEP - 2, "depth " + found.deepest().depth());
    }

    @Test
    void aMeshInMillimetresBridgesIt() throws IOException {
        Scene.Shape after = WORN.without(PIT);
        Affine fromMillimetres = Affine.scaling(1000, 1000, 1000);
        MeshDistance mesh =
                MeshDistance.of(Meshes.box(corner(LOW).times(0.001), corner(TOP).times(0.001)), fromMillimetres);
        Found found = found(WORN, after, new GivenSurface.Body(mesh));
        assertEquals(DEEP, found.deepest().depth(), 0.3);
        isWhole(found, lost(BLOCK, WORN), lost(WORN, after));
    }

    @Test
    void aMaskBridgesItWithinHalfAVoxel() throws IOException {
        float[] mask = Scene.fraction(EXTENT, BLOCK);
        for (int i = 0; i < mask.length; i++) {
            mask[i] = mask[i] > 0.5 ? 255 : 0;
        }
        Scene.Shape after = WORN.without(PIT);
        Found found = found(
                WORN, after, new GivenSurface.Mask(ArrayVolume.of(EXTENT, mask).source()));
        assertEquals(DEEP, found.deepest().depth(), 0.5);
        assertTrue(found.deepest().depthU() >= 0.288);
        // A mask says no more than which voxel is inside: half a voxel over the scar's bottom.
        double missing = lost(BLOCK, WORN) + lost(WORN, after);
        double deficit = found.damage().features().stream()
                .mapToDouble(DamageFeature::deficit)
                .sum();
        assertEquals(missing, deficit, 0.02 * missing + 0.5 * lost(BLOCK, WORN) / 4);
    }

    @Test
    void depthIsFromTheGivenSurfaceWhereAllOfItWasLostBefore() throws IOException {
        // The drawing's face lies 2.3 voxels above what the first scan shows.
        Scene.Shape lower = Scene.box(LOW, LOW, LOW, TOP, TOP, TOP - 2.3);
        Scene.Shape pit = Scene.ball(31.3, 30.6, TOP - 2.3, 6);
        MeshDistance mesh = MeshDistance.of(Meshes.box(corner(LOW), corner(TOP)), Affine.IDENTITY);
        Found found = found(lower, lower.without(pit), new GivenSurface.Body(mesh));
        assertEquals(8.3, found.deepest().depth(), 0.3);
    }

    @Test
    void aNarrowBevelIsAFaceAndNoDamage() throws IOException {
        for (double width : new double[] {6, 8}) {
            Scene.Shape bevelled = BLOCK.without((x, y, z) -> x + z > 2 * TOP - width / Math.sqrt(2));
            Found found = found(bevelled, bevelled, new GivenSurface.Planes());
            assertEquals(0, found.solid().missingVoxels(), "bevel of " + width);
            assertEquals(java.util.List.of(), found.damage().features(), "bevel of " + width);
        }
    }

    @Test
    void aRodWornFlatIsRoundAgain() throws IOException {
        // A rod askew to the grid, worn to a flat 4 voxels deep along all its length, then pitted there.
        Point axis = new Point(0.12, -0.08, 1).unit();
        Point middle = new Point(31.4, 32.2, 31.5);
        double r = 22;
        Scene.Shape rod = (x, y, z) -> {
            Point d = new Point(x, y, z).minus(middle);
            double along = d.dot(axis);
            return Math.abs(along) <= 24 && d.minus(axis.times(along)).length() <= r;
        };
        Point out = new Point(1, 0, 0).minus(axis.times(axis.x())).unit();
        Scene.Shape worn =
                rod.without((x, y, z) -> new Point(x, y, z).minus(middle).dot(out) > r - 4);
        Point foot = middle.plus(out.times(r - 4));
        Scene.Shape after = worn.without(Scene.ball(foot.x(), foot.y(), foot.z(), 5));
        Found found = found(worn, after, new GivenSurface.Cylinders());
        assertEquals(9, found.deepest().depth(), 0.35);
        isWhole(found, lost(rod, worn), lost(worn, after));
    }

    @Test
    void whatIsNoneOfTheSpecimenIsRefused() {
        MeshDistance unit =
                MeshDistance.of(Meshes.box(corner(LOW).times(0.001), corner(TOP).times(0.001)), Affine.IDENTITY);
        refused(BLOCK, new GivenSurface.Body(unit), "of the metal in the reference scan 0.0 %");
        MeshDistance huge = MeshDistance.of(Meshes.box(corner(-900), corner(900)), Affine.IDENTITY);
        refused(BLOCK, new GivenSurface.Body(huge), "0 voxels of the view lie on it");
        Scene.Shape ball = Scene.ball(31.5, 31.2, 31.7, 22);
        refused(ball, new GivenSurface.Planes(), "of planes");
        refused(BLOCK, new GivenSurface.Cylinders(), "no round face");
    }

    private void refused(Scene.Shape specimen, GivenSurface surface, String part) {
        IOException e = assertThrows(IOException.class, () -> found(specimen, specimen, surface));
        assertTrue(String.valueOf(e.getMessage()).contains(part), e.getMessage());
    }
}
