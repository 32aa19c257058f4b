package patina.series;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import patina.geometry.Affine;
import patina.geometry.Point;
import patina.geometry.VoxelSize;

/**
 * Changes to a series.json, which is written anew as a whole or stays as it is; what it was is kept beside it as
 * series.json.old. What Patina does not know in it stays. Every method throws IOException with one sentence when the file
 * is no series, or would be none with the change.
 */
public final class SeriesEdits {
    private static final String MASK = "mask";
    private static final String BOXES = "boxes";
    private static final String STROKES = "strokes";

    private final Path target;
    private final Series series;
    private final ObjectNode root;

    private SeriesEdits(Path seriesJson) throws IOException {
        Path manifest = Files.isDirectory(seriesJson) ? seriesJson.resolve("series.json") : seriesJson;
        target = manifest.toAbsolutePath().normalize();
        // Says in a sentence when it is no series.
        series = SeriesFiles.read(target);
        root = (ObjectNode) new JsonMapper().readTree(Files.readString(target));
    }

    /**
     * Adds one scan at the end, cropped and binned as the scan before it.
     *
     * @param exposure in the series' unit
     * @param voxelSize null to take it from the file, or from the series
     */
    public static void add(Path seriesJson, Path file, double exposure, @Nullable VoxelSize voxelSize)
            throws IOException {
        SeriesEdits edits = new SeriesEdits(seriesJson);
        ArrayNode scans = (ArrayNode) edits.root.get("scans");
        JsonNode before = scans.get(scans.size() - 1);
        ObjectNode scan = scans.addObject();
        scan.put(
                "file",
                SeriesImport.relative(edits.folder(), file.toAbsolutePath().normalize()));
        SeriesImport.putNumber(scan, exposure);
        for (String key : List.of("crop", "bin")) {
            if (before.has(key)) {
                scan.set(key, before.get(key).deepCopy());
            }
        }
        if (voxelSize != null) {
            ObjectNode size = scan.putObject("voxelSize");
            size.putArray("value").add(voxelSize.xUm()).add(voxelSize.yUm()).add(voxelSize.zUm());
            size.put("unit", "um");
        }
        edits.write();
    }

    /** Hides places of scans; what is hidden already stays so. A place beside its scan is refused. */
    public static void hide(Path seriesJson, List<? extends HiddenShape> shapes) throws IOException {
        SeriesEdits edits = new SeriesEdits(seriesJson);
        for (HiddenShape shape : shapes) {
            ObjectNode scan = edits.scan(shape.scan());
            JsonNode before = scan.get(MASK);
            ObjectNode mask = before instanceof ObjectNode there ? there : scan.putObject(MASK);
            if (before != null && before.isTextual()) {
                mask.put("file", before.asText());
            }
            if (shape instanceof HiddenBox box) {
                ObjectNode into = list(mask, BOXES).addObject();
                put(into.putArray("from"), box.fromUm());
                put(into.putArray("to"), box.toUm());
                into.put("unit", "um");
            } else if (shape instanceof HiddenStroke stroke) {
                ObjectNode into = list(mask, STROKES).addObject();
                into.put("radius", stroke.radiusUm());
                ArrayNode path = into.putArray("path");
                stroke.pathUm().forEach(at -> put(path.addArray(), at));
                into.put("unit", "um");
            }
        }
        edits.write();
    }

    /**
     * Shows places again that were hidden.
     *
     * @param shapes as {@link Scan#hidden()} gives them
     * @throws IOException one sentence, also when one of them is not hidden
     */
    public static void unhide(Path seriesJson, List<? extends HiddenShape> shapes) throws IOException {
        SeriesEdits edits = new SeriesEdits(seriesJson);
        List<List<HiddenShape>> left = edits.series.scans().stream()
                .map(s -> (List<HiddenShape>) new java.util.ArrayList<>(s.hidden()))
                .toList();
        for (HiddenShape shape : shapes) {
            ObjectNode scan = edits.scan(shape.scan());
            List<HiddenShape> there = left.get(shape.scan());
            int at = there.indexOf(shape);
            if (at < 0) {
                throw new IOException("'" + edits.target + "' was to hide that place in scan " + shape.scan()
                        + ", but does so no more. Open it again.");
            }
            there.remove(at);
            ObjectNode mask = (ObjectNode) scan.get(MASK);
            // Boxes come first, then strokes.
            int boxes = mask.path(BOXES).size();
            String key = at < boxes ? BOXES : STROKES;
            ArrayNode list = (ArrayNode) mask.get(key);
            list.remove(at < boxes ? at : at - boxes);
            if (list.isEmpty()) {
                mask.remove(key);
            }
            if (mask.isEmpty()) {
                scan.remove(MASK);
            }
        }
        edits.write();
    }

    /**
     * Says where the registration of a scan begins, in place of what was said before.
     *
     * @param start specimen frame to the scan's frame, micrometres
     */
    public static void start(Path seriesJson, int scan, Affine start) throws IOException {
        SeriesEdits edits = new SeriesEdits(seriesJson);
        ArrayNode rows = edits.scan(scan).putObject("transform").putArray("start");
        double[] m = start.toArray();
        for (int r = 0; r < 3; r++) {
            ArrayNode row = rows.addArray();
            for (int c = 0; c < 4; c++) {
                row.add(m[4 * r + c]);
            }
        }
        rows.addArray().add(0).add(0).add(0).add(1);
        edits.write();
    }

    private ObjectNode scan(int index) throws IOException {
        JsonNode scans = root.get("scans");
        if (index < 0 || index >= scans.size()) {
            throw new IOException("'" + target + "' was to have a scan " + index + ", but has " + scans.size()
                    + ". Open it again, and do again what was done.");
        }
        return (ObjectNode) scans.get(index);
    }

    private static ArrayNode list(ObjectNode mask, String key) {
        return mask.get(key) instanceof ArrayNode there ? there : mask.putArray(key);
    }

    private static void put(ArrayNode into, Point at) {
        into.add(at.x()).add(at.y()).add(at.z());
    }

    private Path folder() {
        return Objects.requireNonNull(target.getParent());
    }

    /** Where the new text is a series that can be read. */
    private void write() throws IOException {
        String text = new JsonMapper().writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
        Path trial = Files.createTempFile(folder(), "series", ".json");
        try {
            Files.writeString(trial, text);
            SeriesFiles.read(trial);
        } finally {
            Files.deleteIfExists(trial);
        }
        SeriesImport.write(text, target, folder());
    }
}
