package patina.series.formats.tiff;

import com.github.luben.zstd.Zstd;
import com.twelvemonkeys.io.enc.PackBitsDecoder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/** How a strip or tile is packed (TIFF 6.0, tag 259, and its later additions). */
enum Compression {
    NONE(1),
    /** TIFF 6.0, section 13. */
    LZW(1500),
    /** Adobe's and the older code mean the same zlib stream (RFC 1950). */
    DEFLATE(1100),
    /** TIFF 6.0, section 9. */
    PACKBITS(64),
    ZSTD(100_000);

    private final int mostRatio;

    Compression(int mostRatio) {
        this.mostRatio = mostRatio;
    }

    static @Nullable Compression of(long code) {
        return switch ((int) code) {
            case 1 -> NONE;
            case 5 -> LZW;
            case 8, 32946 -> DEFLATE;
            case 32773 -> PACKBITS;
            case 50000 -> ZSTD;
            default -> null;
        };
    }

    /** No stream of this kind grows by more than this when it is unpacked. */
    int mostRatio() {
        return mostRatio;
    }

    /** Unpacks {@code size} bytes; IOException, as a reason without place, when the stream does not hold them. */
    byte[] unpack(byte[] packed, int size) throws IOException {
        byte[] out = new byte[size];
        int n = switch (this) {
            case NONE -> throw new IllegalStateException("Nothing to unpack.");
            case LZW -> lzw(packed, out);
            case DEFLATE -> inflate(packed, out);
            case PACKBITS -> packBits(packed, out);
            case ZSTD -> zstd(packed, out);
        };
        if (n < size) {
            throw new IOException("unpacks to " + n + " bytes in place of " + size);
        }
        return out;
    }

    private static int inflate(byte[] packed, byte[] out) throws IOException {
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(packed);
            int n = 0;
            while (n < out.length && !inflater.finished()) {
                int some = inflater.inflate(out, n, out.length - n);
                if (some == 0 && (inflater.needsInput() || inflater.needsDictionary())) {
                    break;
                }
                n += some;
            }
            return n;
        } catch (DataFormatException e) {
            throw new IOException("is no deflate stream (" + e.getMessage() + ")", e);
        } finally {
            inflater.end();
        }
    }

    private static int packBits(byte[] packed, byte[] out) throws IOException {
        PackBitsDecoder decoder = new PackBitsDecoder();
        ByteArrayInputStream in = new ByteArrayInputStream(packed);
        ByteBuffer to = ByteBuffer.wrap(out);
        // The decoder stops before a run that does not fit; it then goes on in the next call, one row at most.
        while (to.hasRemaining()) {
            int before = to.position();
            decoder.decode(in, to);
            if (to.position() == before) {
                break;
            }
        }
        return to.position();
    }

    private static int zstd(byte[] packed, byte[] out) throws IOException {
        long n = Zstd.decompress(out, packed);
        if (Zstd.isError(n)) {
            throw new IOException("is no zstd stream (" + Zstd.getErrorName(n) + ")");
        }
        return (int) n;
    }

    /**
     * Codes of 9 to 12 bits, most significant bit first, one bit longer one code early. Each code's string stands
     * somewhere in the output already, so the table keeps places, not strings.
     */
    private static int lzw(byte[] packed, byte[] out) throws IOException {
        if (packed.length > 1 && packed[0] == 0 && (packed[1] & 1) == 1) {
            throw new IOException("is packed by the LZW of before TIFF 6.0");
        }
        final int clear = 256;
        final int end = 257;
        int[] start = new int[4097];
        int[] length = new int[4097];
        int next = end + 1;
        int width = 9;
        int previous = 0;
        int previousLength = 0;
        int n = 0;
        int in = 0;
        int bits = 0;
        int held = 0;
        while (n < out.length) {
            while (held < width && in < packed.length) {
                bits = bits << 8 | packed[in++] & 0xFF;
                held += 8;
            }
            if (held < width) {
                break;
            }
            int code = bits >>> held - width & (1 << width) - 1;
            held -= width;
            if (code == end) {
                break;
            }
            if (code == clear) {
                next = end + 1;
                width = 9;
                previousLength = 0;
                continue;
            }
            if (previousLength > 0 && next < 4096) {
                start[next] = previous;
                length[next] = previousLength + 1;
                next++;
                if (next >= (1 << width) - 1 && width < 12) {
                    width++;
                }
            }
            int from = n;
            if (code < clear) {
                out[n++] = (byte) code;
            } else if (code < next) {
                int some = Math.min(length[code], out.length - n);
                int at = start[code];
                for (int i = 0; i < some; i++) {
                    out[n++] = out[at + i];
                }
            } else {
                throw new IOException("is no LZW stream (code " + code + " comes before it is made)");
            }
            previous = from;
            previousLength = n - from;
        }
        return n;
    }
}
