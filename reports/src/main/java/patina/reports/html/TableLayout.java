package patina.reports.html;

import java.util.ArrayList;
import java.util.List;
import patina.reports.document.Document.Column;
import patina.reports.document.Document.Column.Align;
import patina.reports.document.Document.Table;

/**
 * How a table fits a page: type as large as its unbreakable words and numbers allow, and no wider than it needs to be.
 *
 * @param classes of the table, for the style sheet
 * @param cellClasses of the cells of each column
 */
record TableLayout(String classes, List<String> cellClasses) {
    private static final double ORDINARY = 7.8;
    private static final double DENSE = 6.9;
    private static final double TINY = 6.1;
    /** Mean width of a letter of the condensed face, in type sizes; bold is wider. */
    private static final double LETTER = 0.53;

    private static final double BOLD_LETTER = 0.6;
    private static final double PADDING = 6.9;
    /** Shorter words of a column do not break. */
    private static final int SHORT = 18;

    static TableLayout of(Table table, double pageWidth) {
        List<String> cells = new ArrayList<>();
        double least = 0;
        double whole = 0;
        for (int i = 0; i < table.columns().size(); i++) {
            Column column = table.columns().get(i);
            int longest = 0;
            int longestWord = 0;
            for (List<String> row : table.rows()) {
                longest = Math.max(longest, row.get(i).length());
                longestWord = Math.max(longestWord, longestWord(row.get(i)));
            }
            boolean number = column.align() == Align.RIGHT;
            boolean unbroken = number || longest <= SHORT;
            cells.add(number ? "number" : unbroken ? "short" : "words");
            double body = LETTER * (unbroken ? longest : Math.max(longestWord, SHORT));
            least += Math.max(body, BOLD_LETTER * longestWord(column.head()));
            whole += Math.max(LETTER * longest, BOLD_LETTER * column.head().length());
        }
        double padding = PADDING * table.columns().size();
        double size = table.dense() ? DENSE : ORDINARY;
        if (size == ORDINARY && least * size + padding > pageWidth) {
            size = DENSE;
        }
        if (size == DENSE && least * size + padding > pageWidth) {
            size = TINY;
        }
        boolean snug = whole * size + 3 * padding < 0.85 * pageWidth;
        String type = size == ORDINARY ? "data" : size == DENSE ? "data dense" : "data dense tiny";
        return new TableLayout(snug ? type + " snug" : type, List.copyOf(cells));
    }

    private static int longestWord(String text) {
        int longest = 0;
        int begin = 0;
        for (int i = 0; i <= text.length(); i++) {
            if (i == text.length() || text.charAt(i) == ' ') {
                longest = Math.max(longest, i - begin);
                begin = i + 1;
            }
        }
        return longest;
    }
}
