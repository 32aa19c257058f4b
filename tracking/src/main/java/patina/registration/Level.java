package patina.registration;

import patina.blocks.Source;
import patina.geometry.Affine;
import patina.geometry.Extent;

/**
 * One level of a scan's pyramid.
 *
 * @param factor scan voxels in a voxel of this level, along each axis
 * @param toUm this level's voxel coordinates to micrometres in the scan's frame
 * @param smoothed grey values, smoothed
 * @param leastGradient squared central difference over two voxels from which on a voxel carries gradient
 * @param noiseGradient squared gradient, all three directions together, that noise alone gives
 */
public record Level(
        int factor, Extent extent, Affine toUm, Source smoothed, double leastGradient, double noiseGradient) {
    /** Where in a chi-square distribution with three degrees of freedom a quarter lies below. */
    private static final double QUARTER_OF_CHI_SQUARE = 1.213;

    /** One in a hundred of noise's squared gradients is longer. */
    private static final double HUNDREDTH_OF_CHI_SQUARE = 11.34;

    static Level of(
            int factor, Extent extent, Affine toUm, Source smoothed, GradientHistogram gradients, double contrast) {
        double component = gradients.quantile(0.25) / QUARTER_OF_CHI_SQUARE;
        double most = gradients.quantile(0.9);
        double least = Math.min(HUNDREDTH_OF_CHI_SQUARE * component, most);
        least = Math.max(least, gradients.quantile(0.7));
        least = Math.max(least, 1e-5 * contrast * contrast);
        return new Level(factor, extent, toUm, smoothed, least, 3 * component / 4);
    }
}
