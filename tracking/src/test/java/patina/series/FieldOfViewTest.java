package patina.series;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import patina.blocks.Volume;
import patina.geometry.Extent;
import patina.geometry.Region;

/**
 * Fill is found where a reconstruction leaves it, and air that was clipped to 0 is left alone.
 *
 * <pre>
 *   ffff____ffff      0000000000       f fill, never seen
 *   ff________ff      000000####       0 air clipped to 0: seen, void
 *   f___####___f      00000#####       _ noisy air
 *   ff________ff      000000####       # metal
 *   ffff____ffff      0000000000
 * </pre>
 */
class FieldOfViewTest {
    private static final Extent EXTENT = new Extent(96, 90, 40);

    private interface Grey {
        double at(double x, double y, double z);
    }

    /** 16-bit values: the model with white noise of {@code sigma}, clipped below 0, then fill where told. */
    private record Model(Extent extent, float[] values) implements Volume {
        static Model of(Extent extent, Grey grey, double sigma, Grey fill) {
            float[] values = new float[(int) extent.voxels()];
            Random random = new Random(5);
            int i = 0;
            for (int z = 0; z < extent.z(); z++) {
                for (int y = 0; y < extent.y(); y++) {
                    for (int x = 0; x < extent.x(); x++, i++) {
                        double filled = fill.at(x, y, z);
                        double v = grey.at(x, y, z) + sigma * random.nextGaussian();
                        values[i] = (float) (Double.isNaN(filled) ? Math.max(0, Math.rint(v)) : filled);
                    }
                }
            }
            return new Model(extent, values);
        }

        @Override
        public void read(Region region, float[] into, byte[] valid) {
            int i = 0;
            for (long z = region.z(); z < region.endZ(); z++) {
                for (long y = region.y(); y < region.endY(); y++) {
                    for (long x = region.x(); x < region.endX(); x++, i++) {
                        into[i] = values[(int) extent.index(x, y, z)];
                        valid[i] = 1;
                    }
                }
            }
        }
    }

    private static final Grey NO_FILL = (x, y, z) -> Double.NaN;

    /** An upright rod with an edge blurred over 1.4 voxels. */
    private static Grey rod(double cx, double cy, double radius, double air) {
        return (x, y, z) -> air + 30000 / (1 + Math.exp((Math.hypot(x - cx, y - cy) - radius) / 0.5));
    }

    private static Grey circle(double cx, double cy, double radius, double value) {
        return (x, y, z) -> Math.hypot(x - cx, y - cy) <= radius ? Double.NaN : value;
    }

    @Test
    void findsTheReconstructionCircleInNoisyAir() throws IOException {
        FieldOfView view =
                FieldOfView.detect(Model.of(EXTENT, rod(40, 48, 20, 8000), 1200, circle(47.5, 44.5, 43.2, 0)));
        assertTrue(view.hasCircle());
        assertEquals(47.5, view.centreX(), 0.3);
        assertEquals(44.5, view.centreY(), 0.3);
        assertEquals(42.2, view.radius(), 0.5);
        assertEquals(0, view.fill());
        assertEquals(0, view.fromZ());
        assertEquals(40, view.toZ());
    }

    @Test
    void findsACircleThatTheSpecimenFills() throws IOException {
        FieldOfView view =
                FieldOfView.detect(Model.of(EXTENT, (x, y, z) -> 30000, 1200, circle(47.5, 44.5, 44.5, 1234)));
        assertTrue(view.hasCircle());
        assertEquals(43.5, view.radius(), 0.5);
        assertEquals(1234, view.fill());
    }

    @Test
    void findsACircleWiderThanTheSlice() throws IOException {
        FieldOfView view = FieldOfView.detect(Model.of(EXTENT, rod(40, 48, 20, 8000), 1200, circle(47, 45, 54, 0)));
        assertTrue(view.hasCircle());
        assertEquals(53, view.radius(), 0.7);
    }

    @Test
    void findsACircleThoughHalfTheAirIsClipped() throws IOException {
        FieldOfView view = FieldOfView.detect(Model.of(EXTENT, rod(47, 45, 20, 0), 1200, circle(47.5, 44.5, 43, 0)));
        assertTrue(view.hasCircle());
        assertEquals(42, view.radius(), 0.8);
    }

    @Test
    void noFillVoxelCountsAsSeen() throws IOException {
        Grey fill = circle(47.5, 44.5, 43.2, 0);
        Model model = Model.of(EXTENT, rod(40, 48, 20, 8000), 300, fill);
        FieldOfView view = FieldOfView.detect(model);
        Region region = new Region(5, 3, 2, 80, 84, 3);
        float[] values = new float[region.voxels()];
        byte[] valid = new byte[region.voxels()];
        model.read(region, values, valid);
        view.hide(region, values, valid);
        int seen = 0;
        for (int i = 0; i < valid.length; i++) {
            double x = region.x() + i % region.nx();
            double y = region.y() + i / region.nx() % region.ny();
            if (valid[i] == 1) {
                seen++;
                assertTrue(Double.isNaN(fill.at(x, y, 0)), x + " " + y);
            } else {
                assertEquals(0, values[i]);
                assertTrue(Math.hypot(x - 47.5, y - 44.5) > 41.5, x + " " + y);
            }
        }
        assertTrue(seen > 80 * 60 * 3);
    }

    @Test
    void leavesAirThatIsClippedToZeroAlone() throws IOException {
        for (double radius : new double[] {10, 20, 30, 43}) {
            for (double noise : new double[] {0, 400}) {
                Grey grey = (x, y, z) -> rod(47.3, 44.8, radius, 0).at(x, y, z) + (noise > 0 ? -3000 : 0);
                Model model = Model.of(EXTENT, grey, noise, NO_FILL);
                assertTrue(
                        FieldOfView.detect(model).isWhole(EXTENT),
                        "rod of radius " + radius + " with noise " + noise + ": "
                                + FieldOfView.detect(model).sentence());
            }
        }
    }

    @Test
    void leavesAFreeBlockInClippedAirAlone() throws IOException {
        Grey block = (x, y, z) -> {
            double d = Math.max(Math.abs(x - 47.2) - 30, Math.max(Math.abs(y - 44.6) - 25, Math.abs(z - 19.7) - 12));
            return 30000 / (1 + Math.exp(d / 0.5));
        };
        assertTrue(FieldOfView.detect(Model.of(EXTENT, block, 0, NO_FILL)).isWhole(EXTENT));
        Grey darker = (x, y, z) -> block.at(x, y, z) - 3000;
        assertTrue(FieldOfView.detect(Model.of(EXTENT, darker, 400, NO_FILL)).isWhole(EXTENT));
    }

    @Test
    void leavesAnOrdinaryScanAlone() throws IOException {
        assertTrue(FieldOfView.detect(Model.of(EXTENT, rod(47, 45, 25, 8000), 1200, NO_FILL))
                .isWhole(EXTENT));
        assertTrue(FieldOfView.detect(Model.of(EXTENT, rod(47, 45, 25, 8000), 0, NO_FILL))
                .isWhole(EXTENT));
    }

    @Test
    void findsABoxOfFill() throws IOException {
        Grey fill = (x, y, z) -> x < 12 || y >= 80 || z < 3 || z >= 36 ? 0 : Double.NaN;
        FieldOfView view = FieldOfView.detect(Model.of(EXTENT, rod(50, 45, 20, 8000), 1200, fill));
        assertFalse(view.hasCircle());
        assertEquals(new FieldOfView(12, 0, 3, 96, 80, 36, 0, 0, Double.POSITIVE_INFINITY, 0), view);
    }

    @Test
    void findsWholeSlicesOfFillAndACircle() throws IOException {
        Grey round = circle(47.5, 44.5, 43.2, 0);
        Grey fill = (x, y, z) -> z < 4 ? 0 : round.at(x, y, z);
        FieldOfView view = FieldOfView.detect(Model.of(EXTENT, rod(50, 45, 20, 8000), 1200, fill));
        assertTrue(view.hasCircle());
        assertEquals(4, view.fromZ());
        assertEquals(40, view.toZ());
    }

    @Test
    void findsWhereTheViewCutsARodInClippedAir() throws IOException {
        Grey rod = rod(47, 45, 25, 0);
        Grey fill = (x, y, z) -> z < 6 ? 0 : Double.NaN;
        FieldOfView view = FieldOfView.detect(Model.of(EXTENT, (x, y, z) -> rod.at(x, y, z) - 3000, 400, fill));
        assertEquals(6, view.fromZ());
        assertEquals(0, view.fromX());
    }
}
