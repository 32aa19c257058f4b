package patina.app.session;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import patina.chunks.Folders;

/** Phantoms of many seeds, one after the other: each is made, inspected, held against its truth, and deleted. */
final class SeededPhantoms {
    private SeededPhantoms() {}

    /** What is to be made of a scene and a seed. */
    @FunctionalInterface
    interface Maker {
        PhantomRequest request(String scene, long seed, Path out);
    }

    /** Hears of each inspection. */
    @FunctionalInterface
    interface Scored {
        void of(String scene, Score score, double voxelUm);
    }

    /**
     * Scene by scene, seed by seed.
     *
     * @param config settings; null for the defaults
     */
    static void inspect(
            Session session,
            List<String> scenes,
            int seeds,
            long firstSeed,
            @Nullable Path config,
            Maker maker,
            Watch watch,
            Scored scored)
            throws IOException {
        if (seeds < 1) {
            throw new IllegalArgumentException("At least one seed was wanted, not " + seeds + ".");
        }
        int jobs = scenes.size() * seeds;
        int done = 0;
        for (String scene : scenes) {
            for (int i = 0; i < seeds; i++, done++) {
                PartOf part = new PartOf(watch, (double) done / jobs, (done + 1.0) / jobs);
                Path folder = Files.createTempDirectory("patina-phantom");
                try {
                    Path series = session.phantom(maker.request(scene, firstSeed + i, folder.resolve("scans")), part);
                    Path inspection = folder.resolve("inspection");
                    session.run(new RunRequest(series, inspection, config, Stage.MEASURE, 0, false), part);
                    Path truth = series.resolveSibling("truth.json");
                    scored.of(
                            scene,
                            session.score(inspection, truth),
                            Truth.read(truth).voxelUm());
                } finally {
                    Folders.delete(folder);
                }
            }
        }
    }
}
