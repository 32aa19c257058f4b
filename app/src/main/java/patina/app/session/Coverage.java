package patina.app.session;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import patina.chunks.Folders;

/** Makes phantoms by seed, inspects them and pools how often the 95 % intervals cover the truth. Each is deleted when done. */
final class Coverage {
    private static final double K95 = 1.96;

    private Coverage() {}

    static List<CoverageRow> of(Session session, CoverageRequest request, Watch watch) throws IOException {
        if (request.seeds() < 1) {
            throw new IllegalArgumentException("At least one seed was wanted, not " + request.seeds() + ".");
        }
        Map<String, List<Double>> pooled = new TreeMap<>();
        int jobs = request.scenes().size() * request.seeds();
        int done = 0;
        for (String scene : request.scenes()) {
            for (int i = 0; i < request.seeds(); i++) {
                long seed = request.firstSeed() + i;
                PartOf part = new PartOf(watch, (double) done / jobs, (done + 1.0) / jobs);
                pool(score(session, request, scene, seed, part), pooled);
                done++;
            }
        }
        List<CoverageRow> rows = new ArrayList<>();
        pooled.forEach((name, z) -> rows.add(row(name, z)));
        return rows;
    }

    private static Score score(Session session, CoverageRequest request, String scene, long seed, Watch watch)
            throws IOException {
        Path folder = Files.createTempDirectory("patina-coverage");
        try {
            Path series = session.phantom(
                    new PhantomRequest(
                            scene, folder.resolve("scans"), request.size(), request.steps(), seed, request.noise()),
                    watch);
            Path inspection = folder.resolve("inspection");
            session.run(new RunRequest(series, inspection, null, Stage.MEASURE, 0, false), watch);
            return session.score(inspection, series.resolveSibling("truth.json"));
        } finally {
            Folders.delete(folder);
        }
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
