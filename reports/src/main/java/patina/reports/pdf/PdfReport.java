package patina.reports.pdf;

import com.openhtmltopdf.extend.FSObjectDrawer;
import com.openhtmltopdf.extend.FSObjectDrawerFactory;
import com.openhtmltopdf.outputdevice.helper.BaseRendererBuilder.FontStyle;
import com.openhtmltopdf.pdfboxout.PDFontSupplier;
import com.openhtmltopdf.pdfboxout.PdfBoxRenderer;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder.PdfAConformance;
import com.openhtmltopdf.util.XRLog;
import de.rototor.pdfbox.graphics2d.PdfBoxGraphics2D;
import de.rototor.pdfbox.graphics2d.PdfBoxGraphics2DFontTextDrawer;
import java.awt.Font;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Calendar;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDDocumentInformation;
import org.apache.pdfbox.pdmodel.common.PDMetadata;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType0Font;
import org.w3c.dom.Element;
import patina.reports.charts.Figure;
import patina.reports.charts.ReportFont;
import patina.reports.document.Document;
import patina.reports.document.WholeFile;
import patina.reports.html.ReportTemplate;

/**
 * Writes a report for print and archive: PDF/A-2b (ISO 19005-2), A4, fonts embedded, figures as vectors, text that can be
 * searched, bookmarks, page n of m. Equal documents give equal bytes.
 */
public final class PdfReport {
    private static final String FIGURE_TYPE = "application/x-patina-figure";

    private PdfReport() {}

    /** Writes the file, replacing what was there only when it is whole. */
    public static void write(Document document, Path file) throws IOException {
        List<Figure> figures = new ArrayList<>();
        String page = ReportTemplate.render(document, new Print(figures));
        // The library would tell the console of each style it does not know.
        XRLog.setLoggingEnabled(false);
        PdfRendererBuilder builder = new PdfRendererBuilder();
        builder.withDiagnosticConsumer(diagnostic -> {});
        builder.usePdfAConformance(PdfAConformance.PDFA_2_B);
        builder.usePdfUaAccessibility(true);
        builder.useColorProfile(ICC_Profile.getInstance(ColorSpace.CS_sRGB).getData());
        builder.withProducer(document.producer());
        builder.withHtmlContent(page, null);
        try (PDDocument pdf = new PDDocument()) {
            Fonts fonts = new Fonts(pdf);
            builder.usePDDocument(pdf);
            builder.useFont(new PDFontSupplier(fonts.regular), ReportFont.FAMILY, 400, FontStyle.NORMAL, true);
            builder.useFont(new PDFontSupplier(fonts.bold), ReportFont.FAMILY, 700, FontStyle.NORMAL, true);
            builder.useObjectDrawerFactory(new FigureDrawers(figures, fonts));
            try (PdfBoxRenderer renderer = builder.buildPdfRenderer()) {
                renderer.layout();
                renderer.createPDFWithoutClosing();
                date(pdf, document);
                WholeFile.write(file, pdf::save);
            }
        }
    }

    /** Dates are those of the inspection, and the file's id follows from it, so that equal reports are equal files. */
    private static void date(PDDocument pdf, Document document) throws IOException {
        Calendar issued = Calendar.getInstance(TimeZone.getTimeZone("UTC"), Locale.ROOT);
        issued.setTimeInMillis(document.issued().toEpochMilli());
        PDDocumentInformation information = pdf.getDocumentInformation();
        information.setCreationDate(issued);
        information.setModificationDate(issued);
        pdf.setDocumentId((long) document.number().hashCode());
        PDMetadata metadata = pdf.getDocumentCatalog().getMetadata();
        String xmp = new String(metadata.toByteArray(), StandardCharsets.UTF_8);
        String moment =
                document.issued().truncatedTo(ChronoUnit.SECONDS).toString().replace("Z", "+00:00");
        xmp = xmp.replaceAll(
                "<xmp:CreateDate>[^<]*</xmp:CreateDate>",
                "<xmp:CreateDate>" + moment + "</xmp:CreateDate><xmp:ModifyDate>" + moment + "</xmp:ModifyDate>");
        metadata.importXMPMetadata(xmp.getBytes(StandardCharsets.UTF_8));
    }

    /** Leaves a space of the figure's size, and adds what only print needs. */
    private record Print(List<Figure> figures) implements ReportTemplate.Medium {
        @Override
        public String head(Document document) {
            StringBuilder head = new StringBuilder("<style>")
                    .append(".pair td { width: 252pt }\n")
                    .append(margin("top-left", literal(document.runningTitle())))
                    .append(margin("top-right", literal(document.number())))
                    .append(margin("bottom-left", literal(document.producer())))
                    .append(margin("bottom-right", "\"page \" counter(page) \" of \" counter(pages)"))
                    .append("</style><bookmarks>");
            for (int i = 0; i < document.sections().size(); i++) {
                head.append("<bookmark name=\"")
                        .append(escaped(ReportTemplate.heading(document, i)))
                        .append("\" href=\"#")
                        .append(ReportTemplate.anchor(i))
                        .append("\"/>");
            }
            return head.append("</bookmarks>").toString();
        }

        private static String margin(String place, String content) {
            return "@page { @" + place + " { font-family: '" + ReportFont.FAMILY
                    + "'; font-size: 7pt; color: #555555; white-space: nowrap; content: " + content + "; } }\n";
        }

        /** A CSS string inside XML. */
        private static String literal(String text) {
            return "\""
                    + escaped(text.replace("\\", "\\\\").replace("\"", "\\\"").replaceAll("\\s", " ")) + "\"";
        }

        private static String escaped(String text) {
            return text.replace("&", "&amp;")
                    .replace("<", "&lt;")
                    .replace(">", "&gt;")
                    .replace("\"", "&quot;");
        }

        @Override
        public String figure(Figure figure, int number) {
            figures.add(figure);
            String text = escaped(figure.alternative());
            return "<object type=\"" + FIGURE_TYPE + "\" data=\"" + number + "\" alt=\"" + text + "\" title=\"" + text
                    + "\" style=\"display: inline-block; width: " + figure.width() + "pt; height: " + figure.height()
                    + "pt\"></object>";
        }
    }

    /** Draws each figure into the space left for it. */
    private record FigureDrawers(List<Figure> figures, Fonts fonts) implements FSObjectDrawerFactory {
        @Override
        public boolean isReplacedObject(Element element) {
            return element.getAttribute("type").equals(FIGURE_TYPE);
        }

        @Override
        public FSObjectDrawer createDrawer(Element element) {
            Figure figure = figures.get(Integer.parseInt(element.getAttribute("data")));
            return (e, x, y, width, height, device, context, dotsPerPixel) -> {
                device.drawWithGraphics(
                        (float) x, (float) y, (float) width / dotsPerPixel, (float) height / dotsPerPixel, g -> {
                            if (g instanceof PdfBoxGraphics2D pdf) {
                                pdf.setFontTextDrawer(fonts);
                            }
                            figure.draw(g, 0, 0, width / dotsPerPixel / figure.width());
                        });
                return Map.of();
            };
        }
    }

    /** The report's fonts, loaded once for page and figures and embedded as far as used; writes the text of figures as text. */
    static final class Fonts extends PdfBoxGraphics2DFontTextDrawer {
        private final PDFont regular;
        private final PDFont bold;

        Fonts(PDDocument pdf) throws IOException {
            regular = embed(pdf, ReportFont.REGULAR);
            bold = embed(pdf, ReportFont.BOLD);
        }

        private static PDFont embed(PDDocument pdf, ReportFont face) throws IOException {
            try (InputStream stream = face.open()) {
                return PDType0Font.load(pdf, stream, true);
            }
        }

        @Override
        protected PDFont mapFont(Font font, IFontTextDrawerEnv env) {
            return ReportFont.BOLD.is(font) ? bold : regular;
        }
    }
}
