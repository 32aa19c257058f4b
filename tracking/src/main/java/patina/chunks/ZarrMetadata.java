package patina.chunks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import patina.geometry.Extent;
import patina.geometry.VoxelSize;

/**
 * The JSON files of an OME-Zarr folder: .zgroup, .zattrs (NGFF 0.4 multiscales) and a .zarray for each level (Zarr
 * storage specification, version 2).
 */
final class ZarrMetadata {
    static final String ATTRIBUTES = ".zattrs";
    private static final ObjectMapper JSON = new ObjectMapper();

    private ZarrMetadata() {}

    /** Writes all files anew, each by an atomic rename; .zattrs comes last and makes the folder a volume. */
    static void write(OmeZarr volume) throws IOException {
        List<Integer> times = volume.times();
        int length = times.isEmpty() ? 1 : times.get(times.size() - 1) + 1;
        replace(volume.path().resolve(".zgroup"), JSON.createObjectNode().put("zarr_format", 2));
        for (int l = 0; l < volume.levels(); l++) {
            Path level = volume.path().resolve(Integer.toString(l));
            Files.createDirectories(level);
            replace(level.resolve(".zarray"), array(volume, l, length));
        }
        replace(volume.path().resolve(ATTRIBUTES), attributes(volume, times));
    }

    private static ObjectNode array(OmeZarr volume, int level, int times) {
        Extent extent = volume.extent(level);
        ObjectNode array = JSON.createObjectNode();
        array.put("zarr_format", 2);
        array.putArray("shape").add(times).add(extent.z()).add(extent.y()).add(extent.x());
        array.putArray("chunks")
                .add(1)
                .add(ChunkLayout.EDGE)
                .add(ChunkLayout.EDGE)
                .add(ChunkLayout.EDGE);
        array.put("dtype", volume.type().dtype);
        array.putObject("compressor").put("id", "zstd").put("level", Codec.LEVEL);
        if (volume.type() == OmeZarr.Type.FLOAT32) {
            array.put("fill_value", "NaN");
        } else {
            array.put("fill_value", 0);
        }
        array.put("order", "C");
        array.putNull("filters");
        array.put("dimension_separator", "/");
        return array;
    }

    private static ObjectNode attributes(OmeZarr volume, List<Integer> times) throws IOException {
        ObjectNode attributes = JSON.createObjectNode();
        ObjectNode scales = attributes.putArray("multiscales").addObject();
        scales.put("version", "0.4");
        Path name = volume.path().getFileName();
        scales.put("name", name == null ? "volume" : name.toString());
        ArrayNode axes = scales.putArray("axes");
        axes.addObject().put("name", "t").put("type", "time");
        for (String axis : new String[] {"z", "y", "x"}) {
            axes.addObject().put("name", axis).put("type", "space").put("unit", "micrometer");
        }
        ArrayNode datasets = scales.putArray("datasets");
        for (int l = 0; l < volume.levels(); l++) {
            VoxelSize size = volume.voxelSize(l);
            ObjectNode dataset = datasets.addObject().put("path", Integer.toString(l));
            ArrayNode transforms = dataset.putArray("coordinateTransformations");
            transforms
                    .addObject()
                    .put("type", "scale")
                    .putArray("scale")
                    .add(1.0)
                    .add(size.zUm())
                    .add(size.yUm())
                    .add(size.xUm());
            if (l > 0) {
                // The centre of a coarse voxel lies between those of the fine ones.
                double shift = ((1 << l) - 1) / 2.0;
                transforms
                        .addObject()
                        .put("type", "translation")
                        .putArray("translation")
                        .add(0.0)
                        .add(volume.voxelSize().zUm() * shift)
                        .add(volume.voxelSize().yUm() * shift)
                        .add(volume.voxelSize().xUm() * shift);
            }
        }
        if (volume.type() == OmeZarr.Type.UINT32) {
            scales.put("type", "mode of the labels above 0");
            attributes.putObject("image-label").put("version", "0.4");
        } else {
            scales.put("type", "mean");
        }
        ObjectNode patina = attributes.putObject("patina");
        patina.put("type", volume.type().name());
        if (volume.type() == OmeZarr.Type.UINT16) {
            patina.put("grey", "offset + slope * stored; 0 is not seen");
            ArrayNode greys = patina.putArray("greys");
            for (int t : times) {
                Manifest manifest = Manifest.read(volume.committed(0, t).resolve(OmeZarr.MANIFEST), volume);
                greys.addObject().put("t", t).put("offset", manifest.offset()).put("slope", manifest.slope());
            }
        }
        return attributes;
    }

    static OmeZarr read(Path folder) throws IOException {
        JsonNode attributes = parse(folder.resolve(ATTRIBUTES));
        JsonNode array = parse(folder.resolve("0").resolve(".zarray"));
        JsonNode shape = array.path("shape");
        JsonNode datasets = attributes.path("multiscales").path(0).path("datasets");
        JsonNode scale =
                datasets.path(0).path("coordinateTransformations").path(0).path("scale");
        String type = attributes.path("patina").path("type").asText();
        try {
            return new OmeZarr(
                    folder.toString(),
                    new Extent(
                            shape.path(3).asLong(),
                            shape.path(2).asLong(),
                            shape.path(1).asLong()),
                    new VoxelSize(
                            scale.path(3).asDouble(),
                            scale.path(2).asDouble(),
                            scale.path(1).asDouble()),
                    OmeZarr.Type.valueOf(type),
                    datasets.size());
        } catch (IllegalArgumentException e) {
            throw new StorageFailure(
                    "'" + folder + "' should hold a chunked volume of Patina, but its metadata does not fit ("
                            + e.getMessage()
                            + "). Delete that folder and give the same command again; it is made anew.",
                    e);
        }
    }

    private static JsonNode parse(Path file) throws IOException {
        try {
            return JSON.readTree(Files.readAllBytes(file));
        } catch (JsonProcessingException e) {
            throw new StorageFailure(
                    "'" + file + "' is not valid JSON (line " + e.getLocation().getLineNr()
                            + "). Delete that folder and give the same command again; it is made anew.",
                    e);
        } catch (IOException e) {
            throw StorageFailure.reading(file, e);
        }
    }

    private static void replace(Path file, JsonNode content) throws IOException {
        Path temporary = file.resolveSibling(file.getFileName() + ".part");
        Files.write(temporary, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(content));
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
