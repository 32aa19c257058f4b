package patina.registration.local;

import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import patina.blocks.ArrayVolume;
import patina.geometry.Affine;
import patina.geometry.Extent;
import patina.geometry.Point;
import patina.geometry.VoxelSize;
import patina.registration.Iteration;
import patina.registration.Model;
import patina.registration.Registration;
import patina.registration.ScanView;

/**
 * A texture of Gaussian blobs whose grey is a formula, so that it is displaced without interpolating an image.
 *
 * <p>Blobs have a standard deviation of 1.93 voxels and lie one to 6 x 6 x 6 voxels, so the grey's standard deviation is 2.7
 * times its rms derivative.
 *
 * @param size edge of the volume, in voxels
 * @param blobs x, y, z in voxels and height, four numbers each
 */
record Texture(int size, double[] blobs) {
    private static final double SIGMA = 1.93;
    private static final double REACH = 5 * SIGMA;

    static Texture of(int size, long seed) {
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

    /** What a point of the undisplaced texture is displaced by, in voxels. */
    interface Displacement {
        Point at(double x, double y, double z);
    }

    /** The grey values, 0 on average, x-fastest. */
    float[] values(Displacement u) {
        float[] values = new float[size * size * size];
        double[][] slices = new double[size][];
        // Each slab takes all blobs that reach it, in order: the same bits for any number of threads.
        IntStream.range(0, size).parallel().forEach(k -> slices[k] = slice(k, u));
        for (int k = 0; k < size; k++) {
            for (int i = 0; i < size * size; i++) {
                values[k * size * size + i] = (float) slices[k][i];
            }
        }
        return values;
    }

    private double[] slice(int k, Displacement u) {
        double[] sum = new double[size * size];
        double[][] from = new double[size * size][];
        for (int b = 0; b < blobs.length; b += 4) {
            Point d = u.at(blobs[b], blobs[b + 1], blobs[b + 2]);
            double x = blobs[b] + d.x();
            double y = blobs[b + 1] + d.y();
            if (Math.abs(blobs[b + 2] + d.z() - k) > REACH) {
                continue;
            }
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
        return sum;
    }

    /** Where what is seen at a voxel came from. */
    private static double[] origin(double x, double y, double z, Displacement u) {
        double[] p = {x, y, z};
        for (int i = 0; i < 12; i++) {
            Point d = u.at(p[0], p[1], p[2]);
            p[0] = x - d.x();
            p[1] = y - d.y();
            p[2] = z - d.z();
        }
        return p;
    }

    /** Adds white noise; {@code seed} tells one scan from another. */
    static float[] noisy(float[] values, double deviation, long seed) {
        Random random = new Random(new SplittableRandom(seed).nextLong());
        float[] result = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            result[i] = values[i] + (float) (deviation * random.nextGaussian());
        }
        return result;
    }

    static double deviation(float[] values) {
        double sum = 0;
        double squares = 0;
        for (float v : values) {
            sum += v;
            squares += (double) v * v;
        }
        double mean = sum / values.length;
        return Math.sqrt(squares / values.length - mean * mean);
    }

    /** Rms of the derivative along one axis, all three together, by differences over a two-hundredth of the blobs. */
    double gradient(float[] values) {
        double squares = 0;
        long n = 0;
        for (int k = 2; k < size - 2; k++) {
            for (int j = 2; j < size - 2; j++) {
                for (int i = 2; i < size - 2; i++) {
                    int at = (k * size + j) * size + i;
                    for (int step : new int[] {1, size, size * size}) {
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

    ScanView scan(float[] values) {
        float[] grey = new float[values.length];
        for (int i = 0; i < grey.length; i++) {
            grey[i] = 1000 + 100 * values[i];
        }
        Extent e = new Extent(size, size, size);
        return new ScanView(ArrayVolume.of(e, grey).source(), e, VoxelSize.cube(2));
    }

    /** A global registration that is known. */
    static Registration known(Affine map) {
        return new Registration(
                map,
                Model.RIGID,
                0,
                new double[49],
                new Point(0, 0, 0),
                1,
                0,
                0.1,
                0,
                0,
                1,
                0.5,
                java.util.List.of(),
                java.util.List.<Iteration>of());
    }
}
