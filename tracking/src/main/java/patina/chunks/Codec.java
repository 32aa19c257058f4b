package patina.chunks;

import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.zip.CRC32C;

/** Zstandard at level 1, as numcodecs writes it ({"id": "zstd", "level": 1}): one frame a chunk. For one thread at a time. */
final class Codec implements Closeable {
    static final int LEVEL = 1;

    private final ZstdCompressCtx compress = new ZstdCompressCtx().setLevel(LEVEL);
    private final ZstdDecompressCtx decompress = new ZstdDecompressCtx();

    byte[] compress(byte[] chunk) {
        return compress.compress(chunk);
    }

    byte[] decompress(byte[] frame, int bytes) throws IOException {
        byte[] chunk = new byte[bytes];
        try {
            int got = decompress.decompress(chunk, frame);
            if (got != bytes) {
                throw new IOException("it unpacks to " + got + " bytes in place of " + bytes);
            }
        } catch (ZstdException e) {
            throw new IOException("it does not unpack: " + e.getMessage(), e);
        }
        return chunk;
    }

    static int checksum(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }

    @Override
    public void close() {
        compress.close();
        decompress.close();
    }

    /** Codecs that are lent to threads and taken back. */
    static final class Pool implements Closeable {
        private final ConcurrentLinkedQueue<Codec> spare = new ConcurrentLinkedQueue<>();

        byte[] compress(byte[] chunk) {
            Codec codec = take();
            byte[] frame = codec.compress(chunk);
            spare.add(codec);
            return frame;
        }

        byte[] decompress(byte[] frame, int bytes) throws IOException {
            Codec codec = take();
            try {
                return codec.decompress(frame, bytes);
            } finally {
                spare.add(codec);
            }
        }

        private Codec take() {
            Codec codec = spare.poll();
            return codec == null ? new Codec() : codec;
        }

        @Override
        public void close() {
            for (Codec codec = spare.poll(); codec != null; codec = spare.poll()) {
                codec.close();
            }
        }
    }
}
