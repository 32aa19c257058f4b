package patina.pipeline;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import patina.blocks.Grid;
import patina.blocks.Runner;
import patina.chunks.OmeZarr;
import patina.geometry.Point;
import patina.geometry.VoxelSize;
import patina.growth.Evolution;
import patina.growth.Growth;
import patina.growth.GrowthClass;
import patina.growth.GrowthFitter;
import patina.growth.TrackGrowth;
import patina.metrics.FeatureValues;
import patina.metrics.Frame;
import patina.metrics.Kind;
import patina.metrics.Measurer;
import patina.metrics.ScanValues;
import patina.registration.local.Jump;
import patina.segmentation.Damage;
import patina.segmentation.DamageFeature;
import patina.segmentation.Noise;
import patina.segmentation.SeriesFillings;
import patina.series.Exposure;
import patina.series.Role;
import patina.store.FeatureRow;
import patina.store.FlagRow;
import patina.store.Inspection;
import patina.store.MemberVolumeRow;
import patina.store.Placement;
import patina.store.ScanRow;
import patina.store.SummaryRow;
import patina.store.TrackRow;
import patina.targeting.Candidate;
import patina.targeting.Flagger;
import patina.targeting.Site;
import patina.tracks.Began;
import patina.tracks.Ended;
import patina.tracks.Linker;
import patina.tracks.MemberShares;
import patina.tracks.Track;

/** From what was found and linked to the tables: features, tracks, summary, flags. Cheap, and made anew as a whole. */
final class Results {
    private static final double HOURS_PER_YEAR = 8760;

    private final SeriesFacts series;
    private final ScanRow reference;
    private final Settings settings;
    private final Inspection inspection;
    private final Runner runner;
    private final OmeZarr labels;
    private final List<ScanRow> scans;
    private final VoxelSize voxel;

    Results(SeriesFacts series, Settings settings, Inspection inspection, Runner runner, OmeZarr labels)
            throws IOException {
        this.series = series;
        this.settings = settings;
        this.inspection = inspection;
        this.runner = runner;
        this.labels = labels;
        Set<Integer> untrusted = Placement.of(inspection.transforms()).values().stream()
                .filter(p -> p.quality() < settings.qualityLimit())
                .map(Placement::scan)
                .collect(Collectors.toSet());
        List<ScanRow> all = inspection.scans();
        this.scans = all.stream()
                .filter(s -> s.skip() == null && isStudied(s) && !untrusted.contains(s.scan()))
                .toList();
        this.reference = all.get(series.reference());
        this.voxel = reference.voxelSize();
    }

    /** The noise of a scan alone; the reference scan's is taken from the first comparison with it. */
    private Noise own(ScanRow scan, Damage damage) throws IOException {
        if (scan.scan() == series.reference()) {
            for (ScanRow other : scans) {
                if (other.scan() != scan.scan()) {
                    return Pipeline.damage(inspection, other.scan()).noise().ofOneScan();
                }
            }
        }
        return damage.noise().ofOneScan();
    }

    private static boolean isStudied(ScanRow scan) {
        return Role.of(scan.role()).map(Pipeline::isStudied).orElse(false);
    }

    /** What was linked, with the edits in force. */
    private Review review() throws IOException {
        List<Track> tracks = List.of();
        Map<Integer, Map<Integer, Integer>> trackOf = new TreeMap<>();
        for (ScanRow scan : scans) {
            Pipeline.Linked linked = Pipeline.linked(inspection, scan.scan());
            tracks = Linker.close(linked.tracks(), scan.scan());
            trackOf.put(scan.scan(), linked.trackOf());
        }
        return new Review(tracks, trackOf, inspection.edits());
    }

    private double jumpUUm(Jump jump) {
        return Math.hypot(jump.u(), series.voxelScaleUncertainty() * jump.opening()) * voxel.meanUm();
    }

    /**
     * One feature with its track and the user's labels of it.
     *
     * @param lost since the reference scan, voxels; of a pore, of which all is stated, what it grew by
     */
    private record Found(
            ScanRow scan,
            int trackId,
            DamageFeature feature,
            FeatureValues values,
            double lost,
            List<Integer> userLabels,
            @Nullable Jump jump) {}

    /** @param base the key that the results would have without edits */
    void measure(String key, String base) throws IOException {
        if (inspection.finished(Stage.MEASURE.key(), Inspection.SERIES, key)) {
            return;
        }
        inspection.begin(Stage.MEASURE.key(), Inspection.SERIES);
        Map<Integer, Placement> placements = Placement.of(inspection.transforms());
        Review review = review();
        List<Track> tracks = review.tracks();
        Map<Integer, List<Found>> byTrack = new TreeMap<>();
        List<SummaryRow> summary = new ArrayList<>();
        Map<Integer, ScanValues> wholes = new TreeMap<>();
        List<String> fillings = new ArrayList<>();
        List<Damage> damages = pooled(review);
        for (int at = 0; at < scans.size(); at++) {
            ScanRow scan = scans.get(at);
            Damage damage = damages.get(at);
            Measurer measurer = new Measurer(frame(placements.get(scan.scan())), scans.size(), settings.falseCalls());
            Map<Integer, Found> together = new TreeMap<>();
            TreeMap<Integer, DamageFeature.Product> products = new TreeMap<>();
            Map<Integer, Jump> jumps = JumpRecords.of(inspection, scan.scan());
            List<FeatureValues> values = measurer.features(damage, own(scan, damage));
            for (int i = 0; i < values.size(); i++) {
                DamageFeature feature = damage.features().get(i);
                int id = Objects.requireNonNull(review.trackOf(scan.scan(), feature.label()));
                Found found = new Found(
                        scan,
                        id,
                        feature,
                        values.get(i),
                        feature.loss(),
                        damage.userLabelOf(feature),
                        jumps.get(feature.label()));
                // Several pieces of one track in one scan: the largest speaks, the volumes add up.
                together.merge(id, found, Results::joined);
                if (feature.product() != null) {
                    products.merge(id, feature.product(), (a, b) -> a.volume() >= b.volume() ? a : b);
                }
            }
            fillings.addAll(FillingRecords.sentences(scan.scan(), products, voxel.volumeUm3()));
            together.forEach((id, found) ->
                    byTrack.computeIfAbsent(id, t -> new ArrayList<>()).add(found));
            wholes.put(scan.scan(), measurer.scan(damage, scan.scan() == series.reference()));
        }
        Map<Integer, Kind> kinds = kinds(review, byTrack);
        Map<Integer, Integer> bulkParent = new HashMap<>();
        tracks.forEach(t -> {
            if (t.began() == Began.BRANCHED && !t.parents().isEmpty()) {
                bulkParent.put(t.id(), t.parents().get(0));
            }
        });
        List<FeatureRow> features = featureRows(byTrack, kinds, bulkParent);
        Map<Integer, TrackGrowth> growths = new TreeMap<>();
        tracks.forEach(t -> growths.put(
                t.id(),
                growth(t.id(), Objects.requireNonNull(kinds.get(t.id())), byTrack.getOrDefault(t.id(), List.of()))));
        List<TrackRow> trackRows = trackRows(tracks, kinds, growths);
        for (ScanRow scan : scans) {
            summary.add(summaryRow(scan, wholes, features, lostInFeatures(scan, byTrack, kinds)));
        }
        List<MemberVolumeRow> members = memberVolumes(tracks, byTrack);
        inspection.commit(Stage.MEASURE.key(), Inspection.SERIES, key, write -> {
            write.features(features);
            write.tracks(trackRows);
            write.summary(summary);
            write.memberVolumes(members);
            write.document(FillingRecords.DOCUMENT, Documents.write(fillings));
            write.document(GrowthRecords.DOCUMENT, Documents.write(List.copyOf(growths.values())));
            if (!key.equals(base)) {
                Remeasure.keepBase(write, base);
            }
        });
    }

    /** What was found in all scans, with what they tell together of what fills the places. */
    private List<Damage> pooled(Review review) throws IOException {
        List<Damage> damages = new ArrayList<>();
        List<Map<Integer, Integer>> trackOf = new ArrayList<>();
        for (ScanRow scan : scans) {
            Damage damage = accepted(Pipeline.damage(inspection, scan.scan()), review);
            damages.add(damage);
            trackOf.add(damage.features().stream()
                    .collect(Collectors.toMap(
                            DamageFeature::label,
                            f -> Objects.requireNonNull(review.trackOf(scan.scan(), f.label())))));
        }
        return SeriesFillings.pooled(damages, trackOf);
    }

    /** Without the features of rejected tracks: what is no damage is no loss either. */
    private static Damage accepted(Damage damage, Review review) {
        return damage.with(damage.features().stream()
                .filter(f -> review.trackOf(damage.scan(), f.label()) != null)
                .toList());
    }

    private Frame frame(@Nullable Placement placement) {
        if (placement == null) {
            return new Frame(voxel, new double[49], Point.ORIGIN, series.voxelScaleUncertainty());
        }
        List<Frame.Place> places = placement.stacks().stream()
                .map(t -> new Frame.Place(t.covariance(), new Point(t.centreXUm(), t.centreYUm(), t.centreZUm())))
                .toList();
        return new Frame(voxel, placement.map(), places, series.voxelScaleUncertainty());
    }

    private static Found joined(Found a, Found b) {
        boolean first = a.feature.coreVoxels() >= b.feature.coreVoxels();
        Found large = first ? a : b;
        Found small = first ? b : a;
        FeatureValues v = large.values;
        FeatureValues w = small.values;
        return new Found(
                large.scan,
                large.trackId,
                large.feature,
                new FeatureValues(
                        v.label(),
                        v.kind(),
                        v.centroidUm(),
                        v.volumeUm3() + w.volumeUm3(),
                        Math.hypot(v.volumeUUm3(), w.volumeUUm3()),
                        v.volumeTotalUm3() + w.volumeTotalUm3(),
                        v.depthUm(),
                        v.depthUUm(),
                        v.depthLocalUm(),
                        sum(v.mouthAreaUm2(), w.mouthAreaUm2()),
                        sum(v.areaUm2(), w.areaUm2()),
                        v.lengthUm(),
                        v.lengthUUm(),
                        v.widthUm(),
                        v.openingMeanUm(),
                        v.openingMeanUUm(),
                        v.openingMaxUm(),
                        v.resolved() || w.resolved(),
                        v.inside(),
                        v.cutByView() || w.cutByView(),
                        sum(v.productUm3(), w.productUm3()),
                        v.productUUm3() == null || w.productUUm3() == null
                                ? sum(v.productUUm3(), w.productUUm3())
                                : Double.valueOf(Math.hypot(v.productUUm3(), w.productUUm3()))),
                a.lost + b.lost,
                Stream.concat(a.userLabels.stream(), b.userLabels.stream())
                        .sorted()
                        .toList(),
                large.jump);
    }

    private static @Nullable Double sum(@Nullable Double a, @Nullable Double b) {
        return a == null ? b : b == null ? a : Double.valueOf(a + b);
    }

    /** A track is of the kind the user gave it, else of the one that most of its lost volume was called. */
    private static Map<Integer, Kind> kinds(Review review, Map<Integer, List<Found>> byTrack) {
        Map<Integer, Kind> kinds = new HashMap<>();
        for (Track track : review.tracks()) {
            Kind given = review.kindOf(track.id());
            if (given != null) {
                kinds.put(track.id(), given);
                continue;
            }
            Map<Kind, Double> votes = new EnumMap<>(Kind.class);
            for (Found f : byTrack.getOrDefault(track.id(), List.of())) {
                votes.merge(f.values.kind(), Math.abs(f.values.volumeTotalUm3()) + 1, Double::sum);
            }
            kinds.put(
                    track.id(),
                    votes.entrySet().stream()
                            .max(Map.Entry.comparingByValue())
                            .map(Map.Entry::getKey)
                            .orElse(Kind.UNASSIGNED));
        }
        return kinds;
    }

    private List<FeatureRow> featureRows(
            Map<Integer, List<Found>> byTrack, Map<Integer, Kind> kinds, Map<Integer, Integer> bulkParent) {
        List<Found> all = new ArrayList<>();
        byTrack.values().forEach(all::addAll);
        all.sort(Comparator.comparingInt((Found f) -> f.scan.scan()).thenComparingInt(Found::trackId));
        Double wallUm = series.specimen().wallThicknessMm() == null
                ? null
                : Double.valueOf(series.specimen().wallThicknessMm() * 1000);
        List<FeatureRow> rows = new ArrayList<>();
        for (Found f : all) {
            FeatureValues v = f.values;
            Kind kind = kinds.getOrDefault(f.trackId, v.kind());
            rows.add(new FeatureRow(
                    f.scan.scan(),
                    f.scan.exposure(),
                    f.trackId,
                    // Tracks keep their ids, so this one stays too.
                    f.trackId * 10000 + f.scan.scan(),
                    kind.key(),
                    v.centroidUm().x(),
                    v.centroidUm().y(),
                    v.centroidUm().z(),
                    kind == Kind.PORE ? v.volumeTotalUm3() : v.volumeUm3(),
                    v.volumeUUm3(),
                    v.volumeTotalUm3(),
                    v.depthUm(),
                    v.depthUUm(),
                    v.depthLocalUm(),
                    v.mouthAreaUm2(),
                    v.areaUm2(),
                    v.lengthUm(),
                    v.lengthUUm(),
                    v.widthUm(),
                    v.openingMeanUm(),
                    v.openingMeanUUm(),
                    v.openingMaxUm(),
                    wallUm == null || v.depthUm() == null ? null : Double.valueOf(wallUm - v.depthUm()),
                    v.resolved() && f.scan.scan() != series.reference(),
                    v.inside(),
                    v.cutByView(),
                    bulkParent.get(f.trackId),
                    new long[] {
                        f.feature.low()[0],
                        f.feature.low()[1],
                        f.feature.low()[2],
                        f.feature.high()[0] - f.feature.low()[0] + 1,
                        f.feature.high()[1] - f.feature.low()[1] + 1,
                        f.feature.high()[2] - f.feature.low()[2] + 1
                    },
                    f.userLabels,
                    v.productUm3(),
                    v.productUUm3(),
                    f.jump == null ? null : Double.valueOf(f.jump.opening() * voxel.meanUm()),
                    f.jump == null ? null : Double.valueOf(jumpUUm(f.jump))));
        }
        return rows;
    }

    /** What is followed over exposure, by kind. */
    private enum Followed {
        DEPTH("um"),
        LENGTH("um"),
        VOLUME("um3");

        private final String unit;

        Followed(String unit) {
            this.unit = unit;
        }

        static Followed of(Kind kind) {
            return switch (kind) {
                case PIT -> DEPTH;
                case CRACK -> LENGTH;
                default -> VOLUME;
            };
        }

        String quantity() {
            return name().toLowerCase(Locale.ROOT);
        }

        @Nullable
        Double value(FeatureValues v) {
            return switch (this) {
                case DEPTH -> v.depthUm();
                case LENGTH -> v.lengthUm();
                case VOLUME -> Double.valueOf(v.volumeUm3());
            };
        }

        @Nullable
        Double value(FeatureRow row) {
            return switch (this) {
                case DEPTH -> row.depthUm();
                case LENGTH -> row.lengthUm();
                case VOLUME -> Double.valueOf(row.volumeUm3());
            };
        }

        @Nullable
        Double u(FeatureValues v) {
            return switch (this) {
                case DEPTH -> v.depthUUm();
                case LENGTH -> v.lengthUUm();
                case VOLUME -> Double.valueOf(v.volumeUUm3());
            };
        }
    }

    private TrackGrowth growth(int trackId, Kind kind, List<Found> found) {
        Followed followed = Followed.of(kind);
        List<double[]> points = new ArrayList<>();
        boolean changed = false;
        for (Found f : found) {
            Double value = followed.value(f.values);
            Double u = followed.u(f.values);
            if (value != null && u != null && u > 0 && !f.scan.role().equals(Role.STATE.key())) {
                points.add(new double[] {f.scan.exposure(), value, u});
                changed |= f.values.resolved() && f.scan.scan() != series.reference();
            }
        }
        double[] t = points.stream().mapToDouble(p -> p[0]).toArray();
        double[] y = points.stream().mapToDouble(p -> p[1]).toArray();
        double[] u = points.stream().mapToDouble(p -> p[2]).toArray();
        String quantity = followed.quantity();
        if (!changed || t.length < 2) {
            return new TrackGrowth(trackId, quantity, followed.unit, null, Growth.unresolved(), null);
        }
        // Half of the variance comes from the reference scan, which all values share.
        Evolution evolution = new Evolution(t, y, u, Arrays.stream(u).min().orElseThrow() / Math.sqrt(2));
        GrowthFitter fitter =
                new GrowthFitter(settings.decisionK(), series.exposure().quantity() == Exposure.Quantity.CYCLES);
        Growth growth = fitter.fit(evolution);
        double limitUm = depthLimitUm();
        boolean limited = followed == Followed.DEPTH && growth.law() != null && limitUm > 0;
        return new TrackGrowth(
                trackId,
                quantity,
                followed.unit,
                evolution,
                growth,
                limited ? fitter.timeTo(evolution, limitUm) : null);
    }

    /** As set, else the wall's thickness, else 0. */
    private double depthLimitUm() {
        Double wallMm = series.specimen().wallThicknessMm();
        double set = settings.depthLimitUm();
        return set > 0 || wallMm == null ? set : wallMm * 1000;
    }

    private List<TrackRow> trackRows(List<Track> tracks, Map<Integer, Kind> kinds, Map<Integer, TrackGrowth> growths) {
        List<TrackRow> rows = new ArrayList<>();
        for (Track t : tracks) {
            Kind kind = Objects.requireNonNull(kinds.get(t.id()));
            Growth growth = Objects.requireNonNull(growths.get(t.id())).growth();
            boolean resolved = growth.law() != null;
            rows.add(new TrackRow(
                    t.id(),
                    kind.key(),
                    t.firstScan(),
                    t.lastScan(),
                    t.began().key(),
                    t.ended().key(),
                    t.parents(),
                    t.children(),
                    resolved ? Objects.requireNonNull(growth.law()).key() : null,
                    resolved ? Double.valueOf(growth.rate()) : null,
                    resolved ? Double.valueOf(growth.rateU()) : null,
                    resolved ? rateUnit(kind) : null,
                    growth.growthClass().key()));
        }
        return rows;
    }

    private String rateUnit(Kind kind) {
        String per = series.exposure().quantity() == Exposure.Quantity.CYCLES
                ? "cycle"
                : series.exposure().unit();
        return Followed.of(kind).unit + "/" + per;
    }

    /** What features that are beyond chance lost since the reference scan, um3. */
    private double lostInFeatures(ScanRow scan, Map<Integer, List<Found>> byTrack, Map<Integer, Kind> kinds) {
        return scan.scan() == series.reference()
                ? 0
                : byTrack.values().stream()
                        .flatMap(List::stream)
                        .filter(f -> f.scan.scan() == scan.scan() && f.values.resolved())
                        .filter(f -> kinds.get(f.trackId) != Kind.GAIN)
                        .mapToDouble(f -> f.lost * voxel.volumeUm3())
                        .sum();
    }

    private SummaryRow summaryRow(
            ScanRow scan, Map<Integer, ScanValues> wholes, List<FeatureRow> features, double featuresLost) {
        ScanValues v = Objects.requireNonNull(wholes.get(scan.scan()));
        boolean isReference = scan.scan() == series.reference();
        List<FeatureRow> own =
                features.stream().filter(f -> f.scan() == scan.scan()).toList();
        long pits = own.stream().filter(f -> f.kind().equals(Kind.PIT.key())).count();
        Double deepest = own.stream()
                .filter(FeatureRow::goesIn)
                .map(FeatureRow::depthUm)
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .orElse(null);
        double crack = own.stream()
                .filter(f -> f.kind().equals(Kind.CRACK.key()))
                .map(FeatureRow::lengthUm)
                .filter(Objects::nonNull)
                .mapToDouble(Double::doubleValue)
                .sum();
        boolean resolved = v.resolved() && !isReference;
        Double factor = deepest != null && resolved && v.meanLossUm() > 2 * v.meanLossUUm()
                ? Double.valueOf(deepest / v.meanLossUm())
                : null;
        ScanRow first = reference;
        int at = scans.indexOf(scan);
        ScanRow before = at > 0 ? scans.get(at - 1) : null;
        ScanValues earlier = before == null ? null : wholes.get(before.scan());
        boolean step = before != null
                && earlier != null
                && scan.exposure() > before.exposure()
                && Math.abs(v.lostUm3() - earlier.lostUm3()) > 3 * Math.hypot(v.lostUUm3(), earlier.lostUUm3());
        return new SummaryRow(
                scan.scan(),
                scan.exposure(),
                v.lostUm3(),
                v.lostUUm3(),
                featuresLost,
                v.gainedUm3(),
                v.examinedAreaUm2(),
                (int) pits,
                v.examinedAreaUm2() > 0 ? pits / (v.examinedAreaUm2() * 1e-12) : 0,
                deepest,
                v.meanLossUm(),
                v.meanLossUUm(),
                factor,
                resolved ? corrosionRate(v.lostUm3(), v.examinedAreaUm2(), scan.exposure() - first.exposure()) : null,
                resolved ? wearRate(v.lostUm3(), scan.exposure() - first.exposure()) : null,
                crack > 0 ? Double.valueOf(crack) : null,
                step
                        ? corrosionRate(
                                v.lostUm3() - Objects.requireNonNull(earlier).lostUm3(),
                                v.examinedAreaUm2(),
                                scan.exposure() - Objects.requireNonNull(before).exposure())
                        : null,
                step
                        ? wearRate(
                                v.lostUm3() - Objects.requireNonNull(earlier).lostUm3(),
                                scan.exposure() - Objects.requireNonNull(before).exposure())
                        : null,
                resolved,
                v.seenFraction(),
                v.decisionThresholdUm3(),
                v.detectionLimitUm3(),
                v.detectionLimitDepthUm(),
                v.generalLossUm3(),
                v.generalLossUUm3(),
                v.generalResolved());
    }

    /** ASTM G1 from a volume: 8760 dV / (A T), mm/y. */
    private @Nullable Double corrosionRate(double lostUm3, double areaUm2, double exposure) {
        if (series.exposure().quantity() != Exposure.Quantity.TIME || !(exposure > 0) || !(areaUm2 > 0)) {
            return null;
        }
        return HOURS_PER_YEAR
                * (lostUm3 / areaUm2 * 1e-3)
                / (exposure * series.exposure().hoursPerUnit());
    }

    /** ASTM G99: V / (F s), mm3/(N m). */
    private @Nullable Double wearRate(double lostUm3, double exposure) {
        Double load = series.specimen().normalLoadN();
        if (series.exposure().quantity() != Exposure.Quantity.DISTANCE
                || load == null
                || !(load > 0)
                || !(exposure > 0)) {
            return null;
        }
        return lostUm3 * 1e-9 / (load * exposure);
    }

    private List<MemberVolumeRow> memberVolumes(List<Track> tracks, Map<Integer, List<Found>> byTrack)
            throws IOException {
        TreeMap<Integer, List<MemberShares.Member>> members = new TreeMap<>();
        for (Track t : tracks) {
            if (t.began() == Began.MERGED) {
                List<MemberShares.Member> of = new ArrayList<>();
                for (int parent : t.parents()) {
                    List<Found> found = byTrack.getOrDefault(parent, List.of());
                    if (!found.isEmpty()) {
                        DamageFeature last = found.get(found.size() - 1).feature;
                        of.add(new MemberShares.Member(
                                parent,
                                last.centroid().x(),
                                last.centroid().y(),
                                last.centroid().z(),
                                Math.cbrt(3 * Math.max(1, last.deficit()) / (4 * Math.PI))));
                    }
                }
                members.put(t.id(), of);
            }
        }
        List<MemberVolumeRow> rows = new ArrayList<>();
        for (ScanRow scan : scans) {
            TreeMap<Integer, List<MemberShares.Member>> here = new TreeMap<>();
            members.forEach((id, of) -> {
                if (byTrack.getOrDefault(id, List.of()).stream().anyMatch(f -> f.scan.scan() == scan.scan())) {
                    here.put(id, of);
                }
            });
            if (here.isEmpty()) {
                continue;
            }
            Map<Long, Long> counts =
                    runner.run(new MemberShares(labels.source(scan.scan()), here), Grid.of(labels.extent()));
            for (int id : here.keySet()) {
                long total = counts.entrySet().stream()
                        .filter(e -> (int) (e.getKey() >>> 32) == id)
                        .mapToLong(Map.Entry::getValue)
                        .sum();
                double volume = byTrack.getOrDefault(id, List.of()).stream()
                        .filter(f -> f.scan.scan() == scan.scan())
                        .mapToDouble(f -> f.values.volumeUm3())
                        .sum();
                counts.forEach((k, n) -> {
                    if ((int) (k >>> 32) == id && total > 0) {
                        rows.add(new MemberVolumeRow(scan.scan(), id, (int) (long) k, volume * n / total));
                    }
                });
            }
        }
        return rows;
    }

    void flag(String key) throws IOException {
        if (inspection.finished(Stage.FLAG.key(), Inspection.SERIES, key)) {
            return;
        }
        inspection.begin(Stage.FLAG.key(), Inspection.SERIES);
        Map<Integer, Placement> placements = Placement.of(inspection.transforms());
        List<FeatureRow> features = inspection.features();
        Review review = review();
        List<Candidate> candidates = new ArrayList<>();
        for (TrackRow t : inspection.tracks()) {
            if (!t.ended().equals(Ended.PRESENT.key()) || t.kind().equals(Kind.GAIN.key())) {
                continue;
            }
            List<FeatureRow> own =
                    features.stream().filter(f -> f.trackId() == t.trackId()).toList();
            FeatureRow last = own.isEmpty() ? null : own.get(own.size() - 1);
            // A place where no change is resolved gets no flag.
            if (last == null || !last.resolved()) {
                continue;
            }
            candidates.add(candidate(t, last, placements.get(last.scan()), review));
        }
        List<Site> sites = new Flagger(settings.targeting()).flag(candidates);
        List<FlagRow> rows = sites.stream()
                .map(s -> new FlagRow(
                        s.rank(),
                        s.trackId(),
                        s.score(),
                        s.kind(),
                        s.centreUm().x(),
                        s.centreUm().y(),
                        s.centreUm().z(),
                        s.sizeUm().x(),
                        s.sizeUm().y(),
                        s.sizeUm().z(),
                        s.depthBelowSurfaceUm(),
                        s.technique().label(),
                        s.removalVolumeUm3(),
                        s.hours(),
                        s.targetingUUm(),
                        s.reason()))
                .toList();
        inspection.commit(Stage.FLAG.key(), Inspection.SERIES, key, write -> write.flags(rows));
    }

    private Candidate candidate(TrackRow t, FeatureRow last, @Nullable Placement placement, Review review)
            throws IOException {
        Point low = Pipeline.micrometres(new Point(last.box()[0], last.box()[1], last.box()[2]), voxel);
        Point high = Pipeline.micrometres(
                new Point(
                        last.box()[0] + last.box()[3] - 1.0,
                        last.box()[1] + last.box()[4] - 1.0,
                        last.box()[2] + last.box()[5] - 1.0),
                voxel);
        Point tip = new Point(last.xUm(), last.yUm(), last.zUm());
        for (DamageFeature f : Pipeline.damage(inspection, last.scan()).features()) {
            Point deepest = f.deepestAt();
            if (deepest != null && Objects.equals(review.trackOf(last.scan(), f.label()), t.trackId())) {
                tip = Pipeline.micrometres(deepest, voxel);
                break;
            }
        }
        double span = 0;
        for (ScanRow s : scans) {
            span = Math.max(span, s.exposure() - reference.exposure());
        }
        Followed followed = Followed.of(Kind.of(t.kind()));
        Double reached = followed.value(last);
        double relative = t.rate() == null || reached == null || reached == 0 ? 0 : Math.abs(t.rate() * span / reached);
        double registration = frame(placement).alongUm(tip);
        boolean event = !t.began().equals(Began.PRE_EXISTING.key());
        return new Candidate(
                t.trackId(),
                t.kind(),
                event ? t.began() : null,
                event ? sentence(t) : null,
                last.depthUm() == null ? 0 : last.depthUm(),
                tip,
                low,
                high,
                t.growthClass().equals(GrowthClass.GROWING.key()),
                t.rate() == null ? 0 : t.rate(),
                followed.quantity(),
                t.rateUnit(),
                relative,
                Math.hypot(registration, voxel.meanUm() / 2));
    }

    private double exposure(int scan) {
        return scans.stream()
                .filter(s -> s.scan() == scan)
                .mapToDouble(ScanRow::exposure)
                .findFirst()
                .orElseThrow();
    }

    private String sentence(TrackRow t) {
        String when = String.format(
                Locale.ROOT,
                "at %s %s",
                plain(exposure(t.firstScan())),
                series.exposure().unit());
        String parents =
                String.join(" and ", t.parents().stream().map(Track::name).toList());
        return switch (t.began()) {
            case "merged" -> "merged from " + parents + " " + when;
            case "branched" -> "grew out of " + parents + " " + when;
            case "split" -> "split from " + parents + " " + when;
            default -> "first seen " + when;
        };
    }

    private static String plain(double v) {
        return v == Math.rint(v) && Math.abs(v) < 1e15 ? String.valueOf((long) v) : String.valueOf(v);
    }
}
