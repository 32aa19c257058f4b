package patina.tracks;

import java.util.Arrays;

/**
 * Assigns rows to columns, each to at most one, with the largest sum of gains: the linear assignment problem by shortest
 * augmenting paths (Jonker and Volgenant, Computing 38, 1987, 325), O(r2 c) for r rows and c columns. What gains nothing is
 * left unassigned.
 */
final class Assignment {
    private Assignment() {}

    /**
     * @param gain rows x columns, not negative; 0 where a pair is not allowed
     * @return for each row its column, or -1
     */
    static int[] largest(double[][] gain) {
        int rows = gain.length;
        int columns = rows == 0 ? 0 : gain[0].length;
        // Every row has a column of its own that stands for none.
        int width = columns + rows;
        double[] rowPrice = new double[rows + 1];
        double[] columnPrice = new double[width + 1];
        int[] rowOf = new int[width + 1];
        int[] way = new int[width + 1];
        for (int r = 1; r <= rows; r++) {
            rowOf[0] = r;
            int column = 0;
            double[] least = new double[width + 1];
            Arrays.fill(least, Double.POSITIVE_INFINITY);
            boolean[] done = new boolean[width + 1];
            do {
                done[column] = true;
                int row = rowOf[column];
                double delta = Double.POSITIVE_INFINITY;
                int next = 0;
                for (int c = 1; c <= width; c++) {
                    if (done[c]) {
                        continue;
                    }
                    double cost = c <= columns ? -gain[row - 1][c - 1] : 0;
                    double reduced = cost - rowPrice[row] - columnPrice[c];
                    if (reduced < least[c]) {
                        least[c] = reduced;
                        way[c] = column;
                    }
                    if (least[c] < delta) {
                        delta = least[c];
                        next = c;
                    }
                }
                for (int c = 0; c <= width; c++) {
                    if (done[c]) {
                        rowPrice[rowOf[c]] += delta;
                        columnPrice[c] -= delta;
                    } else {
                        least[c] -= delta;
                    }
                }
                column = next;
            } while (rowOf[column] != 0);
            while (column != 0) {
                int before = way[column];
                rowOf[column] = rowOf[before];
                column = before;
            }
        }
        int[] result = new int[rows];
        Arrays.fill(result, -1);
        for (int c = 1; c <= columns; c++) {
            if (rowOf[c] != 0 && gain[rowOf[c] - 1][c - 1] > 0) {
                result[rowOf[c] - 1] = c - 1;
            }
        }
        return result;
    }
}
