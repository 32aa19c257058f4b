package patina.registration.local;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import patina.geometry.Extent;
import patina.geometry.Region;

class FieldTest {
    private static final Lattice LATTICE = new Lattice(new Extent(41, 33, 27), 8);

    private interface Formula {
        double at(double x, double y, double z);
    }

    private static Field of(boolean curved, Formula formula) {
        float[][] values = Field.still(LATTICE).values();
        int nx = (int) LATTICE.points().x();
        int ny = (int) LATTICE.points().y();
        for (int p = 0; p < LATTICE.count(); p++) {
            values[0][p] = (float) formula.at(8.0 * (p % nx), 8.0 * (p / nx % ny), 8.0 * (p / nx / ny));
        }
        return new Field(LATTICE, values, curved);
    }

    private static void assertReads(Field field, Formula formula, Region where) {
        Field.Row row = Field.Row.over(field, where);
        for (long z = where.z(); z < where.endZ(); z++) {
            for (long y = where.y(); y < where.endY(); y++) {
                field.read(row, y, z);
                for (int i = 0; i < where.nx(); i++) {
                    assertEquals(formula.at(where.x() + i, y, z), row.values[0][i], 1e-5, i + ", " + y + ", " + z);
                }
            }
        }
    }

    @Test
    void aCurvedFieldReadsAParabolaAsItIsAndASpacingBeyond() {
        Formula parabola = (x, y, z) -> 1e-4 * (x * x - x * y + 0.5 * y * z - z * z) + 0.01 * x - 0.02 * y;
        assertReads(of(true, parabola), parabola, new Region(-8, -8, -8, 56, 48, 40));
    }

    @Test
    void aPlainFieldIsLinearBetweenPointsAndConstantBeyond() {
        Formula plane = (x, y, z) -> 0.01 * x - 0.02 * y + 0.03 * z;
        Field field = of(false, plane);
        assertReads(field, plane, new Region(0, 0, 0, 41, 33, 25));
        assertReads(field, (x, y, z) -> 0, new Region(-20, -20, -20, 20, 20, 20));
    }

    @Test
    void aCurvedFieldsMeanOfASquareIsTheSubsets() {
        double[] mean = of(true, (x, y, z) -> 0).meanOver(12);
        double sum = 0;
        double square = 0;
        for (int i = 0; i < mean.length; i++) {
            sum += mean[i];
            square += mean[i] * Math.pow(8 * (i - mean.length / 2), 2);
        }
        assertEquals(1, sum, 1e-6);
        // r (r + 1) / 3 at half edge 12.
        assertEquals(52, square, 1e-4);
    }
}
