package patina.reports.pdf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDResources;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.graphics.PDXObject;
import org.apache.pdfbox.pdmodel.graphics.form.PDFormXObject;
import org.apache.pdfbox.pdmodel.graphics.image.PDImageXObject;
import org.apache.pdfbox.pdmodel.interactive.documentnavigation.outline.PDOutlineItem;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import patina.reports.PittedPlate;
import patina.reports.document.Document;
import patina.reports.document.InspectionReport;
import patina.store.TrackRow;

class PdfReportTest {
    @TempDir
    private static Path folder;

    private static Path file = Path.of("");
    private static String text = "";

    @BeforeAll
    static void write() throws IOException {
        file = folder.resolve("report.pdf");
        PdfReport.write(InspectionReport.of(PittedPlate.facts(), PittedPlate.pictures()), file);
        try (PDDocument pdf = Loader.loadPDF(file.toFile())) {
            PDFTextStripper stripper = new PDFTextStripper();
            stripper.setSortByPosition(true);
            text = stripper.getText(pdf)
                    .replace('\u00a0', ' ')
                    .replace('\u202f', ' ')
                    .replaceAll("\\s+", " ");
        }
    }

    @Test
    void itsTextCanBeSearched() {
        for (String sentence : List.of(
                "Between 0 h and 96 h the specimen lost 6 451 000 ± 91 000 µm³ of metal",
                "Crack T7 branched from T4 (first seen at 72 h).",
                "which still grows at 1.02 µm/h.",
                "Each value is followed by its standard uncertainty u (k = 1)",
                "Exposure time (h)",
                "Corrosion rate (mm/y)",
                "page 1 of ")) {
            assertTrue(text.contains(sentence), sentence);
        }
        for (TrackRow track : PittedPlate.facts().tracks()) {
            assertTrue(text.contains("T" + track.trackId() + " " + track.kind()), "T" + track.trackId());
        }
    }

    @Test
    void onlySlicesAreRaster() throws IOException {
        try (PDDocument pdf = Loader.loadPDF(file.toFile())) {
            List<PDImageXObject> images = new ArrayList<>();
            Set<COSBase> seen = new HashSet<>();
            int forms = 0;
            for (PDPage page : pdf.getPages()) {
                forms += collect(page.getResources(), images, seen);
            }
            // One overview, and four pairs.
            assertEquals(9, images.size());
            assertTrue(forms >= 7 + 9, forms + " vector figures");
            for (PDImageXObject image : images) {
                assertEquals(1, image.getColorSpace().getNumberOfComponents(), "grey");
            }
        }
    }

    private static int collect(PDResources resources, List<PDImageXObject> images, Set<COSBase> seen)
            throws IOException {
        int forms = 0;
        for (COSName name : resources.getXObjectNames()) {
            PDXObject object = resources.getXObject(name);
            if (!seen.add(object.getCOSObject())) {
                continue;
            }
            if (object instanceof PDImageXObject image) {
                images.add(image);
            } else if (object instanceof PDFormXObject form) {
                forms += 1 + collect(form.getResources(), images, seen);
            }
        }
        return forms;
    }

    @Test
    void fontsAreEmbedded() throws IOException {
        try (PDDocument pdf = Loader.loadPDF(file.toFile())) {
            int fonts = 0;
            for (PDPage page : pdf.getPages()) {
                for (COSName name : page.getResources().getFontNames()) {
                    PDFont font = page.getResources().getFont(name);
                    assertTrue(font.isEmbedded() && font.getName().contains("DejaVuSansCondensed"), font.getName());
                    fonts++;
                }
            }
            assertTrue(fonts > 0);
        }
    }

    @Test
    void hasABookmarkForEachSection() throws IOException {
        Document document = InspectionReport.of(PittedPlate.facts(), PittedPlate.pictures());
        try (PDDocument pdf = Loader.loadPDF(file.toFile())) {
            List<String> titles = new ArrayList<>();
            for (PDOutlineItem item :
                    pdf.getDocumentCatalog().getDocumentOutline().children()) {
                titles.add(item.getTitle());
            }
            assertEquals(document.sections().size(), titles.size());
            assertTrue(titles.get(0).endsWith("Summary"));
        }
    }

    @Test
    void figuresSayWhatTheyShow() throws IOException {
        try (PDDocument pdf = Loader.loadPDF(file.toFile())) {
            assertNotNull(pdf.getDocumentCatalog().getStructureTreeRoot(), "tagged");
            String xmp = new String(pdf.getDocumentCatalog().getMetadata().toByteArray(), StandardCharsets.UTF_8);
            assertTrue(xmp.contains("<pdfaid:part>2</pdfaid:part>"), xmp);
            assertTrue(xmp.contains("<xmp:CreateDate>2026-01-12T08:04:31+00:00</xmp:CreateDate>"), xmp);
        }
    }

    @Test
    void noPageIsEmpty() throws IOException {
        try (PDDocument pdf = Loader.loadPDF(file.toFile())) {
            for (int page = 1; page <= pdf.getNumberOfPages(); page++) {
                PDFTextStripper stripper = new PDFTextStripper();
                stripper.setStartPage(page);
                stripper.setEndPage(page);
                assertTrue(stripper.getText(pdf).length() > 200, "page " + page);
            }
        }
    }

    @Test
    void equalDocumentsGiveEqualBytes() throws IOException {
        Path again = folder.resolve("again.pdf");
        PdfReport.write(InspectionReport.of(PittedPlate.facts(), PittedPlate.pictures()), again);
        assertEquals(-1, Files.mismatch(file, again));
        assertFalse(Files.exists(folder.resolve("again.pdf.partial")));
    }
}
