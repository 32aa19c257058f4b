package patina.app.session;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import patina.geometry.Affine;
import patina.meshes.MeshFile;
import patina.pipeline.Edit;
import patina.series.HiddenShape;

/**
 * What the command line and the desktop ask of the engine, one method a wish.
 *
 * <p>Every method throws IOException with one sentence when what it was given cannot be used, IllegalArgumentException
 * with one sentence when it was asked wrongly, and {@link patina.blocks.Cancelled} when its watch says so.
 */
public interface Session {
    /** The forms a report comes in. */
    enum ReportFormat {
        HTML,
        PDF
    }

    /** Writes a series.json for files and tells what had to be assumed. */
    List<String> importSeries(ImportRequest request) throws IOException;

    /**
     * What the headers say.
     *
     * @param voxelSizeUm what the user says the voxel size is: one edge, three, or none
     */
    VolumeInfo info(Path path, List<Double> voxelSizeUm) throws IOException;

    /** Does a job, or what is left of it. */
    RunResult run(RunRequest request, Watch watch) throws IOException;

    /** All that an inspection holds now; may be asked while a job of this session works on it. */
    Snapshot read(Path inspection) throws IOException;

    /** What a series holds before anything was made of it: its facts and scans, and empty tables. */
    Snapshot preview(Path series) throws IOException;

    /** Keeps what the user changed by hand, makes the tables follow, and gives what they are then. */
    Snapshot edit(Path inspection, Edit edit) throws IOException;

    /** Takes an edit back, or, with false, puts it in force again; gives what the tables are then. */
    Snapshot undo(Path inspection, int edit, boolean undone) throws IOException;

    /** Writes series.json anew with one more scan; what it was is kept beside it. A run then adds the scan. */
    void addScan(AddScanRequest request) throws IOException;

    /** What is drawn into series.json as not seen, scan by scan. */
    List<HiddenShape> hidden(Path series) throws IOException;

    /** Writes series.json anew with places in which nothing was seen; what it was is kept beside it. */
    void hide(Path series, List<? extends HiddenShape> shapes) throws IOException;

    /** Writes series.json anew without places that were hidden in it; what it was is kept beside it. */
    void unhide(Path series, List<? extends HiddenShape> shapes) throws IOException;

    /**
     * Writes series.json anew with the place where a scan's registration begins; what it was is kept beside it.
     *
     * @param start specimen frame to the scan's frame, micrometres
     */
    void startAt(Path series, int scan, Affine start) throws IOException;

    /** Brings one volume into another's frame. */
    PairResult registerPair(PairRequest request, Watch watch) throws IOException;

    /** Writes an inspection's tables and inspection.json into a folder; gives what was written. */
    List<Path> export(Path inspection, Path to) throws IOException;

    /**
     * Writes the surfaces of the specimen and of every feature, a file each, in micrometres of the specimen frame; gives
     * what was written.
     *
     * @param scan 0-based position in series.json; null for the last that was measured
     */
    List<Path> meshes(Path inspection, @Nullable Integer scan, Set<MeshFile> forms, Path to, Watch watch)
            throws IOException;

    /** Writes an inspection's report into a folder; gives what was written. */
    List<Path> report(Path inspection, Set<ReportFormat> formats, Path to) throws IOException;

    /** The phantoms' names and what each shows, one sentence each. */
    List<Phantom> phantoms();

    /** Makes a series with known truth; gives its series.json. */
    Path phantom(PhantomRequest request, Watch watch) throws IOException;

    /** Errors of a finished run against truth. */
    Score score(Path inspection, Path truth) throws IOException;

    /** The distribution of the largest values in a table's column. */
    ExtremeResult extremeValues(ExtremeRequest request) throws IOException;

    /** How small a flaw is found in an inspection's own scans, a row for each form. */
    List<DetectabilityRow> detectability(DetectabilityRequest request, Watch watch) throws IOException;

    /** The names of the kernels that can be timed. */
    List<String> kernels();

    /** Times kernels on a volume, one result each as it is there; {@code repeat} 0 is for some seconds each. */
    void bench(List<String> kernels, Path volume, int repeat, int threads, Consumer<BenchResult> results)
            throws IOException;

    /** What inspections of seeded phantoms find, miss and invent, and how far their numbers are off; a row a phantom. */
    List<DamageBenchRow> damageBench(DamageBenchRequest request, Watch watch) throws IOException;

    /** How often stated intervals cover the truth of seeded phantoms. */
    List<CoverageRow> coverage(CoverageRequest request, Watch watch) throws IOException;

    /** Registers pairs with known truth, one trial each as it is there. */
    void benchRegistration(RegistrationBenchRequest request, Watch watch, Consumer<PairTrial> trials)
            throws IOException;

    /** Registers volumes locally whose displacement is known, one trial each as it is there. */
    void benchDisplacement(DisplacementBenchRequest request, Watch watch, Consumer<DisplacementTrial> trials)
            throws IOException;

    /** Every setting of a job. */
    List<Setting> settings();

    /** A phantom by its name. */
    record Phantom(String name, String sentence) {}
}
