package patina.series.formats.metaimage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import patina.blocks.Volume;
import patina.geometry.Extent;
import patina.geometry.Region;
import patina.geometry.VoxelSize;
import patina.series.SeriesFormat;
import patina.series.SeriesFormatContract;

/** MetaImage, written as the format's own page describes it. */
class MetaImageFormatTest {
    @TempDir
    Path folder;

    private abstract static class Contract extends SeriesFormatContract {
        @Override
        protected SeriesFormat format() {
            return new MetaImageFormat();
        }

        @Override
        protected String type() {
            return "int16";
        }

        static byte[] samples() {
            ByteBuffer out = ByteBuffer.allocate(2 * (int) EXTENT.voxels()).order(ByteOrder.LITTLE_ENDIAN);
            for (int z = 0; z < EXTENT.z(); z++) {
                for (int y = 0; y < EXTENT.y(); y++) {
                    for (int x = 0; x < EXTENT.x(); x++) {
                        out.putShort((short) truth(x, y, z));
                    }
                }
            }
            return out.array();
        }
    }

    private static byte[] file(String header, byte[] samples) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(header.getBytes(StandardCharsets.ISO_8859_1));
        out.writeBytes(samples);
        return out.toByteArray();
    }

    private static byte[] packed(byte[] samples) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(out)) {
            deflater.write(samples);
        }
        return out.toByteArray();
    }

    private static final String HEAD =
            "ObjectType = Image\nNDims = 3\nBinaryData = True\nBinaryDataByteOrderMSB = False\n"
                    + "Offset = -1 2 3\nElementSpacing = 0.005 0.005 0.01\nDimSize = 37 29 11\nElementType = MET_SHORT\n";

    @Nested
    class Local extends Contract {
        @Override
        protected Path write() throws IOException {
            return Files.write(folder.resolve("scan.mha"), file(HEAD + "ElementDataFile = LOCAL\n", samples()));
        }

        @Test
        void spacingIsTakenAsMillimetresAndSaidToBe() throws IOException {
            SeriesFormat.Header header = format().read(write(), Map.of());
            assertEquals(new VoxelSize(5, 5, 10), header.voxelSize());
            assertTrue(header.assumed().get(0).contains("millimetres"));
            assertEquals("-1 2 3", header.metadata().get("metaimage.Offset"));
        }
    }

    @Nested
    class Packed extends Contract {
        @Override
        protected Path write() throws IOException {
            byte[] packed = packed(samples());
            return Files.write(
                    folder.resolve("scan.mha"),
                    file(
                            HEAD + "CompressedData = True\nCompressedDataSize = " + packed.length
                                    + "\nElementDataFile = LOCAL\n",
                            packed));
        }
    }

    @Nested
    class DataBesideTheHeader extends Contract {
        @Override
        protected Path write() throws IOException {
            Files.write(folder.resolve("scan.raw"), file("some header of any length", samples()));
            return Files.writeString(
                    folder.resolve("scan.mhd"), HEAD + "HeaderSize = 25\nElementDataFile = scan.raw\n");
        }

        @Override
        protected Path voxels(Path path) {
            return path.resolveSibling("scan.raw");
        }

        @Test
        void headerSizeMinusOneCountsFromTheEnd() throws IOException {
            SeriesFormat.Header known = format().read(write(), Map.of());
            Path path = folder.resolve("scan.mhd");
            Files.writeString(path, Files.readString(path).replace("HeaderSize = 25", "HeaderSize = -1"));
            assertEquals(known.source(), format().read(path, Map.of()).source());
        }

        @Test
        void bothFilesCountForTheChecksum() throws IOException {
            assertEquals(List.of(folder.resolve("scan.mhd"), folder.resolve("scan.raw")), format().files(write()));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "MET_UCHAR, uint8, 1",
        "MET_CHAR, int8, 1",
        "MET_USHORT, uint16, 2",
        "MET_SHORT, int16, 2",
        "MET_UINT, uint32, 4",
        "MET_INT, int32, 4",
        "MET_LONG, int32, 4",
        "MET_ULONG_LONG, uint64, 8",
        "MET_LONG_LONG, int64, 8",
        "MET_FLOAT, float32, 4",
        "MET_DOUBLE, float64, 8"
    })
    void readsEveryElementType(String met, String type, int bytes) throws IOException {
        ByteBuffer samples = ByteBuffer.allocate(12 * bytes).order(ByteOrder.BIG_ENDIAN);
        for (int i = 0; i < 12; i++) {
            switch (met) {
                case "MET_FLOAT" -> samples.putFloat(i);
                case "MET_DOUBLE" -> samples.putDouble(i);
                default -> samples.position(samples.position() + bytes - 1).put((byte) i);
            }
        }
        Path path = Files.write(
                folder.resolve("a.mha"),
                file(
                        "NDims = 3\nDimSize = 3 2 2\nElementByteOrderMSB = True\nElementType = " + met
                                + "\nElementDataFile = LOCAL\n",
                        samples.array()));
        SeriesFormat.Header header = new MetaImageFormat().read(path, Map.of());
        assertEquals(type, header.type());
        assertEquals(new Extent(3, 2, 2), header.extent());
        try (Volume volume = header.source().open()) {
            float[] values = new float[12];
            volume.read(new Region(0, 0, 0, 3, 2, 2), values, new byte[12]);
            for (int i = 0; i < 12; i++) {
                assertEquals(i, values[i]);
            }
        }
    }

    @Test
    void wrongHeadersAreRefusedByTheirKey() throws IOException {
        refused("NDims = 4\nDimSize = 1 1 1 1\n", "NDims");
        refused("NDims = 3\nDimSize = 3 x 2\n", "DimSize");
        refused("NDims = 3\nDimSize = 3 2 2\nElementType = MET_STRING\n", "ElementType");
        refused("NDims = 3\nDimSize = 1000000 1000 1000\nElementType = MET_UCHAR\n", "1000000000000 bytes");
        refused("NDims = 3\nDimSize = 10000000 10000000 10000000\nElementType = MET_UCHAR\n", "DimSize");
        refused("NDims = 3\nDimSize = 3 2 2\nElementType = MET_UCHAR\nElementSpacing = 0 1 1\n", "ElementSpacing");
        refused("NDims = 3\nDimSize = 3 2 2\nElementType = MET_UCHAR\nElementNumberOfChannels = 3\n", "Channels");
    }

    private void refused(String header, String part) throws IOException {
        Path path = Files.write(folder.resolve("a.mha"), file(header + "ElementDataFile = LOCAL\n", new byte[12]));
        IOException e = assertThrows(IOException.class, () -> new MetaImageFormat().read(path, Map.of()));
        assertTrue(e.getMessage().contains(part), e.getMessage());
        assertTrue(e.getMessage().contains("a.mha"), e.getMessage());
    }
}
