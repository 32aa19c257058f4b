package patina.series.formats.scifio;

import io.scif.FormatException;
import io.scif.ImageMetadata;
import io.scif.Reader;
import io.scif.SCIFIO;
import io.scif.config.SCIFIOConfig;
import io.scif.util.FormatTools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import net.imagej.axis.Axes;
import net.imagej.axis.CalibratedAxis;
import org.jspecify.annotations.Nullable;
import org.scijava.io.location.FileLocation;
import patina.geometry.Extent;
import patina.geometry.VoxelSize;
import patina.series.SeriesFormat;
import patina.series.samples.SampleType;

/**
 * Volumes by way of SCIFIO (https://scif.io), asked when no other format reads a file. The first image of a file is taken;
 * one grey channel, one time. SCIFIO's calibration is believed only where it has a unit of length, and said to come from
 * there.
 */
public final class ScifioFormat implements SeriesFormat.LastResort {
    @Override
    public String name() {
        return "SCIFIO";
    }

    @Override
    public Answer probe(Path path) {
        // SCIFIO itself needs seconds to start; it is asked in read.
        return Files.isRegularFile(path)
                ? new Answer.Maybe("SCIFIO knows the format")
                : new Answer.No("SCIFIO reads files only");
    }

    @Override
    public Header read(Path path, Map<String, String> options) throws IOException {
        SCIFIO scifio = new SCIFIO();
        try {
            Reader reader = reader(scifio, path);
            try {
                return header(reader, path);
            } finally {
                reader.close();
            }
        } finally {
            scifio.getContext().dispose();
        }
    }

    private static Header header(Reader reader, Path path) throws IOException {
            ImageMetadata image = reader.getMetadata().get(0);
            SampleType type = type(image, path);
            if (image.getInterleavedAxisCount() > 0
                    || image.getPlanarAxisCount() != 2
                    || image.getAxisIndex(Axes.X) != 0
                    || image.getAxisIndex(Axes.Y) != 1) {
                throw new IOException("'" + path + "' was to hold planes of grey values, but has planes of "
                        + image.getPlanarAxisCount() + " axes (colour). Convert it to grey TIFF.");
            }
            List<String> assumed = new ArrayList<>();
        Extent extent = new Extent(image.getAxisLength(Axes.X), image.getAxisLength(Axes.Y), image.getPlaneCount());
        List<String> stacked = new ArrayList<>();
        for (CalibratedAxis axis : image.getAxesNonPlanar()) {
            if (image.getAxisLength(axis) > 1) {
                stacked.add(image.getAxisLength(axis) + " along " + axis.type().getLabel());
            }
        }
        if (stacked.size() > 1) {
            throw new IOException("'" + path + "' was to hold one volume, but has planes " + String.join(" and ", stacked)
                    + ". Save each volume as a file of its own.");
        }
        if (!stacked.isEmpty() && image.getAxisLength(Axes.Z) == 1) {
            assumed.add("The planes, " + stacked.get(0) + ", are taken as slices along z.");
        }
            assumed.add("The file is read by SCIFIO as " + reader.getFormatName() + ".");
            VoxelSize size = voxelSize(image);
            if (size != null) {
                assumed.add("The voxel size is what SCIFIO found; check it.");
            }
            return new Header(
                    extent,
                    type.key(),
                    size,
                    new ScifioSource(path.toString(), extent, type, image.isLittleEndian()),
                    Map.of("scifio.format", reader.getFormatName()),
                    List.copyOf(assumed));
    }

    /** An open reader; the caller closes it. */
    static Reader reader(SCIFIO scifio, Path path) throws IOException {
        try {
            return scifio.initializer()
                    .initializeReader(new FileLocation(path.toFile()), new SCIFIOConfig().checkerSetOpen(true));
        } catch (FormatException e) {
            throw new IOException(
                    "'" + path + "' was to be in a format that SCIFIO knows, but is not (" + e.getMessage()
                            + "). Convert it to TIFF.",
                    e);
        }
    }

    private static SampleType type(ImageMetadata image, Path path) throws IOException {
        return switch (image.getPixelType()) {
            case FormatTools.UINT8 -> SampleType.UINT8;
            case FormatTools.INT8 -> SampleType.INT8;
            case FormatTools.UINT16 -> SampleType.UINT16;
            case FormatTools.INT16 -> SampleType.INT16;
            case FormatTools.UINT32 -> SampleType.UINT32;
            case FormatTools.INT32 -> SampleType.INT32;
            case FormatTools.FLOAT -> SampleType.FLOAT32;
            case FormatTools.DOUBLE -> SampleType.FLOAT64;
            default -> throw new IOException("'" + path + "' was to hold grey values of a known type ("
                    + SampleType.keys() + "), but SCIFIO calls it type "
                    + FormatTools.getPixelTypeString(image.getPixelType()) + ". Convert it to TIFF.");
        };
    }

    private static @Nullable VoxelSize voxelSize(ImageMetadata image) {
        double x = um(image.getAxis(Axes.X));
        double y = um(image.getAxis(Axes.Y));
        double z = um(image.getAxis(Axes.Z));
        return x > 0 && y > 0 ? new VoxelSize(x, y, z > 0 ? z : x) : null;
    }

    /** Micrometres a voxel along the axis; 0 when it is not told. */
    private static double um(@Nullable CalibratedAxis axis) {
        if (axis == null || axis.unit() == null) {
            return 0;
        }
        double unitUm =
                switch (axis.unit().replace('\u00B5', 'u').replace('\u03BC', 'u').toLowerCase(Locale.ROOT)) {
                    case "um", "micron", "microns", "micrometer" -> 1;
                    case "nm" -> 1e-3;
                    case "mm" -> 1e3;
                    case "cm" -> 1e4;
                    case "m" -> 1e6;
                    default -> 0;
                };
        double given = axis.averageScale(0, 1);
        // SCIFIO puts 1 where it could not make sense of a calibration.
        double scale = given == 1 ? 0 : given * unitUm;
        return scale > 0 && Double.isFinite(scale) ? scale : 0;
    }
}
