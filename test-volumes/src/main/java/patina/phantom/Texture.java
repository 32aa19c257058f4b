package patina.phantom;

import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * A texture of Gaussian blobs whose grey is a formula, so that it is displaced without interpolating an image.
 *
 * <p>Blobs have a standard deviation of 1.93 voxels and lie one to 6 x 6 x 6 voxels, so the grey's standard deviation is 2.7
 * times its rms derivative. Greys are 0 on average; arrays are x-fastest, and the same bits for any number of threads.
 *
 * @param size edge of the volume, in voxels
 * @param blobs x, y, z in voxels and height, four numbers each
 */
public record Texture(int size, double[] blobs) {
    private static final double SIGMA = 1.93;
    private static final double REACH = 5 * SIGMA;

    /** Rounds of the search for where a voxel's content came from: enough for derivatives of a tenth. */
    private static final int ROUNDS = 12;

    public static Texture of(int size, long seed) {
        Random random = new Random(new SplittableRandom(seed).nextLong());
        double room = size + 2 * REACH;
        int n = (int) (room * room * room / 216);
        double[] blobs = new double[4 * n];
        for (int i = 0; i < blobs.length; i += 4) {
            blobs[i] = room * random.nextDouble() - REACH;
            blobs[i + 1] = room * random.nextDouble() - REACH;
            blobs[i + 2] = room * random.nextDouble() - REACH;
            blobs[i + 3] = random.nextBoolean() ? 1 : -1;
        }
        return new Texture(size, blobs);
    }

    /** What a point of the undisplaced texture is displaced by. */
    @FunctionalInterface
    public interface Displacement {
        /** @return the displacement along x, y and z at a place, all in voxels */
        double[] at(double x, double y, double z);
    }

    /** The grey of every voxel once the texture is displaced. */
    public float[] values(Displacement u) {
        float[] values = new float[size * size * size];
        IntStream.range(0, size).parallel().forEach(k -> slice(k, u, values));
        return values;
    }

    private void slice(int k, Displacement u, float[] values) {
        int plane = size * size;
        double[] sum = new double[plane];
        double[][] from = new double[plane][];
        for (int b = 0; b < blobs.length; b += 4) {
            double[] d = u.at(blobs[b], blobs[b + 1], blobs[b + 2]);
            if (Math.abs(blobs[b + 2] + d[2] - k) > REACH) {
                continue;
            }
            double x = blobs[b] + d[0];
            double y = blobs[b + 1] + d[1];
            for (int j = (int) Math.max(0, Math.ceil(y - REACH)); j <= Math.min(size - 1, y + REACH); j++) {
                for (int i = (int) Math.max(0, Math.ceil(x - REACH)); i <= Math.min(size - 1, x + REACH); i++) {
                    int at = j * size + i;
                    if (from[at] == null) {
                        from[at] = origin(i, j, k, u);
                    }
                    double dx = from[at][0] - blobs[b];
                    double dy = from[at][1] - blobs[b + 1];
                    double dz = from[at][2] - blobs[b + 2];
                    double r2 = dx * dx + dy * dy + dz * dz;
                    if (r2 < REACH * REACH) {
                        sum[at] += blobs[b + 3] * Math.exp(-r2 / (2 * SIGMA * SIGMA));
                    }
                }
            }
        }
        for (int i = 0; i < plane; i++) {
            values[k * plane + i] = (float) sum[i];
        }
    }

    /** Where what is seen at a voxel came from. */
    private static double[] origin(double x, double y, double z, Displacement u) {
        double[] p = {x, y, z};
        for (int i = 0; i < ROUNDS; i++) {
            double[] d = u.at(p[0], p[1], p[2]);
            p[0] = x - d[0];
            p[1] = y - d[1];
            p[2] = z - d[2];
        }
        return p;
    }

    /** Greys with white noise of a standard deviation; {@code seed} tells one scan from another. */
    public static float[] noisy(float[] values, double deviation, long seed) {
        Random random = new Random(new SplittableRandom(seed).nextLong());
        float[] result = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            result[i] = values[i] + (float) (deviation * random.nextGaussian());
        }
        return result;
    }

    /** The greys' standard deviation. */
    public static double deviation(float[] values) {
        double sum = 0;
        double squares = 0;
        for (float v : values) {
            sum += v;
            squares += (double) v * v;
        }
        double mean = sum / values.length;
        return Math.sqrt(squares / values.length - mean * mean);
    }

    /** Rms over the volume of the undisplaced texture's derivative along an axis, per voxel, by fourth-order differences. */
    public double gradient(float[] values) {
        int[] steps = {1, size, size * size};
        double squares = 0;
        long n = 0;
        for (int k = 2; k < size - 2; k++) {
            for (int j = 2; j < size - 2; j++) {
                for (int i = 2; i < size - 2; i++) {
                    int at = (k * size + j) * size + i;
                    for (int step : steps) {
                        double d = (8 * (values[at + step] - values[at - step])
                                        - (values[at + 2 * step] - values[at - 2 * step]))
                                / 12;
                        squares += d * d;
                        n++;
                    }
                }
            }
        }
        return Math.sqrt(squares / n);
    }
}
