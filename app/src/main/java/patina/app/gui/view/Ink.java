package patina.app.gui.view;

import com.formdev.flatlaf.util.UIScale;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Component;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.awt.geom.RoundRectangle2D;
import patina.reports.document.Numbers;

/** How words and lines are laid over pictures so that they are read on dark and on light. */
final class Ink {
    static final Color LIGHT = new Color(0xf5f5f2);
    static final Color SHADE = new Color(0, 0, 0, 150);
    static final Color CROSS = new Color(0xff, 0xd2, 0x3f, 210);
    static final Color CHOSEN = new Color(0xffffff);

    private static final float SIZE = 11;

    private Ink() {}

    /** The font of words over pictures, as large as the user's scale asks. */
    static Font font(Component over) {
        Font font = over.getFont();
        return (font == null ? new Font(Font.SANS_SERIF, Font.PLAIN, 11) : font).deriveFont(UIScale.scale(SIZE));
    }

    static void smooth(Graphics2D g) {
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    }

    /** Light words on a shaded plate; x and y are its upper left corner. Gives the plate. */
    static Rectangle2D plate(Graphics2D g, Font font, String words, double x, double y) {
        g.setFont(font);
        FontMetrics m = g.getFontMetrics();
        Rectangle2D box = new Rectangle2D.Double(x, y, m.stringWidth(words) + 10, m.getHeight() + 2);
        g.setColor(SHADE);
        g.fill(new RoundRectangle2D.Double(box.getX(), box.getY(), box.getWidth(), box.getHeight(), 6, 6));
        g.setColor(LIGHT);
        g.drawString(words, (float) (x + 5), (float) (y + 1 + m.getAscent()));
        return box;
    }

    /** A line with a dark rim. */
    static void line(Graphics2D g, Shape shape, Color colour, float width) {
        g.setStroke(new BasicStroke(width + 1.6f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        g.setColor(SHADE);
        g.draw(shape);
        g.setStroke(new BasicStroke(width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        g.setColor(colour);
        g.draw(shape);
    }

    /** The greatest of 1, 2, 5 times a power of ten that is not above {@code um}. */
    static double round(double um) {
        double power = Math.pow(10, Math.floor(Math.log10(um)));
        double digit = um / power;
        return (digit >= 5 - 1e-9 ? 5 : digit >= 2 - 1e-9 ? 2 : 1) * power;
    }

    /** A length as a scale bar says it. */
    static String length(double um) {
        return um >= 1000 ? Numbers.asGiven(um / 1000) + "\u00a0mm" : Numbers.asGiven(um) + "\u00a0µm";
    }

    /** A scale bar with its length, {@code right} and {@code bottom} being its corner; about {@code most} wide. */
    static void scaleBar(Graphics2D g, Font font, double umPerUnit, double most, double right, double bottom) {
        double um = round(Math.max(1e-6, most * umPerUnit));
        double length = um / umPerUnit;
        String words = length(um);
        g.setFont(font);
        FontMetrics m = g.getFontMetrics();
        double wide = Math.max(length, m.stringWidth(words)) + 12;
        double high = m.getHeight() + 9;
        double x = right - wide;
        double y = bottom - high;
        g.setColor(SHADE);
        g.fill(new RoundRectangle2D.Double(x, y, wide, high, 6, 6));
        g.setColor(LIGHT);
        g.drawString(words, (float) (x + (wide - m.stringWidth(words)) / 2), (float) (y + 1 + m.getAscent()));
        double from = x + (wide - length) / 2;
        g.setStroke(new BasicStroke(2.5f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER));
        g.draw(new Line2D.Double(from, bottom - 5, from + length, bottom - 5));
    }
}
