package patina.app.session;

import java.util.List;
import java.util.Locale;
import patina.phantom.Texture;

/**
 * Pairs of textured volumes, the second displaced by a known field, to be registered locally.
 *
 * @param fields each with each seed
 * @param seeds how many
 * @param firstSeed the first; the others follow
 * @param size edge of the volumes, voxels
 * @param noise of both scans, as a share of the grey range, of which the texture's standard deviation is {@link #TEXTURE}
 * @param radius half edge of the subsets, voxels
 * @param spacing of the points, voxels
 * @param threads how many blocks are worked on at once; 0 for one a processor
 */
public record DisplacementBenchRequest(
        List<Field> fields, int seeds, long firstSeed, int size, double noise, int radius, int spacing, int threads) {
    /** Standard deviation of the texture, as a share of the grey range. */
    public static final double TEXTURE = 0.094;

    /** How the specimen is displaced. */
    public enum Field {
        /** Not at all: what is found is the noise. */
        STILL,
        /** By 0.6, -0.3 and 0.45 voxel along x, y and z. */
        SHIFT,
        /** Stretched by 0.6 % along x and 0.2 % less along y, about the middle. */
        STRAIN,
        /** Along x by 0.3 voxel times the sine of x, whose period is 0.8 of the volume. */
        SINE;

        /** As users say it. */
        public String key() {
            return name().toLowerCase(Locale.ROOT);
        }

        Texture.Displacement displacement(int size) {
            double middle = (size - 1) / 2.0;
            double wave = 2 * Math.PI / (0.8 * size);
            return switch (this) {
                case STILL -> (x, y, z) -> new double[3];
                case SHIFT -> (x, y, z) -> new double[] {0.6, -0.3, 0.45};
                case STRAIN -> (x, y, z) -> new double[] {0.006 * (x - middle), -0.002 * (y - middle), 0};
                case SINE -> (x, y, z) -> new double[] {0.3 * Math.sin(wave * x), 0, 0};
            };
        }
    }

    public DisplacementBenchRequest {
        fields = List.copyOf(fields);
        if (seeds < 1) {
            throw new IllegalArgumentException("At least one seed was wanted, not " + seeds + ".");
        }
        if (size < 2 * radius + 5 || size > 512) {
            throw new IllegalArgumentException("Volumes of " + (2 * radius + 5)
                    + " (a subset and its rim) to 512 voxels" + " an edge were wanted, not " + size + ".");
        }
    }
}
