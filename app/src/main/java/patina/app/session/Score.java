package patina.app.session;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Errors of a finished inspection against a phantom's truth.
 *
 * @param scans one a scan that both have
 * @param features one a true feature and scan, found or missed
 * @param falseFeatures resolved features where truth has none
 * @param falseChanges resolved changes where truth lost nothing: features and whole scans
 * @param lineage events, found and invented
 */
public record Score(
        List<ScanScore> scans,
        List<FeatureScore> features,
        List<FalseFeature> falseFeatures,
        int falseChanges,
        Lineage lineage) {

    /**
     * One scan as a whole.
     *
     * @param registrationVoxels rms distance between where the specimen's points were put and where they are, voxels
     * @param scaleDriftError measured minus true
     * @param lostErrorPercent of the true loss; null where truth lost nothing
     * @param lostCovered whether the error is within twice the stated uncertainty
     * @param resolved whether the inspection calls it a change
     */
    public record ScanScore(
            int scan,
            String file,
            double registrationVoxels,
            double registrationUm,
            double treUUm,
            double scaleDriftError,
            double lostTrueUm3,
            double lostUm3,
            double lostUUm3,
            @Nullable Double lostErrorPercent,
            boolean lostCovered,
            boolean resolved) {}

    /** What became of a true feature. */
    public enum Found {
        /** Found and called a change. */
        RESOLVED,
        /** Found, but its change is below the decision threshold. */
        UNRESOLVED,
        /** Not found, and smaller than the stated detection limit. */
        BELOW_LIMIT,
        /** Not found, and mostly outside what both scans see. */
        UNSEEN,
        /** Not found. */
        MISSED
    }

    /**
     * One true feature in one scan.
     *
     * @param kindFound null when not found
     * @param trackId 0 when not found
     */
    public record FeatureScore(
            int scan,
            String id,
            String kind,
            Found found,
            @Nullable String kindFound,
            int trackId,
            List<Quantity> quantities) {}

    /**
     * A number against its truth.
     *
     * @param name volume, volume_total, depth, mouth_area, length, opening
     * @param unit um, um2 or um3
     * @param uncertainty as stated (k = 1), or null
     */
    public record Quantity(
            String name,
            String unit,
            double truth,
            double measured,
            @Nullable Double uncertainty) {
        public double error() {
            return measured - truth;
        }

        /** Whether the error is within twice the stated uncertainty; null when none is stated. */
        public @Nullable Boolean covered() {
            return uncertainty == null ? null : Math.abs(error()) <= 2 * uncertainty;
        }
    }

    /** A resolved feature where truth has none. */
    public record FalseFeature(int scan, int trackId, String kind, double volumeUm3, double volumeUUm3) {}

    /**
     * Events in the features' lives.
     *
     * @param switches true features whose rows lie in more than one track
     * @param graph how far the whole lineage is from the true one
     */
    public record Lineage(Events merges, Events splits, Events branches, int switches, Graph graph) {}

    /**
     * How far the measured lineage is from the true one, as two graphs: nodes are features of scans, edges lead from one
     * scan to the next and say whether a track goes on, merges, splits or branches.
     *
     * @param tra 1 is the true lineage, 0 one no better than an empty one: nodes and edges
     * @param lnk the same of edges alone
     * @param det the same of nodes alone
     * @param nodes how many truth has
     * @param edges how many truth has
     * @param undivided found nodes that are two or more true ones
     * @param missedNodes true nodes not found
     * @param falseNodes found nodes where truth has none
     * @param falseEdges found between right nodes where truth has none
     * @param missedEdges true edges not found
     * @param wrongEdges found, but of another meaning
     */
    public record Graph(
            double tra,
            double lnk,
            double det,
            int nodes,
            int edges,
            int undivided,
            int missedNodes,
            int falseNodes,
            int falseEdges,
            int missedEdges,
            int wrongEdges) {}

    /** How many events there are in truth, how many of these were found, and how many were invented. */
    public record Events(int truth, int found, int invented) {}

    /** All numbers of one name over all found features and scans. */
    public record Summary(
            String name,
            String unit,
            int n,
            double rms,
            double rmsPercent,
            double worstPercent,
            int stated,
            int covered) {}

    public int count(Found found) {
        return (int) features.stream().filter(f -> f.found() == found).count();
    }

    /** Found features whose kind is right. */
    public int kindsRight() {
        return (int)
                features.stream().filter(f -> f.kind().equals(f.kindFound())).count();
    }

    /** Found features whose kind is wrong. */
    public int kindsWrong() {
        return (int) features.stream()
                .filter(f -> f.kindFound() != null && !f.kind().equals(f.kindFound()))
                .count();
    }

    /** The worst scan's registration error, voxels. */
    public double worstRegistrationVoxels() {
        return scans.stream().mapToDouble(ScanScore::registrationVoxels).max().orElse(0);
    }

    /** Errors by name, in the order of first appearance. */
    public List<Summary> summaries() {
        List<Quantity> all =
                features.stream().flatMap(f -> f.quantities().stream()).toList();
        return all.stream()
                .map(Quantity::name)
                .distinct()
                .map(name -> summary(name, all))
                .toList();
    }

    private static Summary summary(String name, List<Quantity> all) {
        List<Quantity> these = all.stream().filter(q -> q.name().equals(name)).toList();
        double squares = 0;
        double percentSquares = 0;
        double worst = 0;
        int percents = 0;
        for (Quantity q : these) {
            squares += q.error() * q.error();
            if (q.truth() != 0) {
                double percent = 100 * q.error() / q.truth();
                percentSquares += percent * percent;
                worst = Math.abs(percent) > Math.abs(worst) ? percent : worst;
                percents++;
            }
        }
        return new Summary(
                name,
                these.get(0).unit(),
                these.size(),
                Math.sqrt(squares / these.size()),
                percents == 0 ? 0 : Math.sqrt(percentSquares / percents),
                worst,
                (int) these.stream().filter(q -> q.covered() != null).count(),
                (int) these.stream()
                        .filter(q -> Boolean.TRUE.equals(q.covered()))
                        .count());
    }
}
