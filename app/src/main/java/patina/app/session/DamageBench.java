package patina.app.session;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import patina.app.session.Score.FeatureScore;
import patina.app.session.Score.Found;
import patina.chunks.Folders;

/** Makes phantoms by seed, inspects them and pools what was found, missed and invented, and by how much the numbers are off. */
final class DamageBench {
    /** Features are large from here on, and too small for their volume to be judged below, in voxels. */
    private static final double LARGE = 500;

    private static final double SMALL = 60;

    private DamageBench() {}

    static List<DamageBenchRow> of(Session session, DamageBenchRequest request, Watch watch) throws IOException {
        if (request.seeds() < 1) {
            throw new IllegalArgumentException("At least one seed was wanted, not " + request.seeds() + ".");
        }
        List<DamageBenchRow> rows = new ArrayList<>();
        int jobs = request.scenes().size() * request.seeds();
        int done = 0;
        for (String scene : request.scenes()) {
            Pool pool = new Pool(request.last());
            for (int i = 0; i < request.seeds(); i++, done++) {
                PartOf part = new PartOf(watch, (double) done / jobs, (done + 1.0) / jobs);
                pool.add(session, request, scene, request.firstSeed() + i, part);
            }
            rows.add(pool.row(scene));
        }
        return rows;
    }

    /** The errors of one quantity. */
    private record Named(String unit, List<Double> errors) {}

    /** What has been seen of a scene so far. */
    static final class Pool {
        private final int last;
        private int series;
        private int wholes;
        private int quiet;
        private int resolved;
        private int unresolved;
        private int belowLimit;
        private int missed;
        private int features;
        private int falseFeatures;
        private int kindsRight;
        private int kindsWrong;
        private final Map<String, Named> errors = new TreeMap<>();

        Pool(int last) {
            this.last = last;
        }

        void add(Session session, DamageBenchRequest request, String scene, long seed, Watch watch) throws IOException {
            Path folder = Files.createTempDirectory("patina-damage");
            try {
                Path scans = session.phantom(
                        new PhantomRequest(
                                scene,
                                folder.resolve("scans"),
                                request.size(),
                                request.steps(),
                                seed,
                                request.noise(),
                                null,
                                request.openingVoxels(),
                                null),
                        watch);
                Path inspection = folder.resolve("inspection");
                session.run(new RunRequest(scans, inspection, null, Stage.MEASURE, 0, false), watch);
                Path truth = scans.resolveSibling("truth.json");
                add(session.score(inspection, truth), Truth.read(truth).voxelUm());
            } finally {
                Folders.delete(folder);
            }
        }

        void add(Score score, double voxelUm) {
            series++;
            features += score.features().size();
            resolved += score.count(Found.RESOLVED);
            unresolved += score.count(Found.UNRESOLVED);
            belowLimit += score.count(Found.BELOW_LIMIT);
            missed += score.count(Found.MISSED);
            falseFeatures += score.falseFeatures().size();
            kindsRight += score.kindsRight();
            kindsWrong += score.kindsWrong();
            quiet += score.falseFeatures().isEmpty() && score.falseChanges() == 0 ? 1 : 0;
            int end =
                    score.scans().stream().mapToInt(Score.ScanScore::scan).max().orElse(0);
            wholes += score.features().stream()
                            .filter(f -> f.scan() == end && f.found() != Found.UNSEEN)
                            .allMatch(f -> f.found() == Found.RESOLVED)
                    ? 1
                    : 0;
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
                    case "depth", "length", "opening" -> note(q.name(), "voxel", q.error() / voxelUm);
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
                    series,
                    wholes,
                    quiet,
                    features,
                    resolved,
                    unresolved,
                    belowLimit,
                    missed,
                    falseFeatures,
                    kindsRight,
                    kindsWrong,
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
