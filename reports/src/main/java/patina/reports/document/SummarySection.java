package patina.reports.document;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import patina.reports.document.Document.Paragraph;
import patina.reports.document.Document.Part;
import patina.reports.document.Document.Points;
import patina.reports.document.Document.Section;
import patina.store.FeatureRow;
import patina.store.FlagRow;
import patina.store.MovedRow;
import patina.store.SummaryRow;
import patina.store.TrackRow;
import patina.tracks.Track;

/** What was found, in sentences. */
final class SummarySection {
    private SummarySection() {}

    static Section of(Findings findings) {
        List<Part> parts = new ArrayList<>();
        List<String> points = new ArrayList<>();
        SummaryRow last = findings.lastStep();
        if (last == null || last.scan() == findings.facts.reference()) {
            parts.add(new Paragraph(
                    "One moment was seen, so no change is reported: depths, volumes and positions describe the specimen as it was at "
                            + findings.moment(findings.facts.reference()) + "."));
        } else {
            parts.add(new Paragraph(loss(findings, last)));
        }
        followed(findings).ifPresent(points::add);
        deepest(findings).ifPresent(points::add);
        longestCrack(findings).ifPresent(points::add);
        if (last != null) {
            rate(last).ifPresent(points::add);
        }
        points.addAll(LineageEvents.sentences(findings, 6));
        if (last != null) {
            gained(last).ifPresent(points::add);
            detection(findings, last).ifPresent(points::add);
            unseen(findings).ifPresent(points::add);
        }
        moved(findings).ifPresent(points::add);
        followUp(findings).ifPresent(points::add);
        if (!points.isEmpty()) {
            parts.add(new Points(points));
        }
        parts.add(new Paragraph(
                "Values stand with their standard uncertainty (k\u00a0=\u00a01). ‘Not resolved’ means below the decision threshold: "
                        + "the value is given, but no rate or class is drawn from it."));
        return new Section("Summary", false, parts);
    }

    private static String loss(Findings findings, SummaryRow last) {
        Scale volume = Scale.volume(last.lostUm3());
        String span =
                "Between " + findings.moment(findings.facts.reference()) + " and " + findings.exposed(last.exposure());
        if (!last.resolved()) {
            return span + " no loss of metal was resolved: " + volume.written(last.lostUm3(), last.lostUUm3())
                    + " was measured, and from " + volume.writtenSignificant(last.decisionThresholdUm3())
                    + " on it would be called a loss.";
        }
        StringBuilder text = new StringBuilder(span)
                .append(" the specimen lost ")
                .append(volume.written(last.lostUm3(), last.lostUUm3()))
                .append(" of metal");
        Double density = findings.facts.specimen().densityGPerCm3();
        if (density != null) {
            // 1 um3 at 1 g/cm3 weighs 1e-9 mg.
            text.append(", which is ")
                    .append(mass(last.lostUm3() * density * 1e-9, last.lostUUm3() * density * 1e-9))
                    .append(" at ")
                    .append(Numbers.asGiven(density))
                    .append(" g/cm³");
        }
        text.append(". Features found one by one account for ")
                .append(volume.writtenSignificant(last.featuresLostUm3()))
                .append(" of it (")
                .append(Numbers.percent(last.featuresLostUm3() / last.lostUm3()))
                .append("); averaged over the examined ")
                .append(Scale.area(last.examinedAreaUm2()).writtenSignificant(last.examinedAreaUm2()))
                .append(" of surface the loss is ")
                .append(Scale.UM.written(last.meanLossUm(), last.meanLossUUm()))
                .append(".");
        return text.toString();
    }

    private static String mass(double mg, double uMg) {
        return Math.abs(mg) < 0.1 ? Numbers.measured(mg * 1e3, uMg * 1e3, "µg") : Numbers.measured(mg, uMg, "mg");
    }

    private static Optional<String> followed(Findings findings) {
        List<TrackRow> present =
                findings.ranked.stream().filter(findings::isPresent).toList();
        if (present.isEmpty()) {
            return Optional.of("No feature was found.");
        }
        Map<String, Integer> kinds = new TreeMap<>();
        Map<String, Integer> classes = new TreeMap<>();
        for (TrackRow track : present) {
            kinds.merge(Findings.called(track.kind()), 1, Integer::sum);
            classes.merge(track.growthClass(), 1, Integer::sum);
        }
        String kindText = Findings.joined(kinds.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .map(entry -> Findings.counted(entry.getValue(), entry.getKey()))
                .toList());
        List<String> classText = new ArrayList<>();
        addClass(classText, classes.get("growing"), "growing");
        addClass(classText, classes.get("arrested"), "arrested");
        addClass(classText, classes.get("unresolved"), "not resolved in their growth");
        return Optional.of("The last scan holds " + kindText
                + (classText.isEmpty() ? "." : ": " + Findings.joined(classText) + "."));
    }

    private static void addClass(List<String> texts, @Nullable Integer count, String called) {
        if (count != null && count > 0) {
            texts.add(Numbers.count(count) + "\u00a0" + called);
        }
    }

    private static Optional<String> deepest(Findings findings) {
        FeatureRow feature = findings.deepest(findings.lastScan());
        if (feature == null) {
            return Optional.empty();
        }
        TrackRow track = findings.track(feature.trackId());
        String rate = track == null || track.rate() == null || track.rateUnit() == null
                ? ""
                : "; its " + grows(findings, track) + " "
                        + Numbers.measured(track.rate(), track.rateU(), Numbers.unit(track.rateUnit()));
        return Optional.of("The deepest is " + Findings.called(feature.kind()) + " " + Track.name(feature.trackId())
                + ", " + Scale.UM.written(feature.depthUm(), feature.depthUUm()) + " below the original surface"
                + (feature.resolved() ? "" : " (no change since the reference is resolved)") + rate + "."
                + wall(feature));
    }

    /** What a rate is the rate of; a crack's is that of its length. */
    private static String grows(Findings findings, TrackRow track) {
        return findings.facts.growths().stream()
                .filter(g -> g.trackId() == track.trackId())
                .findFirst()
                .map(g -> g.quantity() + " grows by")
                .orElse("rate is");
    }

    private static String wall(FeatureRow feature) {
        return feature.remainingWallUm() == null
                ? ""
                : " Under it " + Scale.UM.writtenSignificant(feature.remainingWallUm()) + " of wall remain.";
    }

    private static Optional<String> longestCrack(Findings findings) {
        return findings.facts.features().stream()
                .filter(feature -> feature.scan() == findings.lastScan()
                        && feature.kind().equals("crack")
                        && feature.lengthUm() != null)
                .max(Comparator.comparingDouble(Findings::size))
                .map(crack -> "The longest crack is " + Track.name(crack.trackId()) + ", "
                        + Scale.UM.written(crack.lengthUm(), crack.lengthUUm()) + " along its path on the surface"
                        + (crack.openingMeanUm() == null
                                ? "."
                                : ", opened by "
                                        + Scale.UM.written(crack.openingMeanUm(), crack.openingMeanUUm())
                                        + " in the mean."));
    }

    private static Optional<String> rate(SummaryRow last) {
        if (last.wearRateMm3PerNM() != null) {
            return Optional.of("The specific wear rate since the reference is "
                    + Numbers.measured(
                            last.wearRateMm3PerNM(), EvolutionSection.rateU(last.wearRateMm3PerNM(), last), "mm³/(N m)")
                    + ".");
        }
        if (last.corrosionRateMmPerY() != null) {
            return Optional.of("The mean corrosion rate since the reference is "
                    + Numbers.measured(
                            last.corrosionRateMmPerY(),
                            EvolutionSection.rateU(last.corrosionRateMmPerY(), last),
                            "mm/y")
                    + ".");
        }
        return Optional.empty();
    }

    private static Optional<String> gained(SummaryRow last) {
        return last.gainedUm3() > last.decisionThresholdUm3()
                ? Optional.of("Material was gained, too: "
                        + Scale.volume(last.gainedUm3()).writtenSignificant(last.gainedUm3())
                        + " (deposits, products or transferred metal); it is not set against the loss.")
                : Optional.empty();
    }

    private static Optional<String> detection(Findings findings, SummaryRow last) {
        if (!(last.detectionLimitUm3() > 0)) {
            return Optional.empty();
        }
        return Optional.of("What is smaller may be there unseen: a compact pit is found with 95\u00a0% from "
                + Scale.volume(last.detectionLimitUm3()).writtenSignificant(last.detectionLimitUm3())
                + (last.detectionLimitDepthUm() > 0
                        ? " or " + Scale.UM.writtenSignificant(last.detectionLimitDepthUm()) + " depth"
                        : "")
                + " on (scan at " + findings.exposed(last.exposure()) + ").");
    }

    private static Optional<String> unseen(Findings findings) {
        List<String> partly = findings.steps.stream()
                .filter(row -> row.seenFraction() < 0.995)
                .map(row -> Numbers.percent(row.seenFraction()) + " at " + findings.exposed(row.exposure()))
                .toList();
        List<Integer> cut = findings.facts.features().stream()
                .filter(feature -> feature.scan() == findings.lastScan() && feature.cutByView())
                .map(FeatureRow::trackId)
                .distinct()
                .toList();
        StringBuilder text = new StringBuilder();
        if (!partly.isEmpty()) {
            text.append("Not all of the specimen was seen: ")
                    .append(Findings.joined(partly))
                    .append("; nothing is said about the rest.");
        }
        if (!cut.isEmpty()) {
            text.append(text.isEmpty() ? "" : " ")
                    .append(Findings.names(cut))
                    .append(cut.size() == 1 ? " reaches" : " reach")
                    .append(" the edge of what was seen: ")
                    .append(cut.size() == 1 ? "its" : "their")
                    .append(" numbers are lower bounds.");
        }
        return text.isEmpty() ? Optional.empty() : Optional.of(text.toString());
    }

    private static Optional<String> moved(Findings findings) {
        List<MovedRow> moved = findings.facts.moved();
        return moved.isEmpty()
                ? Optional.empty()
                : Optional.of(Findings.counted(moved.size(), "earlier number")
                        + " moved when scans were added; the section on limits lists them.");
    }

    private static Optional<String> followUp(Findings findings) {
        return findings.facts.flags().stream()
                .min(Comparator.comparingInt(FlagRow::rank))
                .map(flag -> "The first place to open is " + Track.name(flag.trackId()) + " by " + flag.technique()
                        + ": " + FollowUpSection.reason(flag));
    }

    /** The text with a full stop at its end. */
    static String sentence(String text) {
        String trimmed = text.strip();
        return trimmed.endsWith(".") ? trimmed : trimmed + ".";
    }
}
