package patina.series.formats.tiff;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import patina.series.SeriesFormat;
import patina.series.SeriesFormatContract;

/** A folder of slices named so that only their natural order is right: slice_0, slice_1, ... slice_10. */
class TiffFolderFormatTest extends SeriesFormatContract {
    @Override
    protected Path write() throws IOException {
        Path slices = Files.createDirectories(folder.resolve("slices"));
        for (int z = 0; z < EXTENT.z(); z++) {
            slice(z).write(slices.resolve("slice_" + z + ".tif"));
        }
        Files.writeString(slices.resolve("log.txt"), "scanned on a Monday");
        return slices;
    }

    private static TestTiff slice(int z) {
        TestTiff tiff = new TestTiff((x, y, page) -> truth(x, y, z));
        tiff.pages = 1;
        tiff.compression = z % 2 == 0 ? 1 : 8;
        return tiff;
    }

    @Override
    protected SeriesFormat format() {
        return new TiffFolderFormat();
    }

    @Override
    protected String type() {
        return "uint16";
    }

    @Test
    void saysWhatWasLeftAside() throws IOException {
        String assumed = format().read(write(), Map.of()).assumed().toString();
        assertTrue(assumed.contains("log.txt"), assumed);
        assertTrue(assumed.contains("natural order"), assumed);
    }

    @Test
    void namesTheSliceThatDiffers() throws IOException {
        Path slices = write();
        TestTiff odd = slice(3);
        odd.width = 36;
        odd.write(slices.resolve("slice_3.tif"));
        IOException e = assertThrows(IOException.class, () -> format().read(slices, Map.of()));
        assertTrue(e.getMessage().contains("slice_3.tif"), e.getMessage());
        assertTrue(e.getMessage().contains("36 x 29"), e.getMessage());
    }

    @Test
    void refusesAFolderOfVolumes() throws IOException {
        Path slices = write();
        TestTiff stack = slice(0);
        stack.pages = 4;
        stack.write(slices.resolve("slice_0.tif"));
        IOException e = assertThrows(IOException.class, () -> format().read(slices, Map.of()));
        assertTrue(e.getMessage().contains("4 pages"), e.getMessage());
    }
}
