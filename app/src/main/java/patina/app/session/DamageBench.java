package patina.app.session;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import patina.app.session.Score.FeatureScore;
import patina.app.session.Score.Found;

/** Pools over inspected phantoms what was found, missed and invented, and by how much the numbers are off. */
final class DamageBench {
    /** Features are large from here on, and too small for their volume to be judged below, in voxels. */
    private static final double LARGE = 500;

    private static final double SMALL = 60;

    private DamageBench() {}

    static List<DamageBenchRow> of(Session session, DamageBenchRequest request, Watch watch) throws IOException {
        Map<String, Pool> pools = new LinkedHashMap<>();
        SeededPhantoms.inspect(
                session,
                request.scenes(),
                request.seeds(),
                request.firstSeed(),
                request.config(),
                (scene, seed, out) -> new PhantomRequest(
                        scene,
                        out,
                        request.size(),
                        request.steps(),
                        seed,
                        request.noise(),
                        null,
                        request.openingVoxels(),
                        null,
                        null),
                watch,
                (scene, score, voxelUm) -> pools.computeIfAbsent(scene, name -> new Pool(request.last()))
                        .add(score, voxelUm));
        List<DamageBenchRow> rows = new ArrayList<>();
        pools.forEach((scene, pool) -> rows.add(pool.row(scene)));
        return rows;
    }

    /** The errors of one quantity. */
    private record Named(String unit, List<Double> errors) {}

    /** What has been seen of a scene so far. */
    static final class Pool {
        private final int last;
        private final List<Score> scores = new ArrayList<>();
        private final Map<String, Named> errors = new TreeMap<>();

        Pool(int last) {
            this.last = last;
        }

        void add(Score score, double voxelUm) {
            scores.add(score);
            int end = lastScan(score);
            int first = last == 0 ? 0 : end - last + 1;
            for (Score.ScanScore scan : score.scans()) {
                Double percent = scan.lostErrorPercent();
                if (scan.scan() >= first && percent != null) {
                    note("lost", "%", percent);
                }
            }
            for (FeatureScore feature : score.features()) {
                if (feature.scan() >= first && isAlone(feature, score)) {
                    note(feature, voxelUm);
                }
            }
        }

        private static int lastScan(Score score) {
            return score.scans().stream().mapToInt(Score.ScanScore::scan).max().orElse(0);
        }

        private static boolean isWhole(Score score) {
            int end = lastScan(score);
            return score.features().stream()
                    .filter(f -> f.scan() == end && f.found() != Found.UNSEEN)
                    .allMatch(f -> f.found() == Found.RESOLVED);
        }

        private static boolean isQuiet(Score score) {
            return score.falseFeatures().isEmpty() && score.falseChanges() == 0;
        }

        private int sum(ToIntFunction<Score> of) {
            return scores.stream().mapToInt(of).sum();
        }

        /** Whether its track holds no other true feature of the scan: numbers of two together are neither's. */
        private static boolean isAlone(FeatureScore feature, Score score) {
            return score.features().stream()
                    .allMatch(f -> f.id().equals(feature.id())
                            || f.scan() != feature.scan()
                            || f.trackId() != feature.trackId()
                            || f.trackId() == 0);
        }

        private void note(FeatureScore feature, double voxelUm) {
            for (Score.Quantity q : feature.quantities()) {
                if (q.truth() == 0) {
                    continue;
                }
                switch (q.name()) {
                    case "volume" -> {
                        double voxels = Math.abs(q.truth()) / (voxelUm * voxelUm * voxelUm);
                        if (voxels >= SMALL) {
                            String size = voxels >= LARGE ? "volume, from 500 voxels" : "volume, 60 to 500 voxels";
                            note(size, "%", 100 * q.error() / q.truth());
                        }
                    }
                    case "depth", "length", "opening", "opening_jump" ->
                        note(q.name().replace('_', ' '), "voxel", q.error() / voxelUm);
                    default -> {
                        // Totals and areas follow from these, and rates belong to tracks.
                    }
                }
            }
        }

        private void note(String name, String unit, double error) {
            errors.computeIfAbsent(name, n -> new Named(unit, new ArrayList<>()))
                    .errors()
                    .add(error);
        }

        DamageBenchRow row(String scene) {
            List<DamageBenchRow.Errors> list = new ArrayList<>();
            errors.forEach((name, of) -> list.add(errors(name, of)));
            return new DamageBenchRow(
                    scene,
                    scores.size(),
                    (int) scores.stream().filter(Pool::isWhole).count(),
                    (int) scores.stream().filter(Pool::isQuiet).count(),
                    sum(score -> score.features().size()),
                    sum(score -> score.count(Found.RESOLVED)),
                    sum(score -> score.count(Found.UNRESOLVED)),
                    sum(score -> score.count(Found.BELOW_LIMIT)),
                    sum(score -> score.count(Found.MISSED)),
                    sum(score -> score.falseFeatures().size()),
                    sum(Score::kindsRight),
                    sum(Score::kindsWrong),
                    list);
        }

        private static DamageBenchRow.Errors errors(String name, Named of) {
            double sum = 0;
            double squares = 0;
            double worst = 0;
            for (double e : of.errors()) {
                sum += e;
                squares += e * e;
                worst = Math.abs(e) > Math.abs(worst) ? e : worst;
            }
            int n = of.errors().size();
            double mean = sum / n;
            return new DamageBenchRow.Errors(
                    name, of.unit(), n, mean, Math.sqrt(Math.max(0, squares / n - mean * mean)), worst);
        }
    }
}
