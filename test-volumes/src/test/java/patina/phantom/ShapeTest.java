package patina.phantom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ShapeTest {
    private static final Frame TILTED = Frame.at(new Vec(1, -2, 0.5), new Vec(0.3, -0.2, 0.9), new Vec(1, 0.4, 0));

    static Stream<Shape> shapes() {
        ConvexBody block = ConvexBody.box(new Vec(-9, -7, -8), new Vec(8, 9, 7));
        return Stream.of(
                block,
                new ConvexBody(block.planes(), 6),
                block.inset(0.3),
                new Ellipsoid(TILTED, 6, 3, 4.5),
                Ellipsoid.sphere(new Vec(0, 1, 2), 5),
                new Sheet(TILTED, 8, 5, 0.4, 0),
                new Sheet(TILTED, 6, 4, 1.5, -6),
                new Dent(TILTED, 7, 5, 1.5, 2),
                new Dent(TILTED, 7, 6, 0.15, 16),
                new Union(List.of(Ellipsoid.sphere(new Vec(3, 0, 0), 4), Ellipsoid.sphere(new Vec(-3, 0, 0), 4))),
                new Complement(block));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void aCubeThatTheBoundCallsWholeIsWhole(Shape shape) {
        Random random = new Random(11);
        for (int i = 0; i < 200_000; i++) {
            double x = random.nextDouble(-14, 14);
            double y = random.nextDouble(-14, 14);
            double z = random.nextDouble(-14, 14);
            double edge = Math.exp(random.nextDouble(-4, 1.5));
            double bound = shape.bound(x, y, z);
            double coverage = shape.coverage(x, y, z, edge);
            assertTrue(coverage >= 0 && coverage <= 1, () -> "share " + coverage);
            if (bound > Math.sqrt(3) / 2 * edge) {
                assertEquals(0, coverage, () -> "outside at " + x + " " + y + " " + z + " edge " + edge);
            } else if (bound < -Math.sqrt(3) / 2 * edge) {
                assertEquals(1, coverage, () -> "inside at " + x + " " + y + " " + z + " edge " + edge);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void theBoundNeverChangesFasterThanDistance(Shape shape) {
        Random random = new Random(12);
        for (int i = 0; i < 100_000; i++) {
            Vec p = new Vec(random.nextDouble(-14, 14), random.nextDouble(-14, 14), random.nextDouble(-14, 14));
            Vec q = p.plus(
                    new Vec(random.nextDouble(-0.5, 0.5), random.nextDouble(-0.5, 0.5), random.nextDouble(-0.5, 0.5)));
            double change = Math.abs(shape.bound(p.x(), p.y(), p.z()) - shape.bound(q.x(), q.y(), q.z()));
            assertTrue(change <= p.distanceTo(q) + 1e-9, () -> "from " + p + " to " + q);
        }
    }

    @Test
    void metalMovesAsFarAsTheCrackOpensAndLessFartherOff() {
        Sheet sheet = new Sheet(TILTED, 8, 8, 0.4, -8);
        for (double v : new double[] {0, 3, 6}) {
            double wanted = sheet.openingAt(2, v) / 2;
            for (double side : new double[] {-1, 1}) {
                Vec face = TILTED.point(2, v, side * 1e-9);
                assertEquals(side * wanted, sheet.displacement(face, face).dot(TILTED.w()), 1e-6);
            }
        }
        // One radius over the middle: 1 - pi / 4 + (pi / 4 - 1 / 2) / (2 (1 - 0.3)).
        Vec over = TILTED.point(0, 0, 8);
        assertEquals(0.2 * 0.41845, sheet.displacement(over, over).dot(TILTED.w()), 1e-5);
        Vec ahead = TILTED.point(0, 12, 1e-9);
        assertEquals(0, sheet.displacement(ahead, ahead).length(), 1e-6);
    }
}
