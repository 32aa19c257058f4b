package patina.segmentation;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import patina.blocks.Grid;
import patina.blocks.Progress;
import patina.blocks.Runner;
import patina.blocks.Sink;
import patina.blocks.Source;
import patina.chunks.ScratchVolume;
import patina.fields.Component;
import patina.fields.Components;
import patina.fields.Connectivity;
import patina.fields.LabelKernel;
import patina.fields.LabelSums;
import patina.fields.Labelling;
import patina.fields.MeasureLabels;
import patina.geometry.Affine;
import patina.geometry.Extent;
import patina.geometry.Point;
import patina.geometry.ScanMap;

/**
 * Finds and measures the damage of one registered scan: what is missing of the original solid and what was lost since the
 * reference scan, as labelled features with sub-voxel volumes, depths and openings.
 */
public final class DamageFinder {
    /** A crack's sheet ends where it is open by less, in voxels. */
    private static final double LEAST_OPENING = 0.12;

    /** Thin cracks show in the smoothed deficit from here on, and from so many times its noise. */
    private static final double FAINT = 0.05;

    private static final double FAINT_NOISE = 5.5;

    /** What the form of a crack's front adds to the uncertainty of its depth, in voxels: it may be no ellipse. */
    private static final double FRONT_FORM_U = 0.1;

    /** Less opening, in voxels, may not be seen at all at a crack's front. */
    private static final double UNSEEN_OPENING = 0.2;

    /** What a crack out of a feature adds to the uncertainty of its depth, in voxels: the bottom opens into it. */
    private static final double CRACKED_DEPTH_U = 0.1;

    /** Relative standard uncertainty of a network's depth. */
    private static final double NETWORK_DEPTH_U = 0.35;

    /** Relative standard uncertainty of what a neck's sheet takes from its host: it is continued, not seen. */
    private static final double NECK_U = 0.2;

    private final Runner runner;
    private final SegmentationSettings settings;
    private final ReferenceSolid reference;
    private final Path work;

    /** @param work folder for intermediate volumes */
    public DamageFinder(Runner runner, SegmentationSettings settings, ReferenceSolid reference, Path work) {
        this.runner = runner;
        this.settings = settings;
        this.reference = reference;
        this.work = work;
    }

    /**
     * Looks through one scan.
     *
     * @param scan its index, for the record
     * @param registered the scan on the reference grid, grey brought to the reference's
     * @param registeredReference the reference scan on its own grid
     * @param edgeUncertaintyVoxels how far the registration may be off at the surface; thresholds stay above what that
     *     makes of an edge
     * @param labels where the features' labels go
     */
    public Damage find(
            int scan,
            Source registered,
            Source registeredReference,
            double edgeUncertaintyVoxels,
            Sink labels,
            Progress progress)
            throws IOException {
        return find(
                scan,
                registered,
                registeredReference,
                edgeUncertaintyVoxels,
                ScanMap.of(Affine.IDENTITY),
                null,
                labels,
                progress);
    }

    /**
     * The same of a scan that may be stitched, or measures what the user labelled in place of looking through it.
     *
     * @param gridToScan voxels of the reference grid to voxels of the scan
     * @param own the user's labels; null to look for damage
     */
    public Damage find(
            int scan,
            Source registered,
            Source registeredReference,
            double edgeUncertaintyVoxels,
            ScanMap gridToScan,
            @Nullable GivenLabels own,
            Sink labels,
            Progress progress)
            throws IOException {
        if (!(edgeUncertaintyVoxels >= 0)) {
            throw new IllegalArgumentException(
                    "The registration's uncertainty was wanted in voxels, 0 or more, but it is " + edgeUncertaintyVoxels
                            + ".");
        }
        Extent extent = reference.extent();
        Grid grid = Grid.of(extent);
        double micron = reference.voxelSize().meanUm();
        LevelFit fit = new LevelFit(
                registeredReference,
                registered,
                reference.interior(),
                extent,
                reference.deepVoxels() * micron,
                reference.airGrey(),
                reference.metalGrey());
        LevelFit.Fitted fitted = fit.solve(runner.run(fit, grid, progress).total());
        // The reference scan's own levels stand; what differs from it over the same voxels is the scan's.
        Levels levels = reference.levels().changed(fitted.reference(), fitted.scan());
        Source fraction = reference.fraction();
        double more = runner.run(
                        new ScanEdges(fraction, registered, levels, reference.interior(), extent, micron),
                        grid,
                        progress)
                .more(reference.edgeSigma());
        if (more > 0) {
            ScratchVolume before = FractionVolume.create(work.resolve("fraction-blurred"), extent);
            ScratchVolume whole = FractionVolume.create(work.resolve("envelope-blurred"), extent);
            runner.run(new MoreBlurred(fraction, more, before.sink()), grid, progress);
            runner.run(new MoreBlurred(reference.envelope(), more, whole.sink()), grid, progress);
            ReferenceSolid blurred = reference.blurred(before.source(), whole.source(), more);
            Damage damage = new DamageFinder(runner, settings, blurred, work)
                    .found(scan, registered, levels, edgeUncertaintyVoxels, gridToScan, own, labels, progress);
            before.delete();
            whole.delete();
            return damage.ofBlur(more);
        }
        if (more < 0) {
            ScratchVolume after =
                    ScratchVolume.create(work.resolve("scan-blurred"), extent, ScratchVolume.Type.FLOAT32);
            runner.run(new MoreBlurred(registered, -more, after.sink()), grid, progress);
            Damage damage =
                    found(scan, after.source(), levels, edgeUncertaintyVoxels, gridToScan, own, labels, progress);
            after.delete();
            return damage.ofBlur(more);
        }
        return found(scan, registered, levels, edgeUncertaintyVoxels, gridToScan, own, labels, progress);
    }

    /** The same of a scan whose edges are as blurred as the reference scan's. */
    private Damage found(
            int scan,
            Source registered,
            Levels levels,
            double edgeUncertaintyVoxels,
            ScanMap gridToScan,
            @Nullable GivenLabels own,
            Sink labels,
            Progress progress)
            throws IOException {
        Extent extent = reference.extent();
        Grid grid = Grid.of(extent);
        double micron = reference.voxelSize().meanUm();
        ScratchVolume deficit = FractionVolume.create(work.resolve("deficit"), extent);
        ScratchVolume smooth = FractionVolume.create(work.resolve("smooth"), extent);
        double[] overall = runner.run(
                        new Deficit(
                                reference.envelope(),
                                reference.fraction(),
                                registered,
                                levels,
                                reference.interior(),
                                extent,
                                reference.deepVoxels() * micron,
                                deficit.sink(),
                                smooth.sink()),
                        grid,
                        progress)
                .total();
        Noise noise = Deficit.noise(overall);
        // A shift u of a blurred edge changes the smoothed fraction by about 0.33 u.
        double edge = 0.33 * edgeUncertaintyVoxels;
        double seed = Math.max(settings.seed(), Math.max(6 * noise.smooth(), 4 * edge));
        double low = Math.max(settings.low(), Math.max(4 * noise.smooth(), 3 * edge));

        double faint = Math.min(low, Math.max(FAINT, Math.max(FAINT_NOISE * noise.smooth(), 4 * edge)));
        GivenLabels.Placed given = own == null ? null : own.placed(runner, work, extent, progress);
        Candidates candidates = candidates(deficit, smooth, null, given, low, faint, progress);
        Grouping.Limits limits = new Grouping.Limits(seed, settings.leastVoxels());
        Grouping grouping = grouping(candidates, given != null, low, limits);
        Places places = Places.of(candidates.components, candidates.near, grouping, micron);
        Filling.Found filled = Filling.of(
                places,
                levels(places, candidates, deficit, low, progress),
                reference.edgeSigma(),
                edgeUncertaintyVoxels,
                settings.leastVoxels(),
                noise);
        boolean empty = filled.areAllEmpty();
        float[] shows = new float[filled.fillings().size() + 1];
        shows[0] = 1;
        ScratchVolume fillingOf = null;
        if (!empty) {
            ScratchVolume metal = FractionVolume.create(work.resolve("metal"), extent);
            ScratchVolume smoothMetal = FractionVolume.create(work.resolve("smooth-metal"), extent);
            ScratchVolume fillings = ScratchVolume.create(work.resolve("fillings"), extent, ScratchVolume.Type.FLOAT32);
            fillingOf = fillings;
            for (int i = 1; i < shows.length; i++) {
                shows[i] = (float) filled.fillings().get(i - 1).shows();
            }
            runner.run(
                    new MetalLoss(
                            candidates.parts.source(),
                            filled.of(),
                            shows,
                            deficit.source(),
                            smooth.source(),
                            metal.sink(),
                            smoothMetal.sink(),
                            fillings.sink()),
                    grid,
                    progress);
            if (given == null) {
                candidates.parts.delete();
            }
            deficit.delete();
            smooth.delete();
            deficit = metal;
            smooth = smoothMetal;
            candidates = candidates(deficit, smooth, fillings, given, low, faint, progress);
            grouping = grouping(candidates, given != null, low, limits);
        }
        Components components = candidates.components;
        ScratchVolume parts = candidates.parts;

        TreeSet<Integer> cracks = new TreeSet<>();
        for (int label = 1; label < grouping.families().length; label++) {
            if (grouping.families()[label] == Family.SHEET) {
                cracks.add(label);
            }
        }
        boolean[] thick = new boolean[components.count() + 1];
        for (int c = 1; c < thick.length; c++) {
            thick[c] = DamageClasses.isThick(components.category(c))
                    && (given == null || grouping.families()[grouping.featureOf()[c]] != Family.SHEET);
        }
        ScratchVolume owners = cracks.isEmpty()
                ? null
                : ScratchVolume.create(work.resolve("owners"), extent, ScratchVolume.Type.INT32);
        Zones zones = new Zones(
                parts.source(),
                grouping.featureOf(),
                thick,
                grouping.attachedTo(),
                SurfacePatches.NONE,
                deficit.source(),
                reference.envelope(),
                reference.fraction(),
                reference.distance(),
                extent,
                micron,
                reference.edgeSigma(),
                fillingOf == null ? null : fillingOf.source(),
                shows,
                labels,
                owners == null ? null : owners.sink());
        ZoneSums sums = runner.run(zones, grid, progress);
        PatchSearch search = new PatchSearch(sums.cells(), extent, noise, edgeUncertaintyVoxels);
        SurfacePatches patches = given == null ? search.find(grouping.features() + 1) : SurfacePatches.NONE;
        SurfaceError error = search.error();
        if (!patches.isEmpty()) {
            sums = runner.run(zones.with(patches), grid, progress);
        }
        if (fillingOf != null) {
            fillingOf.delete();
        }
        if (error != null) {
            takeOff(error, sums, grouping.features());
        }
        parts.delete();
        smooth.delete();

        List<Axes> axes = axes(components, grouping);
        SheetMap.Sums openings = new SheetMap.Sums();
        if (owners != null) {
            openings = runner.run(
                    new SheetMap(
                            owners.source(),
                            deficit.source(),
                            reference.envelope(),
                            reference.distance(),
                            micron,
                            LEAST_OPENING,
                            cracks,
                            hosts(sums, grouping.attachedTo())),
                    grid,
                    progress);
        }
        double[] parted = part(sums, openings, grouping.attachedTo());
        List<@Nullable Filling> fillings = fillings(components, grouping, filled, empty);
        List<DamageFeature> features = new ArrayList<>();
        double gainedVolume = 0;
        try (DepthProbe probe = new DepthProbe(reference, deficit.source(), owners == null ? null : owners.source())) {
            TreeMap<Integer, DamageFeature.Sheet> sheets = new TreeMap<>();
            for (int label : cracks) {
                sheets.put(
                        label,
                        SheetMap.sheet(
                                openings,
                                label,
                                grouping.attachedTo()[label] == 0,
                                axes.get(label),
                                sums.row(label)[ZoneSums.DEFICIT] * ZoneSums.STEP,
                                probe.beyondDistance(place(sums.row(label))),
                                reference.edgeSigma(),
                                noise));
            }
            for (int label = 1; label <= grouping.features(); label++) {
                DamageFeature feature = feature(
                        label,
                        grouping,
                        sums.row(label),
                        axes.get(label),
                        sheets.get(label),
                        probe,
                        leaving(grouping.cracksOf(label), sheets, sums),
                        noise,
                        fillings.get(label),
                        NECK_U * parted[label]);
                features.add(feature);
                if (feature.family() == Family.GAIN) {
                    gainedVolume -= feature.loss();
                }
            }
        }
        for (int patch = 1; patch <= patches.count(); patch++) {
            int label = grouping.features() + patch;
            features.add(patch(label, sums.row(label), patches.feigned()[patch - 1], patches.axes(label, extent)));
        }
        deficit.delete();
        if (owners != null) {
            owners.delete();
        }
        long[] all = sums.row(0);
        double surfaceSeen = all[ZoneSums.SURFACE] * ZoneSums.STEP;
        return new Damage(
                scan,
                noise,
                seed,
                low,
                features,
                new Damage.General(
                        all[ZoneSums.LOSS] * ZoneSums.STEP,
                        all[ZoneSums.ZONE],
                        vector(all, ZoneSums.FORCE),
                        vector(all, ZoneSums.TORQUE),
                        all[ZoneSums.STRETCH] * ZoneSums.STEP,
                        sums.cells().answers(gridToScan, extent)),
                gainedVolume,
                surfaceSeen,
                Deficit.seenFraction(overall),
                SearchLimit.halfBall(
                        Math.hypot(reference.edgeSigma(), Deficit.SIGMA),
                        seed,
                        low,
                        settings.leastVoxels(),
                        noise.smooth()),
                reference.edgeSigma(),
                0,
                error == null ? null : Double.valueOf(error.placeU()),
                given == null ? List.of() : given.ids());
    }

    /** What shows how full the places are whose flat voxels do not tell. */
    private PlaceSums levels(Places places, Candidates candidates, ScratchVolume deficit, double low, Progress progress)
            throws IOException {
        int[] unsure = Filling.unsure(places);
        if (Arrays.stream(unsure).allMatch(place -> place == 0)) {
            return new PlaceSums();
        }
        int[] reach2 = new int[unsure.length];
        for (int c = 1; c < reach2.length; c++) {
            reach2[c] = DamageClasses.isThick(candidates.components.category(c)) ? Zones.THICK2 : Zones.THIN2;
        }
        return runner.run(
                new PlaceLevels(
                        candidates.parts.source(),
                        unsure,
                        reach2,
                        deficit.source(),
                        reference.distance(),
                        reference.envelope(),
                        reference.voxelSize().meanUm(),
                        reference.deepVoxels(),
                        (float) low),
                Grid.of(reference.extent()),
                progress);
    }

    /** What may be damage: labelled components, which of them touch, and which are within {@link Zones#REACH}. */
    private record Candidates(
            Components components, ScratchVolume parts, TreeMap<Long, Long> touching, TreeMap<Long, Long> near) {}

    private Grouping grouping(Candidates found, boolean given, double low, Grouping.Limits limits) {
        double micron = reference.voxelSize().meanUm();
        return given
                ? Grouping.given(found.components, found.near, low, micron)
                : Grouping.of(found.components, found.touching, found.near, limits, micron);
    }

    private Candidates candidates(
            ScratchVolume deficit,
            ScratchVolume smooth,
            @Nullable ScratchVolume fillings,
            GivenLabels.@Nullable Placed given,
            double low,
            double faint,
            Progress progress)
            throws IOException {
        Extent extent = reference.extent();
        Grid grid = Grid.of(extent);
        if (given != null) {
            // All that is labelled counts, however little is missing there.
            LabelSums sums = runner.run(
                    new MeasureLabels(
                            given.volume().source(),
                            given.ids().size(),
                            DamageClasses.THICK,
                            classes(deficit, smooth, fillings, low, -Double.MAX_VALUE),
                            grid),
                    grid,
                    progress);
            return candidates(sums.components(), given.volume(), progress);
        }
        Labelling labelling = runner.run(
                new LabelKernel(classes(deficit, smooth, fillings, low, faint), Connectivity.CORNERS, grid),
                grid,
                progress);
        ScratchVolume parts = ScratchVolume.create(work.resolve("parts"), extent, ScratchVolume.Type.INT32);
        runner.run(labelling.relabel(parts.sink()), grid, progress);
        return candidates(labelling.components(), parts, progress);
    }

    private Candidates candidates(Components components, ScratchVolume parts, Progress progress) throws IOException {
        Grid grid = Grid.of(reference.extent());
        return new Candidates(
                components,
                parts,
                runner.run(new Neighbours(parts.source(), 1), grid, progress),
                runner.run(new Neighbours(parts.source(), Zones.REACH), grid, progress));
    }

    private DamageClasses classes(
            ScratchVolume deficit, ScratchVolume smooth, @Nullable ScratchVolume fillings, double low, double faint) {
        return new DamageClasses(
                deficit.source(),
                smooth.source(),
                reference.distance(),
                fillings == null ? null : fillings.source(),
                (float) low,
                (float) faint,
                (float) reference.voxelSize().meanUm(),
                Math.hypot(reference.edgeSigma(), Deficit.SIGMA));
    }

    /**
     * By feature label, the filling of its largest component; null where nothing is told of it.
     *
     * @param empty whether the components are those of which the fillings were told: none was divided by what it shows
     */
    private static List<@Nullable Filling> fillings(
            Components components, Grouping grouping, Filling.Found filled, boolean empty) {
        long[] most = new long[grouping.features() + 1];
        List<@Nullable Filling> of = new ArrayList<>();
        for (int label = 0; label <= grouping.features(); label++) {
            of.add(null);
        }
        for (Component c : components.list()) {
            int label = grouping.featureOf()[c.number()];
            int filling = empty
                    ? filled.of()[c.number()]
                    : (int) c.weights().get(DamageClasses.WEIGHT_FILLING).most();
            if (label != 0 && c.voxels() > most[label]) {
                most[label] = c.voxels();
                of.set(label, filling == 0 ? null : filled.fillings().get(filling - 1));
            }
        }
        return of;
    }

    /** Axes of each feature from its components' moments. Index 0 is a filler. */
    private List<Axes> axes(Components components, Grouping grouping) {
        Map<Integer, Form> forms = new TreeMap<>();
        for (Component c : components.list()) {
            int label = grouping.featureOf()[c.number()];
            if (label != 0) {
                forms.merge(label, Form.of(c, reference.voxelSize().meanUm()), Form::with);
            }
        }
        List<Axes> axes = new ArrayList<>();
        axes.add(new Axes(0, 0, 0, Point.ORIGIN, Point.ORIGIN));
        forms.forEach((label, form) -> axes.add(form.axes()));
        return axes;
    }

    private DamageFeature feature(
            int label,
            Grouping grouping,
            long[] row,
            Axes axes,
            DamageFeature.@Nullable Sheet sheet,
            DepthProbe probe,
            List<DepthProbe.Leaving> leaving,
            Noise noise,
            @Nullable Filling filling,
            double partedU)
            throws IOException {
        double loss = row[ZoneSums.LOSS] * ZoneSums.STEP;
        double deficit = row[ZoneSums.DEFICIT] * ZoneSums.STEP;
        double shows = filling == null ? 1 : filling.shows();
        Family family = grouping.families()[label];
        Double depth = null;
        double depthU = 0.5;
        Point deepestAt = null;
        if (row[ZoneSums.HALF] > 0) {
            long at = row[ZoneSums.DEEPEST_AT];
            deepestAt = place(row);
            double rough = row[ZoneSums.DEEPEST] * ZoneSums.DEPTH_STEP;
            DepthProbe.Depth probed =
                    family == Family.SHEET ? null : probe.depth(at, rough, label, leaving, noise.own() / shows);
            if (probed == null) {
                depth = rough + 0.5;
                depthU = 0.5;
            } else {
                depth = probed.depth();
                depthU = leaving.isEmpty() ? probed.u() : Math.hypot(probed.u(), CRACKED_DEPTH_U);
                if (filling != null) {
                    depthU = Math.hypot(depthU, filling.edgeU(reference.edgeSigma()));
                }
                deepestAt = probed.at();
            }
        } else if (family == Family.SHEET) {
            // No voxel half missing: a thin crack; its depth is that of its deepest cells.
            depth = row[ZoneSums.CORE] == 0
                    ? null
                    : 2.0 * row[ZoneSums.DEPTH_SUM] * ZoneSums.DEPTH_STEP / row[ZoneSums.CORE];
            depthU = 2;
        }
        if (sheet != null && sheet.area() > 0) {
            depth = sheet.depth();
            depthU = frontU(sheet);
        }
        double[] lengths = {axes.longest(), axes.middle(), axes.shortest()};
        if (depth != null
                && family == Family.BULK
                && row[ZoneSums.CORE] > 0
                && DamageFeature.isNetwork(lengths, deficit)) {
            // A fissure's tip is nowhere half missing; what is seen of fissures lies half as deep in the mean.
            depth = Math.max(depth, 2.0 * row[ZoneSums.DEPTH_SUM] * ZoneSums.DEPTH_STEP / row[ZoneSums.CORE]);
            depthU = NETWORK_DEPTH_U * depth;
        }
        return new DamageFeature(
                label,
                family,
                grouping.attachedTo()[label],
                row[ZoneSums.CORE],
                row[ZoneSums.ZONE],
                deficit,
                loss,
                centroid(row),
                depth,
                Math.hypot(depthU, reference.surfaceU(deepestAt)),
                row[ZoneSums.CORE] == 0 ? 0 : row[ZoneSums.DEPTH_SUM] * ZoneSums.DEPTH_STEP / row[ZoneSums.CORE],
                deepestAt,
                Mouth.area(
                        row[ZoneSums.MOUTH] * ZoneSums.STEP,
                        row[ZoneSums.BELOW_MOUTH] * ZoneSums.STEP,
                        reference.edgeSigma()),
                row[ZoneSums.UNSEEN],
                new long[] {row[ZoneSums.LOW], row[ZoneSums.LOW + 1], row[ZoneSums.LOW + 2]},
                new long[] {row[ZoneSums.HIGH], row[ZoneSums.HIGH + 1], row[ZoneSums.HIGH + 2]},
                lengths,
                vector(row, ZoneSums.FORCE),
                vector(row, ZoneSums.TORQUE),
                row[ZoneSums.STRETCH] * ZoneSums.STEP,
                sheet,
                filling == null ? null : filling.product(deficit),
                filling == null ? null : filling.told(),
                0,
                partedU);
    }

    /**
     * An ellipsoid's opening, 3/2 of its mean at most, is less than what is seen over the last h of its depth c, where (1 - h / c)<sup>2</sup> is
     * 1 less the square of their ratio.
     */
    private static double frontU(DamageFeature.Sheet sheet) {
        double most = 1.5 * sheet.openingMean();
        double share = Math.min(1, UNSEEN_OPENING / most);
        double unseen = sheet.depth() * (1 - Math.sqrt(1 - share * share));
        return Math.hypot(Math.hypot(FRONT_FORM_U, unseen / Math.sqrt(3)), sheet.depthU());
    }

    /**
     * A patch of the surface: it is as deep as its loss over its area, and nothing of it is half missing.
     *
     * @param feigned what of its loss is the map's and the grey level's error, in voxels
     */
    private static DamageFeature patch(int label, long[] row, double feigned, Axes axes) {
        double area = row[ZoneSums.SURFACE] * ZoneSums.STEP;
        double loss = row[ZoneSums.LOSS] * ZoneSums.STEP - feigned;
        return new DamageFeature(
                label,
                Family.BULK,
                0,
                row[ZoneSums.CORE],
                row[ZoneSums.ZONE],
                row[ZoneSums.DEFICIT] * ZoneSums.STEP - feigned,
                loss,
                centroid(row),
                loss / area,
                0,
                0,
                null,
                area,
                row[ZoneSums.UNSEEN],
                new long[] {row[ZoneSums.LOW], row[ZoneSums.LOW + 1], row[ZoneSums.LOW + 2]},
                new long[] {row[ZoneSums.HIGH], row[ZoneSums.HIGH + 1], row[ZoneSums.HIGH + 2]},
                new double[] {axes.longest(), axes.middle(), axes.shortest()},
                vector(row, ZoneSums.FORCE),
                vector(row, ZoneSums.TORQUE),
                row[ZoneSums.STRETCH] * ZoneSums.STEP,
                null,
                null,
                null,
                area,
                0);
    }

    /** The deepest half missing voxel, or the centroid where none is. */
    private Point place(long[] row) {
        if (row[ZoneSums.HALF] == 0) {
            return centroid(row);
        }
        long at = row[ZoneSums.DEEPEST_AT];
        Extent e = reference.extent();
        return new Point(at % e.x(), at / e.x() % e.y(), at / e.x() / e.y());
    }

    /** Of the loss, or of the deficit where little was lost since the reference scan. */
    private static Point centroid(long[] row) {
        boolean changed = Math.abs(row[ZoneSums.LOSS]) > 0.2 * Math.abs(row[ZoneSums.DEFICIT]);
        long weight = changed ? row[ZoneSums.LOSS] : row[ZoneSums.DEFICIT];
        int from = changed ? ZoneSums.LOSS_X : ZoneSums.DEFICIT_X;
        return weight == 0
                ? new Point(row[ZoneSums.LOW], row[ZoneSums.LOW + 1], row[ZoneSums.LOW + 2])
                : new Point(
                        (double) row[from] / weight, (double) row[from + 1] / weight, (double) row[from + 2] / weight);
    }

    /** The cracks that leave a feature, as their sheets have them. */
    private static List<DepthProbe.Leaving> leaving(
            List<Integer> cracks, Map<Integer, DamageFeature.Sheet> sheets, ZoneSums sums) {
        List<DepthProbe.Leaving> leaving = new ArrayList<>();
        for (int label : cracks) {
            DamageFeature.Sheet sheet = sheets.get(label);
            if (sheet != null) {
                leaving.add(
                        new DepthProbe.Leaving(label, centroid(sums.row(label)), sheet.normal(), sheet.openingMax()));
            }
        }
        return leaving;
    }

    /** By label of each crack that leaves something, the radius of the half ball as large as that, in voxels. */
    private static Map<Integer, Double> hosts(ZoneSums sums, int[] attachedTo) {
        TreeMap<Integer, Double> radii = new TreeMap<>();
        for (int crack = 1; crack < attachedTo.length; crack++) {
            if (attachedTo[crack] != 0) {
                double volume = sums.row(attachedTo[crack])[ZoneSums.DEFICIT] * ZoneSums.STEP;
                radii.put(crack, Math.max(1, Math.cbrt(1.5 / Math.PI * volume)));
            }
        }
        return radii;
    }

    /**
     * Gives the cracks what of their necks is theirs, and takes it from what they leave.
     *
     * @return by label, how much went from one to the other, in voxels
     */
    private static double[] part(ZoneSums sums, SheetMap.Sums openings, int[] attachedTo) {
        double[] parted = new double[attachedTo.length];
        openings.neck.forEach((crack, neck) -> {
            int host = attachedTo[crack];
            long[] gives = sums.row(host);
            long[] takes = sums.row(crack);
            double lost = takes[ZoneSums.DEFICIT] == 0 ? 1 : (double) takes[ZoneSums.LOSS] / takes[ZoneSums.DEFICIT];
            move(gives, takes, ZoneSums.DEFICIT, neck[0]);
            move(gives, takes, ZoneSums.LOSS, Math.round(lost * neck[0]));
            for (int axis = 0; axis < 3; axis++) {
                move(gives, takes, ZoneSums.DEFICIT_X + axis, neck[1 + axis]);
                move(gives, takes, ZoneSums.LOSS_X + axis, Math.round(lost * neck[1 + axis]));
            }
            parted[crack] += neck[0] * ZoneSums.STEP;
            parted[host] += neck[0] * ZoneSums.STEP;
        });
        return parted;
    }

    /** Takes off the features what of their loss is the map's error. */
    private static void takeOff(SurfaceError error, ZoneSums sums, int features) {
        for (int label = 1; label <= features; label++) {
            long[] row = sums.row(label);
            double feigned = error.of(
                    vector(row, ZoneSums.FORCE), vector(row, ZoneSums.TORQUE), row[ZoneSums.STRETCH] * ZoneSums.STEP);
            less(row, ZoneSums.LOSS, ZoneSums.LOSS_X, feigned);
            less(row, ZoneSums.DEFICIT, ZoneSums.DEFICIT_X, feigned);
        }
    }

    /** Less of a sum whose centroid stays. */
    private static void less(long[] row, int at, int moments, double volume) {
        if (row[at] == 0) {
            return;
        }
        double share = Math.round(volume / ZoneSums.STEP) / (double) row[at];
        row[at] -= Math.round(volume / ZoneSums.STEP);
        for (int axis = 0; axis < 3; axis++) {
            row[moments + axis] -= Math.round(share * row[moments + axis]);
        }
    }

    private static void move(long[] from, long[] to, int at, long amount) {
        from[at] -= amount;
        to[at] += amount;
    }

    private static double[] vector(long[] row, int at) {
        return new double[] {row[at] * ZoneSums.STEP, row[at + 1] * ZoneSums.STEP, row[at + 2] * ZoneSums.STEP};
    }
}
