package patina.phantom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TiffFileTest {
    private static final int WIDTH = 7;
    private static final int HEIGHT = 5;
    private static final int PAGES = 3;

    @TempDir
    Path folder;

    private static int grey(int x, int y, int z) {
        return (x * 9000 + y * 131 + z * 20_011) & 0xFFFF;
    }

    private static void fill(TiffFile file) throws IOException {
        for (int z = PAGES - 1; z >= 0; z--) {
            ByteBuffer slice = ByteBuffer.allocate(2 * WIDTH * HEIGHT).order(ByteOrder.LITTLE_ENDIAN);
            for (int i = 0; i < WIDTH * HEIGHT; i++) {
                slice.putShort((short) grey(i % WIDTH, i / WIDTH, z));
            }
            file.write(z, slice.flip());
        }
        file.commit();
    }

    @Test
    void theJdkReadsEveryPage() throws IOException {
        Path path = folder.resolve("classic.tif");
        try (TiffFile file = new TiffFile(path, WIDTH, HEIGHT, PAGES)) {
            fill(file);
        }
        ImageReader reader = ImageIO.getImageReadersByFormatName("tiff").next();
        try (ImageInputStream input = ImageIO.createImageInputStream(path.toFile())) {
            reader.setInput(input);
            assertEquals(PAGES, reader.getNumImages(true));
            for (int z = 0; z < PAGES; z++) {
                var raster = reader.read(z).getRaster();
                for (int y = 0; y < HEIGHT; y++) {
                    for (int x = 0; x < WIDTH; x++) {
                        assertEquals(grey(x, y, z), raster.getSample(x, y, 0));
                    }
                }
            }
        } finally {
            reader.dispose();
        }
    }

    /** Walks the directories as the BigTIFF specification lays them out. */
    @Test
    void bigTiffHasItsOwnHeaderAndDirectories() throws IOException {
        Path path = folder.resolve("big.tif");
        try (TiffFile file = new TiffFile(path, WIDTH, HEIGHT, PAGES, true)) {
            fill(file);
        }
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(path)).order(ByteOrder.LITTLE_ENDIAN);
        assertEquals('I' | 'I' << 8, bytes.getShort(0));
        assertEquals(43, bytes.getShort(2));
        assertEquals(8, bytes.getShort(4));
        assertEquals(0, bytes.getShort(6));
        long at = bytes.getLong(8);
        int page = 0;
        while (at != 0) {
            int count = (int) bytes.getLong((int) at);
            Map<Integer, Long> tags = new HashMap<>();
            for (int i = 0; i < count; i++) {
                int entry = (int) at + 8 + 20 * i;
                assertEquals(1, bytes.getLong(entry + 4));
                boolean isShort = bytes.getShort(entry + 2) == 3;
                tags.put((int) bytes.getShort(entry), isShort ? bytes.getShort(entry + 12) : bytes.getLong(entry + 12));
            }
            assertEquals(WIDTH, tags.get(256));
            assertEquals(HEIGHT, tags.get(257));
            assertEquals(2L * WIDTH * HEIGHT, tags.get(279));
            int strip = tags.getOrDefault(273, -1L).intValue();
            assertEquals(16 + page * 2 * WIDTH * HEIGHT, strip);
            assertEquals(grey(3, 2, page), bytes.getShort(strip + 2 * (2 * WIDTH + 3)) & 0xFFFF);
            at = bytes.getLong((int) at + 8 + 20 * count);
            page++;
        }
        assertEquals(PAGES, page);
    }

    @Test
    void onlyWhatPassesFourGigabytesIsBig() {
        assertFalse(TiffFile.isBig(1024, 1024, 1024));
        assertFalse(TiffFile.isBig(1024, 1024, 2047));
        assertTrue(TiffFile.isBig(1024, 1024, 2048));
    }

    @Test
    void aFileThatWasNotCommittedLeavesNothing() throws IOException {
        try (TiffFile file = new TiffFile(folder.resolve("half.tif"), WIDTH, HEIGHT, PAGES)) {
            file.write(0, ByteBuffer.allocate(2 * WIDTH * HEIGHT));
        }
        try (var files = Files.list(folder)) {
            assertEquals(0, files.count());
        }
    }
}
