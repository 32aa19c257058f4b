package patina.segmentation;

import java.io.Serializable;
import patina.geometry.Extent;

/**
 * What void and sound metal look like in one registered scan: solid fraction = (grey - air) / (metal - air).
 *
 * @param air grey of void
 * @param metal grey of sound metal, over the volume
 */
public record Levels(double air, GreyLevel metal) implements Serializable {
    /** The two levels without any variation over the volume. */
    static Levels constant(double air, double metal, Extent extent) {
        return new Levels(air, GreyLevel.constant(metal, extent));
    }

    /** These levels changed as {@code to} differs from {@code from}. */
    Levels changed(Levels from, Levels to) {
        return new Levels(air + to.air - from.air, metal.changed(from.metal, to.metal));
    }

    /** Turns a row of greys into solid fractions. */
    void fractions(float[] grey, int at, long x0, int n, long y, long z, double[] scratch, float[] out, int to) {
        metal.row(x0, n, y, z, scratch);
        for (int i = 0; i < n; i++) {
            scratch[i] = 1 / (scratch[i] - air);
        }
        for (int i = 0; i < n; i++) {
            out[to + i] = (float) ((grey[at + i] - air) * scratch[i]);
        }
    }
}
