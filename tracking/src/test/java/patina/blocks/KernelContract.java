package patina.blocks;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import patina.geometry.Extent;
import patina.geometry.Region;

/**
 * What every kernel must keep: the bytes of its result and of its outputs are the same on one thread, on many, and for
 * any block size; and kernel and result survive serialisation. A package's test extends this and names its kernels.
 */
public abstract class KernelContract {
    /**
     * One kernel on trial.
     *
     * @param name what the test is called
     * @param extent the grid's; a size that is no multiple of 32 is the better test
     * @param labels whether it writes labels, in place of grey values
     * @param kernel makes the kernel for a grid and one sink for each output
     * @param bytes the finished result as bytes; {@link #serialised} does for most
     * @param outputs how many outputs it has
     */
    public record Trial<R>(
            String name, Extent extent, int outputs, boolean labels, Maker<R> kernel, Function<R, byte[]> bytes) {}

    /** Makes a kernel. */
    @FunctionalInterface
    public interface Maker<R> {
        Kernel<R> make(Grid grid, List<Sink> sinks) throws IOException;
    }

    protected abstract List<Trial<?>> trials() throws IOException;

    @TestFactory
    final List<DynamicTest> bytesDoNotDependOnThreadsOrBlocks() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (Trial<?> trial : trials()) {
            tests.add(DynamicTest.dynamicTest(trial.name(), () -> check(trial)));
        }
        return tests;
    }

    private static <R> void check(Trial<R> trial) throws IOException {
        byte @Nullable [] expected = null;
        int[][] sizes = {{32, 32, 32}, {64, 32, 96}, {128, 64, 64}};
        for (int[] size : sizes) {
            Grid grid = new Grid(trial.extent(), size[0], size[1], size[2]);
            for (int threads : new int[] {0, 3}) {
                try (Runner runner = threads == 0 ? Runner.sequential() : Runner.named("threads", threads)) {
                    byte[] found = run(trial, grid, runner);
                    if (expected == null) {
                        expected = found;
                    }
                    assertArrayEquals(
                            expected,
                            found,
                            trial.name() + " in blocks of " + size[0] + " x " + size[1] + " x " + size[2] + ", "
                                    + (threads == 0 ? "sequential" : threads + " threads"));
                }
            }
        }
    }

    private static <R> byte[] run(Trial<R> trial, Grid grid, Runner runner) throws IOException {
        List<ArrayVolume> volumes = new ArrayList<>();
        List<Sink> sinks = new ArrayList<>();
        for (int i = 0; i < trial.outputs(); i++) {
            ArrayVolume volume =
                    trial.labels() ? ArrayVolume.ofLabels(grid.extent()) : ArrayVolume.ofValues(grid.extent());
            volumes.add(volume);
            sinks.add(volume.sink());
        }
        R result = runner.run(trial.kernel().make(grid, sinks), grid);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(trial.bytes().apply(result));
        Region whole = Region.whole(grid.extent());
        for (ArrayVolume volume : volumes) {
            ByteBuffer buffer = ByteBuffer.allocate(whole.voxels() * 5);
            if (trial.labels()) {
                int[] labels = new int[whole.voxels()];
                volume.read(whole, labels);
                buffer.asIntBuffer().put(labels);
            } else {
                float[] values = new float[whole.voxels()];
                byte[] valid = new byte[whole.voxels()];
                volume.read(whole, values, valid);
                buffer.asFloatBuffer().put(values);
                buffer.position(4 * whole.voxels()).put(valid);
            }
            bytes.writeBytes(buffer.array());
        }
        return bytes.toByteArray();
    }

    /** An object's serial form; also shows that it can be read back to the same form. */
    public static byte[] serialised(Object object) {
        byte[] bytes = write(object);
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
            assertArrayEquals(bytes, write(in.readObject()), "read back and written again");
        } catch (IOException | ClassNotFoundException e) {
            throw new AssertionError(e);
        }
        return bytes;
    }

    private static byte[] write(Object object) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(object);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return bytes.toByteArray();
    }
}
