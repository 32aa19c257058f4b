package patina.registration;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import patina.geometry.Affine;
import patina.geometry.Point;

class LandmarksTest {
    private static final List<Point> PLACES =
            List.of(new Point(0, 0, 0), new Point(400, 10, 0), new Point(0, 300, 20), new Point(50, 60, 500));

    @Test
    void findsTheMotionOfExactPlaces() {
        Affine motion = Affine.rotation(0.4, -2.1, 1.3).then(Affine.translation(70, -900, 33));
        for (int n = 3; n <= 4; n++) {
            List<Point> from = PLACES.subList(0, n);
            Landmarks found =
                    Landmarks.fit(from, from.stream().map(motion::apply).toList());
            assertArrayEquals(motion.toArray(), found.transform().toArray(), 1e-9);
            assertEquals(0, found.rmsUm(), 1e-9);
        }
    }

    @Test
    void aFlatTriangleThatWasTurnedOverIsNotMirrored() {
        Affine over = Affine.rotation(Math.PI, 0, 0);
        List<Point> flat = List.of(new Point(0, 0, 0), new Point(100, 0, 0), new Point(30, 80, 0));
        Landmarks found = Landmarks.fit(flat, flat.stream().map(over::apply).toList());
        assertEquals(1, found.transform().determinant(), 1e-9);
        assertArrayEquals(over.toArray(), found.transform().toArray(), 1e-9);
    }

    @Test
    void errorsOfPointingAreTold() {
        long seed = 20261129;
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        Affine motion = Affine.rotation(0.1, 0.2, -0.3).then(Affine.translation(5, 6, 7));
        List<Point> from = new ArrayList<>();
        List<Point> to = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            Point p = new Point(500 * random.nextDouble(), 500 * random.nextDouble(), 500 * random.nextDouble());
            from.add(p);
            to.add(motion.apply(p)
                    .plus(new Point(random.nextGaussian(), random.nextGaussian(), random.nextGaussian()).times(3)));
        }
        Landmarks found = Landmarks.fit(from, to);
        // Each coordinate is off by 3 um.
        assertEquals(3 * Math.sqrt(3), found.rmsUm(), 0.3);
        Point corner = new Point(500, 500, 500);
        assertTrue(found.transform().apply(corner).minus(motion.apply(corner)).length() < 1.5);
    }

    @Test
    void tooFewOrInALineIsASentence() {
        List<Point> line = List.of(new Point(0, 0, 0), new Point(100, 1, 0), new Point(200, 0, 0));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> Landmarks.fit(line, line))
                .getMessage()
                .contains("line"));
        assertThrows(IllegalArgumentException.class, () -> Landmarks.fit(PLACES.subList(0, 2), PLACES.subList(0, 2)));
        assertThrows(IllegalArgumentException.class, () -> Landmarks.fit(PLACES, PLACES.subList(0, 3)));
    }
}
