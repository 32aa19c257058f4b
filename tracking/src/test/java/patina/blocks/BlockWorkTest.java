package patina.blocks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import patina.geometry.Extent;
import patina.geometry.Region;

/** What a kernel is given to read, and when. */
class BlockWorkTest {
    private static final Extent EXTENT = new Extent(40, 33, 35);

    /** A volume that cannot be read. */
    private record Unreadable() implements Source {
        @Override
        public Volume open() {
            return new Volume() {
                @Override
                public Extent extent() {
                    return EXTENT;
                }

                @Override
                public void read(Region region, float[] values, byte[] valid) throws IOException {
                    throw new IOException("The volume ends too early.");
                }
            };
        }
    }

    /** Counts voxels, and asks for its input in blocks that begin at or beyond {@code fromX}. */
    private record Counts(long fromX) implements Kernel<Long> {
        @Override
        public List<Input> inputs() {
            return List.of(new Input.Window(new Unreadable(), 1));
        }

        @Override
        public Long apply(Block block) {
            return block.region().x() >= fromX
                    ? (long) block.patch(0).valid().length
                    : (long) block.region().voxels();
        }

        @Override
        public Long merge(Long earlier, Long later) {
            return earlier + later;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sequential", "threads"})
    void whatIsNotAskedForIsNotRead(String name) throws IOException {
        try (Runner runner = runner(name)) {
            assertEquals(EXTENT.voxels(), runner.run(new Counts(1000), new Grid(EXTENT, 32, 32, 32)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sequential", "threads"})
    void whatCannotBeReadEndsTheRunWithItsOwnSentence(String name) throws IOException {
        try (Runner runner = runner(name)) {
            IOException thrown =
                    assertThrows(IOException.class, () -> runner.run(new Counts(32), new Grid(EXTENT, 32, 32, 32)));
            assertEquals("The volume ends too early.", thrown.getMessage());
        }
    }

    /** Counts the voxels of windows that are not what a volume holds, mirrored at its ends and not valid beyond. */
    private record Wrong(Source source, Extent extent, int halo) implements Kernel<Long> {
        @Override
        public List<Input> inputs() {
            return List.of(new Input.Window(source, halo));
        }

        @Override
        public Long apply(Block block) {
            Patch patch = block.patch(0);
            Region wide = block.region().grown(halo);
            assertEquals(wide, patch.region());
            long wrong = 0;
            for (long z = wide.z(); z < wide.endZ(); z++) {
                for (long y = wide.y(); y < wide.endY(); y++) {
                    for (long x = wide.x(); x < wide.endX(); x++) {
                        int at = patch.index(x, y, z);
                        boolean inside = x >= 0
                                && y >= 0
                                && z >= 0
                                && x < extent.x()
                                && y < extent.y()
                                && z < extent.z()
                                && isValid(x, y, z);
                        double value = value(mirrored(x, extent.x()), mirrored(y, extent.y()), mirrored(z, extent.z()));
                        wrong += patch.values()[at] == value && patch.valid()[at] == (inside ? 1 : 0) ? 0 : 1;
                    }
                }
            }
            return wrong;
        }

        private static long mirrored(long c, long length) {
            long at = c;
            while (at < 0 || at >= length) {
                at = at < 0 ? -1 - at : 2 * length - 1 - at;
            }
            return at;
        }

        @Override
        public Long merge(Long earlier, Long later) {
            return earlier + later;
        }
    }

    private static boolean isValid(long x, long y, long z) {
        return (x + 2 * y + 3 * z) % 7 != 0;
    }

    /** Where a voxel is not valid its value is 0. */
    private static float value(long x, long y, long z) {
        return isValid(x, y, z) ? x + 100 * y + 10_000 * z : 0;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5, 30})
    void beyondTheVolumesEndsAWindowIsItsMirrorImageAndNotValid(int halo) throws IOException {
        for (Extent extent : List.of(EXTENT, new Extent(70, 31, 1), new Extent(3, 2, 66))) {
            float[] values = new float[(int) extent.voxels()];
            byte[] valid = new byte[values.length];
            for (int at = 0; at < values.length; at++) {
                long x = at % extent.x();
                long y = at / extent.x() % extent.y();
                long z = at / extent.x() / extent.y();
                values[at] = value(x, y, z);
                valid[at] = (byte) (isValid(x, y, z) ? 1 : 0);
            }
            Source source = ArrayVolume.of(extent, values, valid).source();
            try (Runner runner = runner("threads")) {
                assertEquals(0, runner.run(new Wrong(source, extent, halo), new Grid(extent, 32, 32, 32)));
            }
        }
    }

    private static Runner runner(String name) {
        return name.equals("threads") ? Runner.named("threads", 2) : Runner.sequential();
    }
}
