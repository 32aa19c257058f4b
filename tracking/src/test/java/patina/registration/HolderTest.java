package patina.registration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import patina.blocks.ArrayVolume;
import patina.blocks.Grid;
import patina.blocks.KernelContract;
import patina.blocks.Progress;
import patina.blocks.Runner;
import patina.blocks.Source;
import patina.geometry.Affine;
import patina.geometry.Extent;
import patina.geometry.Region;
import patina.geometry.VoxelSize;

/**
 * A rod with dense inclusions, upright in a denser foot.
 *
 * <pre>
 *        +---+            metal 30000, foot 60000, air 4000
 *        | o |   o an inclusion as dense as the foot
 *        |o  |
 *    +---+   +---+
 *    |  foot     |   z below 12
 *    +-----------+
 * </pre>
 */
final class HolderTest extends KernelContract {
    private static final Extent EXTENT = new Extent(66, 60, 70);
    private static final int FOOT = 12;
    private static final Source SCAN = scan(true);

    @TempDir
    Path scratch;

    private static boolean inRod(int x, int y) {
        return (x - 33) * (x - 33) + (y - 30) * (y - 30) <= 14 * 14;
    }

    private static boolean inclusion(int x, int y, int z) {
        return (x - 35) * (x - 35) + (y - 28) * (y - 28) + (z - 45) * (z - 45) <= 9;
    }

    private static Source scan(boolean withFoot) {
        float[] grey = new float[(int) EXTENT.voxels()];
        Random random = new Random(4);
        int at = 0;
        for (int z = 0; z < EXTENT.z(); z++) {
            for (int y = 0; y < EXTENT.y(); y++) {
                for (int x = 0; x < EXTENT.x(); x++) {
                    boolean foot = withFoot && z < FOOT && Math.abs(x - 33) < 25 && Math.abs(y - 30) < 25;
                    boolean dense = foot && !inRod(x, y) || inclusion(x, y, z);
                    double level = dense ? 60000 : inRod(x, y) && z < 62 ? 30000 : 4000;
                    grey[at++] = (float) (level + 800 * random.nextGaussian());
                }
            }
        }
        return ArrayVolume.of(EXTENT, grey).source();
    }

    @Override
    protected List<Trial<?>> trials() {
        byte[] zone = new byte[(int) EXTENT.voxels()];
        for (int i = 0; i < zone.length; i++) {
            zone[i] = i / (66 * 60) < FOOT ? Zones.OUT : Zones.SURFACE;
        }
        Zones zones = new Zones(EXTENT, 0, zone);
        Affine pose = Affine.rotation(0.1, -0.05, 0.3).then(Affine.translation(3.2, -7.7, 1.4));
        return List.of(new Trial<>(
                "WithoutHolder",
                EXTENT,
                1,
                false,
                (g, s) -> new WithoutHolder(SCAN, zones, pose, s.get(0)),
                KernelContract::serialised));
    }

    @Test
    void theFootAndItsRimAreNotSeenButInclusionsAre() throws IOException {
        ArrayVolume rest = ArrayVolume.ofValues(EXTENT);
        try (Runner runner = Runner.sequential();
                Prepared prepared = new Registrar(runner, RegistrationSettings.defaults(), scratch)
                        .prepare(new ScanView(SCAN, EXTENT, VoxelSize.cube(5)), Progress.NONE)) {
            Holder holder = prepared.holder();
            assertNotNull(holder);
            runner.run(holder.without(SCAN, Affine.IDENTITY, rest.sink()), Grid.of(EXTENT));
        }
        int n = (int) EXTENT.voxels();
        byte[] valid = new byte[n];
        rest.read(Region.whole(EXTENT), new float[n], valid);
        int at = 0;
        for (int z = 0; z < EXTENT.z(); z++) {
            for (int y = 0; y < EXTENT.y(); y++) {
                for (int x = 0; x < EXTENT.x(); x++, at++) {
                    boolean foot = z < FOOT && Math.abs(x - 33) < 25 && Math.abs(y - 30) < 25 && !inRod(x, y);
                    boolean far = z >= FOOT + 6;
                    if (foot || far) {
                        assertEquals(foot ? 0 : 1, valid[at], x + " " + y + " " + z);
                    }
                }
            }
        }
    }

    @Test
    void denseInclusionsAloneAreNoHolder() throws IOException {
        try (Runner runner = Runner.sequential();
                Prepared prepared = new Registrar(runner, RegistrationSettings.defaults(), scratch)
                        .prepare(new ScanView(scan(false), EXTENT, VoxelSize.cube(5)), Progress.NONE)) {
            assertNull(prepared.holder());
        }
    }

    @Test
    void noneIsLookedForBesideAScanWhoseMaskNamesTheSpecimen() throws IOException {
        ScanView named = new ScanView(SCAN, EXTENT, VoxelSize.cube(5), SCAN);
        ScanView scan = new ScanView(SCAN, EXTENT, VoxelSize.cube(5));
        try (Runner runner = Runner.sequential();
                Prepared prepared = new Registrar(runner, RegistrationSettings.defaults(), scratch)
                        .prepare(scan.beside(named), Progress.NONE)) {
            assertNull(prepared.holder());
        }
        assertSame(scan, scan.beside(scan));
    }
}
