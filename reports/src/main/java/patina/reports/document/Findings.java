package patina.reports.document;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;
import patina.series.Exposure;
import patina.store.FeatureRow;
import patina.store.FlagRow;
import patina.store.ScanRow;
import patina.store.SummaryRow;
import patina.store.TrackRow;
import patina.tracks.Track;

/** The facts, ordered for telling: which scan is the last step, which tracks matter most, what each looks like there. */
final class Findings {
    /** So many tracks have a colour and a label of their own. */
    static final int HIGHLIGHTED = 8;

    final InspectionFacts facts;
    /** The steps of the degradation in order of exposure, the reference first when it has a row. */
    final List<SummaryRow> steps;
    /** Repeats and states: not on the curve. */
    final List<SummaryRow> besides;
    /** All tracks but gains, worst first. */
    final List<TrackRow> ranked;
    /** Track to palette number. */
    final Map<Integer, Integer> colours;

    private final Map<Integer, List<FeatureRow>> features = new HashMap<>();
    private final Map<Integer, ScanRow> scans = new TreeMap<>();
    private final Map<Integer, TrackRow> tracks = new HashMap<>();

    Findings(InspectionFacts facts) {
        this.facts = facts;
        facts.scans().forEach(scan -> scans.put(scan.scan(), scan));
        facts.tracks().forEach(track -> tracks.put(track.trackId(), track));
        Set<Integer> onTheCurve = new HashSet<>();
        facts.features().stream()
                .filter(feature -> isStep(feature.scan()))
                .forEach(feature -> onTheCurve.add(feature.trackId()));
        facts.features().stream()
                .filter(feature -> isStep(feature.scan()) || !onTheCurve.contains(feature.trackId()))
                .sorted(Comparator.comparingDouble(FeatureRow::exposure).thenComparingInt(FeatureRow::scan))
                .forEach(feature -> features.computeIfAbsent(feature.trackId(), id -> new ArrayList<>())
                        .add(feature));
        List<SummaryRow> ordered = facts.summaries().stream()
                .sorted(Comparator.comparingDouble(SummaryRow::exposure).thenComparingInt(SummaryRow::scan))
                .toList();
        steps = ordered.stream().filter(row -> isStep(row.scan())).toList();
        besides = ordered.stream().filter(row -> !isStep(row.scan())).toList();
        ranked = rank();
        colours = highlight();
    }

    /** The worst of each kind in turn, so that a few cracks do not vanish behind many pits. */
    private Map<Integer, Integer> highlight() {
        Map<String, List<TrackRow>> kinds = new LinkedHashMap<>();
        ranked.forEach(track ->
                kinds.computeIfAbsent(track.kind(), kind -> new ArrayList<>()).add(track));
        Map<Integer, Integer> chosen = new LinkedHashMap<>();
        int wanted = Math.min(HIGHLIGHTED, ranked.size());
        for (int round = 0; chosen.size() < wanted; round++) {
            for (List<TrackRow> kind : kinds.values()) {
                if (round < kind.size() && chosen.size() < wanted) {
                    chosen.put(kind.get(round).trackId(), chosen.size());
                }
            }
        }
        return chosen;
    }

    private List<TrackRow> rank() {
        Set<Integer> flagged = new HashSet<>();
        facts.flags().stream().map(FlagRow::trackId).forEach(flagged::add);
        record Ranked(TrackRow track, boolean resolved, boolean present, double size) {}
        return facts.tracks().stream()
                .filter(track -> !track.kind().equals("gain"))
                .map(track -> new Ranked(
                        track,
                        flagged.contains(track.trackId()) || isResolved(track),
                        isPresent(track),
                        size(last(track.trackId()))))
                .sorted(Comparator.comparing(Ranked::resolved)
                        .thenComparing(Ranked::present)
                        .thenComparingDouble(Ranked::size)
                        .reversed()
                        .thenComparingInt(ranked -> ranked.track().trackId()))
                .map(Ranked::track)
                .toList();
    }

    /** The extent that tells how grave a feature is, micrometres: crack length, else depth, else the edge of its volume. */
    static double size(@Nullable FeatureRow feature) {
        if (feature == null) {
            return 0;
        }
        if (feature.kind().equals("crack") && feature.lengthUm() != null) {
            return feature.lengthUm();
        }
        return feature.depthUm() != null ? feature.depthUm() : Math.cbrt(Math.max(0, feature.volumeTotalUm3()));
    }

    boolean isResolved(TrackRow track) {
        return history(track.trackId()).stream().anyMatch(FeatureRow::resolved);
    }

    boolean isPresent(TrackRow track) {
        return track.ended().equals("present");
    }

    private boolean isStep(int scan) {
        ScanRow row = scans.get(scan);
        return row == null || row.role().equals("step");
    }

    @Nullable
    ScanRow scan(int index) {
        return scans.get(index);
    }

    @Nullable
    TrackRow track(int id) {
        return tracks.get(id);
    }

    /** A track's features in the steps, in order of exposure; where no step shows it, those of the other scans. */
    List<FeatureRow> history(int trackId) {
        return features.getOrDefault(trackId, List.of());
    }

    /** A track as it was seen last. */
    @Nullable
    FeatureRow last(int trackId) {
        List<FeatureRow> history = history(trackId);
        return history.isEmpty() ? null : history.get(history.size() - 1);
    }

    /** The last step, or null when nothing was compared. */
    @Nullable
    SummaryRow lastStep() {
        return steps.isEmpty() ? null : steps.get(steps.size() - 1);
    }

    /** The index of the last step's scan; of the last scan when nothing was compared. */
    int lastScan() {
        SummaryRow last = lastStep();
        return last != null ? last.scan() : facts.scans().size() - 1;
    }

    /** The feature of a scan that goes deepest from the surface, or null; a pore does not go in from there. */
    @Nullable
    FeatureRow deepest(int scan) {
        return facts.features().stream()
                .filter(feature -> feature.scan() == scan && feature.goesIn())
                .max(Comparator.comparingDouble(Findings::depth)
                        .thenComparing(FeatureRow::trackId, Comparator.reverseOrder()))
                .orElse(null);
    }

    static double depth(FeatureRow feature) {
        Double depth = feature.depthUm();
        return depth == null ? Double.NaN : depth;
    }

    /** All tracks of a kind, worst first. */
    List<TrackRow> ofKind(String kind) {
        return ranked.stream().filter(track -> track.kind().equals(kind)).toList();
    }

    boolean has(String kind) {
        return facts.tracks().stream().anyMatch(track -> track.kind().equals(kind));
    }

    /** The exposure of a scan. */
    double exposure(int scan) {
        ScanRow row = scans.get(scan);
        if (row != null) {
            return row.exposure();
        }
        return facts.summaries().stream()
                .filter(summary -> summary.scan() == scan)
                .mapToDouble(SummaryRow::exposure)
                .findFirst()
                .orElse(Double.NaN);
    }

    /** An exposure with its unit: 96 h, 10 000 cycles, 500 m. */
    String exposed(double exposure) {
        return Numbers.asGiven(exposure) + "\u00a0" + exposureUnit();
    }

    /** The moment of a scan, for sentences. */
    String moment(int scan) {
        return exposed(exposure(scan));
    }

    String exposureUnit() {
        return facts.exposure().quantity() == Exposure.Quantity.CYCLES
                ? "cycles"
                : facts.exposure().unit();
    }

    /** Where exposure axes begin. */
    double firstExposure() {
        return exposures().min().orElse(0);
    }

    /** Where exposure axes end. */
    double lastExposure() {
        return exposures().max().orElse(1);
    }

    private DoubleStream exposures() {
        return facts.scans().stream().filter(scan -> scan.skip() == null).mapToDouble(ScanRow::exposure);
    }

    /** The name of the exposure axis, with unit. */
    String exposureLabel() {
        return switch (facts.exposure().quantity()) {
            case TIME -> "Exposure time (" + facts.exposure().unit() + ")";
            case CYCLES -> "Load cycles";
            case DISTANCE -> "Sliding distance (" + facts.exposure().unit() + ")";
        };
    }

    /** Track names with commas and a last 'and'. */
    static String names(List<Integer> trackIds) {
        return joined(trackIds.stream().sorted().map(Track::name).toList());
    }

    /** Words with commas and a last 'and'. */
    static String joined(List<String> words) {
        if (words.size() < 2) {
            return String.join("", words);
        }
        return String.join(", ", words.subList(0, words.size() - 1)) + " and " + words.get(words.size() - 1);
    }

    /** A count with its noun: 1 pit, 3 pits. */
    static String counted(long count, String noun) {
        return Numbers.count(count) + "\u00a0" + (count == 1 ? noun : plural(noun));
    }

    /** How a kind is called in text. */
    static String called(String kind) {
        return switch (kind) {
            case "wear" -> "wear scar";
            case "uniform" -> "area of uniform loss";
            case "intergranular" -> "intergranular attack";
            case "unassigned" -> "feature without a kind";
            default -> kind;
        };
    }

    private static String plural(String noun) {
        return switch (noun) {
            case "area of uniform loss" -> "areas of uniform loss";
            case "feature without a kind" -> "features without a kind";
            case "intergranular attack" -> "intergranular attacks";
            default -> noun + "s";
        };
    }
}
