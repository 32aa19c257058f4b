package patina.phantom;

import java.util.ArrayList;
import java.util.List;

/**
 * What scenes are built with: lengths that grow with the view, exposures, bodies and their faces, and the things that
 * happen to them. Lengths are given for a view of 128³ and scaled.
 */
record Stage(PhantomOptions options, Quantity quantity) {
    /** Depth at which a feature is first seen, where its law allows. */
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

    /** A depth law that is first seen at a step, some voxels deep, and has a depth in the last scan. */
    Growth growth(int firstStep, double finalDepth, double n) {
        return growth(firstStep, Math.min(FIRST_DEPTH, 0.8 * finalDepth), finalDepth, n);
    }

    /**
     * A depth law through two depths, at a step and at the last; where it would begin before the step before, it begins
     * there and is less deep at the first. A step of 0 is for what is older than the first scan.
     */
    Growth growth(int firstStep, double firstDepth, double finalDepth, double n) {
        double finalVoxels = finalDepth * scale();
        if (last() == 0) {
            return Growth.arrested(firstDepth * scale());
        }
        double end = exposure(last());
        if (firstStep >= last()) {
            double incubation = end - quantity.perStep() / 2;
            return new Growth(finalVoxels / Math.pow(end - incubation, n), n, incubation);
        }
        double notBefore = firstStep == 0 ? Double.NEGATIVE_INFINITY : exposure(firstStep - 1);
        return Growth.through(n, exposure(firstStep), firstDepth * scale(), end, finalVoxels, notBefore);
    }

    /** A constant rate from the first scan on, to a depth in the last; in voxels as they are. */
    Growth rate(double finalVoxels) {
        return new Growth(finalVoxels / exposure(last()), 1, 0);
    }

    /** The step a share of the way from the first scan to the last. */
    int stepAt(double share) {
        return (int) Math.round(share * last());
    }

    /** A pit that grows. */
    Actor pit(String id, Pit pit) {
        return step -> pit.at(id, exposure(step));
    }

    /** Two pits beside each other that grow into one at a step. */
    Actor merging(String one, Pit first, String other, Pit second, int mergeStep) {
        return step -> {
            List<Feature> both = new ArrayList<>(first.at(one, exposure(step)));
            both.addAll(second.at(other, exposure(step)));
            return step < mergeStep ? both : List.of(joined(both, List.of()));
        };
    }

    /** Two pits of which the wall between gives way at a step, so that a channel joins them. */
    Actor bridged(String one, Pit first, String other, Pit second, Shape channel, int mergeStep) {
        return step -> {
            List<Feature> both = new ArrayList<>(first.at(one, exposure(step)));
            both.addAll(second.at(other, exposure(step)));
            return step < mergeStep || both.size() < 2 ? both : List.of(joined(both, List.of(channel)));
        };
    }

    /** A pit with two lobes that becomes two at a step, when a deposit as bright as the metal fills its waist. */
    Actor splitting(String id, Pit first, Pit second, Shape channel, int splitStep) {
        String one = id + "1";
        String other = id + "2";
        return step -> {
            List<Feature> both = new ArrayList<>(first.at(one, exposure(step)));
            both.addAll(second.at(other, exposure(step)));
            if (step >= splitStep) {
                return both.stream().map(lobe -> lobe.from(id)).toList();
            }
            return both.size() < 2
                    ? List.of()
                    : List.of(joined(both, List.of(channel)).named(id));
        };
    }

    private static Feature joined(List<Feature> both, List<Shape> channels) {
        Feature a = both.get(0);
        Feature b = both.get(1);
        List<Shape> parts = new ArrayList<>(List.of(a.shape(), b.shape()));
        parts.addAll(channels);
        return new Feature(
                a.id() + "+" + b.id(),
                a.kind(),
                new Union(parts),
                Math.max(a.depth(), b.depth()),
                List.of(a.id(), b.id()),
                a.depth() >= b.depth() ? a.growth() : b.growth(),
                Math.max(a.product(), b.product()));
    }

    /**
     * How far apart two pits of these laws must be to be two before a step and one from it on: three quarters of what
     * both mouths grow in that step lie between them before it, and a quarter is their overlap after.
     */
    double mergingDistance(double radiusPerDepth, Growth one, Growth other, int mergeStep) {
        double before = one.at(exposure(mergeStep - 1)) + other.at(exposure(mergeStep - 1));
        double after = one.at(exposure(mergeStep)) + other.at(exposure(mergeStep));
        return radiusPerDepth * (before + 0.75 * (after - before)) / scale();
    }

    /**
     * A crack that runs from a place on a face to one side and into the depth, its sheet normal to the face, and from
     * {@code branchStep} on sends out a branch.
     *
     * @param place on the face, u along the crack's path
     * @param depth of the front below the place
     * @param lengthPerDepth of the front along the path, over the depth
     * @param opening the largest in the last scan, at the place, in voxels of a view of 128³
     */
    Actor branchingCrack(
            String id,
            String parent,
            Frame place,
            Growth depth,
            double lengthPerDepth,
            double opening,
            int branchStep) {
        double finalDepth = depth.at(exposure(last()));
        double finalLength = lengthPerDepth * finalDepth;
        return step -> {
            double deep = depth.at(exposure(step));
            if (deep <= 0) {
                return List.of();
            }
            double open = opening * scale() * (0.4 + 0.6 * deep / finalDepth);
            Shape shape = new Sheet(intoDepth(place), lengthPerDepth * deep, deep, open, 0);
            if (step >= branchStep) {
                double share = (step - branchStep + 1.0) / (last() - branchStep + 1.0);
                double reach = 0.4 * finalLength * share;
                Frame fork = place.movedBy(0.5 * finalLength, 0, 0).turned(35);
                Shape branch = new Sheet(intoDepth(fork), reach, 0.5 * finalDepth * share, 0.6 * open, 0);
                shape = Union.of(shape, branch);
            }
            return List.of(Feature.of(id, Kind.CRACK, shape, deep, depth).from(parent));
        };
    }

    /** A crack of its own that runs both ways from a place, with a largest opening in the last scan in voxels. */
    Actor pennyCrack(String id, Frame place, Growth depth, double lengthPerDepth, double openingVoxels) {
        double finalDepth = depth.at(exposure(last()));
        return step -> {
            double deep = depth.at(exposure(step));
            if (deep <= 0) {
                return List.of();
            }
            double reach = lengthPerDepth * deep;
            Shape sheet = new Sheet(intoDepth(place), reach, deep, openingVoxels * deep / finalDepth, -reach);
            return List.of(Feature.of(id, Kind.CRACK, sheet, deep, depth));
        };
    }

    /**
     * Fissures along the edges of a honeycomb of grains about a place, each as deep as a share of its own of the whole.
     *
     * @param reach how far from the place they have come in the last scan; {@code grain} the width of a grain
     * @param openingVoxels the largest of a fissure in the last scan
     */
    Actor intergranular(String id, Frame place, double reach, double grain, Growth depth, double openingVoxels) {
        double finalDepth = depth.at(exposure(last()));
        double edge = grain / Math.sqrt(3) * scale();
        Draws draws = draws("grains of " + id);
        List<Frame> edges = new ArrayList<>();
        List<Double> shares = new ArrayList<>();
        int cells = (int) Math.ceil(2 * reach / grain);
        for (int row = -cells; row <= cells; row++) {
            for (int column = -cells; column <= cells; column++) {
                double u = edge * Math.sqrt(3) * (column + 0.5 * Math.floorMod(row, 2));
                double v = edge * 1.5 * row;
                // Three of a cell's six edges; the others are its neighbours'.
                for (double degrees : new double[] {0, 60, 120}) {
                    double angle = Math.toRadians(degrees);
                    double toEdge = edge * Math.sqrt(3) / 2;
                    edges.add(place.movedBy(u + toEdge * Math.cos(angle), v + toEdge * Math.sin(angle), 0)
                            .turned(degrees + 90));
                    shares.add(draws.between(0.6, 1));
                }
            }
        }
        return step -> {
            double deep = depth.at(exposure(step));
            if (deep <= 0) {
                return List.of();
            }
            double now = deep / finalDepth;
            double out = reach * scale() * (0.5 + 0.5 * now);
            List<Shape> fissures = new ArrayList<>();
            for (int e = 0; e < edges.size(); e++) {
                Frame at = edges.get(e);
                if (at.origin().plus(place.origin().times(-1)).length() <= out) {
                    // Longer than the edge: where three meet they are open.
                    double half = 0.75 * edge;
                    double open = openingVoxels * (0.5 + 0.5 * now);
                    fissures.add(new Sheet(intoDepth(at), half, shares.get(e) * deep, open, -half));
                }
            }
            return List.of(Feature.of(id, Kind.INTERGRANULAR, new Union(fissures), deep, depth));
        };
    }

    /** The frame of a sheet: its v is the face's w. */
    private static Frame intoDepth(Frame face) {
        return new Frame(face.origin(), face.u(), face.w(), face.v().times(-1));
    }

    /** The scar of a ball: a paraboloid the outline of which grows with the root of its depth. */
    Actor scar(String id, Frame place, double alongU, double alongV, Growth depth) {
        double finalDepth = depth.at(exposure(last()));
        return step -> {
            double deep = depth.at(exposure(step));
            if (deep <= 0) {
                return List.of();
            }
            double width = Math.sqrt(deep / finalDepth) * scale();
            Shape dent = new Dent(place, alongU * width, alongV * width, deep, 2);
            return List.of(Feature.of(id, Kind.WEAR, dent, deep, depth));
        };
    }

    /** A patch of even depth with a rounded rim. */
    Actor patch(String id, Frame place, double alongU, double alongV, Growth depth) {
        return step -> {
            double deep = depth.at(exposure(step));
            if (deep <= 0) {
                return List.of();
            }
            Shape dent = new Dent(place, alongU * scale(), alongV * scale(), deep, 16);
            return List.of(Feature.of(id, Kind.WEAR, dent, deep, depth));
        };
    }

    /** A layer lost everywhere. */
    Actor thinning(String id, ConvexBody body, Growth depth) {
        return step -> {
            double deep = depth.at(exposure(step));
            return deep <= 0
                    ? List.of()
                    : List.of(Feature.of(id, Kind.UNIFORM, new Complement(body.inset(deep)), deep, depth));
        };
    }

    /** An enclosed spherical pore; the law is that of its radius. */
    Actor pore(String id, ConvexBody body, Vec centre, Growth radius) {
        Vec place = centre.times(scale());
        return step -> {
            double r = radius.at(exposure(step));
            return r <= 0
                    ? List.of()
                    : List.of(Feature.of(id, Kind.PORE, Ellipsoid.sphere(place, r), body.depth(place) + r, radius));
        };
    }
}
