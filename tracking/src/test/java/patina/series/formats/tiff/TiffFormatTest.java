package patina.series.formats.tiff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Point;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import patina.blocks.Volume;
import patina.geometry.Extent;
import patina.geometry.Region;
import patina.geometry.VoxelSize;
import patina.series.SeriesFormat;
import patina.series.SeriesFormatContract;

/** TIFF against bytes laid out by hand and files written by two other programs (the JDK's and TwelveMonkeys' ImageIO). */
class TiffFormatTest {
    @TempDir
    Path folder;

    private abstract static class Contract extends SeriesFormatContract {
        abstract void set(TestTiff tiff);

        @Override
        protected Path write() throws IOException {
            TestTiff tiff = new TestTiff(SeriesFormatContract::truth);
            set(tiff);
            return tiff.write(folder.resolve("scan.tif"));
        }

        @Override
        protected SeriesFormat format() {
            return new TiffFormat();
        }

        @Override
        protected String type() {
            return "uint16";
        }
    }

    @Nested
    class PlainStrips extends Contract {
        @Override
        void set(TestTiff tiff) {
            tiff.rowsPerStrip = 4;
        }
    }

    @Nested
    class PlainTilesInABigTiffOfBigEndianOrder extends Contract {
        @Override
        void set(TestTiff tiff) {
            tiff.tile = 16;
            tiff.big = true;
            tiff.order = ByteOrder.BIG_ENDIAN;
        }
    }

    @Nested
    class DeflatedTiles extends Contract {
        @Override
        void set(TestTiff tiff) {
            tiff.tile = 16;
            tiff.compression = 8;
            tiff.predictor = 2;
        }
    }

    @Nested
    class DeflatedFloatStrips extends Contract {
        @Override
        void set(TestTiff tiff) {
            tiff.bits = 32;
            tiff.format = 3;
            tiff.rowsPerStrip = 5;
            tiff.compression = 32946;
            tiff.predictor = 3;
        }

        @Override
        protected String type() {
            return "float32";
        }
    }

    @ParameterizedTest
    @CsvSource({
        // bits, format, big-endian, BigTIFF, tile, rows a strip, compression, predictor
        "8, 1, false, false, 0, 0, 1, 1",
        "8, 2, true, false, 0, 3, 1, 1",
        "16, 2, false, true, 0, 7, 1, 1",
        "16, 1, true, true, 16, 0, 1, 1",
        "32, 3, true, false, 0, 0, 1, 1",
        "32, 3, false, false, 32, 0, 8, 3",
        "32, 3, true, true, 0, 6, 8, 3",
        "16, 1, true, false, 0, 6, 8, 2",
        "16, 2, false, false, 16, 0, 32946, 2",
        "8, 1, false, false, 0, 29, 8, 2",
        "32, 1, true, false, 0, 5, 8, 2",
        "64, 3, false, false, 0, 5, 1, 1",
    })
    void readsEverySampleTypeOrderAndLayout(
            int bits, int format, boolean bigEndian, boolean big, int tile, int rows, int compression, int predictor)
            throws IOException {
        boolean signed = format != 1;
        double scale = bits == 8 ? 0.5 : format == 3 ? 0.37 : bits == 16 ? 100 : 1e6;
        TestTiff.Grey grey = (x, y, z) -> {
            double v = (x * 3 + y * 5 + z * 7) % 199 - (signed ? 99 : 0);
            return format == 3 ? (float) (v * scale) : Math.floor(v * scale);
        };
        for (boolean first : new boolean[] {false, true}) {
            TestTiff tiff = new TestTiff(grey);
            tiff.bits = bits;
            tiff.format = format;
            tiff.order = bigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
            tiff.big = big;
            tiff.tile = tile;
            tiff.rowsPerStrip = rows;
            tiff.compression = compression;
            tiff.predictor = predictor;
            tiff.directoryFirst = first;
            Path path = tiff.write(folder.resolve("a.tif"));
            checkWhole(path, new Extent(37, 29, 11), grey);
        }
    }

    private static SeriesFormat.Header header(Path path) throws IOException {
        return new TiffFormat().read(path, Map.of());
    }

    private static void checkWhole(Path path, Extent extent, TestTiff.Grey grey) throws IOException {
        SeriesFormat.Header header = header(path);
        assertEquals(extent, header.extent());
        Region region = Region.whole(extent);
        float[] values = new float[region.voxels()];
        byte[] valid = new byte[region.voxels()];
        try (Volume volume = header.source().open()) {
            volume.read(region, values, valid);
        }
        for (int i = 0; i < values.length; i++) {
            long x = i % extent.x();
            long y = i / extent.x() % extent.y();
            long z = i / extent.x() / extent.y();
            assertEquals((float) grey.at(x, y, z), values[i], "voxel " + x + " " + y + " " + z);
            assertEquals(1, valid[i]);
        }
    }

    /** Speckled but compressible, so that LZW's table fills and starts anew. */
    private static int speckle(long x, long y, long z) {
        return (int) ((x * x + 31 * y * z + (x * y >> 3) + (x ^ y)) % 256);
    }

    @ParameterizedTest
    @ValueSource(strings = {"LZW", "Deflate", "ZLib", "PackBits"})
    void readsWhatTwoOtherProgramsPack(String compression) throws IOException {
        for (String vendor : List.of("com.sun.imageio", "com.twelvemonkeys")) {
            int n = 150;
            Path path = folder.resolve(vendor + compression + ".tif");
            if (!writeByImageIo(vendor, compression, path, n)) {
                continue;
            }
            checkWhole(path, new Extent(n, n, 2), TiffFormatTest::speckle);
        }
    }

    private static boolean writeByImageIo(String vendor, String compression, Path path, int n) throws IOException {
        BufferedImage image = new BufferedImage(n, n, BufferedImage.TYPE_BYTE_GRAY);
        Iterator<ImageWriter> writers =
                ImageIO.getImageWriters(ImageTypeSpecifier.createFromRenderedImage(image), "tiff");
        while (writers.hasNext()) {
            ImageWriter writer = writers.next();
            if (!writer.getClass().getName().startsWith(vendor)) {
                continue;
            }
            ImageWriteParam param = writer.getDefaultWriteParam();
            param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            if (!java.util.Arrays.asList(param.getCompressionTypes()).contains(compression)) {
                return false;
            }
            param.setCompressionType(compression);
            try (ImageOutputStream out = ImageIO.createImageOutputStream(path.toFile())) {
                writer.setOutput(out);
                writer.prepareWriteSequence(null);
                for (int z = 0; z < 2; z++) {
                    byte[] pixels = new byte[n * n];
                    for (int i = 0; i < pixels.length; i++) {
                        pixels[i] = (byte) speckle(i % n, i / n, z);
                    }
                    WritableRaster raster = Raster.createInterleavedRaster(
                            new java.awt.image.DataBufferByte(pixels, pixels.length),
                            n,
                            n,
                            n,
                            1,
                            new int[] {0},
                            new Point());
                    BufferedImage page = new BufferedImage(image.getColorModel(), raster, false, null);
                    writer.writeToSequence(new IIOImage(page, null, null), param);
                }
                writer.endWriteSequence();
            }
            writer.dispose();
            return true;
        }
        throw new AssertionError("no writer of " + vendor);
    }

    @Test
    void passesOverThumbnails() throws IOException {
        TestTiff tiff = new TestTiff((x, y, z) -> x + y + z);
        tiff.thumbnailAfter = 0;
        checkWhole(tiff.write(folder.resolve("a.tif")), new Extent(37, 29, 11), tiff.grey);
    }

    @Test
    void hidesNanAndInfinity() throws IOException {
        TestTiff tiff = new TestTiff((x, y, z) -> x == 3 ? Double.NaN : y == 4 ? Double.NEGATIVE_INFINITY : 1);
        tiff.bits = 32;
        tiff.format = 3;
        try (Volume volume =
                header(tiff.write(folder.resolve("a.tif"))).source().open()) {
            float[] values = new float[37 * 29];
            byte[] valid = new byte[37 * 29];
            volume.read(new Region(0, 0, 2, 37, 29, 1), values, valid);
            for (int i = 0; i < values.length; i++) {
                boolean bad = i % 37 == 3 || i / 37 == 4;
                assertEquals(bad ? 0 : 1, valid[i]);
                assertEquals(bad ? 0 : 1, values[i]);
            }
        }
    }

    @Test
    void imageJTellsSpacingAndUnit() throws IOException {
        TestTiff tiff = new TestTiff((x, y, z) -> x);
        tiff.description = "ImageJ=1.53t\nimages=11\nslices=11\nunit=\\u00B5m\nspacing=7.5\nloop=false\n";
        tiff.resolution = new long[] {2, 5};
        tiff.resolutionUnit = 1;
        assertEquals(
                new VoxelSize(2.5, 2.5, 7.5),
                header(tiff.write(folder.resolve("a.tif"))).voxelSize());
    }

    @Test
    void imageJStacksBeyondTheDirectoriesAreReadWhole() throws IOException {
        TestTiff tiff = new TestTiff((x, y, z) -> x + 10 * y + 100 * z);
        tiff.description = "ImageJ=1.53t\nimages=11\nslices=11\n";
        tiff.singleDirectory = true;
        tiff.order = ByteOrder.BIG_ENDIAN;
        Path path = tiff.write(folder.resolve("a.tif"));
        checkWhole(path, new Extent(37, 29, 11), tiff.grey);
        tiff.description = "ImageJ=1.53t\nimages=14\nslices=14\n";
        refused(tiff.write(path), "14 images", "cut short");
    }

    @Test
    void omeXmlTellsTheVoxelSizeInAnyUnit() throws IOException {
        TestTiff tiff = new TestTiff((x, y, z) -> x);
        String pixels =
                "<?xml version=\"1.0\"?><OME xmlns=\"http://www.openmicroscopy.org/Schemas/OME/2016-06\"><Image>"
                        + "<Pixels SizeX=\"37\" SizeY=\"29\" SizeZ=\"11\" SizeC=\"%d\" SizeT=\"1\" PhysicalSizeX=\"650\""
                        + " PhysicalSizeXUnit=\"nm\" PhysicalSizeY=\"0.00065\" PhysicalSizeYUnit=\"mm\" PhysicalSizeZ=\"1.3\"/>"
                        + "</Image></OME>";
        tiff.description = String.format(pixels, 1);
        VoxelSize size = header(tiff.write(folder.resolve("a.tif"))).voxelSize();
        assertEquals(0.65, size.xUm(), 1e-12);
        assertEquals(0.65, size.yUm(), 1e-12);
        assertEquals(1.3, size.zUm(), 1e-12);
        tiff.description = String.format(pixels, 3);
        refused(tiff.write(folder.resolve("a.tif")), "3 channels");
    }

    @Test
    void resolutionTagsGiveAVoxelSizeUnlessTheyAreForPrinting() throws IOException {
        TestTiff tiff = new TestTiff((x, y, z) -> x);
        tiff.resolution = new long[] {2000, 1};
        tiff.resolutionUnit = 3;
        SeriesFormat.Header header = header(tiff.write(folder.resolve("a.tif")));
        assertEquals(VoxelSize.cube(5), header.voxelSize());
        assertTrue(header.assumed().get(0).contains("as high as it is wide"));
        tiff.resolution = new long[] {72, 1};
        tiff.resolutionUnit = 2;
        assertNull(header(tiff.write(folder.resolve("a.tif"))).voxelSize());
    }

    private static void refused(Path path, String... parts) {
        IOException e = assertThrows(IOException.class, () -> header(path));
        for (String part : parts) {
            assertTrue(e.getMessage().contains(part), e.getMessage());
        }
        assertTrue(e.getMessage().contains(path.getFileName().toString()), e.getMessage());
    }

    @Test
    void aChainThatLoopsIsRefused() throws IOException {
        TestTiff tiff = new TestTiff((x, y, z) -> x);
        tiff.pages = 3;
        byte[] bytes = tiff.bytes();
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int at = in.getInt(4);
        int first = at;
        int link = 4;
        while (at != 0) {
            link = at + 2 + 12 * in.getShort(at);
            at = in.getInt(link);
        }
        in.putInt(link, first);
        refused(Files.write(folder.resolve("loop.tif"), bytes), "after page 3", "back to page 1", "loops");
    }

    @Test
    void cutsInHeaderDirectoryAndPixelsAreToldApart() throws IOException {
        TestTiff tiff = new TestTiff((x, y, z) -> x);
        tiff.directoryFirst = true;
        byte[] bytes = tiff.bytes();
        refused(Files.write(folder.resolve("a.tif"), java.util.Arrays.copyOf(bytes, 6)), "only 6 bytes", "header");
        refused(Files.write(folder.resolve("a.tif"), java.util.Arrays.copyOf(bytes, 60)), "page 1", "directory of");
        refused(Files.write(folder.resolve("a.tif"), java.util.Arrays.copyOf(bytes, 900)), "page 1", "bytes of pixels");
        refused(
                Files.write(folder.resolve("a.tif"), java.util.Arrays.copyOf(bytes, bytes.length - 1)),
                "page 11",
                "bytes of pixels");
    }

    @Test
    void aHeaderThatClaimsAMillionMillionVoxelsIsRefused() throws IOException {
        for (int compression : new int[] {1, 8}) {
            TestTiff tiff = new TestTiff((x, y, z) -> x);
            tiff.pages = 1;
            tiff.compression = compression;
            byte[] bytes = tiff.bytes();
            ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
            int at = in.getInt(4);
            for (int e = at + 2; e < at + 2 + 12 * in.getShort(at); e += 12) {
                int tag = in.getShort(e) & 0xFFFF;
                if (tag == 256 || tag == 257) {
                    in.putInt(e + 8, 1_000_000);
                }
            }
            refused(
                    Files.write(folder.resolve("a.tif"), bytes),
                    "page 1",
                    "1000000 x 1000000",
                    bytes.length + " bytes");
        }
    }

    @Test
    void aPageOfAnotherSizeIsNamed() throws IOException {
        TestTiff tiff = new TestTiff((x, y, z) -> x);
        tiff.pages = 3;
        byte[] bytes = tiff.bytes();
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int second = in.getInt(in.getInt(4) + 2 + 12 * in.getShort(in.getInt(4)));
        for (int e = second + 2; e < second + 2 + 12 * in.getShort(second); e += 12) {
            if (in.getShort(e) == 257) {
                in.putInt(e + 8, 20);
            }
        }
        refused(Files.write(folder.resolve("a.tif"), bytes), "page 2", "37 x 20", "37 x 29");
    }

    @Test
    void noBrokenByteMakesAnythingButASentence() throws IOException {
        TestTiff tiff = new TestTiff((x, y, z) -> x);
        tiff.pages = 2;
        tiff.width = 8;
        tiff.height = 8;
        tiff.compression = 8;
        tiff.directoryFirst = true;
        byte[] bytes = tiff.bytes();
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 800; i++) {
            byte[] broken = bytes.clone();
            for (int k = 0; k <= random.nextInt(3); k++) {
                broken[random.nextInt(broken.length)] = (byte) random.nextInt();
            }
            Path path = Files.write(folder.resolve("a.tif"), broken);
            try (Volume volume = header(path).source().open()) {
                Region region =
                        new Region(0, 0, 0, (int) Math.min(8, volume.extent().x()), 1, 1);
                volume.read(region, new float[8], new byte[8]);
            } catch (IOException e) {
                assertTrue(e.getMessage().endsWith("."), "seed " + seed + ": " + e.getMessage());
            } catch (RuntimeException | Error e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }

    @Test
    void piecesThatDoNotFitInMemoryAreKeptInATemporaryFile() throws IOException {
        List<Integer> decoded = new ArrayList<>();
        try (var unpacked = new patina.series.samples.Unpacked(
                Path.of("a.tif"), patina.series.samples.SampleType.UINT8, ByteOrder.LITTLE_ENDIAN, 1000, piece -> {
                    decoded.add((int) piece);
                    byte[] bytes = new byte[400];
                    java.util.Arrays.fill(bytes, (byte) piece);
                    return bytes;
                })) {
            for (int round = 0; round < 3; round++) {
                for (int piece = 0; piece < 10; piece++) {
                    int[] labels = new int[30];
                    unpacked.rows(piece, 20, 50, 3, 10, new patina.series.samples.Voxels.Labels(labels), 0, 10);
                    for (int label : labels) {
                        assertEquals(piece, label);
                    }
                }
            }
        }
        assertEquals(10, decoded.size());
    }
}
