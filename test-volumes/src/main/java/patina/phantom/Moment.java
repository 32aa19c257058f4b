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
 * @param partings cracks whose opening pushed the metal beside them aside, with its inclusions; outer surfaces stay
 * @param surroundings other things in view (a grip, bubbles), later ones over earlier ones, in a frame of their own
 */
record Moment(
        ConvexBody body,
        List<Feature> losses,
        List<Solid> inclusions,
        List<Sheet> partings,
        double background,
        List<Solid> surroundings) {
    Moment {
        losses = losses.stream().sorted(Comparator.comparing(Feature::kind)).toList();
        inclusions = List.copyOf(inclusions);
        partings = List.copyOf(partings);
        surroundings = List.copyOf(surroundings);
    }

    /** Rounds of the search for where metal lay: enough where a crack is open by a tenth of its length. */
    private static final int ROUNDS = 8;

    /** Where the metal at a place lay before any crack opened. */
    Vec origin(Vec p) {
        if (partings.isEmpty()) {
            return p;
        }
        Vec from = p;
        for (int round = 0; round < ROUNDS; round++) {
            Vec moved = new Vec(0, 0, 0);
            for (Sheet sheet : partings) {
                moved = moved.plus(sheet.displacement(p, from));
            }
            from = p.plus(moved.times(-1));
        }
        return from;
    }

    /** How far metal moved at most. */
    double farthest() {
        return partings.stream().mapToDouble(sheet -> sheet.opening() / 2).sum();
    }

    /** The losses that a crack is told from. */
    List<Feature> pits() {
        return losses.stream().filter(loss -> loss.kind() == Kind.PIT).toList();
    }
}
