package patina.growth;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The deepest pit of each cell of the examined surface: cells of equal area, those without a pit as deep as the limit
 * censored (Shibata, J. Res. NIST 99, 1994, 327; Laycock, Cottis and Scarf, J. Electrochem. Soc. 137, 1990, 64).
 *
 * <p>Pits are put together in cubes, the edge of which is the root of the cell's area: on a face of the specimen a cube
 * holds one cell; where a cube holds an edge it holds somewhat more.
 *
 * @param cellAreaUm2 the area that one value stands for
 * @param deepest one a cell, micrometres
 */
public record PitExtremes(double cellAreaUm2, Extremes deepest) {
    /** Fewer pits make no distribution. */
    public static final int LEAST_PITS = 10;
    /** A cell's deepest is an extreme only among several. */
    private static final double PITS_A_CELL = 2;

    private static final int LEAST_CELLS = 8;

    /** One pit, micrometres. */
    public record Pit(double x, double y, double z, double depth) {}

    /**
     * Divides the examined surface.
     *
     * @param limitUm depth above which pits are found; shallower ones are only counted
     * @return empty where there are too few pits
     */
    public static Optional<PitExtremes> of(List<Pit> pits, double areaUm2, double limitUm) {
        List<Pit> deep = pits.stream().filter(p -> p.depth() >= limitUm).toList();
        if (deep.size() < LEAST_PITS || !(areaUm2 > 0)) {
            return Optional.empty();
        }
        int wanted = Math.max(LEAST_CELLS, (int) (deep.size() / PITS_A_CELL));
        double cell = areaUm2 / wanted;
        double edge = Math.sqrt(cell);
        Map<List<Long>, Double> deepest = new TreeMap<>(PitExtremes::order);
        for (Pit p : deep) {
            deepest.merge(List.of(cellOf(p.x(), edge), cellOf(p.y(), edge), cellOf(p.z(), edge)), p.depth(), Math::max);
        }
        double[] values =
                deepest.values().stream().mapToDouble(Double::doubleValue).toArray();
        return Optional.of(new PitExtremes(cell, new Extremes(values, limitUm, Math.max(0, wanted - values.length))));
    }

    private static long cellOf(double um, double edge) {
        return (long) Math.floor(um / edge);
    }

    private static int order(List<Long> a, List<Long> b) {
        for (int i = 0; i < a.size(); i++) {
            int by = Long.compare(a.get(i), b.get(i));
            if (by != 0) {
                return by;
            }
        }
        return 0;
    }
}
