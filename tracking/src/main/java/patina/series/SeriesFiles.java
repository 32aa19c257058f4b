package patina.series;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import patina.blocks.Source;
import patina.blocks.Volume;
import patina.geometry.Affine;
import patina.geometry.Extent;
import patina.geometry.VoxelSize;
import patina.series.exchange.TransformFiles;

/**
 * Reads series.json and the header of every file that it names. Nothing is computed and no volume is read as a whole; a
 * handful of slices of each scan are looked at for its field of view.
 *
 * <p>Every file stands relative to series.json. Lengths are turned into micrometres. Not for several threads at once.
 */
public final class SeriesFiles {
    private static final String[] KEYS = {
        "name", "specimen", "exposure", "reference", "surface", "voxelSize", "scans", "note"
    };
    private static final String[] SCAN_KEYS = {
        "file",
        "exposure",
        "acquired",
        "voxelSize",
        "role",
        "dataset",
        "raw",
        "mask",
        "fieldOfView",
        "crop",
        "bin",
        "labels",
        "body",
        "stacks",
        "transform",
        "conditions",
        "ct",
        "note",
        "skip"
    };

    private final Path manifest;
    private final Path folder;

    private SeriesFiles(Path manifest) {
        this.manifest = manifest;
        this.folder = java.util.Objects.requireNonNull(manifest.toAbsolutePath().getParent());
    }

    /**
     * Reads a series.
     *
     * @param seriesJson the file, or the folder that holds a series.json
     * @throws IOException one sentence: what was wanted, what was found, what to do next
     */
    public static Series read(Path seriesJson) throws IOException {
        Path manifest = Files.isDirectory(seriesJson) ? seriesJson.resolve("series.json") : seriesJson;
        if (!Files.isRegularFile(manifest)) {
            throw new IOException("'" + manifest + "' was to be a series.json, but there is no such file. Make one with"
                    + " 'patina import', or check the name.");
        }
        try (var in = Files.newInputStream(manifest)) {
            byte[] first = in.readNBytes(64);
            if (first.length > 0
                    && !new String(first, java.nio.charset.StandardCharsets.ISO_8859_1)
                            .matches("(?s)^(\u00EF\u00BB\u00BF)?\\s*[{\\[\"\\w-].*")) {
                throw notAManifest(manifest);
            }
            if (first.length > 3 && (first[0] == 'I' && first[1] == 'I' || first[0] == 'M' && first[1] == 'M')) {
                throw notAManifest(manifest);
            }
        }
        return new SeriesFiles(manifest).series(JsonFields.of(manifest));
    }

    private static IOException notAManifest(Path manifest) {
        return new IOException("'" + manifest + "' was to be a series.json, but is no JSON text. To make a series of a"
                + " volume, use 'patina import'.");
    }

    private Series series(JsonFields json) throws IOException {
        json.only(KEYS);
        Specimen specimen = specimen(json.object("specimen"));
        Exposure exposure = exposure(json.object("exposure"));
        Scale common = scale(json);
        List<JsonFields> entries = json.objects("scans");
        if (entries.isEmpty()) {
            throw json.wrong("scans", "a list of at least one scan", "Name each with its file and exposure.");
        }
        List<Scan> scans = new ArrayList<>();
        double uncertainty = common.relativeUncertainty;
        for (int i = 0; i < entries.size(); i++) {
            JsonFields entry = entries.get(i);
            entry.only(SCAN_KEYS);
            Scale own = scale(entry);
            uncertainty = Math.max(uncertainty, own.relativeUncertainty);
            scans.add(scan(i, entry, own.voxelSize != null ? own.voxelSize : common.voxelSize));
        }
        checkOrder(scans, exposure);
        if (scans.stream().allMatch(scan -> scan.skip() != null)) {
            throw new IOException("'" + manifest + "' was to name at least one scan to work on, but all " + scans.size()
                    + " have a skip. Take one away.");
        }
        int reference = reference(json, scans);
        checkLabels(scans, scans.get(reference));
        if (!scans.get(reference).stacks().isEmpty()) {
            throw new IOException("'" + manifest + "': the reference scan '"
                    + scans.get(reference).file()
                    + "' was to be of one piece, but has stacks. Choose another scan as \"reference\".");
        }
        String name = json.text("name");
        return new Series(
                name != null ? name : nameOf(folder),
                manifest.toAbsolutePath().normalize(),
                specimen,
                exposure,
                reference,
                surface(json, scans.get(reference)),
                uncertainty,
                List.copyOf(scans));
    }

    private static String nameOf(Path folder) {
        Path name = folder.getFileName();
        return name == null ? "series" : name.toString();
    }

    private static Specimen specimen(@Nullable JsonFields json) throws IOException {
        if (json == null) {
            return new Specimen(null, null, null, null, null, null);
        }
        json.only("id", "material", "densityGPerCm3", "wallThicknessMm", "normalLoadN", "loadAxis");
        for (String key : List.of("densityGPerCm3", "wallThicknessMm", "normalLoadN")) {
            Double value = json.number(key);
            if (value != null && value <= 0) {
                throw json.wrong(key, "above 0", "Correct it, or leave it out.");
            }
        }
        String axis = json.has("loadAxis") && !json.isText("loadAxis") ? direction(json) : json.text("loadAxis");
        if (axis != null && json.isText("loadAxis") && !List.of("x", "y", "z").contains(axis)) {
            throw json.wrong("loadAxis", "x, y, z or a direction [x, y, z]", "Correct it, or leave it out.");
        }
        return new Specimen(
                json.text("id"),
                json.text("material"),
                json.number("densityGPerCm3"),
                json.number("wallThicknessMm"),
                json.number("normalLoadN"),
                axis);
    }

    private static @Nullable String direction(JsonFields json) throws IOException {
        double[] direction = json.numbers("loadAxis", 3);
        return direction == null ? null : direction[0] + " " + direction[1] + " " + direction[2];
    }

    private static Exposure exposure(@Nullable JsonFields json) throws IOException {
        if (json == null) {
            return new Exposure(
                    Exposure.Quantity.TIME, Exposure.Quantity.TIME.units().get(0));
        }
        json.only("quantity", "unit");
        String key = json.text("quantity");
        Exposure.Quantity quantity = Exposure.Quantity.TIME;
        if (key != null) {
            quantity = Exposure.Quantity.of(key)
                    .orElseThrow(() -> json.wrong("quantity", "time, cycles or distance", "Choose one of these."));
        }
        String unit =
                json.has("unit") && !json.isText("unit") && Double.valueOf(1).equals(json.number("unit"))
                        ? "1"
                        : json.text("unit");
        if (unit == null) {
            unit = quantity.units().get(0);
        } else if (!quantity.units().contains(unit)) {
            throw json.wrong(
                    "unit",
                    String.join(", ", quantity.units()) + " for an exposure in " + quantity.key(),
                    "Choose one of these.");
        }
        return new Exposure(quantity, unit);
    }

    private Surface surface(JsonFields json, Scan reference) throws IOException {
        boolean detailed = json.has("surface") && !json.isText("surface");
        JsonFields owner = json;
        String key = "surface";
        if (detailed) {
            owner = java.util.Objects.requireNonNull(json.object("surface"));
            owner.only("file", "unit", "transform", "dataset", "raw");
            key = "file";
        }
        String surface = owner.text(key);
        if (surface == null && detailed) {
            throw owner.wrong("file", "the name of an STL or of a mask", "Give it, relative to series.json.");
        }
        if (surface == null || !detailed && surface.equals("auto")) {
            return new Surface.Auto();
        }
        if (!detailed && surface.equals("plane")) {
            return new Surface.Plane();
        }
        if (!detailed && surface.equals("cylinder")) {
            return new Surface.Cylinder();
        }
        Path file = folder.resolve(surface).normalize();
        if (!Files.exists(file)) {
            throw owner.wrong(
                    key,
                    "auto, plane, cylinder or a file (STL or mask)",
                    "There is no file '" + file + "'; check its name.");
        }
        boolean stl = surface.toLowerCase(Locale.ROOT).endsWith(".stl");
        for (String other : stl ? List.of("dataset", "raw") : List.of("unit", "transform")) {
            if (detailed && owner.has(other)) {
                throw owner.wrong(
                        other,
                        "left out",
                        stl ? "An STL has none." : "A mask lies on the reference scan's grid; make it of that scan.");
            }
        }
        return stl ? stl(detailed ? owner : null, file) : mask(owner, detailed, file, reference);
    }

    private Surface stl(@Nullable JsonFields json, Path file) throws IOException {
        if (json == null) {
            return new Surface.Stl(file, Affine.IDENTITY);
        }
        String unit = json.text("unit");
        double um = micrometres(unit == null ? "um" : unit)
                .orElseThrow(() -> json.wrong("unit", "um, mm or nm", "Choose one of these."));
        Affine map = Affine.scaling(um, um, um);
        if (json.has("transform")) {
            Affine transform = json.isText("transform")
                    ? TransformFiles.read(folder.resolve(json.text("transform")).normalize())
                    : Affine.of(json.matrix("transform"));
            if (!(Math.abs(transform.determinant()) > 0)) {
                throw json.wrong("transform", "a matrix with an inverse", "Its determinant is 0; correct it.");
            }
            map = map.then(transform);
        }
        return new Surface.Stl(file, map);
    }

    private Surface mask(JsonFields json, boolean detailed, Path file, Scan reference) throws IOException {
        SeriesFormats.Found found = SeriesFormats.read(file, detailed ? options(json) : Map.of());
        if (!found.header().extent().equals(reference.extent())) {
            throw new IOException("'" + file + "', the surface in '" + manifest
                    + "', was to be a mask as large as the reference scan '" + reference.file() + "', "
                    + reference.extent() + " voxels, but is " + found.header().extent()
                    + ". Make it of that scan, or give an STL.");
        }
        return new Surface.Mask(file, found.format(), found.header().source());
    }

    private static java.util.Optional<Double> micrometres(String unit) {
        return switch (unit) {
            case "um", "\u00B5m", "\u03BCm" -> java.util.Optional.of(1.0);
            case "mm" -> java.util.Optional.of(1e3);
            case "nm" -> java.util.Optional.of(1e-3);
            default -> java.util.Optional.empty();
        };
    }

    private record Scale(@Nullable VoxelSize voxelSize, double relativeUncertainty) {}

    private static Scale scale(JsonFields owner) throws IOException {
        JsonFields json = owner.object("voxelSize");
        if (json == null) {
            return new Scale(null, 0);
        }
        json.only("value", "unit", "relativeUncertainty");
        Double uncertainty = json.number("relativeUncertainty");
        if (uncertainty != null && (uncertainty < 0 || uncertainty >= 1)) {
            throw json.wrong("relativeUncertainty", "a share from 0 to 1, such as 0.0005", "Correct it.");
        }
        double relative = uncertainty == null ? 0 : uncertainty;
        if (!json.has("value")) {
            if (uncertainty != null) {
                return new Scale(null, relative);
            }
            throw json.wrong("value", "the voxel's edges [x, y, z]", "Give them, with a unit.");
        }
        String unit = json.text("unit");
        double um = micrometres(unit == null ? "" : unit)
                .orElseThrow(() -> json.wrong("unit", "um, mm or nm", "Choose one of these."));
        double[] value;
        if (json.isList("value")) {
            value = java.util.Objects.requireNonNull(json.numbers("value", 3));
        } else {
            double edge = java.util.Objects.requireNonNull(json.number("value"));
            value = new double[] {edge, edge, edge};
        }
        for (double edge : value) {
            if (edge <= 0) {
                throw json.wrong("value", "above 0", "Correct the voxel size (found " + edge + " " + unit + ").");
            }
        }
        return new Scale(new VoxelSize(value[0] * um, value[1] * um, value[2] * um), relative);
    }

    private Scan scan(int index, JsonFields json, @Nullable VoxelSize given) throws IOException {
        String file = json.text("file");
        if (file == null || file.isBlank()) {
            throw json.wrong("file", "the name of a file or folder", "Give it, relative to series.json.");
        }
        Double exposure = json.number("exposure");
        if (exposure == null) {
            throw json.wrong("exposure", "a number", "Give the exposure at which '" + file + "' was scanned.");
        }
        String roleKey = json.text("role");
        Role role = Role.STEP;
        if (roleKey != null) {
            role = Role.of(roleKey)
                    .orElseThrow(() -> json.wrong(
                            "role", "step, repeat, state, overview, roi or placement", "Choose one of these."));
        }
        Map<String, String> notes = notes(json);
        Path path = folder.resolve(file).normalize();
        String skip = json.text("skip");
        if (skip != null) {
            return skipped(index, file, path, role, exposure, given, skip, notes);
        }
        SeriesFormats.Found found = SeriesFormats.read(path, options(json));
        SeriesFormat.Header header = found.header();
        notes.put("format", found.format());
        header.metadata().forEach((key, value) -> notes.put("file." + key, value));
        VoxelSize voxelSize = given != null ? given : header.voxelSize();
        if (voxelSize == null) {
            throw new IOException("'" + path + "' does not say how large its voxels are, nor does '" + manifest
                    + "'. Give \"voxelSize\": { \"value\": [5, 5, 5], \"unit\": \"um\" } there, or --voxel-size to 'patina"
                    + " import'.");
        }
        List<String> assumed = new ArrayList<>(header.assumed());
        Extent all = header.extent();
        JsonFields masks = json.has("mask") && !json.isText("mask") ? json.object("mask") : null;
        if (masks != null) {
            masks.only("file", "boxes", "strokes");
        }
        Source mask = masks == null ? other(json, "mask", all, notes) : other(masks, "file", "mask", all, notes);
        FieldOfView view = view(json, header.source(), all);
        if (!view.isWhole(all)) {
            assumed.add(view.sentence());
        }
        Source seen = mask == null && view.isWhole(all) ? header.source() : new SeenSource(header.source(), mask, view);
        Cut cut = cut(json, all, voxelSize);
        Extent extent = cut.of(all);
        String type = header.type();
        boolean isCut = !cut.isWhole(all);
        if (isCut) {
            notes.put("cut", cut.toString());
            seen = new CutSource(seen, all, cut, false);
            voxelSize = new VoxelSize(
                    cut.bin() * voxelSize.xUm(), cut.bin() * voxelSize.yUm(), cut.bin() * voxelSize.zUm());
            type = cut.bin() == 1 ? type : "float32";
        }
        ShapeFields.Hidden hidden = ShapeFields.hidden(masks, index, extent, voxelSize);
        if (!hidden.voxels().isEmpty()) {
            notes.put("hidden", HiddenShape.inWords(hidden.shapes()));
            seen = new SeenSource(seen, ShapeMask.without(extent, hidden.voxels()), FieldOfView.whole(extent));
        }
        UserLabels labels = labels(json, all, notes);
        if (isCut && labels != null && !labels.inReferenceFrame()) {
            labels = new UserLabels(new CutSource(labels.source(), all, cut, true), extent, false);
        }
        Source body;
        if (json.has("body") && !json.isText("body")) {
            body = ShapeMask.of(
                    extent, ShapeFields.box(java.util.Objects.requireNonNull(json.object("body")), extent, voxelSize));
        } else {
            body = other(json, "body", all, notes);
            if (isCut && body != null) {
                body = new CutSource(body, all, cut, true);
            }
        }
        JsonFields transform = json.object("transform");
        boolean isFinal = false;
        Affine affine = null;
        if (transform != null) {
            transform.only("start", "final");
            isFinal = transform.has("final");
            if (isFinal == transform.has("start")) {
                throw json.wrong(
                        "transform",
                        "either { \"start\": matrix or file } or { \"final\": matrix or file }",
                        "Give one of the two.");
            }
            String key = isFinal ? "final" : "start";
            affine = transform.isText(key)
                    ? TransformFiles.read(folder.resolve(transform.text(key)).normalize())
                    : Affine.of(transform.matrix(key));
            if (!(affine.determinant() > 0)) {
                throw transform.wrong(
                        isFinal ? "final" : "start",
                        "a matrix that keeps left and right (determinant above 0)",
                        "Its determinant is " + affine.determinant() + "; correct it.");
            }
        }
        return new Scan(
                index,
                file,
                path,
                role,
                exposure,
                extent,
                voxelSize,
                type,
                seen,
                hidden.shapes(),
                labels,
                body,
                stacks(json, extent, voxelSize, isFinal),
                affine,
                isFinal,
                null,
                notes,
                List.copyOf(assumed));
    }

    /** Where a scan was stitched: z in voxels of what the crop leaves, or with a unit. */
    private static List<Stack> stacks(JsonFields json, Extent extent, VoxelSize voxelSize, boolean isFinal)
            throws IOException {
        if (!json.has("stacks")) {
            return List.of();
        }
        if (isFinal) {
            throw json.wrong(
                    "stacks",
                    "left out where the transform is final",
                    "A final transform is one map for the whole scan; give it as \"start\", or leave the stacks out.");
        }
        JsonFields given = json.isList("stacks") ? json : java.util.Objects.requireNonNull(json.object("stacks"));
        String key = given.equals(json) ? "stacks" : "at";
        double um = 0;
        if (!given.equals(json)) {
            given.only("at", "unit");
            um = ShapeFields.unit(given);
        }
        List<Long> seams = new ArrayList<>();
        for (double at : given.list(key)) {
            seams.add(Math.round(um == 0 ? at : at * um / voxelSize.zUm()));
        }
        if (seams.isEmpty()) {
            throw given.wrong(key, "the places along z where the scan was stitched", "Write it as [72, 140].");
        }
        try {
            return Stack.between(seams, extent);
        } catch (IllegalArgumentException tooThin) {
            throw new IOException(given.place() + ": " + tooThin.getMessage(), tooThin);
        }
    }

    private static Scan skipped(
            int index,
            String file,
            Path path,
            Role role,
            double exposure,
            @Nullable VoxelSize given,
            String reason,
            Map<String, String> notes) {
        // A scan may be skipped because its file is no good, so the file is not looked at.
        return new Scan(
                index,
                file,
                path,
                role,
                exposure,
                new Extent(1, 1, 1),
                given != null ? given : VoxelSize.cube(1),
                "skipped",
                new SkippedSource(path.toString(), reason),
                List.of(),
                null,
                null,
                List.of(),
                null,
                false,
                reason,
                notes,
                List.of());
    }

    private record SkippedSource(String path, String reason) implements Source {
        @Override
        public Volume open() throws IOException {
            throw new IOException("'" + path + "' is a skipped scan (" + reason + ") and is not read.");
        }
    }

    private static Map<String, String> options(JsonFields json) throws IOException {
        Map<String, String> options = new TreeMap<>();
        String dataset = json.text("dataset");
        if (dataset != null) {
            options.put("dataset", dataset);
        }
        JsonFields raw = json.object("raw");
        if (raw != null) {
            raw.only("dimensions", "type", "byteOrder", "offset");
            double[] dimensions = raw.numbers("dimensions", 3);
            if (dimensions != null) {
                for (double d : dimensions) {
                    if (d < 1 || d != Math.rint(d) || d > 1e15) {
                        throw raw.wrong("dimensions", "three whole numbers above 0", "Give [x, y, z] in voxels.");
                    }
                }
                options.put(
                        "dimensions", (long) dimensions[0] + "x" + (long) dimensions[1] + "x" + (long) dimensions[2]);
            }
            String type = raw.text("type");
            if (type != null) {
                options.put("type", type);
            }
            String order = raw.text("byteOrder");
            if (order != null) {
                options.put("byteOrder", order);
            }
            Double offset = raw.number("offset");
            if (offset != null) {
                if (offset < 0 || offset != Math.rint(offset)) {
                    throw raw.wrong("offset", "a whole number of bytes", "Give the bytes before the first voxel.");
                }
                options.put("offset", Long.toString(offset.longValue()));
            }
        }
        return options;
    }

    private static Map<String, String> notes(JsonFields json) throws IOException {
        Map<String, String> notes = new TreeMap<>();
        String acquired = json.text("acquired");
        if (acquired != null) {
            try {
                DateTimeFormatter.ISO_DATE_TIME.parse(acquired);
            } catch (DateTimeException e) {
                try {
                    DateTimeFormatter.ISO_DATE.parse(acquired);
                } catch (DateTimeException alsoNot) {
                    throw json.wrong("acquired", "a time as 2026-01-05T10:00:00Z", "Write it so.");
                }
            }
            notes.put("acquired", acquired);
        }
        String note = json.text("note");
        if (note != null) {
            notes.put("note", note);
        }
        for (JsonFields condition : json.objects("conditions")) {
            condition.only("name", "value", "unit");
            String name = condition.text("name");
            if (name == null || !condition.has("value")) {
                throw condition.wrong(
                        name == null ? "name" : "value", "given for each condition", "Give name, value and unit.");
            }
            String unit = condition.text("unit");
            String value = condition.isText("value")
                    ? java.util.Objects.requireNonNull(condition.text("value"))
                    : plain(java.util.Objects.requireNonNull(condition.number("value")));
            notes.put("conditions." + name, unit == null ? value : value + " " + unit);
        }
        if (json.has("ct")) {
            java.util.Objects.requireNonNull(json.object("ct"));
            notes.putAll(json.leaves("ct"));
        }
        return notes;
    }

    private static String plain(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }

    /** The source of a mask or of labels, as large as the scan. */
    private @Nullable Source other(JsonFields json, String key, Extent extent, Map<String, String> notes)
            throws IOException {
        return other(json, key, key, extent, notes);
    }

    private @Nullable Source other(
            JsonFields json, String fileKey, String key, Extent extent, Map<String, String> notes) throws IOException {
        String file = json.text(fileKey);
        if (file == null) {
            return null;
        }
        Path path = folder.resolve(file).normalize();
        SeriesFormat.Header header = SeriesFormats.read(path, Map.of()).header();
        notes.put(key, path.toString());
        if (!header.extent().equals(extent)) {
            throw new IOException(
                    "'" + path + "', the " + key + " in " + json.place() + ", was to be as large as its scan, " + extent
                            + " voxels, but is " + header.extent() + ". Make it of that scan.");
        }
        return header.source();
    }

    /** The user's labels: a file's name, or its name with the frame it lies in and how to read it. */
    private @Nullable UserLabels labels(JsonFields json, Extent extent, Map<String, String> notes) throws IOException {
        if (!json.has("labels") || json.isText("labels")) {
            Source own = other(json, "labels", extent, notes);
            return own == null ? null : new UserLabels(own, extent, false);
        }
        JsonFields details = java.util.Objects.requireNonNull(json.object("labels"));
        details.only("file", "frame", "dataset", "raw");
        String frame = details.text("frame");
        if (frame != null && !frame.equals("scan") && !frame.equals("reference")) {
            throw details.wrong("frame", "scan or reference", "Choose one of these.");
        }
        String file = details.text("file");
        if (file == null) {
            throw details.wrong("file", "the name of a volume of labels", "Give it, relative to series.json.");
        }
        boolean inReference = "reference".equals(frame);
        Path path = folder.resolve(file).normalize();
        SeriesFormat.Header header = SeriesFormats.read(path, options(details)).header();
        notes.put("labels", path.toString());
        notes.put("labels.frame", inReference ? "reference" : "scan");
        if (!inReference && !header.extent().equals(extent)) {
            throw wrongSize(path, details.place(), "its scan", extent, header.extent());
        }
        return new UserLabels(header.source(), header.extent(), inReference);
    }

    private static IOException wrongSize(Path path, String place, String of, Extent wanted, Extent found) {
        return new IOException("'" + path + "', the labels in " + place + ", was to be as large as " + of + ", "
                + wanted + " voxels, but is " + found + ". Make it of that scan.");
    }

    private static void checkLabels(List<Scan> scans, Scan reference) throws IOException {
        for (Scan scan : scans) {
            UserLabels labels = scan.labels();
            if (labels != null && labels.inReferenceFrame() && !labels.extent().equals(reference.extent())) {
                throw wrongSize(
                        Path.of(scan.notes().getOrDefault("labels", scan.file())),
                        "scans[" + scan.index() + "].labels",
                        "the reference scan '" + reference.file() + "'",
                        reference.extent(),
                        labels.extent());
            }
        }
    }

    private static FieldOfView view(JsonFields json, Source source, Extent extent) throws IOException {
        String choice = json.text("fieldOfView");
        if (choice != null && !choice.equals("auto") && !choice.equals("whole")) {
            throw json.wrong("fieldOfView", "auto or whole", "Choose one of these.");
        }
        if ("whole".equals(choice)) {
            return FieldOfView.whole(extent);
        }
        try (Volume volume = source.open()) {
            return FieldOfView.detect(volume);
        }
    }

    private static Cut cut(JsonFields json, Extent all, VoxelSize voxelSize) throws IOException {
        Double bin = json.number("bin");
        if (bin != null && (bin < 1 || bin > Cut.MOST_BINNED || bin != Math.rint(bin))) {
            throw json.wrong(
                    "bin",
                    "a whole number from 1 to " + Cut.MOST_BINNED,
                    "It is how many voxels along each axis become one.");
        }
        int joined = bin == null ? 1 : bin.intValue();
        JsonFields crop = json.object("crop");
        Cut cut;
        if (crop == null) {
            cut = new Cut(0, 0, 0, all.x(), all.y(), all.z(), joined);
        } else {
            VoxelBox box = ShapeFields.box(crop, all, voxelSize);
            cut = new Cut(box.fromX(), box.fromY(), box.fromZ(), box.toX(), box.toY(), box.toZ(), joined);
        }
        try {
            cut.of(all);
        } catch (IllegalArgumentException nothingLeft) {
            throw new IOException(json.place() + ": " + nothingLeft.getMessage(), nothingLeft);
        }
        return cut;
    }

    private void checkOrder(List<Scan> scans, Exposure unit) throws IOException {
        Scan before = null;
        Scan stepBefore = null;
        for (Scan scan : scans) {
            if (scan.skip() != null) {
                continue;
            }
            if (before != null && scan.exposure() < before.exposure()) {
                throw new IOException(String.format(
                        Locale.ROOT,
                        "'%s': the exposure was never to decrease, but scan %d ('%s') has %s %s after scan %d ('%s') with"
                                + " %s %s. Put the scans in order of exposure, or correct it.",
                        manifest,
                        scan.index(),
                        scan.file(),
                        plain(scan.exposure()),
                        unit.unit(),
                        before.index(),
                        before.file(),
                        plain(before.exposure()),
                        unit.unit()));
            }
            if (scan.role() == Role.STEP) {
                if (stepBefore != null && scan.exposure() == stepBefore.exposure()) {
                    throw new IOException(String.format(
                            Locale.ROOT,
                            "'%s': scans %d ('%s') and %d ('%s') are both steps at %s %s. Give one another role, such as"
                                    + " \"role\": \"repeat\", or correct its exposure.",
                            manifest,
                            stepBefore.index(),
                            stepBefore.file(),
                            scan.index(),
                            scan.file(),
                            plain(scan.exposure()),
                            unit.unit()));
                }
                stepBefore = scan;
            }
            before = scan;
        }
    }

    private int reference(JsonFields json, List<Scan> scans) throws IOException {
        String file = json.text("reference");
        if (file == null) {
            for (Scan scan : scans) {
                if (scan.skip() == null && scan.role() == Role.STEP) {
                    return scan.index();
                }
            }
            for (Scan scan : scans) {
                if (scan.skip() == null) {
                    return scan.index();
                }
            }
        }
        for (Scan scan : scans) {
            if (scan.file().equals(file)) {
                if (scan.skip() != null) {
                    throw json.wrong("reference", "a scan that is not skipped", "Choose another.");
                }
                return scan.index();
            }
        }
        throw json.wrong(
                "reference",
                "the file of one of the scans ("
                        + String.join(
                                ", ", scans.stream().map(Scan::file).limit(8).toList()) + ")",
                "Correct it, or leave it out for the first.");
    }
}
