package patina.registration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import patina.blocks.Grid;
import patina.blocks.Runner;
import patina.geometry.Extent;

/** A level of the pyramid and the next one, against their definitions, voxel by voxel. */
class SmoothKernelTest {
    private static final double[] WEIGHTS = {0.25, 0.5, 0.25};

    @ParameterizedTest
    @CsvSource({"70, 41, 37, 32, 32, 32", "70, 41, 37, 64, 64, 32", "33, 64, 65, 256, 64, 32", "12, 11, 10, 32, 32, 32"
    })
    void oneReadingSmoothsAndHalves(int x, int y, int z, int blockX, int blockY, int blockZ) throws IOException {
        Extent extent = new Extent(x, y, z);
        long seed = 20261130;
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        MemoryVolume raw = MemoryVolume.of(extent);
        for (int i = 0; i < raw.values().length; i++) {
            raw.values()[i] = random.nextInt(65536);
            raw.valid()[i] = (byte) (random.nextInt(200) == 0 ? 0 : 1);
        }
        MemoryVolume smooth = MemoryVolume.of(extent);
        MemoryVolume half = MemoryVolume.of(extent.binned(2));
        try (Runner runner = Runner.named("threads", 2)) {
            runner.run(
                    new SmoothKernel(raw, extent, smooth.sink(), half.sink()),
                    new Grid(extent, blockX, blockY, blockZ));
        }
        int seen = 0;
        for (int k = 0; k < z; k++) {
            for (int j = 0; j < y; j++) {
                for (int i = 0; i < x; i++) {
                    boolean all = true;
                    double sum = 0;
                    for (int d = 0; d < 27; d++) {
                        int u = d % 3;
                        int v = d / 3 % 3;
                        int w = d / 9;
                        long a = i + u - 1;
                        long b = j + v - 1;
                        long c = k + w - 1;
                        boolean inside = a >= 0 && b >= 0 && c >= 0 && a < x && b < y && c < z;
                        all &= inside && raw.valid()[(int) extent.index(a, b, c)] != 0;
                        sum += inside
                                ? WEIGHTS[u] * WEIGHTS[v] * WEIGHTS[w] * raw.values()[(int) extent.index(a, b, c)]
                                : 0;
                    }
                    int at = (int) extent.index(i, j, k);
                    assertEquals(all ? 1 : 0, smooth.valid()[at]);
                    if (all) {
                        assertEquals(sum, smooth.values()[at], 0.05);
                        seen++;
                    }
                }
            }
        }
        assertTrue(seen > 0, "some voxels have all 27 around them");
        Extent halved = extent.binned(2);
        for (int k = 0; k < halved.z(); k++) {
            for (int j = 0; j < halved.y(); j++) {
                for (int i = 0; i < halved.x(); i++) {
                    boolean all = 2 * i + 1 < x && 2 * j + 1 < y && 2 * k + 1 < z;
                    double sum = 0;
                    for (int d = 0; d < 8 && all; d++) {
                        int from = (int) extent.index(2L * i + d % 2, 2L * j + d / 2 % 2, 2L * k + d / 4);
                        all = raw.valid()[from] != 0;
                        sum += raw.values()[from] / 8.0;
                    }
                    int at = (int) halved.index(i, j, k);
                    assertEquals(all ? 1 : 0, half.valid()[at]);
                    assertEquals(all ? sum : 0, half.values()[at], 0.05);
                }
            }
        }
    }
}
