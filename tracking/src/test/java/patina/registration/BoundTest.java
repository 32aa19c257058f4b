package patina.registration;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import patina.blocks.Progress;
import patina.blocks.Runner;
import patina.geometry.Affine;
import patina.geometry.Extent;
import patina.geometry.Point;
import patina.geometry.VoxelSize;

/**
 * Eight Gaussian blobs at the corners of a cube, for which the bound is a formula: with height a and width s each blob's
 * squared gradient along any axis sums to k = a^2 pi^1.5 s / 2, so that a shift's variance is sigma^2 / (8 k) and, the corners
 * h along each axis from the centre, a rotation's sigma^2 / (16 h^2 k).
 */
class BoundTest {
    private static final int N = 64;
    private static final double WIDTH = 4;
    private static final double HALF = 14;
    private static final double HEIGHT = 1000;

    @TempDir
    Path scratch;

    private static ScanView scan(double noise, long seed) {
        Extent e = new Extent(N, N, N);
        MemoryVolume v = MemoryVolume.of(e);
        Random random = new Random(seed);
        double middle = (N - 1) / 2.0;
        int at = 0;
        for (int z = 0; z < N; z++) {
            for (int y = 0; y < N; y++) {
                for (int x = 0; x < N; x++, at++) {
                    double dx = Math.abs(x - middle) - HALF;
                    double dy = Math.abs(y - middle) - HALF;
                    double dz = Math.abs(z - middle) - HALF;
                    double g = HEIGHT * Math.exp(-(dx * dx + dy * dy + dz * dz) / (2 * WIDTH * WIDTH));
                    v.values()[at] = (float) (100 + g + noise * random.nextGaussian());
                    v.valid()[at] = 1;
                }
            }
        }
        return new ScanView(v, e, VoxelSize.cube(2), null);
    }

    @Test
    void isTheFormulasForBlobsInWhiteNoise() throws Exception {
        double own = 0.02 * HEIGHT;
        double other = 0.03 * HEIGHT;
        try (Runner runner = Runner.named("threads", 2)) {
            Registrar registrar =
                    new Registrar(runner, RegistrationSettings.defaults().withModel(Model.RIGID), scratch);
            try (Registrar.Pair pair = registrar.prepare(scan(own, 1), scan(other, 2), Progress.NONE)) {
                assertEquals(own, Bound.noise(runner, pair.fixed(), Progress.NONE), 0.02 * own);
                assertEquals(other, Bound.noise(runner, pair.moving(), Progress.NONE), 0.02 * other);
                Registration found = registrar.register(pair.fixed(), pair.moving(), Affine.IDENTITY, Progress.NONE);
                double k = HEIGHT * HEIGHT * Math.pow(Math.PI, 1.5) * WIDTH / 2;
                double variance = own * own + other * other;
                double squares = 0;
                double middle = N - 1;
                for (Point p : pair.fixed().solid().points()) {
                    Point d = p.minus(new Point(middle, middle, middle)).times(0.5);
                    squares += 3 * variance / (8 * k) + 2 * d.dot(d) * variance / (16 * HALF * HALF * k);
                }
                double voxels =
                        Math.sqrt(squares / pair.fixed().solid().points().size());
                assertEquals(
                        2 * voxels,
                        registrar.boundUm(pair.fixed(), pair.moving(), found, Progress.NONE),
                        0.04 * voxels);
            }
        }
    }
}
