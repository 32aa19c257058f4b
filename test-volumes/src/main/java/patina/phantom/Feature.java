package patina.phantom;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A piece of metal lost, at one moment.
 *
 * @param id the same as long as the feature lasts; a merged or split-off one has its own
 * @param depth of its deepest point below the original surface, in voxels
 * @param parents what it came from
 * @param growth the law of its depth, where it follows one; of a pore's radius
 * @param product what fills it, as a share of metal minus air; 0 when it is as empty as what is around the body
 */
record Feature(
        String id,
        Kind kind,
        Shape shape,
        double depth,
        List<String> parents,
        @Nullable Growth growth,
        double product) {
    Feature {
        parents = List.copyOf(parents);
    }

    static Feature of(String id, Kind kind, Shape shape, double depth, Growth growth) {
        return new Feature(id, kind, shape, depth, List.of(), growth, 0);
    }

    Feature from(String... ancestors) {
        return new Feature(id, kind, shape, depth, List.of(ancestors), growth, product);
    }

    Feature named(String other) {
        return new Feature(other, kind, shape, depth, List.of(), growth, product);
    }

    Feature filledWith(double share) {
        return new Feature(id, kind, shape, depth, parents, growth, share);
    }
}
