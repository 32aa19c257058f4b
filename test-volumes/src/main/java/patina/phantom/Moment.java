package patina.phantom;

import java.util.Comparator;
import java.util.List;

/**
 * All there is to see at one moment.
 *
 * @param body the specimen's original surface
 * @param losses what is gone from it, in the order of {@link Kind}: metal that two of them claim counts for the first
 * @param inclusions grains of another grey within the metal; level is a factor on the metal's
 * @param background what surrounds the body, as a share of metal minus air
 * @param surroundings other things in view (a grip, bubbles), later ones over earlier ones, in a frame of their own
 */
record Moment(
        ConvexBody body, List<Feature> losses, List<Solid> inclusions, double background, List<Solid> surroundings) {
    Moment {
        losses = losses.stream().sorted(Comparator.comparing(Feature::kind)).toList();
        inclusions = List.copyOf(inclusions);
        surroundings = List.copyOf(surroundings);
    }

    /** The losses that a crack is told from. */
    List<Feature> pits() {
        return losses.stream().filter(loss -> loss.kind() == Kind.PIT).toList();
    }
}
