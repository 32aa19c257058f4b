package patina.app.gui.view;

import java.io.IOException;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import patina.chunks.OmeZarr;
import patina.chunks.StoredChunks;
import patina.geometry.Affine;
import patina.geometry.Extent;

/**
 * One scan's greys or labels in bricks, at all levels of its pyramid. Its files are opened when first read, and stay open
 * until it is closed. For many threads.
 */
final class BrickVolume implements AutoCloseable {
    private final OmeZarr volume;
    private final int time;
    private final BrickCache cache;
    private final Affine toVoxel;
    private final ConcurrentHashMap<Integer, Level> levels = new ConcurrentHashMap<>();

    /** @param toVoxel specimen frame, micrometres, to voxel coordinates of level 0 */
    BrickVolume(OmeZarr volume, int time, Affine toVoxel, BrickCache cache) {
        this.volume = volume;
        this.time = time;
        this.toVoxel = toVoxel;
        this.cache = cache;
    }

    /** One level, open. */
    final class Level implements BrickCache.Loader {
        private final StoredChunks chunks;
        final Extent extent;
        final int across;
        final int along;
        final int up;

        Level(StoredChunks chunks) {
            this.chunks = chunks;
            this.extent = chunks.extent();
            this.across = count(extent.x());
            this.along = count(extent.y());
            this.up = count(extent.z());
        }

        private static int count(long voxels) {
            return (int) ((voxels + BrickCache.EDGE - 1) / BrickCache.EDGE);
        }

        @Override
        public @Nullable Object load(long x, long y, long z) throws IOException {
            return volume.type() == OmeZarr.Type.UINT32 ? chunks.labels(x, y, z) : chunks.greys(x, y, z);
        }

        @Nullable
        Object peek(int x, int y, int z) {
            return cache.peek(this, x, y, z);
        }

        Object get(int x, int y, int z) throws IOException {
            return cache.get(this, x, y, z);
        }

        double offset() {
            return chunks.offset();
        }

        double slope() {
            return chunks.slope();
        }
    }

    int levels() {
        return volume.levels();
    }

    OmeZarr volume() {
        return volume;
    }

    Level level(int number) throws IOException {
        Level there = levels.get(number);
        if (there != null) {
            return there;
        }
        synchronized (this) {
            Level again = levels.get(number);
            if (again == null) {
                again = new Level(volume.stored(time, number));
                levels.put(number, again);
            }
            return again;
        }
    }

    /** Specimen frame, micrometres, to voxel coordinates of a level. */
    Affine toVoxel(int level) {
        double f = 1 << level;
        double half = (f - 1) / 2;
        return toVoxel.then(Affine.translation(-half, -half, -half)).then(Affine.scaling(1 / f, 1 / f, 1 / f));
    }

    @Override
    public void close() {
        levels.values().forEach(level -> level.chunks.close());
        levels.clear();
    }
}
