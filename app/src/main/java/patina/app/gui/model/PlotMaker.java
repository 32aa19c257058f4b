package patina.app.gui.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.StringJoiner;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;
import patina.growth.Evolution;
import patina.growth.Growth;
import patina.growth.GrowthClass;
import patina.growth.GrowthFitter;
import patina.growth.Interval;
import patina.growth.PitExtremes;
import patina.growth.TimeToLimit;
import patina.growth.TrackGrowth;
import patina.reports.document.ExtremePaper;
import patina.reports.document.Numbers;
import patina.reports.document.Plot;
import patina.reports.document.Plot.Axes;
import patina.reports.document.Plot.Curve;
import patina.reports.document.Plot.Look;
import patina.reports.document.Plot.Sample;
import patina.series.Exposure;
import patina.store.FeatureRow;
import patina.store.SummaryRow;
import patina.store.TrackRow;

/**
 * Makes the plots of the window, each with the track and scan of every sample, so that a click finds them. What takes long is
 * prepared by any thread and kept; {@link #make} is quick where {@link #isReady} says so.
 */
public final class PlotMaker {
    private static final int STEPS_OF_LAW = 60;
    private static final int COLOURED = 8;
    /** How far beyond the last exposure a forecast is drawn, in spans of what was measured. */
    private static final double AHEAD = 3;
    /** A limit nobody asked for is drawn where it is within so many times what was measured. */
    private static final double NEAR = 4;

    private final Findings findings;
    private final Map<Reach, TimeToLimit> forecasts = new ConcurrentHashMap<>();
    private final Map<Paper, Made> papers = new ConcurrentHashMap<>();

    private record Reach(int track, double threshold) {}

    private record Paper(int scan, double threshold) {}

    public PlotMaker(Findings findings) {
        this.findings = findings;
    }

    /** What is plotted. */
    public enum Subject {
        HISTORY("over exposure"),
        HISTOGRAM("histogram"),
        DEPTH_AREA("depth against mouth area"),
        SERIES("whole series"),
        EXTREMES("extreme-value paper");

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

    /**
     * A wish for a plot.
     *
     * @param law whether growth laws are drawn
     * @param limits whether limits and what follows of them are drawn
     * @param threshold a value of which it is asked when it is reached, in the metric's unit; NaN takes the job's limit
     */
    public record Wish(
            Subject subject,
            Metric metric,
            Choice choice,
            OptionalInt selected,
            int scan,
            boolean logX,
            boolean logY,
            boolean law,
            boolean limits,
            double threshold) {}

    /** What a sample stands for. */
    public record Key(int track, int scan) {}

    /**
     * A plot and what its samples stand for.
     *
     * @param keys by curve and sample; none for curves that stand for no track
     * @param missing why there is nothing to plot, and what to do, where that can be told; else empty
     */
    public record Made(Plot plot, List<List<Key>> keys, String missing) {
        Made(Plot plot, List<List<Key>> keys) {
            this(plot, keys, "");
        }

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
        public int @Nullable [] find(int track, int scan) {
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
            case EXTREMES -> papers.computeIfAbsent(paper(wish), this::extremes);
        };
    }

    /** Whether all that takes long for this wish was prepared. */
    public boolean isReady(Wish wish) {
        return switch (wish.subject()) {
            case HISTORY -> forecasts.keySet().containsAll(reaches(wish));
            case EXTREMES -> papers.containsKey(paper(wish));
            case HISTOGRAM, DEPTH_AREA, SERIES -> true;
        };
    }

    /** Does what takes long: fits and their intervals. */
    public void prepare(Wish wish) {
        if (wish.subject() == Subject.EXTREMES) {
            papers.computeIfAbsent(paper(wish), this::extremes);
        } else if (wish.subject() == Subject.HISTORY) {
            reaches(wish).forEach(r -> forecasts.computeIfAbsent(r, this::forecast));
        }
    }

    private static Paper paper(Wish wish) {
        return new Paper(wish.scan(), wish.limits() ? wish.threshold() : Double.NaN);
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
        double[] x = exposures();
        double threshold = threshold(wish, tracks);
        List<String> reached = new ArrayList<>();
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
            String name = findings.called(track.trackId());
            TrackGrowth growth = colour == null || !wish.law() ? null : followed(track, metric);
            if (growth != null && colour != null) {
                TimeToLimit reach = isForecast(growth, threshold)
                        ? forecasts.computeIfAbsent(new Reach(track.trackId(), threshold), this::forecast)
                        : null;
                double until = addLaw(growth, reach, colour, curves, keys);
                x[1] = Math.max(x[1], until);
                if (reach != null) {
                    reached.add(name + " reaches it: " + reach.sentence(findings.exposureUnit()));
                }
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
        if (Double.isFinite(threshold) && !curves.isEmpty()) {
            String told = reached.size() == 1 ? "; " + reached.get(0) : "";
            addThreshold(threshold, metric.unit(), told, x[0], x[1], curves, keys);
        }
        String title = metric
                + (wish.choice() == Choice.SELECTED && !tracks.isEmpty()
                        ? " of " + findings.called(tracks.get(0).trackId())
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

    private static void addThreshold(
            double threshold,
            String unit,
            String told,
            double from,
            double to,
            List<Curve> curves,
            List<List<Key>> keys) {
        curves.add(new Curve(
                "threshold " + Numbers.asGiven(threshold) + "\u00a0" + unit + told,
                Look.LIMIT,
                0,
                false,
                List.of(new Sample(from, threshold, Double.NaN, true), new Sample(to, threshold, Double.NaN, true))));
        keys.add(List.of());
    }

    /** How a track grows, where that is told by this metric; else null. */
    private @Nullable TrackGrowth followed(TrackRow track, Metric metric) {
        TrackGrowth growth = findings.growth(track.trackId());
        return growth != null
                        && growth.growth().law() != null
                        && growth.evolution() != null
                        && metric.name().equalsIgnoreCase(growth.quantity())
                ? growth
                : null;
    }

    /** What was asked for, else the job's limit where that is near; NaN where there is none. */
    private double threshold(Wish wish, List<TrackRow> tracks) {
        if (!wish.limits() || Double.isFinite(wish.threshold())) {
            return wish.limits() ? wish.threshold() : Double.NaN;
        }
        double most = 0;
        double limit = Double.NaN;
        for (TrackRow track : tracks) {
            TrackGrowth growth = followed(track, wish.metric());
            if (growth != null && growth.limit() != null) {
                limit = growth.limit().limit();
            }
            most = Math.max(most, greatest(track.trackId(), wish.metric()));
        }
        return limit <= NEAR * most ? limit : Double.NaN;
    }

    /** Whether something grows towards a threshold that it has not reached. */
    private static boolean isForecast(TrackGrowth growth, double threshold) {
        Evolution e = growth.evolution();
        return e != null
                && Double.isFinite(threshold)
                && growth.growth().growthClass() == GrowthClass.GROWING
                && e.value()[e.size() - 1] < threshold;
    }

    private List<Reach> reaches(Wish wish) {
        List<TrackRow> tracks = chosen(wish);
        double threshold = threshold(wish, tracks);
        if (!wish.law() || !Double.isFinite(threshold)) {
            return List.of();
        }
        Map<Integer, Integer> colours = colours(tracks, wish);
        List<Reach> reaches = new ArrayList<>();
        for (TrackRow track : tracks) {
            TrackGrowth growth = followed(track, wish.metric());
            if (growth != null && colours.containsKey(track.trackId()) && isForecast(growth, threshold)) {
                reaches.add(new Reach(track.trackId(), threshold));
            }
        }
        return reaches;
    }

    private TimeToLimit forecast(Reach reach) {
        TrackGrowth growth = Objects.requireNonNull(findings.growth(reach.track()));
        TimeToLimit known = growth.limit();
        boolean cycles = findings.snapshot().series().exposure().quantity() == Exposure.Quantity.CYCLES;
        return known != null && known.limit() == reach.threshold()
                ? known
                : GrowthFitter.forecasts(cycles).timeTo(Objects.requireNonNull(growth.evolution()), reach.threshold());
    }

    /**
     * The law that was found to describe the growth, up to where it reaches the threshold when that is not far, and there the
     * interval of the crossing.
     *
     * @return the last exposure that is drawn
     */
    private static double addLaw(
            TrackGrowth of, @Nullable TimeToLimit reach, int colour, List<Curve> curves, List<List<Key>> keys) {
        Growth growth = of.growth();
        Evolution e = Objects.requireNonNull(of.evolution());
        double first = e.exposure()[0];
        double last = e.exposure()[e.size() - 1];
        double far = last + AHEAD * (last - first);
        TimeToLimit crossing = reach != null
                        && reach.exposure() <= far
                        && Double.isFinite(reach.interval().low())
                ? reach
                : null;
        double until = crossing == null
                ? last
                : Math.max(crossing.exposure(), Math.min(crossing.interval().high(), far));
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i <= STEPS_OF_LAW; i++) {
            double at = first + (until - first) * i / STEPS_OF_LAW;
            samples.add(new Sample(at, growth.at(at), growth.uAt(at), true));
        }
        curves.add(new Curve("", Look.FIT, colour, false, samples));
        keys.add(List.of());
        if (crossing != null) {
            Interval interval = crossing.interval();
            curves.add(new Curve(
                    "",
                    Look.RANGE,
                    colour,
                    false,
                    List.of(
                            new Sample(interval.low(), crossing.limit(), Double.NaN, true),
                            new Sample(crossing.exposure(), crossing.limit(), Double.NaN, true),
                            new Sample(until, crossing.limit(), Double.NaN, interval.high() <= far))));
            keys.add(List.of());
        }
        return until;
    }

    /** The deepest pits of a scan's patches on extreme-value paper, with the chance that one reaches the threshold. */
    private Made extremes(Paper wish) {
        SummaryRow summary = findings.summary(wish.scan());
        ExtremePaper paper = summary == null
                ? null
                : ExtremePaper.of(findings.snapshot().tables().features(), summary)
                        .orElse(null);
        String title = "Deepest pits of equal patches at " + findings.scanName(wish.scan());
        if (paper == null) {
            return new Made(
                    new Plot(title, title + ".", "", "", 0, 1, true, List.of()),
                    List.of(),
                    "Extreme values want at least " + PitExtremes.LEAST_PITS
                            + " pits deeper than the detection limit, but " + findings.scanName(wish.scan())
                            + " has too few.");
        }
        Plot plot = paper.plot(title);
        List<Curve> curves = new ArrayList<>(plot.curves());
        List<List<Key>> keys = new ArrayList<>();
        keys.add(paper.deepest().stream()
                .map(f -> new Key(f.trackId(), f.scan()))
                .toList());
        for (int i = 1; i < curves.size(); i++) {
            keys.add(List.of());
        }
        if (Double.isFinite(wish.threshold())) {
            Interval interval = paper.fit().perforationInterval(wish.threshold(), paper.cells());
            String told = "; chance that a pit of the examined area reaches it: "
                    + chance(paper.fit().perforationChance(wish.threshold(), paper.cells())) + " (95\u00a0%: "
                    + chance(interval.low()) + " to " + chance(interval.high()) + ")";
            addThreshold(wish.threshold(), "µm", told, plot.fromX(), plot.toX(), curves, keys);
        }
        return new Made(
                new Plot(
                        plot.title(),
                        plot.alternative(),
                        plot.xLabel(),
                        plot.yLabel(),
                        plot.fromX(),
                        plot.toX(),
                        true,
                        curves,
                        plot.axes()),
                keys);
    }

    private static String chance(double p) {
        return p < 1e-4 ? "below 0.0001" : Numbers.significant(p, 2);
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
