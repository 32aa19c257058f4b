package patina.series;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import patina.geometry.Extent;
import patina.geometry.Point;
import patina.geometry.VoxelSize;

/** Boxes and brush strokes in series.json. */
final class ShapeFields {
    private ShapeFields() {}

    /**
     * What the user hides of a scan.
     *
     * @param shapes as they were drawn
     * @param voxels the same in the scan's voxels
     */
    record Hidden(List<HiddenShape> shapes, List<VoxelShape> voxels) {
        Hidden {
            shapes = List.copyOf(shapes);
            voxels = List.copyOf(voxels);
        }
    }

    /** Boxes, then strokes; none where there is no mask. */
    static Hidden hidden(@Nullable JsonFields masks, int scan, Extent extent, VoxelSize size) throws IOException {
        List<HiddenShape> shapes = new ArrayList<>();
        List<VoxelShape> voxels = new ArrayList<>();
        if (masks != null) {
            for (JsonFields fields : masks.objects("boxes")) {
                VoxelBox box = box(fields, extent, size);
                voxels.add(box);
                shapes.add(new HiddenBox(
                        scan,
                        corner(size, box.fromX(), box.fromY(), box.fromZ()),
                        corner(size, box.toX(), box.toY(), box.toZ())));
            }
            for (JsonFields fields : masks.objects("strokes")) {
                VoxelStroke stroke = stroke(fields, extent, size);
                voxels.add(stroke);
                shapes.add(new HiddenStroke(scan, stroke.radiusUm(), stroke.pathUm()));
            }
        }
        return new Hidden(shapes, voxels);
    }

    /** The two corners of a box, as whole voxels of a volume. */
    static VoxelBox box(JsonFields json, Extent extent, VoxelSize size) throws IOException {
        json.only("from", "to", "unit");
        double[] from = json.numbers("from", 3);
        double[] to = json.numbers("to", 3);
        double um = unit(json);
        if (from == null || to == null) {
            throw json.wrong(from == null ? "from" : "to", "a corner [x, y, z]", "A box is given by two.");
        }
        double[] edges =
                um == 0 ? new double[] {1, 1, 1} : new double[] {size.xUm() / um, size.yUm() / um, size.zUm() / um};
        long[] limits = {extent.x(), extent.y(), extent.z()};
        long[] first = new long[3];
        long[] end = new long[3];
        for (int a = 0; a < 3; a++) {
            first[a] = Math.max(0, Math.round(from[a] / edges[a]));
            end[a] = Math.min(limits[a], Math.round(to[a] / edges[a]));
            if (first[a] >= end[a]) {
                throw json.wrong(
                        "to",
                        "a corner beyond 'from' inside the scan",
                        "The scan has " + extent + " voxels; correct the box.");
            }
        }
        return new VoxelBox(first[0], first[1], first[2], end[0], end[1], end[2]);
    }

    /** Micrometres of the unit in which a shape is given; 0 for voxels. */
    static double unit(JsonFields json) throws IOException {
        String unit = json.text("unit");
        return switch (unit == null ? "voxel" : unit) {
            case "voxel" -> 0;
            case "um" -> 1;
            case "mm" -> 1e3;
            case "nm" -> 1e-3;
            default -> throw json.wrong("unit", "voxel, um, mm or nm", "Choose one of these.");
        };
    }

    private static Point corner(VoxelSize size, long x, long y, long z) {
        return new Point(x * size.xUm(), y * size.yUm(), z * size.zUm());
    }

    static VoxelStroke stroke(JsonFields json, Extent extent, VoxelSize size) throws IOException {
        json.only("radius", "path", "unit");
        double um = unit(json);
        Double radius = json.number("radius");
        if (radius == null || !(radius > 0)) {
            throw json.wrong("radius", "a number above 0", "It is the brush's.");
        }
        List<Point> path = new ArrayList<>();
        for (double[] at : json.points("path")) {
            path.add(
                    um == 0
                            ? new Point(at[0] * size.xUm(), at[1] * size.yUm(), at[2] * size.zUm())
                            : new Point(at[0] * um, at[1] * um, at[2] * um));
        }
        VoxelStroke stroke = new VoxelStroke(size, radius * (um == 0 ? size.meanUm() : um), path);
        if (!stroke.meets(extent)) {
            throw json.wrong("path", "inside the scan", "The scan has " + extent + " voxels; correct the stroke.");
        }
        return stroke;
    }
}
