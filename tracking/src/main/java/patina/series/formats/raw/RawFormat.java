package patina.series.formats.raw;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import patina.geometry.Extent;
import patina.series.SeriesFormat;
import patina.series.samples.RawSource;
import patina.series.samples.SampleType;

/**
 * Samples one after another, x-fastest, with nothing else but perhaps a header that is skipped. Dimensions, type, byteOrder
 * (little or big) and offset come from series.json; what it does not say is taken from a name such as
 * sand_200x200x100_uint8.raw and the file's size, and said to be so.
 */
public final class RawFormat implements SeriesFormat {
    private static final Pattern DIMENSIONS =
            Pattern.compile("(?<![0-9])([0-9]{1,7})x([0-9]{1,7})x([0-9]{1,7})(?![0-9])");
    private static final Pattern TYPE = Pattern.compile(
            "(?<![a-z0-9])(u?int(?:8|16|32|64)|float(?:32|64)?|double)(?![0-9])", Pattern.CASE_INSENSITIVE);
    private static final List<String> ENDINGS = List.of(".raw", ".vol", ".bin", ".dat", ".img");

    @Override
    public String name() {
        return "raw";
    }

    @Override
    public Set<String> options() {
        return Set.of("dimensions", "type", "byteOrder", "offset");
    }

    @Override
    public Answer probe(Path path) {
        if (!Files.isRegularFile(path)) {
            return new Answer.No("it is no file");
        }
        String name = path.getFileName().toString().toLowerCase(Locale.ROOT);
        return ENDINGS.stream().anyMatch(name::endsWith)
                        || DIMENSIONS.matcher(name).find()
                ? new Answer.Maybe("its dimensions and type are given")
                : new Answer.No("its name does not end in " + String.join(", ", ENDINGS));
    }

    @Override
    public Header read(Path path, Map<String, String> options) throws IOException {
        String name = path.getFileName().toString();
        long bytes = Files.size(path);
        List<String> assumed = new ArrayList<>();
        long offset = Long.parseLong(options.getOrDefault("offset", "0"));
        String dimensions = options.get("dimensions");
        Matcher matcher = DIMENSIONS.matcher(dimensions != null ? dimensions : name);
        if (!matcher.find()) {
            throw new IOException("'" + path + "' was to be raw samples of known size, but neither series.json nor the"
                    + " name says how many. Give \"raw\": { \"dimensions\": [x, y, z], \"type\": \"uint16\" }.");
        }
        if (dimensions == null) {
            assumed.add(
                    "The size of " + matcher.group().replace("x", " x ") + " voxels is taken from the file's name.");
        }
        Extent extent = extent(matcher, path);
        SampleType type = type(options.get("type"), name, extent, bytes - offset, path, assumed);
        boolean big = isBig(options.get("byteOrder"), type, path, assumed);
        long wanted = offset + RawSource.bytes(extent, type);
        if (bytes != wanted && (bytes < wanted || !options.containsKey("offset"))) {
            throw new IOException("'" + path + "' was to hold " + extent + " voxels of " + type.key()
                    + (offset > 0 ? " after " + offset + " bytes" : "") + ", " + wanted + " bytes, but has " + bytes
                    + remedy(extent, type, bytes - offset) + ".");
        }
        return new Header(
                extent,
                type.key(),
                null,
                new RawSource(path.toString(), extent, type, big, offset),
                Map.of("raw.byteOrder", big ? "big" : "little", "raw.offset", Long.toString(offset)),
                List.copyOf(assumed));
    }

    private static String remedy(Extent extent, SampleType type, long bytes) {
        long slice = extent.x() * extent.y() * type.bytes();
        return slice > 0 && bytes > 0 && bytes % slice == 0
                ? " (which " + extent.x() + " x " + extent.y() + " x " + bytes / slice
                        + " would fit). Give the true \"raw\" dimensions in series.json"
                : ". Check dimensions, type and offset under \"raw\" in series.json, or copy the file again";
    }

    private static Extent extent(Matcher matcher, Path path) throws IOException {
        try {
            Extent extent = new Extent(
                    Long.parseLong(matcher.group(1)),
                    Long.parseLong(matcher.group(2)),
                    Long.parseLong(matcher.group(3)));
            RawSource.bytes(extent, SampleType.FLOAT64);
            return extent;
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new IOException(
                    "'" + path + "' was to hold " + matcher.group()
                            + " voxels, which is no volume. Correct the dimensions.",
                    e);
        }
    }

    private static SampleType type(
            @Nullable String option, String name, Extent extent, long bytes, Path path, List<String> assumed)
            throws IOException {
        if (option != null) {
            return SampleType.of(option)
                    .orElseThrow(() -> new IOException("'" + path + "' was to hold samples of a known type ("
                            + SampleType.keys() + "), but series.json says '" + option + "'. Choose one of these."));
        }
        // An underscore parts words in file names.
        Matcher matcher = TYPE.matcher(name.replace('_', ' '));
        Optional<SampleType> named = matcher.find() ? SampleType.of(matcher.group(1)) : Optional.empty();
        if (named.isPresent()) {
            assumed.add("The type " + named.get().key() + " is taken from the file's name.");
            return named.get();
        }
        for (SampleType candidate : List.of(SampleType.UINT8, SampleType.UINT16, SampleType.FLOAT32)) {
            if (RawSource.bytes(extent, candidate) == bytes) {
                assumed.add("The type " + candidate.key() + " is taken from the file's size.");
                return candidate;
            }
        }
        throw new IOException("'" + path + "' was to hold " + extent + " samples of a known type, but " + bytes
                + " bytes fit none of uint8, uint16 and float32. Give \"raw\": { \"dimensions\": …, \"type\": … }.");
    }

    private static boolean isBig(@Nullable String option, SampleType type, Path path, List<String> assumed)
            throws IOException {
        if (option == null) {
            if (type.bytes() > 1) {
                assumed.add("The byte order is taken to be little-endian.");
            }
            return false;
        }
        return switch (option.toLowerCase(Locale.ROOT)) {
            case "little", "little-endian", "littleendian" -> false;
            case "big", "big-endian", "bigendian" -> true;
            default ->
                throw new IOException("'" + path + "' was to have the byteOrder little or big, but series.json says '"
                        + option + "'. Choose one of these.");
        };
    }
}
