package patina.app.gui.view;

import java.io.IOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import patina.chunks.StoredChunks;

/**
 * Bricks of all volumes of a stack, 64³ voxels each, the longest unused thrown out where the bound is reached. A brick is
 * a short[] of greys, an int[] of labels, or {@link #EMPTY}. Threads that want the same brick wait for one reading.
 */
final class BrickCache {
    /** Stands for a brick in which nothing was seen, or nothing has a label. */
    static final Object EMPTY = new Object();

    static final int EDGE = StoredChunks.EDGE;
    static final int VOXELS = EDGE * EDGE * EDGE;

    /** Where a brick comes from. */
    interface Loader {
        /** The brick, or null when it is empty. */
        @Nullable
        Object load(long x, long y, long z) throws IOException;
    }

    private record Key(Loader from, long x, long y, long z) {}

    private final long most;
    private final Map<Key, Object> bricks = new LinkedHashMap<>(256, 0.75f, true);
    private final Map<Key, CompletableFuture<Object>> underWay = new ConcurrentHashMap<>();
    private long bytes;

    /** @param most bytes */
    BrickCache(long most) {
        this.most = most;
    }

    /** The brick if it is there. */
    @Nullable
    Object peek(Loader from, long x, long y, long z) {
        synchronized (bricks) {
            return bricks.get(new Key(from, x, y, z));
        }
    }

    /** The brick, read when it must be. */
    Object get(Loader from, long x, long y, long z) throws IOException {
        Object there = peek(from, x, y, z);
        if (there != null) {
            return there;
        }
        Key key = new Key(from, x, y, z);
        CompletableFuture<Object> own = new CompletableFuture<>();
        CompletableFuture<Object> other = underWay.putIfAbsent(key, own);
        if (other != null) {
            try {
                return other.join();
            } catch (CompletionException e) {
                throw new IOException(
                        e.getCause() == null ? e.getMessage() : e.getCause().getMessage(), e);
            }
        }
        try {
            Object brick = from.load(x, y, z);
            Object kept = brick == null ? EMPTY : brick;
            keep(key, kept);
            own.complete(kept);
            return kept;
        } catch (IOException | RuntimeException | Error e) {
            own.completeExceptionally(e);
            throw e;
        } finally {
            underWay.remove(key);
        }
    }

    /** Bytes taken just now. */
    long bytes() {
        synchronized (bricks) {
            return bytes;
        }
    }

    private void keep(Key key, Object brick) {
        synchronized (bricks) {
            Object before = bricks.put(key, brick);
            bytes += size(brick) - (before == null ? 0 : size(before));
            Iterator<Map.Entry<Key, Object>> eldest = bricks.entrySet().iterator();
            while (bytes > most && eldest.hasNext()) {
                bytes -= size(eldest.next().getValue());
                eldest.remove();
            }
        }
    }

    private static long size(Object brick) {
        return brick instanceof short[] ? 2L * VOXELS : brick instanceof int[] ? 4L * VOXELS : 64;
    }
}
