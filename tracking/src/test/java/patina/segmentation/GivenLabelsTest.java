package patina.segmentation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import patina.blocks.ArrayVolume;
import patina.blocks.Progress;
import patina.blocks.Runner;
import patina.geometry.Affine;
import patina.geometry.Extent;
import patina.geometry.ScanMap;
import patina.geometry.VoxelSize;

/** The user's labels in place of detection, in 64-voxel scenes whose truth is known from geometry; see {@link Scene}. */
class GivenLabelsTest {
    private static final Extent EXTENT = new Extent(64, 64, 64);
    private static final double TOP = 55.3;
    private static final Scene.Shape BLOCK = Scene.box(7.7, 7.7, 7.7, TOP, TOP, TOP);
    private static final Scene.Shape PIT = Scene.ball(21.3, 20.6, TOP, 7.4);
    private static final Scene.Shape OTHER = Scene.ball(43, 42, TOP, 6);
    private static final long SEED = 20260103;

    @TempDir
    Path folder;

    private static double lost(Scene.Shape hole) {
        return Scene.sum(Scene.fraction(EXTENT, BLOCK)) - Scene.sum(Scene.fraction(EXTENT, BLOCK.without(hole)));
    }

    /** The labels of voxels more than half filled. */
    private static int[] label(int[] labels, Scene.Shape shape, int label) {
        float[] f = Scene.fraction(EXTENT, shape);
        for (int i = 0; i < f.length; i++) {
            labels[i] = f[i] > 0.5 ? label : labels[i];
        }
        return labels;
    }

    private Damage damage(Scene.Shape after, int[] labels, Affine gridToLabels) throws IOException {
        System.out.println("seed " + SEED);
        SegmentationSettings settings = SegmentationSettings.defaults();
        Path work = Files.createDirectories(folder.resolve("work"));
        ArrayVolume before = Scene.scan(EXTENT, Scene.fraction(EXTENT, BLOCK), 0.7, 0.04, SEED);
        ArrayVolume now = Scene.scan(EXTENT, Scene.fraction(EXTENT, after), 0.7, 0.04, SEED + 1);
        try (Runner runner = Runner.sequential()) {
            ReferenceSolid solid = new OriginalSurface(runner, settings, work)
                    .find(before.source(), EXTENT, new VoxelSize(5, 5, 5), null, null, Progress.NONE);
            return new DamageFinder(runner, settings, solid, work)
                    .find(
                            1,
                            now.source(),
                            before.source(),
                            0.02,
                            ScanMap.of(Affine.IDENTITY),
                            new GivenLabels(ArrayVolume.of(EXTENT, labels).source(), ScanMap.of(gridToLabels)),
                            ArrayVolume.ofLabels(EXTENT).sink(),
                            Progress.NONE);
        }
    }

    @Test
    void onlyWhatIsLabelledIsAFeatureAndKeepsItsName() throws IOException {
        Scene.Shape after = BLOCK.without(PIT).without(OTHER);
        Damage found = damage(after, label(new int[64 * 64 * 64], PIT, 2_000_000_007), Affine.IDENTITY);
        assertEquals(List.of(2_000_000_007), found.userLabels());
        assertEquals(1, found.features().size());
        DamageFeature pit = found.features().get(0);
        assertEquals(List.of(2_000_000_007), found.userLabelOf(pit));
        assertEquals(Family.BULK, pit.family());
        assertEquals(lost(PIT), pit.loss(), 0.02 * lost(PIT));
        assertNotNull(pit.depth());
        assertEquals(7.4, pit.depth(), 0.3);
    }

    @Test
    void theVolumeDoesNotHangOnHowTightlyTheLabelWasDrawn() throws IOException {
        for (double r : new double[] {6.2, 7.4, 8.6}) {
            int[] labels = label(new int[64 * 64 * 64], Scene.ball(21.3, 20.6, TOP, r), 1);
            Damage found = damage(BLOCK.without(PIT), labels, Affine.IDENTITY);
            assertEquals(lost(PIT), found.features().get(0).loss(), 0.02 * lost(PIT), "drawn with radius " + r);
        }
    }

    @Test
    void labelsInAnotherFrameAreBroughtHere() throws IOException {
        // The labels' grid lies 3 voxels farther along x and is turned a quarter about z.
        int[] own = label(new int[64 * 64 * 64], PIT, 4);
        int[] turned = new int[own.length];
        for (int z = 0; z < 64; z++) {
            for (int y = 0; y < 64; y++) {
                for (int x = 0; x < 61; x++) {
                    turned[(z * 64 + x) * 64 + 63 - y] = own[(z * 64 + y) * 64 + x + 3];
                }
            }
        }
        Affine map = new Affine(0, -1, 0, 63, 1, 0, 0, -3, 0, 0, 1, 0);
        DamageFeature pit = damage(BLOCK.without(PIT), turned, map).features().get(0);
        assertEquals(lost(PIT), pit.loss(), 0.02 * lost(PIT));
        assertEquals(21.3, pit.centroid().x(), 0.2);
        assertEquals(20.6, pit.centroid().y(), 0.2);
    }

    @Test
    void whatIsLabelledOnSoundMetalHasLostNothing() throws IOException {
        int[] labels = label(label(new int[64 * 64 * 64], PIT, 9), OTHER, 3);
        Damage found = damage(BLOCK.without(PIT), labels, Affine.IDENTITY);
        assertEquals(List.of(3, 9), found.userLabels());
        DamageFeature sound = found.features().get(0);
        assertEquals(Family.BULK, sound.family());
        assertEquals(0, sound.loss(), 4 * found.noise().ofSum(sound.zoneVoxels()));
        DamageFeature pit = found.features().get(1);
        assertEquals(lost(PIT), pit.loss(), 0.02 * lost(PIT));
    }

    @Test
    void aLabelledCrackIsMeasuredAsASheetOfItsPit() throws IOException {
        Scene.Shape crack = Scene.box(21.3, 20.1, TOP - 13, 46, 21.4, TOP + 1);
        int[] labels = label(new int[64 * 64 * 64], Scene.box(21.3, 19.4, TOP - 13, 46, 22.1, TOP), 2);
        label(labels, PIT, 1);
        Damage found = damage(BLOCK.without(PIT).without(crack), labels, Affine.IDENTITY);
        assertEquals(2, found.features().size());
        DamageFeature sheet = found.features().get(1);
        assertEquals(Family.SHEET, sheet.family());
        assertEquals(1, sheet.attachedTo());
        assertNotNull(sheet.sheet());
        double truth = lost((x, y, z) -> PIT.holds(x, y, z) || crack.holds(x, y, z)) - lost(PIT);
        assertEquals(truth, sheet.loss(), 0.06 * truth);
        assertEquals(13, sheet.sheet().depth(), 1.5);
    }

    @Test
    void aLabelledDepositIsGain() throws IOException {
        Scene.Shape deposit = Scene.ball(31, 30, TOP + 2, 6);
        Scene.Shape above = (x, y, z) -> deposit.holds(x, y, z) && z > TOP;
        Damage found = damage(BLOCK.and(deposit), label(new int[64 * 64 * 64], above, 1), Affine.IDENTITY);
        assertEquals(Family.GAIN, found.features().get(0).family());
    }

    @Test
    void productInALabelledPitHidesNoLossOfMetal() throws IOException {
        Scene.Shape hole = Scene.ball(31.3, 30.6, TOP, 9);
        Scene.Shape after = BLOCK.without(hole);
        float[] fraction = Scene.fraction(EXTENT, after);
        float[] product = Scene.fraction(EXTENT, (x, y, z) -> BLOCK.holds(x, y, z) && hole.holds(x, y, z));
        for (int i = 0; i < fraction.length; i++) {
            fraction[i] += 0.5f * product[i];
        }
        SegmentationSettings settings = SegmentationSettings.defaults();
        Path work = Files.createDirectories(folder.resolve("work"));
        ArrayVolume before = Scene.scan(EXTENT, Scene.fraction(EXTENT, BLOCK), 0.7, 0.04, SEED);
        ArrayVolume now = Scene.scan(EXTENT, fraction, 0.7, 0.04, SEED + 1);
        int[] labels = label(new int[64 * 64 * 64], hole, 1);
        try (Runner runner = Runner.sequential()) {
            ReferenceSolid solid = new OriginalSurface(runner, settings, work)
                    .find(before.source(), EXTENT, new VoxelSize(5, 5, 5), null, null, Progress.NONE);
            Damage found = new DamageFinder(runner, settings, solid, work)
                    .find(
                            1,
                            now.source(),
                            before.source(),
                            0.02,
                            ScanMap.of(Affine.IDENTITY),
                            new GivenLabels(ArrayVolume.of(EXTENT, labels).source(), ScanMap.of(Affine.IDENTITY)),
                            ArrayVolume.ofLabels(EXTENT).sink(),
                            Progress.NONE);
            DamageFeature pit = found.features().get(0);
            assertEquals(lost(hole), pit.loss(), 0.05 * lost(hole));
            assertNotNull(pit.product());
        }
    }
}
