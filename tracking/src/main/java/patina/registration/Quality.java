package patina.registration;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * How much of the fixed scan's structure is found again in the moving one.
 *
 * <p>The surface's share is the correlation of the two scans' gradients over it; the interior's is the same with the noise
 * taken out, where there is structure beyond noise at all. The lesser counts: a rod turned wrongly about its axis still
 * has its surface, but not its inclusions.
 */
record Quality(double surface, double interior, double overlap) {
    /** The interior has a say from this many voxels on. */
    private static final double LEAST_VOXELS = 500;

    /** ... and when its gradients exceed what noise gives by this share. */
    private static final double LEAST_EXCESS = 0.3;

    /** So much of the interior may have changed. */
    private static final double TRIMMED = 0.2;

    static Quality of(Equations e, Level movingLevel, Prepared moving) {
        double hm = movingLevel.toUm().m00();
        double contrast = moving.grey().contrast();
        // The spline smooths noise's gradients a little more than the plain difference does.
        double noise = 0.65 * movingLevel.noiseGradient() / (contrast * contrast * hm * hm);
        double[] outer = new double[4];
        for (int i = 0; i < 4; i++) {
            outer[i] = e.sum(Match.SURFACE_CROSS + i);
        }
        return new Quality(
                share(outer, noise, 0),
                interior(e.interiorCells(), noise),
                e.sum(Match.INSIDE) / Math.max(1, e.sum(Match.SELECTED)));
    }

    /**
     * The interior's share without the cells that differ most: where a pore has grown. Those left out hold at most {@link #TRIMMED}
     * of its voxels, and count when without them there is no structure.
     */
    private static double interior(List<double[]> cells, double noise) {
        double[] all = new double[4];
        for (double[] cell : cells) {
            add(cell, 1, all);
        }
        double whole = share(all, noise, LEAST_EXCESS);
        List<double[]> worst = new ArrayList<>(cells);
        worst.sort(Comparator.comparingDouble((double[] c) -> 2 * c[0] - c[1] - c[2]));
        double least = (1 - TRIMMED) * all[3];
        for (double[] cell : worst) {
            if (all[3] - cell[3] < least) {
                break;
            }
            add(cell, -1, all);
        }
        double trimmed = share(all, noise, LEAST_EXCESS);
        return Double.isNaN(trimmed) ? whole : trimmed;
    }

    private static void add(double[] cell, int sign, double[] sums) {
        for (int i = 0; i < 4; i++) {
            sums[i] += sign * cell[i];
        }
    }

    /** The correlation of sums of gradient products: fixed . moving, moving . moving, fixed . fixed, and their count. */
    private static double share(double[] sums, double noise, double leastExcess) {
        double count = sums[3];
        double excess = sums[1] - count * noise;
        if (count < LEAST_VOXELS || excess < leastExcess * count * noise) {
            return Double.NaN;
        }
        return sums[0]
                / Math.sqrt(Math.max(excess, 1e-300) * Math.max(sums[0], Math.max(sums[2] - count * noise, 1e-300)));
    }

    /** Whether there is structure at all. */
    boolean told() {
        return !Double.isNaN(surface) || !Double.isNaN(interior);
    }

    /** One figure, 0 to 1. Damage takes its share of the surface, not of the interior, so the surface counts by its root. */
    double value() {
        double outer = Math.sqrt(Math.max(0, surface));
        double least = Double.isNaN(surface) ? interior : Double.isNaN(interior) ? outer : Math.min(outer, interior);
        return limited(least);
    }

    /** The interior's figure alone. */
    double interiorValue() {
        return limited(interior);
    }

    private static double limited(double share) {
        return Double.isNaN(share) ? 0 : Math.max(0, Math.min(1, share));
    }
}
