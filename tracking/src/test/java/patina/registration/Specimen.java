package patina.registration;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import patina.geometry.Affine;
import patina.geometry.Extent;
import patina.geometry.Point;
import patina.geometry.VoxelSize;

/**
 * A made-up specimen whose grey is a formula, so that it can be scanned in any pose without interpolating an image.
 *
 * <pre>
 *        ________
 *      /  o   .   \     a cylinder along z with two flats on its side, rounded by the blur (an error function
 *     |  .   o  .  |    across every edge), inclusions o of higher or lower grey inside, pits cut into it
 *      \____o____ /
 * </pre>
 *
 * Lengths are in micrometres, in the specimen's frame; the centre of the volume is its centre.
 */
record Specimen(
        double radiusUm,
        double halfHeightUm,
        double flatUm,
        double thinningUm,
        List<double[]> inclusions,
        List<double[]> pits,
        double wearDepthUm,
        double blurUm) {
    /** @param sizeUm the edge of the view it fills to two thirds */
    static Specimen of(double sizeUm, int inclusions, long seed, double blurUm) {
        Random random = new Random(seed);
        double radius = 0.32 * sizeUm;
        double half = 0.36 * sizeUm;
        List<double[]> balls = new ArrayList<>();
        while (balls.size() < inclusions) {
            double r = radius * 0.88 * Math.sqrt(random.nextDouble());
            double a = 2 * Math.PI * random.nextDouble();
            double size = (0.012 + 0.015 * random.nextDouble()) * sizeUm;
            balls.add(new double[] {
                r * Math.cos(a),
                r * Math.sin(a),
                (2 * random.nextDouble() - 1) * half * 0.88,
                size,
                random.nextBoolean() ? 0.3 : -0.4
            });
        }
        return new Specimen(radius, half, 0.85 * radius, 0, balls, List.of(), 0, blurUm);
    }

    Specimen withPits(double[]... more) {
        return new Specimen(radiusUm, halfHeightUm, flatUm, thinningUm, inclusions, List.of(more), wearDepthUm, blurUm);
    }

    /** Wears away all above the plane at this depth under the flat side: about 30 % of the side for a tenth radius. */
    Specimen worn(double depthUm) {
        return new Specimen(radiusUm, halfHeightUm, flatUm, thinningUm, inclusions, pits, depthUm, blurUm);
    }

    /** Without the flats: nothing but the inclusions tells how it is turned about its axis. */
    Specimen round() {
        return new Specimen(radiusUm, halfHeightUm, 2 * radiusUm, thinningUm, inclusions, pits, wearDepthUm, blurUm);
    }

    Specimen thinned(double um) {
        return new Specimen(radiusUm, halfHeightUm, flatUm, um, inclusions, pits, wearDepthUm, blurUm);
    }

    private double edge(double distanceUm) {
        return edge(distanceUm, blurUm);
    }

    /** A blurred edge, so far inside of it. */
    static double edge(double distanceUm, double blurUm) {
        double t = distanceUm / (blurUm * Math.sqrt(2));
        if (t > 4) {
            return 1;
        }
        return t < -4 ? 0 : 0.5 * (1 + erf(t));
    }

    /** Share of metal at a place, 0 to 1 and more in dense inclusions. */
    double at(double x, double y, double z) {
        double r = Math.sqrt(x * x + y * y);
        double solid = edge(radiusUm - thinningUm - r) * edge(halfHeightUm - thinningUm - Math.abs(z));
        if (solid == 0) {
            return 0;
        }
        solid *= edge(flatUm - thinningUm - wearDepthUm - x) * edge(1.1 * flatUm - thinningUm - y);
        double grey = 1;
        for (double[] ball : inclusions) {
            double d2 = (x - ball[0]) * (x - ball[0]) + (y - ball[1]) * (y - ball[1]) + (z - ball[2]) * (z - ball[2]);
            double reach = ball[3] + 4 * blurUm * Math.sqrt(2);
            if (d2 < reach * reach) {
                grey += ball[4] * edge(ball[3] - Math.sqrt(d2));
            }
        }
        for (double[] pit : pits) {
            double d =
                    Math.sqrt((x - pit[0]) * (x - pit[0]) + (y - pit[1]) * (y - pit[1]) + (z - pit[2]) * (z - pit[2]));
            solid *= 1 - edge(pit[3] - d);
        }
        return solid * grey;
    }

    /** How a scan is taken: 'pose' maps the specimen's frame (origin at its centre) to the scan's. */
    record Shot(Extent extent, VoxelSize voxel, Affine pose, double air, double metal, double noise, long seed) {}

    /** Share of metal at a place of a specimen's frame. */
    @FunctionalInterface
    interface Form {
        double at(double x, double y, double z);
    }

    ScanView scan(Shot shot) {
        return scan(this::at, shot);
    }

    static ScanView scan(Form form, Shot shot) {
        MemoryVolume v = MemoryVolume.of(shot.extent());
        Affine back = shot.pose().inverse();
        int nx = (int) shot.extent().x();
        int ny = (int) shot.extent().y();
        IntStream.range(0, (int) shot.extent().z()).parallel().forEach(k -> {
            // Seeds of java.util.Random that lie near each other give series that resemble each other.
            Random random = new Random(new SplittableRandom(shot.seed() * 1_000_003 + k).nextLong());
            for (int j = 0; j < ny; j++) {
                for (int i = 0; i < nx; i++) {
                    Point p = back.apply(
                            i * shot.voxel().xUm(),
                            j * shot.voxel().yUm(),
                            k * shot.voxel().zUm());
                    double g = form.at(p.x(), p.y(), p.z()) + shot.noise() * random.nextGaussian();
                    int at = (k * ny + j) * nx + i;
                    v.values()[at] = (float) (shot.air() + g * (shot.metal() - shot.air()));
                    v.valid()[at] = 1;
                }
            }
        });
        return new ScanView(v, shot.extent(), shot.voxel(), null);
    }

    /** Abramowitz and Stegun 7.1.26 is not smooth enough for hundredths of a voxel; this is 7.1.28, to 3e-7. */
    private static double erf(double t) {
        double x = Math.abs(t);
        double p = 1
                + x
                        * (0.0705230784
                                + x
                                        * (0.0422820123
                                                + x
                                                        * (0.0092705272
                                                                + x
                                                                        * (0.0001520143
                                                                                + x
                                                                                        * (0.0002765672
                                                                                                + x * 0.0000430638)))));
        double q = 1 / p;
        q *= q;
        q *= q;
        q *= q;
        q *= q;
        return Math.signum(t) * (1 - q);
    }
}
