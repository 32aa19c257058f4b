package patina.app.gui.view;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import patina.geometry.Affine;
import patina.geometry.Point;

/**
 * The bricks of one level that a plane passes, and samples taken from them. Not for several threads, save {@link #load}.
 */
final class BrickBox {
    /** What a sample is beyond the volume. */
    static final float OUTSIDE = Float.NEGATIVE_INFINITY;

    private static final int SHIFT = 6;
    private static final int LOW = BrickCache.EDGE - 1;

    private final BrickVolume.Level level;
    private final int fromX;
    private final int fromY;
    private final int fromZ;
    private final int nx;
    private final int ny;
    private final int nz;
    private final @Nullable Object[] bricks;
    private final List<int[]> missing = new ArrayList<>();

    /**
     * Looks up what is in the cache.
     *
     * @param pixelToVoxel pixel (i, j, 0) to voxel coordinates of the level
     */
    BrickBox(BrickVolume.Level level, Affine pixelToVoxel, int width, int height) {
        this.level = level;
        double[] low = {Double.MAX_VALUE, Double.MAX_VALUE, Double.MAX_VALUE};
        double[] high = {-Double.MAX_VALUE, -Double.MAX_VALUE, -Double.MAX_VALUE};
        for (int corner = 0; corner < 4; corner++) {
            Point p = pixelToVoxel.apply((corner & 1) * (width - 1.0), (corner >> 1) * (height - 1.0), 0);
            double[] c = {p.x(), p.y(), p.z()};
            for (int a = 0; a < 3; a++) {
                low[a] = Math.min(low[a], c[a] - 1);
                high[a] = Math.max(high[a], c[a] + 1);
            }
        }
        int[] count = {level.across, level.along, level.up};
        int[] from = new int[3];
        int[] n = new int[3];
        for (int a = 0; a < 3; a++) {
            from[a] = (int) Math.max(0, Math.min(count[a], Math.floor(low[a] / BrickCache.EDGE)));
            int to = (int) Math.max(0, Math.min(count[a], Math.floor(high[a] / BrickCache.EDGE) + 1));
            n[a] = Math.max(0, to - from[a]);
        }
        fromX = from[0];
        fromY = from[1];
        fromZ = from[2];
        nx = n[0];
        ny = n[1];
        nz = n[2];
        bricks = new Object[nx * ny * nz];
        lookUp(pixelToVoxel);
    }

    /** Of an oblique plane's box only the bricks it passes. */
    private void lookUp(Affine m) {
        Point normal = new Point(m.m00(), m.m10(), m.m20())
                .cross(new Point(m.m01(), m.m11(), m.m21()))
                .unit();
        double at = normal.dot(new Point(m.m03(), m.m13(), m.m23()));
        double half = 0.5 * BrickCache.EDGE + 1;
        double reach = half * (Math.abs(normal.x()) + Math.abs(normal.y()) + Math.abs(normal.z()));
        for (int k = 0; k < nz; k++) {
            for (int j = 0; j < ny; j++) {
                for (int i = 0; i < nx; i++) {
                    Point centre = new Point(
                            (fromX + i + 0.5) * BrickCache.EDGE - 0.5,
                            (fromY + j + 0.5) * BrickCache.EDGE - 0.5,
                            (fromZ + k + 0.5) * BrickCache.EDGE - 0.5);
                    int to = (k * ny + j) * nx + i;
                    if (Math.abs(normal.dot(centre) - at) > reach) {
                        bricks[to] = BrickCache.EMPTY;
                        continue;
                    }
                    Object brick = level.peek(fromX + i, fromY + j, fromZ + k);
                    bricks[to] = brick;
                    if (brick == null) {
                        missing.add(new int[] {i, j, k});
                    }
                }
            }
        }
    }

    /** How many bricks have yet to be read. */
    int missing() {
        return missing.size();
    }

    /**
     * Reads what is missing, on all workers.
     *
     * @return false when it was given up because something newer waits
     */
    boolean load(Workers workers, BooleanSupplier late) throws IOException {
        try {
            workers.each(missing.size(), n -> {
                if (!late.getAsBoolean()) {
                    int[] at = missing.get(n);
                    try {
                        bricks[(at[2] * ny + at[1]) * nx + at[0]] =
                                level.get(fromX + at[0], fromY + at[1], fromZ + at[2]);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }
            });
        } catch (UncheckedIOException e) {
            IOException cause = e.getCause();
            throw cause == null ? new IOException(e) : cause;
        }
        for (Object brick : bricks) {
            if (brick == null) {
                return false;
            }
        }
        missing.clear();
        return true;
    }

    /**
     * Greys of the nearest voxels, or interpolated between those that were seen; NaN where the nearest was not seen,
     * {@link #OUTSIDE} beyond the volume.
     *
     * @param out width * height, row by row
     */
    void greys(Affine m, int width, int height, boolean smooth, float[] out) {
        double ex = level.extent.x() - 0.5;
        double ey = level.extent.y() - 0.5;
        double ez = level.extent.z() - 0.5;
        float offset = (float) level.offset();
        float slope = (float) level.slope();
        int last = -1;
        short[] brick = null;
        for (int j = 0; j < height; j++) {
            double rowX = m.m01() * j + m.m03();
            double rowY = m.m11() * j + m.m13();
            double rowZ = m.m21() * j + m.m23();
            int to = j * width;
            for (int i = 0; i < width; i++, to++) {
                double x = rowX + m.m00() * i;
                double y = rowY + m.m10() * i;
                double z = rowZ + m.m20() * i;
                if (!(x >= -0.5 && y >= -0.5 && z >= -0.5 && x < ex && y < ey && z < ez)) {
                    out[to] = OUTSIDE;
                    continue;
                }
                int ix = (int) (x + 0.5);
                int iy = (int) (y + 0.5);
                int iz = (int) (z + 0.5);
                int at = brick(ix, iy, iz);
                if (at != last) {
                    brick = bricks[at] instanceof short[] greys ? greys : null;
                    last = at;
                }
                int stored = brick == null ? 0 : brick[within(ix, iy, iz)] & 0xffff;
                if (stored == 0) {
                    out[to] = Float.NaN;
                } else {
                    out[to] = offset + slope * (smooth ? between(x, y, z, stored) : stored);
                }
            }
        }
    }

    /** Trilinear between the stored values that were seen. */
    private float between(double x, double y, double z, int nearest) {
        int x0 = (int) Math.floor(x);
        int y0 = (int) Math.floor(y);
        int z0 = (int) Math.floor(z);
        float fx = (float) (x - x0);
        float fy = (float) (y - y0);
        float fz = (float) (z - z0);
        float sum = 0;
        float weights = 0;
        for (int c = 0; c < 8; c++) {
            float w = ((c & 1) == 0 ? 1 - fx : fx) * ((c & 2) == 0 ? 1 - fy : fy) * ((c & 4) == 0 ? 1 - fz : fz);
            if (w > 1e-4f) {
                int stored = stored(x0 + (c & 1), y0 + (c >> 1 & 1), z0 + (c >> 2));
                if (stored != 0) {
                    sum += w * stored;
                    weights += w;
                }
            }
        }
        return weights > 0 ? sum / weights : nearest;
    }

    private int stored(int x, int y, int z) {
        if (x < 0 || y < 0 || z < 0 || x >= level.extent.x() || y >= level.extent.y() || z >= level.extent.z()) {
            return 0;
        }
        int bx = (x >> SHIFT) - fromX;
        int by = (y >> SHIFT) - fromY;
        int bz = (z >> SHIFT) - fromZ;
        if (bx < 0 || by < 0 || bz < 0 || bx >= nx || by >= ny || bz >= nz) {
            return 0;
        }
        return bricks[(bz * ny + by) * nx + bx] instanceof short[] greys ? greys[within(x, y, z)] & 0xffff : 0;
    }

    /** Labels of the nearest voxels; 0 beyond the volume. */
    void labels(Affine m, int width, int height, int[] out) {
        double ex = level.extent.x() - 0.5;
        double ey = level.extent.y() - 0.5;
        double ez = level.extent.z() - 0.5;
        int last = -1;
        int[] brick = null;
        for (int j = 0; j < height; j++) {
            double rowX = m.m01() * j + m.m03();
            double rowY = m.m11() * j + m.m13();
            double rowZ = m.m21() * j + m.m23();
            int to = j * width;
            for (int i = 0; i < width; i++, to++) {
                double x = rowX + m.m00() * i;
                double y = rowY + m.m10() * i;
                double z = rowZ + m.m20() * i;
                if (!(x >= -0.5 && y >= -0.5 && z >= -0.5 && x < ex && y < ey && z < ez)) {
                    out[to] = 0;
                    continue;
                }
                int ix = (int) (x + 0.5);
                int iy = (int) (y + 0.5);
                int iz = (int) (z + 0.5);
                int at = brick(ix, iy, iz);
                if (at != last) {
                    brick = bricks[at] instanceof int[] labels ? labels : null;
                    last = at;
                }
                out[to] = brick == null ? 0 : brick[within(ix, iy, iz)];
            }
        }
    }

    private int brick(int x, int y, int z) {
        return (((z >> SHIFT) - fromZ) * ny + (y >> SHIFT) - fromY) * nx + (x >> SHIFT) - fromX;
    }

    private static int within(int x, int y, int z) {
        return ((z & LOW) << SHIFT | (y & LOW)) << SHIFT | (x & LOW);
    }
}
