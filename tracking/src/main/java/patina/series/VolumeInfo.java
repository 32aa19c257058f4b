package patina.series;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import patina.geometry.Extent;
import patina.geometry.VoxelSize;

/**
 * What can be told of any volume or series without reading it: size, type, voxel size, and what had to be assumed.
 *
 * @param format the format's name, or 'series'
 * @param size of the volume, or of the reference scan
 * @param voxelSize null when nobody says
 */
public record VolumeInfo(
        Path path,
        String format,
        Extent size,
        int scans,
        String type,
        @Nullable VoxelSize voxelSize,
        List<String> assumed) {

    /**
     * Looks at a volume, a folder of slices, a series.json or a folder that holds one.
     *
     * @param voxelSize overrides what the file says; null to believe it
     */
    public static VolumeInfo of(Path path, @Nullable VoxelSize voxelSize) throws IOException {
        String name =
                path.getFileName() == null ? "" : path.getFileName().toString().toLowerCase(Locale.ROOT);
        if (name.endsWith(".json") || Files.isRegularFile(path.resolve("series.json"))) {
            Series series = SeriesFiles.read(path);
            Scan reference = series.referenceScan();
            List<String> assumed = new ArrayList<>();
            for (Scan scan : series.scans()) {
                scan.assumed().forEach(sentence -> assumed.add(scan.file() + ": " + sentence));
            }
            return new VolumeInfo(
                    path,
                    "series",
                    reference.extent(),
                    series.scans().size(),
                    reference.type(),
                    voxelSize != null ? voxelSize : reference.voxelSize(),
                    List.copyOf(assumed));
        }
        SeriesFormats.Found found = SeriesFormats.read(path, Map.of());
        SeriesFormat.Header header = found.header();
        List<String> assumed = new ArrayList<>(header.assumed());
        if (voxelSize == null && header.voxelSize() == null) {
            assumed.add("The file does not say how large its voxels are; give --voxel-size.");
        }
        return new VolumeInfo(
                path,
                found.format(),
                header.extent(),
                1,
                header.type(),
                voxelSize != null ? voxelSize : header.voxelSize(),
                List.copyOf(assumed));
    }

    /** As one line of JSON: path, format, size [x, y, z], scans, type, voxelSizeUm [x, y, z] or null, assumed. */
    public String toJson() {
        ObjectNode root = new JsonMapper().createObjectNode();
        root.put("path", path.toString()).put("format", format);
        root.putArray("size").add(size.x()).add(size.y()).add(size.z());
        root.put("scans", scans).put("type", type);
        if (voxelSize == null) {
            root.putNull("voxelSizeUm");
        } else {
            root.putArray("voxelSizeUm")
                    .add(voxelSize.xUm())
                    .add(voxelSize.yUm())
                    .add(voxelSize.zUm());
        }
        ArrayNode list = root.putArray("assumed");
        assumed.forEach(list::add);
        return root.toString();
    }
}
