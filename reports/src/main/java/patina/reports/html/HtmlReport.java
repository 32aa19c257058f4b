package patina.reports.html;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import patina.reports.charts.Figure;
import patina.reports.document.Document;
import patina.reports.document.WholeFile;

/**
 * Writes a report as one web page that needs nothing else: style, figures (SVG) and slices (PNG inside the SVG) are in
 * it, and no address outside. Equal documents give equal bytes.
 */
public final class HtmlReport {
    private HtmlReport() {}

    /** Writes the page, replacing what was there only when it is whole. */
    public static void write(Document document, Path file) throws IOException {
        byte[] page = page(document).getBytes(StandardCharsets.UTF_8);
        WholeFile.write(file, out -> out.write(page));
    }

    static String page(Document document) {
        return "<!DOCTYPE html>\n" + ReportTemplate.render(document, new Web());
    }

    private static final class Web implements ReportTemplate.Medium {
        @Override
        public String head(Document document) {
            return "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>";
        }

        @Override
        public String figure(Figure figure, int number) {
            return figure.svg("f" + number);
        }
    }
}
