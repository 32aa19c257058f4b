package patina.segmentation;

/**
 * The noise of the loss between two scans, as shares of metal minus air, measured on sound metal.
 *
 * @param sigma of one voxel
 * @param smooth of one voxel after smoothing by a Gaussian of 1 voxel
 * @param sum of a sum over n voxels, divided by the square root of n: larger than {@code sigma} where noise is correlated
 * @param slow of the mean over a large zone: what the grey levels are unsure by
 * @param own of one voxel of the later scan alone, on the reference grid; 0 for the reference scan and where it is not told
 * @param level of the metal of the later scan alone, over a large zone: what it differs by from the level fitted to all of it
 */
public record Noise(double sigma, double smooth, double sum, double slow, double own, double level) {
    /** The noise of one scan alone, of two that are equally noisy. */
    public Noise ofOneScan() {
        double half = Math.sqrt(0.5);
        return new Noise(half * sigma, half * smooth, half * sum, half * slow, own, level);
    }

    /** Standard uncertainty of a sum of losses over {@code voxels}, in voxels. */
    public double ofSum(double voxels) {
        return Math.sqrt(sum * sum * voxels + slow * slow * voxels * voxels);
    }
}
