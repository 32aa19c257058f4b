package patina.segmentation;

/**
 * How damage is looked for.
 *
 * @param seed least peak of the smoothed deficit for a feature, share of metal minus air
 * @param low where a feature ends: smoothed deficit, share of metal minus air
 * @param leastVoxels fewest candidate voxels of a feature
 * @param closingVoxels radius of the ball that rolls over the specimen to rebuild its original surface, in voxels
 * @param deepVoxels from which depth metal counts as interior, in voxels
 * @param interiorVoxels from which depth metal tells the scale, in voxels
 */
public record SegmentationSettings(
        double seed, double low, long leastVoxels, double closingVoxels, double deepVoxels, double interiorVoxels) {
    public static SegmentationSettings defaults() {
        return new SegmentationSettings(0.25, 0.12, 30, 10, 4, 5);
    }
}
