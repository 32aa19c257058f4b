package patina.registration;

import java.io.IOException;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import patina.blocks.Progress;
import patina.blocks.Source;
import patina.blocks.Volume;
import patina.geometry.Affine;
import patina.geometry.Extent;
import patina.geometry.Point;
import patina.geometry.Region;

/**
 * Brings a scan whose greys mean something else than the fixed scan's (another energy, another contrast, inverted) to the
 * fixed scan's greys, so that it can be registered like any other.
 *
 * <p>Where the two lie upon each other is told by mutual information, which does not mind what a grey means, normalised so
 * that overlap does not count (Studholme, Hill and Hawkes, Pattern Recognition 32:71, 1999), over all shifts at the coarsest
 * level. There each grey of the moving scan stands for the mean of the fixed greys it meets (the function of the correlation
 * ratio: Roche, Malandain, Pennec and Ayache, MICCAI 1998, LNCS 1496:1115). The scan with these greys is registered, and the
 * greys are told once more from where it comes to lie.
 */
public final class ChangedContrast {
    private static final int BINS = 32;

    /** Shifts up to this share of the view are looked at along each axis. */
    private static final double REACH = 0.25;

    /** At least this share of the fixed scan's voxels must meet the moving scan. */
    private static final double LEAST_OVERLAP = 0.4;

    private ChangedContrast() {}

    /**
     * @param moving the scan with the fixed scan's greys
     * @param start where it was found to lie, fixed to moving, micrometres; what was given when it was not found
     */
    public record Found(ScanView moving, @Nullable Affine start) {}

    /** @param start fixed to moving, micrometres, or null for none */
    public static Found of(
            Registrar registrar, Prepared fixed, ScanView moving, @Nullable Affine start, Progress progress)
            throws IOException {
        try (Prepared plain = registrar.prepare(moving, progress)) {
            Overlay coarse = Overlay.of(fixed, plain, fixed.coarsest());
            if (coarse == null) {
                throw new IOException("Scans with a coarsest level that fits memory were wanted for 'information', but "
                        + moving.extent() + " voxels are too many. Bin them, or register by intensity.");
            }
            Affine near = start != null ? start : coarse.likeliest();
            @Nullable Affine found = start;
            try (Prepared recoloured = registrar.prepare(coarse.greysAt(near).over(moving), progress)) {
                Registration first = registrar.register(fixed, recoloured, start, progress);
                if (first.trusted()) {
                    near = first.transform();
                    found = near;
                }
            } catch (NoOverlap none) {
                // It stays with the coarse greys; whoever registers them is told.
                return new Found(coarse.greysAt(near).over(moving), found);
            }
            return new Found(finest(fixed, plain, coarse).greysAt(near).over(moving), found);
        }
    }

    /** The finest level but the scans' own that is in memory. */
    private static Overlay finest(Prepared fixed, Prepared moving, Overlay otherwise) {
        List<Level> levels = fixed.levels();
        for (Level level : levels.subList(Math.min(1, levels.size() - 1), levels.size())) {
            Overlay overlay = Overlay.of(fixed, moving, level);
            if (overlay != null) {
                return overlay;
            }
        }
        return otherwise;
    }

    /** What each grey of a scan stands for: {@code greys} at equal steps from {@code low} to {@code high}, straight between. */
    private record Greys(double low, double high, float[] greys) implements Serializable {
        ScanView over(ScanView scan) {
            return new ScanView(new Recoloured(scan.source(), this), scan.extent(), scan.voxelSize(), scan.body());
        }

        float of(float grey) {
            double at = (grey - low) / (high - low) * (greys.length - 1);
            int cell = (int) Math.max(0, Math.min(greys.length - 2, Math.floor(at)));
            float part = (float) Math.max(0, Math.min(1, at - cell));
            return greys[cell] + part * (greys[cell + 1] - greys[cell]);
        }
    }

    private record Recoloured(Source scan, Greys greys) implements Source {
        @Override
        public Volume open() throws IOException {
            return new Open(scan.open(), greys);
        }
    }

    private record Open(Volume scan, Greys greys) implements Volume {
        @Override
        public Extent extent() {
            return scan.extent();
        }

        @Override
        public void read(Region region, float[] values, byte[] valid) throws IOException {
            scan.read(region, values, valid);
            for (int i = 0; i < region.voxels(); i++) {
                values[i] = valid[i] == 0 ? 0 : greys.of(values[i]);
            }
        }

        @Override
        public void close() throws IOException {
            scan.close();
        }
    }

    /** Two volumes in memory, one laid upon the other. */
    private static final class Overlay {
        private final Level level;
        private final Level partner;
        private final MemoryVolume fixed;
        private final MemoryVolume moving;
        private final double[] fixedRange;
        private final double[] movingRange;

        private Overlay(Level level, Level partner, MemoryVolume fixed, MemoryVolume moving) {
            this.level = level;
            this.partner = partner;
            this.fixed = fixed;
            this.moving = moving;
            fixedRange = range(fixed);
            movingRange = range(moving);
        }

        static @Nullable Overlay of(Prepared fixed, Prepared moving, Level level) {
            Level partner =
                    moving.levelOf(level.factor() * fixed.view().voxelSize().meanUm());
            return level.smoothed() instanceof MemoryVolume f && partner.smoothed() instanceof MemoryVolume m
                    ? new Overlay(level, partner, f, m)
                    : null;
        }

        /** The grey range but for the thousandth at either end. */
        private static double[] range(MemoryVolume volume) {
            float[] seen = new float[volume.values().length];
            int n = 0;
            for (int i = 0; i < seen.length; i++) {
                if (volume.valid()[i] != 0) {
                    seen[n++] = volume.values()[i];
                }
            }
            Arrays.sort(seen, 0, n);
            double low = n == 0 ? 0 : seen[n / 1000];
            double high = n == 0 ? 1 : seen[n - 1 - n / 1000];
            return new double[] {low, high > low ? high : low + 1};
        }

        private static int bin(double grey, double[] range) {
            double at = (grey - range[0]) / (range[1] - range[0]) * (BINS - 1);
            return (int) Math.max(0, Math.min(BINS - 1, Math.rint(at)));
        }

        /** The shift of most information, fixed to moving in micrometres. */
        Affine likeliest() {
            Affine best = Affine.IDENTITY;
            double most = Double.NEGATIVE_INFINITY;
            long[] reach = {
                (long) (REACH * level.extent().x()),
                (long) (REACH * level.extent().y()),
                (long) (REACH * level.extent().z())
            };
            Affine toUm = level.toUm();
            for (long k = -reach[2]; k <= reach[2]; k++) {
                for (long j = -reach[1]; j <= reach[1]; j++) {
                    for (long i = -reach[0]; i <= reach[0]; i++) {
                        Affine shift = Affine.translation(i * toUm.m00(), j * toUm.m11(), k * toUm.m22());
                        double told = information(shift);
                        if (told > most) {
                            most = told;
                            best = shift;
                        }
                    }
                }
            }
            return best;
        }

        /** Normalised mutual information, (H(fixed) + H(moving)) / H(both). */
        private double information(Affine map) {
            int[] both = new int[BINS * BINS];
            int n = 0;
            Meeting meeting = new Meeting(map);
            for (int z = 0; z < fixed.extent().z(); z++) {
                for (int y = 0; y < fixed.extent().y(); y++) {
                    for (int x = 0; x < fixed.extent().x(); x++) {
                        int other = meeting.of(x, y, z);
                        if (other >= 0) {
                            both[
                                    bin(fixed.values()[meeting.own], fixedRange) * BINS
                                            + bin(moving.values()[other], movingRange)]++;
                            n++;
                        }
                    }
                }
            }
            if (n < LEAST_OVERLAP * fixed.extent().voxels()) {
                return Double.NEGATIVE_INFINITY;
            }
            int[] rows = new int[BINS];
            int[] columns = new int[BINS];
            for (int i = 0; i < both.length; i++) {
                rows[i / BINS] += both[i];
                columns[i % BINS] += both[i];
            }
            return (entropy(rows, n) + entropy(columns, n)) / Math.max(1e-9, entropy(both, n));
        }

        private static double entropy(int[] counts, int n) {
            double sum = 0;
            for (int c : counts) {
                sum -= c == 0 ? 0 : (double) c / n * Math.log((double) c / n);
            }
            return sum;
        }

        /** What each grey of the moving scan stands for where a map puts it; greys never met stand between their neighbours. */
        Greys greysAt(Affine map) {
            double[] sum = new double[BINS];
            int[] count = new int[BINS];
            Meeting meeting = new Meeting(map);
            for (int z = 0; z < fixed.extent().z(); z++) {
                for (int y = 0; y < fixed.extent().y(); y++) {
                    for (int x = 0; x < fixed.extent().x(); x++) {
                        int other = meeting.of(x, y, z);
                        if (other >= 0) {
                            int b = bin(moving.values()[other], movingRange);
                            sum[b] += fixed.values()[meeting.own];
                            count[b]++;
                        }
                    }
                }
            }
            float[] greys = new float[BINS];
            int last = -1;
            for (int b = 0; b < BINS; b++) {
                if (count[b] == 0) {
                    continue;
                }
                greys[b] = (float) (sum[b] / count[b]);
                for (int gap = last + 1; gap < b; gap++) {
                    float part = last < 0 ? 1 : (float) (gap - last) / (b - last);
                    greys[gap] = last < 0 ? greys[b] : greys[last] + part * (greys[b] - greys[last]);
                }
                last = b;
            }
            for (int b = last + 1; b < BINS && last >= 0; b++) {
                greys[b] = greys[last];
            }
            return new Greys(movingRange[0], movingRange[1], greys);
        }

        /** Which voxel of the moving volume a voxel of the fixed one meets. */
        private final class Meeting {
            private final Affine map;
            /** The fixed voxel's index, as last asked for. */
            int own;

            Meeting(Affine um) {
                map = level.toUm().then(um).then(partner.toUm().inverse());
            }

            /** The moving voxel's index, or -1 where either is not seen. */
            int of(int x, int y, int z) {
                own = (int) fixed.extent().index(x, y, z);
                if (fixed.valid()[own] == 0) {
                    return -1;
                }
                Point p = map.apply(x, y, z);
                long i = Math.round(p.x());
                long j = Math.round(p.y());
                long k = Math.round(p.z());
                Extent e = moving.extent();
                if (i < 0 || j < 0 || k < 0 || i >= e.x() || j >= e.y() || k >= e.z()) {
                    return -1;
                }
                int other = (int) e.index(i, j, k);
                return moving.valid()[other] == 0 ? -1 : other;
            }
        }
    }
}
