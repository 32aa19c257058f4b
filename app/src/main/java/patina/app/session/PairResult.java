package patina.app.session;

import java.util.List;
import patina.geometry.Affine;

/**
 * How one volume lies to another.
 *
 * @param transform fixed to moving, micrometres; of a stitched volume the one map that fits best
 * @param seconds wall time, reading included
 * @param model what was fitted
 * @param scale isotropic part of the transform's scale
 * @param residual rms grey difference after registration, as a share of metal minus air
 * @param trimmedFraction share of the voxels that were left out as changed, 0 to 1
 * @param treUUm rms standard uncertainty of a point in the specimen, micrometres
 * @param boundUm the Cramér-Rao bound of that; NaN when not asked for
 * @param quality how much of the fixed volume's structure is found again, 0 to 1
 * @param stacks of a volume stitched from several along z, else empty
 * @param notes what the user should know, one sentence each
 */
public record PairResult(
        Affine transform,
        double seconds,
        PairRequest.Model model,
        double scale,
        double residual,
        double trimmedFraction,
        double treUUm,
        double boundUm,
        double quality,
        List<Stack> stacks,
        List<String> notes) {
    /**
     * One stack of the moving volume.
     *
     * @param from its first plane
     * @param to one past its last
     */
    public record Stack(long from, long to, Affine transform, double treUUm, double quality) {}
}
