package patina.chunks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import patina.geometry.Extent;
import patina.geometry.Region;

/** How a volume is cut into chunks of 64 x 64 x 64 voxels; every chunk is kept whole, those at the far ends too. */
record ChunkLayout(Extent extent) {
    static final int EDGE = 64;
    static final int VOXELS = EDGE * EDGE * EDGE;

    /**
     * The part of one chunk that a region holds.
     *
     * @param chunk number of the chunk, x-fastest
     * @param x first voxel of the part within the chunk; y, z likewise
     * @param to position of the part's first voxel in the region's array
     */
    record Part(long chunk, int x, int y, int z, int nx, int ny, int nz, int to) {
        int row(int j, int k) {
            return ((z + k) * EDGE + y + j) * EDGE + x;
        }

        int voxels() {
            return nx * ny * nz;
        }
    }

    /** What is done with each part. */
    interface PartWork {
        void at(Part part) throws IOException;
    }

    long across() {
        return (extent.x() + EDGE - 1) / EDGE;
    }

    long along() {
        return (extent.y() + EDGE - 1) / EDGE;
    }

    /** The chunk's name below the folder of its time: z/y/x. */
    String name(long chunk) {
        return chunk / across() / along() + "/" + chunk / across() % along() + "/" + chunk % across();
    }

    /** The chunk that is called so, or -1. */
    long chunk(String name) {
        String[] parts = name.split("/", -1);
        if (parts.length != 3) {
            return -1;
        }
        try {
            long chunk = (Long.parseLong(parts[0]) * along() + Long.parseLong(parts[1])) * across()
                    + Long.parseLong(parts[2]);
            return chunk >= 0 && name.equals(name(chunk)) ? chunk : -1;
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    /** How many of the chunk's voxels lie in the volume. */
    int voxelsInside(long chunk) {
        long x = chunk % across() * EDGE;
        long y = chunk / across() % along() * EDGE;
        long z = chunk / across() / along() * EDGE;
        return (int) (Math.min(EDGE, extent.x() - x) * Math.min(EDGE, extent.y() - y) * Math.min(EDGE, extent.z() - z));
    }

    void overParts(Region region, PartWork work) throws IOException {
        if (region.isEmpty()) {
            return;
        }
        if (!region.equals(region.clippedTo(extent))) {
            throw new IllegalArgumentException(region + " is not inside a volume of " + extent + " voxels.");
        }
        for (long cz = region.z() / EDGE; cz * EDGE < region.endZ(); cz++) {
            int z = (int) Math.max(0, region.z() - cz * EDGE);
            int nz = (int) Math.min(EDGE, region.endZ() - cz * EDGE) - z;
            for (long cy = region.y() / EDGE; cy * EDGE < region.endY(); cy++) {
                int y = (int) Math.max(0, region.y() - cy * EDGE);
                int ny = (int) Math.min(EDGE, region.endY() - cy * EDGE) - y;
                for (long cx = region.x() / EDGE; cx * EDGE < region.endX(); cx++) {
                    int x = (int) Math.max(0, region.x() - cx * EDGE);
                    int nx = (int) Math.min(EDGE, region.endX() - cx * EDGE) - x;
                    int to = (int)
                            (((cz * EDGE + z - region.z()) * region.ny() + cy * EDGE + y - region.y()) * region.nx()
                                    + cx * EDGE
                                    + x
                                    - region.x());
                    work.at(new Part((cz * along() + cy) * across() + cx, x, y, z, nx, ny, nz, to));
                }
            }
        }
    }

    /** A chunk's bytes as the 16-bit samples they are. */
    static ShortBuffer shorts(byte[] chunk) {
        return ByteBuffer.wrap(chunk).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer();
    }
}
