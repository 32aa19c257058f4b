package patina.fields;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import patina.blocks.ArrayVolume;
import patina.blocks.Grid;
import patina.blocks.Runner;
import patina.geometry.Affine;
import patina.geometry.Extent;

class HessianTest {
    private static float centre(float[] values, Extent extent, Hessian.Measure measure) throws IOException {
        ArrayVolume to = ArrayVolume.ofValues(extent);
        try (Runner runner = Runner.sequential()) {
            runner.run(
                    new Hessian(ArrayVolume.of(extent, values).source(), extent, 1.5, measure, to.sink()),
                    new Grid(extent, 32, 32, 32));
        }
        return to.values(20)[20 * 40 + 20];
    }

    /** Grey a u² + b v² + c w² along turned axes, around the middle voxel. */
    private static float[] quadratic(Extent extent, double a, double b, double c, Affine turn) {
        float[] values = new float[(int) extent.voxels()];
        for (int i = 0; i < values.length; i++) {
            var p = turn.apply(i % 40 - 20, i / 40 % 40 - 20, i / 40 / 40 - 20);
            values[i] = (float) (a * p.x() * p.x() + b * p.y() * p.y() + c * p.z() * p.z());
        }
        return values;
    }

    @Test
    void aQuadraticHasTwiceItsCoefficients() throws IOException {
        Extent extent = new Extent(40, 40, 40);
        float[] values = quadratic(extent, 3, 0.5, -1, Affine.rotation(0.4, -0.7, 1.1));
        assertEquals(6, centre(values, extent, Hessian.Measure.LARGEST), 2e-4);
        assertEquals(1, centre(values, extent, Hessian.Measure.MIDDLE), 2e-4);
        assertEquals(-2, centre(values, extent, Hessian.Measure.SMALLEST), 2e-4);
        assertEquals(4, centre(values, extent, Hessian.Measure.DARK_SHEET), 4e-4);
    }

    @Test
    void aSheetIsSeenAndATubeIsNot() throws IOException {
        Extent extent = new Extent(40, 40, 40);
        Affine turn = Affine.rotation(-0.3, 0.2, 0.9);
        assertEquals(4, centre(quadratic(extent, 2, 0, 0, turn), extent, Hessian.Measure.DARK_SHEET), 1e-3);
        assertEquals(0, centre(quadratic(extent, 2, 2, 0, turn), extent, Hessian.Measure.DARK_SHEET), 1e-3);
        assertEquals(0, centre(quadratic(extent, -2, 0, 0, turn), extent, Hessian.Measure.DARK_SHEET), 1e-3);
        assertEquals(4, centre(quadratic(extent, -2, 0, 0, turn), extent, Hessian.Measure.BRIGHT_SHEET), 1e-3);
    }

    @Test
    void eigenvaluesSolveTheCharacteristicPolynomial() {
        long seed = 6;
        Random random = new Random(seed);
        double[] e = new double[3];
        for (int i = 0; i < 2000; i++) {
            double[] m = new double[6];
            for (int j = 0; j < 6; j++) {
                m[j] = random.nextInt(4) == 0 ? 0 : random.nextGaussian();
            }
            Hessian.eigenvalues(m[0], m[1], m[2], m[3], m[4], m[5], e);
            assertEquals(m[0] + m[1] + m[2], e[0] + e[1] + e[2], 1e-13);
            double minors = m[0] * m[1] + m[0] * m[2] + m[1] * m[2] - m[3] * m[3] - m[4] * m[4] - m[5] * m[5];
            assertEquals(minors, e[0] * e[1] + e[0] * e[2] + e[1] * e[2], 1e-12, "seed " + seed);
            double determinant = m[0] * (m[1] * m[2] - m[5] * m[5])
                    - m[3] * (m[3] * m[2] - m[5] * m[4])
                    + m[4] * (m[3] * m[5] - m[1] * m[4]);
            assertEquals(determinant, e[0] * e[1] * e[2], 1e-11, "seed " + seed);
        }
        Hessian.eigenvalues(0, 0, 0, 0, 0, 0, e);
        assertArrayEquals(new double[] {0, 0, 0}, e);
        Hessian.eigenvalues(2, 2, -1, 0, 0, 0, e);
        assertArrayEquals(new double[] {2, 2, -1}, e, 1e-7);
    }
}
