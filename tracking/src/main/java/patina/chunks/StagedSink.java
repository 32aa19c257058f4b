package patina.chunks;

import java.io.IOException;
import patina.blocks.Sink;

/** One level of one time of a chunked volume, before it is committed; {@code offset} and {@code slope} for UINT16. */
record StagedSink(OmeZarr volume, int t, int level, double offset, double slope) implements Sink {
    @Override
    public Writer open() throws IOException {
        return new ChunkWriter(this);
    }
}
