package patina.app.gui.view;

import java.awt.AlphaComposite;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import patina.geometry.Affine;
import patina.geometry.Point;
import patina.geometry.ScanMap;
import patina.series.HiddenBox;
import patina.series.HiddenShape;
import patina.series.HiddenStroke;

/** What the user hides, where a slice cuts it: a veil, and a line around each box. */
final class MaskInk {
    static final Color COLOUR = new Color(0xff6fb5);

    private static final float VEIL = 0.38f;
    /** A stroke is drawn as balls no farther apart than this share of their radius. */
    private static final double STEP = 0.3;

    private MaskInk() {}

    /**
     * Paints shapes over a slice.
     *
     * @param fromSlice from the frame of the plane to that of the shapes
     * @param voxelUm edge of the voxels that boxes are counted in: a voxel is a box about its centre
     */
    static void paint(
            Graphics2D g,
            SlicePlane plane,
            int width,
            int height,
            List<HiddenShape> shapes,
            ScanMap fromSlice,
            double voxelUm) {
        if (shapes.isEmpty() || width < 1 || height < 1) {
            return;
        }
        BufferedImage veil = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
        Graphics2D v = veil.createGraphics();
        v.setColor(COLOUR);
        List<Path2D> outlines = new ArrayList<>();
        for (HiddenShape shape : shapes) {
            if (shape instanceof HiddenBox box) {
                // A box that spans a seam is drawn where most of it lies.
                Point middle = box.fromUm().plus(box.toUm()).times(0.5);
                Path2D cut = cut(plane, box, fromSlice.backAt(middle), voxelUm);
                if (cut != null) {
                    v.fill(cut);
                    outlines.add(cut);
                }
            } else if (shape instanceof HiddenStroke stroke) {
                balls(v, plane, stroke, fromSlice);
            }
        }
        v.dispose();
        Graphics2D over = (Graphics2D) g.create();
        over.setComposite(AlphaComposite.SrcOver.derive(VEIL));
        over.drawImage(veil, 0, 0, null);
        over.dispose();
        outlines.forEach(cut -> Ink.line(g, cut, COLOUR, 1.3f));
    }

    private static void balls(Graphics2D g, SlicePlane plane, HiddenStroke stroke, ScanMap fromSlice) {
        double radius = stroke.radiusUm();
        List<Point> path = stroke.pathUm();
        for (int s = 0; s < Math.max(1, path.size() - 1); s++) {
            Point from = path.get(s);
            Point way = path.get(Math.min(s + 1, path.size() - 1)).minus(from);
            int n = (int) Math.ceil(way.length() / (STEP * radius));
            for (int i = 0; i <= n; i++) {
                Point at = fromSlice.back(n == 0 ? from : from.plus(way.times(i / (double) n)));
                double beyond = plane.beyond(at);
                double r = Math.sqrt(Math.max(0, radius * radius - beyond * beyond)) / plane.pixelUm();
                if (r > 0) {
                    g.fill(new Ellipse2D.Double(plane.x(at) - r, plane.y(at) - r, 2 * r, 2 * r));
                }
            }
        }
    }

    /** The polygon in which a plane cuts a box, in pixels; null where it does not. */
    static @Nullable Path2D cut(SlicePlane plane, HiddenBox box, Affine toSlice, double voxelUm) {
        Point half = new Point(voxelUm / 2, voxelUm / 2, voxelUm / 2);
        Point low = box.fromUm().minus(half);
        Point high = box.toUm().minus(half);
        Point[] corners = new Point[8];
        for (int c = 0; c < 8; c++) {
            corners[c] = toSlice.apply(new Point(
                    (c & 1) == 0 ? low.x() : high.x(),
                    (c & 2) == 0 ? low.y() : high.y(),
                    (c & 4) == 0 ? low.z() : high.z()));
        }
        List<double[]> met = new ArrayList<>();
        double x = 0;
        double y = 0;
        for (int c = 0; c < 8; c++) {
            for (int bit = 1; bit <= 4; bit <<= 1) {
                double a = plane.beyond(corners[c]);
                double b = plane.beyond(corners[c | bit]);
                if ((c & bit) == 0 && a <= 0 != b <= 0) {
                    Point at =
                            corners[c].plus(corners[c | bit].minus(corners[c]).times(a / (a - b)));
                    double[] pixel = {plane.x(at), plane.y(at)};
                    met.add(pixel);
                    x += pixel[0];
                    y += pixel[1];
                }
            }
        }
        if (met.size() < 3) {
            return null;
        }
        double cx = x / met.size();
        double cy = y / met.size();
        met.sort(Comparator.comparingDouble(p -> Math.atan2(p[1] - cy, p[0] - cx)));
        Path2D path = new Path2D.Double();
        path.moveTo(met.get(0)[0], met.get(0)[1]);
        for (double[] p : met.subList(1, met.size())) {
            path.lineTo(p[0], p[1]);
        }
        path.closePath();
        return path;
    }
}
