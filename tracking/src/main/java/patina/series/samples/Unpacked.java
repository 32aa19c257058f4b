package patina.series.samples;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Unpacked pieces (strips, tiles, planes) of one compressed volume: the latest in memory up to a budget, older ones in a
 * temporary file, so that each is unpacked once while the volume is open. When there is no room for the temporary file
 * the older ones are unpacked again. Safe for many threads.
 */
public final class Unpacked implements Closeable {
    /** Unpacks one piece. Called once at a time for the same piece, but for several pieces at once. */
    public interface Decoder {
        byte[] decode(long piece) throws IOException;
    }

    private final Path path;
    private final SampleType type;
    private final ByteOrder order;
    private final Decoder decoder;
    private final long budgetBytes;
    private final Map<Long, Piece> pieces = new ConcurrentHashMap<>();
    private final LinkedHashMap<Long, Integer> inMemory = new LinkedHashMap<>(64, 0.75f, true);
    private long inMemoryBytes;
    private @Nullable SampleFile spill;
    private @Nullable FileChannel spillWriter;
    private long spillEnd;
    private boolean spillFailed;

    private static final class Piece {
        byte @Nullable [] bytes;
        long spilledAt = -1;
    }

    /**
     * @param path whose pieces these are, for sentences
     * @param budgetBytes how much may stay in memory; 0 for a sixteenth of the heap
     */
    public Unpacked(Path path, SampleType type, ByteOrder order, long budgetBytes, Decoder decoder) {
        this.path = path;
        this.type = type;
        this.order = order;
        this.decoder = decoder;
        this.budgetBytes = budgetBytes > 0
                ? budgetBytes
                : Math.max(8L << 20, Runtime.getRuntime().maxMemory() / 16);
    }

    /** Reads rows of one piece; as {@link SampleFile#rows}, positions counted from the piece's first byte. */
    public void rows(long piece, int position, int stride, int rows, int n, Voxels to, int at, int toStride)
            throws IOException {
        Piece p = pieces.computeIfAbsent(piece, key -> new Piece());
        byte[] bytes;
        long spilledAt;
        synchronized (p) {
            if (p.bytes == null && p.spilledAt < 0) {
                p.bytes = decoder.decode(piece);
            }
            bytes = p.bytes;
            spilledAt = p.spilledAt;
        }
        if (bytes == null) {
            SampleFile file;
            synchronized (this) {
                file = java.util.Objects.requireNonNull(spill);
            }
            file.rows(type, order, spilledAt + position, stride, rows, n, to, at, toStride);
            return;
        }
        keep(piece, bytes.length);
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(order);
        try {
            for (int row = 0; row < rows; row++) {
                to.take(type, buffer.position(position + row * stride), n, at + row * toStride);
            }
        } catch (ArithmeticException e) {
            throw SampleFile.notALabel(path, String.valueOf(e.getMessage()));
        }
    }

    /** Gives a piece that was unpacked on the way to another one. */
    public void put(long piece, byte[] bytes) {
        Piece p = pieces.computeIfAbsent(piece, key -> new Piece());
        synchronized (p) {
            if (p.bytes != null || p.spilledAt >= 0) {
                return;
            }
            p.bytes = bytes;
        }
        keep(piece, bytes.length);
    }

    /** Marks the piece as the latest used and puts out the oldest beyond the budget. */
    private void keep(long piece, int bytes) {
        while (true) {
            long oldest;
            synchronized (this) {
                if (piece >= 0 && inMemory.put(piece, bytes) == null) {
                    inMemoryBytes += bytes;
                }
                Iterator<Map.Entry<Long, Integer>> eldest = inMemory.entrySet().iterator();
                if (inMemoryBytes <= budgetBytes || inMemory.size() <= 1) {
                    return;
                }
                Map.Entry<Long, Integer> entry = eldest.next();
                oldest = entry.getKey();
                inMemoryBytes -= entry.getValue();
                eldest.remove();
            }
            putOut(oldest);
            piece = -1;
        }
    }

    private void putOut(long oldest) {
        Piece p = pieces.computeIfAbsent(oldest, key -> new Piece());
        synchronized (p) {
            byte[] bytes = p.bytes;
            if (bytes == null) {
                return;
            }
            p.spilledAt = spill(bytes);
            p.bytes = null;
        }
    }

    /** Writes to the temporary file; -1 when that has no room. */
    private long spill(byte[] bytes) {
        long at;
        FileChannel writer;
        synchronized (this) {
            if (spillFailed) {
                return -1;
            }
            try {
                writer = spillWriter();
            } catch (IOException noTemporaryFolder) {
                spillFailed = true;
                return -1;
            }
            at = spillEnd;
            spillEnd += bytes.length;
        }
        try {
            ByteBuffer from = ByteBuffer.wrap(bytes);
            for (long to = at; from.hasRemaining(); ) {
                to += writer.write(from, to);
            }
            return at;
        } catch (IOException full) {
            synchronized (this) {
                spillFailed = true;
            }
            return -1;
        }
    }

    private FileChannel spillWriter() throws IOException {
        FileChannel open = spillWriter;
        if (open == null) {
            Path file = Files.createTempFile("patina-unpacked", ".raw");
            open = FileChannel.open(
                    file, StandardOpenOption.WRITE, StandardOpenOption.READ, StandardOpenOption.DELETE_ON_CLOSE);
            spillWriter = open;
            spill = new SampleFile(file, open);
        }
        return open;
    }

    @Override
    public synchronized void close() throws IOException {
        pieces.clear();
        inMemory.clear();
        if (spill != null) {
            spill.close();
        }
    }
}
