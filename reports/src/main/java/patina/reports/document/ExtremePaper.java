package patina.reports.document;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import patina.growth.ExtremeFit;
import patina.growth.ExtremeModel;
import patina.growth.Extremes;
import patina.growth.Interval;
import patina.growth.PitExtremes;
import patina.reports.document.Plot.Curve;
import patina.reports.document.Plot.Look;
import patina.reports.document.Plot.Sample;
import patina.store.FeatureRow;
import patina.store.SummaryRow;

/**
 * The deepest pit of each patch of one scan's examined surface, with the distribution that describes them, as it is plotted on
 * extreme-value paper: depth against the reduced variate -ln(-ln F), F = i / (n + 1) by rank (Gumbel, Statistics of
 * Extremes, Columbia University Press 1958, section 1.2.7); on it Gumbel's distribution is a straight line.
 *
 * @param deepest by rank, shallowest first: the pits of the values that are not censored
 * @param cells how many patches the examined area holds
 */
public record ExtremePaper(PitExtremes extremes, ExtremeFit fit, List<FeatureRow> deepest, double cells) {
    private static final int LEAST_VALUES = 5;
    private static final int CURVE = 24;

    public ExtremePaper {
        deepest = List.copyOf(deepest);
    }

    /**
     * Divides and fits.
     *
     * @param features of any scans and kinds; taken are the pits of the summary's scan
     * @return empty where there are too few pits, or all are equally deep
     */
    public static Optional<ExtremePaper> of(List<FeatureRow> features, SummaryRow summary) {
        List<FeatureRow> rows = features.stream()
                .filter(f -> f.scan() == summary.scan() && f.kind().equals("pit") && f.depthUm() != null)
                .sorted(Comparator.comparingDouble(Findings::depth))
                .toList();
        List<PitExtremes.Pit> pits = rows.stream()
                .map(f -> new PitExtremes.Pit(f.xUm(), f.yUm(), f.zUm(), Findings.depth(f)))
                .toList();
        Optional<PitExtremes> found = PitExtremes.of(pits, summary.examinedAreaUm2(), summary.detectionLimitDepthUm());
        if (found.isEmpty()) {
            return Optional.empty();
        }
        double[] values = found.get().deepest().values();
        if (values.length < LEAST_VALUES || values[0] == values[values.length - 1]) {
            return Optional.empty();
        }
        List<FeatureRow> deepest = new ArrayList<>();
        int next = 0;
        for (double value : values) {
            while (Findings.depth(rows.get(next)) != value) {
                next++;
            }
            deepest.add(rows.get(next));
            next++;
        }
        PitExtremes extremes = found.get();
        return Optional.of(new ExtremePaper(
                extremes,
                ExtremeFit.chosen(extremes.deepest()),
                deepest,
                summary.examinedAreaUm2() / extremes.cellAreaUm2()));
    }

    /** The pits as first curve, in their order; then the fit and the ends of its 95 % intervals by profile likelihood. */
    public Plot plot(String title) {
        Extremes data = fit.data();
        int n = data.size();
        List<Sample> points = new ArrayList<>();
        for (int i = 0; i < data.values().length; i++) {
            double rank = (data.censored() + i + 1.0) / (n + 1);
            Double u = deepest.get(i).depthUUm();
            points.add(new Sample(-Math.log(-Math.log(rank)), data.values()[i], u == null ? Double.NaN : u, true));
        }
        double from = points.get(0).x() - 0.3;
        double to = -Math.log(-Math.log(1 - 1 / (5.0 * n)));
        List<Sample> line = new ArrayList<>();
        List<Sample> low = new ArrayList<>();
        List<Sample> high = new ArrayList<>();
        for (int i = 0; i <= CURVE; i++) {
            double y = from + (to - from) * i / CURVE;
            double period = 1 / -Math.expm1(-Math.exp(-y));
            line.add(new Sample(y, fit.returnLevel(period), Double.NaN, true));
            if (i % 3 == 0) {
                Interval interval = fit.returnLevelInterval(period);
                low.add(new Sample(y, interval.low(), Double.NaN, true));
                high.add(new Sample(y, interval.high(), Double.NaN, true));
            }
        }
        Sample last = points.get(points.size() - 1);
        return new Plot(
                title,
                "Depth of the deepest pit of each patch against the reduced variate; the deepest is "
                        + Objects.requireNonNull(Scale.UM.writtenSignificant(last.y())) + ".",
                "Reduced variate −ln(−ln F)",
                "Depth (µm)",
                from,
                to,
                true,
                List.of(
                        new Curve("deepest of a patch", Look.SINGLE, 0, false, points),
                        new Curve(
                                fit.model() == ExtremeModel.GUMBEL ? "Gumbel" : "generalised extreme value",
                                Look.FIT,
                                1,
                                false,
                                line),
                        new Curve("95 %, upper", Look.LIMIT, 0, false, high),
                        new Curve("95 %, lower", Look.LIMIT, 0, false, low)));
    }
}
