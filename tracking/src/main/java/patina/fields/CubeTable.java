package patina.fields;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How an iso-surface cuts a cube: for each pattern of inside corners, closed polygons through the cube's edges.
 *
 * <p>Built from the faces: on each the contour runs from an edge that leaves the inside to one that enters it, and the
 * pieces of six faces close into polygons. Corner c lies at (c & 1, c >> 1 & 1, c >> 2). On a face with two opposite
 * corners inside the caller says whether these are joined across it (asymptotic decider: Nielson, Hamann, The asymptotic
 * decider, Visualization 1991); the neighbouring cube then says the same.
 */
final class CubeTable {
    /** Corners around each face, seen from outside the cube in one sense for all. */
    private static final int[][] FACES = {
        {0, 4, 6, 2}, {1, 3, 7, 5}, {0, 1, 5, 4}, {2, 6, 7, 3}, {0, 2, 3, 1}, {4, 5, 7, 6}
    };

    /** The two corners of each edge, lower first. */
    static final int[][] EDGES = {
        {0, 1}, {2, 3}, {4, 5}, {6, 7}, {0, 2}, {1, 3}, {4, 6}, {5, 7}, {0, 4}, {1, 5}, {2, 6}, {3, 7}
    };

    private final byte[] @Nullable [] polygons = new byte[256 * 64][];
    private final byte[] ambiguous = new byte[256];

    CubeTable() {
        for (int inside = 0; inside < 256; inside++) {
            for (int f = 0; f < 6; f++) {
                if (isAmbiguous(inside, FACES[f])) {
                    ambiguous[inside] |= (byte) (1 << f);
                }
            }
            for (int joined = 0; joined < 64; joined++) {
                if ((joined & ~ambiguous[inside]) == 0) {
                    polygons[inside << 6 | joined] = polygons(inside, joined);
                }
            }
        }
    }

    /** One bit for each face on which opposite corners are inside and the other two are not. */
    int ambiguousFaces(int inside) {
        return ambiguous[inside];
    }

    /** The corners around a face. */
    static int corner(int face, int i) {
        return FACES[face][i];
    }

    /**
     * Polygons one after the other: the number of edges, then the edges.
     *
     * @param joined one bit for each ambiguous face across which the inside corners are joined
     */
    byte[] polygons(int inside, byte joined) {
        return java.util.Objects.requireNonNull(polygons[inside << 6 | joined]);
    }

    private static boolean isAmbiguous(int inside, int[] face) {
        boolean a = (inside >> face[0] & 1) != 0;
        boolean b = (inside >> face[1] & 1) != 0;
        boolean c = (inside >> face[2] & 1) != 0;
        boolean d = (inside >> face[3] & 1) != 0;
        return a == c && b == d && a != b;
    }

    private static byte[] polygons(int inside, int joined) {
        int[] next = new int[12];
        java.util.Arrays.fill(next, -1);
        for (int f = 0; f < 6; f++) {
            int[] face = FACES[f];
            for (int i = 0; i < 4; i++) {
                if ((inside >> face[i] & 1) == 0 || (inside >> face[(i + 1) & 3] & 1) != 0) {
                    continue;
                }
                // The contour leaves by side i, between corners i and i + 1; it comes back by the nearest entering
                // side,
                // forwards when the inside is joined, else backwards.
                int step = (joined >> f & 1) != 0 ? 1 : 3;
                int back = (i + step) & 3;
                while ((inside >> face[back] & 1) != 0 || (inside >> face[(back + 1) & 3] & 1) == 0) {
                    back = (back + step) & 3;
                }
                next[edge(face[i], face[(i + 1) & 3])] = edge(face[back], face[(back + 1) & 3]);
            }
        }
        List<Byte> found = new ArrayList<>();
        for (int start = 0; start < 12; start++) {
            if (next[start] < 0) {
                continue;
            }
            int head = found.size();
            found.add((byte) 0);
            int at = start;
            while (next[at] >= 0) {
                found.add((byte) at);
                int to = next[at];
                next[at] = -1;
                at = to;
            }
            found.set(head, (byte) (found.size() - head - 1));
        }
        byte[] bytes = new byte[found.size()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = found.get(i);
        }
        return bytes;
    }

    private static int edge(int a, int b) {
        for (int e = 0; e < 12; e++) {
            if (EDGES[e][0] == Math.min(a, b) && EDGES[e][1] == Math.max(a, b)) {
                return e;
            }
        }
        throw new IllegalStateException("Corners " + a + " and " + b + " share no edge.");
    }
}
