package patina.phantom;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntConsumer;

/** Phantoms by name, and how to have them written. */
public final class Phantoms {
    private Phantoms() {}

    /** What there is: name and one sentence, in the order to list them. */
    public static Map<String, String> names() {
        Map<String, String> names = new LinkedHashMap<>();
        for (Scene scene : Scene.values()) {
            names.put(scene.key(), scene.sentence());
        }
        return Collections.unmodifiableMap(names);
    }

    /** As {@link #write(String, Path, PhantomOptions, IntConsumer)}, silently. */
    public static Path write(String name, Path out, PhantomOptions options) throws IOException {
        return write(name, out, options, scans -> {});
    }

    /**
     * Writes scan_00.tif and so on, truth.json and series.json into a folder, which is made if it is not there. Scans
     * appear under their names once they are whole, series.json last of all.
     *
     * @param written is told how many scans are there, each time one is
     * @return the path of series.json
     * @throws IllegalArgumentException when there is no phantom of that name, or it needs more steps
     */
    public static Path write(String name, Path out, PhantomOptions options, IntConsumer written) throws IOException {
        Phantom phantom = Phantom.of(Scene.named(name), options);
        Files.createDirectories(out);
        Path series = out.resolve("series.json");
        Files.deleteIfExists(series);
        for (PhantomScan scan : phantom.scans()) {
            scan.write(phantom.placement(), out.resolve(scan.file()), options.threads());
            written.accept(scan.index() + 1);
        }
        writeWhole(out.resolve("truth.json"), Json.write(new Truth(phantom).json()));
        writeWhole(series, Json.write(SeriesFile.of(phantom)));
        return series;
    }

    private static void writeWhole(Path path, String text) throws IOException {
        Path part = path.resolveSibling(path.getFileName() + ".part");
        Files.writeString(part, text);
        Files.move(part, path, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
}
