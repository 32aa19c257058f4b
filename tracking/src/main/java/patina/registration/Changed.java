package patina.registration;

import java.io.Serializable;
import patina.geometry.Extent;

/**
 * Places where the specimen changed: cells of 8 x 8 x 8 scan voxels.
 *
 * @param cells how many cells there are along each axis
 * @param marked x-fastest, 1 where changed
 */
record Changed(Extent cells, byte[] marked) implements Serializable {
    boolean at(long x, long y, long z) {
        return marked[(int) cells.index(x >> 3, y >> 3, z >> 3)] != 0;
    }
}
