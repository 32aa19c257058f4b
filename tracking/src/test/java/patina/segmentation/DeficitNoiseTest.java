package patina.segmentation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import patina.blocks.ArrayVolume;
import patina.blocks.Grid;
import patina.blocks.Progress;
import patina.blocks.Runner;
import patina.geometry.Extent;

/** Two scans of sound metal: what each is like follows from how they were made. */
final class DeficitNoiseTest {
    private static final Extent EXTENT = new Extent(96, 64, 64);

    private static Noise noise(double before, double after, double texture, double level, long seed)
            throws IOException {
        Random random = new Random(seed);
        int n = Math.toIntExact(EXTENT.voxels());
        float[] reference = new float[n];
        float[] grey = new float[n];
        float[] deep = new float[n];
        Arrays.fill(deep, 100);
        int at = 0;
        for (int z = 0; z < EXTENT.z(); z++) {
            for (int y = 0; y < EXTENT.y(); y++) {
                for (int x = 0; x < EXTENT.x(); x++, at++) {
                    // A place of 16 voxels has one level, and every voxel its own texture, in both scans.
                    double metal = 1
                            + level * ((x / 16 + y / 16 + z / 16) % 2 == 0 ? 1 : -1)
                            + texture * random.nextGaussian();
                    reference[at] = (float) (metal + before * random.nextGaussian());
                    grey[at] =
                            (float) (Scene.AIR + (Scene.METAL - Scene.AIR) * (metal + after * random.nextGaussian()));
                }
            }
        }
        Deficit kernel = new Deficit(
                ArrayVolume.of(EXTENT, reference).source(),
                ArrayVolume.of(EXTENT, reference).source(),
                ArrayVolume.of(EXTENT, grey).source(),
                Levels.constant(Scene.AIR, Scene.METAL, EXTENT),
                ArrayVolume.of(EXTENT, deep).source(),
                EXTENT,
                20,
                ArrayVolume.ofValues(EXTENT).sink(),
                ArrayVolume.ofValues(EXTENT).sink());
        try (Runner runner = Runner.sequential()) {
            return Deficit.noise(
                    runner.run(kernel, Grid.of(EXTENT), Progress.NONE).total());
        }
    }

    @Test
    void theLaterScansNoiseIsToldApartFromTheOthersAndFromTexture() throws IOException {
        assertEquals(0.05, noise(0.02, 0.05, 0.03, 0, 1).own(), 0.001);
        assertEquals(0.02, noise(0.05, 0.02, 0.03, 0, 2).own(), 0.001);
    }

    /** Of a level that both scans show the change is free, and what is missing is not. */
    @Test
    void whatTheMetalsLevelIsOffByFromPlaceToPlaceIsTold() throws IOException {
        Noise noise = noise(0.03, 0.03, 0, 0.006, 3);
        assertEquals(0.006, noise.level(), 0.0005);
        assertEquals(0, noise.slow(), 0.0006);
        assertEquals(0, noise(0.03, 0.03, 0, 0, 4).level(), 0.0006);
    }
}
