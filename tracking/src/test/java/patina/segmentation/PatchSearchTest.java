package patina.segmentation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import patina.geometry.Extent;

/** A block's six faces as sums over cells, with the noise of sums and a loss that is known. */
final class PatchSearchTest {
    private static final Extent EXTENT = new Extent(96, 96, 96);
    private static final Noise NOISE = new Noise(0.05, 0.01, 0.06, 0, 0.04, 0);
    private static final int FIRST = 5;

    /** The block's faces lie in these cells along each axis. */
    private static final int LOW = 2;

    private static final int HIGH = 21;
    private static final int FACES = SurfaceCells.EDGE * SurfaceCells.EDGE;

    /** What a place of the surface lost, in voxels: an axis, which of the two faces, and the cell on it. */
    @FunctionalInterface
    private interface Loss {
        double at(int axis, boolean high, int a, int b);
    }

    private static SurfaceCells faces(Loss loss, long seed) {
        Random random = new Random(seed);
        SurfaceCells cells = new SurfaceCells();
        for (int axis = 0; axis < 3; axis++) {
            for (int side = 0; side < 2; side++) {
                for (int a = LOW + 1; a < HIGH; a++) {
                    for (int b = LOW + 1; b < HIGH; b++) {
                        int[] cell = new int[3];
                        cell[axis] = side == 0 ? LOW : HIGH;
                        cell[(axis + 1) % 3] = a;
                        cell[(axis + 2) % 3] = b;
                        add(cells, cell, axis, side == 1, loss.at(axis, side == 1, a, b), random);
                    }
                }
            }
        }
        return cells;
    }

    /** Six voxels of the band above and below each face, and five of the metal below. */
    private static void add(SurfaceCells cells, int[] cell, int axis, boolean high, double recession, Random random) {
        int e = SurfaceCells.EDGE;
        long key = SurfaceCells.key(cell[0] * e, cell[1] * e, cell[2] * e, EXTENT);
        for (int face = 0; face < FACES; face++) {
            for (int k = 0; k < 6; k++) {
                // The solid fraction falls outwards by one voxel's worth over the edge.
                long force = k == 2 || k == 3 ? steps(high ? -0.5 : 0.5) : 0;
                cells.addSurface(
                        key,
                        steps(recession / 6 + NOISE.sum() * random.nextGaussian()),
                        k == 0 ? steps(1) : 0,
                        k < 3 ? steps(1) : 0,
                        axis == 0 ? force : 0,
                        axis == 1 ? force : 0,
                        axis == 2 ? force : 0);
            }
            for (int k = 0; k < 5; k++) {
                cells.addBelow(key, steps(NOISE.sum() * random.nextGaussian()));
            }
        }
    }

    private static long steps(double value) {
        return Math.round(value / ZoneSums.STEP);
    }

    private static int cells() {
        int across = HIGH - LOW - 1;
        return 6 * across * across;
    }

    @Test
    void aSurfaceThatRecededAsAWholeIsOnePatchHoweverNearTheLimit() {
        for (int i = 0; i < 6; i++) {
            long seed = 100 + i;
            double recession = 0.08 + 0.005 * i;
            // The map is a fortieth of a voxel off along x as well.
            SurfaceCells cells = faces((axis, high, a, b) -> recession + (axis == 0 ? high ? 0.025 : -0.025 : 0), seed);
            SurfacePatches found = new PatchSearch(cells, EXTENT, NOISE, 0.015).find(FIRST);
            String where = "seed " + seed + ", receded by " + recession;
            assertEquals(1, found.count(), where);
            assertEquals(cells(), found.keys().length, where);
            assertTrue(Arrays.stream(found.labels()).allMatch(label -> label == FIRST), where);
        }
    }

    @Test
    void whatRecededFurtherThanTheWholeSurfaceIsAPatchOfItsOwn() {
        SurfaceCells cells = faces((axis, high, a, b) -> isWorn(axis, high, a, b) ? 0.4 : 0.12, 7);
        SurfacePatches found = new PatchSearch(cells, EXTENT, NOISE, 0.015).find(FIRST);
        assertEquals(2, found.count());
        assertEquals(cells(), found.keys().length);
        assertEquals(
                64, Arrays.stream(found.labels()).filter(l -> l == FIRST + 1).count(), 8);
    }

    /** Its border is summed over as well, beside what it counts as its surface. */
    @Test
    void aWornPlaceIsAPatchWithARim() {
        for (int i = 0; i < 6; i++) {
            long seed = 200 + i;
            SurfaceCells cells = faces((axis, high, a, b) -> isWorn(axis, high, a, b) ? 0.15 : 0, seed);
            SurfacePatches found = new PatchSearch(cells, EXTENT, NOISE, 0.005).find(FIRST);
            assertEquals(1, found.count(), "seed " + seed);
            long inside = Arrays.stream(found.labels()).filter(l -> l == FIRST).count();
            long rim = Arrays.stream(found.labels()).filter(l -> l == -FIRST).count();
            assertEquals(64, inside, 8, "seed " + seed);
            assertTrue(rim >= 28, "seed " + seed + ": rim of " + rim + " cells");
            double loss = 0;
            for (long key : found.keys()) {
                loss += cells.all().get(key)[SurfaceCells.LOSS] * ZoneSums.STEP;
            }
            double lost = 0.15 * 64 * FACES;
            assertEquals(lost, loss - found.feigned()[0], 0.2 * lost, "seed " + seed);
        }
    }

    @Test
    void aSoundSurfaceHasNoPatch() {
        SurfaceCells cells = faces((axis, high, a, b) -> axis == 1 ? high ? 0.02 : -0.02 : 0, 11);
        assertTrue(new PatchSearch(cells, EXTENT, NOISE, 0.015).find(FIRST).isEmpty());
    }

    private static boolean isWorn(int axis, boolean high, int a, int b) {
        return axis == 2 && high && a >= 6 && a < 14 && b >= 8 && b < 16;
    }
}
