package patina.series;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import patina.blocks.Source;
import patina.geometry.Extent;
import patina.geometry.VoxelSize;

/**
 * A file format that scans come in: a plug-in found by ServiceLoader. Formats are leaves; nobody imports one.
 */
public interface SeriesFormat {
    /** The name as users say it: TIFF, MetaImage ... */
    String name();

    /** Whether this format can read what is at {@code path}, from its first bytes or its name; never throws for bad content. */
    Answer probe(Path path) throws IOException;

    /** The options of {@link #read} that this format understands; only formats that understand all given ones are asked. */
    default Set<String> options() {
        return Set.of();
    }

    /**
     * Reads the whole header (every directory of a TIFF, every file of a folder), but no voxels.
     *
     * @param options what series.json says of the file, such as dataset or raw (dimensions, type, byteOrder, offset)
     * @throws IOException one sentence: what was wanted, what was found (file, page, value, unit), what to do next
     */
    Header read(Path path, Map<String, String> options) throws IOException;

    /** The files that the volume at {@code path} consists of, for its checksum. */
    default List<Path> files(Path path) throws IOException {
        return List.of(path);
    }

    /** A format that is asked only when no other reads a file: one that starts slowly, or reads a bit of everything. */
    interface LastResort extends SeriesFormat {}

    /** What a format says of a file. */
    sealed interface Answer {
        /** Not this format. */
        record No(String why) implements Answer {}

        /** Perhaps, if {@code reason}. */
        record Maybe(String reason) implements Answer {}

        /** This format. */
        record Yes() implements Answer {}
    }

    /**
     * What a header says.
     *
     * @param voxelSize null when the file does not say
     * @param metadata origin, axes, acquisition data: kept for the record
     * @param assumed what had to be assumed, one sentence each
     */
    record Header(
            Extent extent,
            String type,
            @Nullable VoxelSize voxelSize,
            Source source,
            Map<String, String> metadata,
            List<String> assumed) {}
}
