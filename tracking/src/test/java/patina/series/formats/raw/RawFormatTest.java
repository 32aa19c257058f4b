package patina.series.formats.raw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import patina.geometry.Extent;
import patina.series.SeriesFormat;
import patina.series.SeriesFormatContract;

/** Raw samples, big-endian int16 behind a header of 100 bytes. */
class RawFormatTest extends SeriesFormatContract {
    @Override
    protected Path write() throws IOException {
        ByteBuffer out = ByteBuffer.allocate(100 + 2 * (int) EXTENT.voxels()).order(ByteOrder.BIG_ENDIAN);
        out.position(100);
        for (int z = 0; z < EXTENT.z(); z++) {
            for (int y = 0; y < EXTENT.y(); y++) {
                for (int x = 0; x < EXTENT.x(); x++) {
                    out.putShort((short) truth(x, y, z));
                }
            }
        }
        return Files.write(folder.resolve("scan.raw"), out.array());
    }

    @Override
    protected SeriesFormat format() {
        return new RawFormat();
    }

    @Override
    protected String type() {
        return "int16";
    }

    @Override
    protected Map<String, String> options() {
        return Map.of("dimensions", "37x29x11", "type", "int16", "byteOrder", "big", "offset", "100");
    }

    @Test
    void takesSizeAndTypeFromTheNameAndSaysSo() throws IOException {
        Path path = Files.write(folder.resolve("sand_20x30x4_uint8.raw"), new byte[2400]);
        SeriesFormat.Header header = format().read(path, Map.of());
        assertEquals(new Extent(20, 30, 4), header.extent());
        assertEquals("uint8", header.type());
        assertEquals(2, header.assumed().size());
    }

    @Test
    void takesTheTypeFromTheSizeAndSaysSo() throws IOException {
        Path path = Files.write(folder.resolve("sand 20x30x4.raw"), new byte[4800]);
        SeriesFormat.Header header = format().read(path, Map.of());
        assertEquals("uint16", header.type());
        assertTrue(header.assumed().toString().contains("little-endian"));
    }

    @Test
    void aNameThatIsWrongIsRefusedWithWhatWouldFit() throws IOException {
        Path path = Files.write(folder.resolve("grain_20x30x5_uint8.raw"), new byte[2400]);
        IOException e = assertThrows(IOException.class, () -> format().read(path, Map.of()));
        assertTrue(e.getMessage().contains("3000 bytes"), e.getMessage());
        assertTrue(e.getMessage().contains("20 x 30 x 4 would fit"), e.getMessage());
    }

    @Test
    void aMillionMillionVoxelsAreRefused() throws IOException {
        Path path = Files.write(folder.resolve("a.raw"), new byte[2400]);
        IOException e = assertThrows(
                IOException.class,
                () -> format().read(path, Map.of("dimensions", "10000x10000x10000", "type", "uint8")));
        assertTrue(e.getMessage().contains("1000000000000 bytes"), e.getMessage());
    }
}
