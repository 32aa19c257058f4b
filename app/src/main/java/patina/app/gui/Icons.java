package patina.app.gui;

import com.formdev.flatlaf.util.UIScale;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Component;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.Image;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Arc2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.geom.RoundRectangle2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import javax.swing.Icon;
import javax.swing.UIManager;
import org.jspecify.annotations.Nullable;
import patina.app.gui.model.Command;

/** Line drawings on a grid of 16 x 16, in the colour of text; sharp at any scale. */
final class Icons {
    private static final int EDGE = 16;

    private Icons() {}

    /** The drawing of a command, or null for those that have none. */
    static @Nullable Icon of(Command command) {
        List<Shape> lines = new ArrayList<>();
        switch (command) {
            case OPEN -> lines.add(path(1.5, 13, 1.5, 3, 6, 3, 7.5, 5, 14.5, 5, 14.5, 13, 1.5, 13));
            case IMPORT -> {
                lines.add(path(3, 1.5, 9.5, 1.5, 13, 5, 13, 14.5, 3, 14.5, 3, 1.5));
                lines.add(new Line2D.Double(8, 6.5, 8, 11.5));
                lines.add(new Line2D.Double(5.5, 9, 10.5, 9));
            }
            case ADD_SCAN -> {
                lines.add(new Rectangle2D.Double(1.5, 4.5, 8, 8));
                lines.add(path(4, 4, 4, 2, 12, 2, 12, 7));
                lines.add(new Line2D.Double(12.5, 9, 12.5, 15));
                lines.add(new Line2D.Double(9.8, 12, 15.2, 12));
            }
            case RUN -> lines.add(path(4, 2.5, 13, 8, 4, 13.5, 4, 2.5));
            case CANCEL -> lines.add(new Rectangle2D.Double(3.5, 3.5, 9, 9));
            case SETTINGS -> {
                for (int i = 0; i < 3; i++) {
                    double y = 3.5 + 4.5 * i;
                    double knob = i == 1 ? 10 : 5;
                    lines.add(new Line2D.Double(1.5, y, knob - 2, y));
                    lines.add(new Line2D.Double(knob + 2, y, 14.5, y));
                    lines.add(new Ellipse2D.Double(knob - 2, y - 2, 4, 4));
                }
            }
            case REPORT -> {
                lines.add(path(3, 1.5, 13, 1.5, 13, 14.5, 3, 14.5, 3, 1.5));
                lines.add(path(5.5, 9.5, 7.2, 7, 8.8, 8.5, 10.5, 5));
                lines.add(new Line2D.Double(5.5, 12, 10.5, 12));
            }
            case UNDO -> {
                lines.add(new Arc2D.Double(3, 4, 10, 9, -60, 210, Arc2D.OPEN));
                lines.add(path(2.2, 3, 3.2, 7, 7, 6));
            }
            case REDO -> {
                lines.add(new Arc2D.Double(3, 4, 10, 9, 30, 210, Arc2D.OPEN));
                lines.add(path(13.8, 3, 12.8, 7, 9, 6));
            }
            case ACCEPT -> lines.add(path(2.5, 8.5, 6.5, 12.5, 13.5, 4));
            case REJECT -> {
                lines.add(new Line2D.Double(3.5, 3.5, 12.5, 12.5));
                lines.add(new Line2D.Double(12.5, 3.5, 3.5, 12.5));
            }
            case SLICES -> {
                lines.add(new Rectangle2D.Double(1.5, 1.5, 13, 13));
                lines.add(new Line2D.Double(8, 1.5, 8, 14.5));
                lines.add(new Line2D.Double(1.5, 8, 14.5, 8));
            }
            case SOLID -> {
                lines.add(path(8, 1.5, 14, 4.8, 14, 11.2, 8, 14.5, 2, 11.2, 2, 4.8, 8, 1.5));
                lines.add(path(2, 4.8, 8, 8, 14, 4.8));
                lines.add(new Line2D.Double(8, 8, 8, 14.5));
            }
            case TOGGLE_SCANS -> panel(lines, new Line2D.Double(5.5, 2.5, 5.5, 13.5));
            case TOGGLE_INSPECTOR -> panel(lines, new Line2D.Double(10.5, 2.5, 10.5, 13.5));
            case TOGGLE_TABLES -> panel(lines, new Line2D.Double(1.5, 9.5, 14.5, 9.5));
            case THEME -> {
                lines.add(new Ellipse2D.Double(2, 2, 12, 12));
                lines.add(new Arc2D.Double(4.5, 2, 7, 12, 90, 180, Arc2D.OPEN));
            }
            case FIND_COMMAND -> {
                lines.add(new Ellipse2D.Double(2, 2, 8.5, 8.5));
                lines.add(new Line2D.Double(9.3, 9.3, 14, 14));
            }
            case DEMO -> {
                lines.add(path(6, 1.5, 6, 6, 2.5, 13, 3.5, 14.5, 12.5, 14.5, 13.5, 13, 10, 6, 10, 1.5));
                lines.add(new Line2D.Double(4.5, 1.5, 11.5, 1.5));
            }
            default -> {
                return null;
            }
        }
        return new Drawn(lines);
    }

    private static void panel(List<Shape> lines, Shape divider) {
        lines.add(new RoundRectangle2D.Double(1.5, 2.5, 13, 11, 2, 2));
        lines.add(divider);
    }

    private static Shape path(double... xy) {
        Path2D path = new Path2D.Double();
        path.moveTo(xy[0], xy[1]);
        for (int i = 2; i < xy.length; i += 2) {
            path.lineTo(xy[i], xy[i + 1]);
        }
        return path;
    }

    private record Drawn(List<Shape> lines) implements Icon {
        @Override
        public void paintIcon(Component c, Graphics graphics, int x, int y) {
            Graphics2D g = (Graphics2D) graphics.create();
            g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
            g.translate(x, y);
            double scale = UIScale.getUserScaleFactor();
            g.scale(scale, scale);
            Color off = UIManager.getColor("Label.disabledForeground");
            g.setColor(c.isEnabled() || off == null ? c.getForeground() : off);
            g.setStroke(new BasicStroke(1.3f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
            lines.forEach(g::draw);
            g.dispose();
        }

        @Override
        public int getIconWidth() {
            return UIScale.scale(EDGE);
        }

        @Override
        public int getIconHeight() {
            return UIScale.scale(EDGE);
        }
    }

    /** The window's own: a cube with a patch of patina. */
    static List<Image> application() {
        List<Image> images = new ArrayList<>();
        for (int edge : new int[] {16, 32, 64, 128}) {
            BufferedImage image = new BufferedImage(edge, edge, BufferedImage.TYPE_INT_ARGB);
            Graphics2D g = image.createGraphics();
            g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            g.transform(AffineTransform.getScaleInstance(edge / 16.0, edge / 16.0));
            g.setColor(new Color(0xb8, 0x73, 0x33));
            g.fill(path(8, 1, 14.5, 4.6, 8, 8.2, 1.5, 4.6, 8, 1));
            g.setColor(new Color(0x8a, 0x52, 0x22));
            g.fill(path(1.5, 4.6, 8, 8.2, 8, 15.2, 1.5, 11.6, 1.5, 4.6));
            g.setColor(new Color(0x2f, 0x8f, 0x7b));
            g.fill(path(14.5, 4.6, 8, 8.2, 8, 15.2, 14.5, 11.6, 14.5, 4.6));
            g.setColor(new Color(0x6c, 0xc3, 0xae));
            g.fill(new Ellipse2D.Double(9.4, 8.2, 3.6, 3.6));
            g.dispose();
            images.add(image);
        }
        return images;
    }
}
