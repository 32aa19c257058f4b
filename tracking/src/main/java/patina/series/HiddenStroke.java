package patina.series;

import java.util.List;
import patina.geometry.Point;

/**
 * What a brush covered: a ball moved along a path.
 *
 * @param scan 0-based position in series.json
 * @param radiusUm of the ball
 * @param pathUm corners of the path in the scan's frame, micrometres; one or more
 */
public record HiddenStroke(int scan, double radiusUm, List<Point> pathUm) implements HiddenShape {
    public HiddenStroke {
        pathUm = List.copyOf(pathUm);
        if (!(radiusUm > 0) || Double.isInfinite(radiusUm) || pathUm.isEmpty()) {
            throw new IllegalArgumentException(
                    "A brush stroke has a radius above 0 and a path of one point or more, but" + " has a radius of "
                            + radiusUm + " µm and " + pathUm.size() + " points. Correct it.");
        }
    }
}
