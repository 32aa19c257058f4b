package patina.chunks;

import java.io.Closeable;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;
import patina.geometry.Extent;

/**
 * The chunks of one level of one time just as they are kept, for those who have a cache of their own. Each call reads
 * from disk and checks the chunk. Many threads may read at once.
 */
public final class StoredChunks implements Closeable {
    /** The edge of a chunk, in voxels; chunks at the far ends are whole, too, and filled up with 0. */
    public static final int EDGE = ChunkLayout.EDGE;

    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private final ChunkReader reader;
    private final double offset;
    private final double slope;

    StoredChunks(ChunkReader reader, double offset, double slope) {
        this.reader = reader;
        this.offset = offset;
        this.slope = slope;
    }

    /** Of the level. */
    public Extent extent() {
        return reader.extent();
    }

    /** Grey = offset + slope * stored, where stored is 1 ... 65535. */
    public double offset() {
        return offset;
    }

    /** The grey of one step. */
    public double slope() {
        return slope;
    }

    /**
     * Greys of a UINT16 volume, x-fastest, {@link #EDGE}³ of them, to be read as unsigned; 0 where nothing was seen.
     *
     * @param x number of the chunk along x; y, z likewise
     * @return null when nothing was seen in the whole chunk
     */
    public short @Nullable [] greys(long x, long y, long z) throws IOException {
        byte[] bytes = reader.unpack(x, y, z, OmeZarr.Type.UINT16);
        if (bytes == null) {
            return null;
        }
        short[] greys = new short[ChunkLayout.VOXELS];
        ChunkLayout.shorts(bytes).get(greys);
        return greys;
    }

    /** Labels of a UINT32 volume in the same order; null when all are 0. */
    public int @Nullable [] labels(long x, long y, long z) throws IOException {
        byte[] bytes = reader.unpack(x, y, z, OmeZarr.Type.UINT32);
        if (bytes == null) {
            return null;
        }
        int[] labels = new int[ChunkLayout.VOXELS];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = (int) INTS.get(bytes, 4 * i);
        }
        return labels;
    }

    @Override
    public void close() {
        reader.close();
    }
}
