package patina.segmentation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import patina.fields.Component.Moments;
import patina.geometry.Point;

class AxesTest {
    /** Under the surface a wide sheet is cut off in depth more than it is thin; so is the metal about it. */
    @Test
    void aSheetsNormalIsNotTheSurfacesWhereTheSurfaceCutsItOff() {
        double thick = 1.6;
        double cut = 1.4;
        double angle = Math.toRadians(25);
        double c = Math.cos(angle);
        double s = Math.sin(angle);
        Moments sheet =
                new Moments(thick * c * c + 4 * s * s, thick * s * s + 4 * c * c, cut, (thick - 4) * c * s, 0, 0);
        Point normal = Axes.leastSpread(sheet, new Moments(4, 4, cut, 0, 0, 0));
        assertEquals(c, normal.x(), 1e-5);
        assertEquals(s, normal.y(), 1e-5);
        assertEquals(0, normal.z(), 1e-5);
        assertEquals(1, Math.abs(Axes.of(sheet).normal().z()), 1e-5);
    }
}
