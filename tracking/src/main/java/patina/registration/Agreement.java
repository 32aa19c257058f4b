package patina.registration;

import patina.geometry.Extent;

/**
 * Where a map explains the fixed scan: of every cell of 8 x 8 x 8 scan voxels, how many voxels that carry gradient find the same grey in the
 * moving scan, within the noise. What the moving scan did not see is not explained.
 *
 * <p>Two maps are compared cell by cell. Damage counts against either alike; of a body turned onto itself nearly, not quite, the place
 * where it belongs is told by the few cells in which no other place fits.
 *
 * @param explained x-fastest
 * @param sought how many voxels carry gradient, in all cells
 */
record Agreement(int[] explained, long sought) {
    /**
     * What speaks for one of two maps must be so many times what speaks for the other: the same damage seen elsewhere in the grid, at
     * another angle, counts for a tenth more or less.
     */
    private static final double CLEAR = 1.25;

    /** Chance flips the voxels at the limit of noise: so many standard deviations of their number are none. */
    private static final double CHANCE = 5;

    /** The map of a look that left nothing out. */
    static Agreement of(Match match, Extent extent) {
        Extent cells = new Extent((extent.x() + 7) / 8, (extent.y() + 7) / 8, (extent.z() + 7) / 8);
        int[] explained = new int[Math.toIntExact(cells.voxels())];
        int sums = Match.sumsAt(match.columns());
        int at = sums + Match.SMALL_CELLS;
        match.sums().forEach(extent, (grain, row) -> {
            for (int c = 0; c < 64; c++) {
                double fits = row[at + c] - row[at + 64 + c];
                if (fits > 0) {
                    explained[
                                    (int) cells.index(
                                            grain.x() / 8 + (c & 3),
                                            grain.y() / 8 + (c >> 2 & 3),
                                            grain.z() / 8 + (c >> 4))] =
                            (int) fits;
                }
            }
        });
        return new Agreement(explained, (long) match.sums().total()[sums + Match.SELECTED]);
    }

    /** The share of what carries gradient that is explained, 0 to 1. */
    double share() {
        long sum = 0;
        for (int voxels : explained) {
            sum += voxels;
        }
        return sum / Math.max(1.0, sought);
    }

    /** Whether this map clearly fits better than another, looked at with the same noise. */
    boolean beats(Agreement other) {
        long better = 0;
        long worse = 0;
        for (int i = 0; i < explained.length; i++) {
            int more = explained[i] - other.explained[i];
            better += Math.max(0, more);
            worse += Math.max(0, -more);
        }
        return better > CLEAR * worse && better - worse > CHANCE * Math.sqrt(better + worse);
    }
}
