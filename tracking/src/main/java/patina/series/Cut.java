package patina.series;

import java.util.Locale;
import patina.geometry.Extent;

/**
 * What is taken of a volume at import: a box of its voxels, {@code to} one past the last, and how many voxels along each axis
 * become one. An end beyond the volume means its end.
 */
public record Cut(long fromX, long fromY, long fromZ, long toX, long toY, long toZ, int bin) {
    /** All of a volume, voxel by voxel. */
    public static final Cut NONE = new Cut(0, 0, 0, Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, 1);

    /** More would leave nothing to measure. */
    public static final int MOST_BINNED = 16;

    public Cut {
        if (bin < 1 || bin > MOST_BINNED) {
            throw new IllegalArgumentException(
                    "Binning joins 1 to " + MOST_BINNED + " voxels along each axis, not " + bin + ".");
        }
        if (fromX < 0 || fromY < 0 || fromZ < 0 || toX <= fromX || toY <= fromY || toZ <= fromZ) {
            throw new IllegalArgumentException(
                    "A crop begins at 0 or later and ends after it begins, on each axis; found " + range(fromX, toX)
                            + "," + range(fromY, toY) + "," + range(fromZ, toZ) + ".");
        }
    }

    /**
     * Reads a crop such as {@code 10:500,20:480,:} (x, y, z in voxels; an end left out is the volume's); empty for all.
     *
     * @throws IllegalArgumentException with one sentence
     */
    public static Cut of(String crop, int bin) {
        if (crop.isBlank()) {
            return new Cut(0, 0, 0, Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, bin);
        }
        String[] axes = crop.strip().split("\\s*,\\s*", -1);
        long[] ends = new long[6];
        boolean good = axes.length == 3;
        for (int a = 0; good && a < 3; a++) {
            good = axes[a].matches("\\d{0,9}\\s*:\\s*\\d{0,9}");
            if (good) {
                String[] two = axes[a].split("\\s*:\\s*", -1);
                ends[a] = two[0].isEmpty() ? 0 : Long.parseLong(two[0]);
                ends[a + 3] = two[1].isEmpty() ? Long.MAX_VALUE : Long.parseLong(two[1]);
            }
        }
        if (!good) {
            throw new IllegalArgumentException(
                    "A crop is written as 10:500,20:480,0:300 (x, y, z in voxels, first and one past"
                            + " the last), not '" + crop.strip() + "'.");
        }
        return new Cut(ends[0], ends[1], ends[2], ends[3], ends[4], ends[5], bin);
    }

    /** Within a volume. */
    Cut within(Extent all) {
        return new Cut(
                fromX, fromY, fromZ, Math.min(toX, all.x()), Math.min(toY, all.y()), Math.min(toZ, all.z()), bin);
    }

    /**
     * What is left of a volume; voxels that fill no whole bin at the far ends are left out.
     *
     * @throws IllegalArgumentException with one sentence, where nothing is left
     */
    public Extent of(Extent all) {
        long x = (Math.min(toX, all.x()) - fromX) / bin;
        long y = (Math.min(toY, all.y()) - fromY) / bin;
        long z = (Math.min(toZ, all.z()) - fromZ) / bin;
        if (x < 1 || y < 1 || z < 1) {
            throw new IllegalArgumentException(
                    "Of " + all + " voxels nothing is left by " + this + ". Choose a larger part, or bin less.");
        }
        return new Extent(x, y, z);
    }

    /** Whether all of a volume is taken as it is. */
    public boolean isWhole(Extent all) {
        return bin == 1 && isUncropped(all);
    }

    /** Whether all of a volume is taken, binned or not. */
    boolean isUncropped(Extent all) {
        return fromX == 0 && fromY == 0 && fromZ == 0 && toX >= all.x() && toY >= all.y() && toZ >= all.z();
    }

    private static String range(long from, long to) {
        return from + ":" + (to == Long.MAX_VALUE ? "" : Long.toString(to));
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT, "crop %s,%s,%s bin %d", range(fromX, toX), range(fromY, toY), range(fromZ, toZ), bin);
    }
}
