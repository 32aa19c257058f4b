package patina.series.formats.tiff;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;
import patina.geometry.VoxelSize;

/**
 * What a TIFF's text and resolution tags say of its voxels: ImageJ's lines (spacing, unit, images), OME-XML's
 * PhysicalSize, or plain resolution tags.
 *
 * @param planes how many planes the text speaks of; 0 when it does not
 * @param several what else the planes are spread over, such as '3 channels'; empty for a plain stack
 */
record Scale(
        @Nullable VoxelSize voxelSize,
        long planes,
        String several,
        Map<String, String> metadata,
        List<String> assumed) {

    static Scale of(Directories.Tags tags, String name) throws IOException {
        String text = tags.description();
        if (text.startsWith("ImageJ=")) {
            return imageJ(tags, lines(text));
        }
        if (text.startsWith("<?xml") || text.startsWith("<OME")) {
            Map<String, String> pixels = omePixels(text, name);
            if (!pixels.isEmpty()) {
                return ome(pixels);
            }
        }
        return plain(tags, text);
    }

    private static Scale imageJ(Directories.Tags tags, Map<String, String> lines) {
        List<String> assumed = new ArrayList<>();
        Map<String, String> metadata = new TreeMap<>();
        lines.forEach((key, value) -> metadata.put("imagej." + key, value));
        double unitUm = micrometres(lines.getOrDefault("unit", ""));
        VoxelSize size = null;
        if (unitUm > 0 && tags.xResolution() > 0) {
            double x = unitUm / tags.xResolution();
            double y = unitUm / (tags.yResolution() > 0 ? tags.yResolution() : tags.xResolution());
            double z = Math.abs(number(lines.get("spacing"))) * unitUm;
            if (z == 0) {
                z = x;
                assumed.add("ImageJ's lines give no spacing; a voxel is taken as high as it is wide.");
            }
            size = new VoxelSize(x, y, z);
        }
        long channels = Math.max(1, (long) number(lines.get("channels")));
        long slices = Math.max(1, (long) number(lines.get("slices")));
        long frames = Math.max(1, (long) number(lines.get("frames")));
        String several = channels > 1 ? channels + " channels" : "";
        if (frames > 1 && channels == 1) {
            if (slices > 1) {
                several = frames + " times";
            } else {
                assumed.add("ImageJ calls the " + frames + " planes times; they are taken as slices along z.");
            }
        }
        return new Scale(size, (long) number(lines.get("images")), several, metadata, assumed);
    }

    private static Map<String, String> lines(String text) {
        Map<String, String> lines = new HashMap<>();
        for (String line : text.split("\\R")) {
            int at = line.indexOf('=');
            if (at > 0) {
                lines.put(line.substring(0, at).trim(), line.substring(at + 1).trim());
            }
        }
        return lines;
    }

    private static Map<String, String> omePixels(String text, String name) throws IOException {
        XMLInputFactory factory = XMLInputFactory.newFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        Map<String, String> found = new HashMap<>();
        try {
            XMLStreamReader xml = factory.createXMLStreamReader(new StringReader(text));
            while (xml.hasNext()) {
                if (xml.next() == XMLStreamConstants.START_ELEMENT
                        && xml.getLocalName().equals("Pixels")) {
                    for (int i = 0; i < xml.getAttributeCount(); i++) {
                        found.put(xml.getAttributeLocalName(i), xml.getAttributeValue(i));
                    }
                    break;
                }
            }
            xml.close();
        } catch (XMLStreamException e) {
            throw new IOException(
                    "'" + name + "', page 1, was to describe itself in OME-XML, but that cannot be parsed (line "
                            + e.getLocation().getLineNumber() + "). Write the file again.",
                    e);
        }
        return found;
    }

    private static Scale ome(Map<String, String> pixels) {
        List<String> assumed = new ArrayList<>();
        Map<String, String> metadata = new TreeMap<>();
        pixels.forEach((key, value) -> metadata.put("ome." + key, value));
        double x = physical(pixels, "X");
        double y = physical(pixels, "Y");
        double z = physical(pixels, "Z");
        VoxelSize size = null;
        if (x > 0) {
            if (y <= 0 || z <= 0) {
                assumed.add(
                        "OME-XML does not give the voxel size along every axis; what is missing is taken as along x.");
            }
            size = new VoxelSize(x, y > 0 ? y : x, z > 0 ? z : x);
        }
        long channels = Math.max(1, (long) number(pixels.get("SizeC")));
        long times = Math.max(1, (long) number(pixels.get("SizeT")));
        String several = channels > 1 ? channels + " channels" : times > 1 ? times + " times" : "";
        return new Scale(size, (long) number(pixels.get("SizeZ")), several, metadata, assumed);
    }

    private static double physical(Map<String, String> pixels, String axis) {
        double unitUm = micrometres(pixels.getOrDefault("PhysicalSize" + axis + "Unit", "um"));
        return number(pixels.get("PhysicalSize" + axis)) * unitUm;
    }

    private static Scale plain(Directories.Tags tags, String text) {
        List<String> assumed = new ArrayList<>();
        Map<String, String> metadata = new TreeMap<>();
        if (!text.isBlank()) {
            metadata.put("description", text);
        }
        VoxelSize size = null;
        double unitUm = tags.resolutionUnit() == 2 ? 25_400 : tags.resolutionUnit() == 3 ? 10_000 : 0;
        if (tags.xResolution() > 0 && unitUm > 0) {
            double perInch = tags.xResolution() * 25_400 / unitUm;
            if (isForPrinting(perInch)) {
                assumed.add("The resolution of " + Math.round(perInch)
                        + " dots an inch is meant for printing and is not taken as the voxel size.");
            } else {
                double x = unitUm / tags.xResolution();
                double y = tags.yResolution() > 0 ? unitUm / tags.yResolution() : x;
                size = new VoxelSize(x, y, x);
                assumed.add("The resolution tags give the size of a pixel; a voxel is taken as high as it is wide.");
            }
        }
        return new Scale(size, 0, "", metadata, assumed);
    }

    private static boolean isForPrinting(double perInch) {
        for (double usual :
                new double[] {1, 2.54, 72, 75, 90, 96, 100, 120, 150, 180, 200, 240, 300, 360, 400, 600, 1200}) {
            if (Math.abs(perInch - usual) < 0.01 * usual) {
                return true;
            }
        }
        return false;
    }

    private static double number(@Nullable String text) {
        if (text == null) {
            return 0;
        }
        try {
            double value = Double.parseDouble(text.trim());
            return Double.isFinite(value) ? value : 0;
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /** How many micrometres the named unit is; 0 when it is no length. */
    private static double micrometres(String unit) {
        // ImageJ may write the micro sign as an escape.
        String plain =
                unit.trim().replace("\\u00B5", "u").replace('\u00B5', 'u').replace('\u03BC', 'u');
        return switch (plain.toLowerCase(Locale.ROOT)) {
            case "um", "micron", "microns", "micrometer", "micrometre", "micrometers" -> 1;
            case "nm", "nanometer", "nanometre" -> 1e-3;
            case "mm", "millimeter", "millimetre" -> 1e3;
            case "cm", "centimeter", "centimetre" -> 1e4;
            case "m", "meter", "metre" -> 1e6;
            case "inch", "in" -> 25_400;
            case "pm" -> 1e-6;
            case "\u00e5", "\u212b", "angstrom" -> 1e-4;
            default -> 0;
        };
    }
}
