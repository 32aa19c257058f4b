package patina.reports.document;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import patina.growth.Evolution;
import patina.growth.Growth;
import patina.growth.GrowthLaw;
import patina.growth.TimeToLimit;
import patina.growth.TrackGrowth;
import patina.reports.document.Document.Column;
import patina.reports.document.Document.Figures;
import patina.reports.document.Document.Part;
import patina.reports.document.Document.Section;
import patina.reports.document.Document.Table;
import patina.reports.document.Plot.Curve;
import patina.reports.document.Plot.Look;
import patina.reports.document.Plot.Sample;
import patina.store.TrackRow;
import patina.tracks.Track;

/** Growth laws of the tracks of which growth is resolved, with the bands of the fastest. */
final class GrowthSection {
    private static final int LISTED = 25;
    private static final int DRAWN = 2;
    private static final int CURVE = 24;
    /** How far beyond the last exposure a fit is drawn, as a share of what was measured. */
    private static final double AHEAD = 0.25;

    private GrowthSection() {}

    /** Null where no growth is resolved. */
    static @Nullable Section of(Findings findings) {
        List<TrackGrowth> told = findings.facts.growths().stream()
                .filter(g -> g.growth().law() != null && g.evolution() != null)
                .sorted(Comparator.comparingDouble((TrackGrowth g) ->
                                g.growth().rate() / g.growth().rateU())
                        .reversed()
                        .thenComparingInt(TrackGrowth::trackId))
                .toList();
        if (told.isEmpty()) {
            return null;
        }
        boolean limited = told.stream().anyMatch(g -> g.limit() != null);
        List<List<String>> rows = new ArrayList<>();
        for (TrackGrowth g : told.subList(0, Math.min(LISTED, told.size()))) {
            rows.add(row(findings, g, limited));
        }
        List<Column> columns = new ArrayList<>(List.of(
                Column.words("Track"),
                Column.words("Of"),
                Column.words("Law"),
                Column.numbers("Rate at the last scan"),
                Column.numbers("95 % interval"),
                Column.words("Class")));
        if (limited) {
            columns.add(Column.words("Reaches the limit"));
        }
        List<String> notes = new ArrayList<>();
        notes.add(
                "The law is the one with the smallest corrected Akaike criterion. The rate’s interval does not rest on that choice:"
                        + " it is the profile likelihood’s under a power law with incubation, of which the constant rate is a case (with"
                        + " two or three scans, of the constant rate alone); the rate is its middle.");
        if (limited) {
            notes.add(
                    "When the limit is reached, if growth goes on as it has: 95 % by profile likelihood; an end that the data do"
                            + " not bound is said to have no bound.");
        }
        if (told.size() > LISTED) {
            notes.add(Findings.counted(told.size() - LISTED, "more track")
                    + " with a resolved rate stand in tracks.csv.");
        }
        List<Part> parts = new ArrayList<>();
        parts.add(new Table("Growth laws, surest first.", true, columns, rows, notes));
        List<Graphic> graphics = new ArrayList<>();
        for (TrackGrowth g : told.subList(0, Math.min(DRAWN, told.size()))) {
            graphics.add(plot(findings, g));
        }
        parts.add(new Figures(
                graphics,
                "Measured values with their law. Dashed: where 95 % of new measurements would lie. Bars: standard uncertainty"
                        + " (k\u00a0=\u00a01)."));
        return new Section("Growth", false, parts);
    }

    private static List<String> row(Findings findings, TrackGrowth g, boolean limited) {
        Growth growth = g.growth();
        String unit = rateUnit(findings, g);
        List<String> row = new ArrayList<>(List.of(
                Track.name(g.trackId()),
                g.quantity(),
                law(growth),
                Numbers.measured(growth.rate(), growth.rateU(), unit),
                Numbers.significant(growth.rateInterval().low(), 3) + " to "
                        + Numbers.significant(growth.rateInterval().high(), 3),
                growth.growthClass().key()));
        if (limited) {
            TimeToLimit limit = g.limit();
            row.add(
                    limit == null
                            ? Numbers.NONE
                            : Scale.UM.writtenSignificant(limit.limit()) + ": "
                                    + limit.sentence(findings.exposureUnit()));
        }
        return row;
    }

    private static String rateUnit(Findings findings, TrackGrowth g) {
        TrackRow track = findings.track(g.trackId());
        return track == null || track.rateUnit() == null ? Numbers.unit(g.unit()) : Numbers.unit(track.rateUnit());
    }

    private static String law(Growth growth) {
        GrowthLaw law = growth.law();
        double[] p = growth.parameters();
        if (law == null) {
            return Numbers.NOT_RESOLVED;
        }
        return switch (law) {
            case ARRESTED -> "at rest";
            case CONSTANT -> "constant";
            case POWER -> "power " + Numbers.significant(p[2], 2) + ", from " + Numbers.significant(p[1], 3);
            case PARIS -> "Paris form, m = " + Numbers.significant(p[2], 2);
        };
    }

    private static Plot plot(Findings findings, TrackGrowth g) {
        Evolution e = java.util.Objects.requireNonNull(g.evolution());
        Growth growth = g.growth();
        int n = e.size();
        double first = e.exposure()[0];
        double last = e.exposure()[n - 1];
        double until = last + AHEAD * (last - first);
        List<Sample> measured = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            measured.add(new Sample(e.exposure()[i], e.value()[i], e.u()[i], true));
        }
        List<Sample> line = new ArrayList<>();
        List<Sample> low = new ArrayList<>();
        List<Sample> high = new ArrayList<>();
        for (int i = 0; i <= CURVE; i++) {
            double t = first + (until - first) * i / CURVE;
            line.add(new Sample(t, growth.at(t), Double.NaN, true));
            low.add(new Sample(t, growth.prediction(t, e.u()[n - 1]).low(), Double.NaN, true));
            high.add(new Sample(t, growth.prediction(t, e.u()[n - 1]).high(), Double.NaN, true));
        }
        String label = LineageEvents.capital(g.quantity()) + " (" + Numbers.unit(g.unit()) + ")";
        return new Plot(
                LineageEvents.capital(g.quantity()) + " of " + Track.name(g.trackId()),
                label + " of " + Track.name(g.trackId()) + " against exposure, with its growth law (" + law(growth)
                        + ").",
                findings.exposureLabel(),
                label,
                first,
                until,
                false,
                List.of(
                        new Curve("measured", Look.SINGLE, 0, false, measured),
                        new Curve("law", Look.FIT, 1, false, line),
                        new Curve("95 %, upper", Look.LIMIT, 0, false, high),
                        new Curve("95 %, lower", Look.LIMIT, 0, false, low)));
    }
}
