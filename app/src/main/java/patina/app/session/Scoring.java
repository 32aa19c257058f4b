package patina.app.session;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import patina.app.session.Score.Events;
import patina.app.session.Score.FalseFeature;
import patina.app.session.Score.FeatureScore;
import patina.app.session.Score.Found;
import patina.app.session.Score.Lineage;
import patina.app.session.Score.Quantity;
import patina.app.session.Score.ScanScore;
import patina.app.session.Truth.TrueFeature;
import patina.app.session.Truth.TrueScan;
import patina.geometry.Affine;
import patina.geometry.Point;
import patina.geometry.ScanMap;
import patina.metrics.Kind;
import patina.store.FeatureRow;
import patina.store.Placement;
import patina.store.SummaryRow;
import patina.store.TrackRow;
import patina.store.TransformRow;

/**
 * Holds an inspection's rows against a phantom's truth.
 *
 * <p>Registration error: rms over a 6 x 6 x 6 grid of points in the specimen's box (where truth gives none, the central
 * 70 % of the view) of the distance between where the measured and the true transform put a point. The true transform is
 * taken relative to the reference scan's, because that scan's frame is the specimen frame.
 *
 * <p>A true feature and a measured one are the same when the true site lies within three voxels of the measured box or
 * within the feature's own size of the measured centroid; nearest first, a wrong kind counting as half that size.
 */
final class Scoring {
    private static final double SLACK_VOXELS = 3;
    private static final double WRONG_KIND = 0.5;
    private static final int GRID = 6;
    private static final double MOSTLY = 0.5;
    /** A feature that is not seen whole is a lower bound; its numbers are no errors. */
    private static final double ALL = 0.99;

    private final Truth truth;
    private final Collection<Placement> placements;
    private final List<FeatureRow> features;
    private final List<TrackRow> tracks;
    private final Map<Integer, SummaryRow> summaries;
    private final Affine referenceToPhantom;

    private Scoring(
            Truth truth,
            List<TransformRow> transforms,
            List<FeatureRow> features,
            List<TrackRow> tracks,
            List<SummaryRow> summaries) {
        this.truth = truth;
        this.placements = Placement.of(transforms).values();
        this.features = features;
        this.tracks = tracks;
        this.summaries = summaries.stream().collect(Collectors.toMap(SummaryRow::scan, row -> row));
        // The reference scan's frame is the specimen frame; the phantom's own may be another.
        TrueScan reference = placements.stream()
                .filter(placement -> placement.model().equals("identity"))
                .findFirst()
                .map(this::trueScan)
                .orElse(truth.scans().get(0));
        this.referenceToPhantom = (reference == null ? truth.scans().get(0) : reference)
                .map()
                .at(Point.ORIGIN)
                .inverse();
    }

    static Score of(
            Truth truth,
            List<TransformRow> transforms,
            List<FeatureRow> features,
            List<TrackRow> tracks,
            List<SummaryRow> summaries) {
        return new Scoring(truth, transforms, features, tracks, summaries).score();
    }

    private Score score() {
        List<ScanScore> scans = new ArrayList<>();
        List<FeatureScore> found = new ArrayList<>();
        List<FalseFeature> invented = new ArrayList<>();
        int falseChanges = 0;
        for (Placement row : placements) {
            TrueScan scan = trueScan(row);
            if (scan == null) {
                continue;
            }
            ScanScore scanScore = scanScore(row, scan);
            scans.add(scanScore);
            List<FalseFeature> here = new ArrayList<>();
            match(row.scan(), scan, found, here);
            invented.addAll(here);
            if (scan.lostUm3() == 0) {
                falseChanges += here.size() + (scanScore.resolved() ? 1 : 0);
            }
        }
        return new Score(scans, found, invented, falseChanges, lineage(found));
    }

    /** The true scan of a row: the one of the same file, else the one at the same position. */
    private @Nullable TrueScan trueScan(Placement row) {
        for (TrueScan scan : truth.scans()) {
            if (scan.file().equals(row.file())) {
                return scan;
            }
        }
        return row.scan() < truth.scans().size() ? truth.scans().get(row.scan()) : null;
    }

    private ScanScore scanScore(Placement row, TrueScan scan) {
        double errorUm = registrationErrorUm(row.map(), scan.map().after(referenceToPhantom));
        SummaryRow summary = summaries.get(row.scan());
        double lost = summary == null ? 0 : summary.lostUm3();
        double lostU = summary == null ? 0 : summary.lostUUm3();
        double error = lost - scan.lostUm3();
        return new ScanScore(
                row.scan(),
                row.file(),
                errorUm / truth.voxelUm(),
                errorUm,
                row.treUUm(),
                row.scaleDrift() - scan.scaleDrift(),
                scan.lostUm3(),
                lost,
                lostU,
                scan.lostUm3() == 0 ? null : 100 * error / scan.lostUm3(),
                Math.abs(error) <= 2 * lostU,
                summary != null && summary.resolved());
    }

    /** Both maps are from the reference scan's frame to this scan's. What lies in no stack was not seen. */
    private double registrationErrorUm(ScanMap measured, ScanMap actual) {
        Truth.Box specimen = truth.specimen();
        Truth.Box box = specimen == null ? new Truth.Box(inView(0.15), inView(0.85)) : specimen;
        // A box in truth is in the phantom's frame; the view is the reference scan's.
        Affine toReference = specimen == null ? Affine.IDENTITY : referenceToPhantom.inverse();
        Point low = box.low();
        Point high = box.high();
        double squares = 0;
        int points = 0;
        for (int k = 0; k < GRID; k++) {
            for (int j = 0; j < GRID; j++) {
                for (int i = 0; i < GRID; i++) {
                    Point p = toReference.apply(
                            between(low.x(), high.x(), i),
                            between(low.y(), high.y(), j),
                            between(low.z(), high.z(), k));
                    if (measured.holds(p)) {
                        Point gap = measured.apply(p).minus(actual.apply(p));
                        squares += square(gap.x()) + square(gap.y()) + square(gap.z());
                        points++;
                    }
                }
            }
        }
        return Math.sqrt(squares / points);
    }

    private Point inView(double share) {
        double um = share * truth.voxelUm();
        return new Point(
                um * (truth.size().x() - 1),
                um * (truth.size().y() - 1),
                um * (truth.size().z() - 1));
    }

    private static double between(double low, double high, int i) {
        return low + (high - low) * i / (GRID - 1);
    }

    private record Pair(TrueFeature feature, FeatureRow row, double cost) {}

    /** Pairs the true features of one scan with the measured ones, cheapest first. */
    private void match(int scan, TrueScan trueScan, List<FeatureScore> found, List<FalseFeature> invented) {
        List<FeatureRow> rows = features.stream()
                .filter(row -> row.scan() == scan && !row.kind().equals("gain"))
                .toList();
        List<TrueFeature> wanted = trueScan.features().stream()
                .filter(f -> f.volumeUm3() > 0 || f.volumeTotalUm3() > 0)
                .toList();
        List<Pair> pairs = new ArrayList<>();
        for (TrueFeature feature : wanted) {
            for (FeatureRow row : rows) {
                double cost = cost(feature, row);
                if (cost <= 1) {
                    pairs.add(new Pair(feature, row, cost + (feature.kind().equals(row.kind()) ? 0 : WRONG_KIND)));
                }
            }
        }
        pairs.sort(Comparator.comparingDouble(Pair::cost)
                .thenComparing(pair -> pair.feature().id())
                .thenComparingInt(pair -> pair.row().featureId()));
        Map<TrueFeature, FeatureRow> matched = new LinkedHashMap<>();
        Set<Integer> taken = new HashSet<>();
        for (Pair pair : pairs) {
            if (!matched.containsKey(pair.feature()) && taken.add(pair.row().featureId())) {
                matched.put(pair.feature(), pair.row());
            }
        }
        SummaryRow summary = summaries.get(scan);
        for (TrueFeature feature : wanted) {
            FeatureRow row = matched.get(feature);
            found.add(
                    row == null
                            ? withoutRow(scan, feature, summary)
                            : featureScore(scan, trueScan.exposure(), feature, row));
        }
        for (FeatureRow row : rows) {
            if (row.resolved() && !taken.contains(row.featureId())) {
                invented.add(new FalseFeature(scan, row.trackId(), row.kind(), row.volumeUm3(), row.volumeUUm3()));
            }
        }
    }

    /** How far apart a true and a measured feature lie, as a share of what still counts as the same place. */
    private double cost(TrueFeature feature, FeatureRow row) {
        Point site = referenceToPhantom.inverse().apply(feature.siteUm());
        double slack = SLACK_VOXELS * truth.voxelUm();
        double mouth = feature.mouthAreaUm2() == null ? 0 : Math.sqrt(feature.mouthAreaUm2() / Math.PI);
        double depth = feature.depthUm() == null ? 0 : feature.depthUm();
        double length = feature.lengthUm() == null ? 0 : feature.lengthUm() / 2;
        double compact = Math.cbrt(feature.volumeTotalUm3());
        double radius = Math.max(Math.max(mouth, depth), Math.max(length, compact)) + slack;
        double centroid = distance(site, row.xUm(), row.yUm(), row.zUm()) / radius;
        double box = boxDistance(site, row.box()) / slack;
        // Inside the box the centroid still tells neighbours apart.
        return Math.min(centroid, box + Math.min(centroid, 1) * 0.5);
    }

    private static double distance(Point p, double x, double y, double z) {
        return Math.sqrt(square(p.x() - x) + square(p.y() - y) + square(p.z() - z));
    }

    private double boxDistance(Point p, long[] box) {
        if (box.length != 6) {
            return Double.POSITIVE_INFINITY;
        }
        double[] at = {p.x(), p.y(), p.z()};
        double squares = 0;
        for (int a = 0; a < 3; a++) {
            double low = (box[a] - 0.5) * truth.voxelUm();
            double high = (box[a] + box[a + 3] - 0.5) * truth.voxelUm();
            squares += square(Math.max(0, Math.max(low - at[a], at[a] - high)));
        }
        return Math.sqrt(squares);
    }

    private static double square(double v) {
        return v * v;
    }

    /** Of a feature that no row tells of; what the whole surface lost may be told of the scan instead. */
    private static FeatureScore withoutRow(int scan, TrueFeature feature, @Nullable SummaryRow summary) {
        if (feature.kind().equals(Kind.UNIFORM.key()) && summary != null && summary.generalResolved()) {
            List<Quantity> quantities = new ArrayList<>();
            double loss = summary.generalLossUm3();
            double u = summary.generalLossUUm3();
            double area = summary.examinedAreaUm2();
            quantities.add(new Quantity("volume", "um3", feature.volumeUm3(), loss, u));
            add(quantities, "depth", "um", feature.depthUm(), loss / area, u / area);
            return new FeatureScore(scan, feature.id(), feature.kind(), Found.RESOLVED, feature.kind(), 0, quantities);
        }
        double limit = summary == null ? 0 : summary.detectionLimitUm3();
        Found missed = feature.seen() < MOSTLY
                ? Found.UNSEEN
                : feature.volumeTotalUm3() < limit ? Found.BELOW_LIMIT : Found.MISSED;
        return new FeatureScore(scan, feature.id(), feature.kind(), missed, null, 0, List.of());
    }

    private FeatureScore featureScore(int scan, double exposure, TrueFeature feature, FeatureRow row) {
        List<Quantity> quantities = new ArrayList<>();
        if (feature.seen() > ALL && !row.cutByView()) {
            quantities(feature, row, quantities);
            rate(feature, exposure, row, quantities);
        }
        return new FeatureScore(
                scan,
                feature.id(),
                feature.kind(),
                row.resolved() ? Found.RESOLVED : Found.UNRESOLVED,
                row.kind(),
                row.trackId(),
                quantities);
    }

    /** Of the depth of a pit, where its track was seen last. */
    private void rate(TrueFeature feature, double exposure, FeatureRow row, List<Quantity> quantities) {
        Truth.Law law = feature.growth();
        TrackRow track = tracks.stream()
                .filter(t -> t.trackId() == row.trackId()
                        && t.lastScan() == row.scan()
                        && t.kind().equals("pit"))
                .findFirst()
                .orElse(null);
        if (law != null
                && track != null
                && track.rateUnit() != null
                && feature.kind().equals("pit")) {
            add(quantities, "rate", track.rateUnit(), law.rate(exposure), track.rate(), track.rateU());
        }
    }

    private static void quantities(TrueFeature feature, FeatureRow row, List<Quantity> quantities) {
        quantities.add(new Quantity("volume", "um3", feature.volumeUm3(), row.volumeUm3(), row.volumeUUm3()));
        quantities.add(new Quantity("volume_total", "um3", feature.volumeTotalUm3(), row.volumeTotalUm3(), null));
        add(quantities, "depth", "um", feature.depthUm(), row.depthUm(), row.depthUUm());
        add(quantities, "mouth_area", "um2", feature.mouthAreaUm2(), row.mouthAreaUm2(), null);
        add(quantities, "length", "um", feature.lengthUm(), row.lengthUm(), row.lengthUUm());
        add(quantities, "opening", "um", feature.openingMeanUm(), row.openingMeanUm(), row.openingMeanUUm());
        add(quantities, "opening_jump", "um", feature.openingJumpUm(), row.openingJumpUm(), row.openingJumpUUm());
    }

    private static void add(
            List<Quantity> quantities,
            String name,
            String unit,
            @Nullable Double truth,
            @Nullable Double measured,
            @Nullable Double uncertainty) {
        if (truth != null && measured != null) {
            quantities.add(new Quantity(name, unit, truth, measured, uncertainty));
        }
    }

    private Lineage lineage(List<FeatureScore> found) {
        Map<String, Map<Integer, Long>> tracksOf = new TreeMap<>();
        for (FeatureScore feature : found) {
            if (feature.trackId() != 0) {
                tracksOf.computeIfAbsent(feature.id(), id -> new TreeMap<>()).merge(feature.trackId(), 1L, Long::sum);
            }
        }
        Map<String, Integer> trackOf = new HashMap<>();
        tracksOf.forEach((id, counts) -> trackOf.put(
                id,
                counts.entrySet().stream()
                        .max(Map.Entry.comparingByValue())
                        .orElseThrow()
                        .getKey()));
        int switches = (int)
                tracksOf.values().stream().filter(counts -> counts.size() > 1).count();
        Map<String, TrueFeature> born = new TreeMap<>();
        for (TrueScan scan : truth.scans()) {
            for (TrueFeature feature : scan.features()) {
                if (feature.volumeTotalUm3() > 0 || feature.volumeUm3() > 0) {
                    born.putIfAbsent(feature.id(), feature);
                }
            }
        }
        Map<String, List<TrueFeature>> children = new TreeMap<>();
        born.values()
                .forEach(feature -> feature.parents()
                        .forEach(parent -> children.computeIfAbsent(parent, p -> new ArrayList<>())
                                .add(feature)));
        List<TrueFeature> merges = new ArrayList<>();
        List<TrueFeature> branches = new ArrayList<>();
        List<TrueFeature> splits = new ArrayList<>();
        for (TrueFeature feature : born.values()) {
            if (feature.parents().size() > 1) {
                merges.add(feature);
            } else if (feature.parents().size() == 1) {
                (goesOn(feature.parents().get(0), feature.id()) ? branches : splits).add(feature);
            }
        }
        return new Lineage(
                events("merged", merges, trackOf),
                events("split", splits, trackOf),
                events("branched", branches, trackOf),
                switches,
                new LineageGraphs(trueScans(), this::covers, features, tracks).score(found));
    }

    private Map<Integer, TrueScan> trueScans() {
        Map<Integer, TrueScan> scans = new TreeMap<>();
        for (Placement row : placements) {
            TrueScan scan = trueScan(row);
            if (scan != null) {
                scans.put(row.scan(), scan);
            }
        }
        return scans;
    }

    private boolean covers(TrueFeature feature, FeatureRow row) {
        return boxDistance(referenceToPhantom.inverse().apply(feature.siteUm()), row.box()) == 0;
    }

    /** Whether a parent is still there in the first scan that has the child. */
    private boolean goesOn(String parent, String child) {
        for (TrueScan scan : truth.scans()) {
            Set<String> ids = scan.features().stream()
                    .filter(f -> f.volumeTotalUm3() > 0 || f.volumeUm3() > 0)
                    .map(TrueFeature::id)
                    .collect(Collectors.toSet());
            if (ids.contains(child)) {
                return ids.contains(parent);
            }
        }
        return false;
    }

    private Events events(String began, List<TrueFeature> wanted, Map<String, Integer> trackOf) {
        Map<Integer, TrackRow> measured = tracks.stream()
                .filter(track -> track.began().equals(began))
                .collect(Collectors.toMap(TrackRow::trackId, track -> track));
        int found = 0;
        Set<Integer> explained = new HashSet<>();
        for (TrueFeature feature : wanted) {
            TrackRow track = measured.get(trackOf.getOrDefault(feature.id(), 0));
            if (track == null) {
                continue;
            }
            Set<Integer> parents = feature.parents().stream()
                    .map(parent -> trackOf.getOrDefault(parent, 0))
                    .filter(id -> id != 0)
                    .collect(Collectors.toSet());
            explained.add(track.trackId());
            if (new HashSet<>(track.parents()).containsAll(parents)) {
                found++;
            }
        }
        return new Events(wanted.size(), found, measured.size() - explained.size());
    }
}
