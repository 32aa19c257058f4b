package patina.chunks;

import java.io.IOException;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLongArray;
import patina.blocks.Fill;
import patina.blocks.Sink;
import patina.blocks.Source;
import patina.blocks.Volume;
import patina.geometry.Extent;
import patina.geometry.Region;

/**
 * The address of an intermediate volume: one uncompressed file that is written and read a region at a time, and thrown
 * away with its folder.
 *
 * <p>The file holds bricks of 32 x 32 x 32 voxels (smaller at the far ends), x-fastest inside and among each other, in
 * the machine's byte order and without gaps: brick (x0, y0, z0) of size (dx, dy, dz) in a volume of X x Y x Z voxels
 * begins at voxel X Y z0 + X dz y0 + dz dy x0. A block is whole bricks, so it is written in few large pieces and never
 * shares a brick with another block.
 *
 * <p>Validity: a float 0 is kept as -0 and comes back as 0, and a uint16 is kept as 1 ... 65535, so that the zero bits of
 * what was never written, or is not valid, read as not valid. Labels have no validity; those never written are 0.
 *
 * <p>The address is a value and may go to any thread; volumes and writers opened from it take many threads at once.
 *
 * @param file absolute path of the file
 * @param offset for UINT16: grey = offset + slope * stored
 * @param slope for UINT16, positive
 */
public record ScratchVolume(String file, Extent extent, Type type, double offset, double slope)
        implements Serializable {
    private static final int BRICK = 32;
    private static final int BRICK_VOXELS = BRICK * BRICK * BRICK;

    /** What a voxel is kept as. */
    public enum Type {
        /** Grey in steps of the slope; 0 is not valid. Greys out of range become the nearest that can be kept. */
        UINT16(2),
        /** Grey to the last bit, but for the sign of 0; NaN is not valid. */
        FLOAT32(4),
        /** Labels. */
        INT32(4),
        /** Labels 0 to 255. */
        UINT8(1);

        private final int bytes;

        Type(int bytes) {
            this.bytes = bytes;
        }

        private boolean isLabels() {
            return this == INT32 || this == UINT8;
        }
    }

    public ScratchVolume {
        if (!(slope > 0) || Double.isInfinite(slope) || !Double.isFinite(offset)) {
            throw new IllegalArgumentException("Greys are offset + slope * stored with a positive slope, not " + offset
                    + " + " + slope + " * stored.");
        }
    }

    /** Makes the file, or empties the one that is there; a UINT16 volume keeps whole greys 1 ... 65535. */
    public static ScratchVolume create(Path file, Extent extent, Type type) throws IOException {
        return create(file, extent, type, 0, 1);
    }

    /** Makes the file, or empties the one that is there, for greys of offset + slope ... offset + 65535 slope. */
    public static ScratchVolume create(Path file, Extent extent, Type type, double offset, double slope)
            throws IOException {
        ScratchVolume volume =
                new ScratchVolume(file.toAbsolutePath().normalize().toString(), extent, type, offset, slope);
        Path path = volume.path();
        try {
            Path folder = path.getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            try (FileChannel channel = FileChannel.open(
                    path,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.SPARSE)) {
                // One byte gives the file its length; what lies before takes no space until written. That the byte lies
                // beyond the end says that nothing has been written yet.
                channel.write(ByteBuffer.allocate(1), volume.bytes());
            }
        } catch (IOException e) {
            throw StorageFailure.writing(path, e);
        }
        return volume;
    }

    /** The volume to read from. */
    public Source source() {
        return new Reading(this);
    }

    /** The volume to write to. */
    public Sink sink() {
        return new Writing(this);
    }

    /** Removes the file; nothing happens when it is gone already. */
    public void delete() throws IOException {
        Files.deleteIfExists(path());
    }

    private Path path() {
        return Path.of(file);
    }

    private long bytes() {
        return Math.multiplyExact(extent.voxels(), (long) type.bytes);
    }

    private record Reading(ScratchVolume volume) implements Source {
        @Override
        public Volume open() throws IOException {
            return new Reader(volume);
        }
    }

    private record Writing(ScratchVolume volume) implements Sink {
        @Override
        public Writer open() throws IOException {
            return new FileWriter(volume);
        }
    }

    /** One brick in memory, in the forms it takes on its way. */
    private static final class Workspace {
        final ByteBuffer bytes = ByteBuffer.allocateDirect(BRICK_VOXELS * 4).order(ByteOrder.nativeOrder());
        final int[] ints = new int[BRICK_VOXELS];
        final float[] floats = new float[BRICK_VOXELS];
        final short[] shorts = new short[BRICK_VOXELS];
        final byte[] small = new byte[BRICK_VOXELS];
    }

    /** An open file and its spare workspaces. */
    private abstract static class OpenFile {
        final ScratchVolume volume;
        final FileChannel channel;
        private final ConcurrentLinkedQueue<Workspace> spare = new ConcurrentLinkedQueue<>();

        OpenFile(ScratchVolume volume, StandardOpenOption how) throws IOException {
            this.volume = volume;
            try {
                this.channel = FileChannel.open(volume.path(), how);
            } catch (IOException e) {
                throw StorageFailure.reading(volume.path(), e);
            }
        }

        Workspace take() {
            Workspace workspace = spare.poll();
            return workspace == null ? new Workspace() : workspace;
        }

        void giveBack(Workspace workspace) {
            spare.add(workspace);
        }

        void close() throws IOException {
            spare.clear();
            channel.close();
        }
    }

    private static long across(long length) {
        return (length + BRICK - 1) / BRICK;
    }

    private long bricks() {
        return across(extent.x()) * across(extent.y()) * across(extent.z());
    }

    /** Does something with the part of one brick that a region holds. */
    private interface BrickWork {
        void at(Brick brick) throws IOException;
    }

    /**
     * The part of one brick that lies in a region.
     *
     * @param number of the brick, x-fastest
     * @param start voxels in the file before the brick
     * @param dx the brick's size along x; dy along y, dz along z
     * @param x first voxel of the part within the brick; y, z likewise
     * @param nx the part's size along x; ny, nz likewise
     * @param to position of the part's first voxel in the region's array
     */
    private record Brick(
            long number, long start, int dx, int dy, int dz, int x, int y, int z, int nx, int ny, int nz, int to) {
        int row(int j, int k) {
            return ((z + k) * dy + y + j) * dx + x;
        }
    }

    private void overBricks(Region region, BrickWork work) throws IOException {
        if (region.isEmpty()) {
            return;
        }
        if (!region.equals(region.clippedTo(extent))) {
            throw new IllegalArgumentException(region + " is not inside a volume of " + extent + " voxels.");
        }
        for (long z0 = region.z() / BRICK * BRICK; z0 < region.endZ(); z0 += BRICK) {
            int dz = (int) Math.min(BRICK, extent.z() - z0);
            int z = (int) Math.max(0, region.z() - z0);
            int nz = (int) Math.min(dz, region.endZ() - z0) - z;
            for (long y0 = region.y() / BRICK * BRICK; y0 < region.endY(); y0 += BRICK) {
                int dy = (int) Math.min(BRICK, extent.y() - y0);
                int y = (int) Math.max(0, region.y() - y0);
                int ny = (int) Math.min(dy, region.endY() - y0) - y;
                for (long x0 = region.x() / BRICK * BRICK; x0 < region.endX(); x0 += BRICK) {
                    int dx = (int) Math.min(BRICK, extent.x() - x0);
                    int x = (int) Math.max(0, region.x() - x0);
                    int nx = (int) Math.min(dx, region.endX() - x0) - x;
                    long start = extent.x() * extent.y() * z0 + extent.x() * dz * y0 + (long) dz * dy * x0;
                    int to = (int) (((z0 + z - region.z()) * region.ny() + y0 + y - region.y()) * region.nx()
                            + x0
                            + x
                            - region.x());
                    long number = (z0 / BRICK * across(extent.y()) + y0 / BRICK) * across(extent.x()) + x0 / BRICK;
                    work.at(new Brick(number, start, dx, dy, dz, x, y, z, nx, ny, nz, to));
                }
            }
        }
    }

    private static final class Reader extends OpenFile implements Volume {
        Reader(ScratchVolume volume) throws IOException {
            super(volume, StandardOpenOption.READ);
            long found = channel.size();
            if (found != volume.bytes() && found != volume.bytes() + 1) {
                channel.close();
                throw new StorageFailure("The intermediate file '" + volume.file + "' should hold " + volume.bytes()
                        + " bytes, but holds " + found + ". Give the same command again; it is made anew.");
            }
        }

        @Override
        public Extent extent() {
            return volume.extent;
        }

        @Override
        public void read(Region region, float[] values, byte[] valid) throws IOException {
            Workspace w = take();
            volume.overBricks(region, brick -> {
                load(brick, w);
                for (int k = 0; k < brick.nz(); k++) {
                    for (int j = 0; j < brick.ny(); j++) {
                        row(
                                w,
                                brick.row(j, k),
                                values,
                                valid,
                                brick.to() + (k * region.ny() + j) * region.nx(),
                                brick.nx());
                    }
                }
            });
            giveBack(w);
        }

        private void row(Workspace w, int from, float[] values, byte[] valid, int to, int n) {
            switch (volume.type) {
                case UINT16 -> {
                    greys(w.shorts, from, values, to, n, volume.offset, volume.slope);
                    if (anyZero(w.shorts, from, n)) {
                        seen(w.shorts, from, values, valid, to, n);
                        return;
                    }
                }
                case FLOAT32 -> {
                    floats(w.floats, from, values, to, n);
                    if (anyZero(w.floats, from, n)) {
                        seen(w.floats, from, valid, to, n);
                        return;
                    }
                }
                case INT32 -> labels(w.ints, from, values, to, n);
                case UINT8 -> labels(w.small, from, values, to, n);
            }
            Fill.ones(valid, to, n);
        }

        private static boolean anyZero(short[] stored, int from, int n) {
            for (int i = from; i < from + n; i++) {
                if (stored[i] == 0) {
                    return true;
                }
            }
            return false;
        }

        /** Whether any is 0, which says not seen; a 0 that was seen is kept as -0. */
        private static boolean anyZero(float[] stored, int from, int n) {
            for (int i = from; i < from + n; i++) {
                if (Float.floatToRawIntBits(stored[i]) == 0) {
                    return true;
                }
            }
            return false;
        }

        private static void seen(short[] stored, int from, float[] values, byte[] valid, int to, int n) {
            for (int i = 0; i < n; i++) {
                boolean seen = stored[from + i] != 0;
                valid[to + i] = (byte) (seen ? 1 : 0);
                values[to + i] = seen ? values[to + i] : 0;
            }
        }

        private static void seen(float[] stored, int from, byte[] valid, int to, int n) {
            for (int i = 0; i < n; i++) {
                valid[to + i] = (byte) (Float.floatToRawIntBits(stored[from + i]) == 0 ? 0 : 1);
            }
        }

        private static void greys(
                short[] stored, int from, float[] values, int to, int n, double offset, double slope) {
            for (int i = 0; i < n; i++) {
                values[to + i] = (float) (offset + slope * (stored[from + i] & 0xffff));
            }
        }

        private static void floats(float[] stored, int from, float[] values, int to, int n) {
            for (int i = 0; i < n; i++) {
                // Makes -0 0.
                values[to + i] = stored[from + i] + 0.0f;
            }
        }

        private static void labels(byte[] stored, int from, float[] values, int to, int n) {
            for (int i = 0; i < n; i++) {
                values[to + i] = stored[from + i] & 0xff;
            }
        }

        private static void labels(int[] stored, int from, float[] values, int to, int n) {
            for (int i = 0; i < n; i++) {
                values[to + i] = stored[from + i];
            }
        }

        @Override
        public void read(Region region, int[] labels) throws IOException {
            if (!volume.type.isLabels()) {
                throw new StorageFailure("A volume of labels was wanted, but '" + volume.file + "' holds grey values.");
            }
            Workspace w = take();
            volume.overBricks(region, brick -> {
                load(brick, w);
                for (int k = 0; k < brick.nz(); k++) {
                    for (int j = 0; j < brick.ny(); j++) {
                        int to = brick.to() + (k * region.ny() + j) * region.nx();
                        if (volume.type == Type.INT32) {
                            System.arraycopy(w.ints, brick.row(j, k), labels, to, brick.nx());
                        } else {
                            wide(w.small, brick.row(j, k), labels, to, brick.nx());
                        }
                    }
                }
            });
            giveBack(w);
        }

        private static void wide(byte[] stored, int from, int[] labels, int to, int n) {
            for (int i = 0; i < n; i++) {
                labels[to + i] = stored[from + i] & 0xff;
            }
        }

        /** Brings the part's voxels to their places in the workspace; what lies between them may come along. */
        private void load(Brick brick, Workspace w) throws IOException {
            // Thin slices along y are cheaper plane by plane than with all that lies between.
            boolean together = brick.nz() == 1 || 4 * brick.ny() >= brick.dy();
            int pieces = together ? 1 : brick.nz();
            int planes = together ? brick.nz() : 1;
            for (int p = 0; p < pieces; p++) {
                int first = brick.row(0, p) - brick.x();
                int n = brick.row(brick.ny() - 1, p + planes - 1) - brick.x() + brick.dx() - first;
                ByteBuffer bytes = w.bytes.clear().limit(n * volume.type.bytes);
                long position = (brick.start() + first) * volume.type.bytes;
                try {
                    while (bytes.hasRemaining()) {
                        int got = channel.read(bytes, position + bytes.position());
                        if (got < 0) {
                            throw new IOException(
                                    "it ends too early, after " + (position + bytes.position()) + " bytes");
                        }
                    }
                } catch (IOException e) {
                    throw StorageFailure.reading(volume.path(), e);
                }
                bytes.flip();
                switch (volume.type) {
                    case UINT16 -> bytes.asShortBuffer().get(w.shorts, first, n);
                    case FLOAT32 -> bytes.asFloatBuffer().get(w.floats, first, n);
                    case INT32 -> bytes.asIntBuffer().get(w.ints, first, n);
                    case UINT8 -> bytes.get(w.small, first, n);
                }
            }
        }

        @Override
        public void close() throws IOException {
            super.close();
        }
    }

    private static final class FileWriter extends OpenFile implements Sink.Writer {
        /** One bit a brick that this writer wrote to, when the file was empty before it; else empty. */
        private final AtomicLongArray written;

        FileWriter(ScratchVolume volume) throws IOException {
            super(volume, StandardOpenOption.WRITE);
            boolean empty = channel.size() > volume.bytes();
            if (empty) {
                channel.truncate(volume.bytes());
            }
            written = new AtomicLongArray(empty ? Math.toIntExact(volume.bricks() / Long.SIZE + 1) : 0);
        }

        /** Whether a brick is still as it was when the file was made: zeros need not be written there. */
        private boolean untouched(Brick brick) {
            return written.length() > 0
                    && (written.get((int) (brick.number() / Long.SIZE)) & 1L << brick.number()) == 0;
        }

        private void touch(Brick brick) {
            if (written.length() > 0) {
                written.accumulateAndGet((int) (brick.number() / Long.SIZE), 1L << brick.number(), (a, b) -> a | b);
            }
        }

        @Override
        public void write(Region region, float[] values, byte[] valid) throws IOException {
            if (volume.type.isLabels()) {
                throw new StorageFailure("Grey values were given to '" + volume.file + "', which holds labels.");
            }
            Workspace w = take();
            volume.overBricks(region, brick -> {
                for (int k = 0; k < brick.nz(); k++) {
                    for (int j = 0; j < brick.ny(); j++) {
                        int from = brick.to() + (k * region.ny() + j) * region.nx();
                        if (volume.type == Type.UINT16) {
                            greys(values, valid, from, w.shorts, brick.row(j, k), brick.nx());
                        } else {
                            floats(values, valid, from, w.floats, brick.row(j, k), brick.nx());
                        }
                    }
                }
                store(brick, w);
            });
            giveBack(w);
        }

        private void greys(float[] values, byte[] valid, int from, short[] stored, int to, int n) {
            double offset = volume.offset;
            double perGrey = 1 / volume.slope;
            for (int i = 0; i < n; i++) {
                float v = values[from + i];
                int kept = (int) ((v - offset) * perGrey + 0.5);
                kept = Math.max(1, Math.min(65535, kept));
                stored[to + i] = (short) (valid[from + i] == 0 || Float.isNaN(v) ? 0 : kept);
            }
        }

        private static void floats(float[] values, byte[] valid, int from, float[] stored, int to, int n) {
            for (int i = 0; i < n; i++) {
                float v = values[from + i];
                stored[to + i] = valid[from + i] == 0 || Float.isNaN(v) ? 0 : v == 0 ? -0.0f : v;
            }
        }

        @Override
        public void write(Region region, int[] labels) throws IOException {
            if (!volume.type.isLabels()) {
                throw new StorageFailure("Labels were given to '" + volume.file + "', which holds grey values.");
            }
            Workspace w = take();
            volume.overBricks(region, brick -> {
                for (int k = 0; k < brick.nz(); k++) {
                    for (int j = 0; j < brick.ny(); j++) {
                        int from = brick.to() + (k * region.ny() + j) * region.nx();
                        if (volume.type == Type.INT32) {
                            System.arraycopy(labels, from, w.ints, brick.row(j, k), brick.nx());
                        } else {
                            narrow(labels, from, w.small, brick.row(j, k), brick.nx());
                        }
                    }
                }
                store(brick, w);
            });
            giveBack(w);
        }

        private void narrow(int[] labels, int from, byte[] stored, int to, int n) throws IOException {
            int all = 0;
            for (int i = 0; i < n; i++) {
                all |= labels[from + i];
                stored[to + i] = (byte) labels[from + i];
            }
            if ((all & ~0xff) != 0) {
                throw new StorageFailure("'" + volume.file + "' holds labels 0 to 255, and was given others.");
            }
        }

        /** Whether all that would be written of a brick is zero bits. */
        private boolean isEmpty(Brick brick, Workspace w) {
            for (int k = 0; k < brick.nz(); k++) {
                for (int j = 0; j < brick.ny(); j++) {
                    int from = brick.row(j, k);
                    for (int i = from; i < from + brick.nx(); i++) {
                        boolean zero = switch (volume.type) {
                            case UINT16 -> w.shorts[i] == 0;
                            case FLOAT32 -> Float.floatToRawIntBits(w.floats[i]) == 0;
                            case INT32 -> w.ints[i] == 0;
                            case UINT8 -> w.small[i] == 0;
                        };
                        if (!zero) {
                            return false;
                        }
                    }
                }
            }
            return true;
        }

        /** Writes exactly the part: in one piece when it is the whole brick, else by planes or rows. */
        private void store(Brick brick, Workspace w) throws IOException {
            if (untouched(brick) && isEmpty(brick, w)) {
                return;
            }
            touch(brick);
            boolean rowsJoin = brick.nx() == brick.dx();
            boolean planesJoin = rowsJoin && brick.ny() == brick.dy();
            int planes = planesJoin ? brick.nz() : 1;
            int rows = rowsJoin ? brick.ny() : 1;
            for (int k = 0; k < brick.nz(); k += planes) {
                for (int j = 0; j < brick.ny(); j += rows) {
                    int first = brick.row(j, k);
                    int n = brick.row(j + rows - 1, k + planes - 1) + brick.nx() - first;
                    ByteBuffer bytes = w.bytes.clear().limit(n * volume.type.bytes);
                    switch (volume.type) {
                        case UINT16 -> bytes.asShortBuffer().put(w.shorts, first, n);
                        case FLOAT32 -> bytes.asFloatBuffer().put(w.floats, first, n);
                        case INT32 -> bytes.asIntBuffer().put(w.ints, first, n);
                        case UINT8 -> bytes.put(w.small, first, n).flip();
                    }
                    long position = (brick.start() + first) * volume.type.bytes;
                    try {
                        while (bytes.hasRemaining()) {
                            channel.write(bytes, position + bytes.position());
                        }
                    } catch (IOException e) {
                        throw StorageFailure.writing(volume.path(), e);
                    }
                }
            }
        }

        @Override
        public void close() throws IOException {
            super.close();
        }
    }
}
