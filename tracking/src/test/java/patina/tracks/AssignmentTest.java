package patina.tracks;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;

class AssignmentTest {
    /** Taking the largest first would give 9 + 1; crosswise is 8 + 7. */
    @Test
    void prefersTheLargestSumToTheLargestGain() {
        assertArrayEquals(new int[] {1, 0}, Assignment.largest(new double[][] {{9, 8}, {7, 1}}));
    }

    @Test
    void leavesUnassignedWhatGainsNothing() {
        assertArrayEquals(new int[] {-1, 0}, Assignment.largest(new double[][] {{0}, {3}}));
        assertArrayEquals(new int[] {-1, 1}, Assignment.largest(new double[][] {{0, 0}, {0, 2}}));
    }

    @Test
    void findsWhatTryingAllFinds() {
        long seed = 11;
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int trial = 0; trial < 500; trial++) {
            int rows = 1 + random.nextInt(5);
            int columns = 1 + random.nextInt(5);
            double[][] gain = new double[rows][columns];
            for (double[] row : gain) {
                for (int c = 0; c < columns; c++) {
                    row[c] = random.nextDouble() < 0.4 ? 0 : random.nextDouble();
                }
            }
            int[] found = Assignment.largest(gain);
            double sum = 0;
            boolean[] taken = new boolean[columns];
            for (int r = 0; r < rows; r++) {
                if (found[r] >= 0) {
                    assertEquals(false, taken[found[r]]);
                    taken[found[r]] = true;
                    sum += gain[r][found[r]];
                }
            }
            assertEquals(best(gain, 0, new boolean[columns]), sum, 1e-12);
        }
    }

    private static double best(double[][] gain, int row, boolean[] taken) {
        if (row == gain.length) {
            return 0;
        }
        double best = best(gain, row + 1, taken);
        for (int c = 0; c < taken.length; c++) {
            if (!taken[c]) {
                taken[c] = true;
                best = Math.max(best, gain[row][c] + best(gain, row + 1, taken));
                taken[c] = false;
            }
        }
        return best;
    }
}
