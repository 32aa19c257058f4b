package patina.detection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import patina.blocks.ArrayVolume;
import patina.blocks.Volume;
import patina.geometry.Extent;
import patina.geometry.Point;
import patina.geometry.Region;

/** Flaws in a half space of metal, voxels of 5 um. */
class MissingTest {
    private static final Extent EXTENT = new Extent(64, 64, 64);
    private static final Point UP = new Point(0, 0, 1);

    /** Signed distance to z = 20.3, metal above. */
    private static Volume distance() throws IOException {
        float[] d = new float[64 * 64 * 64];
        byte[] valid = new byte[d.length];
        for (int i = 0; i < d.length; i++) {
            d[i] = (float) (5 * (i / 4096 - 20.3));
            valid[i] = 1;
        }
        return ArrayVolume.of(EXTENT, d, valid).source().open();
    }

    private static Missing of(FlawShape shape, double depth) throws IOException {
        return Missing.of(
                new Flaw(shape, new Point(31.4, 32.2, 20.3), UP, new Point(1, 0, 0), depth), distance(), 5, 0.8);
    }

    @Test
    void whatIsMissingIsAsLargeAsTheFlaw() throws IOException {
        for (double depth : new double[] {1.5, 3, 5.5}) {
            assertEquals(
                    2 * Math.PI / 3 * Math.pow(depth, 3),
                    of(FlawShape.PIT, depth).volume(),
                    0.05 * 2.1 * Math.pow(depth, 3) + 0.1);
            assertEquals(
                    Math.PI / 2 * depth * depth, of(FlawShape.CRACK, depth).volume(), 0.05 * 1.6 * depth * depth + 0.1);
        }
        assertEquals(2 * Math.PI / 3 * 9 * 8, of(FlawShape.SHALLOW, 2).volume(), 0.05 * 150);
    }

    @Test
    void greysLoseWhatIsMissingAndNothingElse() throws IOException {
        Missing pit = of(FlawShape.PIT, 4);
        float[] greys = new float[64 * 64 * 64];
        pit.take(Region.whole(EXTENT), greys, 1000);
        double sum = 0;
        for (float g : greys) {
            sum -= g / 1000;
        }
        assertEquals(pit.volume(), sum, 1e-3);
        assertEquals(-1000, greys[(22 * 64 + 32) * 64 + 31], 60, "all is missing in its middle");
        assertEquals(0, greys[(40 * 64 + 32) * 64 + 31]);
        float[] part = new float[10 * 12 * 8];
        pit.take(new Region(28, 27, 19, 10, 12, 8), part, 1000);
        for (int i = 0; i < part.length; i++) {
            assertEquals(greys[((19 + i / 120) * 64 + 27 + i / 10 % 12) * 64 + 28 + i % 10], part[i]);
        }
    }

    @Test
    void aFlawAtTheVolumesEndIsNone() throws IOException {
        assertNull(Missing.of(
                new Flaw(FlawShape.PIT, new Point(3, 32, 20.3), UP, new Point(1, 0, 0), 4), distance(), 5, 0.8));
    }
}
