package patina.series.formats.tiff;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import patina.series.samples.SampleFile;
import patina.series.samples.SampleType;

/**
 * Walks the chain of directories of one TIFF file (TIFF 6.0; BigTIFF as libtiff defines it) and says where each page's
 * pixels are. Reduced pages (thumbnails, pyramid levels) and masks are passed over. Every offset and count is checked
 * against the file's size before it is used.
 */
final class Directories {
    private static final int NEW_SUBFILE_TYPE = 254;
    private static final int WIDTH = 256;
    private static final int LENGTH = 257;
    private static final int BITS = 258;
    private static final int COMPRESSION = 259;
    private static final int PHOTOMETRIC = 262;
    private static final int FILL_ORDER = 266;
    private static final int DESCRIPTION = 270;
    private static final int STRIP_OFFSETS = 273;
    private static final int SAMPLES_PER_PIXEL = 277;
    private static final int ROWS_PER_STRIP = 278;
    private static final int STRIP_COUNTS = 279;
    private static final int X_RESOLUTION = 282;
    private static final int Y_RESOLUTION = 283;
    private static final int RESOLUTION_UNIT = 296;
    private static final int PREDICTOR = 317;
    private static final int TILE_WIDTH = 322;
    private static final int TILE_LENGTH = 323;
    private static final int TILE_OFFSETS = 324;
    private static final int TILE_COUNTS = 325;
    private static final int SAMPLE_FORMAT = 339;

    /** The largest strip or tile that is unpacked in memory. */
    private static final long MOST_PIECE_BYTES = 1L << 30;

    private final SampleFile file;
    private final long fileBytes;
    private ByteOrder order = ByteOrder.LITTLE_ENDIAN;
    private boolean big;
    private final List<Page> pages = new ArrayList<>();
    private @Nullable Tags tags;

    /**
     * What the first page says besides its pixels.
     *
     * @param description ImageJ's lines, OME-XML, or anything
     * @param resolutionUnit 1 none, 2 inch, 3 centimetre
     * @param xResolution pixels a unit; 0 when not given
     */
    record Tags(String description, int resolutionUnit, double xResolution, double yResolution, int photometric) {}

    private record Field(int type, long count, byte[] inline) {}

    private Directories(SampleFile file) throws IOException {
        this.file = file;
        this.fileBytes = file.bytes();
    }

    /** Reads all directories; IOException, as one sentence, when the file is not a sound TIFF. */
    static Directories of(SampleFile file) throws IOException {
        Directories directories = new Directories(file);
        directories.walk();
        return directories;
    }

    List<Page> pages() {
        return pages;
    }

    Tags tags() {
        return java.util.Objects.requireNonNull(tags);
    }

    private Path name() {
        return file.path();
    }

    private void walk() throws IOException {
        if (fileBytes < 8) {
            throw new IOException("'" + name() + "' was to be a TIFF, but has only " + fileBytes
                    + " bytes, less than a header. The file is cut short; copy it again.");
        }
        byte[] header = file.bytes(0, (int) Math.min(16, fileBytes));
        if (header[0] == 'M' && header[1] == 'M') {
            order = ByteOrder.BIG_ENDIAN;
        } else if (header[0] != 'I' || header[1] != 'I') {
            throw new IOException(
                    "'" + name() + "' was to be a TIFF, which begins with II or MM, but begins with bytes "
                            + (header[0] & 0xFF) + " and " + (header[1] & 0xFF) + ". Check what the file is.");
        }
        ByteBuffer in = ByteBuffer.wrap(header).order(order);
        int version = in.getShort(2) & 0xFFFF;
        long next;
        if (version == 42) {
            next = in.getInt(4) & 0xFFFFFFFFL;
        } else if (version == 43) {
            big = true;
            if (fileBytes < 16) {
                throw new IOException("'" + name() + "' was to be a BigTIFF, but has only " + fileBytes
                        + " bytes, less than a header. The file is cut short; copy it again.");
            }
            if (in.getShort(4) != 8) {
                throw new IOException(
                        "'" + name() + "' was to be a BigTIFF with offsets of 8 bytes, but has offsets of "
                                + in.getShort(4) + ". Write it again with another program.");
            }
            next = in.getLong(8);
        } else {
            throw new IOException("'" + name() + "' was to be a TIFF, version 42 or 43, but says version " + version
                    + ". Check what the file is.");
        }
        Map<Long, Integer> seen = new HashMap<>();
        int directory = 0;
        while (next != 0) {
            directory++;
            Integer before = seen.put(next, directory);
            if (before != null) {
                throw new IOException("'" + name() + "' was to hold a chain of pages with an end, but after page "
                        + (directory - 1) + " it goes back to page " + before + " (at byte " + next
                        + "): it loops. The file is broken; write it again.");
            }
            next = directory(next, directory);
        }
        if (pages.isEmpty()) {
            throw new IOException("'" + name() + "' was to hold pages, but holds "
                    + (directory == 0 ? "none" : "only reduced ones") + ". Write it again.");
        }
    }

    /** Reads one directory and returns where the next one is; 0 at the end. */
    private long directory(long at, int directory) throws IOException {
        int countBytes = big ? 8 : 2;
        int entryBytes = big ? 20 : 12;
        int nextBytes = big ? 8 : 4;
        if (at < 8 || at > fileBytes - countBytes) {
            throw new IOException("'" + name() + "' was to hold page " + directory + "'s directory at byte " + at
                    + ", but has " + fileBytes + " bytes. The file is cut short; copy it again.");
        }
        // Most directories fit the first reading.
        byte[] head = file.bytes(at, (int) Math.min(countBytes + 24L * entryBytes + nextBytes, fileBytes - at));
        ByteBuffer in = ByteBuffer.wrap(head).order(order);
        long entries = big ? in.getLong() : in.getShort() & 0xFFFF;
        if (entries < 1 || entries > 65535) {
            throw new IOException(
                    "'" + name() + "', page " + directory + ", was to have 1 to 65535 directory entries, but" + " says "
                            + entries + " (at byte " + at + "). The file is broken; write it again.");
        }
        long bytes = countBytes + entries * entryBytes + nextBytes;
        if (at + bytes > fileBytes) {
            throw new IOException("'" + name() + "', page " + directory + ", was to have a directory of " + bytes
                    + " bytes at byte " + at + ", but the file ends at byte " + fileBytes
                    + ". The file is cut short; copy it again.");
        }
        if (bytes > head.length) {
            in = ByteBuffer.wrap(file.bytes(at, (int) bytes)).order(order);
            in.position(countBytes);
        }
        Map<Integer, Field> fields = new HashMap<>();
        for (int e = 0; e < entries; e++) {
            int tag = in.getShort() & 0xFFFF;
            int type = in.getShort() & 0xFFFF;
            long count = big ? in.getLong() : in.getInt() & 0xFFFFFFFFL;
            byte[] inline = new byte[big ? 8 : 4];
            in.get(inline);
            fields.put(tag, new Field(type, count, inline));
        }
        long next = big ? in.getLong() : in.getInt() & 0xFFFFFFFFL;
        long kind = one(fields, NEW_SUBFILE_TYPE, 0, directory);
        if ((kind & 5) == 0) {
            Page page = page(fields, directory);
            if (pages.isEmpty()) {
                tags = new Tags(
                        text(fields.get(DESCRIPTION), directory),
                        (int) one(fields, RESOLUTION_UNIT, 2, directory),
                        rational(fields.get(X_RESOLUTION), directory),
                        rational(fields.get(Y_RESOLUTION), directory),
                        (int) one(fields, PHOTOMETRIC, 1, directory));
            } else {
                agree(pages.get(0), page);
            }
            pages.add(page);
        }
        return next;
    }

    private void agree(Page first, Page page) throws IOException {
        if (first.width() != page.width() || first.height() != page.height() || first.type() != page.type()) {
            throw new IOException("'" + name() + "' was to hold pages of one size and type, but page " + page.number()
                    + " is " + page.width() + " x " + page.height() + " "
                    + page.type().key() + " and page 1 is "
                    + first.width() + " x " + first.height() + " "
                    + first.type().key()
                    + ". Save the volume alone in its file.");
        }
    }

    private Page page(Map<Integer, Field> fields, int directory) throws IOException {
        int number = pages.size() + 1;
        String place = "'" + name() + "', page " + number + ",";
        long width = one(fields, WIDTH, 0, directory);
        long height = one(fields, LENGTH, 0, directory);
        if (width < 1 || height < 1 || width > Integer.MAX_VALUE || height > Integer.MAX_VALUE) {
            throw new IOException(place + " was to have a size of 1 to 2147483647 pixels each way, but says " + width
                    + " x " + height + ". The file is broken; write it again.");
        }
        long samples = one(fields, SAMPLES_PER_PIXEL, 1, directory);
        if (samples != 1) {
            throw new IOException(place + " was to hold grey values, one sample a pixel, but has " + samples
                    + " (colour). Save it as 8-bit, 16-bit or 32-bit grey.");
        }
        SampleType type = type(one(fields, BITS, 1, directory), one(fields, SAMPLE_FORMAT, 1, directory), place);
        long code = one(fields, COMPRESSION, 1, directory);
        Compression compression = Compression.of(code);
        if (compression == null) {
            throw new IOException(place + " is packed by compression " + code
                    + "; none, LZW, Deflate, PackBits and zstd are read. Save it without compression.");
        }
        if (one(fields, FILL_ORDER, 1, directory) != 1 && compression != Compression.NONE) {
            throw new IOException(
                    place + " is packed with its bits in reversed order (fill order 2), which is not read."
                            + " Save it without compression.");
        }
        long predictor = compression == Compression.NONE ? 1 : one(fields, PREDICTOR, 1, directory);
        if (predictor < 1 || predictor > 3 || predictor == 3 && !type.isFloat()) {
            throw new IOException(place + " has predictor " + predictor + " on " + type.key()
                    + "; 1 and 2 are read, and 3 on floats. Save it without compression.");
        }
        boolean tiled = fields.containsKey(TILE_OFFSETS) || fields.containsKey(TILE_WIDTH);
        long pieceWidth = tiled ? one(fields, TILE_WIDTH, 0, directory) : width;
        long pieceHeight = tiled
                ? one(fields, TILE_LENGTH, 0, directory)
                : Math.min(height, one(fields, ROWS_PER_STRIP, height, directory));
        if (pieceWidth < 1 || pieceHeight < 1 || pieceWidth > Integer.MAX_VALUE || pieceHeight > Integer.MAX_VALUE) {
            throw new IOException(
                    place + " was to have " + (tiled ? "tiles" : "strips") + " of at least one pixel, but says "
                            + pieceWidth + " x " + pieceHeight + ". The file is broken; write it again.");
        }
        long pieces = ((width + pieceWidth - 1) / pieceWidth) * ((height + pieceHeight - 1) / pieceHeight);
        String what = tiled ? "tile" : "strip";
        Field at = fields.get(tiled ? TILE_OFFSETS : STRIP_OFFSETS);
        if (at == null || at.count < pieces) {
            throw new IOException(place + " was to have " + pieces + " " + what + "s for its " + width + " x " + height
                    + " pixels, but has " + (at == null ? 0 : at.count)
                    + ". The file is cut short or broken; copy or write it again.");
        }
        long[] offsets = longs(at, directory);
        long rowBytes = Math.multiplyExact(pieceWidth, type.bytes());
        Field countField = fields.get(tiled ? TILE_COUNTS : STRIP_COUNTS);
        if (compression == Compression.NONE) {
            if (countField != null) {
                // Not needed, but lost with the end of a file that was cut short.
                value(countField, directory);
            }
            return plain(
                    new Page(
                            number,
                            (int) width,
                            (int) height,
                            type,
                            order,
                            compression,
                            1,
                            tiled,
                            (int) pieceWidth,
                            (int) pieceHeight,
                            offsets,
                            new long[0],
                            false),
                    place,
                    what);
        }
        if (pieceHeight > MOST_PIECE_BYTES / rowBytes) {
            throw new IOException(
                    place + " claims " + what + "s of " + pieceWidth + " x " + pieceHeight + " pixels in a"
                            + " file of " + fileBytes + " bytes; at most " + MOST_PIECE_BYTES
                            + " bytes are unpacked at once. Save it with smaller strips, or without compression.");
        }
        if (countField == null || countField.count < pieces) {
            throw new IOException(place + " was to say how long each of its " + pieces + " " + what
                    + "s is, but does not. The file is broken; write it again.");
        }
        long[] counts = longs(countField, directory);
        for (int i = 0; i < pieces; i++) {
            if (offsets[i] < 8 || counts[i] < 1 || counts[i] > fileBytes - offsets[i]) {
                throw new IOException(place + " was to have " + what + " " + (i + 1) + " (" + counts[i]
                        + " bytes) at byte " + offsets[i] + ", but the file has " + fileBytes
                        + " bytes. The file is cut short; copy it again.");
            }
        }
        Page page = new Page(
                number,
                (int) width,
                (int) height,
                type,
                order,
                compression,
                (int) predictor,
                tiled,
                (int) pieceWidth,
                (int) pieceHeight,
                offsets,
                counts,
                false);
        long packed = Arrays.stream(counts).limit(pieces).sum();
        if (page.bytes() / compression.mostRatio() > packed) {
            throw new IOException(place + " claims " + width + " x " + height + " pixels, but its " + packed
                    + " packed bytes cannot hold that many. The file is broken; write it again.");
        }
        return page;
    }

    /** An uncompressed page: all must lie inside the file; strips that follow each other are one run. */
    private Page plain(Page page, String place, String what) throws IOException {
        long rowBytes = (long) page.pieceWidth() * page.type().bytes();
        long[] offsets = page.offsets();
        boolean oneRun = !page.tiled() || page.pieceWidth() == page.width();
        long end = offsets[0];
        int pieces = page.across() * page.down();
        for (int i = 0; i < pieces; i++) {
            long rows = page.rowsOf(i);
            if (offsets[i] < 8 || offsets[i] > fileBytes || rows > (fileBytes - offsets[i]) / rowBytes) {
                throw new IOException(place + " was to have "
                        + BigInteger.valueOf(rows).multiply(BigInteger.valueOf(rowBytes)) + " bytes of pixels ("
                        + page.width() + " x " + page.height() + " "
                        + page.type().key() + ", " + what + " " + (i + 1)
                        + ") at byte " + offsets[i] + ", but the file has " + fileBytes
                        + " bytes. The file is cut short or its header is wrong; copy it again.");
            }
            long bytes = rows * rowBytes;
            oneRun &= offsets[i] == end;
            end = offsets[i] + bytes;
        }
        return new Page(
                page.number(),
                page.width(),
                page.height(),
                page.type(),
                page.order(),
                page.compression(),
                1,
                page.tiled(),
                page.pieceWidth(),
                page.pieceHeight(),
                oneRun ? new long[] {offsets[0]} : offsets,
                new long[0],
                oneRun);
    }

    private static SampleType type(long bits, long format, String place) throws IOException {
        SampleType type = null;
        if (format == 1 || format == 4) {
            type = bits == 8
                    ? SampleType.UINT8
                    : bits == 16
                            ? SampleType.UINT16
                            : bits == 32 ? SampleType.UINT32 : bits == 64 ? SampleType.UINT64 : null;
        } else if (format == 2) {
            type = bits == 8
                    ? SampleType.INT8
                    : bits == 16
                            ? SampleType.INT16
                            : bits == 32 ? SampleType.INT32 : bits == 64 ? SampleType.INT64 : null;
        } else if (format == 3) {
            type = bits == 32 ? SampleType.FLOAT32 : bits == 64 ? SampleType.FLOAT64 : null;
        }
        if (type == null) {
            throw new IOException(place + " has samples of " + bits + " bits, format " + format
                    + " (1 unsigned, 2 signed, 3 float); 8 and 16 bits, and 32-bit floats, are read."
                    + " Save it as one of these.");
        }
        return type;
    }

    private static int size(int type) {
        return switch (type) {
            case 1, 2, 6, 7 -> 1;
            case 3, 8 -> 2;
            case 4, 9, 11, 13 -> 4;
            case 5, 10, 12, 16, 17, 18 -> 8;
            default -> 0;
        };
    }

    private ByteBuffer value(Field field, int directory) throws IOException {
        int size = size(field.type);
        if (size == 0 || field.count < 0 || field.count > fileBytes / size || field.count * size > Integer.MAX_VALUE) {
            throw new IOException("'" + name() + "', page " + directory + ", has a directory entry of " + field.count
                    + " values of type " + field.type + ", more than the file's " + fileBytes
                    + " bytes can hold. The file is broken; write it again.");
        }
        int bytes = (int) field.count * size;
        if (bytes <= field.inline.length) {
            return ByteBuffer.wrap(field.inline).order(order);
        }
        ByteBuffer place = ByteBuffer.wrap(field.inline).order(order);
        long at = big ? place.getLong() : place.getInt() & 0xFFFFFFFFL;
        if (at < 0 || bytes > fileBytes - at) {
            throw new IOException("'" + name() + "', page " + directory + ", was to have " + bytes
                    + " bytes of its directory at byte " + at + ", but the file has " + fileBytes
                    + " bytes. The file is cut short; copy it again.");
        }
        return ByteBuffer.wrap(file.bytes(at, bytes)).order(order);
    }

    private long[] longs(Field field, int directory) throws IOException {
        ByteBuffer in = value(field, directory);
        long[] values = new long[(int) field.count];
        for (int i = 0; i < values.length; i++) {
            values[i] = switch (field.type) {
                case 1, 7 -> in.get() & 0xFF;
                case 6 -> in.get();
                case 3 -> in.getShort() & 0xFFFF;
                case 8 -> in.getShort();
                case 4, 13 -> in.getInt() & 0xFFFFFFFFL;
                case 9 -> in.getInt();
                case 16, 17, 18 -> in.getLong();
                default ->
                    throw new IOException("'" + name() + "', page " + directory
                            + ", has a directory entry of type " + field.type
                            + " where a whole number was wanted. The file is broken; write it again.");
            };
        }
        return values;
    }

    private long one(Map<Integer, Field> fields, int tag, long otherwise, int directory) throws IOException {
        Field field = fields.get(tag);
        if (field == null || field.count == 0) {
            return otherwise;
        }
        long[] values = longs(field, directory);
        return values[0];
    }

    private double rational(@Nullable Field field, int directory) throws IOException {
        if (field == null || field.count < 1 || size(field.type) == 0) {
            return 0;
        }
        ByteBuffer in = value(field, directory);
        double value = switch (field.type) {
            case 5 -> (in.getInt() & 0xFFFFFFFFL) / (double) (in.getInt() & 0xFFFFFFFFL);
            case 10 -> in.getInt() / (double) in.getInt();
            case 11 -> in.getFloat();
            case 12 -> in.getDouble();
            default -> 0;
        };
        return Double.isFinite(value) ? value : 0;
    }

    private String text(@Nullable Field field, int directory) throws IOException {
        if (field == null || field.type != 2 && field.type != 1 && field.type != 7) {
            return "";
        }
        byte[] bytes = value(field, directory).array();
        int end = 0;
        while (end < bytes.length && end < field.count && bytes[end] != 0) {
            end++;
        }
        String utf8 = new String(bytes, 0, end, StandardCharsets.UTF_8);
        // ImageJ writes a micro sign as one byte of Latin-1.
        return utf8.indexOf('\uFFFD') >= 0 ? new String(bytes, 0, end, StandardCharsets.ISO_8859_1) : utf8;
    }
}
