package patina.series;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import patina.geometry.Extent;
import patina.geometry.VoxelSize;

/**
 * Makes a series.json of volumes. Files are taken in the order of the exposures given with them, else in the natural order
 * of their names; nothing is asked, and what was
 * assumed is said.
 *
 * @param files volumes of any format, or folders of slices
 * @param voxelSize of all of them; null to take it from each file
 * @param exposures one for each file, in the order of the files; empty for 0, 1, 2, ... in the natural order of names
 * @param unit of the exposures; null for the quantity's usual one
 * @param name of the series; null for the name of the folder it is written to
 * @param cut what is taken of each file
 */
public record SeriesImport(
        List<Path> files,
        @Nullable VoxelSize voxelSize,
        List<Double> exposures,
        Exposure.Quantity quantity,
        @Nullable String unit,
        @Nullable String name,
        Cut cut) {

    /** All of every file. */
    public SeriesImport(
            List<Path> files,
            @Nullable VoxelSize voxelSize,
            List<Double> exposures,
            Exposure.Quantity quantity,
            @Nullable String unit,
            @Nullable String name) {
        this(files, voxelSize, exposures, quantity, unit, name, Cut.NONE);
    }

    /**
     * Reads every file's header and writes series.json, whole or not at all. A different series.json that is there
     * already is kept beside it as series.json.old.
     *
     * @return what was assumed, one sentence each
     * @throws IllegalArgumentException when what was asked does not fit together
     * @throws IOException one sentence, when a file cannot be read or has no voxel size
     */
    public List<String> write(Path seriesJson) throws IOException {
        if (files.isEmpty()) {
            throw new IllegalArgumentException("At least one file was wanted, but none was named. Name the volumes.");
        }
        String exposureUnit = unit == null ? quantity.units().get(0) : unit;
        if (!quantity.units().contains(exposureUnit)) {
            throw new IllegalArgumentException("An exposure in " + quantity.key() + " was to have the unit "
                    + String.join(", ", quantity.units()) + ", not '" + exposureUnit + "'. Choose one of these.");
        }
        if (!exposures.isEmpty() && exposures.size() != files.size()) {
            throw new IllegalArgumentException("One exposure for each of the " + files.size()
                    + " files was wanted, but " + exposures.size() + " were given. Give as many as files.");
        }
        List<String> assumed = new ArrayList<>();
        List<Dated> dated = dated();
        List<Path> natural = files.stream().sorted(NaturalOrder.OF_PATHS).toList();
        if (!exposures.isEmpty() && !dated.stream().map(Dated::file).toList().equals(natural)) {
            assumed.add("Each file has the exposure given at its place, which is not the order of their names: "
                    + String.join(
                            ", ", dated.stream().map(d -> d.told(exposureUnit)).toList()) + ".");
        } else if (!natural.equals(files)) {
            assumed.add("The files are taken in the order of their names, '"
                    + natural.get(0).getFileName() + "' first.");
        }
        if (exposures.isEmpty() && files.size() > 1) {
            assumed.add("No exposures were given; they are taken as 0 to " + (files.size() - 1) + " " + exposureUnit
                    + ". Correct them in '" + seriesJson + "'.");
        }
        Path target = seriesJson.toAbsolutePath().normalize();
        Path folder = java.util.Objects.requireNonNull(target.getParent());
        JsonMapper mapper = new JsonMapper();
        ObjectNode root = mapper.createObjectNode();
        root.put("name", name != null ? name : String.valueOf(folder.getFileName()));
        root.putObject("exposure").put("quantity", quantity.key()).put("unit", exposureUnit);
        if (voxelSize != null) {
            ObjectNode size = root.putObject("voxelSize");
            size.putArray("value").add(voxelSize.xUm()).add(voxelSize.yUm()).add(voxelSize.zUm());
            size.put("unit", "um");
        }
        scans(dated, folder, root.putArray("scans"), assumed);
        write(mapper.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n", target, folder);
        return List.copyOf(assumed);
    }

    static void putNumber(ObjectNode scan, double exposure) {
        if (exposure == Math.rint(exposure) && Math.abs(exposure) < 1e15) {
            scan.put("exposure", (long) exposure);
        } else {
            scan.put("exposure", exposure);
        }
    }

    private record Dated(Path file, double exposure) {
        String told(String unit) {
            String number =
                    exposure == Math.rint(exposure) ? Long.toString((long) exposure) : Double.toString(exposure);
            return file.getFileName() + " at " + number + " " + unit;
        }
    }

    /** Each file with the exposure given at its place, by exposure; without exposures in the natural order of names. */
    private List<Dated> dated() {
        List<Dated> dated = new ArrayList<>();
        List<Path> order = exposures.isEmpty()
                ? files.stream().sorted(NaturalOrder.OF_PATHS).toList()
                : files;
        for (int i = 0; i < order.size(); i++) {
            dated.add(new Dated(order.get(i), exposures.isEmpty() ? i : exposures.get(i)));
        }
        dated.sort(Comparator.comparingDouble(Dated::exposure));
        return dated;
    }

    private void scans(List<Dated> dated, Path folder, ArrayNode scans, List<String> assumed) throws IOException {
        Set<Path> seen = new HashSet<>();
        double before = Double.NEGATIVE_INFINITY;
        for (Dated one : dated) {
            Path file = one.file().toAbsolutePath().normalize();
            if (!seen.add(file)) {
                throw new IllegalArgumentException("'" + file + "' is named twice. Name each file once.");
            }
            double exposure = one.exposure();
            if (!(exposure > before)) {
                throw new IllegalArgumentException("Each file was to have an exposure of its own, but '"
                        + file.getFileName() + "' has " + exposure + " as the one before it"
                        + ". Correct them, or write the scan's role into series.json by hand.");
            }
            before = exposure;
            SeriesFormat.Header header = SeriesFormats.read(file, Map.of()).header();
            if (voxelSize == null && header.voxelSize() == null) {
                throw new IOException("'" + file + "' does not say how large its voxels are. Give --voxel-size in"
                        + " micrometres, such as --voxel-size 5.");
            }
            for (String sentence : header.assumed()) {
                assumed.add(file.getFileName() + ": " + sentence);
            }
            ObjectNode scan = scans.addObject();
            scan.put("file", relative(folder, file));
            putNumber(scan, exposure);
            putCut(scan, header.extent());
        }
    }

    private void putCut(ObjectNode scan, Extent all) {
        // Says in a sentence when nothing is left.
        cut.of(all);
        Cut part = cut.within(all);
        if (!part.isUncropped(all)) {
            ObjectNode crop = scan.putObject("crop");
            crop.putArray("from").add(part.fromX()).add(part.fromY()).add(part.fromZ());
            crop.putArray("to").add(part.toX()).add(part.toY()).add(part.toZ());
            crop.put("unit", "voxel");
        }
        if (part.bin() > 1) {
            scan.put("bin", part.bin());
        }
    }

    /** With forward slashes, so that the series moves between machines; absolute where there is no way around. */
    static String relative(Path folder, Path file) {
        if (!java.util.Objects.equals(folder.getRoot(), file.getRoot())) {
            return file.toString();
        }
        return folder.relativize(file).toString().replace('\\', '/');
    }

    static void write(String text, Path target, Path folder) throws IOException {
        Files.createDirectories(folder);
        if (Files.exists(target) && !Files.readString(target).equals(text)) {
            Files.copy(
                    target, target.resolveSibling(target.getFileName() + ".old"), StandardCopyOption.REPLACE_EXISTING);
        }
        Path whole = Files.createTempFile(folder, "series", ".tmp");
        try {
            Files.writeString(whole, text);
            Files.move(whole, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(whole);
        }
    }
}
