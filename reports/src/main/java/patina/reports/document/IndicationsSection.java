package patina.reports.document;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import patina.reports.document.Document.Column;
import patina.reports.document.Document.Figures;
import patina.reports.document.Document.Heading;
import patina.reports.document.Document.Paragraph;
import patina.reports.document.Document.Part;
import patina.reports.document.Document.Section;
import patina.reports.document.Document.Table;
import patina.reports.document.Plot.Curve;
import patina.reports.document.Plot.Look;
import patina.reports.document.Plot.Sample;
import patina.store.FeatureRow;
import patina.store.TrackRow;
import patina.tracks.Track;

/** Every feature with its numbers, the events of their lives, and their growth. */
final class IndicationsSection {
    /** Longer tables belong into a file. */
    static final int LISTED = 400;

    private IndicationsSection() {}

    static Section of(Findings findings) {
        List<Part> parts = new ArrayList<>();
        if (findings.ranked.isEmpty()) {
            parts.add(new Paragraph("There are none: no feature above the detection limit was found in any scan."));
            return new Section("Indications", false, parts);
        }
        parts.add(table(findings));
        List<LineageEvents.Event> events = LineageEvents.of(findings);
        if (!events.isEmpty()) {
            parts.add(events(findings, events));
        }
        List<Part> growth = growth(findings);
        if (!growth.isEmpty()) {
            parts.add(new Heading("Growth of each track"));
            parts.addAll(growth);
        }
        return new Section("Indications", false, parts);
    }

    private static Table table(Findings findings) {
        List<TrackRow> listed = findings.ranked.subList(0, Math.min(LISTED, findings.ranked.size()));
        Scale volume = Scale.volume(listed.stream()
                .map(track -> findings.last(track.trackId()))
                .mapToDouble(feature -> feature == null ? 0 : Math.abs(feature.volumeTotalUm3()))
                .max()
                .orElse(0));
        List<List<String>> rows = new ArrayList<>();
        boolean bounds = false;
        for (TrackRow track : listed) {
            FeatureRow last = findings.last(track.trackId());
            bounds |= last != null && last.cutByView();
            rows.add(List.of(
                    Track.name(track.trackId()),
                    track.kind(),
                    last == null ? Numbers.NONE : place(last),
                    last == null ? Numbers.NONE : bound(last) + Scale.UM.measured(last.depthUm(), last.depthUUm()),
                    last == null ? Numbers.NONE : bound(last) + volume.measured(last.volumeUm3(), last.volumeUUm3()),
                    last == null ? Numbers.NONE : volume.significant(last.volumeTotalUm3()),
                    Numbers.asGiven(findings.exposure(track.firstScan())),
                    rate(track),
                    growthClass(track),
                    lineage(findings, track)));
        }
        List<String> notes = new ArrayList<>();
        notes.add(
                "Worst first, each as it was seen last. Place: centroid of what was lost, x, y, z in the specimen frame. Depth:"
                        + " from the original surface along its normal. Lost: since the reference; total: from the original"
                        + " surface, for a pore its whole volume. Rate: of a pit's depth, of a crack's length, else of the"
                        + " volume.");
        if (bounds) {
            notes.add("≥ stands where a feature reaches the edge of what was seen: a lower bound.");
        }
        int more = findings.ranked.size() - listed.size();
        if (more > 0) {
            notes.add(Findings.counted(more, "more track")
                    + ", smaller than these, stand in tracks.csv and features.csv.");
        }
        return new Table(
                "Indications.",
                true,
                List.of(
                        Column.words("Track"),
                        Column.words("Kind"),
                        Column.numbers("Place (µm)"),
                        Column.numbers("Depth (µm)"),
                        Column.numbers("Lost (" + volume.unit() + ")"),
                        Column.numbers("Total (" + volume.unit() + ")"),
                        Column.numbers("First seen (" + findings.exposureUnit() + ")"),
                        Column.numbers("Rate"),
                        Column.words("Class"),
                        Column.words("Lineage")),
                rows,
                notes);
    }

    static String place(FeatureRow feature) {
        return Numbers.fixed(feature.xUm(), 0) + ", " + Numbers.fixed(feature.yUm(), 0) + ", "
                + Numbers.fixed(feature.zUm(), 0);
    }

    private static String bound(FeatureRow feature) {
        return feature.cutByView() ? "≥\u00a0" : "";
    }

    static String rate(TrackRow track) {
        return track.rate() == null || track.rateUnit() == null
                ? Numbers.NOT_RESOLVED
                : Numbers.measured(track.rate(), track.rateU(), Numbers.unit(track.rateUnit()));
    }

    private static String growthClass(TrackRow track) {
        return track.growthClass().equals("unresolved") ? Numbers.NOT_RESOLVED : track.growthClass();
    }

    private static String lineage(Findings findings, TrackRow track) {
        StringBuilder text = new StringBuilder(track.began());
        if (!track.parents().isEmpty()) {
            text.append(track.began().equals("merged") ? " of " : " from ").append(Findings.names(track.parents()));
        }
        if (!track.ended().equals("present")) {
            text.append("; ").append(track.ended());
            if (!track.children().isEmpty()) {
                text.append(track.ended().equals("split") ? " into " : " to ").append(Findings.names(track.children()));
            }
            text.append(" after ").append(findings.moment(track.lastScan()));
        }
        return text.toString();
    }

    private static Table events(Findings findings, List<LineageEvents.Event> events) {
        List<List<String>> rows = new ArrayList<>();
        for (LineageEvents.Event event : events) {
            rows.add(List.of(
                    Integer.toString(event.scan()),
                    Numbers.asGiven(findings.exposure(event.scan())),
                    event.kind(),
                    LineageEvents.capital(event.text()) + "."));
        }
        return new Table(
                "Events in the features' lives.",
                false,
                List.of(
                        Column.numbers("Scan"),
                        Column.numbers(SpecimenSection.exposureHead(findings)),
                        Column.words("Event"),
                        Column.words("What happened")),
                rows,
                List.of(
                        "Scan and exposure are those that first show it (for ‘vanished’, those that last show the feature); it"
                                + " happened since the scan before, or until the next."));
    }

    private static List<Part> growth(Findings findings) {
        List<Part> parts = new ArrayList<>();
        add(
                parts,
                plot(
                        findings,
                        "Depth of each pit and scar",
                        "Depth (µm)",
                        1,
                        track -> !track.kind().equals("crack") && !track.kind().equals("pore"),
                        FeatureRow::depthUm,
                        FeatureRow::depthUUm),
                "Depth of each track below the original surface.");
        add(
                parts,
                plot(
                        findings,
                        "Length of each crack",
                        "Length (µm)",
                        1,
                        track -> track.kind().equals("crack"),
                        FeatureRow::lengthUm,
                        FeatureRow::lengthUUm),
                "Length of each crack along its path on the surface.");
        Scale volume = Scale.volume(findings.facts.features().stream()
                .filter(feature -> !feature.kind().equals("gain"))
                .mapToDouble(FeatureRow::volumeTotalUm3)
                .max()
                .orElse(0));
        add(
                parts,
                plot(
                        findings,
                        "Volume of each track",
                        "Volume (" + volume.unit() + ")",
                        volume.factor(),
                        track -> true,
                        FeatureRow::volumeTotalUm3,
                        FeatureRow::volumeUUm3),
                "Volume of each track from the original surface (for a pore its whole volume).");
        return parts;
    }

    private static void add(List<Part> parts, @Nullable Plot plot, String caption) {
        if (plot != null) {
            parts.add(new Figures(
                    List.of(plot),
                    caption
                            + " The tracks of the table above; the gravest are coloured and named at their ends, the others grey. Bars: standard uncertainty"
                            + " (k\u00a0=\u00a01). Open markers: not resolved against the reference."));
        }
    }

    private static @Nullable Plot plot(
            Findings findings,
            String title,
            String label,
            double factor,
            Predicate<TrackRow> which,
            Function<FeatureRow, @Nullable Double> value,
            Function<FeatureRow, @Nullable Double> u) {
        List<Curve> curves = new ArrayList<>();
        List<Curve> background = new ArrayList<>();
        List<String> told = new ArrayList<>();
        boolean grows = false;
        for (TrackRow track : findings.ranked.subList(0, Math.min(LISTED, findings.ranked.size()))) {
            if (!which.test(track)) {
                continue;
            }
            List<Sample> samples = new ArrayList<>();
            for (FeatureRow feature : findings.history(track.trackId())) {
                Double v = value.apply(feature);
                Double uncertainty = u.apply(feature);
                if (v != null && Double.isFinite(v)) {
                    samples.add(new Sample(
                            feature.exposure(),
                            v * factor,
                            uncertainty == null ? Double.NaN : uncertainty * factor,
                            feature.resolved()));
                }
            }
            if (samples.isEmpty()) {
                continue;
            }
            grows |= samples.size() > 1;
            Integer colour = findings.colours.get(track.trackId());
            if (colour != null) {
                curves.add(new Curve(Track.name(track.trackId()), Look.MEASURED, colour, true, samples));
                told.add(Track.name(track.trackId()) + " up to "
                        + Numbers.significant(samples.get(samples.size() - 1).y(), 3));
            } else {
                background.add(new Curve(Track.name(track.trackId()), Look.BACKGROUND, 0, false, samples));
            }
        }
        if (!grows) {
            return null;
        }
        curves.addAll(background);
        return new Plot(
                title,
                title + " against exposure; " + label + ": " + Findings.joined(told) + ".",
                findings.exposureLabel(),
                label,
                findings.firstExposure(),
                findings.lastExposure(),
                true,
                curves);
    }
}
