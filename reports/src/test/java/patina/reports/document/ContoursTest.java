package patina.reports.document;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import patina.reports.document.SlicePicture.Outline;

class ContoursTest {
    private static double area(Outline loop) {
        double twice = 0;
        int n = loop.x().length;
        for (int i = 0; i < n; i++) {
            int j = (i + 1) % n;
            twice += loop.x()[i] * loop.y()[j] - loop.x()[j] * loop.y()[i];
        }
        return Math.abs(twice) / 2;
    }

    @Test
    void aSinglePixelIsADiamondOfHalfItsArea() {
        List<Outline> loops = Contours.of(new int[] {0, 0, 0, 0, 7, 0, 0, 0, 0}, 3, 3);
        assertEquals(1, loops.size());
        assertEquals(7, loops.get(0).trackId());
        assertEquals(0.5, area(loops.get(0)), 1e-12);
        assertEquals(4, loops.get(0).x().length);
    }

    /** A block of n x n pixels loses a triangle of 1/8 at each corner. */
    @Test
    void aBlockAtTheBorderIsClosed() {
        int[] labels = new int[6 * 6];
        for (int y = 0; y < 4; y++) {
            for (int x = 0; x < 4; x++) {
                labels[y * 6 + x] = 3;
            }
        }
        List<Outline> loops = Contours.of(labels, 6, 6);
        assertEquals(1, loops.size());
        assertEquals(16 - 4 / 8.0, area(loops.get(0)), 1e-12);
        assertEquals(8, loops.get(0).x().length, "straight runs have no points inside");
    }

    @Test
    void aRingHasTwoLoopsAndDiagonalNeighboursAreApart() {
        int[] ring = {1, 1, 1, 1, 0, 1, 1, 1, 1};
        assertEquals(2, Contours.of(ring, 3, 3).size());
        int[] diagonal = {1, 0, 0, 1};
        assertEquals(2, Contours.of(diagonal, 2, 2).size());
        int[] other = {0, 1, 1, 0};
        assertEquals(2, Contours.of(other, 2, 2).size());
    }

    @Test
    void aDiscHasItsArea() {
        int n = 101;
        int[] labels = new int[n * n];
        long pixels = 0;
        for (int y = 0; y < n; y++) {
            for (int x = 0; x < n; x++) {
                if (Math.hypot(x - 50, y - 50) < 40) {
                    labels[y * n + x] = 9;
                    pixels++;
                }
            }
        }
        List<Outline> loops = Contours.of(labels, n, n);
        assertEquals(1, loops.size());
        assertTrue(Math.abs(area(loops.get(0)) - pixels) < 0.02 * pixels, area(loops.get(0)) + " of " + pixels);
    }

    @Test
    void touchingLabelsHaveOneOutlineEach() {
        List<Outline> loops = Contours.of(new int[] {1, 2, 1, 2}, 2, 2);
        assertEquals(List.of(1, 2), loops.stream().map(Outline::trackId).toList());
    }
}
