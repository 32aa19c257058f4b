package patina.segmentation;

import patina.fields.Component;
import patina.geometry.Point;

/**
 * What components are made like, alone or together: sums over their voxels, in voxels.
 *
 * @param voxels how many
 * @param first sums of x, y, z
 * @param second sums of xx, yy, zz, xy, xz, yz
 * @param surface voxels at the original surface
 * @param depths sum of depths
 * @param depthFirst sums of depth times x, y, z
 * @param deepest largest depth
 */
record Form(
        double voxels,
        double[] first,
        double[] second,
        double surface,
        double depths,
        double[] depthFirst,
        double deepest) {
    /** A sheet is a crack when it reaches at least so many voxels in one direction, and in another. */
    private static final double EXTENT = 5;

    private static final double WIDTH = 4;
    /** What has a larger share at the original surface is a scar or a rim. */
    private static final double SURFACE_SHARE = 0.55;
    /** A crack's largest depth is at least this. */
    private static final double DEPTH = 4;
    /** A crack reaches wider and deeper than it is thick, by this factor; a dent is as thick as deep. */
    private static final double SLENDER = 1.4;

    private static final double THIN_SLENDER = 1.25;
    private static final double LONG = 2.5;
    /** A sheet along the surface is a scar: depth grows across it by more than this, per voxel. */
    private static final double ALONG_SURFACE = 0.75;

    static Form of(Component c, double voxelUm) {
        double n = c.voxels();
        Point m = c.centroid();
        Component.Moments v = c.moments();
        Component.Weight depth = c.weights().get(DamageClasses.WEIGHT_DEPTH);
        double depths = depth.sum() / voxelUm;
        return new Form(
                n,
                new double[] {n * m.x(), n * m.y(), n * m.z()},
                new double[] {
                    n * (v.xx() + m.x() * m.x()),
                    n * (v.yy() + m.y() * m.y()),
                    n * (v.zz() + m.z() * m.z()),
                    n * (v.xy() + m.x() * m.y()),
                    n * (v.xz() + m.x() * m.z()),
                    n * (v.yz() + m.y() * m.z())
                },
                c.weights().get(DamageClasses.WEIGHT_SURFACE).sum(),
                depths,
                new double[] {
                    depths * depth.centre().x(),
                    depths * depth.centre().y(),
                    depths * depth.centre().z()
                },
                depth.most() / voxelUm);
    }

    Form with(Form other) {
        return new Form(
                voxels + other.voxels,
                sum(first, other.first),
                sum(second, other.second),
                surface + other.surface,
                depths + other.depths,
                sum(depthFirst, other.depthFirst),
                Math.max(deepest, other.deepest));
    }

    private static double[] sum(double[] a, double[] b) {
        double[] s = new double[a.length];
        for (int i = 0; i < s.length; i++) {
            s[i] = a[i] + b[i];
        }
        return s;
    }

    Point centroid() {
        return new Point(first[0] / voxels, first[1] / voxels, first[2] / voxels);
    }

    Axes axes() {
        Point m = centroid();
        return Axes.of(new Component.Moments(
                second[0] / voxels - m.x() * m.x(),
                second[1] / voxels - m.y() * m.y(),
                second[2] / voxels - m.z() * m.z(),
                second[3] / voxels - m.x() * m.y(),
                second[4] / voxels - m.x() * m.z(),
                second[5] / voxels - m.y() * m.z()));
    }

    /** Whether this is a sheet that goes into the metal. */
    boolean isSheet() {
        return isSheet(axes(), SLENDER);
    }

    /** The same for what is so thin that nearly all of its thickness is blur: it need be less slender, but long. */
    boolean isThinSheet() {
        Axes axes = axes();
        return axes.longest() >= LONG * axes.shortest() && isSheet(axes, THIN_SLENDER);
    }

    private boolean isSheet(Axes axes, double slender) {
        return axes.longest() >= EXTENT
                && axes.middle() >= WIDTH
                && surface / voxels < SURFACE_SHARE
                && deepest >= DEPTH
                && axes.middle() >= slender * axes.shortest()
                && deepest >= slender * axes.shortest()
                && Math.abs(depthAlong(axes)) <= ALONG_SURFACE;
    }

    /** How depth grows along the shortest axis: 1 for a layer along the surface, 0 for a crack upright on it. */
    private double depthAlong(Axes axes) {
        Point m = centroid();
        Point covariance = new Point(
                depthFirst[0] / voxels - depths / voxels * m.x(),
                depthFirst[1] / voxels - depths / voxels * m.y(),
                depthFirst[2] / voxels - depths / voxels * m.z());
        double variance = axes.shortest() * axes.shortest() / 12;
        return covariance.dot(axes.normal()) / variance;
    }
}
