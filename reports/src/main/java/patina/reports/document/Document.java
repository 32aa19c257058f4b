package patina.reports.document;

import java.time.Instant;
import java.util.List;

/**
 * A report: title, the facts under it, and numbered sections. Text is plain; who writes it out escapes it.
 *
 * @param number unique for what was inspected, equal for equal inspections
 * @param runningTitle short, for the head of each page
 * @param issued the end of the run, not the moment of printing, so that equal inspections give equal reports
 */
public record Document(
        String title,
        String subtitle,
        String number,
        String runningTitle,
        String producer,
        Instant issued,
        List<Fact> facts,
        List<Section> sections) {
    public Document {
        facts = List.copyOf(facts);
        sections = List.copyOf(sections);
    }

    /** A name and what it stands for, in the block under the title. */
    public record Fact(String name, String value) {}

    /** A section; {@code newPage} asks print to begin it on a page of its own. */
    public record Section(String heading, boolean newPage, List<Part> parts) {
        public Section {
            parts = List.copyOf(parts);
        }
    }

    /** What a section is made of. */
    public sealed interface Part {}

    /** A heading inside a section. */
    public record Heading(String text) implements Part {}

    /** Running text. */
    public record Paragraph(String text) implements Part {}

    /** A sentence each. */
    public record Points(List<String> items) implements Part {
        public Points {
            items = List.copyOf(items);
        }
    }

    /**
     * A table; units stand in its heads, notes under it.
     *
     * @param dense small type, for long and wide tables
     */
    public record Table(
            String caption, boolean dense, List<Column> columns, List<List<String>> rows, List<String> notes)
            implements Part {
        public Table {
            columns = List.copyOf(columns);
            rows = rows.stream().map(List::copyOf).toList();
            notes = List.copyOf(notes);
            for (List<String> row : rows) {
                if (row.size() != columns.size()) {
                    throw new IllegalArgumentException("Table '" + caption + "' has " + columns.size()
                            + " columns, but a row of " + row.size() + " cells.");
                }
            }
        }
    }

    /** A column of a table. */
    public record Column(String head, Align align) {
        /** Where its cells stand. */
        public enum Align {
            LEFT,
            RIGHT
        }

        /** A column of words. */
        public static Column words(String head) {
            return new Column(head, Align.LEFT);
        }

        /** A column of numbers. */
        public static Column numbers(String head) {
            return new Column(head, Align.RIGHT);
        }
    }

    /** One or two graphics side by side, with the caption under them. */
    public record Figures(List<Graphic> graphics, String caption) implements Part {
        public Figures {
            graphics = List.copyOf(graphics);
        }
    }

    /** Lines to be filled in by hand: who answers for the report. */
    public record Signatures(List<String> roles) implements Part {
        public Signatures {
            roles = List.copyOf(roles);
        }
    }
}
