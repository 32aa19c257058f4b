package patina.phantom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Volumes, mouths and centroids against closed forms of solid geometry. */
class LossIntegralTest {
    private static final double LEAF = 1 / 12.0;
    private static final ConvexBody BLOCK = ConvexBody.box(new Vec(-20, -18, -16), new Vec(20, 18, 16));
    private static final Frame TOP = Frame.at(new Vec(1.3, -2.1, 16), new Vec(0, 0, -1), new Vec(1, 0, 0));

    private static List<Loss> losses(ConvexBody body, Feature... features) {
        return LossIntegral.of(
                new Moment(body, List.of(features), List.of(), List.of(), 0, List.of()), 24, LEAF, List.of());
    }

    private static Feature feature(String id, Kind kind, Shape shape) {
        return Feature.of(id, kind, shape, 1, Growth.arrested(1));
    }

    private static void assertNear(double wanted, double found, double relative) {
        assertEquals(wanted, found, Math.abs(wanted) * relative);
    }

    @Test
    void halfAnEllipsoidHasTwoThirdsPiABC() {
        Loss loss = losses(BLOCK, feature("A", Kind.PIT, new Ellipsoid(TOP, 8, 6, 7)))
                .get(0);
        assertNear(2 / 3.0 * Math.PI * 8 * 6 * 7, loss.volume(), 1e-3);
        assertNear(Math.PI * 8 * 6, loss.mouth(), 1e-3);
        // The centroid of half an ellipsoid lies 3/8 of its semi-axis from the flat side.
        assertEquals(16 - 3 / 8.0 * 7, loss.moment().z() / loss.volume(), 0.01);
        assertEquals(1.3, loss.moment().x() / loss.volume(), 0.01);
    }

    @Test
    void thePitFirstSeenIsWithinAThousandth() {
        Loss loss = losses(BLOCK, feature("A", Kind.PIT, new Ellipsoid(TOP, 2.4, 2.4, 3)))
                .get(0);
        assertNear(2 / 3.0 * Math.PI * 2.4 * 2.4 * 3, loss.volume(), 1e-3);
    }

    @Test
    void anUndercutPitIsASphereWithoutItsCap() {
        double r = 6;
        double below = 2.5;
        Loss loss = losses(BLOCK, feature("A", Kind.PIT, new Ellipsoid(TOP.movedBy(0, 0, below), r, r, r)))
                .get(0);
        double cap = r - below;
        assertNear(4 / 3.0 * Math.PI * r * r * r - Math.PI * cap * cap * (3 * r - cap) / 3, loss.volume(), 1e-3);
        assertNear(Math.PI * (r * r - below * below), loss.mouth(), 2e-3);
    }

    @Test
    void twoMergedPitsShareTheirLens() {
        double r = 6;
        double apart = 9;
        Shape both = Union.of(
                new Ellipsoid(TOP.movedBy(-apart / 2, 0, 0), r, r, r),
                new Ellipsoid(TOP.movedBy(apart / 2, 0, 0), r, r, r));
        Loss loss = losses(BLOCK, feature("A+B", Kind.PIT, both)).get(0);
        double cap = r - apart / 2;
        double lens = 2 * Math.PI * cap * cap * (3 * r - cap) / 3;
        assertNear((2 * 4 / 3.0 * Math.PI * r * r * r - lens) / 2, loss.volume(), 1e-3);
    }

    @Test
    void anEnclosedPoreIsAWholeSphere() {
        Loss loss = losses(BLOCK, feature("X", Kind.PORE, Ellipsoid.sphere(new Vec(2, 3, -1), 4.3)))
                .get(0);
        assertNear(4 / 3.0 * Math.PI * Math.pow(4.3, 3), loss.volume(), 1e-3);
        assertEquals(0, loss.mouth());
        assertEquals(3, loss.moment().y() / loss.volume(), 1e-3);
    }

    @Test
    void aScarIsAParaboloid() {
        Loss loss = losses(BLOCK, feature("W", Kind.WEAR, new Dent(TOP, 15, 10, 4, 2)))
                .get(0);
        assertNear(Math.PI * 15 * 10 * 4 / 2, loss.volume(), 1e-3);
        assertNear(Math.PI * 15 * 10, loss.mouth(), 2e-3);
    }

    @Test
    void aPatchOfLessThanAVoxelKeepsItsVolume() {
        Loss loss = losses(BLOCK, feature("W", Kind.WEAR, new Dent(TOP, 14, 13, 0.15, 16)))
                .get(0);
        assertNear(Math.PI * 14 * 13 * 0.15 * 16 / 18, loss.volume(), 2e-3);
        assertNear(Math.PI * 14 * 13, loss.mouth(), 2e-3);
    }

    @Test
    void aThinnedBoxLosesTheDifferenceOfTwoBoxes() {
        for (double depth : new double[] {0.1, 0.5, 2}) {
            Loss loss = losses(BLOCK, feature("U", Kind.UNIFORM, new Complement(BLOCK.inset(depth))))
                    .get(0);
            double inner = (40 - 2 * depth) * (36 - 2 * depth) * (32 - 2 * depth);
            assertNear(40.0 * 36 * 32 - inner, loss.volume(), 1e-3);
            assertNear(2.0 * (40 * 36 + 36 * 32 + 32 * 40), loss.mouth(), 0.01);
        }
    }

    @Test
    void aThinnedRodLosesTheDifferenceOfTwoCylinders() {
        ConvexBody rod =
                new ConvexBody(List.of(ConvexBody.Plane.of(0, 0, 1, 10), ConvexBody.Plane.of(0, 0, -1, 10)), 8);
        Loss loss = losses(rod, feature("U", Kind.UNIFORM, new Complement(rod.inset(0.5))))
                .get(0);
        assertNear(Math.PI * (64 * 20 - 7.5 * 7.5 * 19), loss.volume(), 4e-3);
        assertNear(2 * Math.PI * 8 * 20 + 2 * Math.PI * 64, loss.mouth(), 0.02);
    }

    @Test
    void aCrackOfAnyOpeningIsAFlatEllipsoid() {
        Frame sheet = new Frame(TOP.origin(), TOP.u(), TOP.w(), TOP.v().times(-1));
        for (double opening : new double[] {0.05, 0.3, 1, 2}) {
            Sheet shape = new Sheet(sheet, 9, 7, opening, -9);
            Feature crack = feature("K", Kind.CRACK, shape);
            Loss loss = losses(BLOCK, crack).get(0);
            assertNear(2 / 3.0 * Math.PI * 9 * 7 * opening / 2, loss.volume(), 5e-3);
            CrackMeasure measure = CrackMeasure.of(shape, BLOCK, List.of());
            assertNear(18, measure.length(), 1e-3);
            assertNear(Math.PI * 9 * 7 / 2, measure.area(), 2e-3);
        }
    }

    @Test
    void whatPitAndCrackClaimCountsForThePit() {
        Frame sheet = new Frame(TOP.origin(), TOP.u(), TOP.w(), TOP.v().times(-1));
        Feature pit = feature("P", Kind.PIT, new Ellipsoid(TOP, 5, 5, 5));
        Feature crack = feature("K", Kind.CRACK, new Sheet(sheet, 12, 8, 1, 0));
        List<Loss> both = losses(BLOCK, crack, pit);
        assertNear(2 / 3.0 * Math.PI * 125, both.get(0).volume(), 1e-3);
        assertTrue(both.get(1).volume() < losses(BLOCK, crack).get(0).volume());
        assertEquals(12 - 5, CrackMeasure.of(crack.shape(), BLOCK, List.of(pit)).length(), 0.05);
    }

    @Test
    void aBranchIsMeasuredFromTheWallOfTheSheetItLeaves() {
        Sheet trunk = new Sheet(upright(TOP), 16, 9, 2, 0);
        Sheet branch = new Sheet(upright(TOP.movedBy(8, 0, 0).turned(30)), 7, 6, 1, 0);
        CrackMeasure both = CrackMeasure.of(Union.of(trunk, branch), BLOCK, List.of());
        CrackMeasure alone = CrackMeasure.of(branch, BLOCK, List.of());
        // Half the trunk's opening where the branch comes out of it, 1.5 voxels on.
        double half = Math.sqrt(1 - 9.4 * 9.4 / 256);
        assertEquals(16 + 7 - half / Math.sin(Math.toRadians(30)), both.length(), 0.06);
        assertEquals(7, alone.length(), 1e-3);
        double area = CrackMeasure.of(trunk, BLOCK, List.of()).area();
        assertTrue(both.area() < area + alone.area() - 4);
        assertTrue(both.area() > area + alone.area() - 6 * half / Math.sin(Math.toRadians(30)));
    }

    private static Frame upright(Frame face) {
        return new Frame(face.origin(), face.u(), face.w(), face.v().times(-1));
    }
}
