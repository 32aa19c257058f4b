package patina.phantom;

import java.util.ArrayList;
import java.util.List;

/**
 * What scenes are built with: lengths that grow with the view, exposures, bodies and their faces, and the things that
 * happen to them. Lengths are given for a view of 128³ and scaled.
 */
record Stage(PhantomOptions options, Quantity quantity) {
    /** Depth in voxels at which a feature is first seen, where its law allows. */
    private static final double FIRST_DEPTH = 3;

    int size() {
        return options.size();
    }

    int steps() {
        return options.steps();
    }

    int last() {
        return options.steps() - 1;
    }

    double scale() {
        return options.size() / 128.0;
    }

    double exposure(int step) {
        return step * quantity.perStep();
    }

    Draws draws(String purpose) {
        return new Draws(options.seed(), purpose);
    }

    /**
     * A block of 92 × 84 × 94 with three bevelled edges, so that no pose looks like another; convex.
     *
     * <pre>
     *        z                 y
     *        |  ______         |   _____
     *        | /      |        |  |     \
     *        ||       |        |  |      |
     *        ||_______|        |  |______|
     *        +---------- x     +---------- x
     * </pre>
     */
    ConvexBody block() {
        double s = scale();
        return ConvexBody.of(
                ConvexBody.Plane.of(1, 0, 0, 46 * s),
                ConvexBody.Plane.of(-1, 0, 0, 46 * s),
                ConvexBody.Plane.of(0, 1, 0, 42 * s),
                ConvexBody.Plane.of(0, -1, 0, 42 * s),
                ConvexBody.Plane.of(0, 0, 1, 47 * s),
                ConvexBody.Plane.of(0, 0, -1, 47 * s),
                ConvexBody.Plane.of(0.766, 0.643, 0, 54 * s),
                ConvexBody.Plane.of(-0.5, 0, 0.866, 58 * s),
                ConvexBody.Plane.of(0, -0.707, -0.707, 57 * s));
    }

    /** A rod of radius 26 along z, 80 long, with a flat at x = 21. */
    ConvexBody rod() {
        double s = scale();
        return new ConvexBody(
                List.of(
                        ConvexBody.Plane.of(1, 0, 0, 21 * s),
                        ConvexBody.Plane.of(0, 0, 1, 45 * s),
                        ConvexBody.Plane.of(0, 0, -1, 40 * s)),
                26 * s);
    }

    /** A place (u, v) on the block's upper face, u along x. */
    Frame top(double u, double v) {
        return onFace(new Vec(0, 0, 47), new Vec(0, 0, -1), new Vec(1, 0, 0), u, v);
    }

    Frame bottom(double u, double v) {
        return onFace(new Vec(0, 0, -47), new Vec(0, 0, 1), new Vec(1, 0, 0), u, v);
    }

    Frame right(double u, double v) {
        return onFace(new Vec(46, 0, 0), new Vec(-1, 0, 0), new Vec(0, 1, 0), u, v);
    }

    Frame left(double u, double v) {
        return onFace(new Vec(-46, 0, 0), new Vec(1, 0, 0), new Vec(0, 1, 0), u, v);
    }

    Frame front(double u, double v) {
        return onFace(new Vec(0, -42, 0), new Vec(0, 1, 0), new Vec(1, 0, 0), u, v);
    }

    Frame back(double u, double v) {
        return onFace(new Vec(0, 42, 0), new Vec(0, -1, 0), new Vec(1, 0, 0), u, v);
    }

    /** A place on the rod's round side: an angle from x towards y, and a height. */
    Frame side(double degrees, double height) {
        double angle = Math.toRadians(degrees);
        Vec out = new Vec(Math.cos(angle), Math.sin(angle), 0);
        return Frame.at(out.times(26).plus(new Vec(0, 0, height)).times(scale()), out.times(-1), new Vec(0, 0, 1));
    }

    private Frame onFace(Vec centre, Vec inward, Vec along, double u, double v) {
        return Frame.at(centre.times(scale()), inward, along).movedBy(u * scale(), v * scale(), 0);
    }

    /** A depth law that is first seen at a step and has a depth in the last scan. */
    Growth growth(int firstStep, double finalDepth, double n) {
        double last = finalDepth * scale();
        if (n == 0 || last() == 0) {
            return Growth.arrested(last);
        }
        double from = exposure(firstStep);
        if (firstStep >= last()) {
            double incubation = from - quantity.perStep() / 2;
            return new Growth(last / Math.pow(exposure(last()) - incubation, n), n, incubation);
        }
        double first = Math.min(FIRST_DEPTH * scale(), 0.8 * last);
        double notBefore = firstStep == 0 ? Double.NEGATIVE_INFINITY : exposure(firstStep - 1);
        return Growth.through(n, from, first, exposure(last()), last, notBefore);
    }

    /** As {@link #growth}, for what is already a given depth in the first scan. */
    Growth growthFrom(double depthBefore, double finalDepth, double n) {
        if (last() == 0) {
            return Growth.arrested(depthBefore * scale());
        }
        return Growth.through(
                n, 0, depthBefore * scale(), exposure(last()), finalDepth * scale(), Double.NEGATIVE_INFINITY);
    }

    /** The step a share of the way from the first scan to the last. */
    int stepAt(double share) {
        return (int) Math.round(share * last());
    }

    /** A pit that grows. */
    Actor pit(String id, Pit pit) {
        return step -> pit.at(id, exposure(step));
    }

    /** Two pits beside each other that become one at a step; the first must be the deeper one. */
    Actor merging(String one, Pit first, String other, Pit second, int mergeStep) {
        return step -> {
            List<Feature> both = new ArrayList<>(first.at(one, exposure(step)));
            both.addAll(second.at(other, exposure(step)));
            return step < mergeStep ? both : List.of(merged(both));
        };
    }

    private static Feature merged(List<Feature> both) {
        Feature a = both.get(0);
        Feature b = both.get(1);
        return new Feature(
                a.id() + "+" + b.id(),
                a.kind(),
                Union.of(a.shape(), b.shape()),
                Math.max(a.depth(), b.depth()),
                List.of(a.id(), b.id()),
                a.depth() >= b.depth() ? a.growth() : b.growth(),
                Math.max(a.product(), b.product()));
    }

    /**
     * How far apart two pits of these laws must be to be clearly two before a step and clearly one from it on: their
     * mouths overlap by a quarter of what both grow in that step.
     */
    double mergingDistance(double radiusPerDepth, Growth one, Growth other, int mergeStep) {
        double before = one.at(exposure(mergeStep - 1)) + other.at(exposure(mergeStep - 1));
        double after = one.at(exposure(mergeStep)) + other.at(exposure(mergeStep));
        return radiusPerDepth * (before + 0.75 * (after - before)) / scale();
    }
}
