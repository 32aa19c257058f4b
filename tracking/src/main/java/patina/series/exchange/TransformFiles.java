package patina.series.exchange;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import patina.geometry.Affine;

/**
 * Transforms in files; the ending tells the form.
 *
 * <ul>
 *   <li>.csv: a 4 x 4 matrix, four rows of four numbers (three rows are read too), micrometres.
 *   <li>.json: {"matrix": [[...], ...]} or the rows alone, 3 or 4 of them, micrometres; also what {@code patina register-pair
 *       --json} prints.
 *   <li>.tfm, .txt: ITK's text form. Points are in ITK's physical space, that is in the unit of the images' spacing: here
 *       millimetres, as ITK's readers of medical formats take it, with both images' origin at voxel (0, 0, 0)'s centre and
 *       direction along the axes. Like ITK's resampling it maps a point of the fixed image to the moving one, as ours does. No
 *       axis is turned: LPS, RAS and the like name patients' axes, and specimens have none.
 * </ul>
 */
public final class TransformFiles {
    private static final ObjectMapper JSON = new ObjectMapper();

    private TransformFiles() {}

    /**
     * Reads a transform.
     *
     * @return fixed to moving, micrometres
     * @throws IOException when there is no such file or it holds no such transform
     */
    public static Affine read(Path file) throws IOException {
        String text;
        try {
            text = Files.readString(file);
        } catch (NoSuchFileException missing) {
            throw new IOException("A transform was wanted, but there is no " + file + ".", missing);
        }
        Affine read = switch (ending(file)) {
            case ".csv" -> matrix(text, file);
            case ".json" -> json(text, file);
            default -> ItkTransform.read(text, file);
        };
        double determinant = read.determinant();
        if (!(Math.abs(determinant) > 1e-9) || !Double.isFinite(determinant)) {
            throw new IOException("'" + file + "' was to hold a transform that can be undone, but the determinant is "
                    + determinant + ". Give a matrix that neither flattens nor overflows.");
        }
        return read;
    }

    /** Writes a transform, fixed to moving, micrometres; a file that is there is replaced whole. */
    public static void write(Affine transform, Path file) throws IOException {
        String text = switch (ending(file)) {
            case ".csv" -> rows(transform, "", "\n") + "0.0,0.0,0.0,1.0\n";
            case ".json" -> "{\"matrix\":[" + rows(transform, "[", "],") + "[0.0,0.0,0.0,1.0]]}\n";
            default -> ItkTransform.text(transform);
        };
        Path part = file.resolveSibling(file.getFileName() + ".part");
        Files.writeString(part, text);
        Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    }

    private static String ending(Path file) throws IOException {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        for (String known : new String[] {".csv", ".json", ".tfm", ".txt"}) {
            if (name.endsWith(known)) {
                return known;
            }
        }
        throw new IOException("A transform's file ends in .csv, .json, .tfm or .txt, not like '" + file
                + "'. Give it one of these endings.");
    }

    private static String rows(Affine transform, String before, String after) {
        double[] m = transform.toArray();
        StringBuilder text = new StringBuilder();
        for (int r = 0; r < 3; r++) {
            text.append(before);
            for (int c = 0; c < 4; c++) {
                text.append(c == 0 ? "" : ",").append(m[4 * r + c]);
            }
            text.append(after);
        }
        return text.toString();
    }

    private static Affine matrix(String text, Path file) throws IOException {
        String[] lines = text.strip().split("\\R");
        double[][] rows = new double[lines.length][];
        for (int r = 0; r < lines.length; r++) {
            String[] cells = lines[r].strip().split("\\s*[,;\\s]\\s*");
            rows[r] = new double[cells.length];
            for (int c = 0; c < cells.length; c++) {
                rows[r][c] = number(cells[c], file);
            }
        }
        return checked(rows, file);
    }

    private static Affine json(String text, Path file) throws IOException {
        JsonNode root;
        try {
            root = JSON.readTree(text);
        } catch (JsonProcessingException broken) {
            throw new IOException(
                    "'" + file + "' is no JSON (line " + broken.getLocation().getLineNr() + ").", broken);
        }
        JsonNode matrix = root.isArray() ? root : root.path("matrix");
        double[][] rows = new double[matrix.size()][];
        for (int r = 0; r < rows.length; r++) {
            rows[r] = new double[matrix.get(r).size()];
            for (int c = 0; c < rows[r].length; c++) {
                rows[r][c] = number(matrix.get(r).get(c).asText(), file);
            }
        }
        return checked(rows, file);
    }

    static double number(String text, Path file) throws IOException {
        try {
            double value = Double.parseDouble(text);
            if (Double.isFinite(value)) {
                return value;
            }
        } catch (NumberFormatException none) {
            throw new IOException("'" + file + "' has '" + text + "' where a number was wanted.", none);
        }
        throw new IOException("'" + file + "' has '" + text + "' where a finite number was wanted.");
    }

    private static Affine checked(double[][] rows, Path file) throws IOException {
        boolean good = rows.length == 3 || rows.length == 4;
        for (double[] row : rows) {
            good &= row.length == 4;
        }
        if (good && rows.length == 4) {
            good = rows[3][0] == 0 && rows[3][1] == 0 && rows[3][2] == 0 && rows[3][3] == 1;
        }
        if (!good) {
            throw new IOException("'" + file + "' was to hold a matrix of 3 rows of 4 numbers, or 4 with 0 0 0 1 as the"
                    + " last, but has " + rows.length
                    + (rows.length > 0 ? " rows, the first of " + rows[0].length : " rows")
                    + ". Write it row by row, translations last in each.");
        }
        double[] m = new double[12];
        for (int r = 0; r < 3; r++) {
            System.arraycopy(rows[r], 0, m, 4 * r, 4);
        }
        return Affine.of(m);
    }
}
