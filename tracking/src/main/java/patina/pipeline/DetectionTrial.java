package patina.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import patina.blocks.Progress;
import patina.blocks.Runner;
import patina.blocks.Source;
import patina.chunks.Folders;
import patina.chunks.OmeZarr;
import patina.detection.Detectability;
import patina.detection.FlawShape;
import patina.geometry.VoxelSize;
import patina.segmentation.ReferenceSolid;
import patina.series.Series;
import patina.series.SeriesFiles;
import patina.store.Inspection;
import patina.store.Placement;
import patina.store.RunRow;

/**
 * How small a flaw is found in a finished inspection: flaws of known size put into one of its own registered scans.
 *
 * @param inspection folder of a finished inspection, which stays as it is
 * @param shapes of the flaws
 * @param flaws how many of each shape
 * @param scan 0-based position in series.json; null for the first that is not the reference scan and is trusted
 * @param threads blocks at once; 0 for as many as the machine has processors
 */
public record DetectionTrial(
        Path inspection,
        List<FlawShape> shapes,
        int flaws,
        long seed,
        @Nullable Integer scan,
        int threads) {
    /** What came of each shape, and in which scan with which voxels. */
    public record Results(int scan, VoxelSize voxelSize, List<Detectability.Result> shapes) {}

    /** Does it. */
    public Results run(Progress progress) throws IOException {
        Series series;
        Settings settings;
        Placement placement;
        try (Inspection open = Inspection.openReadOnly(inspection)) {
            Path manifest = SeriesFacts.manifest(open)
                    .filter(Files::isRegularFile)
                    .orElseThrow(() -> new IOException("The series.json of '" + inspection
                            + "' was wanted where it was at the last run, but is not there. Put it back."));
            series = SeriesFiles.read(manifest);
            List<RunRow> runs = open.runs();
            settings = Settings.parse(runs.get(runs.size() - 1).settings());
            placement = chosen(open, series, settings);
        }
        OmeZarr aligned = OmeZarr.open(inspection.resolve("aligned"));
        Path labelled = inspection.resolve("labels");
        OmeZarr found = OmeZarr.exists(labelled) ? OmeZarr.open(labelled) : null;
        Source labels = found != null && found.has(placement.scan()) ? found.source(placement.scan()) : null;
        double voxel = aligned.voxelSize().meanUm();
        Path work = Files.createTempDirectory("patina-detection");
        try (Runner runner = Runner.named("threads", threads)) {
            ReferenceSolid solid = Pipeline.original(runner, settings, work, series, aligned, Progress.NONE);
            Detectability trial = new Detectability(
                    runner,
                    settings.segmentation(),
                    solid,
                    aligned.source(placement.scan()),
                    aligned.source(series.reference()),
                    labels,
                    placement.treUUm() / Math.sqrt(3) / voxel,
                    work);
            List<Detectability.Result> results = new ArrayList<>();
            for (FlawShape shape : shapes) {
                results.add(trial.of(shape, flaws, seed, progress));
            }
            return new Results(placement.scan(), aligned.voxelSize(), List.copyOf(results));
        } finally {
            Folders.delete(work);
        }
    }

    private Placement chosen(Inspection open, Series series, Settings settings) throws IOException {
        List<Placement> fit = Placement.of(open.transforms()).values().stream()
                .filter(row -> row.scan() != series.reference() && row.quality() >= settings.qualityLimit())
                .toList();
        Integer wanted = scan;
        return fit.stream()
                .filter(row -> wanted == null || row.scan() == wanted)
                .findFirst()
                .orElseThrow(() -> new IOException(
                        wanted == null
                                ? "A registered scan beside the reference scan was wanted in '" + inspection
                                        + "', but there is none. Finish its run first."
                                : "Scan " + wanted + " of '" + inspection
                                        + "' was wanted, but it is the reference scan, or not registered and trusted. There are "
                                        + fit.stream()
                                                .map(row -> Integer.toString(row.scan()))
                                                .toList() + "."));
    }
}
