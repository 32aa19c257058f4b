package patina.segmentation;

import java.util.Map;
import java.util.TreeMap;

/**
 * How deep a crack goes, from what is missing below each depth.
 *
 * <p>The opening of a loaded crack with an elliptic front is an ellipsoid's (Sneddon 1946): its section at a depth z is as
 * large as 1 - z<sup>2</sup> / c<sup>2</sup>, whatever part of it lies within other features, and below a height h above the
 * front it holds V(h) = k h<sup>2</sup> (1 - h / 3c). Blur of standard deviation s moves nothing and adds s<sup>2</sup> V'' / 2. The
 * depths below which lie two shares of the volume tell the front, so that neither a threshold nor the opening matters.
 *
 * @param depth of the front, in voxels
 * @param u its standard uncertainty from noise
 */
record SheetFront(double depth, double u) {
    static final int BINS_PER_VOXEL = 4;

    /** Shares of the volume: nearer to the front noise is more than what is missing, farther off the sheet may branch. */
    private static final double LOWER = 0.05;

    private static final double UPPER = 0.2;
    private static final int HALVINGS = 40;

    /** A depth below which a volume lies, the section there, and the voxels below. */
    private record Level(double depth, double section, double voxels) {}

    /**
     * @param below by depth in steps of 1/4 voxel, what is missing there and of how many voxels, in {@link ZoneSums#STEP}
     * @param sigma standard deviation of a blurred edge, in voxels
     */
    static SheetFront of(TreeMap<Integer, long[]> below, double sigma, Noise noise) {
        double volume = 0;
        for (long[] bin : below.values()) {
            volume += bin[0] * ZoneSums.STEP;
        }
        Level low = level(below, LOWER * volume);
        Level high = level(below, UPPER * volume);
        double between = low.depth - high.depth;
        // The height of the lower level above the front: the ratio of the volumes falls with it.
        double least = 0;
        double most = 10 * between;
        for (int i = 0; i < HALVINGS; i++) {
            double h = (least + most) / 2;
            double c = low.depth + h;
            if (held(h + between, c, sigma) * LOWER > held(h, c, sigma) * UPPER) {
                least = h;
            } else {
                most = h;
            }
        }
        double lowU = noise.ofSum(low.voxels) / low.section;
        double highU = noise.ofSum(high.voxels) / high.section;
        // Depth = 2 low - high where both are near the front; what lies below the lower lies below the other, too.
        double shared = noise.ofSum(low.voxels) * noise.ofSum(low.voxels) / (low.section * high.section);
        double u = Math.sqrt(Math.max(0, 4 * lowU * lowU + highU * highU - 4 * shared));
        return new SheetFront(low.depth + least, u);
    }

    private static double held(double h, double c, double sigma) {
        return h * h * (1 - h / (3 * c)) + sigma * sigma * (1 - h / c);
    }

    private static Level level(TreeMap<Integer, long[]> below, double volume) {
        double sum = 0;
        double voxels = 0;
        for (Map.Entry<Integer, long[]> bin : below.descendingMap().entrySet()) {
            double more = bin.getValue()[0] * ZoneSums.STEP;
            if (sum + more >= volume) {
                double depth = (bin.getKey() + 1 - (volume - sum) / more) / BINS_PER_VOXEL;
                return new Level(depth, more * BINS_PER_VOXEL, voxels);
            }
            sum += more;
            voxels += bin.getValue()[1] * ZoneSums.STEP;
        }
        return new Level(0, 1, voxels);
    }
}
