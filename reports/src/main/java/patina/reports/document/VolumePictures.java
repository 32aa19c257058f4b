package patina.reports.document;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import patina.blocks.Source;
import patina.blocks.Volume;
import patina.geometry.Extent;
import patina.geometry.Region;
import patina.geometry.VoxelSize;
import patina.reports.document.SlicePicture.Outline;

/**
 * Cuts slices from registered volumes, one plane at a time, and outlines the labels in them. All volumes are in the
 * reference grid; labels are track ids. Grey runs from the 0.5th to the 99.5th percentile of what was seen in the slices
 * asked for together, with a margin. Slices larger than 1000 pixels are averaged down. Memory: one plane of grey and labels for
 * each of them.
 */
public final class VolumePictures implements Pictures {
    private static final int LARGEST = 1000;
    private static final int DARK = 120;
    private static final int LIGHT = 185;
    private static final int MARGIN = 4;

    private final Map<Integer, Source> aligned;
    private final Map<Integer, Source> labels;
    private final VoxelSize voxel;

    /**
     * Pictures of the volumes at these addresses.
     *
     * @param aligned scan to registered grey volume
     * @param labels scan to label volume; a scan without one has no outlines
     * @param voxel of the reference grid
     */
    public VolumePictures(Map<Integer, Source> aligned, Map<Integer, Source> labels, VoxelSize voxel) {
        this.aligned = Map.copyOf(aligned);
        this.labels = Map.copyOf(labels);
        this.voxel = voxel;
    }

    @Override
    public List<Optional<SlicePicture>> slices(List<Request> requests) throws IOException {
        List<Optional<Sheet>> sheets = new ArrayList<>();
        for (Request request : requests) {
            sheets.add(sheet(request));
        }
        float[] window = window(sheets.stream().flatMap(Optional::stream).toList());
        List<Optional<SlicePicture>> pictures = new ArrayList<>();
        for (int i = 0; i < requests.size(); i++) {
            Plane plane = requests.get(i).plane();
            pictures.add(sheets.get(i).map(sheet -> picture(plane, sheet, window)));
        }
        return pictures;
    }

    private Optional<Sheet> sheet(Request request) throws IOException {
        Source source = aligned.get(request.scan());
        if (source == null) {
            return Optional.empty();
        }
        Region region;
        float[] values;
        byte[] valid;
        try (Volume volume = source.open()) {
            region = region(request, volume.extent());
            values = new float[region.voxels()];
            valid = new byte[region.voxels()];
            volume.read(region, values, valid);
        }
        int[] found = readLabels(request.scan(), region);
        double[] size = {voxel.xUm(), voxel.yUm(), voxel.zUm()};
        int[] count = {region.nx(), region.ny(), region.nz()};
        Plane plane = request.plane();
        // Regions of one plane are row by row already: the earlier axis runs fastest.
        Sheet sheet = new Sheet(
                count[plane.across()],
                count[plane.down()],
                size[plane.across()],
                size[plane.down()],
                values,
                valid,
                found);
        return Optional.of(sheet.fitted(LARGEST));
    }

    /** Where grey differs most from one face of the box to the other: there the box looks out of the metal. */
    @Override
    public int depthAxis(int scan, long[] box) throws IOException {
        Source source = aligned.get(scan);
        if (source == null) {
            return 2;
        }
        try (Volume volume = source.open()) {
            Region around = new Region(
                            box[0],
                            box[1],
                            box[2],
                            Math.toIntExact(box[3]),
                            Math.toIntExact(box[4]),
                            Math.toIntExact(box[5]))
                    .grown(MARGIN)
                    .clippedTo(volume.extent());
            int steepest = 2;
            double greatest = -1;
            for (int axis = 0; axis < 3 && !around.isEmpty(); axis++) {
                double step =
                        Math.abs(mean(volume, face(around, axis, true)) - mean(volume, face(around, axis, false)));
                if (step > greatest) {
                    greatest = step;
                    steepest = axis;
                }
            }
            return steepest;
        }
    }

    private static Region face(Region box, int axis, boolean far) {
        return new Region(
                axis == 0 && far ? box.endX() - 1 : box.x(),
                axis == 1 && far ? box.endY() - 1 : box.y(),
                axis == 2 && far ? box.endZ() - 1 : box.z(),
                axis == 0 ? 1 : box.nx(),
                axis == 1 ? 1 : box.ny(),
                axis == 2 ? 1 : box.nz());
    }

    /** The mean of what was seen; NaN, which is never the greatest, when nothing was. */
    private static double mean(Volume volume, Region face) throws IOException {
        float[] values = new float[face.voxels()];
        byte[] valid = new byte[face.voxels()];
        volume.read(face, values, valid);
        double sum = 0;
        long n = 0;
        for (int i = 0; i < values.length; i++) {
            if (valid[i] != 0) {
                sum += values[i];
                n++;
            }
        }
        return n == 0 ? Double.NaN : sum / n;
    }

    private int @Nullable [] readLabels(int scan, Region region) throws IOException {
        Source source = labels.get(scan);
        if (source == null) {
            return null;
        }
        try (Volume volume = source.open()) {
            int[] found = new int[region.voxels()];
            volume.read(region, found);
            return found;
        }
    }

    private Region region(Request request, Extent extent) {
        double[] size = {voxel.xUm(), voxel.yUm(), voxel.zUm()};
        double[] centre = {request.xUm(), request.yUm(), request.zUm()};
        long[] length = {extent.x(), extent.y(), extent.z()};
        long[] from = new long[3];
        int[] count = new int[3];
        for (int axis = 0; axis < 3; axis++) {
            long middle = Math.max(0, Math.min(length[axis] - 1, Math.round(centre[axis] / size[axis])));
            if (axis == request.plane().normal()) {
                from[axis] = middle;
                count[axis] = 1;
            } else {
                double field = axis == request.plane().across() ? request.acrossUm() : request.downUm();
                double wanted = Math.max(1, field / size[axis]);
                int edge = (int) Math.min(length[axis], Math.ceil(wanted));
                from[axis] = Math.max(0, Math.min(length[axis] - edge, middle - edge / 2));
                count[axis] = edge;
            }
        }
        return new Region(from[0], from[1], from[2], count[0], count[1], count[2]);
    }

    /** @param window the grey values shown black and white */
    private static SlicePicture picture(Plane plane, Sheet sheet, float[] window) {
        byte[] grey = new byte[sheet.width * sheet.height];
        for (int y = 0; y < sheet.height; y++) {
            for (int x = 0; x < sheet.width; x++) {
                int i = y * sheet.width + x;
                if (sheet.valid[i] == 0) {
                    grey[i] = (byte) ((x + y) % 8 < 2 ? DARK : LIGHT);
                } else {
                    float share = (sheet.values[i] - window[0]) / (window[1] - window[0]);
                    grey[i] = (byte) Math.round(255 * Math.max(0, Math.min(1, share)));
                }
            }
        }
        List<Outline> outlines =
                sheet.labels == null ? List.of() : Contours.of(sheet.labels, sheet.width, sheet.height);
        return new SlicePicture(
                sheet.width,
                sheet.height,
                grey,
                sheet.acrossUm,
                "xyz".substring(plane.across(), plane.across() + 1),
                "xyz".substring(plane.down(), plane.down() + 1),
                outlines);
    }

    private static float[] window(List<Sheet> sheets) {
        float[] seen = new float[sheets.stream().mapToInt(s -> s.values.length).sum()];
        int n = 0;
        for (Sheet sheet : sheets) {
            for (int i = 0; i < sheet.values.length; i++) {
                if (sheet.valid[i] != 0) {
                    seen[n++] = sheet.values[i];
                }
            }
        }
        if (n == 0) {
            return new float[] {0, 1};
        }
        Arrays.sort(seen, 0, n);
        float low = seen[(int) (0.005 * (n - 1))];
        float high = seen[(int) (0.995 * (n - 1))];
        float margin = 0.05f * (high - low);
        return high > low ? new float[] {low - margin, high + margin} : new float[] {low - 1, high + 1};
    }

    /** A plane of samples with pixels of any shape. */
    private static final class Sheet {
        final int width;
        final int height;
        final double acrossUm;
        final double downUm;
        final float[] values;
        final byte[] valid;
        final int @Nullable [] labels;

        Sheet(
                int width,
                int height,
                double acrossUm,
                double downUm,
                float[] values,
                byte[] valid,
                int @Nullable [] labels) {
            this.width = width;
            this.height = height;
            this.acrossUm = acrossUm;
            this.downUm = downUm;
            this.values = values;
            this.valid = valid;
            this.labels = labels;
        }

        /** With square pixels and no edge longer than {@code largest}; grey is averaged, labels are taken at the centre. */
        Sheet fitted(int largest) {
            double pixel = Math.min(acrossUm, downUm);
            pixel = Math.max(pixel, Math.max(width * acrossUm, height * downUm) / largest);
            int newWidth = (int) Math.max(1, Math.round(width * acrossUm / pixel));
            int newHeight = (int) Math.max(1, Math.round(height * downUm / pixel));
            if (newWidth == width && newHeight == height) {
                return this;
            }
            float[] newValues = new float[newWidth * newHeight];
            byte[] newValid = new byte[newWidth * newHeight];
            int[] newLabels = labels == null ? null : new int[newWidth * newHeight];
            for (int y = 0; y < newHeight; y++) {
                int fromY = (int) ((long) y * height / newHeight);
                int toY = Math.max(fromY + 1, (int) ((y + 1L) * height / newHeight));
                for (int x = 0; x < newWidth; x++) {
                    int fromX = (int) ((long) x * width / newWidth);
                    int toX = Math.max(fromX + 1, (int) ((x + 1L) * width / newWidth));
                    double sum = 0;
                    int n = 0;
                    for (int j = fromY; j < toY; j++) {
                        for (int i = fromX; i < toX; i++) {
                            if (valid[j * width + i] != 0) {
                                sum += values[j * width + i];
                                n++;
                            }
                        }
                    }
                    int at = y * newWidth + x;
                    newValues[at] = n == 0 ? 0 : (float) (sum / n);
                    newValid[at] = (byte) (n == 0 ? 0 : 1);
                    if (labels != null && newLabels != null) {
                        newLabels[at] = labels[(fromY + toY) / 2 * width + (fromX + toX) / 2];
                    }
                }
            }
            return new Sheet(newWidth, newHeight, pixel, pixel, newValues, newValid, newLabels);
        }
    }
}
