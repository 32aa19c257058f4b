package patina.phantom;

import java.util.List;

/**
 * A pit that keeps its form while it grows: an ellipsoid with its centre on the face or below it.
 *
 * @param frame its place on the face, w into the metal
 * @param alongU largest radius along u, over the depth
 * @param alongV largest radius along v, over the depth
 * @param undercut how far below the face the centre lies, over the depth; 0 for a half ellipsoid, the mouth of which is
 *     its widest place
 * @param product what fills it, as a share of metal minus air
 */
record Pit(Frame frame, double alongU, double alongV, double undercut, double product, Growth growth) {

    /** As wide as deep times a factor, open and empty. */
    static Pit of(Frame frame, double radiusPerDepth, Growth growth) {
        return new Pit(frame, radiusPerDepth, radiusPerDepth, 0, 0, growth);
    }

    Pit undercutBy(double share) {
        return new Pit(frame, alongU, alongV, share, product, growth);
    }

    Pit stretchedBy(double factor) {
        return new Pit(frame, alongU, alongV * factor, undercut, product, growth);
    }

    Pit filledWith(double share) {
        return new Pit(frame, alongU, alongV, undercut, share, growth);
    }

    List<Feature> at(String id, double exposure) {
        double depth = growth.at(exposure);
        if (depth <= 0) {
            return List.of();
        }
        Shape shape = new Ellipsoid(
                frame.movedBy(0, 0, undercut * depth), alongU * depth, alongV * depth, (1 - undercut) * depth);
        return List.of(Feature.of(id, Kind.PIT, shape, depth, growth).filledWith(product));
    }
}
