package patina.fields;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import patina.blocks.ArrayVolume;
import patina.blocks.Block;
import patina.blocks.Grid;
import patina.blocks.Input;
import patina.blocks.Runner;
import patina.blocks.Source;
import patina.geometry.Extent;
import patina.geometry.Region;

class LabelKernelTest {
    /** The grey value is the class. */
    private record GreyIsClass(Source source, int classes, int passive) implements Classifier {
        @Override
        public List<Input> inputs() {
            return List.of(new Input.Window(source, 0));
        }

        @Override
        public int weights() {
            return 1;
        }

        @Override
        public void classify(Block block, byte[] to, float[][] weights) {
            for (int i = 0; i < block.region().voxels(); i++) {
                to[i] = (byte) block.patch(0).values()[i];
                // A weight that tells places apart.
                weights[0][i] = (i * 7919L + block.region().x() * 31) % 17 / 16f;
            }
        }
    }

    private record Found(Components components, int[] labels) {}

    private static Found label(Extent extent, byte[] classes, Connectivity connectivity, boolean contacts)
            throws IOException {
        float[] grey = new float[classes.length];
        int most = 1;
        int least = 0;
        for (int i = 0; i < grey.length; i++) {
            grey[i] = classes[i];
            most = Math.max(most, classes[i]);
            least = Math.min(least, classes[i]);
        }
        Grid grid = new Grid(extent, 32, 32, 32);
        try (Runner runner = Runner.named("threads", 2)) {
            LabelKernel kernel = new LabelKernel(
                    new GreyIsClass(ArrayVolume.of(extent, grey).source(), most, -least), connectivity, grid, contacts);
            Labelling labelling = runner.run(kernel, grid);
            ArrayVolume labels = ArrayVolume.ofLabels(extent);
            runner.run(labelling.relabel(labels.sink()), grid);
            int[] all = new int[classes.length];
            labels.read(Region.whole(extent), all);
            return new Found(labelling.components(), all);
        }
    }

    /** Labels by flood fill, numbered by first voxel. */
    private static int[] flood(Extent extent, byte[] classes, Connectivity connectivity) {
        int nx = (int) extent.x();
        int ny = (int) extent.y();
        int nz = (int) extent.z();
        int[] labels = new int[classes.length];
        int next = 0;
        ArrayDeque<Integer> open = new ArrayDeque<>();
        for (int start = 0; start < labels.length; start++) {
            if (classes[start] <= 0 || labels[start] != 0) {
                continue;
            }
            labels[start] = ++next;
            open.add(start);
            while (!open.isEmpty()) {
                int at = open.remove();
                int x = at % nx;
                int y = at / nx % ny;
                int z = at / nx / ny;
                for (int d = 0; d < 27; d++) {
                    int dx = d % 3 - 1;
                    int dy = d / 3 % 3 - 1;
                    int dz = d / 9 - 1;
                    int steps = Math.abs(dx) + Math.abs(dy) + Math.abs(dz);
                    if (steps == 0 || (connectivity == Connectivity.FACES && steps > 1)) {
                        continue;
                    }
                    if (x + dx < 0 || x + dx >= nx || y + dy < 0 || y + dy >= ny || z + dz < 0 || z + dz >= nz) {
                        continue;
                    }
                    int to = at + (dz * ny + dy) * nx + dx;
                    if (classes[to] == classes[start] && labels[to] == 0) {
                        labels[to] = next;
                        open.add(to);
                    }
                }
            }
        }
        return labels;
    }

    private static void agreesWithFlood(String what, Extent extent, byte[] classes) throws IOException {
        for (Connectivity connectivity : Connectivity.values()) {
            Found found = label(extent, classes, connectivity, false);
            int[] expected = flood(extent, classes, connectivity);
            assertEquals(
                    Arrays.stream(expected).max().orElse(0),
                    found.components().count(),
                    what + ", components by " + connectivity);
            for (int i = 0; i < expected.length; i++) {
                if (expected[i] != found.labels()[i]) {
                    assertEquals(expected[i], found.labels()[i], what + " by " + connectivity + ", voxel " + i);
                }
            }
        }
    }

    private static byte[] random(Extent extent, long seed, double share, int classes) {
        Random random = new Random(seed);
        byte[] to = new byte[(int) extent.voxels()];
        for (int i = 0; i < to.length; i++) {
            to[i] = (byte) (random.nextDouble() < share ? 1 + random.nextInt(classes) : 0);
        }
        return to;
    }

    @Test
    void agreesWithAFloodFillOnNoise() throws IOException {
        Extent extent = new Extent(71, 45, 66);
        long seed = 4;
        for (double share : new double[] {0.03, 0.1, 0.3, 0.5, 0.9}) {
            agreesWithFlood("noise of " + share + ", seed " + seed, extent, random(extent, seed++, share, 1));
            agreesWithFlood("three classes, " + share + ", seed " + seed, extent, random(extent, seed++, share, 3));
        }
    }

    @Test
    void joinsWhatTouchesOnlyAtABlockCorner() throws IOException {
        Extent extent = new Extent(64, 64, 64);
        for (int flip = 0; flip < 8; flip++) {
            byte[] classes = new byte[(int) extent.voxels()];
            classes[at(extent, 31, 31, 31, flip)] = 1;
            classes[at(extent, 32, 32, 32, flip)] = 1;
            assertEquals(
                    1,
                    label(extent, classes, Connectivity.CORNERS, false)
                            .components()
                            .count());
            assertEquals(
                    2,
                    label(extent, classes, Connectivity.FACES, false)
                            .components()
                            .count());
        }
    }

    private static int at(Extent extent, int x, int y, int z, int flip) {
        int n = (int) extent.x() - 1;
        return (int)
                extent.index((flip & 1) == 0 ? x : n - x, (flip & 2) == 0 ? y : n - y, (flip & 4) == 0 ? z : n - z);
    }

    @Test
    void aCheckerboardIsOneByCornersAndAllApartByFaces() throws IOException {
        Extent extent = new Extent(40, 41, 42);
        byte[] classes = new byte[(int) extent.voxels()];
        for (int i = 0; i < classes.length; i++) {
            int x = i % 40;
            int y = i / 40 % 41;
            int z = i / 40 / 41;
            classes[i] = (byte) ((x + y + z) % 2 == 0 ? 1 : 0);
        }
        assertEquals(
                1,
                label(extent, classes, Connectivity.CORNERS, false).components().count());
        assertEquals(
                40 * 41 * 42 / 2,
                label(extent, classes, Connectivity.FACES, false).components().count());
    }

    @Test
    void aSpiralOneVoxelThickIsOne() throws IOException {
        Extent extent = new Extent(69, 69, 3);
        byte[] classes = new byte[(int) extent.voxels()];
        int x = 0;
        int y = 0;
        int dx = 1;
        int dy = 0;
        int length = 68;
        for (int leg = 0; length > 0; leg++) {
            for (int i = 0; i < length; i++) {
                classes[(int) extent.index(x, y, 1)] = 1;
                x += dx;
                y += dy;
            }
            int turned = dx;
            dx = -dy;
            dy = turned;
            if (leg >= 2 && leg % 2 == 0) {
                length -= 2;
            }
            if (leg == 0) {
                length = 68;
            }
        }
        agreesWithFlood("spiral", extent, classes);
        assertEquals(
                1,
                label(extent, classes, Connectivity.FACES, false).components().count());
    }

    @Test
    void anEmptyVolumeHasNoComponents() throws IOException {
        Extent extent = new Extent(33, 5, 4);
        assertEquals(
                0,
                label(extent, new byte[(int) extent.voxels()], Connectivity.CORNERS, false)
                        .components()
                        .count());
    }

    @Test
    void sumsAgreeWithOnesTakenVoxelByVoxel() throws IOException {
        Extent extent = new Extent(50, 40, 70);
        byte[] classes = random(extent, 9, 0.25, 2);
        for (int i = 0; i < classes.length; i += 3) {
            classes[i] = classes[i] == 0 ? -1 : classes[i];
        }
        Found found = label(extent, classes, Connectivity.CORNERS, true);
        int[] labels = found.labels();
        int n = found.components().count();
        double[][] sums = new double[n + 1][10];
        long[][] contacts = new long[n + 1][5];
        for (int i = 0; i < labels.length; i++) {
            int l = labels[i];
            if (l == 0) {
                continue;
            }
            int x = i % 50;
            int y = i / 50 % 40;
            int z = i / 50 / 40;
            double[] all = {1, x, y, z, x * x, y * y, z * z, x * y, x * z, y * z};
            for (int s = 0; s < 10; s++) {
                sums[l][s] += all[s];
            }
            int[][] sides = {{-1, 0, 0}, {1, 0, 0}, {0, -1, 0}, {0, 1, 0}, {0, 0, -1}, {0, 0, 1}};
            for (int[] side : sides) {
                int px = x + side[0];
                int py = y + side[1];
                int pz = z + side[2];
                if (!extent.contains(px, py, pz)) {
                    contacts[l][4]++;
                } else if (classes[(int) extent.index(px, py, pz)] != classes[i]) {
                    contacts[l][classes[(int) extent.index(px, py, pz)] + 1]++;
                }
            }
        }
        for (Component c : found.components().list()) {
            double[] s = sums[c.number()];
            assertEquals(s[0], c.voxels());
            assertEquals(s[1] / s[0], c.centroid().x(), 1e-9);
            assertEquals(s[2] / s[0], c.centroid().y(), 1e-9);
            assertEquals(s[3] / s[0], c.centroid().z(), 1e-9);
            assertEquals(s[4] / s[0] - s[1] * s[1] / s[0] / s[0], c.moments().xx(), 1e-8);
            assertEquals(s[6] / s[0] - s[3] * s[3] / s[0] / s[0], c.moments().zz(), 1e-8);
            assertEquals(s[7] / s[0] - s[1] * s[2] / s[0] / s[0], c.moments().xy(), 1e-8);
            assertEquals(s[9] / s[0] - s[2] * s[3] / s[0] / s[0], c.moments().yz(), 1e-8);
            for (int k = 0; k < 5; k++) {
                assertEquals(contacts[c.number()][k], c.contacts().get(k), "contacts of " + c.number() + " with " + k);
            }
            assertEquals(contacts[c.number()][4], found.components().borderContacts(c.number()));
            assertEquals(contacts[c.number()][0], found.components().contacts(c.number(), -1));
        }
    }

    @Test
    void weightsGiveSumCentreAndTheLargest() throws IOException {
        Extent extent = new Extent(70, 3, 3);
        float[] grey = new float[(int) extent.voxels()];
        for (int x = 10; x < 50; x++) {
            grey[(int) extent.index(x, 1, 2)] = x == 40 ? 3 : 0.5f;
        }
        record Weighted(Source source) implements Classifier {
            @Override
            public List<Input> inputs() {
                return List.of(new Input.Window(source, 0));
            }

            @Override
            public int weights() {
                return 1;
            }

            @Override
            public void classify(Block block, byte[] classes, float[][] weights) {
                for (int i = 0; i < block.region().voxels(); i++) {
                    weights[0][i] = block.patch(0).values()[i];
                    classes[i] = (byte) (weights[0][i] > 0 ? 1 : 0);
                }
            }
        }
        Grid grid = new Grid(extent, 32, 32, 32);
        LabelKernel kernel =
                new LabelKernel(new Weighted(ArrayVolume.of(extent, grey).source()), Connectivity.FACES, grid);
        try (Runner runner = Runner.sequential()) {
            Component one = runner.run(kernel, grid).components().component(1);
            assertEquals(39 * 0.5 + 3, one.weights().get(0).sum());
            double centre = (0.5 * (10 + 49) * 40 / 2 + 2.5 * 40) / (39 * 0.5 + 3);
            assertEquals(centre, one.weights().get(0).centre().x(), 1e-12);
            assertEquals(2, one.weights().get(0).centre().z());
            assertEquals(3, one.weights().get(0).most());
            assertEquals(extent.index(40, 1, 2), one.weights().get(0).where());
            assertEquals(new Component.Voxel(10, 1, 2), one.low());
            assertEquals(new Component.Voxel(49, 1, 2), one.high());
        }
    }

    @Test
    void refusesToRunOverAnotherGrid() throws IOException {
        Extent extent = new Extent(70, 40, 40);
        Source source = ArrayVolume.of(extent, new float[(int) extent.voxels()]).source();
        LabelKernel kernel =
                new LabelKernel(Classifier.above(source, 1), Connectivity.FACES, new Grid(extent, 32, 32, 32));
        try (Runner runner = Runner.sequential()) {
            assertThrows(IllegalArgumentException.class, () -> runner.run(kernel, new Grid(extent, 64, 32, 32)));
        }
    }
}
