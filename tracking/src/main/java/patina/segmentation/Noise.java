package patina.segmentation;

/**
 * The noise of the loss between two scans, as shares of metal minus air, measured on sound metal.
 *
 * @param sigma of one voxel
 * @param smooth of one voxel after smoothing by a Gaussian of 1 voxel
 * @param sum of a sum over n voxels, divided by the square root of n: larger than {@code sigma} where noise is correlated
 * @param slow of the mean over a large zone: what the grey levels are unsure by
 */
public record Noise(double sigma, double smooth, double sum, double slow) {
    /** The noise of one scan alone, of two that are equally noisy. */
    public Noise ofOneScan() {
        double half = Math.sqrt(0.5);
        return new Noise(half * sigma, half * smooth, half * sum, half * slow);
    }

    /** Standard uncertainty of a sum of losses over {@code voxels}, in voxels. */
    public double ofSum(double voxels) {
        return Math.sqrt(sum * sum * voxels + slow * slow * voxels * voxels);
    }
}
