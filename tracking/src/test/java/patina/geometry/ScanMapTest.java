package patina.geometry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class ScanMapTest {
    /** The upper stack lies 3 higher than the lower says: what the specimen has at 10 to 13 was seen twice. */
    private static final ScanMap OVERLAP = stacks(3);

    /** And 3 lower: what it has at 10 to 13 was not seen. */
    private static final ScanMap GAP = stacks(-3);

    private static ScanMap stacks(double up) {
        return new ScanMap(List.of(
                new ScanMap.Stack(0, 10, Affine.IDENTITY), new ScanMap.Stack(10, 20, Affine.translation(1, 0, up))));
    }

    @Test
    void aPointIsMappedByTheStackInWhichItsImageLies() {
        assertEquals(new Point(2, 2, 4), OVERLAP.apply(new Point(2, 2, 4)));
        assertEquals(new Point(3, 2, 17), OVERLAP.apply(new Point(2, 2, 14)));
        // Seen twice: the first counts.
        assertEquals(0, OVERLAP.stackAt(new Point(2, 2, 9)));
        assertTrue(OVERLAP.holds(new Point(2, 2, 9)));
    }

    @Test
    void whatLiesBetweenTheStacksIsInNone() {
        assertTrue(GAP.holds(new Point(0, 0, 9.9)));
        assertFalse(GAP.holds(new Point(0, 0, 11)));
        assertFalse(GAP.holds(new Point(0, 0, 12.9)));
        assertTrue(GAP.holds(new Point(0, 0, 13.1)));
        assertEquals(0, GAP.stackAt(new Point(0, 0, 11)));
        assertEquals(1, GAP.stackAt(new Point(0, 0, 12.5)));
    }

    @Test
    void theWayBackIsThatOfTheScansOwnStack() {
        for (double z : new double[] {-5, 0, 9.9, 10.1, 19, 25}) {
            Point scan = new Point(4, 5, z);
            Point there = GAP.back(scan);
            assertEquals(z < 10 ? 4 : 3, there.x());
            assertEquals(z < 10 ? z : z + 3, there.z(), 1e-12);
        }
    }

    @Test
    void betweenVoxelsItIsTheSame() {
        ScanMap voxels = OVERLAP.between(new VoxelSize(2, 2, 0.5), new VoxelSize(1, 1, 4));
        for (double z : new double[] {1, 8, 11, 14}) {
            Point um = new Point(6, 8, z);
            Point there = OVERLAP.apply(um);
            assertEquals(
                    new Point(there.x(), there.y(), there.z() / 4), voxels.apply(new Point(3, 4, z / 0.5)), "at " + z);
        }
    }

    @Test
    void aScanOfOnePieceIsAMatrix() {
        Affine map = Affine.rotation(0.1, 0.2, 0.3).then(Affine.translation(1, 2, 3));
        Point p = new Point(-1e6, 2, 1e6);
        assertEquals(map.apply(p), ScanMap.of(map).apply(p));
        assertTrue(ScanMap.of(map).holds(p));
    }
}
