package patina.reports.document;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import patina.reports.PittedPlate;
import patina.reports.document.Document.Figures;
import patina.reports.document.Document.Paragraph;
import patina.reports.document.Document.Part;
import patina.reports.document.Document.Points;
import patina.reports.document.Document.Section;
import patina.reports.document.Document.Table;
import patina.series.Exposure;
import patina.series.Specimen;
import patina.store.FeatureRow;
import patina.store.SummaryRow;
import patina.store.TrackRow;

class InspectionReportTest {
    private static Document of(InspectionFacts facts) throws IOException {
        return InspectionReport.of(facts, Pictures.NONE);
    }

    private static List<String> headings(Document document) {
        return document.sections().stream().map(Section::heading).toList();
    }

    private static String text(Document document, String heading) {
        Section section = document.sections().stream()
                .filter(s -> s.heading().equals(heading))
                .findFirst()
                .orElseThrow();
        StringBuilder text = new StringBuilder();
        for (Part part : section.parts()) {
            if (part instanceof Paragraph paragraph) {
                text.append(paragraph.text()).append('\n');
            } else if (part instanceof Points points) {
                text.append(String.join("\n", points.items())).append('\n');
            } else if (part instanceof Table table) {
                table.rows().forEach(row -> text.append(String.join(" | ", row)).append('\n'));
            }
        }
        return text.toString().replace('\u00a0', ' ').replace('\u202f', ' ');
    }

    /** The made-up inspection with only a reference and one scan in which nothing happened. */
    private static InspectionFacts nothingHappened() {
        InspectionFacts all = PittedPlate.facts();
        SummaryRow first = all.summaries().get(0);
        SummaryRow second = new SummaryRow(
                1, 24, 310, 9_400, 0, 0, 480_000, 0, 0, null, 0.0006, 0.02, null, null, null, null, null, null, false,
                1, 31_000, 5_200, 13.5, 310, 9_400, false);
        return with(
                all, all.exposure(), new Specimen(null, null, null, null, null, null), List.of(first, second), false);
    }

    private static InspectionFacts with(
            InspectionFacts all, Exposure exposure, Specimen specimen, List<SummaryRow> summaries, boolean features) {
        return with(
                all,
                exposure,
                specimen,
                summaries,
                features ? all.features() : List.of(),
                features ? all.tracks() : List.of());
    }

    private static FeatureRow threeTimesAsDeep(FeatureRow f) {
        return deep(f, f.depthUm() == null ? null : Double.valueOf(3 * f.depthUm()));
    }

    private static FeatureRow deep(FeatureRow f, @Nullable Double depthUm) {
        return new FeatureRow(
                f.scan(),
                f.exposure(),
                f.trackId(),
                f.featureId(),
                f.kind(),
                f.xUm(),
                f.yUm(),
                f.zUm(),
                f.volumeUm3(),
                f.volumeUUm3(),
                f.volumeTotalUm3(),
                depthUm,
                f.depthUUm(),
                f.depthLocalUm(),
                f.mouthAreaUm2(),
                f.areaUm2(),
                f.lengthUm(),
                f.lengthUUm(),
                f.widthUm(),
                f.openingMeanUm(),
                f.openingMeanUUm(),
                f.openingMaxUm(),
                f.remainingWallUm(),
                f.resolved(),
                f.inside(),
                f.cutByView(),
                f.parentTrackId(),
                f.box(),
                List.of(),
                null,
                null,
                null,
                null);
    }

    private static InspectionFacts with(
            InspectionFacts all,
            Exposure exposure,
            Specimen specimen,
            List<SummaryRow> summaries,
            List<FeatureRow> features,
            List<TrackRow> tracks) {
        int scans = summaries.size();
        return new InspectionFacts(
                all.name(),
                specimen,
                exposure,
                0,
                0,
                all.run(),
                all.settings(),
                all.standards(),
                all.methods(),
                List.of(),
                all.scans().subList(0, Math.max(1, scans)),
                all.transforms().subList(0, scans),
                features,
                tracks,
                summaries,
                List.of(),
                List.of(),
                List.of(),
                List.of());
    }

    @Test
    void tellsGrowthLawsWithIntervalsAndWhenTheWallIsReached() throws IOException {
        String growth = text(of(PittedPlate.facts()), "Growth");
        assertTrue(growth.contains("T1"), growth);
        assertTrue(growth.contains("400 µm: 269.3 h (95 %: 240.1 to 305.4)"), growth);
        assertTrue(growth.contains("not before"), growth);
    }

    /** The plate with all pits three times as deep: 15 to 30 um and a few more, of which 13.5 um are found. */
    @Test
    void showsTheDeepestPitsOfPatchesOnExtremeValuePaper() throws IOException {
        InspectionFacts all = PittedPlate.facts();
        String extremes = text(
                of(with(
                        all,
                        all.exposure(),
                        all.specimen(),
                        all.summaries(),
                        all.features().stream()
                                .map(InspectionReportTest::threeTimesAsDeep)
                                .toList(),
                        all.tracks())),
                "Extreme values");
        assertTrue(extremes.contains("100 times the examined area"), extremes);
        assertTrue(extremes.contains("Chance that a pit of the examined area pierces the wall of 400"), extremes);
    }

    @Test
    void sumsTheLossUpInASentence() throws IOException {
        String summary = text(of(PittedPlate.facts()), "Summary");
        assertTrue(
                summary.startsWith("Between 0 h and 96 h the specimen lost 6 451 000 ± 91 000 µm³ of metal"), summary);
        assertTrue(summary.contains("The deepest is pit T1, 118.0 ± 1.8 µm below the original surface"), summary);
        assertTrue(summary.contains("T12 reaches the edge of what was seen"), summary);
        assertTrue(summary.contains("Not all of the specimen was seen: 93.0 % at 72 h"), summary);
    }

    /** A pore lies deep without having gone in from the surface; the tables' max_depth_um leaves pores out as well. */
    @Test
    void aPoreIsNotTheDeepest() throws IOException {
        InspectionFacts all = PittedPlate.facts();
        List<FeatureRow> features = all.features().stream()
                .map(f -> f.kind().equals("pore") ? deep(f, 300.0) : f)
                .toList();
        Document document = of(with(all, all.exposure(), all.specimen(), all.summaries(), features, all.tracks()));
        assertTrue(text(document, "Summary").contains("The deepest is pit T1, 118.0 ± 1.8 µm"), "summary");
        String change = text(document, "Change over exposure");
        assertTrue(change.contains("118.0 ± 1.8") && !change.contains("300"), change);
    }

    @Test
    void saysWhenNothingIsResolved() throws IOException {
        Document document = of(nothingHappened());
        String summary = text(document, "Summary");
        assertTrue(
                summary.startsWith(
                        "Between 0 h and 24 h no loss of metal was resolved: 300 ± 9400 µm³ was measured, and from"
                                + " 31 000 µm³ on it would be called a loss."),
                summary);
        assertFalse(headings(document).contains("Pits"));
        assertFalse(headings(document).contains("Wear"));
        assertFalse(headings(document).contains("Pictures"));
    }

    @Test
    void oneScanAloneIsNoChange() throws IOException {
        InspectionFacts all = PittedPlate.facts();
        Document document = of(with(all, all.exposure(), all.specimen(), List.of(), false));
        assertTrue(text(document, "Summary").startsWith("One moment was seen"), text(document, "Summary"));
    }

    @Test
    void wearHasASectionOfItsOwn() throws IOException {
        InspectionFacts all = PittedPlate.facts();
        SummaryRow worn = new SummaryRow(
                1, 500, 7.1e8, 0.9e7, 7e8, 4e7, 2e7, 0, 0, 60.0, 35.5, 0.45, null, null, 1.42e-4, null, null, 1.42e-4,
                true, 1, 31_000, 5_200, 13.5, 0, 9_400, false);
        InspectionFacts facts = with(
                all,
                new Exposure(Exposure.Quantity.DISTANCE, "m"),
                new Specimen("W-1", "100Cr6", 7.8, null, 10.0, null),
                List.of(all.summaries().get(0), worn),
                false);
        String wear = text(of(facts), "Wear");
        assertTrue(wear.contains("Volume lost in all | 0.7100 ± 0.0090 mm³"), wear);
        assertTrue(wear.contains("Specific wear rate | 0.000 142 0 ± 0.000 001 8 mm³/(N m)"), wear);
        assertTrue(wear.contains("Normal load | 10 N"), wear);
        assertTrue(wear.contains("Sliding distance | 500 m"), wear);
    }

    @Test
    void everySectionOfTheFullInspectionIsThere() throws IOException {
        assertEquals(
                List.of(
                        "Summary",
                        "Specimen, exposure and scans",
                        "How it was measured",
                        "Change over exposure",
                        "Indications",
                        "Growth",
                        "Pits",
                        "Cracks",
                        "Pores",
                        "Pictures",
                        "Places for follow-up",
                        "Limits, artefacts, and what was not seen",
                        "Result and signatures",
                        "Annex A: files",
                        "Annex B: transforms",
                        "Annex C: settings"),
                headings(InspectionReport.of(PittedPlate.facts(), PittedPlate.pictures())));
    }

    @Test
    void equalFactsHaveEqualNumbersAndOthersHaveOthers() throws IOException {
        assertEquals(of(PittedPlate.facts()).number(), of(PittedPlate.facts()).number());
        assertNotEquals(of(PittedPlate.facts()).number(), of(nothingHappened()).number());
    }

    @Test
    void onlyTheGravestTracksAreColoured() throws IOException {
        Document document = of(PittedPlate.facts());
        List<Plot> growth = new ArrayList<>();
        for (Section section : document.sections()) {
            if (section.heading().equals("Indications")) {
                for (Part part : section.parts()) {
                    if (part instanceof Figures figures) {
                        figures.graphics().forEach(graphic -> growth.add((Plot) graphic));
                    }
                }
            }
        }
        assertEquals(3, growth.size());
        Plot depth = growth.get(0);
        String coloured = depth.curves().stream()
                .filter(Plot.Curve::labelled)
                .map(Plot.Curve::name)
                .sorted()
                .collect(Collectors.joining(" "));
        assertEquals("T1 T12 T4 T5 T6", coloured);
        assertEquals(
                32,
                depth.curves().stream()
                        .filter(c -> c.look() == Plot.Look.BACKGROUND)
                        .count());
    }

    @Test
    void notesOfAScanAreReadFlat() throws IOException {
        String scans = text(of(PittedPlate.facts()), "Specimen, exposure and scans");
        assertTrue(scans.contains("ct kV | 80 | all"), scans);
        assertTrue(scans.contains("temperature | 24 °C | 3"), scans);
        assertTrue(scans.contains("potential | -0.52 V | all"), scans);
    }
}
