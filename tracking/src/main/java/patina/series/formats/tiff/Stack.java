package patina.series.formats.tiff;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import patina.series.samples.SampleFile;

/** The planes of one TIFF file in order, those told only by ImageJ's 'images' line too, and what its text says. */
record Stack(List<Page> pages, Scale scale, Directories.Tags tags) {
    static Stack of(SampleFile file) throws IOException {
        Directories directories = Directories.of(file);
        Scale scale = Scale.of(directories.tags(), file.path().toString());
        List<Page> pages = directories.pages();
        if (!scale.several().isEmpty()) {
            throw new IOException("'" + file.path() + "' was to hold one volume, but holds " + scale.several()
                    + ". Save each as a file of its own.");
        }
        if (pages.size() == 1 && scale.planes() > 1 && scale.metadata().containsKey("imagej.images")) {
            pages = following(pages.get(0), scale.planes(), file);
        }
        return new Stack(pages, scale, directories.tags());
    }

    /** ImageJ writes stacks beyond 4 GB as one directory and plane after plane without gaps. */
    private static List<Page> following(Page first, long planes, SampleFile file) throws IOException {
        if (!first.oneRun()) {
            throw new IOException("'" + file.path() + "' says that it holds " + planes
                    + " images, but has one page, which" + " is packed. Pages are missing; write it again.");
        }
        long start = first.offsets()[0];
        if (planes > (file.bytes() - start) / first.bytes()) {
            throw new IOException("'" + file.path() + "' says that it holds " + planes + " images of " + first.bytes()
                    + " bytes, but has room for " + (file.bytes() - start) / first.bytes()
                    + ". The file is cut short; copy it again.");
        }
        List<Page> pages = new ArrayList<>();
        for (int i = 0; i < planes; i++) {
            pages.add(new Page(
                    i + 1,
                    first.width(),
                    first.height(),
                    first.type(),
                    first.order(),
                    first.compression(),
                    1,
                    first.tiled(),
                    first.pieceWidth(),
                    first.pieceHeight(),
                    new long[] {start + i * first.bytes()},
                    first.counts(),
                    true));
        }
        return pages;
    }
}
