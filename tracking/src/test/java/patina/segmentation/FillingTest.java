package patina.segmentation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import patina.blocks.ArrayVolume;
import patina.blocks.Grid;
import patina.blocks.Progress;
import patina.blocks.Runner;
import patina.geometry.Extent;

/** The level of filled places from how their deficit is spread: blurred bodies without noise, whose level is known. */
class FillingTest {
    private static final Extent EXTENT = new Extent(48, 48, 48);
    private static final double BLUR = 0.75;
    private static final Noise NONE = new Noise(1e-9, 1e-9, 1e-9, 0, 0, 0);

    private static Filling.Found filling(Scene.Shape body, double shows) throws IOException {
        float[] missing = Scene.fraction(EXTENT, body);
        for (int i = 0; i < missing.length; i++) {
            missing[i] *= (float) shows;
        }
        ArrayVolume grey = Scene.scan(EXTENT, missing, BLUR, 0, 1);
        float[] deficit = new float[missing.length];
        grey.read(patina.geometry.Region.whole(EXTENT), deficit, new byte[deficit.length]);
        int[] parts = new int[deficit.length];
        int voxels = 0;
        for (int i = 0; i < deficit.length; i++) {
            deficit[i] = (float) ((deficit[i] - Scene.AIR) / (Scene.METAL - Scene.AIR));
            parts[i] = deficit[i] > 0.12 ? 1 : 0;
            voxels += parts[i];
        }
        float[] deep = new float[deficit.length];
        Places places = new Places(new int[] {0, 1}, List.of(new Places.Place(voxels, 0, 0, 0, false)));
        PlaceLevels kernel = new PlaceLevels(
                ArrayVolume.of(EXTENT, parts).source(),
                Filling.unsure(places),
                new int[] {0, Zones.THICK2},
                ArrayVolume.of(EXTENT, deficit).source(),
                ArrayVolume.of(EXTENT, deep).source(),
                ArrayVolume.of(EXTENT, deep).source(),
                1,
                4,
                0.12f);
        try (Runner runner = Runner.sequential()) {
            PlaceSums sums = runner.run(kernel, Grid.of(EXTENT), Progress.NONE);
            return Filling.of(places, sums, Math.sqrt(BLUR * BLUR + 1.0 / 12), 0, 30, NONE);
        }
    }

    private static void tells(Scene.Shape body, double off) throws IOException {
        for (double shows : new double[] {0.35, 0.5, 0.7}) {
            List<Filling> found = filling(body, shows).fillings();
            assertEquals(1, found.size(), "shows " + shows);
            Filling filling = found.get(0);
            assertEquals(shows, filling.shows(), off * shows);
            assertTrue(Math.abs(filling.shows() / shows - 1) <= 2 * filling.relativeU(), "u " + filling.relativeU());
        }
        assertTrue(filling(body, 1).areAllEmpty(), "an empty place");
    }

    private static Scene.Shape bowl(double r) {
        return (x, y, z) -> z <= 24.2 && Scene.ball(23.7, 24.1, 24.2, r).holds(x, y, z);
    }

    @Test
    void ofHalfABall() throws IOException {
        tells(bowl(8), 0.025);
        tells(bowl(5), 0.025);
        tells(bowl(3), 0.06);
    }

    @Test
    void ofASlab() throws IOException {
        tells(Scene.box(18, 17, 20.3, 30, 31, 27.3), 0.04);
    }

    @Test
    void ofAPointedPit() throws IOException {
        Scene.Shape cone = (x, y, z) -> z <= 24.2 && Math.hypot(x - 23.7, y - 24.1) <= 7 - 24.2 + z;
        tells(cone, 0.08);
    }

    @Test
    void ofAThinLayerNothingIsTold() throws IOException {
        assertTrue(filling(Scene.box(14, 14, 23, 34, 34, 24.5), 1).areAllEmpty());
    }

    /** A scar less deep than a few times its blur is as faint as a deeper one that is half filled, and far more common. */
    @Test
    void aShallowScarIsEmpty() throws IOException {
        for (double deep : new double[] {0.7, 1, 1.5, 2, 3, 4}) {
            for (double across : new double[] {4, 6, 9}) {
                Scene.Shape scar = (x, y, z) ->
                        z <= 24.2 && 24.2 - z <= deep * (1 - (square(x - 23.7) + square(y - 24.1)) / square(across));
                assertTrue(filling(scar, 1).areAllEmpty(), deep + " deep, " + across + " to either side");
            }
        }
    }

    private static double square(double v) {
        return v * v;
    }
}
