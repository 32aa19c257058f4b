package patina.reports.charts;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import patina.reports.document.Numbers;
import patina.reports.document.Slice;
import patina.reports.document.SlicePicture;
import patina.reports.document.SlicePicture.Outline;
import patina.tracks.Track;

/** Draws a slice: grey pixels, outlines as lines, a name for each track, a scale bar and the axes below. */
final class SliceDrawing implements Figure.Drawing {
    private static final float TITLE_SIZE = 8.5f;
    private static final float NAME_SIZE = 7f;
    private static final double TITLE_HEIGHT = 14;
    private static final double FOOT_HEIGHT = 14;
    private static final double HIGHEST = 300;
    private static final int MOST_NAMES = 40;

    private final Slice slice;

    SliceDrawing(Slice slice) {
        this.slice = slice;
    }

    /** How high the figure is at a width. */
    double height(double width) {
        return TITLE_HEIGHT + slice.picture().height() * scale(width) + FOOT_HEIGHT;
    }

    /** Points per pixel: as wide as allowed, but not higher than half a page. */
    private double scale(double width) {
        SlicePicture picture = slice.picture();
        return Math.min(width / picture.width(), HIGHEST / picture.height());
    }

    @Override
    public void draw(Graphics2D g, double width, double height) {
        SlicePicture picture = slice.picture();
        double scale = scale(width);
        g.setFont(ReportFont.BOLD.awt(TITLE_SIZE));
        g.setPaint(Palette.INK);
        g.drawString(slice.title(), 0f, TITLE_SIZE + 1);
        Rectangle2D frame = new Rectangle2D.Double(0, TITLE_HEIGHT, picture.width() * scale, picture.height() * scale);
        image(g, frame, scale);
        Shape clip = g.getClip();
        g.clip(frame);
        Map<Integer, Rectangle2D> bounds = outlines(g, scale);
        g.setClip(clip);
        names(g, bounds, frame);
        foot(g, frame, scale);
    }

    private void image(Graphics2D g, Rectangle2D frame, double scale) {
        SlicePicture picture = slice.picture();
        BufferedImage image = new BufferedImage(picture.width(), picture.height(), BufferedImage.TYPE_BYTE_GRAY);
        image.getRaster().setDataElements(0, 0, picture.width(), picture.height(), picture.grey());
        g.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR);
        AffineTransform place = AffineTransform.getTranslateInstance(frame.getX(), frame.getY());
        place.scale(scale, scale);
        g.drawImage(image, place, null);
    }

    private Map<Integer, Rectangle2D> outlines(Graphics2D g, double scale) {
        Map<Integer, Path2D> paths = new LinkedHashMap<>();
        Map<Integer, Rectangle2D> bounds = new LinkedHashMap<>();
        for (Outline outline : slice.picture().outlines()) {
            Path2D path = paths.computeIfAbsent(outline.trackId(), id -> new Path2D.Double());
            Path2D loop = new Path2D.Double();
            for (int i = 0; i < outline.x().length; i++) {
                double x = outline.x()[i] * scale;
                double y = TITLE_HEIGHT + outline.y()[i] * scale;
                if (i == 0) {
                    loop.moveTo(x, y);
                } else {
                    loop.lineTo(x, y);
                }
            }
            loop.closePath();
            path.append(loop, false);
            Rectangle2D box = loop.getBounds2D();
            bounds.merge(outline.trackId(), box, (a, b) -> area(a) >= area(b) ? a : b);
        }
        paths.forEach((track, path) -> {
            Integer colour = slice.colours().get(track);
            g.setStroke(new BasicStroke(2.2f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
            g.setPaint(colour == null ? Color.BLACK : Color.WHITE);
            g.draw(path);
            g.setStroke(new BasicStroke(1.2f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
            g.setPaint(colour(track));
            g.draw(path);
        });
        return bounds;
    }

    private Color colour(int track) {
        Integer colour = slice.colours().get(track);
        return colour == null ? Palette.NEUTRAL : Palette.colour(colour);
    }

    private static double area(Rectangle2D box) {
        return box.getWidth() * box.getHeight();
    }

    /** Coloured tracks first, then by size; a name finds a place beside its outline or is left out. */
    private void names(Graphics2D g, Map<Integer, Rectangle2D> bounds, Rectangle2D frame) {
        g.setFont(ReportFont.BOLD.awt(NAME_SIZE));
        FontMetrics metrics = g.getFontMetrics();
        List<Integer> tracks = new ArrayList<>(bounds.keySet());
        tracks.sort(Comparator.comparing((Integer track) -> !slice.colours().containsKey(track))
                .thenComparing(track -> -area(bounds.getOrDefault(track, frame)))
                .thenComparing(track -> track));
        List<Rectangle2D> taken = new ArrayList<>();
        for (int track : tracks.subList(0, Math.min(MOST_NAMES, tracks.size()))) {
            String name = Track.name(track);
            Rectangle2D box = bounds.get(track);
            if (box == null) {
                continue;
            }
            Rectangle2D place =
                    place(box, metrics.stringWidth(name) + 4, NAME_SIZE + 2.5, frame, taken, bounds.values());
            if (place != null) {
                taken.add(place);
                g.setPaint(Color.WHITE);
                g.fill(place);
                g.setPaint(slice.colours().containsKey(track) ? colour(track) : Palette.INK);
                g.setStroke(new BasicStroke(0.6f));
                g.draw(place);
                g.setPaint(Palette.INK);
                g.drawString(name, (float) place.getX() + 2, (float) (place.getMaxY() - 2.4));
            }
        }
    }

    /** Beside the outline and clear of the others' where possible, in the frame and clear of other names in any case. */
    private static @Nullable Rectangle2D place(
            Rectangle2D box,
            double width,
            double height,
            Rectangle2D frame,
            List<Rectangle2D> taken,
            Collection<Rectangle2D> others) {
        double gap = 2.5;
        double[][] corners = {
            {box.getCenterX() - width / 2, box.getMinY() - height - gap},
            {box.getCenterX() - width / 2, box.getMaxY() + gap},
            {box.getMaxX() + gap, box.getCenterY() - height / 2},
            {box.getMinX() - width - gap, box.getCenterY() - height / 2},
            {box.getMaxX() + gap, box.getMinY() - height - gap},
            {box.getMinX() - width - gap, box.getMinY() - height - gap},
            {box.getMaxX() + gap, box.getMaxY() + gap},
            {box.getMinX() - width - gap, box.getMaxY() + gap},
            {box.getCenterX() - width / 2, box.getCenterY() - height / 2}
        };
        Rectangle2D second = null;
        for (double[] corner : corners) {
            Rectangle2D place = new Rectangle2D.Double(corner[0], corner[1], width, height);
            if (frame.contains(place) && taken.stream().noneMatch(other -> other.intersects(place))) {
                if (others.stream().noneMatch(other -> !other.equals(box) && other.intersects(place))) {
                    return place;
                }
                second = second == null ? place : second;
            }
        }
        return second;
    }

    private void foot(Graphics2D g, Rectangle2D frame, double scale) {
        SlicePicture picture = slice.picture();
        double base = frame.getMaxY() + 9.5;
        g.setFont(ReportFont.REGULAR.awt(NAME_SIZE));
        FontMetrics metrics = g.getFontMetrics();
        g.setPaint(Palette.INK);
        g.drawString(picture.acrossAxis() + " →   " + picture.downAxis() + " ↓", 0f, (float) base);
        double pointsPerUm = scale / picture.pixelUm();
        double um = round(0.3 * frame.getWidth() / pointsPerUm);
        String text = um >= 1000 ? Numbers.asGiven(um / 1000) + "\u00a0mm" : Numbers.asGiven(um) + "\u00a0µm";
        double length = um * pointsPerUm;
        double right = frame.getMaxX();
        g.setStroke(new BasicStroke(2f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER));
        g.draw(new Line2D.Double(right - length, base - 2.5, right, base - 2.5));
        g.drawString(text, (float) (right - length - 4 - metrics.stringWidth(text)), (float) base);
    }

    /** The greatest of 1, 2, 5 times a power of ten that is not above {@code um}. */
    private static double round(double um) {
        double power = Math.pow(10, Math.floor(Math.log10(um)));
        double digit = um / power;
        return (digit >= 5 ? 5 : digit >= 2 ? 2 : 1) * power;
    }
}
