package patina.fields;

import java.io.Serializable;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import patina.geometry.Region;

/**
 * The outermost voxels of a block, as its neighbours need to see them: component (1 ..., within the block; 0 for none)
 * and class.
 *
 * <p>Faces in the order low x, high x, low y, high y, low z, high z; the lower of a face's two axes is fastest.
 */
final class BlockFaces implements Serializable {
    private static final long serialVersionUID = 1;

    final int nx;
    final int ny;
    final int nz;
    /** Null when the block has no component. */
    final int @Nullable [][] components;

    /** Null when no contacts are counted. */
    final byte @Nullable [][] classes;

    private BlockFaces(int nx, int ny, int nz, int @Nullable [][] components, byte @Nullable [][] classes) {
        this.nx = nx;
        this.ny = ny;
        this.nz = nz;
        this.components = components;
        this.classes = classes;
    }

    static BlockFaces of(Region region, Runs runs, byte @Nullable [] classes) {
        int nx = region.nx();
        int ny = region.ny();
        int nz = region.nz();
        int[][] components = null;
        if (runs.components > 0) {
            components = new int[][] {
                new int[ny * nz],
                new int[ny * nz],
                new int[nx * nz],
                new int[nx * nz],
                new int[nx * ny],
                new int[nx * ny]
            };
            for (int row = 0; row < ny * nz; row++) {
                paint(components, nx, ny, nz, row, runs);
            }
        }
        byte[][] sides = null;
        if (classes != null) {
            sides = new byte[][] {
                new byte[ny * nz],
                new byte[ny * nz],
                new byte[nx * nz],
                new byte[nx * nz],
                new byte[nx * ny],
                new byte[nx * ny]
            };
            for (int row = 0; row < ny * nz; row++) {
                sides[0][row] = classes[row * nx];
                sides[1][row] = classes[row * nx + nx - 1];
            }
            for (int k = 0; k < nz; k++) {
                System.arraycopy(classes, k * ny * nx, sides[2], k * nx, nx);
                System.arraycopy(classes, (k * ny + ny - 1) * nx, sides[3], k * nx, nx);
            }
            System.arraycopy(classes, 0, sides[4], 0, nx * ny);
            System.arraycopy(classes, (nz - 1) * ny * nx, sides[5], 0, nx * ny);
        }
        return new BlockFaces(nx, ny, nz, components, sides);
    }

    private static void paint(int[][] faces, int nx, int ny, int nz, int row, Runs runs) {
        int first = runs.rows[row];
        int end = runs.rows[row + 1];
        if (first == end) {
            return;
        }
        if (runs.from[first] == 0) {
            faces[0][row] = runs.component[first] + 1;
        }
        if (runs.to[end - 1] == nx) {
            faces[1][row] = runs.component[end - 1] + 1;
        }
        int j = row % ny;
        int k = row / ny;
        paint(faces[2], j == 0, k * nx, runs, first, end);
        paint(faces[3], j == ny - 1, k * nx, runs, first, end);
        paint(faces[4], k == 0, j * nx, runs, first, end);
        paint(faces[5], k == nz - 1, j * nx, runs, first, end);
    }

    private static void paint(int[] face, boolean onIt, int base, Runs runs, int first, int end) {
        if (onIt) {
            for (int r = first; r < end; r++) {
                Arrays.fill(face, base + runs.from[r], base + runs.to[r], runs.component[r] + 1);
            }
        }
    }

    /** The face that looks towards (dx, dy, dz); any of them for an edge or a corner. */
    static int face(int dx, int dy, int dz) {
        if (dx != 0) {
            return dx < 0 ? 0 : 1;
        }
        if (dy != 0) {
            return dy < 0 ? 2 : 3;
        }
        return dz < 0 ? 4 : 5;
    }

    /** The position of voxel (i, j, k), which lies on {@code face}, in that face's arrays. */
    int position(int face, int i, int j, int k) {
        return switch (face) {
            case 0, 1 -> k * ny + j;
            case 2, 3 -> k * nx + i;
            default -> j * nx + i;
        };
    }
}
