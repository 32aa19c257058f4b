package patina.segmentation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** What the layer of a trace, from 1 to 3 voxels below the surface with ends half a voxel soft, holds of a sheet. */
class SheetMapTest {
    private static final double SHARP = 1e-3;

    @Test
    void allOfASlotWithoutBlur() {
        assertEquals(2, SheetMap.layer(3, 9, 0, SHARP), 1e-3);
    }

    @Test
    void ofAnEllipticFrontWhatIsLeftOfItsLength() {
        // The mean of 1 - z^2 / 2 c^2 - z^4 / 8 c^4 over the layer: z^2 is 4 + 1/3 + 1/12 in the mean, z^4 26.38.
        for (double c : new double[] {9, 16, 40}) {
            double left = 1 - 4.4167 / (2 * c * c) - 26.38 / (8 * c * c * c * c);
            assertEquals(2 * left, SheetMap.layer(3, c, 0.5, SHARP), 2e-3, "front " + c);
        }
        // Down to 5 voxels: z^2 is 9 + 16 / 12 + 1 / 12 in the mean, z^4 by numerical integration in numpy 161.38.
        for (double c : new double[] {16, 40}) {
            double left = 1 - 10.4167 / (2 * c * c) - 161.38 / (8 * c * c * c * c);
            assertEquals(4 * left, SheetMap.layer(5, c, 0.5, SHARP), 4e-3, "front " + c);
        }
    }

    @Test
    void asMuchLessAsBlurTakes() {
        // Of a surface blurred by 0.76 voxel the layer has lost 2.14 %, by numerical integration in numpy.
        assertEquals(2 * (1 - 0.0214), SheetMap.layer(3, 9, 0, 0.76), 1e-3);
    }

    @Test
    void neverNothingHoweverShallowTheCrack() {
        assertTrue(SheetMap.layer(3, 0, 0.5, 0.8) > 0.5);
    }
}
