package patina.segmentation;

import java.util.Random;
import patina.blocks.ArrayVolume;
import patina.geometry.Extent;

/**
 * Small scans with truth from geometry: an implicit solid, sampled 3 x 3 x 3 times in each voxel, blurred by a Gaussian,
 * with white noise. Greys: void 10000, metal 30000.
 *
 * <pre>
 *      +---------------------+   the block ends 8 voxels inside the view;
 *      |        \_/          |   dents go in from the face of high z
 *      |                     |
 *      +---------------------+
 * </pre>
 */
final class Scene {
    static final double AIR = 10000;
    static final double METAL = 30000;
    private static final int FINE = 3;

    /** Whether a place, in voxels, is inside something. */
    @FunctionalInterface
    interface Shape {
        boolean holds(double x, double y, double z);

        default Shape without(Shape hole) {
            return (x, y, z) -> holds(x, y, z) && !hole.holds(x, y, z);
        }

        default Shape and(Shape other) {
            return (x, y, z) -> holds(x, y, z) || other.holds(x, y, z);
        }
    }

    private Scene() {}

    static Shape box(double x0, double y0, double z0, double x1, double y1, double z1) {
        return (x, y, z) -> x >= x0 && x <= x1 && y >= y0 && y <= y1 && z >= z0 && z <= z1;
    }

    static Shape ball(double cx, double cy, double cz, double r) {
        return (x, y, z) -> (x - cx) * (x - cx) + (y - cy) * (y - cy) + (z - cz) * (z - cz) <= r * r;
    }

    /** The share of each voxel that the shape fills, x-fastest. */
    static float[] fraction(Extent e, Shape shape) {
        float[] f = new float[Math.toIntExact(e.voxels())];
        int at = 0;
        for (int z = 0; z < e.z(); z++) {
            for (int y = 0; y < e.y(); y++) {
                for (int x = 0; x < e.x(); x++, at++) {
                    int n = 0;
                    for (int c = 0; c < FINE * FINE * FINE; c++) {
                        n += shape.holds(x + off(c % FINE), y + off(c / FINE % FINE), z + off(c / FINE / FINE)) ? 1 : 0;
                    }
                    f[at] = (float) n / (FINE * FINE * FINE);
                }
            }
        }
        return f;
    }

    private static double off(int i) {
        return (i + 0.5) / FINE - 0.5;
    }

    /** Sum of a fraction, in voxels. */
    static double sum(float[] fraction) {
        double sum = 0;
        for (float f : fraction) {
            sum += f;
        }
        return sum;
    }

    /** Greys of a scan whose void has fraction 0 and metal 1. */
    static ArrayVolume scan(Extent e, float[] fraction, double blur, double noise, long seed) {
        float[] f = fraction.clone();
        int nx = (int) e.x();
        int plane = nx * (int) e.y();
        smooth(f, 1, nx, blur);
        smooth(f, nx, (int) e.y(), blur);
        smooth(f, plane, (int) e.z(), blur);
        Random random = new Random(seed);
        for (int i = 0; i < f.length; i++) {
            f[i] = (float) (AIR + (METAL - AIR) * (f[i] + noise * random.nextGaussian()));
        }
        return ArrayVolume.of(e, f);
    }

    private static void smooth(float[] f, int step, int length, double sigma) {
        int radius = (int) Math.ceil(4 * sigma);
        double[] taps = new double[2 * radius + 1];
        double total = 0;
        for (int i = -radius; i <= radius; i++) {
            taps[i + radius] = Math.exp(-0.5 * i * i / (sigma * sigma));
            total += taps[i + radius];
        }
        float[] line = new float[length];
        for (int start = 0; start < f.length; start++) {
            if (start / step % length != 0) {
                continue;
            }
            for (int i = 0; i < length; i++) {
                double sum = 0;
                for (int k = -radius; k <= radius; k++) {
                    int at = Math.max(0, Math.min(length - 1, i + k));
                    sum += taps[k + radius] * f[start + at * step];
                }
                line[i] = (float) (sum / total);
            }
            for (int i = 0; i < length; i++) {
                f[start + i * step] = line[i];
            }
        }
    }
}
