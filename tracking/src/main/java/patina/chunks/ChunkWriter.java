package patina.chunks;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import patina.blocks.Sink;
import patina.geometry.Region;

/**
 * Writes one level of one time to its temporary folder. A chunk is packed and written when all its voxels have come;
 * incomplete ones wait in memory, at most a sixteenth of the heap, beyond which the oldest is written as it is and taken
 * up again when more of it comes.
 */
final class ChunkWriter implements Sink.Writer {
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int NAN = 0x7fc00000;

    private final StagedSink sink;
    private final OmeZarr.Type type;
    private final ChunkLayout layout;
    private final Path folder;
    private final Path notes;
    private final byte[] fill;
    private final Codec.Pool codecs = new Codec.Pool();
    private final Map<Long, Pending> chunks = new ConcurrentHashMap<>();
    private final Map<Long, Manifest.Chunk> written = new ConcurrentHashMap<>();
    private final Set<Path> folders = ConcurrentHashMap.newKeySet();
    private final Queue<Pending> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger inMemory = new AtomicInteger();
    private final int most;

    /** A chunk that was begun; its lock guards the rest. */
    private static final class Pending {
        final long chunk;
        int missing;
        byte @Nullable [] bytes;

        Pending(long chunk, int missing) {
            this.chunk = chunk;
            this.missing = missing;
        }
    }

    /** Puts a region's values into a chunk's bytes. */
    private interface Encoder {
        void encode(byte[] chunk, ChunkLayout.Part part);
    }

    ChunkWriter(StagedSink sink) throws IOException {
        this.sink = sink;
        this.type = sink.volume().type();
        this.layout = sink.volume().layout(sink.level());
        this.folder = sink.volume().staged(sink.level(), sink.t());
        int bytes = ChunkLayout.VOXELS * type.bytes;
        this.fill = new byte[bytes];
        if (type == OmeZarr.Type.FLOAT32) {
            for (int i = 0; i < bytes; i += 4) {
                INTS.set(fill, i, NAN);
            }
        }
        this.most = (int) Math.max(16, Math.min(4096, Runtime.getRuntime().maxMemory() / 16 / bytes));
        try {
            Files.createDirectories(folder);
            this.notes = reserveNotes();
            Manifest.empty(sink.offset(), sink.slope(), sink.volume().levels()).write(notes, sink.volume());
        } catch (IOException e) {
            throw StorageFailure.writing(folder, e);
        }
    }

    private Path reserveNotes() throws IOException {
        for (int n = 0; ; n++) {
            Path file = folder.resolve(".chunks-" + n);
            if (!Files.exists(file)) {
                return Files.createFile(file);
            }
        }
    }

    @Override
    public void write(Region region, float[] values, byte[] valid) throws IOException {
        if (type == OmeZarr.Type.UINT32) {
            throw new StorageFailure(
                    "Grey values were given to '" + sink.volume().folder() + "', which holds labels.");
        }
        put(region, (chunk, part) -> {
            short[] row = new short[part.nx()];
            ShortBuffer shorts = ChunkLayout.shorts(chunk);
            for (int k = 0; k < part.nz(); k++) {
                for (int j = 0; j < part.ny(); j++) {
                    int from = part.to() + (k * region.ny() + j) * region.nx();
                    if (type == OmeZarr.Type.UINT16) {
                        greys(values, valid, from, row);
                        shorts.put(part.row(j, k), row);
                    } else {
                        floats(values, valid, from, chunk, part.row(j, k), part.nx());
                    }
                }
            }
        });
    }

    private void greys(float[] values, byte[] valid, int from, short[] row) {
        double offset = sink.offset();
        double perGrey = 1 / sink.slope();
        for (int i = 0; i < row.length; i++) {
            float v = values[from + i];
            int kept = (int) ((v - offset) * perGrey + 0.5);
            kept = Math.max(1, Math.min(65535, kept));
            row[i] = (short) (valid[from + i] == 0 || Float.isNaN(v) ? 0 : kept);
        }
    }

    private static void floats(float[] values, byte[] valid, int from, byte[] chunk, int to, int n) {
        for (int i = 0; i < n; i++) {
            float v = values[from + i];
            boolean seen = valid[from + i] != 0 && !Float.isNaN(v);
            INTS.set(chunk, 4 * (to + i), seen ? Float.floatToRawIntBits(v) : NAN);
        }
    }

    @Override
    public void write(Region region, int[] labels) throws IOException {
        if (type != OmeZarr.Type.UINT32) {
            throw new StorageFailure("Labels were given to '" + sink.volume().folder() + "', which holds grey values.");
        }
        put(region, (chunk, part) -> {
            for (int k = 0; k < part.nz(); k++) {
                for (int j = 0; j < part.ny(); j++) {
                    int from = part.to() + (k * region.ny() + j) * region.nx();
                    int to = part.row(j, k);
                    for (int i = 0; i < part.nx(); i++) {
                        INTS.set(chunk, 4 * (to + i), labels[from + i]);
                    }
                }
            }
        });
    }

    private void put(Region region, Encoder encoder) throws IOException {
        layout.overParts(region, part -> {
            Pending pending = chunks.computeIfAbsent(part.chunk(), c -> new Pending(c, layout.voxelsInside(c)));
            synchronized (pending) {
                byte[] bytes = pending.bytes;
                if (bytes == null) {
                    bytes = begin(pending.chunk);
                    pending.bytes = bytes;
                    inMemory.incrementAndGet();
                    waiting.add(pending);
                }
                encoder.encode(bytes, part);
                pending.missing -= part.voxels();
                if (pending.missing <= 0) {
                    flush(pending);
                    waiting.remove(pending);
                }
            }
            spill();
        });
    }

    private void spill() throws IOException {
        while (inMemory.get() > most) {
            Pending oldest = waiting.poll();
            if (oldest == null) {
                return;
            }
            synchronized (oldest) {
                flush(oldest);
            }
        }
    }

    /** The chunk as far as it is on disk from before, else fill. */
    private byte[] begin(long chunk) throws IOException {
        Path file = folder.resolve(layout.name(chunk));
        try {
            if (Files.exists(file)) {
                return codecs.decompress(Files.readAllBytes(file), fill.length);
            }
        } catch (IOException e) {
            throw StorageFailure.reading(file, e);
        }
        return fill.clone();
    }

    private void flush(Pending pending) throws IOException {
        byte[] bytes = pending.bytes;
        if (bytes == null) {
            return;
        }
        Path file = folder.resolve(layout.name(pending.chunk));
        try {
            if (Arrays.equals(bytes, fill)) {
                Files.deleteIfExists(file);
                written.put(pending.chunk, new Manifest.Chunk(0, 0));
            } else {
                byte[] frame = codecs.compress(bytes);
                Path parent = file.getParent();
                if (parent != null && !folders.contains(parent)) {
                    Files.createDirectories(parent);
                    folders.add(parent);
                }
                Files.write(file, frame);
                written.put(pending.chunk, new Manifest.Chunk(frame.length, Codec.checksum(frame)));
            }
        } catch (IOException e) {
            throw StorageFailure.writing(file, e);
        }
        pending.bytes = null;
        inMemory.decrementAndGet();
    }

    @Override
    public void close() throws IOException {
        try {
            for (Pending pending : chunks.values()) {
                synchronized (pending) {
                    flush(pending);
                }
            }
            Manifest manifest =
                    Manifest.empty(sink.offset(), sink.slope(), sink.volume().levels());
            manifest.levels().get(sink.level()).putAll(written);
            manifest.write(notes, sink.volume());
        } finally {
            codecs.close();
        }
    }
}
