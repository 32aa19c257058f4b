package patina.phantom;

import java.util.ArrayList;
import java.util.List;

/** Scatters grains of another grey through a body, always the same for the same seed; they never touch. */
final class Inclusions {
    private static final int FEWEST = 120;
    private static final double SMALLEST = 1.5;
    private static final double LARGEST = 3.5;
    private static final double DARK_SHARE = 0.25;

    private Inclusions() {}

    /**
     * Ellipsoids in random directions, three quarters of them brighter (1.08 to 1.3 times the metal) and one darker
     * (0.8 to 0.9). A larger view has more of them and larger ones: number with scale^1.5, radii with its root.
     *
     * @param times the usual number
     */
    static List<Solid> in(ConvexBody body, double scale, int times, Draws draws) {
        int wanted = times * (int) Math.round(FEWEST * Math.max(1, Math.pow(scale, 1.5)));
        double growth = Math.sqrt(scale);
        double reach = 64 * scale;
        List<Solid> all = new ArrayList<>();
        List<Vec> centres = new ArrayList<>();
        List<Double> radii = new ArrayList<>();
        // Far more tries than a body that fills a fifth of its view needs.
        for (int attempt = 0; attempt < 400 * wanted && all.size() < wanted; attempt++) {
            Vec centre =
                    new Vec(draws.between(-reach, reach), draws.between(-reach, reach), draws.between(-reach, reach));
            double a = draws.between(SMALLEST, LARGEST) * growth;
            double b = a * draws.between(0.6, 1);
            double c = a * draws.between(0.6, 1);
            Frame frame = Frame.at(centre, draws.direction(), draws.direction());
            double level = draws.uniform() < DARK_SHARE ? draws.between(0.8, 0.9) : draws.between(1.08, 1.3);
            if (body.depth(centre) > a + 1 && apart(centre, a, centres, radii)) {
                all.add(new Solid(new Ellipsoid(frame, a, b, c), level));
                centres.add(centre);
                radii.add(a);
            }
        }
        return all;
    }

    private static boolean apart(Vec centre, double radius, List<Vec> centres, List<Double> radii) {
        for (int i = 0; i < centres.size(); i++) {
            if (centre.distanceTo(centres.get(i)) < radius + radii.get(i) + 1) {
                return false;
            }
        }
        return true;
    }
}
