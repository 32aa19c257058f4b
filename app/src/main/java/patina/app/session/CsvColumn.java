package patina.app.session;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A column of numbers of a comma-separated table (RFC 4180: a head row, fields may be in double quotes).
 *
 * @param empty how many cells hold nothing
 */
record CsvColumn(double[] values, int empty) {

    static CsvColumn read(Path file, String name) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException("A table was wanted, but there is no file '" + file + "'; check the path.");
        }
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (MalformedInputException e) {
            throw new IOException(
                    "A table of UTF-8 text was wanted, but '" + file + "' is none; save it as CSV in UTF-8.", e);
        }
        if (lines.isEmpty()) {
            throw new IOException("'" + file + "' is empty; a table with a head row was wanted.");
        }
        List<String> heads = cells(lines.get(0).replace("\uFEFF", ""), file, 1);
        int at = heads.indexOf(name);
        if (at < 0) {
            throw new IOException(
                    "'" + file + "' has no column '" + name + "'; it has " + String.join(", ", heads) + ".");
        }
        List<Double> values = new ArrayList<>();
        int empty = 0;
        for (int i = 1; i < lines.size(); i++) {
            if (lines.get(i).isBlank()) {
                continue;
            }
            List<String> cells = cells(lines.get(i), file, i + 1);
            if (cells.size() <= at) {
                throw new IOException("Line " + (i + 1) + " of '" + file + "' has " + cells.size()
                        + " cells, but its head has " + heads.size() + "; mend that line.");
            }
            String cell = cells.get(at).strip();
            if (cell.isEmpty()) {
                empty++;
            } else {
                values.add(number(cell, name, i + 1, file));
            }
        }
        return new CsvColumn(values.stream().mapToDouble(Double::doubleValue).toArray(), empty);
    }

    private static double number(String cell, String name, int line, Path file) throws IOException {
        try {
            double value = Double.parseDouble(cell);
            if (Double.isFinite(value)) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw notANumber(cell, name, line, file, e);
        }
        throw notANumber(cell, name, line, file, null);
    }

    private static IOException notANumber(
            String cell, String name, int line, Path file, @org.jspecify.annotations.Nullable Exception cause) {
        return new IOException(
                "A number with a dot was wanted in column '" + name + "', but line " + line + " of '" + file + "' has '"
                        + cell + "'; mend it, or leave the cell empty.",
                cause);
    }

    private static List<String> cells(String line, Path file, int number) throws IOException {
        List<String> cells = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"' && quoted && i + 1 < line.length() && line.charAt(i + 1) == '"') {
                cell.append('"');
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                cells.add(cell.toString());
                cell.setLength(0);
            } else {
                cell.append(c);
            }
        }
        if (quoted) {
            throw new IOException("A quote is not closed in line " + number + " of '" + file + "'; mend that line.");
        }
        cells.add(cell.toString());
        return cells;
    }
}
