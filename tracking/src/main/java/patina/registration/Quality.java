package patina.registration;

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

    static Quality of(Equations e, Level fixedLevel, Level movingLevel, Prepared moving) {
        double hm = movingLevel.toUm().m00();
        double contrast = moving.grey().contrast();
        // The spline smooths noise's gradients a little more than the plain difference does.
        double noise = 0.65 * movingLevel.noiseGradient() / (contrast * contrast * hm * hm);
        double surface = share(e, Match.SURFACE_CROSS, noise, 0);
        double interior = share(e, Match.INTERIOR_CROSS, noise, LEAST_EXCESS);
        return new Quality(surface, interior, e.sum(Match.INSIDE) / Math.max(1, e.sum(Match.SELECTED)));
    }

    private static double share(Equations e, int at, double noise, double leastExcess) {
        double count = e.sum(at + 3);
        double excess = e.sum(at + 1) - count * noise;
        if (count < LEAST_VOXELS || excess < leastExcess * count * noise) {
            return Double.NaN;
        }
        return e.sum(at)
                / Math.sqrt(Math.max(excess, 1e-300)
                        * Math.max(e.sum(at), Math.max(e.sum(at + 2) - count * noise, 1e-300)));
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
