package patina.reports.document;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import patina.reports.document.Document.Column;
import patina.reports.document.Document.Figures;
import patina.reports.document.Document.Paragraph;
import patina.reports.document.Document.Part;
import patina.reports.document.Document.Section;
import patina.reports.document.Document.Table;
import patina.reports.document.Plot.Curve;
import patina.reports.document.Plot.Look;
import patina.reports.document.Plot.Sample;
import patina.series.Exposure;
import patina.store.FeatureRow;
import patina.store.SummaryRow;

/** The change of the specimen as a whole over exposure: a table and four plots. */
final class EvolutionSection {
    private static final String OPEN = " Open markers: not resolved.";

    private EvolutionSection() {}

    static Section of(Findings findings) {
        List<Part> parts = new ArrayList<>();
        if (findings.facts.summaries().isEmpty()) {
            parts.add(new Paragraph(
                    "No scan was compared with the reference, so there is no change over exposure to tell of."));
            return new Section("Change over exposure", false, parts);
        }
        parts.add(table(findings));
        if (findings.facts.summaries().size() > 1) {
            Plot lost = lost(findings);
            Plot depth = depth(findings);
            Plot count = count(findings);
            Plot rate = rate(findings);
            if (depth != null) {
                parts.add(new Figures(
                        List.of(lost, depth),
                        "Left: metal lost since the reference. Right: depth of the deepest feature below the original"
                                + " surface, pores left out. Bars: standard uncertainty (k\u00a0=\u00a01)." + OPEN));
            } else {
                parts.add(new Figures(
                        List.of(lost),
                        "Metal lost since the reference. Bars: standard uncertainty (k\u00a0=\u00a01)." + OPEN));
            }
            if (count != null || rate != null) {
                List<Graphic> pair = new ArrayList<>();
                List<String> captions = new ArrayList<>();
                if (count != null) {
                    pair.add(count);
                    captions.add("pits counted on the examined surface, pre-existing ones included");
                }
                if (rate != null) {
                    pair.add(rate);
                    captions.add(
                            "rate since the reference and since the scan before, bars k\u00a0=\u00a01 (for the interval an upper"
                                    + " bound: the error both scans share is not taken off)");
                }
                parts.add(new Figures(
                        pair,
                        pair.size() == 2
                                ? "Left: " + captions.get(0) + ". Right: " + captions.get(1) + "."
                                : LineageEvents.capital(captions.get(0)) + "."));
            }
        }
        return new Section("Change over exposure", false, parts);
    }

    private static Table table(Findings findings) {
        List<SummaryRow> rows = new ArrayList<>(findings.steps);
        rows.addAll(findings.besides);
        rows.sort(Comparator.comparingDouble(SummaryRow::exposure).thenComparingInt(SummaryRow::scan));
        Scale volume = Scale.volume(rows.stream()
                .mapToDouble(row -> Math.max(Math.abs(row.lostUm3()), row.gainedUm3()))
                .max()
                .orElse(0));
        boolean pits = rows.stream().anyMatch(row -> row.pitCount() > 0);
        boolean corrosion = rows.stream().anyMatch(row -> row.corrosionRateMmPerY() != null);
        boolean wear = rows.stream().anyMatch(row -> row.wearRateMm3PerNM() != null);
        boolean cracks = rows.stream().anyMatch(row -> row.crackLengthUm() != null && row.crackLengthUm() > 0);
        List<Column> columns = new ArrayList<>(List.of(
                Column.numbers("Scan"),
                Column.numbers(SpecimenSection.exposureHead(findings)),
                Column.numbers("Lost (" + volume.unit() + ")"),
                Column.numbers("of it in features (" + volume.unit() + ")"),
                Column.numbers("Gained (" + volume.unit() + ")"),
                Column.numbers("Mean loss (µm)"),
                Column.numbers("Deepest (µm)")));
        if (pits) {
            columns.add(Column.numbers("Pits"));
        }
        if (cracks) {
            columns.add(Column.numbers("Crack length (µm)"));
        }
        if (corrosion) {
            columns.add(Column.numbers("Rate (mm/y)"));
        }
        if (wear) {
            columns.add(Column.numbers("Wear rate (mm³/(N m))"));
        }
        columns.add(Column.words("Resolved"));
        List<List<String>> cells = new ArrayList<>();
        for (SummaryRow row : rows) {
            FeatureRow deepest = findings.deepest(row.scan());
            List<String> line = new ArrayList<>(List.of(
                    Integer.toString(row.scan()),
                    Numbers.asGiven(row.exposure()),
                    volume.measured(row.lostUm3(), row.lostUUm3()),
                    volume.significant(row.featuresLostUm3()),
                    volume.significant(row.gainedUm3()),
                    Scale.UM.measured(row.meanLossUm(), row.meanLossUUm()),
                    deepest == null
                            ? Scale.UM.significant(row.maxDepthUm())
                            : Scale.UM.measured(deepest.depthUm(), deepest.depthUUm())));
            if (pits) {
                line.add(Integer.toString(row.pitCount()));
            }
            if (cracks) {
                line.add(Scale.UM.significant(row.crackLengthUm()));
            }
            if (corrosion) {
                line.add(rateCell(findings, row, row.corrosionRateMmPerY()));
            }
            if (wear) {
                line.add(rateCell(findings, row, row.wearRateMm3PerNM()));
            }
            line.add(row.scan() == findings.facts.reference() ? "reference" : row.resolved() ? "yes" : "no");
            cells.add(line);
        }
        return new Table(
                "The specimen as a whole; losses and rates are counted from the reference.",
                false,
                columns,
                cells,
                List.of());
    }

    private static String rateCell(Findings findings, SummaryRow row, @Nullable Double rate) {
        if (rate != null) {
            return Numbers.measured(rate, rateU(rate, row));
        }
        return row.resolved() || row.scan() == findings.facts.reference() ? Numbers.NONE : Numbers.NOT_RESOLVED;
    }

    /** A rate is a constant times the lost volume, so both have the same relative uncertainty. */
    static @Nullable Double rateU(@Nullable Double rate, SummaryRow row) {
        return rate == null || row.lostUm3() == 0 ? null : Math.abs(rate * row.lostUUm3() / row.lostUm3());
    }

    private static Plot lost(Findings findings) {
        Scale volume = Scale.volume(findings.facts.summaries().stream()
                .mapToDouble(row -> Math.abs(row.lostUm3()))
                .max()
                .orElse(0));
        List<Curve> curves = new ArrayList<>();
        addBesides(findings, curves, row -> volume.of(row.lostUm3()), row -> volume.of(row.lostUUm3()));
        curves.add(new Curve(
                "lost",
                Look.MEASURED,
                0,
                false,
                samples(findings.steps, row -> volume.of(row.lostUm3()), row -> volume.of(row.lostUUm3()))));
        curves.add(new Curve(
                "in features",
                Look.MEASURED,
                1,
                false,
                samples(findings.steps, row -> volume.of(row.featuresLostUm3()), row -> Double.NaN)));
        addLimit(findings, curves, "threshold", row -> volume.of(row.decisionThresholdUm3()));
        return new Plot(
                "Lost volume",
                "Lost volume against exposure. "
                        + told(findings.steps, findings, row -> volume.written(row.lostUm3(), row.lostUUm3())),
                findings.exposureLabel(),
                "Volume (" + volume.unit() + ")",
                findings.firstExposure(),
                findings.lastExposure(),
                false,
                curves);
    }

    private static @Nullable Plot depth(Findings findings) {
        List<Sample> samples = new ArrayList<>();
        for (SummaryRow row : findings.steps) {
            FeatureRow deepest = findings.deepest(row.scan());
            if (deepest != null) {
                samples.add(new Sample(
                        row.exposure(), Findings.depth(deepest), orNaN(deepest.depthUUm()), deepest.resolved()));
            } else if (row.maxDepthUm() != null) {
                samples.add(new Sample(row.exposure(), row.maxDepthUm(), Double.NaN, row.resolved()));
            }
        }
        if (samples.isEmpty()) {
            return null;
        }
        List<Curve> curves = new ArrayList<>();
        curves.add(new Curve("deepest feature", Look.MEASURED, 0, false, samples));
        addLimit(findings, curves, "detection limit", SummaryRow::detectionLimitDepthUm);
        return new Plot(
                "Greatest depth",
                "Depth of the deepest feature but pores against exposure, up to "
                        + Scale.UM.writtenSignificant(
                                samples.get(samples.size() - 1).y()) + ".",
                findings.exposureLabel(),
                "Depth (µm)",
                findings.firstExposure(),
                findings.lastExposure(),
                false,
                curves);
    }

    private static @Nullable Plot count(Findings findings) {
        if (findings.steps.stream().allMatch(row -> row.pitCount() == 0)) {
            return null;
        }
        List<Sample> samples = new ArrayList<>();
        for (SummaryRow row : findings.steps) {
            samples.add(new Sample(row.exposure(), row.pitCount(), Double.NaN, true));
        }
        return new Plot(
                "Pits",
                "Number of pits against exposure. "
                        + told(findings.steps, findings, row -> Integer.toString(row.pitCount())),
                findings.exposureLabel(),
                "Pits counted",
                findings.firstExposure(),
                findings.lastExposure(),
                false,
                List.of(new Curve("pits", Look.MEASURED, 0, false, samples)));
    }

    /** Corrosion or wear rate; where neither is known, the volume lost per unit of exposure. */
    private static @Nullable Plot rate(Findings findings) {
        boolean wear = findings.steps.stream().anyMatch(row -> row.wearRateMm3PerNM() != null);
        boolean corrosion = findings.steps.stream().anyMatch(row -> row.corrosionRateMmPerY() != null);
        if (!wear && !corrosion) {
            return null;
        }
        List<Sample> total = new ArrayList<>();
        List<Sample> interval = new ArrayList<>();
        SummaryRow before = null;
        for (SummaryRow row : findings.steps) {
            Double rate = wear ? row.wearRateMm3PerNM() : row.corrosionRateMmPerY();
            Double between = wear ? row.wearRateIntervalMm3PerNM() : row.corrosionRateIntervalMmPerY();
            if (rate != null) {
                total.add(new Sample(row.exposure(), rate, orNaN(rateU(rate, row)), true));
            }
            if (between != null && before != null) {
                double change = Math.abs(row.lostUm3() - before.lostUm3());
                double u = Math.abs(between) * Math.hypot(row.lostUUm3(), before.lostUUm3()) / change;
                interval.add(new Sample(row.exposure(), between, Double.isFinite(u) ? u : Double.NaN, true));
            }
            before = row;
        }
        if (total.isEmpty() && interval.isEmpty()) {
            return null;
        }
        String label = wear
                ? "Specific wear rate (mm³/(N m))"
                : findings.facts.exposure().quantity() == Exposure.Quantity.TIME
                        ? "Corrosion rate (mm/y)"
                        : "Rate (mm/y)";
        List<Curve> curves = new ArrayList<>();
        curves.add(new Curve("since the reference", Look.MEASURED, 0, false, total));
        if (!interval.isEmpty()) {
            curves.add(new Curve("since the scan before", Look.MEASURED, 1, false, interval));
        }
        return new Plot(
                "Rate",
                label + " against exposure, since the reference and by interval.",
                findings.exposureLabel(),
                label,
                findings.firstExposure(),
                findings.lastExposure(),
                false,
                curves);
    }

    private static void addBesides(
            Findings findings, List<Curve> curves, ToDoubleFunction<SummaryRow> value, ToDoubleFunction<SummaryRow> u) {
        if (!findings.besides.isEmpty()) {
            curves.add(new Curve("repeat, state", Look.SINGLE, 2, false, samples(findings.besides, value, u)));
        }
    }

    private static void addLimit(
            Findings findings, List<Curve> curves, String name, ToDoubleFunction<SummaryRow> value) {
        List<Sample> samples = new ArrayList<>();
        for (SummaryRow row : findings.steps) {
            double limit = value.applyAsDouble(row);
            if (limit > 0 && Double.isFinite(limit)) {
                samples.add(new Sample(row.exposure(), limit, Double.NaN, true));
            }
        }
        if (!samples.isEmpty()) {
            curves.add(new Curve(name, Look.LIMIT, 0, false, samples));
        }
    }

    private static List<Sample> samples(
            List<SummaryRow> rows, ToDoubleFunction<SummaryRow> value, ToDoubleFunction<SummaryRow> u) {
        List<Sample> samples = new ArrayList<>();
        for (SummaryRow row : rows) {
            samples.add(new Sample(row.exposure(), value.applyAsDouble(row), u.applyAsDouble(row), row.resolved()));
        }
        return samples;
    }

    private static String told(
            List<SummaryRow> rows, Findings findings, java.util.function.Function<SummaryRow, String> value) {
        return Findings.joined(rows.stream()
                        .map(row -> value.apply(row) + " at " + findings.exposed(row.exposure()))
                        .toList())
                + ".";
    }

    static double orNaN(@Nullable Double value) {
        return value == null ? Double.NaN : value;
    }
}
