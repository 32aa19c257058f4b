package patina.series.samples;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * An open file whose bytes are read at given positions, into buffers that are used again. Reads may come from many
 * threads at once.
 */
public final class SampleFile implements Closeable {
    private static final int BUFFER_BYTES = 1 << 20;

    /** Reading a row alone costs about as much as reading this many bytes more. */
    private static final int ROW_COST_BYTES = 6 << 10;

    private final Path path;
    private final FileChannel channel;
    private final ConcurrentLinkedQueue<ByteBuffer> buffers = new ConcurrentLinkedQueue<>();

    public SampleFile(Path path) throws IOException {
        this(path, FileChannel.open(path, StandardOpenOption.READ));
    }

    SampleFile(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    public Path path() {
        return path;
    }

    public long bytes() throws IOException {
        return channel.size();
    }

    /** Fills {@code into} from {@code position} on; EOFException when the file is too short. */
    public void read(ByteBuffer into, long position) throws IOException {
        long at = position;
        while (into.hasRemaining()) {
            int n = channel.read(into, at);
            if (n < 0) {
                throw new EOFException("'" + path + "' ends at byte " + at + ", but " + into.remaining()
                        + " more bytes were wanted. The file is cut short; copy it again.");
            }
            at += n;
        }
    }

    /** {@code n} bytes from {@code position} on. */
    public byte[] bytes(long position, int n) throws IOException {
        byte[] bytes = new byte[n];
        read(ByteBuffer.wrap(bytes), position);
        return bytes;
    }

    /**
     * Reads rows of samples.
     *
     * @param position of the first row's first wanted sample, in bytes
     * @param stride from row to row, in bytes
     * @param rows how many
     * @param n wanted samples of each row
     * @param at element of the first sample in {@code to}
     * @param toStride from row to row, in elements
     */
    public void rows(
            SampleType type,
            ByteOrder order,
            long position,
            long stride,
            int rows,
            int n,
            Voxels to,
            int at,
            int toStride)
            throws IOException {
        int rowBytes = Math.multiplyExact(n, type.bytes());
        boolean band = stride >= rowBytes && stride - rowBytes <= ROW_COST_BYTES && stride <= BUFFER_BYTES;
        ByteBuffer buffer = buffers.poll();
        if (buffer == null) {
            buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
        }
        buffer.order(order);
        try {
            if (band) {
                int most = (int) Math.max(1, (BUFFER_BYTES - rowBytes) / stride + 1);
                for (int row = 0; row < rows; row += most) {
                    int some = Math.min(most, rows - row);
                    buffer.clear().limit((int) ((some - 1) * stride) + rowBytes);
                    read(buffer, position + row * stride);
                    if (stride == rowBytes && toStride == n) {
                        buffer.position(0);
                        take(type, buffer, some * n, to, at + row * toStride);
                    } else {
                        for (int r = 0; r < some; r++) {
                            buffer.position((int) (r * stride));
                            take(type, buffer, n, to, at + (row + r) * toStride);
                        }
                    }
                }
            } else {
                int most = BUFFER_BYTES / type.bytes();
                for (int row = 0; row < rows; row++) {
                    for (int i = 0; i < n; i += most) {
                        int some = Math.min(most, n - i);
                        buffer.clear().limit(some * type.bytes());
                        read(buffer, position + row * stride + (long) i * type.bytes());
                        take(type, buffer.position(0), some, to, at + row * toStride + i);
                    }
                }
            }
        } finally {
            buffers.add(buffer);
        }
    }

    private void take(SampleType type, ByteBuffer from, int n, Voxels to, int at) throws IOException {
        try {
            to.take(type, from, n, at);
        } catch (ArithmeticException e) {
            throw notALabel(path, String.valueOf(e.getMessage()));
        }
    }

    /** What is said when labels are wanted and {@code found} is no label. */
    static IOException notALabel(Path path, String found) {
        return new IOException("'" + path + "' was to hold labels, whole numbers from 0 to 2147483647, but holds "
                + found + ". Save the labels as whole numbers.");
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
