package patina.reports.document;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import patina.reports.document.Document.Column;
import patina.reports.document.Document.Paragraph;
import patina.reports.document.Document.Part;
import patina.reports.document.Document.Section;
import patina.reports.document.Document.Table;
import patina.series.Exposure;
import patina.store.FeatureRow;
import patina.store.SummaryRow;
import patina.store.TrackRow;
import patina.tracks.Track;

/** Pits, cracks, wear and pores, each with what its trade asks for; a kind that is not there has no section. */
final class KindSections {
    /** So many rows a table of one kind has at most. */
    private static final int LISTED = 40;

    private static final int DEEPEST_PITS = 10;

    private static final String JUMP =
            " Sides moved apart: since the reference scan, in the mean, from the displacement of the"
                    + " metal beside the crack; ‘not resolved’ when it is less than twice its own uncertainty.";

    private KindSections() {}

    static List<Section> of(Findings findings) {
        List<Section> sections = new ArrayList<>();
        SummaryRow last = findings.lastStep();
        if (last != null && findings.has("pit")) {
            sections.add(pits(findings, last));
        }
        if (findings.has("crack")) {
            sections.add(cracks(findings));
        }
        if (last != null && (findings.has("wear") || last.wearRateMm3PerNM() != null)) {
            sections.add(wear(findings, last));
        }
        if (findings.has("pore")) {
            sections.add(pores(findings));
        }
        return sections;
    }

    private static Section pits(Findings findings, SummaryRow last) {
        List<FeatureRow> pits = at(findings, last.scan(), "pit");
        List<FeatureRow> deep = pits.stream()
                .filter(pit -> pit.depthUm() != null)
                .sorted(Comparator.comparingDouble(Findings::depth).reversed())
                .toList();
        int most = Math.min(DEEPEST_PITS, deep.size());
        List<FeatureRow> deepest = deep.subList(0, most);
        double mouths = pits.stream()
                .map(FeatureRow::mouthAreaUm2)
                .mapToDouble(EvolutionSection::orNaN)
                .filter(Double::isFinite)
                .sum();
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("Pits on the examined surface", Numbers.count(last.pitCount())));
        rows.add(List.of("Pit density", Numbers.significant(last.pitDensityPerM2(), 3, "pits/m²")));
        if (most > 0) {
            FeatureRow worst = deepest.get(0);
            rows.add(List.of(
                    "Greatest depth",
                    Scale.UM.written(worst.depthUm(), worst.depthUUm()) + " (" + Track.name(worst.trackId()) + ")"));
            rows.add(List.of(
                    most == 1 ? "Mean depth of the one pit" : "Mean of the " + most + " deepest",
                    Scale.UM.written(
                            deepest.stream()
                                    .mapToDouble(Findings::depth)
                                    .average()
                                    .orElse(Double.NaN),
                            meanU(deepest))));
        }
        rows.add(List.of(
                "Share of the surface taken by pit mouths",
                last.examinedAreaUm2() > 0 && mouths > 0
                        ? Numbers.percent(mouths / last.examinedAreaUm2())
                        : Numbers.NONE));
        rows.add(List.of("Mean loss", Scale.UM.written(last.meanLossUm(), last.meanLossUUm())));
        rows.add(List.of(
                "Pitting factor (greatest depth / mean loss)",
                last.pittingFactor() == null || last.meanLossUm() <= last.meanLossUUm()
                        ? "n/a: the mean loss is below its uncertainty"
                        : Numbers.significant(last.pittingFactor(), 3)));
        return new Section(
                "Pits",
                false,
                List.of(
                        new Table(
                                "Pits at " + findings.exposed(last.exposure()) + ", figures in the manner of ASTM G46.",
                                false,
                                List.of(Column.words("Figure"), Column.numbers("Value")),
                                rows,
                                List.of(
                                        "Pits that were there in the reference scan are counted. The uncertainty of the mean takes the"
                                                + " errors of the pits as fully correlated, for they share registration and threshold."))));
    }

    /** Fully correlated errors: the mean's uncertainty is the mean of the uncertainties. */
    private static @Nullable Double meanU(List<FeatureRow> features) {
        double u = features.stream()
                .map(FeatureRow::depthUUm)
                .mapToDouble(EvolutionSection::orNaN)
                .average()
                .orElse(Double.NaN);
        return Double.isFinite(u) ? u : null;
    }

    private static Section cracks(Findings findings) {
        List<List<String>> rows = new ArrayList<>();
        List<TrackRow> tracks = findings.ofKind("crack");
        boolean jumped = findings.facts.features().stream().anyMatch(feature -> feature.openingJumpUm() != null);
        for (TrackRow track : tracks.subList(0, Math.min(LISTED, tracks.size()))) {
            FeatureRow last = findings.last(track.trackId());
            if (last == null) {
                continue;
            }
            List<String> row = new ArrayList<>(List.of(
                    Track.name(track.trackId()),
                    last.parentTrackId() == null ? Numbers.NONE : Track.name(last.parentTrackId()),
                    Scale.UM.measured(last.lengthUm(), last.lengthUUm()),
                    Scale.UM.measured(last.depthUm(), last.depthUUm()),
                    Scale.area(0).significant(last.areaUm2()),
                    Scale.UM.measured(last.openingMeanUm(), last.openingMeanUUm()),
                    Scale.UM.significant(last.openingMaxUm()),
                    secant(findings, track)));
            if (jumped) {
                row.add(jump(last));
            }
            rows.add(row);
        }
        String per = findings.exposureUnit().equals("cycles") ? "cycle" : findings.exposureUnit();
        List<Column> columns = new ArrayList<>(List.of(
                Column.words("Track"),
                Column.words("From pit"),
                Column.numbers("Length (µm)"),
                Column.numbers("Depth (µm)"),
                Column.numbers("Area (µm²)"),
                Column.numbers("Mean opening (µm)"),
                Column.numbers("Greatest opening (µm)"),
                Column.numbers("Secant rate (µm/" + per + ")")));
        if (jumped) {
            columns.add(Column.numbers("Sides moved apart (µm)"));
        }
        List<Part> parts = new ArrayList<>();
        parts.add(new Table(
                "Cracks as they were seen last.",
                false,
                columns,
                rows,
                more(
                        tracks.size(),
                        "Length: along the path on the surface. Secant rate: growth of the length between the last two scans that show"
                                + " the crack, in the manner of ASTM E647; ‘not resolved’ when it is less than twice its own"
                                + " uncertainty, or either length is not resolved."
                                + (jumped ? JUMP : ""))));
        if (findings.facts.exposure().quantity() == Exposure.Quantity.CYCLES) {
            parts.add(new Paragraph(
                    "Stress intensity is not computed here: it needs load, specimen shape and a reference solution."));
        }
        return new Section("Cracks", false, parts);
    }

    private static String jump(FeatureRow crack) {
        return crack.openingJumpUm() == null || crack.hasJumped()
                ? Scale.UM.measured(crack.openingJumpUm(), crack.openingJumpUUm())
                : Numbers.NOT_RESOLVED;
    }

    private static String secant(Findings findings, TrackRow track) {
        List<FeatureRow> history = findings.history(track.trackId()).stream()
                .filter(feature -> feature.lengthUm() != null)
                .toList();
        if (history.size() < 2) {
            return Numbers.NONE;
        }
        FeatureRow from = history.get(history.size() - 2);
        FeatureRow to = history.get(history.size() - 1);
        double span = to.exposure() - from.exposure();
        double growth = Findings.size(to) - Findings.size(from);
        double u = Math.hypot(EvolutionSection.orNaN(to.lengthUUm()), EvolutionSection.orNaN(from.lengthUUm()));
        if (!(span > 0)) {
            return Numbers.NONE;
        }
        return to.resolved() && Math.abs(growth) >= 2 * u
                ? Numbers.measured(growth / span, u / span)
                : Numbers.NOT_RESOLVED;
    }

    private static Section wear(Findings findings, SummaryRow last) {
        List<List<String>> rows = new ArrayList<>();
        List<FeatureRow> scars = at(findings, last.scan(), "wear");
        for (FeatureRow scar : scars) {
            String name = Track.name(scar.trackId());
            rows.add(List.of(
                    "Volume lost in scar " + name,
                    Scale.volume(scar.volumeUm3()).written(scar.volumeUm3(), scar.volumeUUm3())));
            rows.add(List.of("Greatest depth of scar " + name, Scale.UM.written(scar.depthUm(), scar.depthUUm())));
            if (scar.mouthAreaUm2() != null && scar.mouthAreaUm2() > 0) {
                rows.add(List.of(
                        "Mean depth of scar " + name,
                        Scale.UM.writtenSignificant(scar.volumeTotalUm3() / scar.mouthAreaUm2())));
            }
        }
        Scale volume = Scale.volume(last.lostUm3());
        rows.add(List.of("Volume lost in all", volume.written(last.lostUm3(), last.lostUUm3())));
        rows.add(List.of("Volume gained (ridges, transfer)", volume.writtenSignificant(last.gainedUm3())));
        if (findings.facts.specimen().normalLoadN() != null) {
            rows.add(List.of(
                    "Normal load", Numbers.asGiven(findings.facts.specimen().normalLoadN()) + "\u00a0N"));
        }
        if (findings.facts.exposure().quantity() == Exposure.Quantity.DISTANCE) {
            rows.add(List.of("Sliding distance", findings.exposed(last.exposure())));
        }
        rows.add(List.of(
                "Specific wear rate",
                last.wearRateMm3PerNM() == null
                        ? last.resolved() ? "n/a: it needs a normal load and a sliding distance" : Numbers.NOT_RESOLVED
                        : Numbers.measured(
                                last.wearRateMm3PerNM(),
                                EvolutionSection.rateU(last.wearRateMm3PerNM(), last),
                                "mm³/(N m)")));
        return new Section(
                "Wear",
                false,
                List.of(new Table(
                        "Wear at " + findings.exposed(last.exposure())
                                + ", figures in the manner of ASTM G99 and G133.",
                        false,
                        List.of(Column.words("Figure"), Column.numbers("Value")),
                        rows,
                        List.of("This body alone; what its partner lost is not seen. Loss and gain are kept apart."))));
    }

    private static Section pores(Findings findings) {
        List<TrackRow> tracks = findings.ofKind("pore");
        Scale volume = Scale.volume(tracks.stream()
                .map(track -> findings.last(track.trackId()))
                .mapToDouble(pore -> pore == null ? 0 : pore.volumeTotalUm3())
                .max()
                .orElse(0));
        List<List<String>> rows = new ArrayList<>();
        for (TrackRow track : tracks.subList(0, Math.min(LISTED, tracks.size()))) {
            List<FeatureRow> history = findings.history(track.trackId());
            if (history.isEmpty()) {
                continue;
            }
            FeatureRow first = history.get(0);
            FeatureRow last = history.get(history.size() - 1);
            double diameter = Math.cbrt(6 / Math.PI * Math.max(0, last.volumeTotalUm3()));
            rows.add(List.of(
                    Track.name(track.trackId()),
                    IndicationsSection.place(last),
                    volume.measured(first.volumeTotalUm3(), first.volumeUUm3()),
                    volume.measured(last.volumeTotalUm3(), last.volumeUUm3()),
                    Numbers.significant(diameter, 3),
                    last.resolved() ? "yes" : Numbers.NOT_RESOLVED));
        }
        return new Section(
                "Pores",
                false,
                List.of(new Table(
                        Findings.counted(tracks.size(), "pore") + ", largest change first.",
                        false,
                        List.of(
                                Column.words("Track"),
                                Column.numbers("Place (µm)"),
                                Column.numbers("Volume at first (" + volume.unit() + ")"),
                                Column.numbers("Volume at last (" + volume.unit() + ")"),
                                Column.numbers("Diameter of equal sphere (µm)"),
                                Column.words("Changed")),
                        rows,
                        more(tracks.size(), "Volumes are those of the whole pore."))));
    }

    private static List<String> more(int all, String note) {
        return all <= LISTED
                ? List.of(note)
                : List.of(note, Findings.counted(all - LISTED, "more track") + " of this kind stand in tracks.csv.");
    }

    private static List<FeatureRow> at(Findings findings, int scan, String kind) {
        return findings.facts.features().stream()
                .filter(feature -> feature.scan() == scan && feature.kind().equals(kind))
                .toList();
    }
}
