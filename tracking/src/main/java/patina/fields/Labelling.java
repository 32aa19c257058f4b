package patina.fields;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import patina.blocks.Kernel;
import patina.blocks.Sink;

/**
 * Components found in some of a grid's blocks: one row of sums for each block's part of a component, which parts belong
 * together, and the faces of those blocks whose neighbours are still to come. Mergeable in any order; not for several
 * threads at once.
 */
public final class Labelling implements Serializable {
    private static final long serialVersionUID = 1;

    private final LabelKernel kernel;
    private final ComponentRows rows;
    private int[] parent;
    /** Where a block's rows begin, by block number. */
    private final TreeMap<Long, Integer> firstRows = new TreeMap<>();
    /** Blocks some of whose neighbours are still missing. */
    private final HashMap<Long, Piece> waiting = new HashMap<>();

    /** The runs of each block by block number, or null once they were more than {@link #MOST_KEPT} bytes. */
    private @Nullable HashMap<Long, Runs> runs = new HashMap<>();

    private long runBytes;

    private static final long MOST_KEPT = 1L << 27;

    private static final class Piece implements Serializable {
        private static final long serialVersionUID = 1;

        final long block;
        final BlockFaces faces;
        int firstRow;
        int missing;

        Piece(long block, BlockFaces faces, int missing) {
            this.block = block;
            this.faces = faces;
            this.missing = missing;
        }
    }

    Labelling(LabelKernel kernel, long block, ComponentRows rows, BlockFaces faces, Runs found) {
        this.kernel = kernel;
        this.rows = rows;
        this.parent = new int[rows.count];
        for (int i = 0; i < parent.length; i++) {
            parent[i] = i;
        }
        firstRows.put(block, 0);
        found.trim();
        keep(Map.of(block, found), found.bytes());
        int missing = 0;
        for (int direction = 0; direction < 27; direction++) {
            if (direction != 13 && neighbour(block, direction) >= 0) {
                missing++;
            }
        }
        if (missing > 0) {
            waiting.put(block, new Piece(block, faces, missing));
        }
    }

    private void keep(@Nullable Map<Long, Runs> more, long bytes) {
        Map<Long, Runs> kept = runs;
        runBytes += bytes;
        if (kept == null || more == null || runBytes > MOST_KEPT) {
            runs = null;
        } else {
            kept.putAll(more);
        }
    }

    /** The block next to {@code block}; direction = (dz + 1) 9 + (dy + 1) 3 + dx + 1. -1 where there is none. */
    private long neighbour(long block, int direction) {
        long nx = across(kernel.grid().extent().x(), kernel.grid().blockX());
        long ny = across(kernel.grid().extent().y(), kernel.grid().blockY());
        long nz = across(kernel.grid().extent().z(), kernel.grid().blockZ());
        long x = block % nx + direction % 3 - 1;
        long y = block / nx % ny + direction / 3 % 3 - 1;
        long z = block / nx / ny + direction / 9 - 1;
        boolean inside = x >= 0 && x < nx && y >= 0 && y < ny && z >= 0 && z < nz;
        return inside ? (z * ny + y) * nx + x : -1;
    }

    private static long across(long length, int block) {
        return (length + block - 1) / block;
    }

    /** Takes in the components of other blocks of the same grid. */
    Labelling merge(Labelling other) {
        int shift = rows.count;
        if (parent.length < shift + other.rows.count) {
            parent = Arrays.copyOf(parent, Math.max(shift + other.rows.count, parent.length + parent.length / 2));
        }
        for (int i = 0; i < other.rows.count; i++) {
            parent[shift + i] = other.parent[i] + shift;
        }
        rows.append(other.rows);
        for (Map.Entry<Long, Integer> entry : other.firstRows.entrySet()) {
            firstRows.put(entry.getKey(), entry.getValue() + shift);
        }
        keep(other.runs, other.runBytes);
        List<Piece> arrived = new ArrayList<>(other.waiting.values());
        for (Piece piece : arrived) {
            piece.firstRow += shift;
        }
        for (Piece piece : arrived) {
            for (int direction = 0; direction < 27; direction++) {
                long block = direction == 13 ? -1 : neighbour(piece.block, direction);
                Piece met = block < 0 ? null : waiting.get(block);
                if (met != null) {
                    meet(piece, met, direction % 3 - 1, direction / 3 % 3 - 1, direction / 9 - 1);
                    piece.missing--;
                    met.missing--;
                    if (met.missing == 0) {
                        waiting.remove(block);
                    }
                }
            }
        }
        for (Piece piece : arrived) {
            if (piece.missing > 0) {
                waiting.put(piece.block, piece);
            }
        }
        return this;
    }

    /** Joins what touches between {@code a} and its neighbour {@code b} in the direction (dx, dy, dz). */
    private void meet(Piece a, Piece b, int dx, int dy, int dz) {
        boolean face = Math.abs(dx) + Math.abs(dy) + Math.abs(dz) == 1;
        boolean corners = kernel.connectivity() == Connectivity.CORNERS;
        int[][] componentsA = a.faces.components;
        int[][] componentsB = b.faces.components;
        int sideA = BlockFaces.face(dx, dy, dz);
        int sideB = sideA ^ 1;
        if (face) {
            byte[][] classesA = a.faces.classes;
            byte[][] classesB = b.faces.classes;
            if (classesA != null && classesB != null) {
                touch(a, componentsA, sideA, classesA[sideA], classesB[sideB]);
                touch(b, componentsB, sideB, classesB[sideB], classesA[sideA]);
            }
        }
        if (componentsA == null || componentsB == null || !(face || corners)) {
            return;
        }
        int[] faceA = componentsA[sideA];
        int[] faceB = componentsB[sideB];
        if (!corners) {
            int last = 0;
            int lastWith = 0;
            for (int i = 0; i < faceA.length; i++) {
                int p = faceA[i];
                int q = faceB[i];
                if (p != 0 && q != 0 && (p != last || q != lastWith)) {
                    unite(a.firstRow + p - 1, b.firstRow + q - 1);
                    last = p;
                    lastWith = q;
                }
            }
            return;
        }
        // The voxels of a on this side, and for each those of b within one voxel.
        int lowX = dx > 0 ? a.faces.nx - 1 : 0;
        int highX = dx < 0 ? 0 : a.faces.nx - 1;
        int lowY = dy > 0 ? a.faces.ny - 1 : 0;
        int highY = dy < 0 ? 0 : a.faces.ny - 1;
        int lowZ = dz > 0 ? a.faces.nz - 1 : 0;
        int highZ = dz < 0 ? 0 : a.faces.nz - 1;
        int last = 0;
        int lastWith = 0;
        for (int k = lowZ; k <= highZ; k++) {
            for (int j = lowY; j <= highY; j++) {
                for (int i = lowX; i <= highX; i++) {
                    int p = faceA[a.faces.position(sideA, i, j, k)];
                    if (p == 0) {
                        continue;
                    }
                    int endZ = end(dz, k, b.faces.nz);
                    int endY = end(dy, j, b.faces.ny);
                    int endX = end(dx, i, b.faces.nx);
                    for (int z = begin(dz, k, b.faces.nz); z <= endZ; z++) {
                        for (int y = begin(dy, j, b.faces.ny); y <= endY; y++) {
                            for (int x = begin(dx, i, b.faces.nx); x <= endX; x++) {
                                int q = faceB[b.faces.position(sideB, x, y, z)];
                                if (q != 0 && (p != last || q != lastWith)) {
                                    unite(a.firstRow + p - 1, b.firstRow + q - 1);
                                    last = p;
                                    lastWith = q;
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    private static int begin(int direction, int at, int n) {
        return direction == 0 ? Math.max(0, at - 1) : direction > 0 ? 0 : n - 1;
    }

    private static int end(int direction, int at, int n) {
        return direction == 0 ? Math.min(n - 1, at + 1) : direction > 0 ? 0 : n - 1;
    }

    private void touch(Piece piece, int @Nullable [][] components, int side, byte[] own, byte[] facing) {
        if (components == null) {
            return;
        }
        int[] face = components[side];
        int passive = kernel.classifier().passive();
        for (int i = 0; i < face.length; i++) {
            if (face[i] != 0 && facing[i] != own[i]) {
                rows.cells[rows.at(piece.firstRow + face[i] - 1) + ComponentRows.CONTACTS + passive + facing[i]]++;
            }
        }
    }

    private void unite(int a, int b) {
        if (rows.cells[rows.at(a)] != rows.cells[rows.at(b)]) {
            return;
        }
        int p = Runs.find(parent, a);
        int q = Runs.find(parent, b);
        if (p < q) {
            parent[q] = p;
        } else {
            parent[p] = q;
        }
    }

    /** Lets the runs go, as if there had been too many: relabelling then labels every block again. */
    void forgetRuns() {
        runs = null;
    }

    /** How many components there are so far. */
    public int count() {
        int roots = 0;
        for (int i = 0; i < rows.count; i++) {
            if (parent[i] == i) {
                roots++;
            }
        }
        return roots;
    }

    /** The whole components, numbered 1 ... n by their first voxel in x-fastest order. */
    public Components components() {
        int[] numbers = numbers();
        ComponentRows whole = new ComponentRows(rows.contacts, rows.weights, count());
        for (int i = 0; i < rows.count; i++) {
            whole.add(numbers[i] - 1, rows, i);
        }
        return new Components(kernel.grid().extent(), kernel.classifier(), whole);
    }

    /** The number of each row's component, from 1. */
    private int[] numbers() {
        long[] first = new long[rows.count];
        Arrays.fill(first, Long.MAX_VALUE);
        int roots = 0;
        for (int i = 0; i < rows.count; i++) {
            int root = Runs.find(parent, i);
            first[root] = Math.min(first[root], rows.cells[rows.at(i) + ComponentRows.FIRST]);
            if (root == i) {
                roots++;
            }
        }
        long[] order = new long[roots];
        int n = 0;
        for (int i = 0; i < rows.count; i++) {
            if (parent[i] == i) {
                order[n++] = first[i];
            }
        }
        Arrays.sort(order);
        int[] numbers = new int[rows.count];
        for (int i = 0; i < rows.count; i++) {
            numbers[i] = Arrays.binarySearch(order, first[Runs.find(parent, i)]) + 1;
        }
        return numbers;
    }

    /** Writes each voxel's component number, 0 where there is none; to be run over the same grid. */
    public Kernel<Kernel.None> relabel(Sink sink) {
        return relabel(null, sink);
    }

    /**
     * Writes a label of one's own for each component: {@code labels[number]}, where numbers are those of {@link
     * #components()} and {@code labels[0]} is not used. To be run over the same grid.
     */
    public Kernel<Kernel.None> relabel(int @Nullable [] labels, Sink sink) {
        int[] numbers = numbers();
        if (labels != null) {
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = labels[numbers[i]];
            }
        }
        long[] blocks = new long[firstRows.size()];
        int[] starts = new int[blocks.length];
        int n = 0;
        for (Map.Entry<Long, Integer> entry : firstRows.entrySet()) {
            blocks[n] = entry.getKey();
            starts[n++] = entry.getValue();
        }
        return new RelabelKernel(kernel, runs, blocks, starts, numbers, sink);
    }
}
