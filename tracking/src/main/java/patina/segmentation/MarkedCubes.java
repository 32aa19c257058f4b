package patina.segmentation;

import patina.geometry.Region;

/** Cubes of {@link #EDGE} voxels of a block and its halo, from the halo's first voxel on, some of them marked. */
final class MarkedCubes {
    /** Edge of a cube, in voxels. A halo of as many, or a multiple, keeps the cubes where they are, however space was cut. */
    static final int EDGE = 4;

    private final Region grown;
    private final int nx;
    private final int ny;
    private final boolean[] marked;

    /** @param grown the block and its halo */
    MarkedCubes(Region grown) {
        this.grown = grown;
        nx = across(grown.nx());
        ny = across(grown.ny());
        marked = new boolean[nx * ny * across(grown.nz())];
    }

    private static int across(int voxels) {
        return (voxels + EDGE - 1) / EDGE;
    }

    int count() {
        return marked.length;
    }

    /** Number of the first cube of a row of voxels of the halo, counted from its first. */
    int row(int j, int k) {
        return (k / EDGE * ny + j / EDGE) * nx;
    }

    void mark(int cube) {
        marked[cube] = true;
    }

    /** Whether neither the cube of a voxel of the block is marked, nor any of the 26 about it. */
    boolean isClear(long x, long y, long z) {
        int at = row((int) (y - grown.y()) - EDGE, (int) (z - grown.z()) - EDGE) + (int) (x - grown.x()) / EDGE - 1;
        for (int k = 0; k < 3; k++) {
            for (int j = 0; j < 3; j++) {
                int row = at + (k * ny + j) * nx;
                if (marked[row] || marked[row + 1] || marked[row + 2]) {
                    return false;
                }
            }
        }
        return true;
    }
}
