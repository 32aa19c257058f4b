package patina.segmentation;

import org.apache.commons.math3.special.Erf;

/**
 * The area of original surface that is missing, from the blurred deficit in two layers, one about the surface and one a
 * voxel below it, both weighted by triangles two voxels wide at their foot.
 *
 * <p>Let the missing cross section be a + b t at depth t below the surface, and none above. Blurred by a Gaussian, a depth
 * s shows a P(s) + b (s P(s) + sigma p(s)), with the normal distribution P and its density p. Two layers tell a, the area
 * at the surface. Areas in voxel faces.
 */
final class Mouth {
    private static final int STEPS = 40;
    /** A dent less deep than the blur has no slope that could be told: the area is at most so many times the layer's. */
    private static final double MOST = 1.4;

    private Mouth() {}

    /**
     * @param surface deficit in the layer about the surface
     * @param below deficit in the layer about one voxel below
     */
    static double area(double surface, double below, double sigma) {
        double[] a = layer(0, sigma);
        double[] b = layer(1, sigma);
        double plain = surface / a[0];
        double fitted = (surface * b[1] - below * a[1]) / (a[0] * b[1] - b[0] * a[1]);
        return plain > 0 ? Math.max(plain / MOST, Math.min(plain * MOST, fitted)) : plain;
    }

    /** What a layer shows of a section of 1, and of one that grows by 1 a voxel of depth. */
    private static double[] layer(double centre, double sigma) {
        double even = 0;
        double growing = 0;
        for (int i = 0; i < 2 * STEPS; i++) {
            double off = (i + 0.5) / STEPS - 1;
            double s = centre + off;
            double weight = (1 - Math.abs(off)) / STEPS;
            double p = 0.5 * (1 + Erf.erf(s / (sigma * Math.sqrt(2))));
            double density = Math.exp(-0.5 * s * s / (sigma * sigma)) / Math.sqrt(2 * Math.PI);
            even += weight * p;
            growing += weight * (s * p + sigma * density);
        }
        return new double[] {even, growing};
    }
}
