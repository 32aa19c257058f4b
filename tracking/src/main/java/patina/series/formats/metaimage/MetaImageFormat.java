package patina.series.formats.metaimage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import patina.blocks.Source;
import patina.geometry.Extent;
import patina.geometry.VoxelSize;
import patina.series.SeriesFormat;
import patina.series.samples.RawSource;
import patina.series.samples.SampleType;

/**
 * MetaImage: lines of 'Key = value' and then, or in another file, the samples, plain or as one zlib stream. Spacing has
 * no unit in the format; it is taken as millimetres, and said to be so.
 */
public final class MetaImageFormat implements SeriesFormat {
    private static final int MOST_HEADER_BYTES = 1 << 20;
    private static final List<String> KEPT = List.of(
            "Offset",
            "Position",
            "Origin",
            "TransformMatrix",
            "Rotation",
            "Orientation",
            "CenterOfRotation",
            "AnatomicalOrientation",
            "Modality",
            "Comment",
            "AcquisitionDate");

    @Override
    public String name() {
        return "MetaImage";
    }

    @Override
    public Answer probe(Path path) {
        String name = path.getFileName().toString().toLowerCase(Locale.ROOT);
        if (!Files.isRegularFile(path)) {
            return new Answer.No("it is no file");
        }
        return name.endsWith(".mhd") || name.endsWith(".mha")
                ? new Answer.Yes()
                : new Answer.No("its name does not end in .mhd or .mha");
    }

    @Override
    public Header read(Path path, Map<String, String> options) throws IOException {
        Lines lines = lines(path);
        List<String> assumed = new ArrayList<>();
        Extent extent = extent(lines);
        SampleType type = type(lines);
        String channels = lines.get("ElementNumberOfChannels");
        if (channels != null && !channels.equals("1")) {
            throw lines.wrong("ElementNumberOfChannels", "1, grey values", "Save each channel as a volume of its own.");
        }
        if ("false".equalsIgnoreCase(lines.get("BinaryData"))) {
            throw lines.wrong("BinaryData", "True", "Save it as binary data.");
        }
        String order = lines.get("BinaryDataByteOrderMSB");
        if (order == null) {
            order = lines.get("ElementByteOrderMSB");
        }
        boolean big = "true".equalsIgnoreCase(order);
        Map<String, String> metadata = new TreeMap<>();
        for (String key : KEPT) {
            String value = lines.get(key);
            if (value != null) {
                metadata.put("metaimage." + key, value);
            }
        }
        return new Header(
                extent,
                type.key(),
                voxelSize(lines, assumed),
                source(lines, extent, type, big),
                metadata,
                List.copyOf(assumed));
    }

    @Override
    public List<Path> files(Path path) throws IOException {
        Path data = data(lines(path));
        return data.equals(path) ? List.of(path) : List.of(path, data);
    }

    /** Where the voxels are. */
    private static Path data(Lines lines) {
        String name = java.util.Objects.requireNonNullElse(lines.get("ElementDataFile"), "");
        return name.equalsIgnoreCase("LOCAL") ? lines.path : lines.path.resolveSibling(name);
    }

    /** The header's lines; {@code end} is the byte after the last one. */
    private record Lines(Path path, Map<String, String> values, long end) {
        @Nullable
        String get(String key) {
            return values.get(key.toLowerCase(Locale.ROOT));
        }

        IOException wrong(String key, String wanted, String then) {
            String found = get(key);
            return new IOException("'" + path + "': " + key + " was to be " + wanted + ", but is "
                    + (found == null ? "missing" : "'" + found + "'") + ". " + then);
        }

        double[] numbers(String key, int n, String then) throws IOException {
            String[] words =
                    java.util.Objects.requireNonNullElse(get(key), "").trim().split("\\s+");
            double[] numbers = new double[n];
            boolean good = words.length == n;
            for (int i = 0; good && i < n; i++) {
                try {
                    numbers[i] = Double.parseDouble(words[i]);
                } catch (NumberFormatException e) {
                    good = false;
                }
            }
            if (!good) {
                throw wrong(key, n + " numbers", then);
            }
            return numbers;
        }
    }

    private static Lines lines(Path path) throws IOException {
        byte[] head;
        try (InputStream in = Files.newInputStream(path)) {
            head = in.readNBytes(MOST_HEADER_BYTES);
        }
        Map<String, String> values = new LinkedHashMap<>();
        int at = 0;
        while (at < head.length) {
            int end = at;
            while (end < head.length && head[end] != '\n') {
                end++;
            }
            String line = new String(head, at, end - at, StandardCharsets.ISO_8859_1).strip();
            at = end + 1;
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            int equals = line.indexOf('=');
            if (equals < 1 || equals > 100) {
                break;
            }
            String key = line.substring(0, equals).strip().toLowerCase(Locale.ROOT);
            values.put(key, line.substring(equals + 1).strip());
            // By the format's rule this is the last line.
            if (key.equals("elementdatafile")) {
                return new Lines(path, values, at);
            }
        }
        throw new IOException("'" + path + "' was to be a MetaImage header that ends with ElementDataFile, but "
                + (values.isEmpty() ? "holds no 'Key = value' lines" : "ends before it (last: " + last(values) + ")")
                + ". The file is cut short or no MetaImage; copy or write it again.");
    }

    private static String last(Map<String, String> values) {
        return List.copyOf(values.keySet()).get(values.size() - 1);
    }

    private static Extent extent(Lines lines) throws IOException {
        int dimensions = (int) lines.numbers("NDims", 1, "Save it as a volume.")[0];
        if (dimensions != 2 && dimensions != 3) {
            throw lines.wrong("NDims", "3 (or 2 for one slice)", "Save each volume as a file of its own.");
        }
        double[] size = lines.numbers("DimSize", dimensions, "Write the file again.");
        for (double n : size) {
            if (n < 1 || n != Math.rint(n) || n > 1e15) {
                throw lines.wrong("DimSize", "whole numbers above 0", "Write the file again.");
            }
        }
        Extent extent = new Extent((long) size[0], (long) size[1], dimensions == 3 ? (long) size[2] : 1);
        try {
            RawSource.bytes(extent, SampleType.FLOAT64);
        } catch (ArithmeticException e) {
            throw lines.wrong("DimSize", "of a volume that some disk can hold", "The header is wrong; write it again.");
        }
        return extent;
    }

    private static SampleType type(Lines lines) throws IOException {
        String type = lines.get("ElementType");
        return switch (type == null ? "" : type.toUpperCase(Locale.ROOT)) {
            case "MET_UCHAR", "MET_ASCII_CHAR" -> SampleType.UINT8;
            case "MET_CHAR" -> SampleType.INT8;
            case "MET_USHORT" -> SampleType.UINT16;
            case "MET_SHORT" -> SampleType.INT16;
            // MetaIO's long is four bytes on every machine.
            case "MET_UINT", "MET_ULONG" -> SampleType.UINT32;
            case "MET_INT", "MET_LONG" -> SampleType.INT32;
            case "MET_ULONG_LONG" -> SampleType.UINT64;
            case "MET_LONG_LONG" -> SampleType.INT64;
            case "MET_FLOAT" -> SampleType.FLOAT32;
            case "MET_DOUBLE" -> SampleType.FLOAT64;
            default -> throw lines.wrong("ElementType", "a type of grey values, such as MET_USHORT", "Convert it.");
        };
    }

    private static @Nullable VoxelSize voxelSize(Lines lines, List<String> assumed) throws IOException {
        String key = lines.get("ElementSpacing") != null ? "ElementSpacing" : "ElementSize";
        if (lines.get(key) == null) {
            return null;
        }
        int dimensions = (int) lines.numbers("NDims", 1, "")[0];
        double[] mm = lines.numbers(key, dimensions, "Write the file again.");
        for (double edge : mm) {
            if (!(edge > 0) || Double.isInfinite(edge)) {
                throw lines.wrong(key, "above 0", "Correct it, or give the voxel size in series.json.");
            }
        }
        assumed.add("MetaImage spacing has no unit; " + lines.get(key) + " is taken as millimetres.");
        return new VoxelSize(1e3 * mm[0], 1e3 * mm[1], 1e3 * (dimensions == 3 ? mm[2] : mm[0]));
    }

    private static Source source(Lines lines, Extent extent, SampleType type, boolean big) throws IOException {
        String name = java.util.Objects.requireNonNullElse(lines.get("ElementDataFile"), "");
        boolean local = name.equalsIgnoreCase("LOCAL");
        if (name.isEmpty() || name.equals("LIST") || name.startsWith("LIST ") || name.contains("%")) {
            throw lines.wrong("ElementDataFile", "LOCAL or one file", "Save it as one .mha file.");
        }
        Path data = data(lines);
        if (!Files.isRegularFile(data)) {
            throw new IOException("'" + lines.path + "' keeps its voxels in '" + name
                    + "', but there is no such file beside it. Copy both.");
        }
        long bytes = Files.size(data);
        long wanted = RawSource.bytes(extent, type);
        long header =
                (long) (lines.get("HeaderSize") == null ? 0 : lines.numbers("HeaderSize", 1, "Write it again.")[0]);
        boolean compressed = "true".equalsIgnoreCase(lines.get("CompressedData"));
        long offset = (local ? lines.end : 0) + Math.max(0, header);
        if (header == -1 && !compressed) {
            offset = bytes - wanted;
        }
        if (compressed) {
            long packed = bytes - offset;
            if (lines.get("CompressedDataSize") != null) {
                packed = (long) lines.numbers("CompressedDataSize", 1, "Write it again.")[0];
            }
            // Deflate makes nothing more than 1032 times smaller.
            if (packed < 1 || offset + packed > bytes || wanted / 1100 > packed) {
                throw new IOException(
                        "'" + data + "' was to hold " + extent + " voxels of " + type.key() + ", packed in "
                                + packed + " bytes from byte " + offset + " on, but has " + bytes
                                + ". The file is cut short or its header is wrong; copy it again.");
            }
            if (extent.x() * extent.y() * type.bytes() > 1L << 30) {
                throw new IOException("'" + data + "' holds packed slices of " + extent.x() + " x " + extent.y()
                        + " voxels, too large to unpack in memory. Save it without compression.");
            }
            return new ZlibSource(data.toString(), extent, type, big, offset);
        }
        if (offset < 0 || wanted > bytes - offset) {
            throw new IOException("'" + data + "' was to hold " + extent + " voxels of " + type.key() + ", " + wanted
                    + " bytes from byte " + Math.max(0, offset) + " on, but has " + bytes
                    + ". The file is cut short or its header is wrong; copy it again.");
        }
        return new RawSource(data.toString(), extent, type, big, offset);
    }
}
