package patina.series.formats.tiff;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import patina.geometry.Extent;
import patina.geometry.VoxelSize;
import patina.series.SeriesFormat;
import patina.series.samples.SampleFile;

/** TIFF and BigTIFF files of one page a slice. */
public final class TiffFormat implements SeriesFormat {
    @Override
    public String name() {
        return "TIFF";
    }

    @Override
    public Answer probe(Path path) throws IOException {
        if (!Files.isRegularFile(path)) {
            return new Answer.No("it is no file");
        }
        byte[] first;
        try (InputStream in = Files.newInputStream(path)) {
            first = in.readNBytes(4);
        }
        if (first.length == 4
                && (first[0] == 'I' && first[1] == 'I' && (first[2] == 42 || first[2] == 43) && first[3] == 0
                        || first[0] == 'M' && first[1] == 'M' && first[2] == 0 && (first[3] == 42 || first[3] == 43))) {
            return new Answer.Yes();
        }
        return isNamedTiff(path)
                ? new Answer.Maybe("its name ends as a TIFF's does")
                : new Answer.No("it does not begin as a TIFF");
    }

    static boolean isNamedTiff(Path path) {
        String name = path.getFileName().toString().toLowerCase(Locale.ROOT);
        return name.endsWith(".tif") || name.endsWith(".tiff") || name.endsWith(".btf") || name.endsWith(".tf8");
    }

    @Override
    public Header read(Path path, Map<String, String> options) throws IOException {
        try (SampleFile file = new SampleFile(path)) {
            Stack stack = Stack.of(file);
            Page first = stack.pages().get(0);
            List<String> assumed = new ArrayList<>(stack.scale().assumed());
            long planes = stack.scale().planes();
            if (planes > 0 && planes != stack.pages().size()) {
                assumed.add("The file's text speaks of " + planes + " planes; the "
                        + stack.pages().size() + " that it holds are read.");
            }
            return header(
                    stack,
                    new TiffSource(
                            path.toString(),
                            false,
                            new Extent(
                                    first.width(), first.height(), stack.pages().size()),
                            first.type(),
                            file.bytes()),
                    stack.scale().voxelSize(),
                    assumed);
        }
    }

    /** The header of a volume whose first page and text are {@code stack}'s. */
    static Header header(Stack stack, TiffSource source, @Nullable VoxelSize voxelSize, List<String> assumed) {
        Page first = stack.pages().get(0);
        if (stack.tags().photometric() == 0) {
            assumed.add("The file says that 0 is white; values are taken as stored.");
        }
        if (stack.tags().photometric() == 3) {
            assumed.add("The file has a colour table; values are taken as stored.");
        }
        Map<String, String> metadata = new TreeMap<>(stack.scale().metadata());
        metadata.put("tiff.compression", first.compression().name().toLowerCase(Locale.ROOT));
        return new Header(source.extent(), source.type().key(), voxelSize, source, metadata, List.copyOf(assumed));
    }
}
