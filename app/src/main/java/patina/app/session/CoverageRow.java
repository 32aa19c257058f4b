package patina.app.session;

/**
 * What became of the 95 % intervals of one quantity.
 *
 * @param name volume, depth, length, opening, rate, lost
 * @param n found features and scans (for lost: scans) with truth and a stated uncertainty
 * @param covered of which value ± 1.96 u holds the truth
 * @param meanZ mean of error / u: a bias, in units of u
 * @param sdZ standard deviation of it: 1 where u is right
 */
public record CoverageRow(String name, int n, int covered, double meanZ, double sdZ) {
    public double percent() {
        return n == 0 ? Double.NaN : 100.0 * covered / n;
    }
}
