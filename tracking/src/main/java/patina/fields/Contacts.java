package patina.fields;

import patina.geometry.Extent;
import patina.geometry.Region;

/** Counts the voxel faces that a block's components share with other classes and with the volume's border. */
final class Contacts {
    private final ComponentRows rows;
    private final int passive;
    private final Region region;
    private final Extent extent;

    Contacts(ComponentRows rows, int passive, Region region, Extent extent) {
        this.rows = rows;
        this.passive = passive;
        this.region = region;
        this.extent = extent;
    }

    /** Counts within the block and at the border; faces between blocks are counted when blocks meet. */
    void count(byte[] classes, Runs runs) {
        int nx = region.nx();
        int ny = region.ny();
        int nz = region.nz();
        int border = rows.contacts - 1;
        for (int row = 0; row < ny * nz; row++) {
            int j = row % ny;
            int k = row / ny;
            for (int r = runs.rows[row]; r < runs.rows[row + 1]; r++) {
                int from = runs.from[r];
                int to = runs.to[r];
                int at = rows.at(runs.component[r]) + ComponentRows.CONTACTS;
                long[] cells = rows.cells;
                int base = row * nx;
                if (from > 0) {
                    cells[at + passive + classes[base + from - 1]]++;
                } else if (region.x() == 0) {
                    cells[at + border]++;
                }
                if (to < nx) {
                    cells[at + passive + classes[base + to]]++;
                } else if (region.endX() == extent.x()) {
                    cells[at + border]++;
                }
                side(classes, j > 0, region.y() == 0, base - nx, from, to, runs.category[r], at);
                side(classes, j + 1 < ny, region.endY() == extent.y(), base + nx, from, to, runs.category[r], at);
                side(classes, k > 0, region.z() == 0, base - nx * ny, from, to, runs.category[r], at);
                side(classes, k + 1 < nz, region.endZ() == extent.z(), base + nx * ny, from, to, runs.category[r], at);
            }
        }
    }

    private void side(byte[] classes, boolean inside, boolean atBorder, int base, int from, int to, byte own, int at) {
        long[] cells = rows.cells;
        if (inside) {
            for (int x = from; x < to; x++) {
                byte next = classes[base + x];
                if (next != own) {
                    cells[at + passive + next]++;
                }
            }
        } else if (atBorder) {
            cells[at + rows.contacts - 1] += to - from;
        }
    }
}
