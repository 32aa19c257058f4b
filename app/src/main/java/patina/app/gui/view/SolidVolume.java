package patina.app.gui.view;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One scan, coarse enough to be held whole, made ready for rays: solid (0 void, 255 metal, the surface at 128), features
 * as soft occupancy with their tracks, when each voxel was first labelled, and how far it is to the next surface.
 */
final class SolidVolume {
    /** No edge is longer, in voxels. */
    static final int LONGEST = 192;

    /** Edge of a cell that rays may leap over, in voxels. */
    static final int CELL = 4;

    final int nx;
    final int ny;
    final int nz;
    /** Level of the pyramid. */
    final int level;
    /** x-fastest, read as unsigned. */
    final byte[] solid;
    /** Occupancy by features, smoothed over 3³ voxels, 249 amid them, read as unsigned. */
    final byte[] feature;
    /** Index into {@link #tracks} at and next to features; 0 where none is near. */
    final short[] owner;
    /** Track numbers; the first stands for none. */
    final int[] tracks;
    /** Position of the scan in which a voxel was first labelled, 255 for never. */
    final byte[] first;

    final int cx;
    final int cy;
    final int cz;
    /** For each cell: 0 when a surface may pass it, else how many cells it is to the next that one may pass. */
    final byte[] leap;

    private SolidVolume(
            int nx,
            int ny,
            int nz,
            int level,
            byte[] solid,
            byte[] feature,
            short[] owner,
            int[] tracks,
            byte[] first) {
        this.nx = nx;
        this.ny = ny;
        this.nz = nz;
        this.level = level;
        this.solid = solid;
        this.feature = feature;
        this.owner = owner;
        this.tracks = tracks;
        this.first = first;
        this.cx = (nx + CELL - 1) / CELL;
        this.cy = (ny + CELL - 1) / CELL;
        this.cz = (nz + CELL - 1) / CELL;
        this.leap = leaps();
    }

    /** Made of arrays, for tests: solid and labels, x-fastest. */
    static SolidVolume of(int nx, int ny, int nz, byte[] solid, int[] labels) {
        Owners owners = new Owners(labels, nx, ny, nz);
        byte[] first = new byte[labels.length];
        return new SolidVolume(nx, ny, nz, 0, solid, owners.soft, owners.owner, owners.tracks, first);
    }

    /**
     * Reads a scan.
     *
     * @return null when it was given up because something newer waits
     */
    static @Nullable SolidVolume read(VolumeStack stack, int scan, BooleanSupplier late) throws IOException {
        BrickVolume grey = stack.greys(scan);
        if (grey == null) {
            return null;
        }
        int number = 0;
        while (number < grey.levels() - 1 && longest(grey.level(number)) > LONGEST) {
            number++;
        }
        BrickVolume.Level level = grey.level(number);
        int nx = (int) level.extent.x();
        int ny = (int) level.extent.y();
        int nz = (int) level.extent.z();
        byte[] solid = solid(stack, scan, level, nx, ny, nz);
        byte[] first = new byte[solid.length];
        Arrays.fill(first, (byte) 255);
        int[] labels = new int[solid.length];
        for (int i = 0; i < stack.scans().size(); i++) {
            if (late.getAsBoolean()) {
                return null;
            }
            int index = stack.scans().get(i).index();
            BrickVolume labelled = stack.labels(index);
            if (labelled == null || number >= labelled.levels()) {
                continue;
            }
            int time = i;
            boolean own = index == scan;
            each(labelled.level(number), nx, ny, nz, (to, brick, from) -> {
                int track = brick instanceof int[] l && l[from] != 0 ? stack.name(index, l[from]) : 0;
                if (track != 0) {
                    if ((first[to] & 0xff) == 255) {
                        first[to] = (byte) time;
                    }
                    if (own) {
                        labels[to] = track;
                    }
                }
            });
        }
        Owners owners = new Owners(labels, nx, ny, nz);
        byte[] earliest = earliest(first, owners.owner, nx, ny, nz);
        return new SolidVolume(nx, ny, nz, number, solid, owners.soft, owners.owner, owners.tracks, earliest);
    }

    private static long longest(BrickVolume.Level level) {
        return Math.max(level.extent.x(), Math.max(level.extent.y(), level.extent.z()));
    }

    private static byte[] solid(VolumeStack stack, int scan, BrickVolume.Level level, int nx, int ny, int nz)
            throws IOException {
        GreyHistogram histogram = stack.histogram(scan);
        double middle = histogram.middle();
        double half = Math.max(1e-9, histogram.quantile(0.95) - middle);
        byte[] solid = new byte[nx * ny * nz];
        each(level, nx, ny, nz, (to, brick, from) -> {
            if (brick instanceof short[] greys && greys[from] != 0) {
                double grey = level.offset() + level.slope() * (greys[from] & 0xffff);
                solid[to] = (byte) Math.max(0, Math.min(255, Math.round(128 + 100 * (grey - middle) / half)));
            }
        });
        return solid;
    }

    private interface At {
        void voxel(int to, Object brick, int from);
    }

    private static void each(BrickVolume.Level level, int nx, int ny, int nz, At at) throws IOException {
        int edge = BrickCache.EDGE;
        for (int bz = 0; bz < level.up; bz++) {
            for (int by = 0; by < level.along; by++) {
                for (int bx = 0; bx < level.across; bx++) {
                    Object brick = level.get(bx, by, bz);
                    if (brick == BrickCache.EMPTY) {
                        continue;
                    }
                    for (int k = 0; k < Math.min(edge, nz - bz * edge); k++) {
                        for (int j = 0; j < Math.min(edge, ny - by * edge); j++) {
                            int to = ((bz * edge + k) * ny + by * edge + j) * nx + bx * edge;
                            int from = (k * edge + j) * edge;
                            for (int i = 0; i < Math.min(edge, nx - bx * edge); i++) {
                                at.voxel(to + i, brick, from + i);
                            }
                        }
                    }
                }
            }
        }
    }

    /** Soft occupancy and owners of labels. */
    private static final class Owners {
        final byte[] soft;
        final short[] owner;
        final int[] tracks;

        Owners(int[] labels, int nx, int ny, int nz) {
            soft = new byte[labels.length];
            owner = new short[labels.length];
            Map<Integer, Short> numbers = new HashMap<>();
            for (int z = 0; z < nz; z++) {
                for (int y = 0; y < ny; y++) {
                    for (int x = 0; x < nx; x++) {
                        int i = (z * ny + y) * nx + x;
                        if (labels[i] != 0) {
                            short number = numbers.computeIfAbsent(labels[i], id -> (short) (numbers.size() + 1));
                            spread(number, x, y, z, nx, ny, nz);
                            owner[i] = number;
                        }
                    }
                }
            }
            tracks = new int[numbers.size() + 1];
            numbers.forEach((track, number) -> tracks[number & 0xffff] = track);
        }

        /** About 1 2 1 along each axis; the sum over 27 voxels is 249. */
        private static final int[] WEIGHTS = {31, 15, 8, 4};

        private void spread(short number, int x, int y, int z, int nx, int ny, int nz) {
            for (int k = Math.max(0, z - 1); k <= Math.min(nz - 1, z + 1); k++) {
                for (int j = Math.max(0, y - 1); j <= Math.min(ny - 1, y + 1); j++) {
                    for (int i = Math.max(0, x - 1); i <= Math.min(nx - 1, x + 1); i++) {
                        int at = (k * ny + j) * nx + i;
                        int away = Math.abs(i - x) + Math.abs(j - y) + Math.abs(k - z);
                        soft[at] = (byte) ((soft[at] & 0xff) + WEIGHTS[away]);
                        if (owner[at] == 0) {
                            owner[at] = number;
                        }
                    }
                }
            }
        }
    }

    /** At and next to features the earliest of 3³ voxels: a surface lies between voxels. */
    private static byte[] earliest(byte[] first, short[] owner, int nx, int ny, int nz) {
        byte[] earliest = first.clone();
        for (int z = 0; z < nz; z++) {
            for (int y = 0; y < ny; y++) {
                for (int x = 0; x < nx; x++) {
                    int at = (z * ny + y) * nx + x;
                    if (owner[at] == 0) {
                        continue;
                    }
                    int least = 255;
                    for (int k = Math.max(0, z - 1); k <= Math.min(nz - 1, z + 1); k++) {
                        for (int j = Math.max(0, y - 1); j <= Math.min(ny - 1, y + 1); j++) {
                            for (int i = Math.max(0, x - 1); i <= Math.min(nx - 1, x + 1); i++) {
                                least = Math.min(least, first[(k * ny + j) * nx + i] & 0xff);
                            }
                        }
                    }
                    earliest[at] = (byte) least;
                }
            }
        }
        return earliest;
    }

    private byte[] leaps() {
        byte[] leaps = new byte[cx * cy * cz];
        for (int c = 0; c < leaps.length; c++) {
            leaps[c] = (byte) (hasSurface(c % cx, c / cx % cy, c / cx / cy) ? 0 : 100);
        }
        // Chebyshev distance by two passes over all 26 neighbours.
        for (int c = 0; c < leaps.length; c++) {
            relax(leaps, c, -1);
        }
        for (int c = leaps.length - 1; c >= 0; c--) {
            relax(leaps, c, 1);
        }
        return leaps;
    }

    private void relax(byte[] leaps, int c, int way) {
        int x = c % cx;
        int y = c / cx % cy;
        int z = c / cx / cy;
        int least = leaps[c];
        for (int k = -1; k <= 1; k++) {
            for (int j = -1; j <= 1; j++) {
                for (int i = -1; i <= 1; i++) {
                    int order = (k * 3 + j) * 3 + i;
                    if (order * way <= 0
                            || x + i < 0
                            || y + j < 0
                            || z + k < 0
                            || x + i >= cx
                            || y + j >= cy
                            || z + k >= cz) {
                        continue;
                    }
                    least = Math.min(least, leaps[((z + k) * cy + y + j) * cx + x + i] + 1);
                }
            }
        }
        leaps[c] = (byte) least;
    }

    /** With a voxel around, since samples are taken between voxels. */
    private boolean hasSurface(int x, int y, int z) {
        boolean dark = false;
        boolean bright = false;
        for (int k = Math.max(0, z * CELL - 1); k <= Math.min(nz - 1, z * CELL + CELL); k++) {
            for (int j = Math.max(0, y * CELL - 1); j <= Math.min(ny - 1, y * CELL + CELL); j++) {
                int row = (k * ny + j) * nx;
                for (int i = Math.max(0, x * CELL - 1); i <= Math.min(nx - 1, x * CELL + CELL); i++) {
                    if (feature[row + i] != 0) {
                        return true;
                    }
                    if ((solid[row + i] & 0xff) < 128) {
                        dark = true;
                    } else {
                        bright = true;
                    }
                }
            }
        }
        return dark && bright;
    }
}
