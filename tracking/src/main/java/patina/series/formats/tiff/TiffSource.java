package patina.series.formats.tiff;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import patina.blocks.Source;
import patina.blocks.Volume;
import patina.geometry.Extent;
import patina.series.samples.SampleFile;
import patina.series.samples.SampleType;

/**
 * A volume in one TIFF or in a folder of them.
 *
 * @param bytes the file's size when its header was read, so that a file that changed since is noticed; 0 for a folder
 */
record TiffSource(String path, boolean folder, Extent extent, SampleType type, long bytes) implements Source {
    @Override
    public Volume open() throws IOException {
        Path at = Path.of(path);
        if (folder) {
            List<Path> slices = TiffFolderFormat.slices(at);
            if (slices.size() != extent.z()) {
                throw changed(extent.z() + " slices", slices.size());
            }
            return new TiffVolume(this, slices, List.of());
        }
        Stack stack;
        try (SampleFile file = new SampleFile(at)) {
            if (file.bytes() != bytes) {
                throw changed(bytes + " bytes", file.bytes());
            }
            stack = Stack.of(file);
        }
        return new TiffVolume(this, List.of(at), stack.pages());
    }

    IOException changed(String wanted, Object found) {
        return new IOException("'" + path + "' was to have " + wanted + ", as when it was first read, but has " + found
                + ". It changed in the meantime; start again.");
    }
}
