package patina.segmentation;

import org.jspecify.annotations.Nullable;
import patina.geometry.Point;

/**
 * One feature as it was found in one scan; lengths, areas and volumes in voxels of the reference grid, volumes as sums of
 * solid fractions.
 *
 * @param label in the scan's volume of labels
 * @param attachedTo label of the bulk feature a crack grows out of, or 0
 * @param coreVoxels voxels that carry the label
 * @param zoneVoxels voxels that sums run over
 * @param deficit missing of the original solid
 * @param loss missing since the reference scan; negative for gained material
 * @param centroid of the loss, or of the deficit where nothing was lost, in voxels of the reference grid
 * @param depth deepest place below the original surface; null where there is none half missing
 * @param depthU its standard uncertainty from noise and partial volume, without registration
 * @param meanDepth mean depth of the core
 * @param deepestAt where that is
 * @param mouth original surface that is missing
 * @param unseenVoxels voxels of the zone that were not seen
 * @param low lowest x, y, z of the core
 * @param high highest x, y, z of the core
 * @param axes lengths of the box with the core's moments, longest first
 * @param force how the deficit answers a shift of the scan by one voxel along x, y, z
 * @param torque the same for a rotation by one radian about the grid's origin
 * @param stretch the same for a growth by a factor e about the grid's origin
 * @param sheet what is known of a crack, or null
 * @param product what fills it, or null when it is empty
 * @param level what the scan alone tells of what fills it, or null where it tells nothing
 * @param patch surface of a patch that receded by less than voxels show, in voxel faces; 0 for other features
 * @param partedU standard uncertainty of where a crack ends and what it leaves begins, in volume; both together are
 *     free of it
 */
public record DamageFeature(
        int label,
        Family family,
        int attachedTo,
        long coreVoxels,
        long zoneVoxels,
        double deficit,
        double loss,
        Point centroid,
        @Nullable Double depth,
        double depthU,
        double meanDepth,
        @Nullable Point deepestAt,
        double mouth,
        long unseenVoxels,
        long[] low,
        long[] high,
        double[] axes,
        double[] force,
        double[] torque,
        double stretch,
        @Nullable Sheet sheet,
        @Nullable Product product,
        @Nullable Level level,
        double patch,
        double partedU) {
    /** Of the box that it fills in the mean, less what blur adds to its thickness, a pit or a scar lacks more than this share. */
    private static final double LEAST_FILLED = 0.55;

    /** Smaller places are too blurred to tell how full they are, in voxels. */
    private static final double LEAST_WIDTH = 12;

    private static final double LEAST_THICKNESS = 3;

    /** Blur makes what is missing seem thicker by so much, in voxels: of a shallow scar more than it is deep. */
    private static final double BLURRED = 2;

    /**
     * Whether it is a network of fissures, as of intergranular attack: it spreads and goes deep, but little of what it spreads
     * over is missing.
     */
    public boolean hasFissures() {
        return family == Family.BULK && patch == 0 && isNetwork(axes, deficit);
    }

    /** The same of a bulk feature with such axes and so much missing, both in voxels. */
    static boolean isNetwork(double[] axes, double deficit) {
        return axes[1] >= LEAST_WIDTH
                && axes[2] >= LEAST_THICKNESS
                && deficit < LEAST_FILLED * axes[0] * axes[1] * (axes[2] - BLURRED);
    }

    /**
     * The same feature of whose place something else is known to fill it.
     *
     * @param more how many times more metal was lost than was taken to be
     * @param filling what fills it, or null
     * @param deeper by how much its bottom lies deeper, in voxels
     */
    DamageFeature filledAs(double more, @Nullable Product filling, double deeper, double uncertainty) {
        return new DamageFeature(
                label,
                family,
                attachedTo,
                coreVoxels,
                zoneVoxels,
                more * deficit,
                more * loss,
                centroid,
                depth == null ? null : Double.valueOf(depth + deeper),
                uncertainty,
                meanDepth,
                deepestAt,
                more * mouth,
                unseenVoxels,
                low,
                high,
                axes,
                times(more, force),
                times(more, torque),
                more * stretch,
                sheet,
                filling,
                level,
                patch,
                partedU);
    }

    private static double[] times(double factor, double[] vector) {
        return new double[] {factor * vector[0], factor * vector[1], factor * vector[2]};
    }

    /**
     * Corrosion product, or another second phase, in place of the metal.
     *
     * @param volume of product, in voxels; 0 where some cannot be excluded but none was told
     * @param grey of the product, as a share of metal minus void
     * @param relativeU relative standard uncertainty that telling metal from product adds to the loss
     */
    public record Product(double volume, double grey, double relativeU) {}

    /** What a scan alone tells of a place: that it holds product, that it holds nothing, or too little to tell. */
    public enum Content {
        PRODUCT,
        NOTHING,
        UNSURE
    }

    /**
     * How much of the metal's grey is missing where metal is, as one scan tells it.
     *
     * @param shows mean deficit of one voxel of lost metal: 1 where it is empty
     * @param u its relative standard uncertainty
     */
    public record Level(double shows, double u, Content content) {}

    /**
     * A crack's sheet, in voxels.
     *
     * @param normal of the plane through it
     * @param area of the sheet
     * @param openingMean deficit over area
     * @param openingU what noise adds to the uncertainty of that, and of the area it is over
     * @param openingMax what the opening exceeds over two voxel faces and a hundredth of the area
     * @param surfaceLength length of its trace on the original surface
     * @param surfaceLengthU what noise adds to the uncertainty of that
     * @param length largest extent within the plane
     * @param depth of its front below the original surface
     * @param depthU what noise adds to the uncertainty of that
     */
    public record Sheet(
            Point normal,
            double area,
            double openingMean,
            double openingU,
            double openingMax,
            double surfaceLength,
            double surfaceLengthU,
            double length,
            double depth,
            double depthU) {}
}
