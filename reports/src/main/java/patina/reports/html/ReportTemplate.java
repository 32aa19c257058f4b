package patina.reports.html;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import patina.reports.charts.Figure;
import patina.reports.document.Document;
import patina.reports.document.Document.Column;
import patina.reports.document.Document.Column.Align;
import patina.reports.document.Document.Fact;
import patina.reports.document.Document.Figures;
import patina.reports.document.Document.Heading;
import patina.reports.document.Document.Paragraph;
import patina.reports.document.Document.Part;
import patina.reports.document.Document.Points;
import patina.reports.document.Document.Section;
import patina.reports.document.Document.Signatures;
import patina.reports.document.Document.Table;
import patina.reports.document.Graphic;
import patina.reports.document.Plot;

/**
 * The one template of the report: turns a document into well-formed XHTML without namespaces. Web page and print differ
 * only in what the medium puts into the head and in the place of a figure.
 */
public final class ReportTemplate {
    private static final double SINGLE_WIDTH = 330;

    private final Document document;
    private final Medium medium;
    private final Markup out = new Markup();
    private int figures;
    private int numberedFigures;
    private int tables;

    /** What differs between web page and print. */
    public interface Medium {
        /** Well-formed markup for the end of the head, after the common style sheet; may be empty. */
        String head(Document document);

        /** Well-formed markup for a figure; numbers begin at 0. */
        String figure(Figure figure, int number);
    }

    private ReportTemplate(Document document, Medium medium) {
        this.document = document;
        this.medium = medium;
    }

    /** The document from html to /html, ready for an XML parser as well as for a browser. */
    public static String render(Document document, Medium medium) {
        return new ReportTemplate(document, medium).page();
    }

    /** The anchor of section number {@code index}, from 0. */
    public static String anchor(int index) {
        return "section-" + (index + 1);
    }

    /** A section's heading with its number; annexes carry a letter already. */
    public static String heading(Document document, int index) {
        String heading = document.sections().get(index).heading();
        return heading.startsWith("Annex") ? heading : (index + 1) + "\u2002" + heading;
    }

    private String page() {
        out.open("html", "lang", "en").line().open("head").line();
        out.empty("meta", "charset", "utf-8").line();
        out.element("title", document.title() + ": " + document.subtitle()).line();
        out.empty(
                        "meta",
                        "name",
                        "description",
                        "content",
                        "Report " + document.number() + " on " + document.subtitle())
                .line();
        out.empty("meta", "name", "generator", "content", document.producer()).line();
        out.open("style").raw(style()).close().line();
        out.raw(medium.head(document)).close().line();
        out.open("body").line();
        title();
        for (int i = 0; i < document.sections().size(); i++) {
            section(i);
        }
        return out.close().line().close().line().toString();
    }

    private static String style() {
        try (InputStream stream = ReportTemplate.class.getResourceAsStream("report.css")) {
            if (stream == null) {
                throw new IllegalStateException("report.css is missing from the program's own files.");
            }
            return "\n" + new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("The report's style sheet cannot be read.", e);
        }
    }

    private void title() {
        out.element("h1", document.title()).line();
        out.element("p", document.subtitle(), "class", "subject").line();
        out.open("table", "class", "facts").line();
        List<Fact> facts = document.facts();
        for (int i = 0; i < facts.size(); i += 2) {
            out.open("tr");
            fact(facts.get(i));
            if (i + 1 < facts.size()) {
                fact(facts.get(i + 1));
            } else {
                out.element("td", "").element("td", "");
            }
            out.close().line();
        }
        out.close().line();
        out.open("nav");
        for (int i = 0; i < document.sections().size(); i++) {
            out.element("a", heading(document, i), "href", "#" + anchor(i)).text(" ");
        }
        out.close().line();
    }

    private void fact(Fact fact) {
        out.element("td", fact.name(), "class", "name").element("td", fact.value(), "class", "value");
    }

    private void section(int index) {
        Section section = document.sections().get(index);
        String anchor = anchor(index);
        String heading = heading(document, index);
        if (section.newPage()) {
            out.element("h2", heading, "id", anchor, "class", "new-page").line();
        } else {
            out.element("h2", heading, "id", anchor).line();
        }
        section.parts().forEach(this::part);
    }

    private void part(Part part) {
        if (part instanceof Heading heading) {
            out.element("h3", heading.text()).line();
        } else if (part instanceof Paragraph paragraph) {
            out.element("p", paragraph.text()).line();
        } else if (part instanceof Points points) {
            out.open("ul");
            points.items().forEach(item -> out.element("li", item).line());
            out.close().line();
        } else if (part instanceof Table table) {
            table(table);
        } else if (part instanceof Figures group) {
            figures(group);
        } else if (part instanceof Signatures signatures) {
            signatures(signatures);
        }
    }

    private void table(Table table) {
        tables++;
        // A short table stays whole with its caption; a long one may break, its head repeated.
        out.open("div", "class", table.rows().size() <= 14 ? "captioned keep" : "captioned");
        out.open("p", "class", "caption")
                .element("b", "Table " + tables + ". ")
                .text(table.caption())
                .close()
                .line();
        out.open("div", "class", "scroll");
        TableLayout layout = TableLayout.of(table, Figure.PAGE_WIDTH);
        out.open("table", "class", layout.classes()).line();
        out.open("thead").open("tr");
        for (Column column : table.columns()) {
            cell("th", column.align() == Align.RIGHT ? "number" : "words", column.head());
        }
        out.close().close().line().open("tbody").line();
        for (List<String> row : table.rows()) {
            out.open("tr");
            for (int i = 0; i < row.size(); i++) {
                cell("td", layout.cellClasses().get(i), row.get(i));
            }
            out.close().line();
        }
        out.close().close().close();
        if (!table.notes().isEmpty()) {
            out.open("div", "class", "notes");
            table.notes().forEach(note -> out.element("p", note));
            out.close();
        }
        out.close().line();
    }

    private void cell(String element, String classes, String text) {
        out.element(element, text, "class", classes);
    }

    private void figures(Figures group) {
        numberedFigures++;
        out.open("div", "class", "figures").line();
        if (group.graphics().size() == 1) {
            Graphic graphic = group.graphics().get(0);
            boolean wide = graphic instanceof Plot plot && plot.wide();
            double width = wide ? Figure.PAGE_WIDTH : SINGLE_WIDTH;
            out.open("div", "class", wide ? "one wide" : "one");
            figure(Figure.of(graphic, width));
            out.close().line();
        } else {
            out.open("table", "class", "pair").open("tr");
            for (int i = 0; i < group.graphics().size(); i++) {
                out.open("td", "class", i == 0 ? "first" : "second");
                figure(Figure.of(group.graphics().get(i), Figure.HALF_WIDTH));
                out.close();
            }
            out.close().close().line();
        }
        out.open("p", "class", "legend")
                .element("b", "Figure " + numberedFigures + ". ")
                .text(group.caption())
                .close();
        out.close().line();
    }

    private void figure(Figure figure) {
        out.raw(medium.figure(figure, figures++));
    }

    private void field(String name, String width) {
        out.open("td", "style", "width: " + width)
                .element("div", name, "class", "line")
                .close();
    }

    private void signatures(Signatures signatures) {
        out.open("table", "class", "signatures");
        for (String role : signatures.roles()) {
            out.open("tr");
            field(role + ": name, qualification", "52%");
            field("Date", "16%");
            field("Signature", "32%");
            out.close().line();
        }
        out.close().line();
        out.element(
                        "p",
                        "Written by " + document.producer() + " from the inspection as it stood on "
                                + DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT)
                                        .withZone(ZoneOffset.UTC)
                                        .format(document.issued())
                                + ".")
                .line();
    }
}
