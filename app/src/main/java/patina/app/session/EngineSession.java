package patina.app.session;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import patina.blocks.Runner;
import patina.detection.FlawShape;
import patina.fields.Bench;
import patina.geometry.Affine;
import patina.geometry.VoxelSize;
import patina.meshes.MeshFile;
import patina.phantom.PhantomOptions;
import patina.phantom.Phantoms;
import patina.pipeline.DetectionTrial;
import patina.pipeline.Edit;
import patina.pipeline.Job;
import patina.pipeline.Listener;
import patina.pipeline.Outcome;
import patina.pipeline.Settings;
import patina.registration.ChangedContrast;
import patina.registration.Model;
import patina.registration.NoOverlap;
import patina.registration.Piece;
import patina.registration.Prepared;
import patina.registration.Registrar;
import patina.registration.Registration;
import patina.registration.RegistrationSettings;
import patina.registration.ScanView;
import patina.registration.Stitched;
import patina.series.Exposure;
import patina.series.HiddenShape;
import patina.series.SeriesEdits;
import patina.series.SeriesFiles;
import patina.series.SeriesFormat;
import patina.series.SeriesFormats;
import patina.series.SeriesImport;
import patina.series.Stack;
import patina.series.exchange.TransformFiles;
import patina.store.Inspection;

/** The session as the engine does it: the one file where wishes meet the engine's packages. */
public final class EngineSession implements Session {
    /** Of the time of registering a pair, what passes until both scans are prepared. */
    private static final double PREPARED_SHARE = 0.6;

    private final OpenInspections inspections = new OpenInspections();

    @Override
    public List<String> importSeries(ImportRequest request) throws IOException {
        return new SeriesImport(
                        request.files(),
                        voxelSize(request.voxelSizeUm()),
                        request.exposures(),
                        quantity(request.quantity()),
                        request.exposureUnit(),
                        request.name(),
                        request.cut())
                .write(request.out());
    }

    private static Exposure.Quantity quantity(String key) {
        for (Exposure.Quantity quantity : Exposure.Quantity.values()) {
            if (quantity.key().equals(key)) {
                return quantity;
            }
        }
        throw new IllegalArgumentException("An exposure is time, cycles or distance, not '" + key + "'.");
    }

    @Override
    public VolumeInfo info(Path path, List<Double> voxelSizeUm) throws IOException {
        patina.series.VolumeInfo info = patina.series.VolumeInfo.of(path, voxelSize(voxelSizeUm));
        return new VolumeInfo(
                path.toString(),
                info.format(),
                info.size(),
                info.scans(),
                info.type(),
                info.voxelSize(),
                info.assumed());
    }

    private static @Nullable VoxelSize voxelSize(List<Double> um) {
        return switch (um.size()) {
            case 0 -> null;
            case 1 -> VoxelSize.cube(um.get(0));
            case 3 -> new VoxelSize(um.get(0), um.get(1), um.get(2));
            default ->
                throw new IllegalArgumentException(
                        "A voxel size is one number or three (x,y,z), not " + um.size() + ".");
        };
    }

    @Override
    public RunResult run(RunRequest request, Watch watch) throws IOException {
        Path config = request.config();
        Settings settings = config == null ? Settings.defaults() : Settings.read(config);
        Path series = Files.isDirectory(request.series()) ? request.series().resolve("series.json") : request.series();
        Job job = new Job(
                series,
                request.out(),
                settings,
                patina.pipeline.Stage.valueOf(request.upTo().name()),
                request.threads(),
                request.force(),
                Version.number());
        Outcome outcome;
        try {
            outcome = job.run(new Listener() {
                @Override
                public void begin(String stage, @Nullable String scan, double from, double to) {
                    watch.begin(stage, scan, from, to);
                }

                @Override
                public void step(long done, long total) {
                    watch.step(done, total);
                }

                @Override
                public boolean cancelled() {
                    return watch.cancelled();
                }

                @Override
                public void opened(Inspection inspection) {
                    inspections.opened(inspection);
                }
            });
        } finally {
            inspections.closed(request.out());
        }
        return new RunResult(outcome.inspection(), outcome.nothingToDo(), outcome.remarks(), outcome.leftOut());
    }

    @Override
    public Snapshot read(Path inspection) throws IOException {
        return inspections.read(inspection);
    }

    @Override
    public Snapshot preview(Path series) throws IOException {
        return OpenInspections.preview(series);
    }

    @Override
    public Snapshot edit(Path inspection, Edit edit) throws IOException {
        return inspections.edit(inspection, edit, 0);
    }

    @Override
    public Snapshot undo(Path inspection, int edit, boolean undone) throws IOException {
        return inspections.undo(inspection, edit, undone, 0);
    }

    @Override
    public void addScan(AddScanRequest request) throws IOException {
        SeriesEdits.add(request.series(), request.file(), request.exposure(), voxelSize(request.voxelSizeUm()));
    }

    @Override
    public List<HiddenShape> hidden(Path series) throws IOException {
        return SeriesFiles.read(series).scans().stream()
                .flatMap(scan -> scan.hidden().stream())
                .toList();
    }

    @Override
    public void hide(Path series, List<? extends HiddenShape> shapes) throws IOException {
        SeriesEdits.hide(series, shapes);
    }

    @Override
    public void unhide(Path series, List<? extends HiddenShape> shapes) throws IOException {
        SeriesEdits.unhide(series, shapes);
    }

    @Override
    public void startAt(Path series, int scan, Affine start) throws IOException {
        SeriesEdits.start(series, scan, start);
    }

    @Override
    public PairResult registerPair(PairRequest request, Watch watch) throws IOException {
        long start = System.nanoTime();
        VoxelSize given = voxelSize(request.voxelSizeUm());
        Affine begin = request.start() == null ? null : TransformFiles.read(request.start());
        Path scratch = Files.createTempDirectory("patina-pair");
        try (Runner runner = Runner.named("threads", request.threads())) {
            RegistrationSettings settings = RegistrationSettings.defaults()
                    .withModel(Model.valueOf(request.model().name()));
            Registrar registrar = new Registrar(runner, settings, scratch);
            ScanView still = view(request.fixed(), given, request.body());
            ScanView other = view(request.moving(), given, null).beside(still);
            // How many folds either takes is not known before.
            watch.begin("prepare", null, 0, 0);
            if (request.greysDiffer()) {
                try (Prepared fixed = registrar.prepare(still, watch)) {
                    ChangedContrast.Found like = ChangedContrast.of(registrar, fixed, other, begin, watch);
                    other = like.moving();
                    begin = request.startIsFinal() ? begin : like.start();
                }
            }
            try (Registrar.Pair pair = registrar.prepare(still, other, watch)) {
                Prepared fixed = pair.fixed();
                Prepared moving = pair.moving();
                watch.begin("register", null, PREPARED_SHARE, PREPARED_SHARE);
                Stitched parting = new Stitched(runner, registrar, fixed, watch);
                Registration found = begin != null && request.startIsFinal()
                        ? registrar.given(fixed, moving, begin, watch)
                        : registrar.register(fixed, moving, begin, watch);
                found = request.parts() ? found : parting.asOne(other, found);
                List<Piece> pieces = pieces(request, parting, other, found);
                boolean stitched = !pieces.get(0).isWhole();
                List<String> notes = new ArrayList<>(stitched ? List.of() : found.notes());
                List<PairResult.Stack> stacks = new ArrayList<>();
                for (Piece piece : pieces) {
                    Registration own = piece.registration();
                    if (!own.trusted()) {
                        notes.add(String.format(
                                Locale.ROOT,
                                "Do not trust this result: its quality is %.2f, and at least %.2f is wanted.",
                                own.quality(),
                                own.qualityLimit()));
                    }
                    if (stitched) {
                        own.notes().stream()
                                .filter(note -> !notes.contains(note))
                                .forEach(notes::add);
                        stacks.add(new PairResult.Stack(
                                piece.stack().from(),
                                piece.stack().to(),
                                piece.transform(),
                                own.treUUm(),
                                own.quality()));
                    }
                    for (Path file : request.write()) {
                        TransformFiles.write(piece.transform(), stitched ? ofStack(file, stacks.size() - 1) : file);
                    }
                }
                double bound = request.bound() ? registrar.boundUm(fixed, moving, found, watch) : Double.NaN;
                return new PairResult(
                        found.transform(),
                        (System.nanoTime() - start) / 1e9,
                        PairRequest.Model.valueOf(found.model().name()),
                        Math.cbrt(found.transform().determinant()),
                        found.residual(),
                        found.trimmedFraction(),
                        found.treUUm(),
                        bound,
                        found.quality(),
                        List.copyOf(stacks),
                        notes);
            } catch (NoOverlap none) {
                throw new IOException(none.naming("'" + request.moving() + "'"), none);
            }
        } finally {
            try (var files = Files.list(scratch)) {
                for (Path file : files.toList()) {
                    Files.deleteIfExists(file);
                }
            }
            Files.deleteIfExists(scratch);
        }
    }

    private static List<Piece> pieces(PairRequest request, Stitched stitched, ScanView moving, Registration found)
            throws IOException {
        if (!request.seams().isEmpty()) {
            try {
                return stitched.register(moving, found, Stack.between(request.seams(), moving.extent()));
            } catch (IllegalArgumentException tooThin) {
                throw new IOException(tooThin.getMessage(), tooThin);
            }
        }
        return request.parts() ? stitched.parted(moving, found, null) : List.of(Piece.whole(moving, found, null));
    }

    /** The file of a stack's transform: before its ending the stack's number. */
    private static Path ofStack(Path file, int stack) {
        String name = String.valueOf(file.getFileName());
        int dot = name.lastIndexOf('.');
        return file.resolveSibling(name.substring(0, dot) + "-stack" + stack + name.substring(dot));
    }

    private static ScanView view(Path file, @Nullable VoxelSize given, @Nullable Path body) throws IOException {
        SeriesFormat.Header header = SeriesFormats.read(file, Map.of()).header();
        VoxelSize voxel = given != null ? given : header.voxelSize();
        if (voxel == null) {
            throw new IOException("A voxel size was wanted, but '" + file + "' has none. Give --voxel-size.");
        }
        if (body == null) {
            return new ScanView(header.source(), header.extent(), voxel);
        }
        SeriesFormat.Header mask = SeriesFormats.read(body, Map.of()).header();
        if (!mask.extent().equals(header.extent())) {
            throw new IOException("The mask '" + body + "' was to have the " + header.extent() + " voxels of '" + file
                    + "', but has " + mask.extent() + ". Give one over the same voxels.");
        }
        return new ScanView(header.source(), header.extent(), voxel, mask.source());
    }

    @Override
    public List<Path> export(Path inspection, Path to) throws IOException {
        try (Inspection open = Inspection.openReadOnly(inspection)) {
            open.export(to);
        }
        try (var files = Files.list(to)) {
            return files.sorted().toList();
        }
    }

    @Override
    public List<Path> meshes(Path inspection, @Nullable Integer scan, Set<MeshFile> forms, Path to, Watch watch)
            throws IOException {
        return Meshing.write(inspection, scan, forms, to, watch);
    }

    @Override
    public List<Path> report(Path inspection, Set<ReportFormat> formats, Path to) throws IOException {
        return Reporting.write(inspection, formats, to);
    }

    @Override
    public List<Phantom> phantoms() {
        return Phantoms.names().entrySet().stream()
                .map(e -> new Phantom(e.getKey(), e.getValue()))
                .toList();
    }

    @Override
    public Path phantom(PhantomRequest request, Watch watch) throws IOException {
        PhantomOptions options = PhantomOptions.defaults();
        Integer size = request.size();
        Integer steps = request.steps();
        Long seed = request.seed();
        Double noise = request.noise();
        Double blur = request.blurVoxels();
        Double opening = request.openingVoxels();
        Double thinning = request.thinningVoxels();
        Double stitched = request.stitchedVoxels();
        options = size == null ? options : options.withSize(size);
        options = steps == null ? options : options.withSteps(steps);
        options = seed == null ? options : options.withSeed(seed);
        options = noise == null ? options : options.withNoise(noise);
        options = blur == null ? options : options.withBlur(blur);
        options = opening == null ? options : options.withOpeningVoxels(opening);
        options = thinning == null ? options : options.withThinningVoxels(thinning);
        options = stitched == null ? options : options.withStitchedVoxels(stitched);
        int scans = options.steps();
        watch.begin("phantom", null, 0, 1);
        return Phantoms.write(request.name(), request.out(), options, written -> watch.step(written, scans));
    }

    @Override
    public Score score(Path inspection, Path truth) throws IOException {
        Truth known = Truth.read(truth);
        try (Inspection open = Inspection.openReadOnly(inspection)) {
            return Scoring.of(known, open.transforms(), open.features(), open.tracks(), open.summary());
        }
    }

    @Override
    public ExtremeResult extremeValues(ExtremeRequest request) throws IOException {
        return ExtremeStatistics.of(request);
    }

    @Override
    public List<DetectabilityRow> detectability(DetectabilityRequest request, Watch watch) throws IOException {
        List<FlawShape> shapes =
                request.shapes().stream().map(EngineSession::shape).toList();
        if (request.flaws() < 20) {
            throw new IllegalArgumentException(
                    "At least 20 flaws of each shape tell something, not " + request.flaws() + ".");
        }
        watch.begin("detectability", null, 0, 1);
        DetectionTrial.Results results = new DetectionTrial(
                        request.inspection(),
                        shapes,
                        request.flaws(),
                        request.seed(),
                        request.scan(),
                        request.threads())
                .run(watch);
        double voxel = results.voxelSize().meanUm();
        return results.shapes().stream()
                .map(r -> new DetectabilityRow(
                        r.shape().key(),
                        r.shape().words(),
                        results.scan(),
                        r.fit().n(),
                        r.fit().hits(),
                        voxel * r.fit().size(0.5),
                        voxel * r.fit().a90(),
                        voxel * r.fit().a9095(),
                        r.looks(),
                        r.falseCalls(),
                        r.fit().trials().stream()
                                .map(t -> new DetectabilityRow.Trial(voxel * t.size(), t.found()))
                                .toList()))
                .toList();
    }

    private static FlawShape shape(String key) {
        return Arrays.stream(FlawShape.values())
                .filter(s -> s.key().equals(key))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There are flaws of the shape "
                        + String.join(", ", DetectabilityRequest.SHAPES) + ", not '" + key + "'."));
    }

    @Override
    public List<String> kernels() {
        return Arrays.stream(Bench.Timed.values()).map(Bench.Timed::key).toList();
    }

    @Override
    public void bench(List<String> kernels, Path volume, int repeat, int threads, Consumer<BenchResult> results)
            throws IOException {
        SeriesFormat.Header header = SeriesFormats.read(volume, Map.of()).header();
        try (Runner runner = Runner.named("threads", threads)) {
            Bench.run(
                    header.source(),
                    kernels.stream().map(Bench.Timed::named).toList(),
                    repeat,
                    runner,
                    m -> results.accept(new BenchResult(
                            m.kernel(), m.seconds(), header.extent().voxels(), m.value(), m.bandwidthShare())));
        }
    }

    @Override
    public List<DamageBenchRow> damageBench(DamageBenchRequest request, Watch watch) throws IOException {
        return DamageBench.of(this, request, watch);
    }

    @Override
    public List<CoverageRow> coverage(CoverageRequest request, Watch watch) throws IOException {
        return Coverage.of(this, request, watch);
    }

    @Override
    public void benchRegistration(RegistrationBenchRequest request, Watch watch, Consumer<PairTrial> trials)
            throws IOException {
        RegistrationBench.run(request, watch, trials);
    }

    @Override
    public void benchDisplacement(DisplacementBenchRequest request, Watch watch, Consumer<DisplacementTrial> trials)
            throws IOException {
        DisplacementBench.run(request, watch, trials);
    }

    @Override
    public List<Setting> settings() {
        return Settings.all().stream()
                .map(s -> new Setting(
                        s.key(),
                        s.value() instanceof String text
                                ? '"' + text + '"'
                                : s.value().toString(),
                        s.unit(),
                        s.sentence()))
                .toList();
    }
}
