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

    private static Runner runner(String name) {
        return name.equals("threads") ? Runner.named("threads", 2) : Runner.sequential();
    }
}
