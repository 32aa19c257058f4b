package patina.segmentation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import patina.fields.Component;
import patina.fields.Components;

/**
 * What fills the places that lost metal. In the middle of a wide place, where the wall's blur does not reach, the deficit
 * is flat: 1 where it is empty, less where corrosion product or another second phase took the metal's place. The mean over
 * a place's flat voxels is what one voxel of lost metal shows there, so that deficit over that mean is metal lost, however
 * product and void share the place.
 *
 * @param shows mean deficit of its flat voxels: 1 - the filling's share of metal minus void
 * @param relativeU relative standard uncertainty of {@code shows}
 * @param share of the place that product fills
 */
record Filling(double shows, double relativeU, double share) {
    /** A flat voxel that shows less is filled. */
    static final float FILLED = 0.85f;
    /** Fewer flat voxels do not tell a filling from a blurred rough place. */
    private static final double LEAST = 12;
    /** A place is corrected when so much of it is filled. */
    private static final double LEAST_SHARE = 0.05;
    /** What a flat place may still be off by, from the rim's blur. */
    private static final double FLATNESS = 0.01;

    /** Fillings, and the one of each component as its index plus 1; 0 for empty places. */
    record Found(List<Filling> fillings, int[] of) {}

    /**
     * Reads the fillings off connected components; what touches shares one.
     *
     * @param touching which components touch
     */
    static Found of(Components components, Map<Long, Long> touching, Noise noise) {
        int n = components.count();
        int[] place = new int[n + 1];
        for (int c = 1; c <= n; c++) {
            place[c] = c;
        }
        touching.keySet().forEach(pair -> {
            int a = (int) (pair >>> 32);
            int b = (int) (long) pair;
            if (isLoss(components, a) && isLoss(components, b)) {
                int ra = Grouping.root(place, a);
                int rb = Grouping.root(place, b);
                place[Math.max(ra, rb)] = Math.min(ra, rb);
            }
        });
        TreeMap<Integer, double[]> sums = new TreeMap<>();
        for (Component c : components.list()) {
            double flat = c.weights().get(DamageClasses.WEIGHT_FLAT).sum();
            if (flat > 0) {
                double[] s = sums.computeIfAbsent(Grouping.root(place, c.number()), r -> new double[3]);
                s[0] += flat;
                s[1] += c.weights().get(DamageClasses.WEIGHT_FLAT_DEFICIT).sum();
                s[2] += c.weights().get(DamageClasses.WEIGHT_FLAT_FILLED).sum();
            }
        }
        List<Filling> fillings = new ArrayList<>();
        TreeMap<Integer, Integer> numbers = new TreeMap<>();
        sums.forEach((root, s) -> {
            if (s[0] >= LEAST && s[2] >= LEAST_SHARE * s[0]) {
                double shows = s[1] / s[0];
                fillings.add(new Filling(shows, Math.hypot(FLATNESS, noise.ofSum(s[0]) / s[0] / shows), s[2] / s[0]));
                numbers.put(root, fillings.size());
            }
        });
        int[] of = new int[n + 1];
        for (int c = 1; c <= n; c++) {
            of[c] = isLoss(components, c) ? numbers.getOrDefault(Grouping.root(place, c), 0) : 0;
        }
        return new Found(fillings, of);
    }

    /** The product of a place that lost so much metal, in voxels. */
    DamageFeature.Product product(double lostVoxels) {
        return new DamageFeature.Product(share * lostVoxels, Math.max(0, 1 - (shows - (1 - share)) / share), relativeU);
    }

    private static boolean isLoss(Components components, int c) {
        return components.category(c) != DamageClasses.GAINED;
    }
}
