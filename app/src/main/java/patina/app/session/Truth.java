package patina.app.session;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import patina.geometry.Affine;
import patina.geometry.Extent;
import patina.geometry.Point;
import patina.geometry.ScanMap;

/**
 * What a phantom's geometry says, as its truth.json has it: micrometres, x y z, in the phantom's own specimen frame.
 *
 * @param size of the phantom's reference view, voxels
 * @param specimen the box around the specimen, or null when it is not given
 */
record Truth(double voxelUm, Extent size, @Nullable Box specimen, List<TrueScan> scans) {

    /** A box by two opposite corners. */
    record Box(Point low, Point high) {}

    /**
     * One scan.
     *
     * @param map specimen frame to the scan's frame
     * @param lostUm3 since the first scan, where both scans see; where truth does not tell that apart, everywhere
     */
    record TrueScan(
            String file, double exposure, ScanMap map, double scaleDrift, double lostUm3, List<TrueFeature> features) {}

    /**
     * One feature in one scan; null means not applicable.
     *
     * @param siteUm the centroid of what was lost
     * @param growth of the depth
     * @param seen share of it that this scan and the first both see, 0 to 1
     */
    record TrueFeature(
            String id,
            String kind,
            Point siteUm,
            double volumeUm3,
            double volumeTotalUm3,
            @Nullable Double depthUm,
            @Nullable Double mouthAreaUm2,
            @Nullable Double lengthUm,
            @Nullable Double openingMeanUm,
            @Nullable Double openingJumpUm,
            @Nullable Law growth,
            double seen,
            List<String> parents) {}

    /** Depth = k (exposure - incubation)^n, micrometres; nothing before. */
    record Law(double k, double n, double incubation) {
        double rate(double exposure) {
            return n == 0 || exposure <= incubation ? 0 : k * n * Math.pow(exposure - incubation, n - 1);
        }
    }

    /** Reads a truth.json. */
    static Truth read(Path path) throws IOException {
        if (!Files.isRegularFile(path)) {
            throw new IOException("There is no truth file '" + path + "'; 'patina phantom' writes one as truth.json.");
        }
        try {
            JsonNode root = new ObjectMapper().readTree(path.toFile());
            JsonNode size = wanted(root, "size", path);
            JsonNode box = root.path("specimen");
            Box specimen = box.has("low_um") && box.has("high_um")
                    ? new Box(point(box.get("low_um")), point(box.get("high_um")))
                    : null;
            double voxelUm = wanted(root, "voxel_um", path).asDouble();
            List<TrueScan> scans = new ArrayList<>();
            for (JsonNode scan : wanted(root, "scans", path)) {
                scans.add(scan(scan, voxelUm, path));
            }
            return new Truth(
                    voxelUm,
                    new Extent(
                            size.path(0).asLong(),
                            size.path(1).asLong(),
                            size.path(2).asLong()),
                    specimen,
                    scans);
        } catch (JacksonException e) {
            throw new IOException("'" + path + "' is no truth file: " + e.getOriginalMessage() + ".", e);
        }
    }

    /** One map, or one for each of the stacks that the scan was stitched from. */
    private static ScanMap map(JsonNode scan, double voxelUm, Path path) throws IOException {
        double um = scan.path("voxel_um").asDouble(voxelUm);
        List<ScanMap.Stack> stacks = new ArrayList<>();
        for (JsonNode stack : scan.path("stacks")) {
            stacks.add(new ScanMap.Stack(
                    (wanted(stack, "from", path).asDouble() - 0.5) * um,
                    (wanted(stack, "to", path).asDouble() - 0.5) * um,
                    matrix(stack, path)));
        }
        return stacks.isEmpty() ? ScanMap.of(matrix(scan, path)) : new ScanMap(stacks);
    }

    private static Affine matrix(JsonNode of, Path path) throws IOException {
        double[] matrix = new double[12];
        int n = 0;
        for (JsonNode row : wanted(of, "matrix", path)) {
            if (row.isArray()) {
                for (JsonNode cell : row) {
                    matrix[Math.min(n++, 11)] = cell.asDouble();
                }
            } else {
                matrix[Math.min(n++, 11)] = row.asDouble();
            }
        }
        if (n != 12) {
            throw new IOException("A matrix in '" + path + "' has " + n + " numbers, not 12.");
        }
        return Affine.of(matrix);
    }

    private static TrueScan scan(JsonNode scan, double voxelUm, Path path) throws IOException {
        List<TrueFeature> features = new ArrayList<>();
        for (JsonNode feature : scan.path("features")) {
            List<String> parents = new ArrayList<>();
            feature.path("parents").forEach(parent -> parents.add(parent.asText()));
            double volume = feature.path("volume_um3").asDouble(0);
            features.add(new TrueFeature(
                    wanted(feature, "id", path).asText(),
                    wanted(feature, "kind", path).asText(),
                    point(wanted(feature, "site_um", path)),
                    volume,
                    feature.path("volume_total_um3").asDouble(volume),
                    number(feature, "depth_um"),
                    number(feature, "mouth_area_um2"),
                    number(feature, "length_um"),
                    number(feature, "opening_mean_um"),
                    number(feature, "opening_jump_um"),
                    law(feature.path("growth")),
                    feature.path("seen").asDouble(1),
                    parents));
        }
        return new TrueScan(
                wanted(scan, "file", path).asText(),
                scan.path("exposure").asDouble(),
                map(scan, voxelUm, path),
                scan.path("scale_drift").asDouble(0),
                scan.path(scan.has("lost_seen_um3") ? "lost_seen_um3" : "lost_um3")
                        .asDouble(0),
                features);
    }

    private static @Nullable Law law(JsonNode growth) {
        if (!growth.path("of").asText().equals("depth") || !growth.has("k")) {
            return null;
        }
        return new Law(
                growth.get("k").asDouble(),
                growth.path("n").asDouble(0),
                growth.path("incubation").asDouble(Double.NEGATIVE_INFINITY));
    }

    private static JsonNode wanted(JsonNode node, String key, Path path) throws IOException {
        JsonNode value = node.get(key);
        if (value == null || value.isNull()) {
            throw new IOException("'" + path + "' is no truth file: it has no '" + key + "'.");
        }
        return value;
    }

    private static @Nullable Double number(JsonNode node, String key) {
        JsonNode value = node.get(key);
        return value == null || !value.isNumber() || !Double.isFinite(value.asDouble()) ? null : value.asDouble();
    }

    private static Point point(JsonNode node) {
        return new Point(
                node.path(0).asDouble(), node.path(1).asDouble(), node.path(2).asDouble());
    }
}
