package patina.store;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import patina.chunks.StorageFailure;
import patina.registration.local.LocalVolumes;

/**
 * An inspection as files: a CSV for each table (UTF-8, comma, dot, one header row, lists joined by ';', empty for what
 * does not apply) and inspection.json. Neither holds times of day, so that equal results are equal bytes.
 */
final class Export {
    private static final List<Table<?>> TABLES = List.of(
            Schema.TRANSFORMS, Schema.FEATURES, Schema.TRACKS, Schema.MEMBER_VOLUMES, Schema.SUMMARY, Schema.FLAGS);
    private static final ObjectMapper JSON = new ObjectMapper();

    private Export() {}

    static void write(Inspection inspection, Path to) throws IOException {
        Path target = to.toAbsolutePath().normalize();
        boolean there = Files.isDirectory(target);
        Path temporary =
                there ? target.resolve(".export.part") : target.resolveSibling("." + target.getFileName() + ".part");
        try {
            clear(temporary);
            Files.createDirectories(temporary);
            for (Table<?> table : TABLES) {
                csv(inspection, table, temporary.resolve(table.file() + ".csv"));
            }
            moved(inspection, temporary.resolve("moved.csv"));
            json(inspection, temporary.resolve("inspection.json"));
            LocalVolumes fields = new LocalVolumes(inspection.folder().resolve("local"));
            if (fields.exists()) {
                fields.writeCsv(temporary.resolve("local.csv"));
            }
            if (there) {
                for (Path file : files(temporary)) {
                    Files.move(
                            file,
                            target.resolve(file.getFileName()),
                            StandardCopyOption.ATOMIC_MOVE,
                            StandardCopyOption.REPLACE_EXISTING);
                }
                Files.delete(temporary);
            } else {
                Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
            }
        } catch (IOException e) {
            try {
                clear(temporary);
            } catch (IOException left) {
                e.addSuppressed(left);
            }
            throw StorageFailure.writing(target, e);
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.toList();
        }
    }

    private static void clear(Path temporary) throws IOException {
        if (Files.isDirectory(temporary)) {
            for (Path file : files(temporary)) {
                Files.delete(file);
            }
            Files.delete(temporary);
        }
    }

    private static <R> void csv(Inspection inspection, Table<R> table, Path file) throws IOException {
        try (Writer out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
            StringJoiner header = new StringJoiner(",", "", "\n");
            table.columns().forEach(column -> header.add(column.name()));
            out.write(header.toString());
            for (R row : inspection.rows(table)) {
                StringJoiner line = new StringJoiner(",", "", "\n");
                for (Table.Column<R> column : table.columns()) {
                    line.add(quoted(text(column.value().of(row))));
                }
                out.write(line.toString());
            }
        }
    }

    private static void moved(Inspection inspection, Path file) throws IOException {
        try (Writer out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
            out.write("table,scan,id,column,before,after,u\n");
            for (MovedRow row : inspection.moved()) {
                out.write(row.table() + "," + row.scan() + "," + row.id() + "," + row.column() + ","
                        + PlainNumber.text(row.before()) + "," + PlainNumber.text(row.after()) + ","
                        + PlainNumber.text(row.uncertainty()) + "\n");
            }
        }
    }

    private static String text(@Nullable Object cell) {
        if (cell == null) {
            return "";
        }
        if (cell instanceof Double real) {
            return PlainNumber.text(real);
        }
        if (cell instanceof List<?> || cell instanceof double[] || cell instanceof long[]) {
            StringJoiner joined = new StringJoiner(";");
            for (Object item : items(cell)) {
                joined.add(text(item));
            }
            return joined.toString();
        }
        return cell.toString();
    }

    private static List<Object> items(Object cell) {
        List<Object> items = new ArrayList<>();
        if (cell instanceof List<?> list) {
            items.addAll(list);
        } else if (cell instanceof double[] reals) {
            for (double real : reals) {
                items.add(real);
            }
        } else if (cell instanceof long[] counts) {
            for (long count : counts) {
                items.add(count);
            }
        }
        return items;
    }

    /** RFC 4180: quoted where a comma, a quote or a line break would be misread. */
    private static String quoted(String text) {
        boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? text : "\"" + text.replace("\"", "\"\"") + "\"";
    }

    private static void json(Inspection inspection, Path file) throws IOException {
        List<RunRow> runs = inspection.runs();
        @Nullable RunRow last = runs.isEmpty() ? null : runs.get(runs.size() - 1);
        DefaultPrettyPrinter lines = new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n"));
        try (JsonGenerator json = JSON.getFactory()
                .createGenerator(Files.newBufferedWriter(file, StandardCharsets.UTF_8))
                .setPrettyPrinter(lines)) {
            json.writeStartObject();
            JsonNode series = parsed(last == null ? "" : last.series());
            json.writeFieldName("name");
            json.writeTree(series.path("name").isMissingNode() ? JSON.nullNode() : series.path("name"));
            json.writeStringField("version", last == null ? "" : last.version());
            json.writeFieldName("series");
            json.writeTree(series);
            json.writeFieldName("settings");
            json.writeTree(parsed(last == null ? "" : last.settings()));
            scans(inspection, json);
            json.writeObjectFieldStart("counts");
            for (Table<?> table : TABLES) {
                json.writeNumberField(table.file(), inspection.rows(table).size());
            }
            json.writeEndObject();
            for (Table<?> table : TABLES) {
                objects(inspection, table, json);
            }
            json.writeEndObject();
            json.writeRaw('\n');
        }
    }

    private static JsonNode parsed(String text) {
        if (text.isEmpty()) {
            return JSON.nullNode();
        }
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return JSON.getNodeFactory().textNode(text);
        }
    }

    private static void scans(Inspection inspection, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("scans");
        for (ScanRow scan : inspection.scans()) {
            json.writeStartObject();
            json.writeNumberField("scan", scan.scan());
            json.writeStringField("file", scan.file());
            json.writeStringField("role", scan.role());
            value(json, "exposure", scan.exposure());
            value(json, "size", new long[] {
                scan.extent().x(), scan.extent().y(), scan.extent().z()
            });
            value(json, "voxel_size_um", new double[] {
                scan.voxelSize().xUm(), scan.voxelSize().yUm(), scan.voxelSize().zUm()
            });
            json.writeStringField("type", scan.type());
            json.writeNumberField("bytes", scan.bytes());
            json.writeStringField("checksum", scan.checksum());
            value(json, "skip", scan.skip());
            json.writeFieldName("notes");
            json.writeTree(parsed(scan.notes()));
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static <R> void objects(Inspection inspection, Table<R> table, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart(table.file());
        for (R row : inspection.rows(table)) {
            json.writeStartObject();
            for (Table.Column<R> column : table.columns()) {
                value(json, column.name(), column.value().of(row));
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void value(JsonGenerator json, String name, @Nullable Object cell) throws IOException {
        json.writeFieldName(name);
        value(json, cell);
    }

    private static void value(JsonGenerator json, @Nullable Object cell) throws IOException {
        if (cell == null || cell instanceof Double real && !Double.isFinite(real)) {
            json.writeNull();
        } else if (cell instanceof Number) {
            json.writeNumber(text(cell));
        } else if (cell instanceof Boolean truth) {
            json.writeBoolean(truth);
        } else if (cell instanceof String string) {
            json.writeString(string);
        } else {
            json.writeStartArray();
            for (Object item : items(cell)) {
                value(json, item);
            }
            json.writeEndArray();
        }
    }
}
