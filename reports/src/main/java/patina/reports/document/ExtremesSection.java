package patina.reports.document;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import patina.growth.ExtremeFit;
import patina.growth.ExtremeModel;
import patina.growth.Interval;
import patina.growth.PitExtremes;
import patina.reports.document.Document.Column;
import patina.reports.document.Document.Figures;
import patina.reports.document.Document.Part;
import patina.reports.document.Document.Section;
import patina.reports.document.Document.Table;
import patina.store.SummaryRow;

/** The deepest pit of each patch of the examined surface, and what larger areas must be expected to hold. */
final class ExtremesSection {
    /** Areas, as multiples of the examined one, for which the deepest pit is told. */
    private static final int[] AREAS = {1, 10, 100};

    private ExtremesSection() {}

    /** Null where there are too few pits. */
    static @Nullable Section of(Findings findings) {
        SummaryRow last = findings.lastStep();
        if (last == null) {
            return null;
        }
        Optional<ExtremePaper> found = ExtremePaper.of(findings.facts.features(), last);
        if (found.isEmpty()) {
            return null;
        }
        ExtremePaper paper = found.get();
        PitExtremes extremes = paper.extremes();
        ExtremeFit fit = paper.fit();
        double cells = paper.cells();
        List<Part> parts = new ArrayList<>();
        parts.add(table(findings, last, extremes, fit, cells));
        parts.add(new Figures(
                List.of(paper.plot("Extreme-value paper")),
                "Extreme-value paper: depth of the deepest pit of each patch against the reduced variate −ln(−ln F), F = i/(n + 1) by"
                        + " rank; solid: the fit, dashed: 95 % by profile likelihood. On a straight line the distribution is"
                        + " Gumbel’s."));
        return new Section("Extreme values", false, parts);
    }

    private static Table table(Findings findings, SummaryRow last, PitExtremes extremes, ExtremeFit fit, double cells) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of(
                "Distribution",
                fit.model() == ExtremeModel.GUMBEL ? "Gumbel" : "generalised extreme value",
                Numbers.NONE));
        rows.add(row("Location (µm)", fit.location(), fit.locationInterval()));
        rows.add(row("Scale (µm)", fit.scale(), fit.scaleInterval()));
        if (fit.model() == ExtremeModel.GEV) {
            rows.add(row("Shape", fit.shape(), fit.shapeInterval()));
        }
        Double wallMm = findings.facts.specimen().wallThicknessMm();
        for (int area : AREAS) {
            String of = area == 1 ? "the examined area" : area + " times the examined area";
            double period = Math.max(1.01, area * cells);
            rows.add(row(
                    "Depth that the deepest pit of " + of + " is expected to reach (µm)",
                    fit.returnLevel(period),
                    fit.returnLevelInterval(period)));
            if (wallMm != null) {
                double wall = wallMm * 1000;
                rows.add(row(
                        "Chance that a pit of " + of + " pierces the wall of " + Numbers.asGiven(wall) + "\u00a0µm",
                        fit.perforationChance(wall, period),
                        fit.perforationInterval(wall, period)));
            }
        }
        return new Table(
                "Deepest pits of " + Numbers.count(extremes.deepest().size()) + " patches of "
                        + Scale.area(extremes.cellAreaUm2()).writtenSignificant(extremes.cellAreaUm2()) + " each at "
                        + findings.exposed(last.exposure()) + ".",
                false,
                List.of(Column.words("Figure"), Column.numbers("Value"), Column.numbers("95 % interval")),
                rows,
                List.of(Numbers.count(extremes.deepest().censored())
                        + " patches hold no pit as deep as the detection limit and are taken as censored there. Gumbel’s"
                        + " distribution stands unless the likelihood ratio rejects it with 95 %. Larger areas are taken to"
                        + " corrode as the examined one does, and pits of different patches as independent."));
    }

    private static List<String> row(String name, double value, Interval interval) {
        return List.of(name, Numbers.significant(value, 3), bound(interval.low()) + " to " + bound(interval.high()));
    }

    private static String bound(double end) {
        return Double.isFinite(end) ? Numbers.significant(end, 3) : "unbounded";
    }
}
