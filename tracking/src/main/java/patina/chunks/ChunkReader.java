package patina.chunks;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import patina.blocks.Volume;
import patina.geometry.Extent;
import patina.geometry.Region;

/** Reads a chunked volume through a cache of unpacked chunks that takes at most a sixteenth of the heap. */
final class ChunkReader implements Volume {
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final byte[] FILL = new byte[0];

    private final ChunkSource source;
    private final Manifest manifest;
    private final Path folder;
    private final ChunkLayout layout;
    private final OmeZarr.Type type;
    private final Codec.Pool codecs = new Codec.Pool();
    private final Map<Long, Slot> slots = new LinkedHashMap<>(64, 0.75f, true);
    private final int most;

    /** A chunk in the cache; its lock lets one thread unpack while others wait for it. */
    private static final class Slot {
        byte @Nullable [] bytes;
    }

    ChunkReader(ChunkSource source, Manifest manifest, Path folder) {
        this.source = source;
        this.manifest = manifest;
        this.folder = folder;
        this.layout = source.volume().layout(source.level());
        this.type = source.volume().type();
        long share = Runtime.getRuntime().maxMemory() / 16;
        this.most = (int) Math.max(16, Math.min(4096, share / (ChunkLayout.VOXELS * type.bytes)));
    }

    @Override
    public Extent extent() {
        return layout.extent();
    }

    @Override
    public void read(Region region, float[] values, byte[] valid) throws IOException {
        short[] row = new short[ChunkLayout.EDGE];
        layout.overParts(region, part -> {
            byte[] chunk = chunk(part.chunk());
            ShortBuffer shorts = ChunkLayout.shorts(chunk);
            for (int k = 0; k < part.nz(); k++) {
                for (int j = 0; j < part.ny(); j++) {
                    int from = part.row(j, k);
                    int to = part.to() + (k * region.ny() + j) * region.nx();
                    if (chunk.length == 0) {
                        fill(values, valid, to, part.nx());
                    } else {
                        switch (type) {
                            case UINT16 -> {
                                shorts.get(from, row, 0, part.nx());
                                greys(row, values, valid, to, part.nx());
                            }
                            case FLOAT32 -> floats(chunk, from, values, valid, to, part.nx());
                            case UINT32 -> labels(chunk, from, values, valid, to, part.nx());
                        }
                    }
                }
            }
        });
    }

    private void fill(float[] values, byte[] valid, int to, int n) {
        byte seen = (byte) (type == OmeZarr.Type.UINT32 ? 1 : 0);
        for (int i = 0; i < n; i++) {
            values[to + i] = 0;
            valid[to + i] = seen;
        }
    }

    private void greys(short[] row, float[] values, byte[] valid, int to, int n) {
        double offset = manifest.offset();
        double slope = manifest.slope();
        for (int i = 0; i < n; i++) {
            int s = row[i] & 0xffff;
            values[to + i] = s == 0 ? 0 : (float) (offset + slope * s);
            valid[to + i] = (byte) (s == 0 ? 0 : 1);
        }
    }

    private static void floats(byte[] chunk, int from, float[] values, byte[] valid, int to, int n) {
        for (int i = 0; i < n; i++) {
            float v = Float.intBitsToFloat((int) INTS.get(chunk, 4 * (from + i)));
            boolean seen = !Float.isNaN(v);
            values[to + i] = seen ? v : 0;
            valid[to + i] = (byte) (seen ? 1 : 0);
        }
    }

    private static void labels(byte[] chunk, int from, float[] values, byte[] valid, int to, int n) {
        for (int i = 0; i < n; i++) {
            values[to + i] = (int) INTS.get(chunk, 4 * (from + i));
            valid[to + i] = 1;
        }
    }

    @Override
    public void read(Region region, int[] labels) throws IOException {
        if (type != OmeZarr.Type.UINT32) {
            throw new StorageFailure(
                    "A volume of labels was wanted, but '" + source.volume().folder() + "' holds grey values.");
        }
        layout.overParts(region, part -> {
            byte[] chunk = chunk(part.chunk());
            for (int k = 0; k < part.nz(); k++) {
                for (int j = 0; j < part.ny(); j++) {
                    int from = part.row(j, k);
                    int to = part.to() + (k * region.ny() + j) * region.nx();
                    for (int i = 0; i < part.nx(); i++) {
                        labels[to + i] = chunk.length == 0 ? 0 : (int) INTS.get(chunk, 4 * (from + i));
                    }
                }
            }
        });
    }

    /** The chunk's bytes, past the cache; null when it is all fill. */
    byte @Nullable [] unpack(long x, long y, long z, OmeZarr.Type wantedType) throws IOException {
        if (type != wantedType) {
            throw new StorageFailure(
                    "'" + source.volume().folder() + "' was to hold " + wantedType + ", but holds " + type + ".");
        }
        long chunk = (z * layout.along() + y) * layout.across() + x;
        Manifest.@Nullable Chunk wanted = manifest.levels().get(source.level()).get(chunk);
        return wanted == null || wanted.bytes() == 0 ? null : load(chunk, wanted);
    }

    /** The chunk's bytes; none when it is all fill. */
    private byte[] chunk(long chunk) throws IOException {
        Manifest.@Nullable Chunk wanted = manifest.levels().get(source.level()).get(chunk);
        if (wanted == null || wanted.bytes() == 0) {
            return FILL;
        }
        Slot slot;
        synchronized (slots) {
            slot = slots.computeIfAbsent(chunk, c -> new Slot());
            if (slots.size() > most) {
                Iterator<Slot> eldest = slots.values().iterator();
                eldest.next();
                eldest.remove();
            }
        }
        synchronized (slot) {
            byte[] bytes = slot.bytes;
            if (bytes == null) {
                bytes = load(chunk, wanted);
                slot.bytes = bytes;
            }
            return bytes;
        }
    }

    private byte[] load(long chunk, Manifest.Chunk wanted) throws IOException {
        Path file = folder.resolve(layout.name(chunk));
        byte[] frame;
        try {
            frame = Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw damaged(file, "it is missing", e);
        } catch (IOException e) {
            throw StorageFailure.reading(file, e);
        }
        if (frame.length != wanted.bytes()) {
            throw damaged(file, "it has " + frame.length + " bytes in place of " + wanted.bytes(), null);
        }
        int checksum = Codec.checksum(frame);
        if (checksum != wanted.checksum()) {
            throw damaged(
                    file,
                    "its CRC-32C is " + Manifest.hex(checksum) + " in place of " + Manifest.hex(wanted.checksum()),
                    null);
        }
        try {
            return codecs.decompress(frame, ChunkLayout.VOXELS * type.bytes);
        } catch (IOException e) {
            throw damaged(file, String.valueOf(e.getMessage()), e);
        }
    }

    private IOException damaged(Path file, String why, @Nullable Exception cause) {
        return new StorageFailure(
                "Chunk '" + file + "' of scan " + source.t() + " is damaged: " + why + ". Delete the folder '"
                        + source.volume().folder() + "' and give the same command again; it is made anew.",
                cause);
    }

    @Override
    public void close() {
        codecs.close();
        synchronized (slots) {
            slots.clear();
        }
    }
}
