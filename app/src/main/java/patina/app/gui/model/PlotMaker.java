package patina.app.gui.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.StringJoiner;
import java.util.stream.DoubleStream;
import patina.growth.Evolution;
import patina.growth.Growth;
import patina.growth.GrowthFitter;
import patina.reports.document.Plot;
import patina.reports.document.Plot.Axes;
import patina.reports.document.Plot.Curve;
import patina.reports.document.Plot.Look;
import patina.reports.document.Plot.Sample;
import patina.store.FeatureRow;
import patina.store.SummaryRow;
import patina.store.TrackRow;

/** Makes the plots of the window, each with the track and scan of every sample, so that a click finds them. For one thread. */
public final class PlotMaker {
    private static final int STEPS_OF_LAW = 60;
    private static final int COLOURED = 8;
    private static final double DECISION_K = 3;

    private final Findings findings;
    private final Map<Integer, Optional<Growth>> fits = new HashMap<>();

    public PlotMaker(Findings findings) {
        this.findings = findings;
    }

    /** What is plotted. */
    public enum Subject {
        HISTORY("over exposure"),
        HISTOGRAM("histogram"),
        DEPTH_AREA("depth against mouth area"),
        SERIES("whole series");

        private final String title;

        Subject(String title) {
            this.title = title;
        }

        @Override
        public String toString() {
            return title;
        }
    }

    /** Which tracks are plotted. */
    public enum Choice {
        SELECTED("selected track"),
        FLAGGED("follow-up"),
        ALL("all tracks");

        private final String title;

        Choice(String title) {
            this.title = title;
        }

        @Override
        public String toString() {
            return title;
        }
    }

    /** A wish for a plot. */
    public record Wish(
            Subject subject,
            Metric metric,
            Choice choice,
            OptionalInt selected,
            int scan,
            boolean logX,
            boolean logY,
            boolean law,
            boolean limits) {}

    /** What a sample stands for. */
    public record Key(int track, int scan) {}

    /**
     * A plot and what its samples stand for.
     *
     * @param keys by curve and sample; null for curves that stand for no track
     */
    public record Made(Plot plot, List<List<Key>> keys) {
        /** Comma-separated, one row a sample. */
        public String csv() {
            StringBuilder text = new StringBuilder("curve,track,scan,x,y,u,resolved\n");
            for (int c = 0; c < plot.curves().size(); c++) {
                Curve curve = plot.curves().get(c);
                for (int i = 0; i < curve.samples().size(); i++) {
                    Sample s = curve.samples().get(i);
                    Key key = i < keys.get(c).size() ? keys.get(c).get(i) : new Key(Line.NONE, Line.NONE);
                    text.append(new StringJoiner(",", "", "\n")
                            .add('"' + curve.name().replace("\"", "\"\"") + '"')
                            .add(key.track() < 0 ? "" : Integer.toString(key.track()))
                            .add(key.scan() < 0 ? "" : Integer.toString(key.scan()))
                            .add(Double.toString(s.x()))
                            .add(Double.toString(s.y()))
                            .add(Double.isNaN(s.u()) ? "" : Double.toString(s.u()))
                            .add(Boolean.toString(s.resolved()))
                            .toString());
                }
            }
            return text.toString();
        }

        /** Where a track's sample at a scan is, or null: curve and sample. */
        public int @org.jspecify.annotations.Nullable [] find(int track, int scan) {
            for (int c = 0; c < keys.size(); c++) {
                int i = keys.get(c).indexOf(new Key(track, scan));
                if (i >= 0) {
                    return new int[] {c, i};
                }
            }
            return null;
        }
    }

    /** Makes a plot. */
    public Made make(Wish wish) {
        return switch (wish.subject()) {
            case HISTORY -> history(wish);
            case HISTOGRAM -> histogram(wish);
            case DEPTH_AREA -> depthArea(wish);
            case SERIES -> series(wish);
        };
    }

    private List<TrackRow> chosen(Wish wish) {
        return switch (wish.choice()) {
            case SELECTED -> {
                TrackRow track = wish.selected().isEmpty()
                        ? null
                        : findings.track(wish.selected().getAsInt());
                yield track == null ? List.of() : List.of(track);
            }
            case FLAGGED ->
                findings.tracks().stream()
                        .filter(t -> findings.flag(t.trackId()) != null
                                || wish.selected().equals(OptionalInt.of(t.trackId())))
                        .toList();
            case ALL -> findings.tracks();
        };
    }

    /** The greatest tracks and the selected one have colours, the others are grey. */
    private Map<Integer, Integer> colours(List<TrackRow> tracks, Wish wish) {
        Map<Integer, Integer> colours = new HashMap<>();
        tracks.stream()
                .sorted(Comparator.comparing((TrackRow t) -> !wish.selected().equals(OptionalInt.of(t.trackId())))
                        .thenComparing(t -> -greatest(t.trackId(), wish.metric())))
                .limit(COLOURED)
                .map(TrackRow::trackId)
                .sorted()
                .forEach(id -> colours.put(id, colours.size()));
        return colours;
    }

    private double greatest(int track, Metric metric) {
        return findings.history(track).stream()
                .mapToDouble(metric::of)
                .filter(Double::isFinite)
                .max()
                .orElse(Double.NEGATIVE_INFINITY);
    }

    private Made history(Wish wish) {
        Metric metric = wish.metric();
        List<TrackRow> tracks = chosen(wish);
        Map<Integer, Integer> colours = colours(tracks, wish);
        List<Curve> curves = new ArrayList<>();
        List<List<Key>> keys = new ArrayList<>();
        for (TrackRow track : tracks) {
            Integer colour = colours.get(track.trackId());
            List<Sample> samples = new ArrayList<>();
            List<Key> of = new ArrayList<>();
            for (FeatureRow f : findings.history(track.trackId())) {
                double value = metric.of(f);
                if (Double.isFinite(value)) {
                    samples.add(new Sample(f.exposure(), value, metric.uOf(f), f.resolved()));
                    of.add(new Key(track.trackId(), f.scan()));
                }
            }
            if (samples.isEmpty()) {
                continue;
            }
            String name = track.kind() + " " + track.trackId();
            if (colour != null && wish.law() && metric.isFollowed(track.kind())) {
                addLaw(track, metric, colour, curves, keys);
            }
            curves.add(
                    colour == null
                            ? new Curve(name, Look.BACKGROUND, 0, false, samples)
                            : new Curve(name, Look.MEASURED, colour, true, samples));
            keys.add(of);
        }
        if (wish.limits() && metric == Metric.DEPTH && !curves.isEmpty()) {
            addLimit("found with 95 %", SummaryRow::detectionLimitDepthUm, curves, keys);
        }
        if (wish.limits() && metric == Metric.VOLUME && !curves.isEmpty()) {
            addLimit("decision threshold", SummaryRow::decisionThresholdUm3, curves, keys);
        }
        double[] x = exposures();
        String title = metric
                + (wish.choice() == Choice.SELECTED && !tracks.isEmpty()
                        ? " of " + tracks.get(0).kind() + " " + tracks.get(0).trackId()
                        : "");
        return new Made(
                new Plot(
                        title,
                        metric + " over exposure of " + tracks.size() + " tracks.",
                        findings.exposureLabel(),
                        metric.label(),
                        x[0],
                        x[1],
                        true,
                        curves,
                        axes(wish)),
                keys);
    }

    private static Axes axes(Wish wish) {
        return new Axes(wish.logX(), wish.logY(), Double.NaN, Double.NaN);
    }

    private double[] exposures() {
        double[] all = findings.scans().stream().mapToDouble(s -> s.exposure()).toArray();
        return new double[] {
            DoubleStream.of(all).min().orElse(0), DoubleStream.of(all).max().orElse(1)
        };
    }

    private interface Limit {
        double of(SummaryRow row);
    }

    private void addLimit(String name, Limit limit, List<Curve> curves, List<List<Key>> keys) {
        List<Sample> samples = new ArrayList<>();
        for (SummaryRow row : findings.snapshot().tables().summary()) {
            if (limit.of(row) > 0) {
                samples.add(new Sample(row.exposure(), limit.of(row), Double.NaN, true));
            }
        }
        if (!samples.isEmpty()) {
            curves.add(new Curve(name, Look.LIMIT, 0, false, samples));
            keys.add(List.of());
        }
    }

    /** The law that was found to describe the growth, fitted as it was there. */
    private void addLaw(TrackRow track, Metric metric, int colour, List<Curve> curves, List<List<Key>> keys) {
        List<FeatureRow> points = findings.history(track.trackId()).stream()
                .filter(f -> Double.isFinite(metric.of(f)) && metric.uOf(f) > 0)
                .filter(f -> {
                    var scan = findings.scan(f.scan());
                    return scan == null || !scan.role().equals("state");
                })
                .toList();
        if (track.growthLaw() == null || points.size() < 2) {
            return;
        }
        Growth growth =
                fits.computeIfAbsent(track.trackId(), id -> fit(points, metric)).orElse(null);
        if (growth == null) {
            return;
        }
        double first = points.get(0).exposure();
        double last = points.get(points.size() - 1).exposure();
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i <= STEPS_OF_LAW; i++) {
            double at = first + (last - first) * i / STEPS_OF_LAW;
            samples.add(new Sample(at, growth.at(at), growth.uAt(at), true));
        }
        curves.add(new Curve("", Look.FIT, colour, false, samples));
        keys.add(List.of());
    }

    private static Optional<Growth> fit(List<FeatureRow> points, Metric metric) {
        double[] t = points.stream().mapToDouble(FeatureRow::exposure).toArray();
        double[] y = points.stream().mapToDouble(metric::of).toArray();
        double[] u = points.stream().mapToDouble(metric::uOf).toArray();
        double shared = DoubleStream.of(u).min().orElse(0) / Math.sqrt(2);
        Growth growth = new GrowthFitter(DECISION_K).fit(new Evolution(t, y, u, shared));
        return growth.law() == null ? Optional.empty() : Optional.of(growth);
    }

    private Made histogram(Wish wish) {
        Metric metric = wish.metric();
        double[] values = findings.snapshot().tables().features().stream()
                .filter(f -> f.scan() == wish.scan())
                .mapToDouble(metric::of)
                .filter(Double::isFinite)
                .sorted()
                .toArray();
        List<Sample> samples = new ArrayList<>();
        double low = values.length == 0 ? 0 : Math.min(0, values[0]);
        double high = values.length == 0 ? 1 : values[values.length - 1];
        int bins = Math.max(4, Math.min(40, (int) Math.ceil(2 * Math.sqrt(values.length))));
        double width = (high > low ? high - low : 1) / bins;
        int[] counts = new int[bins];
        for (double v : values) {
            counts[Math.min(bins - 1, (int) ((v - low) / width))]++;
        }
        for (int i = 0; i <= bins && values.length > 0; i++) {
            samples.add(new Sample(low + i * width, i < bins ? counts[i] : 0, Double.NaN, true));
        }
        List<Curve> curves = samples.isEmpty() ? List.of() : List.of(new Curve("", Look.STEPS, 0, false, samples));
        return new Made(
                new Plot(
                        metric + " at " + findings.scanName(wish.scan()),
                        "How many features have which " + metric + ".",
                        metric.label(),
                        "Features",
                        low,
                        high,
                        true,
                        curves,
                        new Axes(false, false, Double.NaN, Double.NaN)),
                samples.isEmpty() ? List.of() : List.of(List.of()));
    }

    private Made depthArea(Wish wish) {
        Map<String, List<Sample>> byKind = new java.util.TreeMap<>();
        Map<String, List<Key>> keysByKind = new java.util.TreeMap<>();
        double most = 0;
        for (FeatureRow f : findings.snapshot().tables().features()) {
            Double area = f.mouthAreaUm2() != null ? f.mouthAreaUm2() : f.areaUm2();
            Double depth = f.depthUm();
            if (f.scan() == wish.scan() && area != null && depth != null) {
                byKind.computeIfAbsent(f.kind(), k -> new ArrayList<>())
                        .add(new Sample(area, depth, Metric.DEPTH.uOf(f), f.resolved()));
                keysByKind.computeIfAbsent(f.kind(), k -> new ArrayList<>()).add(new Key(f.trackId(), f.scan()));
                most = Math.max(most, area);
            }
        }
        List<Curve> curves = new ArrayList<>();
        List<List<Key>> keys = new ArrayList<>();
        byKind.forEach((kind, samples) -> {
            curves.add(new Curve(kind, Look.SINGLE, curves.size(), false, samples));
            keys.add(keysByKind.getOrDefault(kind, List.of()));
        });
        return new Made(
                new Plot(
                        "Depth against mouth area at " + findings.scanName(wish.scan()),
                        "Depth of each feature against its area at the surface.",
                        "Mouth area (µm²)",
                        "Depth (µm)",
                        0,
                        most,
                        true,
                        curves,
                        axes(wish)),
                keys);
    }

    private Made series(Wish wish) {
        List<Sample> lost = new ArrayList<>();
        List<Sample> inFeatures = new ArrayList<>();
        List<Key> lostKeys = new ArrayList<>();
        for (SummaryRow row : findings.snapshot().tables().summary()) {
            lost.add(new Sample(row.exposure(), row.lostUm3(), row.lostUUm3(), row.resolved()));
            inFeatures.add(new Sample(row.exposure(), row.featuresLostUm3(), Double.NaN, row.resolved()));
            lostKeys.add(new Key(Line.NONE, row.scan()));
        }
        List<Curve> curves = new ArrayList<>();
        List<List<Key>> keys = new ArrayList<>();
        if (!lost.isEmpty()) {
            curves.add(new Curve("lost", Look.MEASURED, 0, false, lost));
            curves.add(new Curve("of that in features", Look.MEASURED, 1, false, inFeatures));
            keys.add(lostKeys);
            keys.add(lostKeys);
            if (wish.limits()) {
                addLimit("decision threshold", SummaryRow::decisionThresholdUm3, curves, keys);
            }
        }
        double[] x = exposures();
        return new Made(
                new Plot(
                        "Metal lost since the reference scan",
                        "Lost volume over exposure.",
                        findings.exposureLabel(),
                        "Volume (µm³)",
                        x[0],
                        x[1],
                        true,
                        curves,
                        axes(wish)),
                keys);
    }
}
