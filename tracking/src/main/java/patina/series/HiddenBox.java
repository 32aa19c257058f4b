package patina.series;

import patina.geometry.Point;

/**
 * A box.
 *
 * @param scan 0-based position in series.json
 * @param fromUm the corner with the least coordinates, in the scan's frame, micrometres
 * @param toUm the corner with the greatest
 */
public record HiddenBox(int scan, Point fromUm, Point toUm) implements HiddenShape {
    public HiddenBox {
        if (!(toUm.x() > fromUm.x() && toUm.y() > fromUm.y() && toUm.z() > fromUm.z())) {
            throw new IllegalArgumentException(
                    "A box has its second corner beyond its first along each axis, but goes from " + told(fromUm)
                            + " to " + told(toUm) + " µm. Correct its corners.");
        }
    }

    private static String told(Point p) {
        return "(" + p.x() + ", " + p.y() + ", " + p.z() + ")";
    }
}
