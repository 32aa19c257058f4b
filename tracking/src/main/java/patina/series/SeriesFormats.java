package patina.series;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;

/** Finds, among the formats that are installed, the one that reads a file or folder. */
public final class SeriesFormats {
    private SeriesFormats() {}

    /** A header and the name of the format that read it. */
    public record Found(String format, SeriesFormat.Header header) {}

    /** The files that a volume read by the named format consists of. */
    static List<Path> files(String format, Path path) throws IOException {
        for (SeriesFormat candidate : ServiceLoader.load(SeriesFormat.class)) {
            if (candidate.name().equals(format)) {
                return candidate.files(path);
            }
        }
        return List.of(path);
    }

    /**
     * Reads the header of the volume at {@code path}.
     *
     * @param options as series.json gives them: dataset, or raw's dimensions, type, byteOrder, offset
     * @throws IOException one sentence; when no format reads the file it tells what each said
     */
    public static Found read(Path path, Map<String, String> options) throws IOException {
        if (!Files.exists(path)) {
            throw new IOException("'" + path + "' was wanted, but there is no such file. Check its name and folder.");
        }
        if (!Files.isReadable(path)) {
            throw new IOException("'" + path + "' was wanted, but may not be read. Check its permissions.");
        }
        List<SeriesFormat> perhaps = new ArrayList<>();
        List<String> said = new ArrayList<>();
        for (SeriesFormat format : ServiceLoader.load(SeriesFormat.class)) {
            if (!format.options().containsAll(options.keySet())) {
                said.add(format.name() + ": knows nothing of "
                        + String.join(", ", options.keySet().stream().sorted().toList()));
                continue;
            }
            SeriesFormat.Answer answer = format.probe(path);
            if (answer instanceof SeriesFormat.Answer.Yes) {
                return new Found(format.name(), format.read(path, options));
            }
            if (answer instanceof SeriesFormat.Answer.No no) {
                said.add(format.name() + ": " + no.why());
            } else {
                perhaps.add(format);
            }
        }
        for (SeriesFormat format : ServiceLoader.load(SeriesFormat.LastResort.class)) {
            if (format.options().containsAll(options.keySet())
                    && format.probe(path) instanceof SeriesFormat.Answer.Maybe) {
                perhaps.add(format);
            }
        }
        IOException only = null;
        for (SeriesFormat format : perhaps) {
            try {
                return new Found(format.name(), format.read(path, options));
            } catch (IOException e) {
                only = e;
                said.add(format.name() + ": " + e.getMessage());
            }
        }
        if (perhaps.size() == 1 && only != null) {
            throw only;
        }
        throw new IOException("'" + path + "' was to be a volume, but no format reads it (" + String.join("; ", said)
                + "). Convert it to TIFF.");
    }
}
