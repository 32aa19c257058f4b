package patina.app.gui.view;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import patina.reports.document.Numbers;

/** A small plot of lines with axes, painted by itself: profiles and histograms. */
final class LinePlot {
    /**
     * One line.
     *
     * @param x rising
     * @param y as many; NaN leaves a gap
     */
    record Series(String name, Color colour, double[] x, double[] y) {}

    private static final Color PAPER = new Color(255, 255, 255, 235);
    private static final Color INK = new Color(0x222222);

    private LinePlot() {}

    /** Dark on a light ground of its own, over whatever lies below. */
    static void paint(Graphics2D g, Rectangle2D box, Font font, String across, String up, List<Series> lines) {
        paint(g, box, font, across, up, lines, "", PAPER, INK);
    }

    /**
     * With the names of several lines in a column at the right.
     *
     * @param strong name of the line that is drawn broad, over the others
     */
    static void paint(
            Graphics2D g,
            Rectangle2D box,
            Font font,
            String across,
            String up,
            List<Series> lines,
            String strong,
            Color paper,
            Color ink) {
        double[] x = range(lines, true);
        double[] y = range(lines, false);
        g.setColor(paper);
        g.fill(box);
        g.setFont(font);
        FontMetrics m = g.getFontMetrics();
        String top = Numbers.significant(y[1], 3);
        String bottom = Numbers.significant(y[0], 3);
        double left = box.getX() + Math.max(m.stringWidth(top), m.stringWidth(bottom)) + 10;
        double right = box.getMaxX() - 10 - (lines.size() > 1 ? legendWidth(lines, m) : 0);
        double high = box.getY() + m.getHeight() + 4;
        double low = box.getMaxY() - 2 * m.getHeight() - 4;
        g.setColor(ink);
        g.setStroke(new BasicStroke(1f));
        g.draw(new Line2D.Double(left, low, right, low));
        g.draw(new Line2D.Double(left, low, left, high));
        g.drawString(top, (float) (left - 4 - m.stringWidth(top)), (float) (high + m.getAscent() / 2.0));
        g.drawString(bottom, (float) (left - 4 - m.stringWidth(bottom)), (float) low);
        String first = Numbers.significant(x[0], 3);
        String last = Numbers.significant(x[1], 3);
        float ticks = (float) (low + m.getAscent() + 2);
        g.drawString(first, (float) left, ticks);
        g.drawString(last, (float) (right - m.stringWidth(last)), ticks);
        g.drawString(across, (float) ((left + right - m.stringWidth(across)) / 2), (float) (box.getMaxY() - 5));
        g.drawString(up, (float) (box.getX() + 5), (float) (box.getY() + m.getAscent() + 2));
        Shape clip = g.getClip();
        g.clip(new Rectangle2D.Double(left, high - 2, right - left, low - high + 4));
        List<Series> order = new ArrayList<>(lines);
        order.sort(Comparator.comparing((Series line) -> line.name.equals(strong)));
        for (Series line : order) {
            Path2D path = new Path2D.Double();
            boolean pen = false;
            for (int i = 0; i < line.x.length; i++) {
                if (Double.isNaN(line.y[i])) {
                    pen = false;
                    continue;
                }
                double px = left + (line.x[i] - x[0]) / (x[1] - x[0]) * (right - left);
                double py = low - (line.y[i] - y[0]) / (y[1] - y[0]) * (low - high);
                if (pen) {
                    path.lineTo(px, py);
                } else {
                    path.moveTo(px, py);
                }
                pen = true;
            }
            g.setColor(line.colour);
            float width = line.name.equals(strong) ? 2.6f : 1.4f;
            g.setStroke(new BasicStroke(width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
            g.draw(path);
        }
        g.setClip(clip);
        if (lines.size() > 1) {
            legend(g, lines, new Rectangle2D.Double(right + 10, high, 1, low - high), m, ink);
        }
    }

    private static double legendWidth(List<Series> lines, FontMetrics m) {
        return lines.stream().mapToInt(l -> m.stringWidth(l.name)).max().orElse(0) + 30.0;
    }

    /** Where there is no room for all names every second, third ... is told. */
    private static void legend(Graphics2D g, List<Series> lines, Rectangle2D room, FontMetrics m, Color ink) {
        int rows = Math.max(1, (int) (room.getHeight() / m.getHeight()));
        int step = (lines.size() + rows - 1) / rows;
        double left = room.getX();
        double y = room.getY() + m.getAscent();
        for (int i = 0; i < lines.size(); i += step) {
            Series line = lines.get(i);
            g.setColor(line.colour);
            g.setStroke(new BasicStroke(2f));
            g.draw(new Line2D.Double(left, y - m.getAscent() / 3.0, left + 15, y - m.getAscent() / 3.0));
            g.setColor(ink);
            g.drawString(line.name, (float) (left + 20), (float) y);
            y += m.getHeight();
        }
    }

    private static double[] range(List<Series> lines, boolean across) {
        double low = Double.MAX_VALUE;
        double high = -Double.MAX_VALUE;
        for (Series line : lines) {
            for (double v : across ? line.x : line.y) {
                if (!Double.isNaN(v)) {
                    low = Math.min(low, v);
                    high = Math.max(high, v);
                }
            }
        }
        if (low > high) {
            return new double[] {0, 1};
        }
        return high > low ? new double[] {low, high} : new double[] {low - 1, low + 1};
    }
}
