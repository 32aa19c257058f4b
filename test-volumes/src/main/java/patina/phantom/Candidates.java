package patina.phantom;

import java.util.List;

/**
 * The shapes that still matter while space is divided: at each level those not known to be outside the cube, and which
 * of them hold all of it. For one thread.
 */
final class Candidates {
    private final Shape[] shapes;
    private final int[][] members;
    private final boolean[][] whole;
    private final int[] counts;

    Candidates(List<? extends Shape> all, int levels) {
        shapes = all.toArray(Shape[]::new);
        members = new int[levels][shapes.length];
        whole = new boolean[levels][shapes.length];
        counts = new int[levels];
    }

    /** All shapes, nothing known, at level 0. */
    void reset() {
        for (int i = 0; i < shapes.length; i++) {
            members[0][i] = i;
            whole[0][i] = false;
        }
        counts[0] = shapes.length;
    }

    /**
     * From the shapes of one level, those of a cube within it, at the next. True when all is decided there: each shape
     * left holds the whole cube.
     *
     * @param reach half the cube's diagonal
     */
    boolean narrow(int level, double x, double y, double z, double reach) {
        int next = level + 1;
        int count = 0;
        boolean decided = true;
        for (int i = 0; i < counts[level]; i++) {
            int shape = members[level][i];
            boolean all = whole[level][i];
            if (!all) {
                double bound = shapes[shape].bound(x, y, z);
                if (bound > reach) {
                    continue;
                }
                all = bound < -reach;
                decided &= all;
            }
            members[next][count] = shape;
            whole[next][count] = all;
            count++;
        }
        counts[next] = count;
        return decided;
    }

    /** Leaves nothing at the level below. */
    void clear(int level) {
        counts[level + 1] = 0;
    }

    int count(int level) {
        return counts[level];
    }

    /** Whether the i-th shape left is known to hold the whole cube. */
    boolean isWhole(int level, int i) {
        return whole[level][i];
    }

    /** Whether any shape left may have its surface in the cube. */
    boolean undecided(int level) {
        for (int i = 0; i < counts[level]; i++) {
            if (!whole[level][i]) {
                return true;
            }
        }
        return false;
    }

    /** The place of the i-th shape left in the list given. */
    int member(int level, int i) {
        return members[level][i];
    }

    double coverage(int level, int i, double x, double y, double z, double edge) {
        return whole[level][i] ? 1 : shapes[members[level][i]].coverage(x, y, z, edge);
    }
}
