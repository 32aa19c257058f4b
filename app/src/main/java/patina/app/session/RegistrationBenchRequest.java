package patina.app.session;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Pairs of scans with known truth, to be registered without a start.
 *
 * @param volumes of {@link Kind#TEXTURE}
 * @param scene the phantom of the other kinds; null takes the kind's own
 * @param seeds how many pairs (for each volume)
 * @param firstSeed the first; the others follow
 * @param size edge of the phantoms, voxels
 * @param noise as a share of metal minus air
 * @param thinning what scenes that thin lose on all sides, in voxels; null takes the phantom's own
 */
public record RegistrationBenchRequest(
        Kind kind,
        List<Path> volumes,
        @Nullable String scene,
        int seeds,
        long firstSeed,
        int size,
        double noise,
        @Nullable Double thinning) {
    /** What the pairs are. */
    public enum Kind {
        /** A phantom before and after damage, turned by up to 3 degrees and shifted by up to 6 voxels. */
        DAMAGE("all-at-once", 3),
        /** A phantom turned by up to 180 degrees about any axis and shifted by up to a third of the view. */
        START("null", 2),
        /** The same of DAMAGE with the upper part of the last scan half a voxel off: each stack is a trial of its own. */
        STITCHED("all-at-once", 3),
        /** Any volume's two halves of a turn of up to 3 degrees and a shift of up to 3 voxels, each read with the spline and binned. */
        TEXTURE("", 0),
        /** The same without turn and shift: only the noise differs. */
        STILL("", 0);

        private final String scene;
        private final int steps;

        Kind(String scene, int steps) {
            this.scene = scene;
            this.steps = steps;
        }

        /** As users say it. */
        public String key() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Whether it takes volumes. */
        public boolean takesVolumes() {
            return this == TEXTURE || this == STILL;
        }

        String scene() {
            return scene;
        }

        int steps() {
            return steps;
        }
    }

    public RegistrationBenchRequest {
        volumes = List.copyOf(volumes);
        if (seeds < 1) {
            throw new IllegalArgumentException("At least one seed was wanted, not " + seeds + ".");
        }
        if (kind.takesVolumes() == volumes.isEmpty()) {
            throw new IllegalArgumentException(
                    kind.takesVolumes()
                            ? "Volumes were wanted for pairs of kind '" + kind.key() + "'. Give --volume."
                            : "Pairs of kind '" + kind.key()
                                    + "' are phantoms, but volumes were given. Leave --volume out.");
        }
    }
}
