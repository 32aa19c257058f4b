package patina.series.formats.tiff;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import patina.geometry.Extent;
import patina.series.NaturalOrder;
import patina.series.SeriesFormat;
import patina.series.samples.SampleFile;

/** Folders of TIFFs, one slice each, in the natural order of their names (2 before 10). */
public final class TiffFolderFormat implements SeriesFormat {
    @Override
    public String name() {
        return "TIFF slices";
    }

    @Override
    public Answer probe(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            return new Answer.No("it is no folder");
        }
        return slices(path).isEmpty() ? new Answer.No("the folder holds no TIFF") : new Answer.Yes();
    }

    /** The TIFFs in the folder, in natural order; hidden files are left out. */
    static List<Path> slices(Path folder) throws IOException {
        return visible(folder).stream().filter(TiffFormat::isNamedTiff).toList();
    }

    @Override
    public List<Path> files(Path path) throws IOException {
        return slices(path);
    }

    private static List<Path> visible(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(Files::isRegularFile)
                    .filter(file -> !file.getFileName().toString().startsWith("."))
                    .sorted(NaturalOrder.OF_PATHS)
                    .toList();
        }
    }

    @Override
    public Header read(Path path, Map<String, String> options) throws IOException {
        List<Path> slices = slices(path);
        if (slices.isEmpty()) {
            throw new IOException("'" + path + "' was to hold TIFF slices, but holds none. Name the folder that does.");
        }
        Stack first = null;
        for (Path slice : slices) {
            Stack stack;
            try (SampleFile file = new SampleFile(slice)) {
                stack = Stack.of(file);
            }
            if (stack.pages().size() > 1) {
                throw new IOException("'" + path + "' was to hold single slices, but '" + slice.getFileName()
                        + "' holds " + stack.pages().size()
                        + " pages: the folder holds volumes. Name the files one by one.");
            }
            if (first == null) {
                first = stack;
            }
            Page page = stack.pages().get(0);
            Page wanted = first.pages().get(0);
            if (page.width() != wanted.width() || page.height() != wanted.height() || page.type() != wanted.type()) {
                throw new IOException("'" + path + "' was to hold slices of one size and type, but '"
                        + slice.getFileName() + "' is " + page.width() + " x " + page.height() + " "
                        + page.type().key() + " and '" + slices.get(0).getFileName() + "' is " + wanted.width() + " x "
                        + wanted.height() + " " + wanted.type().key() + ". Move what is no slice out of the folder.");
            }
        }
        List<String> assumed =
                new ArrayList<>(java.util.Objects.requireNonNull(first).scale().assumed());
        assumed.add("The " + slices.size() + " slices are taken in the natural order of their names, '"
                + slices.get(0).getFileName() + "' first.");
        List<Path> others = new ArrayList<>(visible(path));
        others.removeAll(slices);
        if (!others.isEmpty()) {
            assumed.add(others.size() + " other file" + (others.size() == 1 ? " is" : "s are")
                    + " left aside, such as '" + others.get(0).getFileName() + "'.");
        }
        Page page = first.pages().get(0);
        Extent extent = new Extent(page.width(), page.height(), slices.size());
        return TiffFormat.header(
                first,
                new TiffSource(path.toString(), true, extent, page.type(), 0),
                first.scale().voxelSize(),
                assumed);
    }
}
