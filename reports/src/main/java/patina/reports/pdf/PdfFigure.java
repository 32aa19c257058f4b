package patina.reports.pdf;

import de.rototor.pdfbox.graphics2d.PdfBoxGraphics2D;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import patina.reports.charts.Figure;
import patina.reports.document.WholeFile;

/** Writes one figure as a PDF of just its size, as vectors, its text as text. */
public final class PdfFigure {
    private PdfFigure() {}

    /** Writes the file, replacing what was there only when it is whole. */
    public static void write(Figure figure, Path file) throws IOException {
        try (PDDocument pdf = new PDDocument()) {
            PDPage page = new PDPage(new PDRectangle((float) figure.width(), (float) figure.height()));
            pdf.addPage(page);
            PdfBoxGraphics2D g = new PdfBoxGraphics2D(pdf, (float) figure.width(), (float) figure.height());
            g.setFontTextDrawer(new PdfReport.Fonts(pdf));
            figure.draw(g, 0, 0, 1);
            g.dispose();
            try (PDPageContentStream content = new PDPageContentStream(pdf, page)) {
                content.drawForm(g.getXFormObject());
            }
            WholeFile.write(file, pdf::save);
        }
    }
}
