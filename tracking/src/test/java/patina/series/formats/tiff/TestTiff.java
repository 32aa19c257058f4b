package patina.series.formats.tiff;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.zip.Deflater;

/**
 * Writes TIFFs byte by byte, from the specification and not from the reader: pages of any sample type, in strips or tiles,
 * either byte order, classic or BigTIFF, plain or deflated, with predictors.
 */
public final class TestTiff {
    /** A voxel's value. */
    public interface Grey {
        double at(long x, long y, long z);
    }

    public int width = 37;
    public int height = 29;
    public int pages = 11;
    public int bits = 16;
    /** 1 unsigned, 2 signed, 3 float. */
    public int format = 1;

    public boolean big;
    public ByteOrder order = ByteOrder.LITTLE_ENDIAN;
    /** 1 none, 8 or 32946 deflate. */
    public int compression = 1;

    public int predictor = 1;
    public int tile;
    public int rowsPerStrip;
    public String description = "";
    public int resolutionUnit;
    public long[] resolution = {};
    /** Directories before their pixels, as streaming writers do, or after. */
    public boolean directoryFirst;
    /** Written as one directory with all planes after it. */
    public boolean singleDirectory;

    public int thumbnailAfter = -1;
    public Grey grey;

    public TestTiff(Grey grey) {
        this.grey = grey;
    }

    public Path write(Path path) throws IOException {
        return Files.write(path, bytes());
    }

    public byte[] bytes() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteBuffer head = ByteBuffer.allocate(big ? 16 : 8).order(order);
        head.put((byte) (order == ByteOrder.LITTLE_ENDIAN ? 'I' : 'M')).put(head.get(0));
        if (big) {
            head.putShort((short) 43).putShort((short) 8).putShort((short) 0).putLong(0);
        } else {
            head.putShort((short) 42).putInt(0);
        }
        out.write(head.array());
        byte[] file = out.toByteArray();
        int link = big ? 8 : 4;
        int directories = singleDirectory ? 1 : pages;
        for (int z = 0; z < directories; z++) {
            List<byte[]> pieces = new ArrayList<>(pieces(z));
            if (singleDirectory) {
                for (int more = 1; more < pages; more++) {
                    pieces.addAll(pieces(more));
                }
            }
            file = append(file, link, pieces, false, z == 0);
            link = lastLink;
            if (z == thumbnailAfter) {
                file = append(file, link, List.of(new byte[4 * (bits / 8)]), true, false);
                link = lastLink;
            }
        }
        return directoryFirst ? file : java.util.Arrays.copyOf(file, lastEnd);
    }

    private int lastLink;
    private int lastEnd;

    private byte[] append(byte[] file, int link, List<byte[]> pieces, boolean thumbnail, boolean first) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(file);
        if (out.size() % 2 == 1) {
            out.write(0);
        }
        int count = singleDirectory ? 1 : pieces.size();
        int total = pieces.stream().mapToInt(p -> p.length).sum();
        TreeMap<Integer, long[]> numbers = new TreeMap<>();
        numbers.put(254, new long[] {thumbnail ? 1 : 0});
        numbers.put(256, new long[] {thumbnail ? 2 : width});
        numbers.put(257, new long[] {thumbnail ? 2 : height});
        numbers.put(258, new long[] {bits});
        numbers.put(259, new long[] {thumbnail ? 1 : compression});
        numbers.put(262, new long[] {1});
        numbers.put(277, new long[] {1});
        numbers.put(339, new long[] {format});
        if (predictor != 1) {
            numbers.put(317, new long[] {predictor});
        }
        if (tile > 0 && !thumbnail) {
            numbers.put(322, new long[] {tile});
            numbers.put(323, new long[] {tile});
            numbers.put(324, new long[count]);
            numbers.put(325, new long[count]);
        } else {
            numbers.put(273, new long[count]);
            numbers.put(278, new long[] {rowsPerStrip > 0 ? rowsPerStrip : 0xFFFFFFFFL});
            numbers.put(279, new long[count]);
        }
        if (resolutionUnit > 0) {
            numbers.put(296, new long[] {resolutionUnit});
        }
        byte[] text = (description + "\0").getBytes(StandardCharsets.UTF_8);
        boolean described = first && !description.isEmpty();
        int entries = numbers.size() + (described ? 1 : 0) + (resolution.length > 0 ? 2 : 0);
        int directory = (big ? 8 : 2) + entries * (big ? 20 : 12) + (big ? 8 : 4);
        int extra = numbers.values().stream()
                        .mapToInt(v -> v.length > 1 ? 8 * v.length : 0)
                        .sum()
                + (described ? text.length + 8 : 0)
                + 32;
        int start = out.size();
        int at = directoryFirst ? start : start + total + total % 2;
        int data = directoryFirst ? start + directory + extra : start;
        long[] offsets = new long[count];
        long[] counts = new long[count];
        int position = data;
        for (int i = 0; i < count; i++) {
            offsets[i] = position;
            counts[i] = pieces.get(i).length;
            position += pieces.get(i).length;
        }
        int offsetTag = numbers.containsKey(324) ? 324 : 273;
        numbers.put(offsetTag, offsets);
        numbers.put(offsetTag == 324 ? 325 : 279, counts);
        ByteBuffer ifd = ByteBuffer.allocate(directory + extra).order(order);
        int free = directory;
        if (big) {
            ifd.putLong(entries);
        } else {
            ifd.putShort((short) entries);
        }
        TreeMap<Integer, Object> all = new TreeMap<>(numbers);
        if (described) {
            all.put(270, text);
        }
        if (resolution.length > 0) {
            all.put(282, resolution);
            all.put(283, resolution);
        }
        for (var entry : all.entrySet()) {
            int tag = entry.getKey();
            boolean rational = tag == 282 || tag == 283;
            boolean ascii = tag == 270;
            boolean isShort =
                    tag == 258 || tag == 259 || tag == 262 || tag == 277 || tag == 317 || tag == 339 || tag == 296;
            boolean offset = big && (tag == 273 || tag == 324);
            ifd.putShort((short) tag);
            ifd.putShort((short) (ascii ? 2 : rational ? 5 : isShort ? 3 : offset ? 16 : 4));
            long n = ascii ? text.length : rational ? 1 : ((long[]) entry.getValue()).length;
            if (big) {
                ifd.putLong(n);
            } else {
                ifd.putInt((int) n);
            }
            long bytes = n * (ascii ? 1 : rational ? 8 : isShort ? 2 : offset ? 8 : 4);
            int here = ifd.position();
            int place = here;
            if (bytes > (big ? 8 : 4)) {
                place = free;
                if (big) {
                    ifd.putLong(at + place);
                } else {
                    ifd.putInt(at + place);
                }
                free += (int) bytes + (int) bytes % 2;
            }
            ifd.position(place);
            if (ascii) {
                ifd.put(text);
            } else {
                for (long v : (long[]) entry.getValue()) {
                    if (isShort) {
                        ifd.putShort((short) v);
                    } else if (offset) {
                        ifd.putLong(v);
                    } else {
                        ifd.putInt((int) v);
                    }
                }
            }
            ifd.position(here + (big ? 8 : 4));
        }
        int next = ifd.position();
        if (!directoryFirst) {
            pieces.forEach(out::writeBytes);
            if (total % 2 == 1) {
                out.write(0);
            }
        }
        out.writeBytes(ifd.array());
        if (directoryFirst) {
            pieces.forEach(out::writeBytes);
        }
        byte[] whole = out.toByteArray();
        ByteBuffer patch = ByteBuffer.wrap(whole).order(order);
        if (big) {
            patch.putLong(link, at);
        } else {
            patch.putInt(link, at);
        }
        lastLink = at + next;
        lastEnd = at + free;
        return whole;
    }

    private List<byte[]> pieces(int z) {
        List<byte[]> pieces = new ArrayList<>();
        int w = tile > 0 ? tile : width;
        int h = tile > 0 ? tile : rowsPerStrip > 0 ? rowsPerStrip : height;
        for (int y = 0; y < height; y += h) {
            for (int x = 0; x < width; x += w) {
                int rows = tile > 0 ? h : Math.min(h, height - y);
                pieces.add(pack(piece(x, y, z, w, rows), w, rows));
            }
        }
        return pieces;
    }

    private byte[] piece(int x0, int y0, int z, int w, int rows) {
        ByteBuffer piece = ByteBuffer.allocate(w * rows * bits / 8).order(order);
        for (int y = 0; y < rows; y++) {
            for (int x = 0; x < w; x++) {
                double v = grey.at(x0 + x, y0 + y, z);
                if (format == 3) {
                    if (bits == 32) {
                        piece.putFloat((float) v);
                    } else {
                        piece.putDouble(v);
                    }
                } else if (bits == 8) {
                    piece.put((byte) v);
                } else if (bits == 16) {
                    piece.putShort((short) (long) v);
                } else {
                    piece.putInt((int) (long) v);
                }
            }
        }
        return piece.array();
    }

    private byte[] pack(byte[] plain, int w, int rows) {
        if (compression == 1) {
            return plain;
        }
        int size = bits / 8;
        byte[] from = plain.clone();
        if (predictor == 2) {
            ByteBuffer in = ByteBuffer.wrap(plain).order(order);
            ByteBuffer to = ByteBuffer.wrap(from).order(order);
            for (int i = 0; i < w * rows; i++) {
                if (i % w > 0) {
                    switch (size) {
                        case 1 -> to.put(i, (byte) (in.get(i) - in.get(i - 1)));
                        case 2 -> to.putShort(2 * i, (short) (in.getShort(2 * i) - in.getShort(2 * i - 2)));
                        default -> to.putInt(4 * i, in.getInt(4 * i) - in.getInt(4 * i - 4));
                    }
                }
            }
        } else if (predictor == 3) {
            for (int r = 0; r < rows; r++) {
                byte[] row = new byte[w * size];
                for (int i = 0; i < w; i++) {
                    for (int b = 0; b < size; b++) {
                        int in = (r * w + i) * size + (order == ByteOrder.BIG_ENDIAN ? b : size - 1 - b);
                        row[b * w + i] = plain[in];
                    }
                }
                for (int i = row.length - 1; i > 0; i--) {
                    row[i] -= row[i - 1];
                }
                System.arraycopy(row, 0, from, r * w * size, row.length);
            }
        }
        Deflater deflater = new Deflater();
        deflater.setInput(from);
        deflater.finish();
        byte[] packed = new byte[from.length + 100];
        int n = deflater.deflate(packed);
        deflater.end();
        return java.util.Arrays.copyOf(packed, n);
    }
}
