package patina.registration;

import java.io.Serializable;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import patina.geometry.Extent;

/**
 * Which places of a scan registration uses, on a coarse grid: zone voxel (i, j, k) holds {@code factor} voxels of the
 * scan along each axis, a power of two.
 *
 * @param shift the factor's logarithm to base 2
 * @param zone x-fastest; {@link #OUT}, {@link #SURFACE} or {@link #INTERIOR}
 */
record Zones(Extent extent, int shift, byte[] zone) implements Serializable {
    /** Dense pieces larger than this share of the largest are holders too: one grip at each end. */
    private static final double LIKE = 0.1;

    /** Not the specimen: a grip, another body. */
    static final byte OUT = 0;
    /** The specimen, its surface and the air beside it. */
    static final byte SURFACE = 1;
    /** So deep under the original surface that losses do not reach it. */
    static final byte INTERIOR = 2;

    int factor() {
        return 1 << shift;
    }

    byte at(long x, long y, long z) {
        // The last zone voxel may hold less than a whole factor of the scan; centres of coarser voxels can lie beyond
        // it.
        return zone[
                (int) extent.index(
                        Math.min(x >> shift, extent.x() - 1),
                        Math.min(y >> shift, extent.y() - 1),
                        Math.min(z >> shift, extent.z() - 1))];
    }

    /** Whether a voxel of the scan's grid lies in something that is not the specimen; beyond the zones nothing does. */
    boolean isOut(long x, long y, long z) {
        return x >= 0
                && y >= 0
                && z >= 0
                && x >> shift < extent.x()
                && y >> shift < extent.y()
                && z >> shift < extent.z()
                && at(x, y, z) == OUT;
    }

    /**
     * Tells the interior from the surface: what lies at least {@code depth} scan voxels from any air that reaches the
     * view's border. Pores and inclusions are interior: they are the texture that tells the scale.
     *
     * @param raw grey values on the zone grid
     * @param used the places in use, or null for all
     */
    static Zones of(
            MemoryVolume raw, int factor, Grey grey, double depth, byte @org.jspecify.annotations.Nullable [] used) {
        Extent e = raw.extent();
        int n = raw.values().length;
        byte[] zone = new byte[n];
        byte[] near = grey.showsAir() ? outerAir(raw, grey.threshold()) : new byte[n];
        int reach = (int) Math.ceil(depth / factor + 0.5);
        widen(near, e, reach);
        for (int i = 0; i < n; i++) {
            zone[i] = used != null && used[i] == 0 ? OUT : near[i] != 0 ? SURFACE : INTERIOR;
        }
        return new Zones(e, Integer.numberOfTrailingZeros(factor), zone);
    }

    /**
     * Leaves out a denser body: the largest connected piece of what is denser, when it is most of it, and pieces of like
     * size, with a rim. Small pieces, inclusions of the specimen, stay in use.
     *
     * @return the places in use, or null when there is no such body
     */
    static byte @org.jspecify.annotations.Nullable [] withoutDense(MemoryVolume raw, double dense, int rim) {
        int n = raw.values().length;
        int nx = (int) raw.extent().x();
        int ny = (int) raw.extent().y();
        int nz = (int) raw.extent().z();
        int[] piece = new int[n];
        int[] queue = new int[n];
        List<Integer> sizes = new ArrayList<>(List.of(0));
        int largestSize = 0;
        long all = 0;
        int[] steps = {1, nx, nx * ny};
        int[] size = {nx, ny, nz};
        for (int seed = 0; seed < n; seed++) {
            if (piece[seed] != 0 || raw.valid()[seed] == 0 || raw.values()[seed] < dense) {
                continue;
            }
            int number = sizes.size();
            piece[seed] = number;
            queue[0] = seed;
            int tail = 1;
            for (int head = 0; head < tail; head++) {
                int at = queue[head];
                int[] place = {at % nx, at / nx % ny, at / nx / ny};
                for (int a = 0; a < 3; a++) {
                    for (int side = -1; side <= 1; side += 2) {
                        int next = at + side * steps[a];
                        int c = place[a] + side;
                        if (c >= 0
                                && c < size[a]
                                && piece[next] == 0
                                && raw.valid()[next] != 0
                                && raw.values()[next] >= dense) {
                            piece[next] = number;
                            queue[tail++] = next;
                        }
                    }
                }
            }
            all += tail;
            sizes.add(tail);
            largestSize = Math.max(largestSize, tail);
        }
        // A grip may hold at both ends: two pieces.
        if (largestSize == 0 || largestSize < 0.4 * all) {
            return null;
        }
        byte[] out = new byte[n];
        for (int i = 0; i < n; i++) {
            out[i] = (byte) (sizes.get(piece[i]) > LIKE * largestSize ? 1 : 0);
        }
        widen(out, raw.extent(), rim);
        for (int i = 0; i < n; i++) {
            out[i] = (byte) (1 - out[i]);
        }
        return out;
    }

    /** The same with more left out: all that lies within so many scan voxels, along each axis, of what is left out. */
    Zones withoutMore(int rim) {
        byte[] out = new byte[zone.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = (byte) (zone[i] == OUT ? 1 : 0);
        }
        widen(out, extent, (rim + factor() - 1) / factor());
        byte[] less = zone.clone();
        for (int i = 0; i < out.length; i++) {
            less[i] = out[i] != 0 ? OUT : zone[i];
        }
        return new Zones(extent, shift, less);
    }

    /**
     * The air that reaches the view's border or what was not seen, by sweeps to and fro along all axes until nothing more is
     * reached.
     */
    private static byte[] outerAir(MemoryVolume raw, double threshold) {
        Extent e = raw.extent();
        int nx = (int) e.x();
        int ny = (int) e.y();
        int nz = (int) e.z();
        int n = raw.values().length;
        byte[] open = open(raw, threshold);
        byte[] air = new byte[n];
        for (int row = 0, line = 0; row < n; row += nx, line++) {
            boolean border = line % ny == 0 || line % ny == ny - 1 || line < ny || line >= ny * (nz - 1);
            seed(open, raw.valid(), air, row, nx, border);
        }
        boolean[] done = new boolean[ny * nz];
        boolean grown = true;
        while (grown) {
            grown = false;
            for (int line = 0; line < done.length; line++) {
                grown |= reach(open, air, done, line, nx, line % ny > 0 ? -nx : 0, line >= ny ? -nx * ny : 0);
            }
            for (int line = done.length - 1; line >= 0; line--) {
                int toPlane = line < ny * (nz - 1) ? nx * ny : 0;
                grown |= reach(open, air, done, line, nx, line % ny < ny - 1 ? nx : 0, toPlane);
            }
        }
        return air;
    }

    /** Open voxels at the view's border, or beside what was not seen. */
    private static void seed(byte[] open, byte[] valid, byte[] air, int row, int nx, boolean border) {
        if (border) {
            System.arraycopy(open, row, air, row, nx);
            return;
        }
        air[row] = open[row];
        air[row + nx - 1] = open[row + nx - 1];
        for (int i = row + 1; i < row + nx - 1; i++) {
            int seen = valid[i - 1] & valid[i + 1] & valid[i - nx] & valid[i + nx];
            air[i] = (byte) (open[i] & ~seen & 1);
        }
    }

    /**
     * Takes a line's open voxels in that are beside air of two other lines, or of its own; tells whether there were any. A line
     * is done when all its open voxels are reached.
     */
    private static boolean reach(byte[] open, byte[] air, boolean[] done, int line, int nx, int toLine, int toPlane) {
        if (done[line]) {
            return false;
        }
        int row = line * nx;
        int fresh = 0;
        for (int i = row; i < row + nx; i++) {
            int now = air[i] | open[i] & (air[i + toLine] | air[i + toPlane]);
            fresh |= now ^ air[i];
            air[i] = (byte) now;
        }
        int before = 0;
        for (int i = row; i < row + nx; i++) {
            before = air[i] | open[i] & before;
            fresh |= before ^ air[i];
            air[i] = (byte) before;
        }
        before = 0;
        for (int i = row + nx - 1; i >= row; i--) {
            before = air[i] | open[i] & before;
            fresh |= before ^ air[i];
            air[i] = (byte) before;
        }
        done[line] = Arrays.equals(open, row, row + nx, air, row, row + nx);
        return fresh != 0;
    }

    private static byte[] open(MemoryVolume raw, double threshold) {
        byte[] open = new byte[raw.values().length];
        float limit = (float) threshold;
        for (int i = 0; i < open.length; i++) {
            open[i] = (byte) (raw.values()[i] < limit ? raw.valid()[i] & 1 : 0);
        }
        return open;
    }

    /** Widens what is set by {@code reach} voxels along each axis: a box. */
    static void widen(byte[] set, Extent e, int reach) {
        int nx = (int) e.x();
        int plane = (int) (e.x() * e.y());
        // Lines along x one by one, then whole lines of a plane along y, then whole planes along z.
        widen(set, 1, nx, reach);
        widen(set, nx, plane, reach);
        widen(set, plane, set.length, reach);
    }

    /**
     * Widens along one axis: {@code step} to the next voxel, in pieces of {@code length} that do not touch each other. Each round
     * reaches about twice as far as the one before.
     */
    private static void widen(byte[] set, int step, int length, int reach) {
        byte[] piece = new byte[length];
        for (int start = 0; start < set.length; start += length) {
            int more;
            for (int reached = 0; reached < reach; reached += more) {
                more = Math.min(reached + 1, reach - reached);
                int shift = Math.min(more * step, length);
                System.arraycopy(set, start, piece, 0, length);
                or(piece, 0, set, start + shift, length - shift);
                or(piece, shift, set, start, length - shift);
            }
        }
    }

    private static void or(byte[] from, int at, byte[] to, int into, int n) {
        int i = 0;
        for (; i + Long.BYTES <= n; i += Long.BYTES) {
            EIGHT.set(to, into + i, (long) EIGHT.get(to, into + i) | (long) EIGHT.get(from, at + i));
        }
        for (; i < n; i++) {
            to[into + i] |= from[at + i];
        }
    }

    /** Eight voxels of a mask at once. */
    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
}
