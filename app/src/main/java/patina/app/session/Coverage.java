package patina.app.session;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Pools how often the 95 % intervals of inspected phantoms cover the truth. */
final class Coverage {
    private static final double K95 = 1.96;

    private Coverage() {}

    static List<CoverageRow> of(Session session, CoverageRequest request, Watch watch) throws IOException {
        Map<String, List<Double>> pooled = new TreeMap<>();
        SeededPhantoms.inspect(
                session,
                request.scenes(),
                request.seeds(),
                request.firstSeed(),
                null,
                (scene, seed, out) ->
                        new PhantomRequest(scene, out, request.size(), request.steps(), seed, request.noise()),
                watch,
                (scene, score, voxelUm) -> pool(score, pooled));
        List<CoverageRow> rows = new ArrayList<>();
        pooled.forEach((name, z) -> rows.add(row(name, z)));
        return rows;
    }

    private static void pool(Score score, Map<String, List<Double>> pooled) {
        for (Score.FeatureScore feature : score.features()) {
            for (Score.Quantity q : feature.quantities()) {
                Double u = q.uncertainty();
                // What is the same in the reference scan has no change to be uncertain of.
                if (u != null && u > 0 && q.truth() != 0) {
                    pooled.computeIfAbsent(q.name(), n -> new ArrayList<>()).add(q.error() / u);
                }
            }
        }
        for (Score.ScanScore scan : score.scans()) {
            if (scan.lostUUm3() > 0) {
                pooled.computeIfAbsent("lost", n -> new ArrayList<>())
                        .add((scan.lostUm3() - scan.lostTrueUm3()) / scan.lostUUm3());
            }
        }
    }

    private static CoverageRow row(String name, List<Double> z) {
        double mean = z.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
        double square =
                z.stream().mapToDouble(v -> (v - mean) * (v - mean)).average().orElse(Double.NaN);
        int covered = (int) z.stream().filter(v -> Math.abs(v) <= K95).count();
        return new CoverageRow(name, z.size(), covered, mean, Math.sqrt(square));
    }
}
