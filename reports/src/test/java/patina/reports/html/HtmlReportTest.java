package patina.reports.html;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import patina.reports.PittedPlate;
import patina.reports.document.Document;
import patina.reports.document.InspectionReport;
import patina.store.TrackRow;

class HtmlReportTest {
    private static String page = "";

    @BeforeAll
    static void write() throws IOException {
        page = HtmlReport.page(InspectionReport.of(PittedPlate.facts(), PittedPlate.pictures()));
    }

    @Test
    void holdsNoNetworkAddress() {
        String lower = page.toLowerCase(Locale.ROOT);
        assertFalse(lower.contains("http"), () -> around(lower, "http"));
        assertFalse(lower.contains("xmlns"), () -> around(lower, "xmlns"));
        Matcher links = Pattern.compile("(?:href|src)=\"([^\"]*)\"").matcher(page);
        int seen = 0;
        while (links.find()) {
            String target = links.group(1);
            assertTrue(target.startsWith("#") || target.startsWith("data:image/png;base64,"), target);
            seen++;
        }
        assertTrue(seen > 10, "only " + seen + " links were seen");
    }

    private static String around(String text, String what) {
        int at = text.indexOf(what);
        return text.substring(Math.max(0, at - 80), Math.min(text.length(), at + 80));
    }

    @Test
    void namesEveryTrackInTheTableOfIndications() {
        for (TrackRow track : PittedPlate.facts().tracks()) {
            assertTrue(page.contains("<td class=\"short\">T" + track.trackId() + "</td>"), "T" + track.trackId());
        }
    }

    @Test
    void saysWhatWasLostInASentence() {
        // Sum of the balls, 1.3 % and 2000 um3 beside them: see the fixture.
        assertTrue(page.contains("Between 0\u00a0h and 96\u00a0h the specimen lost"), "first sentence");
        assertTrue(page.contains("Crack T7 branched from T4 (first seen at 72\u00a0h)."), "branch");
        assertTrue(page.contains("T2 and T3 merged into pit T6"), "merge");
    }

    @Test
    void isWellFormedWithoutItsDoctype() throws Exception {
        javax.xml.parsers.DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new org.xml.sax.InputSource(new java.io.StringReader(page.substring(page.indexOf("<html")))));
    }

    @Test
    void usesEachIdOnce() {
        Matcher ids = Pattern.compile("\\sid=\"([^\"]*)\"").matcher(page);
        java.util.Set<String> seen = new java.util.HashSet<>();
        while (ids.find()) {
            assertTrue(seen.add(ids.group(1)), ids.group(1));
        }
    }

    @Test
    void escapesWhatUsersWrite() {
        Document document = new Document(
                "A < B & \"C\"",
                "<script>alert(1)</script>",
                "N",
                "R",
                "P",
                java.time.Instant.EPOCH,
                List.of(new Document.Fact("a\u0001", "<b>")),
                List.of());
        String text = HtmlReport.page(document);
        assertFalse(text.contains("<script>"));
        assertFalse(text.contains("\u0001"));
        assertTrue(text.contains("A &lt; B &amp; \"C\""));
    }

    @Test
    void equalDocumentsGiveEqualBytes(@TempDir Path folder) throws IOException {
        Document document = InspectionReport.of(PittedPlate.facts(), PittedPlate.pictures());
        HtmlReport.write(document, folder.resolve("a.html"));
        HtmlReport.write(document, folder.resolve("b.html"));
        assertEquals(-1, Files.mismatch(folder.resolve("a.html"), folder.resolve("b.html")));
        try (var files = Files.list(folder)) {
            assertEquals(2, files.count(), "nothing else is left");
        }
    }

    @Test
    void refusesAFolderThatIsNotThere(@TempDir Path folder) throws IOException {
        Document document = InspectionReport.of(PittedPlate.facts(), PittedPlate.pictures());
        IOException refusal = assertThrows(
                IOException.class,
                () -> HtmlReport.write(document, folder.resolve("none").resolve("report.html")));
        assertTrue(refusal.getMessage().startsWith("A folder for the report was wanted"), refusal.getMessage());
    }
}
