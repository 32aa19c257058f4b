package patina.pipeline;

import com.fasterxml.jackson.core.type.TypeReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import patina.blocks.Copy;
import patina.blocks.Grid;
import patina.blocks.Progress;
import patina.blocks.Runner;
import patina.blocks.Sink;
import patina.blocks.Source;
import patina.chunks.Folders;
import patina.chunks.OmeZarr;
import patina.chunks.ScratchVolume;
import patina.geometry.Affine;
import patina.geometry.Extent;
import patina.geometry.Point;
import patina.geometry.ScanMap;
import patina.geometry.VoxelSize;
import patina.registration.ChangedContrast;
import patina.registration.Holder;
import patina.registration.Join;
import patina.registration.NoOverlap;
import patina.registration.Piece;
import patina.registration.Prepared;
import patina.registration.Registrar;
import patina.registration.Registration;
import patina.registration.RegistrationSettings;
import patina.registration.Resample;
import patina.registration.ScanView;
import patina.registration.Stitched;
import patina.registration.local.CrackJumps;
import patina.registration.local.Jump;
import patina.registration.local.LocalField;
import patina.registration.local.LocalRegistration;
import patina.registration.local.LocalSettings;
import patina.registration.local.LocalVolumes;
import patina.segmentation.Damage;
import patina.segmentation.DamageFeature;
import patina.segmentation.DamageFinder;
import patina.segmentation.GivenLabels;
import patina.segmentation.Neighbours;
import patina.segmentation.OriginalSurface;
import patina.segmentation.ReferenceSolid;
import patina.series.Role;
import patina.series.Scan;
import patina.series.Series;
import patina.series.Surface;
import patina.series.UserLabels;
import patina.store.Inspection;
import patina.store.Placement;
import patina.store.TransformRow;
import patina.tracks.Ended;
import patina.tracks.Feature;
import patina.tracks.Linker;
import patina.tracks.Overlap;
import patina.tracks.Overlaps;
import patina.tracks.Place;
import patina.tracks.Track;
import patina.tracks.WriteTracks;

/**
 * The whole job on one inspection: register, segment, track, measure and flag, each stage and scan in a transaction of its
 * own after its volumes, so that a killed job goes on after the last finished one and a series that grew gets only the new
 * scans done.
 */
final class Pipeline implements AutoCloseable {
    private static final double[] NO_COVARIANCE = new double[49];
    /** For how many scans a track that is not found stays open. */
    private static final int GAP_SCANS = 3;
    /** Features this near to each other have no sound metal between: the rim of a blurred wall is as wide. */
    private static final int CONTACT_VOXELS = 3;

    private final Series series;
    private final Map<Integer, String> checksums;
    private final String surfaceChecksum;
    private final Settings settings;
    private final Inspection inspection;
    private final Runner runner;
    private final Listener listener;
    private final Path work;
    private final List<Scan> scans;
    private final Scan reference;
    private final Extent extent;
    private final VoxelSize voxel;
    private final List<String> remarks = new ArrayList<>();
    private final Set<Integer> untrusted = new HashSet<>();
    private final OmeZarr aligned;
    private final OmeZarr labels;

    private final LocalVolumes fields;

    private @Nullable Prepared fixed;
    private @Nullable ReferenceSolid solid;

    Pipeline(
            Series series,
            Map<Integer, String> checksums,
            String surfaceChecksum,
            Settings settings,
            Inspection inspection,
            Runner runner,
            Listener listener)
            throws IOException {
        this.series = series;
        this.checksums = checksums;
        this.surfaceChecksum = surfaceChecksum;
        this.settings = settings;
        this.inspection = inspection;
        this.runner = runner;
        this.listener = listener;
        this.work = inspection.folder().resolve("work");
        this.scans = series.used();
        this.reference = series.referenceScan();
        this.extent = reference.extent();
        this.voxel = reference.voxelSize();
        Files.createDirectories(work);
        this.aligned = volume("aligned", OmeZarr.Type.UINT16);
        this.labels = volume("labels", OmeZarr.Type.UINT32);
        this.fields = new LocalVolumes(inspection.folder().resolve("local"));
    }

    private OmeZarr volume(String name, OmeZarr.Type type) throws IOException {
        Path folder = inspection.folder().resolve(name);
        if (OmeZarr.exists(folder)) {
            OmeZarr found = OmeZarr.resume(folder);
            if (found.extent().equals(extent)) {
                return found;
            }
            Folders.delete(folder);
        }
        return OmeZarr.create(folder, extent, voxel, type, OmeZarr.levelsFor(extent));
    }

    /** What the user should know, one sentence each. */
    List<String> remarks() {
        return List.copyOf(remarks);
    }

    /** Scans that were registered and are not trusted. */
    Set<Integer> leftOut() {
        return Set.copyOf(untrusted);
    }

    /** Does all stages up to and with {@code last}. */
    void run(Stage last) throws IOException {
        double perStage = 1.0 / (last.ordinal() + 1);
        for (Stage stage : Stage.values()) {
            if (stage.ordinal() > last.ordinal()) {
                break;
            }
            double from = stage.ordinal() * perStage;
            switch (stage) {
                case REGISTER -> each(stage, scans, from, perStage, this::register);
                case SEGMENT -> each(stage, studied(), from, perStage, this::segment);
                case TRACK -> each(stage, studied(), from, perStage, this::track);
                case MEASURE -> {
                    listener.begin(stage.key(), null, from, from + perStage);
                    results().measure(resultKey(), unreviewedKey());
                }
                case FLAG -> {
                    listener.begin(stage.key(), null, from, from + perStage);
                    results().flag(resultKey());
                }
            }
        }
    }

    private interface Work {
        void on(Scan scan) throws IOException;
    }

    private void each(Stage stage, List<Scan> of, double from, double share, Work part) throws IOException {
        for (int i = 0; i < of.size(); i++) {
            listener.begin(
                    stage.key(), of.get(i).file(), from + share * i / of.size(), from + share * (i + 1) / of.size());
            part.on(of.get(i));
        }
    }

    /** The scans in which damage is looked for. */
    private List<Scan> studied() {
        return scans.stream()
                .filter(s -> isStudied(s.role()) && !untrusted.contains(s.index()))
                .toList();
    }

    static boolean isStudied(Role role) {
        return role == Role.STEP || role == Role.REPEAT || role == Role.STATE;
    }

    private Results results() throws IOException {
        return new Results(SeriesFacts.of(series), settings, inspection, runner, labels);
    }

    // Register

    private String registerKey(Scan scan) throws IOException {
        String key = Key.of(
                "register",
                13,
                checksums.get(reference.index()),
                reference.voxelSize(),
                checksums.get(scan.index()),
                scan.voxelSize(),
                scan.transform(),
                scan.transformIsFinal(),
                series.voxelScaleUncertainty(),
                settings.text("registration.model"),
                settings.text("registration.qualityLimit"),
                settings.text("registration.globalSearch"));
        if (settings.loop()) {
            Scan before = beforeIt(scan);
            key = Key.of(key, "loop", before == null ? "" : registerKey(before));
        }
        if (settings.greysDiffer()) {
            key = Key.of(key, "information", 1);
        }
        if (!scan.stacks().isEmpty()) {
            key = Key.of(key, "stacks", 1, scan.stacks());
        } else if (settings.partsAtJumps()) {
            key = Key.of(key, "parted", 1);
        }
        return isLocal(scan) ? Key.of(key, "local", 3, settings.local()) : key;
    }

    /** The scan before, when both are studied and neither is the reference scan. */
    private @Nullable Scan beforeIt(Scan scan) {
        Scan before = null;
        for (Scan s : scans) {
            if (s.index() == scan.index()) {
                return isStudied(scan.role()) && scan.index() != reference.index() ? before : null;
            }
            if (isStudied(s.role()) && s.index() != reference.index()) {
                before = s;
            }
        }
        return null;
    }

    /**
     * How far the way reference - before - now - reference misses its start, with the step between the two scans registered
     * for itself: in a sentence, or empty when there is no such loop.
     */
    private String loop(Scan scan, Registration found, Prepared now, Prepared still, Registrar registrar)
            throws IOException {
        Scan before = settings.loop() ? beforeIt(scan) : null;
        if (before == null) {
            return "";
        }
        Placement place = placement(before);
        if (place.quality() < settings.qualityLimit()) {
            return "";
        }
        if (place.stacks().size() > 1) {
            return "There is no loop over scan " + before.index() + ": it was stitched, and has no one map.";
        }
        TransformRow earlier = place.stacks().get(0);
        ScanView view =
                new ScanView(before.source(), before.extent(), before.voxelSize(), before.body()).beside(still.view());
        try (Prepared then = registrar.prepare(view, listener)) {
            Affine start = earlier.transform().inverse().then(found.transform());
            Registration step = registrar.register(then, now, start, listener);
            double missUm = still.rmsUm(earlier.transform()
                    .then(step.transform())
                    .then(found.transform().inverse()));
            double statedUm =
                    Math.sqrt(Math.pow(earlier.treUUm(), 2) + Math.pow(found.treUUm(), 2) + Math.pow(step.treUUm(), 2));
            return String.format(
                    java.util.Locale.ROOT,
                    "Loop over scan %d: the way round misses by %.3f um (rms over the specimen), stated %.3f um%s.",
                    before.index(),
                    missUm,
                    statedUm,
                    missUm > 2 * statedUm ? ": more than the uncertainties allow" : "");
        } catch (NoOverlap none) {
            return "Loop over scan " + before.index() + ": the two scans share no volume.";
        }
    }

    /** Whether displacements are measured point by point in a scan. */
    private boolean isLocal(Scan scan) throws IOException {
        return settings.local() != null && isStudied(scan.role()) && scan.index() != reference.index();
    }

    private boolean hasLocal(Scan scan) throws IOException {
        return !isLocal(scan) || fields.has(scan.index()) || placement(scan).quality() < settings.qualityLimit();
    }

    private void register(Scan scan) throws IOException {
        String key = registerKey(scan);
        if (inspection.finished(Stage.REGISTER.key(), scan.index(), key)
                && aligned.has(scan.index())
                && hasLocal(scan)) {
            judge(scan, placement(scan));
            return;
        }
        inspection.begin(Stage.REGISTER.key(), scan.index());
        Prepared still = fixed();
        double contrast = still.metal() - still.air();
        double low = still.air() - contrast;
        double slope = 4.5 * contrast / 65534;
        List<TransformRow> rows = new ArrayList<>();
        if (scan.index() == reference.index()) {
            Holder holder = still.holder();
            Sink to = aligned.sink(scan.index(), low, slope);
            runner.run(
                    holder == null ? new Copy(scan.source(), to) : holder.without(scan.source(), Affine.IDENTITY, to),
                    Grid.of(extent),
                    listener);
            rows.add(new TransformRow(
                    scan.index(),
                    scan.file(),
                    scan.role().key(),
                    Affine.IDENTITY,
                    "identity",
                    0,
                    0,
                    0,
                    0,
                    1,
                    NO_COVARIANCE,
                    0,
                    0,
                    0,
                    ""));
        } else {
            List<Piece> pieces = registration(scan, still);
            resample(pieces, aligned.sink(scan.index(), low, slope));
            for (Piece piece : pieces) {
                rows.add(row(scan, rows.size(), piece));
            }
        }
        aligned.commit(scan.index(), runner);
        inspection.commit(Stage.REGISTER.key(), scan.index(), key, write -> write.transforms(rows));
        judge(scan, new Placement(rows));
    }

    private static TransformRow row(Scan scan, int stack, Piece piece) {
        Registration found = piece.registration();
        return new TransformRow(
                scan.index(),
                stack,
                piece.isWhole() ? null : piece.fromUm(),
                piece.isWhole() ? null : piece.toUm(),
                scan.file(),
                scan.role().key(),
                piece.transform(),
                scan.transformIsFinal() ? "given" : found.model().name().toLowerCase(java.util.Locale.ROOT),
                found.scaleDrift(),
                found.treUUm(),
                found.residual(),
                found.trimmedFraction(),
                found.quality(),
                found.covariance(),
                found.centreUm().x(),
                found.centreUm().y(),
                found.centreUm().z(),
                String.join(" ", found.notes()));
    }

    /** Reads a scan on the reference grid, stack by stack. */
    private void resample(List<Piece> pieces, Sink to) throws IOException {
        if (pieces.size() == 1) {
            resample(pieces.get(0), to);
            return;
        }
        List<ScratchVolume> stacks = new ArrayList<>();
        for (Piece piece : pieces) {
            ScratchVolume stack =
                    ScratchVolume.create(work.resolve("stack-" + stacks.size()), extent, ScratchVolume.Type.FLOAT32);
            stacks.add(stack);
            resample(piece, stack.sink());
        }
        runner.run(new Join(stacks.stream().map(ScratchVolume::source).toList(), to), Grid.of(extent), listener);
        for (ScratchVolume stack : stacks) {
            stack.delete();
        }
    }

    /** Reads a stack, or a scan of one piece, on the reference grid, without its holder. */
    private void resample(Piece piece, Sink to) throws IOException {
        Registration found = piece.registration();
        Holder holder = piece.holder();
        Affine gridToMoving = gridTo(piece.view().voxelSize(), found.transform());
        ScratchVolume whole = holder == null
                ? null
                : ScratchVolume.create(work.resolve("with-holder"), extent, ScratchVolume.Type.FLOAT32);
        runner.run(
                new Resample(
                        piece.view().source(),
                        piece.view().extent(),
                        gridToMoving,
                        found.gain(),
                        found.offset(),
                        whole == null ? to : whole.sink()),
                // Larger than usual: the spline's prefilter wants a wide rim.
                new Grid(extent, 128, 128, 64),
                listener);
        if (holder != null && whole != null) {
            runner.run(holder.without(whole.source(), gridToMoving, to), Grid.of(extent), listener);
            whole.delete();
        }
    }

    /** How a scan lies: one piece, or its stacks; its greys as it was registered with them. */
    private List<Piece> registration(Scan scan, Prepared still) throws IOException {
        ScanView view = new ScanView(scan.source(), scan.extent(), scan.voxelSize(), scan.body()).beside(still.view());
        Registrar registrar = registrar();
        @Nullable Affine start = scan.transform();
        boolean isFinal = start != null && scan.transformIsFinal();
        if (settings.greysDiffer()) {
            ChangedContrast.Found like = ChangedContrast.of(registrar, still, view, start, listener);
            view = like.moving();
            start = isFinal ? start : like.start();
        }
        try (Prepared moving = registrar.prepare(view, listener)) {
            Registration found = isFinal && start != null
                    ? registrar.given(still, moving, start, listener)
                    : registrar.register(still, moving, start, listener);
            List<Piece> pieces = pieces(scan, found, moving, still, registrar);
            if (pieces.stream().allMatch(piece -> piece.registration().trusted())) {
                measureLocally(scan, pieces, moving, still);
            }
            String loop = pieces.size() == 1 ? loop(scan, found, moving, still, registrar) : "";
            return loop.isEmpty()
                    ? pieces
                    : List.of(Piece.whole(view, pieces.get(0).registration().withNote(loop), moving.holder()));
        } catch (NoOverlap none) {
            throw new Unplaced(
                    scan.index(),
                    none.naming("Scan " + scan.index() + " ('" + scan.file() + "') of '" + series.name() + "'"),
                    none);
        }
    }

    /** A scan as one piece, or its stacks where the user says so or, if that is wanted, where a jump shows them. */
    private List<Piece> pieces(Scan scan, Registration found, Prepared moving, Prepared still, Registrar registrar)
            throws IOException {
        Stitched stitched = new Stitched(runner, registrar, still, listener);
        if (!scan.stacks().isEmpty()) {
            return stitched.register(moving.view(), found, scan.stacks());
        }
        return settings.partsAtJumps() && !scan.transformIsFinal()
                ? stitched.parted(moving.view(), found, moving.holder())
                : List.of(Piece.whole(moving.view(), stitched.asOne(moving.view(), found), moving.holder()));
    }

    /** Measures displacements point by point, each from the stack in which it lies. */
    private void measureLocally(Scan scan, List<Piece> pieces, Prepared moving, Prepared still) throws IOException {
        LocalSettings local = settings.local();
        if (local == null || !isLocal(scan)) {
            return;
        }
        LocalRegistration registration = new LocalRegistration(runner, local);
        LocalField field;
        if (pieces.size() == 1) {
            field = registration.register(still, moving, pieces.get(0).registration(), null, listener);
        } else {
            List<LocalField> stacks = new ArrayList<>();
            for (Piece piece : pieces) {
                try (Prepared stack = registrar().prepare(piece.view(), listener)) {
                    stacks.add(registration.register(still, stack, piece.registration(), null, listener));
                }
            }
            field = LocalField.joined(stacks, Piece.map(pieces)::stackAt);
        }
        fields.write(scan.index(), field);
        remarks.add("Scan " + scan.index() + " ('" + scan.file() + "'): " + field.summary());
    }

    private Registrar registrar() throws IOException {
        RegistrationSettings d = RegistrationSettings.defaults()
                .withModel(settings.model())
                .withVoxelScaleUncertainty(
                        series.voxelScaleUncertainty() > 0 ? series.voxelScaleUncertainty() : Double.NaN)
                .withTrust(settings.qualityLimit(), settings.globalSearch());
        return new Registrar(runner, d, work);
    }

    private Prepared fixed() throws IOException {
        Prepared prepared = fixed;
        if (prepared == null) {
            prepared = registrar().prepare(new ScanView(reference.source(), extent, voxel, reference.body()), listener);
            fixed = prepared;
        }
        return prepared;
    }

    private Placement placement(Scan scan) throws IOException {
        return new Placement(inspection.transforms().stream()
                .filter(r -> r.scan() == scan.index())
                .toList());
    }

    private void judge(Scan scan, Placement placement) {
        if (placement.quality() < settings.qualityLimit()) {
            untrusted.add(scan.index());
            remarks.add(String.format(
                    java.util.Locale.ROOT,
                    "Scan %d ('%s') is left out: its registration's quality is %.2f, and %.2f is wanted. Give it a start"
                            + " transform in series.json.",
                    scan.index(),
                    scan.file(),
                    placement.quality(),
                    settings.qualityLimit()));
        }
        if (!placement.note().isEmpty()) {
            remarks.add("Scan " + scan.index() + " ('" + scan.file() + "'): " + placement.note());
        }
    }

    // Segment

    private String segmentKey(Scan scan) throws IOException {
        UserLabels own = scan.labels();
        return Key.of(
                "segment",
                16,
                registerKey(reference),
                registerKey(scan),
                surfaceKey() + (own == null ? "" : own.inReferenceFrame() ? " labels of the reference" : " labels"),
                settings.text("segmentation.seed"),
                settings.text("segmentation.low"),
                settings.text("segmentation.leastVoxels"),
                settings.text("segmentation.closingVoxels"),
                settings.text("segmentation.deepVoxels"));
    }

    private String surfaceKey() {
        Surface surface = series.surface();
        if (surface instanceof Surface.Stl stl) {
            return "stl " + surfaceChecksum + " " + stl.toSpecimen();
        }
        return surface instanceof Surface.Mask ? "mask " + surfaceChecksum : surface.name();
    }

    private ScratchVolume features(int scan) throws IOException {
        Path file = work.resolve(String.format(java.util.Locale.ROOT, "features-%04d", scan));
        return new ScratchVolume(file.toAbsolutePath().normalize().toString(), extent, ScratchVolume.Type.INT32, 0, 1);
    }

    private void segment(Scan scan) throws IOException {
        String key = segmentKey(scan);
        boolean tracked =
                inspection.finished(Stage.TRACK.key(), scan.index(), trackKey(scan)) && labels.has(scan.index());
        boolean held = inspection.finished(Stage.SEGMENT.key(), scan.index(), key);
        if (held && (tracked || Files.exists(Path.of(features(scan.index()).file())))) {
            return;
        }
        inspection.begin(Stage.SEGMENT.key(), scan.index());
        ReferenceSolid original = solid();
        ScratchVolume unfinished =
                ScratchVolume.create(work.resolve("features.part"), extent, ScratchVolume.Type.INT32);
        Placement placement = placement(scan);
        double edgeU = placement.treUUm() / Math.sqrt(3) / voxel.meanUm();
        Damage damage = new DamageFinder(runner, settings.segmentation(), original, work)
                .find(
                        scan.index(),
                        aligned.source(scan.index()),
                        aligned.source(reference.index()),
                        edgeU,
                        placement.map().between(voxel, scan.voxelSize()),
                        ownLabels(scan, placement),
                        unfinished.sink(),
                        listener);
        List<Jump> jumps = jumps(scan, original, damage, unfinished.source());
        List<String> given = given(scan, original, damage);
        Files.move(
                Path.of(unfinished.file()),
                Path.of(features(scan.index()).file()),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        inspection.commit(Stage.SEGMENT.key(), scan.index(), key, write -> {
            write.document("damage", Documents.write(damage));
            write.document(GivenRecords.DOCUMENT, Documents.write(given));
            if (!jumps.isEmpty()) {
                write.document(JumpRecords.DOCUMENT, Documents.write(jumps));
            }
        });
    }

    /** By how much the cracks' sides moved apart, where displacements are measured. */
    private List<Jump> jumps(Scan scan, ReferenceSolid original, Damage damage, Source found) throws IOException {
        LocalSettings local = settings.local();
        if (local == null || !isLocal(scan)) {
            return List.of();
        }
        Map<Integer, Double> sheets = new TreeMap<>();
        for (DamageFeature f : damage.features()) {
            DamageFeature.Sheet sheet = f.sheet();
            if (sheet != null && sheet.area() > 0) {
                sheets.put(f.label(), sheet.area());
            }
        }
        return new CrackJumps(runner, local)
                .find(
                        aligned.source(reference.index()),
                        aligned.source(scan.index()),
                        found,
                        original.distance(),
                        extent,
                        voxel.meanUm(),
                        sheets,
                        original.airGrey(),
                        original.metalGrey() - original.airGrey(),
                        listener);
    }

    /** The user's labels of a scan and how the reference grid falls on them. */
    private @Nullable GivenLabels ownLabels(Scan scan, Placement placement) {
        UserLabels own = scan.labels();
        if (own == null) {
            return null;
        }
        return own.inReferenceFrame()
                ? new GivenLabels(own.source(), ScanMap.of(Affine.IDENTITY))
                : new GivenLabels(own.source(), placement.map().between(voxel, scan.voxelSize()));
    }

    /** Voxels of the reference grid to voxels of a scan. */
    private Affine gridTo(VoxelSize scanVoxel, Affine transform) {
        return voxel.toMicrometres()
                .then(transform)
                .then(scanVoxel.toMicrometres().inverse());
    }

    /** From this share of the original solid on what is missing in the reference scan is hardly damage. */
    private static final double MUCH_MISSING = 0.2;

    /** What the user gave in place of what would be found, or should give, and how it was taken: one sentence each. */
    private List<String> given(Scan scan, ReferenceSolid original, Damage damage) {
        List<String> sentences = new ArrayList<>();
        ReferenceSolid.Given given = original.given();
        if (given != null) {
            sentences.add(String.format(
                    java.util.Locale.ROOT,
                    "Depth is from the original surface '%s' of series.json, which lies %.2f um outside of the reference"
                            + " scan's sound surface (median; kept as it is) and follows it within %.2f um (k = 1).",
                    series.surface().name(),
                    given.offset() * voxel.meanUm(),
                    given.u() * voxel.meanUm()));
        } else if (original.ballVoxels() < settings.segmentation().closingVoxels()) {
            sentences.add(String.format(
                    java.util.Locale.ROOT,
                    "The specimen is open, as a lattice or a foam is: its channels were taken as its shape, and %s.",
                    original.ballVoxels() == 0
                            ? "no damage was looked for that was there already"
                            : String.format(
                                    java.util.Locale.ROOT,
                                    "the ball that rebuilds its original surface has a radius of %.1f voxels in place of"
                                            + " %.1f (segmentation.closingVoxels)",
                                    original.ballVoxels(),
                                    settings.segmentation().closingVoxels())));
        } else if (original.missingVoxels() > MUCH_MISSING * original.solidVoxels()) {
            sentences.add(String.format(
                    java.util.Locale.ROOT,
                    "Of what the original surface encloses %.0f %% is missing in the reference scan, and counts as damage"
                            + " that was there. If that is the specimen's shape, as in a lattice or a foam, set"
                            + " segmentation.closingVoxels to less than half the width of its channels.",
                    100.0 * original.missingVoxels() / original.solidVoxels()));
        }
        if (damage.moreBlur() != 0) {
            double coarser = damage.edgeSigma();
            double finer = Math.sqrt(Math.max(0, coarser * coarser - Math.abs(damage.moreBlur())));
            boolean more = damage.moreBlur() > 0;
            sentences.add(String.format(
                    java.util.Locale.ROOT,
                    "Scan %d ('%s') is %s blurred than the reference scan (an edge's standard deviation is %.2f voxel, the"
                            + " reference scan's %.2f): they were compared at the coarser one's blur.",
                    scan.index(),
                    scan.file(),
                    more ? "more" : "less",
                    more ? coarser : finer,
                    more ? finer : coarser));
        }
        if (scan.labels() != null) {
            int n = damage.userLabels().size();
            sentences.add("Scan " + scan.index() + " ('" + scan.file() + "'): "
                    + (n == 0
                            ? "the labels given for it name no feature in what both scans see; none is followed there."
                            : n + (n == 1 ? " feature is" : " features are") + " as labelled by the user; nothing else"
                                    + " was looked for."));
        }
        sentences.stream().filter(sentence -> !remarks.contains(sentence)).forEach(remarks::add);
        return sentences;
    }

    private ReferenceSolid solid() throws IOException {
        ReferenceSolid found = solid;
        if (found == null) {
            found = original(runner, settings, work, series, aligned, listener);
            solid = found;
        }
        return found;
    }

    /** The specimen as it was before any damage, from the registered reference scan and what the user gave. */
    static ReferenceSolid original(
            Runner runner, Settings settings, Path work, Series series, OmeZarr aligned, Progress progress)
            throws IOException {
        Scan reference = series.referenceScan();
        return new OriginalSurface(runner, settings.segmentation(), work)
                .find(
                        aligned.source(reference.index()),
                        reference.extent(),
                        reference.voxelSize(),
                        reference.body(),
                        new UserSurface(series.surface()).read(),
                        progress);
    }

    static Damage damage(Inspection inspection, int scan) throws IOException {
        return Documents.read(
                inspection.document(Stage.SEGMENT.key(), scan, "damage").orElseThrow(), new TypeReference<Damage>() {});
    }

    // Track

    /** Follows from this scan's damage and all that was linked before it. */
    private String trackKey(Scan scan) throws IOException {
        String key = "track 3";
        for (Scan s : studied()) {
            key = Key.of(key, segmentKey(s));
            if (s.index() == scan.index()) {
                break;
            }
        }
        return key;
    }

    /** What is known after linking a scan. */
    record Linked(List<Track> tracks, Map<Integer, Integer> trackOf) {}

    private void track(Scan scan) throws IOException {
        String key = trackKey(scan);
        if (inspection.finished(Stage.TRACK.key(), scan.index(), key) && labels.has(scan.index())) {
            return;
        }
        inspection.begin(Stage.TRACK.key(), scan.index());
        List<Scan> order = studied();
        int at = order.indexOf(scan);
        Damage damage = damage(inspection, scan.index());
        List<Track> before = at == 0
                ? List.of()
                : linked(inspection, order.get(at - 1).index()).tracks();
        ScratchVolume found = features(scan.index());
        Grid grid = Grid.of(extent);
        List<Feature> features = new ArrayList<>();
        for (DamageFeature f : damage.features()) {
            features.add(
                    new Feature(scan.index(), f.label(), f.family(), f.coreVoxels(), f.attachedTo(), f.centroid()));
        }
        Set<Long> contacts = runner.run(new Neighbours(found.source(), CONTACT_VOXELS), grid, listener)
                .keySet();
        Linker.Linked linked = Linker.link(
                before,
                at == 0,
                new Linker.Evidence(
                        features,
                        overlaps(found, before, at, grid),
                        contacts,
                        lastPlaces(before, order, at),
                        named(damage, order, at)));
        int[] trackOf = new int[damage.features().size() + 1];
        linked.trackOf().forEach((label, track) -> trackOf[label] = track);
        runner.run(new WriteTracks(found.source(), trackOf, labels.sink(scan.index())), grid, listener);
        labels.commit(scan.index(), runner);
        inspection.commit(
                Stage.TRACK.key(),
                scan.index(),
                key,
                write -> write.document(
                        "linked", Documents.write(new Linked(linked.tracks(), new TreeMap<>(linked.trackOf())))));
        found.delete();
    }

    /** With the scan before, and for tracks that were not found there with where they were last: a gap is no death. */
    private List<Overlap> overlaps(ScratchVolume found, List<Track> before, int at, Grid grid) throws IOException {
        List<Scan> order = studied();
        Map<Integer, Track> byId = new HashMap<>();
        before.forEach(t -> byId.put(t.id(), t));
        List<Overlap> overlaps = new ArrayList<>();
        for (int back = 1; back <= GAP_SCANS + 1 && at - back >= 0; back++) {
            int earlier = order.get(at - back).index();
            if (before.stream().noneMatch(t -> t.ended() == Ended.PRESENT && t.lastScan() == earlier)) {
                continue;
            }
            for (Overlap o :
                    Overlaps.list(runner.run(new Overlaps(found.source(), labels.source(earlier)), grid, listener))) {
                Track track = byId.get(o.trackId());
                if (track != null && track.lastScan() == earlier) {
                    overlaps.add(o);
                }
            }
        }
        return Linker.summed(overlaps);
    }

    /** By label, the track that had the user's number of it in the last scan that had the number. */
    private Map<Integer, Linker.Named> named(Damage damage, List<Scan> order, int at) throws IOException {
        Map<Integer, Integer> labelOf = new TreeMap<>();
        for (int label = 1; label <= damage.userLabels().size(); label++) {
            labelOf.put(damage.userLabels().get(label - 1), label);
        }
        Map<Integer, Linker.Named> named = new TreeMap<>();
        for (int back = 1; back <= at && named.size() < labelOf.size(); back++) {
            int earlier = order.get(at - back).index();
            Damage then = damage(inspection, earlier);
            if (then.userLabels().isEmpty()) {
                continue;
            }
            Map<Integer, Integer> trackOf = linked(inspection, earlier).trackOf();
            for (DamageFeature f : then.features()) {
                Integer label = labelOf.get(then.userLabels().get(f.label() - 1));
                Integer track = trackOf.get(f.label());
                if (label != null && track != null) {
                    named.putIfAbsent(label, new Linker.Named(track, new Place(f.centroid(), f.coreVoxels())));
                }
            }
        }
        return named;
    }

    /** Where the tracks were last seen, of those that may go on: the place of their largest piece. */
    private Map<Integer, Place> lastPlaces(List<Track> before, List<Scan> order, int at) throws IOException {
        Map<Integer, Place> places = new TreeMap<>();
        Map<Integer, Track> byId = new HashMap<>();
        before.forEach(t -> byId.put(t.id(), t));
        for (int back = 1; back <= GAP_SCANS + 1 && at - back >= 0; back++) {
            int earlier = order.get(at - back).index();
            Map<Integer, Integer> trackOf = linked(inspection, earlier).trackOf();
            for (DamageFeature f : damage(inspection, earlier).features()) {
                Track track = byId.get(trackOf.get(f.label()));
                if (track != null && track.lastScan() == earlier) {
                    places.merge(
                            track.id(),
                            new Place(f.centroid(), f.coreVoxels()),
                            (a, b) -> a.voxels() >= b.voxels() ? a : b);
                }
            }
        }
        return places;
    }

    static Linked linked(Inspection inspection, int scan) throws IOException {
        return Documents.read(
                inspection.document(Stage.TRACK.key(), scan, "linked").orElseThrow(), new TypeReference<Linked>() {});
    }

    private String resultKey() throws IOException {
        return Remeasure.key(unreviewedKey(), inspection);
    }

    private String unreviewedKey() throws IOException {
        String key = "results 7";
        for (Scan s : studied()) {
            key = Key.of(key, trackKey(s), s.exposure(), s.role());
        }
        for (Scan s : scans) {
            key = Key.of(key, registerKey(s));
        }
        return Key.of(key, settings.toJson(), series.specimen(), series.exposure());
    }

    /** Whether everything up to and with a stage holds already. */
    boolean finished(Stage last) throws IOException {
        for (Scan s : scans) {
            if (!inspection.finished(Stage.REGISTER.key(), s.index(), registerKey(s))
                    || !aligned.has(s.index())
                    || !hasLocal(s)) {
                return false;
            }
            if (placement(s).quality() < settings.qualityLimit()) {
                untrusted.add(s.index());
            }
        }
        boolean ended = true;
        if (last.ordinal() >= Stage.SEGMENT.ordinal()) {
            for (Scan s : studied()) {
                ended &= inspection.finished(Stage.SEGMENT.key(), s.index(), segmentKey(s));
            }
        }
        if (last.ordinal() >= Stage.TRACK.ordinal()) {
            for (Scan s : studied()) {
                ended &= inspection.finished(Stage.TRACK.key(), s.index(), trackKey(s)) && labels.has(s.index());
            }
        }
        if (last.ordinal() >= Stage.MEASURE.ordinal()) {
            ended &= inspection.finished(Stage.MEASURE.key(), Inspection.SERIES, resultKey());
        }
        if (last.ordinal() >= Stage.FLAG.ordinal()) {
            ended &= inspection.finished(Stage.FLAG.key(), Inspection.SERIES, resultKey());
        }
        return ended;
    }

    /** The place of a voxel in the specimen frame. */
    static Point micrometres(Point voxels, VoxelSize size) {
        return new Point(voxels.x() * size.xUm(), voxels.y() * size.yUm(), voxels.z() * size.zUm());
    }

    /** Removes the intermediate volumes of a finished job. */
    void tidy() throws IOException {
        release();
        Folders.delete(work);
    }

    private void release() throws IOException {
        Prepared prepared = fixed;
        if (prepared != null) {
            fixed = null;
            prepared.close();
        }
    }

    @Override
    public void close() throws IOException {
        release();
    }
}
