package patina.phantom;

/**
 * Convolves with a Gaussian, one axis after the other, cut off at four standard deviations and normalised. What it
 * gives for a voxel depends on the voxels around alone. Immutable.
 */
final class GaussianBlur {
    private final float[] weights;
    private final int radius;

    /** @param sigma in voxels; 0 leaves everything as it is */
    GaussianBlur(double sigma) {
        radius = (int) Math.ceil(4 * sigma);
        weights = new float[radius + 1];
        double[] exact = new double[radius + 1];
        double sum = 0;
        for (int i = 0; i <= radius; i++) {
            exact[i] = sigma == 0 ? 1 : StrictMath.exp(-0.5 * i * i / (sigma * sigma));
            sum += i == 0 ? exact[i] : 2 * exact[i];
        }
        for (int i = 0; i <= radius; i++) {
            weights[i] = (float) (exact[i] / sum);
        }
    }

    /** How far it looks: what must surround a region for its blur to be right. */
    int radius() {
        return radius;
    }

    /**
     * Takes nx × ny × nz voxels with {@link #radius} more on every side (which it overwrites) to nx × ny × nz in the
     * same array's beginning.
     */
    void apply(float[] volume, int nx, int ny, int nz) {
        int wide = nx + 2 * radius;
        int high = ny + 2 * radius;
        int deep = nz + 2 * radius;
        if (radius == 0) {
            return;
        }
        alongRows(volume, deep * high, wide, nx);
        along(volume, deep, high, ny, nx);
        along(volume, 1, deep, nz, nx * ny);
    }

    private void alongRows(float[] volume, int rows, int from, int to) {
        float[] sum = new float[to];
        for (int row = 0; row < rows; row++) {
            int source = row * from + radius;
            for (int x = 0; x < to; x++) {
                sum[x] = weights[0] * volume[source + x];
            }
            for (int k = 1; k <= radius; k++) {
                float weight = weights[k];
                for (int x = 0; x < to; x++) {
                    sum[x] += weight * (volume[source + x - k] + volume[source + x + k]);
                }
            }
            System.arraycopy(sum, 0, volume, row * to, to);
        }
    }

    /** Shortens each of {@code blocks} runs of {@code from} lines of {@code line} voxels to {@code to} lines. */
    private void along(float[] volume, int blocks, int from, int to, int line) {
        float[] sum = new float[line];
        for (int block = 0; block < blocks; block++) {
            int source = block * from * line;
            int target = block * to * line;
            for (int i = 0; i < to; i++) {
                int centre = source + (i + radius) * line;
                for (int x = 0; x < line; x++) {
                    sum[x] = weights[0] * volume[centre + x];
                }
                for (int k = 1; k <= radius; k++) {
                    float weight = weights[k];
                    int before = centre - k * line;
                    int after = centre + k * line;
                    for (int x = 0; x < line; x++) {
                        sum[x] += weight * (volume[before + x] + volume[after + x]);
                    }
                }
                System.arraycopy(sum, 0, volume, target + i * line, line);
            }
        }
    }
}
