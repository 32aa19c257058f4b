package patina.phantom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class PhantomScanTest {
    private static final PhantomOptions OPTIONS = PhantomOptions.defaults()
            .withSize(64)
            .withSteps(3)
            .withNoise(0)
            .withCupping(0)
            .withRings(0);

    /** A scan of the null series of which only one inclusion, much brighter, is left. */
    private static PhantomScan withOneGrain(PhantomScan scan, Solid grain) {
        Moment moment = new Moment(scan.moment().body(), List.of(), List.of(grain), List.of(), 0, List.of());
        return new PhantomScan(
                scan.index(),
                scan.plan(),
                0,
                moment,
                scan.matrix(),
                scan.surroundings(),
                scan.seam(),
                scan.upper(),
                scan.scaleDrift(),
                scan.blur(),
                scan.greys());
    }

    private static List<Solid> deep(Phantom phantom, List<Solid> grains) {
        return grains.stream()
                .filter(grain -> phantom.script()
                                .body()
                                .depth(((Ellipsoid) grain.shape()).frame().origin())
                        > 6)
                .toList();
    }

    @Test
    void theMatrixTakesEveryGrainWhereTheScanShowsIt() {
        Phantom phantom = Phantom.of(Scene.NULL, OPTIONS);
        List<Solid> grains = phantom.scans().get(0).moment().inclusions();
        for (PhantomScan scan : phantom.scans()) {
            for (Solid grain : deep(phantom, grains).subList(0, 4)) {
                // Larger than it is: what a voxel averages shifts the centroid of a grain of one voxel by some
                // hundredths.
                Frame place = ((Ellipsoid) grain.shape()).frame();
                Solid bright = new Solid(new Ellipsoid(place, 3.5, 3, 2.8), 3);
                Solid none = new Solid(bright.shape(), 1);
                float[] with = withOneGrain(scan, bright).shares(phantom.placement(), 0, 64);
                float[] without = withOneGrain(scan, none).shares(phantom.placement(), 0, 64);
                double sum = 0;
                Vec moment = new Vec(0, 0, 0);
                for (int i = 0; i < with.length; i++) {
                    double weight = with[i] - without[i];
                    sum += weight;
                    moment = moment.plus(new Vec(i % 64, i / 64 % 64, i / 4096).times(weight));
                }
                Vec inSpecimen = phantom.placement()
                        .apply(((Ellipsoid) grain.shape()).frame().origin());
                Vec shown = moment.times(1 / sum);
                assertEquals(0, scan.matrix().apply(inSpecimen).distanceTo(shown), 0.01, () -> "shown at " + shown);
            }
        }
    }

    @Test
    void posesStayWithinTheirLimits() {
        double most = 0;
        for (long seed = 1; seed <= 40; seed++) {
            Phantom phantom = Phantom.of(Scene.NULL, OPTIONS.withSize(128).withSeed(seed));
            for (PhantomScan scan : phantom.scans()) {
                double scale = 1 + scan.scaleDrift();
                assertEquals(scale, scan.matrix().scale(), 1e-12);
                assertTrue(Math.abs(scan.scaleDrift()) <= 0.0005);
                Affine m = scan.matrix();
                double trace = (m.row0().x() + m.row1().y() + m.row2().z()) / scale;
                double degrees = Math.toDegrees(Math.acos(Math.min(1, (trace - 1) / 2)));
                assertTrue(degrees <= 3 + 1e-6, "rotation " + degrees);
                Vec middle = new Vec(63.5, 63.5, 63.5);
                assertTrue(m.apply(middle).distanceTo(middle) <= 6 + 1e-9);
                most = Math.max(most, degrees);
            }
            assertEquals(
                    Affine.IDENTITY.rows()[0][0],
                    phantom.scans().get(0).matrix().row0().x(),
                    1e-15);
        }
        assertTrue(most > 2.5, "largest rotation " + most);
    }

    /** The border of the view is air, all around and in every scan. */
    @Test
    void theBlockStaysInTheView() {
        for (long seed = 1; seed <= 40; seed++) {
            Phantom phantom = Phantom.of(Scene.NULL, OPTIONS.withSize(128).withSeed(seed));
            for (PhantomScan scan : phantom.scans()) {
                Affine toBody = scan.toBody(scan.stacks().get(0), phantom.placement());
                for (int a = 0; a < 128; a += 3) {
                    for (int b = 0; b < 128; b += 3) {
                        for (int side = 1; side < 127; side += 125) {
                            assertTrue(outside(phantom, toBody.apply(new Vec(side, a, b))));
                            assertTrue(outside(phantom, toBody.apply(new Vec(a, side, b))));
                            assertTrue(outside(phantom, toBody.apply(new Vec(a, b, side))));
                        }
                    }
                }
            }
        }
    }

    private static boolean outside(Phantom phantom, Vec p) {
        return phantom.script().body().depth(p) < 0;
    }

    /** Each stack of a stitched scan is what a scan from its place would show, and only the last scan is stitched. */
    @Test
    void aStitchedScanIsTwoScansOneUponTheOther() {
        Phantom plain = Phantom.of(Scene.NULL, OPTIONS);
        Phantom stitched = Phantom.of(Scene.NULL, OPTIONS.withStitchedVoxels(1.5));
        int n = OPTIONS.size();
        for (int i = 0; i < 2; i++) {
            assertEquals(1, stitched.scans().get(i).stacks().size());
        }
        PhantomScan scan = stitched.scans().get(2);
        List<PhantomScan.Stack> stacks = scan.stacks();
        assertEquals(
                List.of(0, 35), stacks.stream().map(PhantomScan.Stack::from).toList());
        assertEquals(List.of(35, n), stacks.stream().map(PhantomScan.Stack::to).toList());
        Vec seam = new Vec(30, 30, 35);
        Vec off = stacks.get(1)
                .matrix()
                .apply(seam)
                .plus(stacks.get(0).matrix().apply(seam).times(-1));
        assertEquals(1.5, off.length(), 0.3, "shifted, and turned a little");
        PhantomScan lower = plain.scans().get(2);
        PhantomScan upper = new PhantomScan(
                lower.index(),
                lower.plan(),
                lower.exposure(),
                lower.moment(),
                stacks.get(1).matrix(),
                stacks.get(1).matrix(),
                n,
                Affine.IDENTITY,
                lower.scaleDrift(),
                lower.blur(),
                lower.greys());
        float[] shown = scan.shares(stitched.placement(), 33, 4);
        float[] below = lower.shares(plain.placement(), 33, 2);
        float[] above = upper.shares(plain.placement(), 35, 2);
        int planes = 2 * n * n;
        for (int at = 0; at < 2 * planes; at++) {
            assertEquals(at < planes ? below[at] : above[at - planes], shown[at], "voxel " + at);
        }
    }

    @Test
    void greysAreThoseOfMetalAndAir() {
        Phantom phantom = Phantom.of(Scene.NULL, OPTIONS);
        for (PhantomScan scan : phantom.scans()) {
            short[] slice = scan.slices(phantom.placement(), 32, 1);
            double gain = (double) scan.greys().truth().get("gain");
            double offset = (double) scan.greys().truth().get("offset");
            double air = gain * (8000 + 32000 * offset);
            double metal = gain * (40000 + 32000 * offset);
            assertEquals(air, slice[0] & 0xFFFF, 0.6);
            int exactMetal = 0;
            for (short grey : slice) {
                if (Math.abs((grey & 0xFFFF) - metal) < 0.6) {
                    exactMetal++;
                }
            }
            assertTrue(exactMetal > 600, "voxels of pure metal: " + exactMetal);
            assertTrue(Math.abs(gain - 1) <= 0.08);
        }
    }

    @Test
    void noiseIsWhiteWithItsShareOfMetalMinusAir() {
        PhantomOptions noisy = OPTIONS.withNoise(0.04);
        Phantom phantom = Phantom.of(Scene.NULL, noisy);
        Phantom clean = Phantom.of(Scene.NULL, OPTIONS);
        double[] scans = new double[2];
        double across = 0;
        double along = 0;
        double[] before = {};
        for (int i = 0; i < 2; i++) {
            short[] with = phantom.scans().get(i + 1).slices(phantom.placement(), 0, 64);
            short[] without = clean.scans().get(i + 1).slices(clean.placement(), 0, 64);
            double gain = (double) phantom.scans().get(i + 1).greys().truth().get("gain");
            double[] noise = new double[with.length];
            for (int v = 0; v < with.length; v++) {
                noise[v] = ((with[v] & 0xFFFF) - (without[v] & 0xFFFF)) / (32000 * gain);
                scans[i] += noise[v] * noise[v] / with.length;
                if (i == 1) {
                    across += noise[v] * before[v] / with.length;
                }
                if (v > 0) {
                    along += noise[v] * noise[v - 1] / with.length;
                }
            }
            before = noise;
        }
        assertEquals(0.04, Math.sqrt(scans[0]), 2e-4);
        assertEquals(0.04, Math.sqrt(scans[1]), 2e-4);
        assertEquals(0, across, 0.0016 * 0.01);
        assertEquals(0, along, 0.0016 * 0.02);
    }

    @Test
    void blurSpreadsAPointByItsVariance() {
        double sigma = 0.8;
        GaussianBlur blur = new GaussianBlur(sigma);
        int n = 15;
        int wide = n + 2 * blur.radius();
        float[] volume = new float[wide * wide * wide];
        int middle = wide / 2;
        volume[(middle * wide + middle) * wide + middle] = 1;
        blur.apply(volume, n, n, n);
        double sum = 0;
        double[] variance = new double[3];
        for (int i = 0; i < n * n * n; i++) {
            sum += volume[i];
            variance[0] += volume[i] * Math.pow(i % n - 7, 2);
            variance[1] += volume[i] * Math.pow(i / n % n - 7, 2);
            variance[2] += volume[i] * Math.pow(i / (n * n) - 7, 2);
        }
        assertEquals(1, sum, 1e-5);
        for (double v : variance) {
            assertEquals(sigma * sigma, v, 0.005);
        }
    }

    @Test
    void outsideTheCircleIsConstantFill() {
        Phantom phantom = Phantom.of(Scene.SHIFTED_VIEW, OPTIONS.withNoise(0.04));
        PhantomScan last = phantom.scans().get(2);
        short[] slice = last.slices(phantom.placement(), 20, 1);
        int fill = 0;
        for (int i = 0; i < slice.length; i++) {
            double radius = Math.hypot(i % 64 - 31.5, i / 64 - 31.5);
            if (radius > 0.96 * 32 + 1e-9) {
                assertEquals(0, slice[i]);
                fill++;
            }
        }
        assertTrue(fill > 600);
        Vec middle = phantom.placement().shift();
        assertEquals(middle.x() - 0.3 * 64, last.matrix().apply(middle).x(), 6);
    }
}
