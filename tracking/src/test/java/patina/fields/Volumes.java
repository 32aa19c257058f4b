package patina.fields;

import java.util.Random;
import patina.blocks.ArrayVolume;
import patina.geometry.Extent;

/** Small volumes for tests. */
final class Volumes {
    private Volumes() {}

    /** White noise of mean 0 and deviation 1. */
    static float[] noise(Extent extent, long seed) {
        Random random = new Random(seed);
        float[] values = new float[(int) extent.voxels()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    /** White noise smoothed by hand: blobs a few voxels wide. */
    static float[] blobs(Extent extent, long seed) {
        float[] values = noise(extent, seed);
        int nx = (int) extent.x();
        int ny = (int) extent.y();
        int[] steps = {1, nx, nx * ny};
        for (int pass = 0; pass < 2; pass++) {
            for (int step : steps) {
                float[] from = values.clone();
                for (int i = 2 * step; i < values.length - 2 * step; i++) {
                    values[i] = 0.5f
                            * (from[i - 2 * step] + from[i - step] + from[i] + from[i + step] + from[i + 2 * step]);
                }
            }
        }
        return values;
    }

    /** Noise of which a tenth, and one corner of 20³ voxels, was not seen. */
    static ArrayVolume partlySeen(Extent extent, long seed) {
        float[] values = blobs(extent, seed);
        byte[] valid = new byte[values.length];
        Random random = new Random(seed + 1);
        int at = 0;
        for (int k = 0; k < extent.z(); k++) {
            for (int j = 0; j < extent.y(); j++) {
                for (int i = 0; i < extent.x(); i++, at++) {
                    valid[at] = (byte) (random.nextInt(10) == 0 || (i < 20 && j < 20 && k < 20) ? 0 : 1);
                }
            }
        }
        return ArrayVolume.of(extent, values, valid);
    }
}
