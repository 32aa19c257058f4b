package patina.phantom;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * A volume as a TIFF 6.0 file: little-endian uint16, a page a slice, uncompressed, one strip a page; BigTIFF where the
 * file would pass 4 GB.
 *
 * <p>The strips stand one after the other from the header on, so that all pixels are one contiguous run; the pages'
 * directories follow. Slices may be written in any order and by several threads. The file has its name only once
 * {@link #commit} has ended; closed before, it leaves nothing.
 */
final class TiffFile implements Closeable {
    private static final long CLASSIC_LIMIT = 0xFFFFFFFFL;
    private static final int TAGS = 10;
    private static final int SHORT = 3;
    private static final int LONG = 4;
    private static final int LONG8 = 16;

    private final Path path;
    private final Path part;
    private final FileChannel channel;
    private final int width;
    private final int height;
    private final int pages;
    private final boolean big;

    TiffFile(Path path, int width, int height, int pages) throws IOException {
        this(path, width, height, pages, isBig(width, height, pages));
    }

    TiffFile(Path path, int width, int height, int pages, boolean big) throws IOException {
        this.path = path;
        this.width = width;
        this.height = height;
        this.pages = pages;
        this.big = big;
        part = path.resolveSibling(path.getFileName() + ".part");
        channel = FileChannel.open(
                part, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
    }

    static boolean isBig(int width, int height, int pages) {
        return 8 + pages * (pageBytes(width, height) + directoryBytes(false)) > CLASSIC_LIMIT;
    }

    private static long pageBytes(int width, int height) {
        return 2L * width * height;
    }

    private static int directoryBytes(boolean big) {
        return big ? 8 + TAGS * 20 + 8 : 2 + TAGS * 12 + 4;
    }

    private int headerBytes() {
        return big ? 16 : 8;
    }

    /** Writes whole slices from slice {@code z} on. */
    void write(int z, ByteBuffer slices) throws IOException {
        writeAll(slices, headerBytes() + z * pageBytes(width, height));
    }

    private void writeAll(ByteBuffer bytes, long position) throws IOException {
        long at = position;
        while (bytes.hasRemaining()) {
            at += channel.write(bytes, at);
        }
    }

    /** Adds header and directories and gives the file its name. */
    void commit() throws IOException {
        long directories = headerBytes() + pages * pageBytes(width, height);
        ByteBuffer header = ByteBuffer.allocate(headerBytes()).order(ByteOrder.LITTLE_ENDIAN);
        header.put((byte) 'I').put((byte) 'I');
        if (big) {
            header.putShort((short) 43).putShort((short) 8).putShort((short) 0).putLong(directories);
        } else {
            header.putShort((short) 42).putInt((int) directories);
        }
        writeAll(header.flip(), 0);
        int size = directoryBytes(big);
        ByteBuffer all = ByteBuffer.allocate(Math.multiplyExact(pages, size)).order(ByteOrder.LITTLE_ENDIAN);
        for (int page = 0; page < pages; page++) {
            long next = page + 1 < pages ? directories + (page + 1L) * size : 0;
            directory(all, headerBytes() + page * pageBytes(width, height), next);
        }
        writeAll(all.flip(), directories);
        channel.close();
        Files.move(part, path, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    private void directory(ByteBuffer to, long strip, long next) {
        if (big) {
            to.putLong(TAGS);
        } else {
            to.putShort((short) TAGS);
        }
        tag(to, 256, LONG, width);
        tag(to, 257, LONG, height);
        tag(to, 258, SHORT, 16); // bits a sample
        tag(to, 259, SHORT, 1); // no compression
        tag(to, 262, SHORT, 1); // black is zero
        tag(to, 273, big ? LONG8 : LONG, strip);
        tag(to, 277, SHORT, 1); // samples a pixel
        tag(to, 278, LONG, height); // rows a strip
        tag(to, 279, big ? LONG8 : LONG, pageBytes(width, height));
        tag(to, 339, SHORT, 1); // unsigned
        if (big) {
            to.putLong(next);
        } else {
            to.putInt((int) next);
        }
    }

    private void tag(ByteBuffer to, int tag, int type, long value) {
        to.putShort((short) tag).putShort((short) type);
        if (big) {
            to.putLong(1).putLong(value); // little-endian: a short or long stands at the field's beginning
        } else {
            to.putInt(1).putInt((int) value);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
        Files.deleteIfExists(part);
    }
}
