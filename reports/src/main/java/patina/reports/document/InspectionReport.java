package patina.reports.document;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import patina.reports.document.Document.Fact;
import patina.reports.document.Document.Section;
import patina.series.Specimen;

/**
 * Composes the inspection report from an inspection's facts. Its order follows the fields that reports of computed
 * tomography and of corrosion, wear and crack tests ask for: what was inspected, what was found, how it was measured,
 * the indications, places for follow-up, limits, who answers for it, and the records in an annex.
 */
public final class InspectionReport {
    private static final DateTimeFormatter MOMENT =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private InspectionReport() {}

    /** The report of an inspection. Throws IOException when a picture cannot be read. */
    public static Document of(InspectionFacts facts, Pictures pictures) throws IOException {
        Findings findings = new Findings(facts);
        List<Section> sections = new ArrayList<>();
        sections.add(SummarySection.of(findings));
        sections.add(SpecimenSection.of(findings));
        sections.add(MethodSection.of(findings));
        sections.add(EvolutionSection.of(findings));
        sections.add(IndicationsSection.of(findings));
        Section growth = GrowthSection.of(findings);
        if (growth != null) {
            sections.add(growth);
        }
        sections.addAll(KindSections.of(findings));
        Section extremes = ExtremesSection.of(findings);
        if (extremes != null) {
            sections.add(extremes);
        }
        sections.addAll(PictureSection.of(findings, pictures));
        sections.add(FollowUpSection.of(findings));
        sections.add(LimitsSection.of(findings));
        sections.add(ResultSection.of(findings));
        sections.addAll(AnnexSections.of(findings));
        String number = number(facts);
        String subject = facts.specimen().id() == null
                ? facts.name()
                : facts.name() + ", specimen " + facts.specimen().id();
        return new Document(
                "Inspection report: degradation by X-ray computed tomography",
                subject,
                number,
                subject,
                "Patina " + facts.run().softwareVersion(),
                facts.run().ended(),
                titleFacts(findings, number),
                sections);
    }

    private static List<Fact> titleFacts(Findings findings, String number) {
        InspectionFacts facts = findings.facts;
        Specimen specimen = facts.specimen();
        List<Fact> lines = new ArrayList<>();
        lines.add(new Fact("Report", number + ", revision " + facts.run().revision()));
        lines.add(new Fact("Series", facts.name()));
        lines.add(new Fact("Specimen", specimen.id() == null ? "not named" : specimen.id()));
        lines.add(new Fact("Material", specimen.material() == null ? "not stated" : specimen.material()));
        lines.add(new Fact("Exposure", exposure(findings)));
        lines.add(new Fact("Scans", scans(findings)));
        lines.add(new Fact("Run", span(facts.run())));
        lines.add(new Fact(
                "Software",
                "Patina " + facts.run().softwareVersion() + ", Java "
                        + facts.run().javaVersion()));
        return lines;
    }

    private static String exposure(Findings findings) {
        String what = switch (findings.facts.exposure().quantity()) {
            case TIME -> "time";
            case CYCLES -> "load cycles";
            case DISTANCE -> "sliding distance";
        };
        int last = findings.lastScan();
        return last < 0
                ? what
                : what + ", " + findings.moment(findings.facts.reference()) + " to " + findings.moment(last);
    }

    private static String scans(Findings findings) {
        long skipped = findings.facts.scans().stream()
                .filter(scan -> scan.skip() != null)
                .count();
        long used = findings.facts.scans().size() - skipped;
        return Numbers.count(used) + " used" + (skipped == 0 ? "" : ", " + Numbers.count(skipped) + " left out");
    }

    private static String span(RunFacts run) {
        String from = moment(run.started());
        String to = moment(run.ended());
        // On one day, the day is told once.
        return from.substring(0, 10).equals(to.substring(0, 10))
                ? from.replace(" UTC", "") + " to " + to.substring(11)
                : from + " to " + to;
    }

    private static String moment(Instant instant) {
        return MOMENT.format(instant);
    }

    /** Ten hexadecimal digits from what was read, how it was set, and when the run began. */
    private static String number(InspectionFacts facts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            facts.scans().forEach(scan -> digest.update((scan.checksum() + "\n").getBytes(StandardCharsets.UTF_8)));
            facts.settings().forEach(setting -> digest.update((setting + "\n").getBytes(StandardCharsets.UTF_8)));
            digest.update((facts.name() + facts.run().started()).getBytes(StandardCharsets.UTF_8));
            return "PI-" + HexFormat.of().withUpperCase().formatHex(digest.digest(), 0, 5);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256.", e);
        }
    }
}
